"""The files of briefing, handover and toolbox talks."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import iso
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.briefing import Point, begins, check_point, ends
from sfm_tui.domain.reference import MOST_MONTHS
from sfm_tui.domain.talks import MOST_MINUTES, RESULTS
from sfm_tui.domain.text import clean_line
from sfm_tui.domain.training import EVERYBODY
from sfm_tui.exchange.columns import FIRST, Column, Named, Table, Values, key_column, keyed, opt_column
from sfm_tui.exchange.kinds import (
    CODE,
    LINE,
    STAFF_NUMBER,
    TEXT,
    TIME,
    Context,
    Day,
    Integer,
    Kind,
    Reader,
    Word,
    guard,
    unguard,
)

Problems = Iterator[tuple[str, str]]
WHO = "who"
"""What a requirement names: a post or an officer."""


class DayOrTime(Day):
    """A day, kept as ISO text, or a time, kept as an instant."""

    def reader(self, context: Context, required: bool) -> Reader:
        """Whichever of the two a cell holds."""
        time = TIME.reader(context, required)

        def read(cell: str) -> Any:
            bare = cell.strip()
            if bare and ":" not in bare and "T" not in bare.upper():
                return self.parse(bare, context)
            return time(cell)

        return read

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """The day, or the time in the zone."""
        return iso(value, tz) if isinstance(value, int) else value or ""

    def plain(self, value: Any, tz: ZoneInfo) -> Any:
        """The same, nothing where there is none."""
        return self.write(value, tz) or None


class RepeatWords(Kind):
    """A repeat rule in words or as an RRULE, as it was written; whether it is one is asked with the row's days."""

    def parse(self, cell: str, context: Context) -> str:
        """One line, without the guard of a text."""
        return clean_line(unguard(cell)).strip()

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """Guarded as any text."""
        return guard(value)


def _who(value: str) -> Named:
    if value != EVERYBODY:
        yield WHO, value


def _check_briefing(values: Values, tz: ZoneInfo) -> Problems:
    briefing, text, priority, since, until, repeat, owner = values
    if ends(until, tz) <= begins(since, tz):
        kind = DayOrTime()
        shown = quoted(kind.write(until, tz))
        yield "until", f"{shown} is not later than the start, {quoted(kind.write(since, tz))}: check both"
        return
    try:
        # Without its end: one that was withdrawn before its first day is in an export as well.
        point = Point(briefing=briefing, text=text, priority=priority, since=since, repeat=repeat, owner=owner)
        check_point(point, tz)
    except ValueError as error:
        yield "repeat", str(error)


_RESULT, _SIGNED_AT = 3, 2


def _complete_attendance(values: list[Any]) -> None:
    """A line without a result is that of somebody who attended where it is signed, else of somebody absent."""
    values[_RESULT] = values[_RESULT] or ("absent" if values[_SIGNED_AT] is None else "attended")


def _check_handover(values: Values) -> Problems:
    _, at, _, receiver, accepted_at, _ = values
    if accepted_at is not None and not receiver:
        yield "to", "it is empty, and the handover was accepted: write by whom"
    if accepted_at is not None and accepted_at < at:
        yield "accepted_at", "it is earlier than the handover itself: check both"


TOPICS = Table(
    "topics.csv", "topic",
    (
        key_column("topic"), Column("title", LINE), Column("points", TEXT, blank=True),
        opt_column("refresher_months", Integer(1, MOST_MONTHS, f"whole months, 1 to {MOST_MONTHS}, or nothing")),
    ),
    logged=False,
    select="topic, title, points, refresher_months",
    source="topic",
    by_key=f"json_each(?) k CROSS JOIN topic ON topic = {FIRST}",
    order="topic",
)  # fmt: skip

REQUIREMENTS = Table(
    "requirements.csv", "requirement",
    (key_column("topic", refers="topic"), Column("who", CODE, key=True, refers=_who)),
    logged=False,
    select="t.topic, t.who",
    source="requirement t",
    by_key=keyed("requirement", "topic", "who"),
    order="t.topic, t.who",
)  # fmt: skip

TALKS = Table(
    "talks.csv", "talk",
    (
        key_column("talk"), Column("topic", CODE, refers=lambda value: iter([("topic", value)])),
        Column("held_at", TIME), Column("minutes", Integer(0, MOST_MINUTES, f"whole minutes, 0 to {MOST_MINUTES}")),
        Column("presenter", LINE, blank=True), Column("key_points", TEXT, blank=True),
    ),
    logged=False,
    select="t.talk, t.topic, t.held_at, t.minutes, t.presenter, t.key_points",
    source="talk t WHERE t.state = 'completed'",
    by_key=keyed("talk", "talk"),
    order="t.talk",
    fixed="t.locked = 1",
)  # fmt: skip

ATTENDANCE = Table(
    "attendance.csv", "attendance",
    (
        key_column("talk", refers="talk"), key_column("officer", STAFF_NUMBER, "officer"),
        opt_column("signed_at", TIME), opt_column("result", Word(RESULTS)),
    ),
    logged=True,
    select="t.talk, t.officer, t.signed_at, t.result",
    source="attendance t WHERE t.talk IN (SELECT talk FROM talk WHERE state = 'completed')",
    by_key=keyed("attendance", "talk", "officer"),
    order="t.talk, t.officer",
    complete=_complete_attendance,
)  # fmt: skip

BRIEFINGS = Table(
    "briefings.csv", "briefing",
    (
        key_column("briefing"), Column("text", TEXT), Column("priority", LINE),
        Column("from", DayOrTime(), field="since"), opt_column("until", DayOrTime()),
        opt_column("repeat", RepeatWords()), opt_column("owner"),
    ),
    logged=False,
    select="t.briefing, t.text, t.priority, t.since, t.until, t.repeat, t.owner",
    source="briefing t",
    by_key=keyed("briefing", "briefing"),
    order="t.briefing",
    check_zoned=_check_briefing,
)  # fmt: skip

ACKNOWLEDGEMENTS = Table(
    "acknowledgements.csv", "acknowledgement",
    (
        key_column("briefing", refers="briefing"), key_column("officer", STAFF_NUMBER, "officer"),
        key_column("at", TIME),
    ),
    logged=False,
    select="t.briefing, t.officer, t.at",
    source="acknowledgement t",
    by_key=keyed("acknowledgement", "briefing", "officer", "at"),
    order="t.briefing, t.officer, t.at",
)  # fmt: skip

HANDOVERS = Table(
    "handovers.csv", "handover",
    (
        key_column("handover"), Column("at", TIME), Column("from", LINE, field="giver"),
        opt_column("to", field="receiver"), opt_column("accepted_at", TIME), Column("text", TEXT),
    ),
    logged=True,
    select="t.handover, t.at, t.giver, t.receiver, t.accepted_at, t.text",
    source="handover t",
    by_key=keyed("handover", "handover"),
    order="t.handover",
    check=_check_handover,
)  # fmt: skip

TRAINING = (TOPICS, REQUIREMENTS, TALKS, ATTENDANCE, BRIEFINGS, ACKNOWLEDGEMENTS, HANDOVERS)
"""In the order of reading and writing."""
