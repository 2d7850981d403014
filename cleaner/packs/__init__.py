"""The rule engine: packs of YAML rules, loaded, checked, and matched against text."""
