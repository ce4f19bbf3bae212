"""The demo's roster moved by whole weeks, and as it stood at an instant.

Duties, cover and absences keep their wall times; booking on and off, calls and rounds keep their distance from what
they belong to. Check calls are counted anew from the start of their duty, since a clock change makes a night longer or
shorter than the one that it was made for.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.roster import ACTIVE
from sfm_tui.exchange.roster_tables import ABSENCES, CHECKCALLS, COVER, DUTIES, LICENCES, PATROLS

if TYPE_CHECKING:
    from sfm_tui.demo.weeks import Book, Row, Shift

_PLANNED = "planned"


def shifted(book: "Book", shift: "Shift") -> "Book":
    """The files of the roster that the book has, moved."""
    move: dict[str, Callable[[Row], Row]] = {
        LICENCES.name: lambda row: _days(row, shift, "starts", "expires", "status_from", "checked_on"),
        COVER.name: lambda row: {**_walls(row, shift, "start", "end"), **_rule(row, shift)},
        DUTIES.name: lambda row: {
            **_walls(row, shift, "start", "end"),
            **_beside(row, shift, "start", "booked_on", "booked_off"),
        },
        ABSENCES.name: lambda row: _walls(row, shift, "start", "end"),
        PATROLS.name: lambda row: {
            **row, "due": shift.at(row["due"]), **_beside(row, shift, "due", "started", "ended"),
        },
    }  # fmt: skip
    moved = {name: [one(row) for row in book[name]] for name, one in move.items() if name in book}
    if CHECKCALLS.name in book:
        moved[CHECKCALLS.name] = _calls(book, shift)
    return moved


def _walls(row: "Row", shift: "Shift", *names: str) -> "Row":
    return {**row, **{name: shift.at(row[name]) for name in names}}


def _beside(row: "Row", shift: "Shift", anchor: str, *names: str) -> "Row":
    by = shift.beside(row[anchor])
    return {name: by(row[name]) for name in names}


def _days(row: "Row", shift: "Shift", *names: str) -> "Row":
    return {**row, **{name: shift.day(row[name]) for name in names}}


def _rule(row: "Row", shift: "Shift") -> "Row":
    return {"repeat": shift.rule(row["repeat"]), "except": " ".join(shift.day(day) for day in row["except"].split())}


def _calls(book: "Book", shift: "Shift") -> "list[Row]":
    """The calls of each duty, as many as its new night asks for; what is over is left out, the last stands for more."""
    minutes = {row["post"]: int(row["check_call_minutes"] or 0) for row in book["posts"]}
    calls: dict[str, list[Any]] = {}
    for row in book[CHECKCALLS.name]:
        calls.setdefault(row["post"], []).append(row)
    made: list[Row] = []
    for duty in book[DUTIES.name]:
        step = minutes.get(duty["post"], 0) * 60
        if not step or (duty["status"] or _PLANNED) not in ACTIVE:
            continue
        held = [
            row for row in calls.get(duty["post"], ())
            if duty["start"] < row["due"] <= duty["end"] and row["officer"] == duty["officer"]
        ]  # fmt: skip
        if not held:
            continue
        start, end = shift.at(duty["start"]), shift.at(duty["end"])
        whole = held[-1]["due"] == duty["end"]
        for n in range(1, (end - start) // step + 1):
            if n > len(held) and not whole:
                break
            row = held[min(n, len(held)) - 1]
            due, came = start + n * step, row["received"]
            made.append({**row, "due": due, "received": None if came is None else due + came - row["due"]})
    return sorted(made, key=lambda row: (row["post"], row["due"]))


def as_it_stood(book: "Book", now: int, today: date) -> "Book":
    """The files of the roster without what has not happened at `now`; what is planned stays."""
    cut: dict[str, Callable[[Row], Row]] = {
        LICENCES.name: lambda row: {**row, "checked_on": min(row["checked_on"], today.isoformat())},
        DUTIES.name: lambda row: _duty(row, now),
        PATROLS.name: lambda row: _round(row, now),
    }
    stood = {name: [one(row) for row in book[name]] for name, one in cut.items() if name in book}
    if CHECKCALLS.name in book:
        stood[CHECKCALLS.name] = [row for row in book[CHECKCALLS.name] if max(row["due"], row["received"] or 0) <= now]
    return stood


def _known(row: "Row", now: int, *names: str) -> "Row":
    return {name: row[name] if row[name] is not None and row[name] <= now else None for name in names}


def _duty(row: "Row", now: int) -> "Row":
    """A duty that nobody has booked on to yet is planned."""
    new = {**row, **_known(row, now, "booked_on", "booked_off")}
    if row["status"] == "worked" and new["booked_on"] is None:
        new["status"] = _PLANNED
    return new


def _round(row: "Row", now: int) -> "Row":
    new = {**row, **_known(row, now, "started", "ended")}
    begun = row["started"] if row["started"] is not None else row["due"]
    if (row["ended"] is not None and new["ended"] is None) or begun > now:
        new.update(points_made="0", findings="")
    return new
