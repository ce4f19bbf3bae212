"""Who is at the desk, and what is recorded of it."""

from dataclasses import dataclass

from pydantic import Field

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text


@dataclass(frozen=True)
class Author:
    """Who writes. `confirmed` is false while the desk is locked: the entry waits for a signature."""

    person: str
    confirmed: bool = True


SYSTEM = Author("sfm")


class PersonEvent(Event):
    """An act that concerns one person at the desk."""

    person: Code

    @property
    def subject(self) -> str:
        """The person."""
        return f"person:{self.person}"


@event("desk.signed_on")
class SignedOn(PersonEvent):
    """Somebody took the desk."""


@event("desk.pin_set")
class PinSet(PersonEvent):
    """A person set or changed their PIN. The PIN and its hash are not in the ledger."""


@event("desk.pin_reset")
class PinReset(PersonEvent):
    """A manager removed a forgotten PIN, with a reason."""

    why: Text


@event("desk.entries_signed")
class EntriesSigned(PersonEvent):
    """Entries made while the desk was locked, signed by the person who made them."""

    entries: tuple[int, ...]


@event("ledger.erased")
class Erased(Event):
    """Payloads that were removed because their time was over; `rule` names the retention rule.

    `records` are what they told of: record, kind of the rule, and the day (ISO) that it was of. `gone` are the row
    numbers that went with them, by table, so that no later row is given one of them.
    """

    entries: tuple[int, ...]
    rule: Line
    why: Text = ""
    records: tuple[tuple[Line, Line, Line], ...] = ()
    gone: dict[str, list[int]] = Field(default_factory=dict)
