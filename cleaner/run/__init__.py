"""Runs: which files are cleaned, in which order, and how output gets to its place."""
