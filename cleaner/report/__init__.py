"""Renderings of patches: the audit log, diffs, tallies."""
