"""Reflections and study notes: what a supervisor did and learned, what they read. Every edit is a version of its own.

Days are ISO text of the site's calendar. Nothing is overwritten: the version with the highest number stands, and one
that is taken out of use stays with its reason.
"""

from typing import Any, ClassVar, Literal

from sfm_tui.domain.action import Day, Row
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Name, Text

NoteKind = Literal["framework", "case", "reference", "note"]
NOTE_KINDS: tuple[NoteKind, ...] = ("framework", "case", "reference", "note")


class Page(Row):
    """What a reflection and a note have in common: a number, a version, a title, who wrote it and on which day."""

    noun: ClassVar[str]
    title: Name
    day: Day
    author: Line = ""
    withdrawn: Text = ""
    version: int = 1

    @property
    def key(self) -> str:
        """The number by which others name it."""
        return str(getattr(self, self.noun))

    @property
    def ref(self) -> str:
        """The record, as links name it."""
        return f"{self.noun}:{self.key}"


class Reflection(Page):
    """What I did, what prompted it, what worked and why, what was hard, what I learned, how it maps, what is next."""

    noun = "reflection"
    reflection: Code
    did: Text = ""
    prompted: Text = ""
    worked: Text = ""
    hard: Text = ""
    learned: Text = ""
    mapping: Text = ""
    next_steps: Text = ""


class Note(Page):
    """A framework, a case or a reference that was studied; `source` says where it is from."""

    noun = "note"
    note: Code
    kind: NoteKind = "note"
    text: Text = ""
    source: Text = ""


WRITTEN: dict[str, tuple[str, ...]] = {
    "reflection": (
        "title", "day", "did", "prompted", "worked", "hard", "learned", "mapping", "next_steps",
    ),
    "note": ("title", "day", "kind", "text", "source"),
}  # fmt: skip
"""The fields that a person writes, in the order of the form."""

LABELS = {
    "title": "Title", "day": "Day", "did": "What I did", "prompted": "What prompted it",
    "worked": "What worked and why", "hard": "What was hard", "learned": "What I learned",
    "mapping": "How it maps to the standard", "next_steps": "Next steps", "kind": "Kind", "text": "Text",
    "source": "Source",
}  # fmt: skip
"""What a form calls each field."""


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


class PageEvent(Event):
    """A version of a page, whole; `old` is what stood there before. Of a new page `new` has what was filled in."""

    noun: ClassVar[str]
    key: Code
    version: int
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""

    @property
    def subject(self) -> str:
        """The page, as links name it."""
        return f"{self.noun}:{self.key}"

    @property
    def words(self) -> str:
        """Its number and all that was written."""
        return "\n".join(filter(None, (self.key, *(str(self.new.get(name, "")) for name in WRITTEN[self.noun]))))


@event("reflection.written")
class ReflectionWritten(PageEvent):
    """A reflection was written, edited, taken out of use or put back."""

    noun = "reflection"


@event("note.written")
class NoteWritten(PageEvent):
    """A study note was written, edited, taken out of use or put back."""

    noun = "note"
