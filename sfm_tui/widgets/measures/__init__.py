"""Measures and effects: control charts, run charts, what they say, and entering readings."""
