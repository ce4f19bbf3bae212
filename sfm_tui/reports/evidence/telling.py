"""How a pack tells of things: names as pseudonyms, days moved, hours whole, typed text harmless in Markdown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sfm_tui.domain.pack.names import Known
from sfm_tui.domain.pack.text import Redactor

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
_AT_START = re.compile(r"^(\s*)([#+=-]|\d+[.)])", re.MULTILINE)


def markdown(text: str) -> str:
    """Text that a person typed, as Markdown shows it unchanged."""
    return _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}", _MARKS.sub(r"\\\1", text.replace("\r", "")))


@dataclass(frozen=True)
class Page:
    """One document of a pack: its place in the folder, its Markdown, the record it tells of, where it is filed.

    `record` is the store's own name of it: for the review and for the ledger, never written into the pack.
    """

    path: str
    text: str
    record: str = ""


@dataclass
class Teller:
    """What is said of anything in a pack goes through here, so that nothing goes by the rules."""

    redactor: Redactor
    tz: ZoneInfo
    _by_key: dict[str, dict[str, Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know people and records by their codes."""
        for known in self.redactor.known:
            kind = "people" if known.people else known.kind
            self._by_key.setdefault(kind, {})[known.key] = known

    def text(self, value: str) -> str:
        """What somebody wrote, anonymised and harmless."""
        return markdown(self.redactor.text(value)).strip()

    def person(self, code: str) -> str:
        """Somebody by code or name."""
        known = self._by_key.get("people", {}).get(code)
        return self.redactor.name(known) if known else self.text(code)

    def record(self, kind: str, key: str) -> str:
        """A record or place by its key; what is not known as one is text."""
        known = self._by_key.get(kind, {}).get(key)
        return self.redactor.name(known) if known else self.text(key)

    def day(self, day: date | str | None) -> str:
        """A day of the calendar as the pack tells it, with its weekday."""
        if not day:
            return ""
        moved = self.redactor.shift.day(date.fromisoformat(day) if isinstance(day, str) else day)
        return f"{moved:%a} {moved.day} {moved:%b %Y}"

    def hour(self, at: int | None) -> str:
        """An instant as the pack tells it: its day and its local hour."""
        if at is None:
            return ""
        told = self.redactor.shift.hour(at, self.tz)
        return f"{told:%a} {told.day} {told:%b %Y}, {told:%H}:00"


def heading(text: str, level: int = 1) -> str:
    """A heading; its text is already told."""
    return f"{'#' * level} {text}\n"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Labels with what is known; what is not known is left out."""
    return "".join(f"- {label}: {value}\n" for label, value in pairs if value)


def paragraphs(pairs: Iterable[tuple[str, str]], level: int = 2) -> str:
    """A heading and a text for each that says something."""
    return "".join(f"\n{heading(label, level)}\n{value}\n" for label, value in pairs if value)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are on one line."""
    lines = [heads, ["---"] * len(heads), *([" ".join(cell.split()) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
