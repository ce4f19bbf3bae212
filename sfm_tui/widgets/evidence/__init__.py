"""Anonymised evidence: what goes into a pack, and what is looked at before it is written."""
