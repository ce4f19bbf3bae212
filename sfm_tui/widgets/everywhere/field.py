"""Whether a widget is one that somebody types text into."""

FIELDS = {"Input", "TextArea"}


def is_field(widget: object) -> bool:
    """Whether a widget is an `Input`, a `TextArea` or made of one.

    Known by name: to import `TextArea`, with its editor and its colours, costs the start more than the whole desk.
    """
    return any(kind.__name__ in FIELDS for kind in type(widget).__mro__)
