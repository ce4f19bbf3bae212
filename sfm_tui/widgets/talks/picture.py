"""A talk as the screen shows it: read at once, with the words for its lines."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.clock import clock_text, duration_text, full_text, local_date
from sfm_tui.domain.talks import PRESENT, not_complete
from sfm_tui.widgets.incident.draft import IncidentDraft
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Span
from sfm_tui.widgets.talks.words import day_words

if TYPE_CHECKING:
    from sfm_tui.storage.drafts import Draft
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Attendee, Correction, Talk
    from sfm_tui.widgets.everywhere.session import Session

_ORDER = {PRESENT: 0, "attended": 1, "absent": 2, "catch-up": 3}


class TalkDraft(IncidentDraft):
    """What is typed of a talk and not saved yet."""

    def __init__(self, session: "Session", talk: str) -> None:
        super().__init__(session, talk)
        self.key = f"talk:{talk}"


@dataclass(frozen=True)
class TalkPicture:
    """A talk, its register with those who are to sign first, what was put right, its links, what is half typed."""

    talk: "Talk"
    register: "tuple[Attendee, ...]"
    corrections: "tuple[Correction, ...]"
    links: "tuple[Link, ...]"
    people: dict[str, str]
    draft: "Draft | None" = None

    @property
    def ref(self) -> str:
        """The talk as links name it."""
        return f"talk:{self.talk.talk}"

    @property
    def waiting(self) -> list[str]:
        """Who is present and has not signed."""
        return [one.officer for one in self.register if one.result == PRESENT]

    def missing(self, names: dict[str, str]) -> str:
        """What keeps the talk from being completed; empty where nothing does."""
        return not_complete({one.officer: one.result for one in self.register}, names)


def look(store: "Store", talk: str) -> TalkPicture:
    """Read a talk. Raises StoreError where there is none of that number."""
    register = sorted(store.talks.register(talk), key=lambda one: (_ORDER.get(one.result, 9), one.officer))
    return TalkPicture(
        store.talks.get(talk), tuple(register), tuple(store.talks.corrections(talk)),
        tuple(store.links.of(f"talk:{talk}")), store.reference.people_names(), store.drafts.get(f"talk:{talk}"),
    )  # fmt: skip


def head_words(session: "Session", picture: TalkPicture) -> str:
    """The talk in one line: number, what about, how it stands, by whom."""
    talk, tz = picture.talk, session.tz
    if talk.state == "running" and talk.held_at is not None:
        stands = f"running {duration_text(session.now() - talk.held_at)}, since {clock_text(talk.held_at, tz)}"
    elif talk.state == "completed" and talk.held_at is not None:
        stands = f"held {full_text(talk.held_at, tz)}, {talk.minutes} min, locked"
    elif talk.state == "cancelled":
        stands = f"cancelled: {talk.cancelled}"
    else:
        stands = f"planned for {full_text(talk.planned_for, tz)}" if talk.planned_for is not None else "planned"
    presenter = picture.people.get(talk.presenter, talk.presenter)
    return " · ".join(part for part in (f"{talk.talk} {stands}", talk.title, presenter) if part)


def attendee_lines(session: "Session", line: "Attendee", width: int) -> Lines:
    """A line of the register: who, and whether they signed, were absent, caught up."""
    tz = session.tz
    sign, style, words, day = ("·", "bold", "to sign", "")
    if line.result == "attended":
        at = line.signed_at
        sign, style, words = "✓", "good", f"signed {clock_text(at, tz)}" if at is not None else "attended"
    elif line.result == "catch-up":
        day = day_words(local_date(line.signed_at, tz)) if line.signed_at is not None else ""
        sign, style, words = "↻", "good", "caught up"
    elif line.result == "absent":
        sign, style, words = "✖", "bad", "absent"
        day = f"catch-up {_day(line.catch_up_on)}" if line.catch_up_on else ""
    name = max(8, min(18, width - 30))
    marks: list[Span] = []
    if day:
        whole = f"{words}, {day}" if line.result == "absent" else f"{words} {day}"
        if name + len(f"{sign}   {whole}") + 6 <= width:
            words = whole
        else:
            marks.append((day, style))
    spans: list[Span] = [(f"{sign} ", style), (fit(session.officer_name(line.officer), name), "plain"),
                         (f" {fit(line.officer, 6)}", "muted"), (f" {words}", style)]  # fmt: skip
    if line.off_duty:
        marks.append(("! not on duty", "warn"))
    if line.pin:
        marks.append(("with PIN", "muted"))
    if not marks:
        return [spans]
    return [spans, [("  ", "plain"), *[part for mark in marks for part in (mark, (" ", "plain"))]]]


def _day(text: str) -> str:
    from datetime import date

    return day_words(date.fromisoformat(text))
