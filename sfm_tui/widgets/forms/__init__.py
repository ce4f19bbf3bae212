"""Fields and forms: what was typed, what it is understood as, and how it outlives a form."""
