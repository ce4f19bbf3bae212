"""Which field of a form the store's refusal is about."""

from collections.abc import Sequence

from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.forms.record_form import FormField


def refused_at(error: Exception, fields: Sequence[FormField]) -> tuple[str, str]:
    """The name of the field that an error is about, and what is wrong with it; no name and one line where it is none.

    A refusal tells the names of its fields, or begins with the label of one.
    """
    line = error_words(error)
    refusal = error if isinstance(error, Refused) else _of_a_record(error)
    free = {field.name: field.label for field in fields if not field.fixed}
    if refusal is not None:
        for name in reversed(refusal.fields):
            if name in free:
                return name, " ".join(refusal.what.split())
        label, colon, rest = line.partition(": ")
        for name, called in free.items():
            if colon and called.strip().casefold() == label.casefold():
                return name, rest
    return "", line


def _of_a_record(error: Exception) -> Refused | None:
    """The refusal that the complaint of a record comes to."""
    from pydantic import ValidationError

    from sfm_tui.storage.errors import refused

    return refused(error) if isinstance(error, ValidationError) else None
