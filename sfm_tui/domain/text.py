"""What may stand in a field: text as it was typed, or a clear refusal."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from sfm_tui.clock.refusal import quoted

LONGEST_TEXT = 200_000
LONGEST_LINE = 500

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(value: str) -> str:
    """Give `value` in Unicode's composed form (NFC), otherwise as typed.

    Raises ValueError for control characters other than tab and line ends (a terminal obeys them),
    for halves of surrogate pairs, and for more than `LONGEST_TEXT` characters.
    """
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"{len(value):,} characters: at most {LONGEST_TEXT:,} fit in one field")
    if value.isascii() and value.isprintable():
        return value
    found = _FORBIDDEN.search(value)
    if found:
        code = ord(found.group())
        raise ValueError(f"the control character U+{code:04X} at position {found.start() + 1}: leave it out")
    return unicodedata.normalize("NFC", value)


def clean_line(value: str) -> str:
    """Check text that stands on one line: names, codes, references."""
    value = clean_text(value)
    if len(value) > LONGEST_LINE:
        raise ValueError(f"{len(value):,} characters: at most {LONGEST_LINE} fit here")
    if "\n" in value or "\r" in value:
        raise ValueError("a line break: this stands on one line")
    return value


def clean_name(value: str) -> str:
    """Check a name: one line that is not empty."""
    value = clean_line(value)
    if not value.strip():
        raise ValueError("it is empty: a name is needed")
    return value


def clean_code(value: str) -> str:
    """Check a key: one line, not empty, without white space at its ends."""
    value = clean_line(value)
    if not value.strip():
        raise ValueError("it is empty: a key is needed")
    if value != value.strip():
        raise ValueError(f"white space around «{value.strip()}»: leave it out")
    return value


def clean_key(value: str) -> str:
    """Check a key that stands in lists separated by spaces: a code without any white space."""
    value = clean_code(value)
    if len(value.split()) > 1:
        raise ValueError(f"white space in «{value}»: leave it out")
    return value


def clean_day(value: str) -> str:
    """Check a day. Raises ValueError, in one line, for what is none."""
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{quoted(value)} is no day: write 2026-11-21") from None
    if not 1900 <= day.year <= 2999:
        raise ValueError(f"{quoted(value)} is out of range: choose a year from 1900 to 2999")
    return value


Name = Annotated[str, AfterValidator(clean_name)]
Text = Annotated[str, AfterValidator(clean_text)]
Line = Annotated[str, AfterValidator(clean_line)]
Code = Annotated[str, AfterValidator(clean_code)]
Key = Annotated[str, AfterValidator(clean_key)]
