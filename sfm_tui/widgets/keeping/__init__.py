"""Retention: holds, what is due to go, what is kept about a person."""
