"""The stages: pure functions from text to a patch (decode and extract stand before them)."""
