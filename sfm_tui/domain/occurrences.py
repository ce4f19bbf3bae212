"""The occurrence book: one line for all that happens on a shift and is no incident."""

import re
from typing import Literal

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text

Kind = Literal["visitor", "keys", "patrol", "alarm", "defect", "other"]
KINDS: tuple[Kind, ...] = ("visitor", "keys", "patrol", "alarm", "defect", "other")

_GUESSES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("keys", re.compile(r"\b(keys?|keyset|fob|padlock|key register|key safe)\b")),
    ("visitor", re.compile(r"\b(visitors?|contractors?|deliver\w*|courier|engineer|guest|driver|signed (in|out))\b")),
    ("patrol", re.compile(r"\b(patrol\w*|tour|perimeter|checkpoint\w*|all correct|walk ?round|external check)\b")),
    ("alarm", re.compile(r"\b(alarms?|panel|activation|zone \d+|pir|detector|isolated|reset)\b")),
    ("defect", re.compile(r"\b(defect\w*|fault\w*|broken|not working|out of order|leak\w*|lights? out|damaged)\b")),
)


def guess_kind(text: str) -> Kind:
    """The kind that the first telling word names; `other` where none does."""
    folded = text[:2000].casefold()
    found = [(m.start(), i, kind) for i, (kind, pattern) in enumerate(_GUESSES) if (m := pattern.search(folded))]
    return min(found)[2] if found else "other"


class OccurrenceEvent(Event):
    """An act on one line of the occurrence book."""

    occurrence: Code

    @property
    def subject(self) -> str:
        """The line, as links name it."""
        return f"occurrence:{self.occurrence}"


@event("occurrence.logged")
class OccurrenceLogged(OccurrenceEvent):
    """A line entered at the desk."""

    at: int
    line: Kind
    text: Text
    post: Line = ""
    officer: Line = ""

    @property
    def words(self) -> str:
        """The line."""
        return self.text


@event("occurrence.struck")
class OccurrenceStruck(OccurrenceEvent):
    """A line that does not hold. It stays readable, with the reason."""

    why: Text


@event("occurrence.raised")
class OccurrenceRaised(OccurrenceEvent):
    """A line that was made an incident, which keeps its time."""

    number: Code


@event("occurrence.imported")
class OccurrenceImported(OccurrenceEvent):
    """A line that came with a site folder, with its author and times."""

    at: int
    written_at: int
    author: Line
    line: Kind
    text: Text
    post: Line = ""
    officer: Line = ""
    incident: Line = ""
    struck: Text = ""

    @property
    def words(self) -> str:
        """The line."""
        return self.text
