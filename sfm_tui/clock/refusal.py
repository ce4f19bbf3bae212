"""How a time is refused: in one line, with what the person typed made fit to stand in it."""

FORMS = "write 2215, -5, y 2310, mon 0700 or 14/11 0630"
_LONGEST = 40


class BadTime(ValueError):
    """A typed time that cannot be meant; its text is one line that says what would be right."""


def quoted(text: str) -> str:
    """The text in guillemets: cut to 40 characters, with what cannot be seen written as its escape."""
    head = text[:_LONGEST]
    if not head.isprintable():
        head = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in head)
    return f"«{head}…»" if len(text) > _LONGEST else f"«{head}»"
