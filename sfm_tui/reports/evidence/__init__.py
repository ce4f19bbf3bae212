"""The anonymised evidence pack as documents: what is chosen, how it is told, and how it is written."""
