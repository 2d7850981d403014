"""Which stage a rule belongs to, and which rule an edit of several causes is put down to."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import rule_id

LAYERS = ("strip", "repair", "canon", "decode", "extract")
"""The stages as a reader cares for them: what was taken away first."""


def layer_of(rule: str) -> str:
    """Return the stage of a rule's id: those of packs strip.

    >>> layer_of("canon.space"), layer_of("blogger.get-link")
    ('canon', 'strip')
    """
    stage = rule.partition(".")[0]
    return stage if stage in LAYERS else "strip"


def owner(causes: Sequence[str]) -> str:
    """Return the rule to which an edit's characters are put down: the last that strips, or the last.

    Canon tidies up around what was stripped, and may be cited behind it.

    >>> owner(["blogger.get-link", "canon.blank-lines"])
    'blogger.get-link'
    """
    for cause in reversed(causes):
        if layer_of(cause) == "strip":
            return rule_id(cause)
    return rule_id(causes[-1]) if causes else ""
