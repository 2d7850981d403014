"""Tries to make a pattern explode: repeats what its loops repeat, and looks at the time it takes.

Static checks both miss and slander; what a pattern does with pumped texts is a fact.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.packs.syntax import Character, Choice, Loop, Node, Nothing, Sequence, UnknownSyntaxError, parse

FILLS = ("a", "1", " ", "A.")
"""What stands for characters that can be many."""

TRIALS = ((30, 0.05), (10_000, 0.2))
"""Copies of a loop's body, and seconds of CPU time that they may take: exponential, then polynomial."""


def explodes(pattern: str, *, whole: bool, case: str = "ignore") -> str:
    """Return a text (shortened) on which the pattern takes too long, or an empty string.

    ``whole`` says whether it is matched against whole lines or searched for in them.
    """
    try:
        tree = parse(pattern)
    except (UnknownSyntaxError, RecursionError):
        return ""
    compiled = regex.compile(pattern, regex.IGNORECASE if case == "ignore" else 0)
    match = compiled.fullmatch if whole else compiled.search
    for fill in FILLS:
        for before, body in dict.fromkeys(_pumps(tree, fill)):
            for copies, seconds in TRIALS:
                # regex gives up at once where a character is missing that must be there
                for after in ("\x01", "\x01" + sample(tree, fill)):
                    try:
                        match(before + body * copies + after, timeout=seconds)
                    except TimeoutError:
                        return f"{before}{body * 3}…"
    return ""


def nested_loops(node: Node, *, inside: bool = False) -> bool:
    """Whether an unbounded loop stands in another one, where it can take the same text in many ways."""
    match node:
        case Loop(body, _, most, firm):
            open_ = most is None and not firm
            return (open_ and inside) or nested_loops(body, inside=inside or open_)
        case Sequence(parts) | Choice(parts):
            return any(nested_loops(part, inside=inside) for part in parts)
    return False


def unbounded(node: Node) -> bool:
    """Whether a loop has no upper bound."""
    match node:
        case Loop(body, _, most):
            return most is None or unbounded(body)
        case Sequence(parts) | Choice(parts):
            return any(map(unbounded, parts))
    return False


def sample(node: Node, fill: str) -> str:
    """Return a text that the node matches, roughly: ``fill`` stands where many characters can."""
    match node:
        case Character(options):
            return options[0] if options else fill
        case Nothing():
            return ""
        case Sequence(parts):
            return "".join(sample(part, fill) for part in parts)
        case Choice(options):
            return sample(options[0], fill)
        case Loop(body, least, most):
            return sample(body, fill) * (least if least or most == 0 else 0)


def _pumps(node: Node, fill: str) -> Iterator[tuple[str, str]]:
    """Yield, for each loop, what leads to it and what it repeats."""
    match node:
        case Sequence(parts):
            before = ""
            for part in parts:
                for lead, body in _pumps(part, fill):
                    yield before + lead, body
                before += sample(part, fill)
        case Choice(options):
            for option in options:
                yield from _pumps(option, fill)
        case Loop(body, _, most):
            if most is None or most > 3:  # a few copies cannot explode
                for text in {sample(body, fill), *(sample(one, fill) for one in _options(body))}:
                    if text:
                        yield "", text
            yield from _pumps(body, fill)


def _options(node: Node) -> tuple[Node, ...]:
    return node.options if isinstance(node, Choice) else ()
