"""The repair stage: mojibake, entities and (on request) escapes, undone where the evidence is good."""

from __future__ import annotations

from cleaner.stages.repair.stage import RULES, findings, repair

__all__ = ["RULES", "findings", "repair"]
