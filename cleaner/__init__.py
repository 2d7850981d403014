"""Turns dirty web text into clean canonical text, with proof of every change."""

__version__ = "0.1.0"
