"""The site folder in and out."""
