"""The log: which of its records are shown, and from where they come."""
