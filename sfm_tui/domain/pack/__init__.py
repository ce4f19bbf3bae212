"""The anonymised evidence pack: what is replaced, shifted, coarsened, suppressed, and what might remain.

The rules are the house's (domain.md, «Anonymising»). Pseudonymised text is still personal data wherever a key exists:
so nothing here keeps one. A pack's secrets live as long as its objects do.
"""
