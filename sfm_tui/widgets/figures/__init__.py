"""The dashboard: its parts, computed in a thread, and how they are drawn."""
