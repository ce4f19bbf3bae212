"""Documents: which there are, asking for one, seeing it, saving it."""
