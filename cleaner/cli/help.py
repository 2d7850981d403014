"""How ``--help`` looks: options under the heading of their group, examples as they are typed."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

EXAMPLE = re.compile(r"\s*Example: (.*)", re.DOTALL)
GENERAL = "Options"


class Command(TyperCommand):
    """A command whose help has its options in groups, the most used first, and its example at the end."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- as it is called
        """Write what the command is for; the example has a place of its own."""
        words = EXAMPLE.sub("", self.help or "")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each group under its heading."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            is_argument = parameter.param_type_name == "argument"
            group = "Arguments" if is_argument else getattr(parameter, "rich_help_panel", None) or GENERAL
            groups.setdefault(group, []).append(record)
        for group in sorted(groups, key=lambda group: (group != "Arguments", group == GENERAL)):
            with formatter.section(group):
                formatter.write_dl(groups[group])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- as it is called
        """Write the example as it is typed, on one line."""
        example = EXAMPLE.search(self.help or "")
        if example:
            with formatter.section("Example"):
                formatter.write(f"{'':{formatter.current_indent}}{' '.join(example[1].split())}\n")
