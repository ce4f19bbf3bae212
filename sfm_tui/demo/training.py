"""The demo's briefings, handovers and talks, moved with the weeks of `weeks`.

A signature keeps its distance from the talk, an acceptance that from the handover; what was caught up later keeps its
time of day. What has not happened yet is left out.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sfm_tui.exchange.training_tables import ACKNOWLEDGEMENTS, ATTENDANCE, BRIEFINGS, HANDOVERS, TALKS

if TYPE_CHECKING:
    from datetime import date

    from sfm_tui.demo.weeks import Book, Row, Shift

_CAUGHT_UP = "catch-up"


def shifted(book: "Book", shift: "Shift") -> "Book":
    """The files that the book has, moved; topics and who must have had them stay."""
    held = {row["talk"]: row["held_at"] for row in book.get(TALKS.name, [])}

    def line(row: "Row") -> "Row":
        if row["signed_at"] is None:
            return row
        move = shift.at if row["result"] == _CAUGHT_UP else shift.beside(held[row["talk"]])
        return {**row, "signed_at": move(row["signed_at"])}

    def point(row: "Row") -> "Row":
        days = {name: shift.day(row[name]) for name in ("from", "until")}
        return {**row, **days, "repeat": shift.rule(row["repeat"])}

    move: dict[str, Callable[[Row], Row]] = {
        TALKS.name: lambda row: {**row, "held_at": shift.at(row["held_at"])},
        ATTENDANCE.name: line,
        BRIEFINGS.name: point,
        ACKNOWLEDGEMENTS.name: lambda row: {**row, "at": shift.at(row["at"])},
        HANDOVERS.name: lambda row: {
            **row, "at": shift.at(row["at"]), "accepted_at": shift.beside(row["at"])(row["accepted_at"]),
        },
    }  # fmt: skip
    return {name: [one(row) for row in book[name]] for name, one in move.items() if name in book}


def as_it_stood(book: "Book", now: int, today: "date") -> "Book":
    """The files without what has not happened at `now`; a point that begins later is not entered yet."""
    talks = [row for row in book.get(TALKS.name, []) if row["held_at"] + int(row["minutes"]) * 60 <= now]
    points = [row for row in book.get(BRIEFINGS.name, []) if row["from"] <= today.isoformat()]
    there = {row["talk"] for row in talks}
    known = {row["briefing"] for row in points}
    stood = {
        TALKS.name: talks,
        ATTENDANCE.name: [_line(row, now) for row in book.get(ATTENDANCE.name, []) if row["talk"] in there],
        BRIEFINGS.name: points,
        ACKNOWLEDGEMENTS.name: [
            row for row in book.get(ACKNOWLEDGEMENTS.name, []) if row["at"] <= now and row["briefing"] in known
        ],
        HANDOVERS.name: [_handover(row, now) for row in book.get(HANDOVERS.name, []) if row["at"] <= now],
    }
    return {name: rows for name, rows in stood.items() if name in book}


def names(book: "Book") -> set[str]:
    """The talks and points of a book, as links name them."""
    talks = {f"talk:{row['talk']}" for row in book.get(TALKS.name, [])}
    return talks | {f"briefing:{row['briefing']}" for row in book.get(BRIEFINGS.name, [])}


def _line(row: "Row", now: int) -> "Row":
    """Who catches up later is absent so far."""
    if row["signed_at"] is None or row["signed_at"] <= now:
        return row
    return {**row, "signed_at": None, "result": "absent"}


def _handover(row: "Row", now: int) -> "Row":
    if row["accepted_at"] is None or row["accepted_at"] <= now:
        return row
    return {**row, "to": "", "accepted_at": None}
