"""The demo's site as it stood before the change that it tells of, made from the files that tell all of it.

Ten weeks are behind it, in the last four of which the responder has held the gate lane as well. Next week is planned
the same way; the action, the briefing point, the talks and the roster that put it right are not there yet.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds

if TYPE_CHECKING:
    from sfm_tui.demo.weeks import Book, Row

STORY = "A-07"
"""The action of the change: it is in effect from the Monday on which this demo's next week begins."""

LATER = (STORY, "A-10")
"""The actions that were raised after the demo's last week."""

_LANE, _PATROL, _RESPONSE = "GATE", "PATROL", "RESP"
_WEEK = 7
_LONGEST_LANE = 3 * 3600


def change_day(book: "Book") -> date:
    """The Monday from which the files have the change in effect."""
    return date.fromisoformat(next(row["in_effect_on"] for row in book["actions"] if row["action"] == STORY))


def before_change(book: "Book", tz: ZoneInfo) -> "Book":
    """The book up to the change, with the week after it planned as the weeks before were."""
    day = change_day(book)
    change = day_bounds(day, tz)[0]
    planned = day_bounds(date.fromordinal(day.toordinal() + _WEEK), tz)[0]
    told = {row["briefing"] for row in book["briefings"] if row["from"] >= day.isoformat()}
    held = _held(book)
    return {
        **book,
        "duties": list(_duties(book, change, planned)),
        "absences": [row for row in book["absences"] if row["start"] < change],
        "patrols": [row for row in book["patrols"] if row["due"] < planned],
        "checkcalls": [row for row in book["checkcalls"] if row["due"] < change],
        "occurrences": [row for row in book["occurrences"] if max(row["at"], row["written_at"]) < change],
        "talks": [row for row in book["talks"] if row["talk"] not in held],
        "attendance": [row for row in book["attendance"] if row["talk"] not in held],
        "briefings": [_open_end(row, day) for row in book["briefings"] if row["briefing"] not in told],
        "actions": [row for row in book["actions"] if row["action"] not in LATER],
        "steps": [row for row in book["steps"] if row["action"] not in LATER],
        "reviews": [row for row in book["reviews"] if row["action"] not in LATER],
        "links": [row for row in book["links"] if not _names_later(row, held, told)],
    }


def _held(book: "Book") -> set[str]:
    """The talks on the topic that came of the change."""
    first = next(row["to"].partition(":")[2] for row in book["links"] if row["to"].startswith("talk:"))
    topic = next(row["topic"] for row in book["talks"] if row["talk"] == first)
    return {row["talk"] for row in book["talks"] if row["topic"] == topic}


def _names_later(row: "Row", held: set[str], told: set[str]) -> bool:
    later = {
        *(f"action:{one}" for one in LATER), *(f"talk:{one}" for one in held), *(f"briefing:{one}" for one in told),
    }  # fmt: skip
    return bool(later & {row["from"], row["to"]})


def _open_end(row: "Row", day: date) -> "Row":
    """A point that the change put an end to has none yet."""
    eve = date.fromordinal(day.toordinal() - 1).isoformat()
    return {**row, "until": ""} if row["until"] == eve else row


def _duties(book: "Book", change: int, planned: int) -> Iterator["Row"]:
    """What was worked, and the week after planned as before: patrol walks all day, the responder has the lane too."""
    for row in book["duties"]:
        if row["start"] < change:
            yield row
    week = [row for row in book["duties"] if change <= row["start"] < planned and row["status"] != "cancelled"]
    lane = {(row["start"], row["end"]) for row in week if in_lane(row)}
    for row in week:
        free = {**row, "status": "planned", "booked_on": None, "booked_off": None}
        if in_lane(row):
            continue
        if row["post"] != _PATROL:
            yield free
        elif not any(end == row["start"] for _, end in lane):
            ends = [other["end"] for other in week if other["officer"] == row["officer"]]
            yield {**free, "end": max(end for end in ends if end - row["start"] < 86_400 // 2 + 1)}
        if row["post"] == _RESPONSE:
            inside = sorted(span for span in lane if row["start"] <= span[0] and span[1] <= row["end"])
            yield from ({**free, "post": _LANE, "start": start, "end": end} for start, end in inside)


def in_lane(row: "Row") -> bool:
    """Whether a duty is one of a few hours on the gate lane."""
    return bool(row["post"] == _LANE and row["end"] - row["start"] <= _LONGEST_LANE)


def plan_as_it_stood(book: "Book", today: date) -> "Book":
    """The moved plan without what lies after today: readings, reviews and assessments, and the days of what is done."""
    last = today.isoformat()

    def known(name: str, column: str) -> list["Row"]:
        return [row for row in book[name] if row[column] <= last]

    def clipped(row: "Row", *columns: str) -> "Row":
        return {**row, **{name: min(row[name], last) for name in columns if row[name]}}

    assessed = known("assessments", "assessed_on")
    there = {f"assessment:{row['enabler']}:{row['assessed_on']}:{row['assessor']}" for row in assessed}
    return {
        **book,
        "assessments": assessed,
        "readings": known("readings", "at"),
        "reviews": known("reviews", "reviewed_on"),
        "steps": [{**row, "done_on": row["done_on"] if row["done_on"] <= last else ""} for row in book["steps"]],
        "actions": [clipped(row, "agreed_on", "started_on", "in_effect_on", "baseline_to") for row in book["actions"]],
        "links": [row for row in book["links"] if not row["from"].startswith("assessment:") or row["from"] in there],
    }
