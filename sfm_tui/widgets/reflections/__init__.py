"""Reflections and study notes: what a person does to them, and what they say."""
