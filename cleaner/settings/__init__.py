"""The settings file of a project: what may stand in it, how it is found, and its schema."""
