"""Documents: what they say, apart from how they are set."""
