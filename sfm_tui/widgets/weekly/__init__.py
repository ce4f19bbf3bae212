"""The weekly review: how it is computed, read and ended."""
