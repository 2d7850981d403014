"""Containers: how documents are read from files and written back."""
