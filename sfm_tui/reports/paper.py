"""What every document has: a head, a foot, labelled facts, and people and places by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

from sfm_tui.clock import LATE_ENTRY_AFTER, clock_text, day_text, full_text, to_local
from sfm_tui.domain.desk import SYSTEM
from sfm_tui.domain.reference import Location, Officer

UNCONFIRMED = "author unconfirmed"
NOT_GIVEN = "(not given)"


class ReportError(Exception):
    """A document cannot be made or written; the message is one line for the person at the desk."""


@dataclass(frozen=True)
class Fact:
    """A labelled value; `alert` where the eye should stop at it."""

    label: str
    value: str
    alert: bool = False


@dataclass(frozen=True)
class Section:
    """Facts under a heading of their own."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Foot:
    """What stands on every page: the site, the ledger's head (16 digits), when and by whom it was printed.

    `made` is the moment of printing in local time, year to second, for the document's own properties; `ledger` the
    head as the ledger names it, empty for what is of none.
    """

    site: str
    head: str
    printed: str
    made: tuple[int, ...]
    ledger: str = ""


class Document(Protocol):
    """What can be set as a PDF: a frozen dataclass of texts; `template` names how, under `reports/templates`."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def title(self) -> str:
        """What stands at its head."""

    @property
    def foot(self) -> Foot:
        """What stands on every page."""


@dataclass(frozen=True)
class Names:
    """How codes read on paper. A code that nobody bears is shown as it is."""

    people: Mapping[str, str]
    officers: Mapping[str, Officer]
    places: Mapping[str, Location]
    posts: Mapping[str, str]

    def author(self, code: str) -> str:
        """Who wrote: a person, an officer, or the program itself."""
        if code in self.people:
            return self.people[code] or code
        if code in self.officers:
            return self.officers[code].name or code
        return "sfm (the program)" if code == SYSTEM.person else code

    def officer(self, code: str) -> str:
        """The short name that the log uses: call sign, else name."""
        found = self.officers.get(code)
        return (found.call_sign or found.name or code) if found else code

    def officer_in_full(self, code: str) -> str:
        """`Shaw: L. Shaw, staff number 1001`."""
        found = self.officers.get(code)
        if found is None:
            return code
        name = f"{found.name}, staff number {code}" if found.name else f"staff number {code}"
        return f"{found.call_sign}: {name}" if found.call_sign else name

    def place(self, code: str) -> str:
        """The place's name and those of the places that hold it; free words stand as they are."""
        parts: list[str] = []
        seen: set[str] = set()
        at = code
        while at and at not in seen:
            seen.add(at)
            found = self.places.get(at)
            parts.append((found.name or at) if found else at)
            at = found.inside if found else ""
        return ", ".join(parts)


def foot(site: str, head: str, now: int, tz: ZoneInfo, printed_by: str) -> Foot:
    """The foot of a document printed at `now`."""
    made = tuple(to_local(now, tz).timetuple()[:6])
    return Foot(site, f"Ledger head {head}", f"Printed {full_text(now, tz)} by {printed_by}", made, head)


def stretch(at: int, tz: ZoneInfo) -> str:
    """`Sat 21 Nov 2026 GMT`: what a time of day stands under; an October night has two, told apart by the zone."""
    local = to_local(at, tz)
    return f"{day_text(local)} {local.tzname()}"


def beside(at: int, other: int, tz: ZoneInfo) -> str:
    """A time as it reads beside `other`: the clock alone where day and zone are the same, else in full."""
    return clock_text(at, tz) if stretch(at, tz) == stretch(other, tz) else full_text(at, tz)


def late_mark(at: int, written_at: int | None, tz: ZoneInfo) -> tuple[str, ...]:
    """The mark of an entry written more than 15 minutes after its event; none for one written in time."""
    if written_at is None or written_at - at <= LATE_ENTRY_AFTER:
        return ()
    return (f"late entry, written {beside(written_at, at, tz)}",)


def limit_words(seconds: int) -> str:
    """`3 m`, `1 m 30 s`, `45 s`: a limit without the parts that are nothing."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if n]
    return " ".join(parts) or "0 s"
