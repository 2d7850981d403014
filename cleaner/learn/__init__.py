"""Learns the chrome of a corpus: what its sites print around their texts, as rules that people can read."""
