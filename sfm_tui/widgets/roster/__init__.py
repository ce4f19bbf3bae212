"""The roster: its board and timeline, and each act on it with what it would change."""
