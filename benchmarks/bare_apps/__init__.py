"""The smallest Textual apps that do what a figure is held against."""
