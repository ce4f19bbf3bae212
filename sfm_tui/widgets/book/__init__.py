"""The occurrence book: its lines, and what is done with them."""
