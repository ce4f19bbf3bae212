"""What the invented site's team is told: every record fits the roster and the story."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from fixtures.generate import FOLDER
from sfm_tui.clock import FrozenClock, local_date, parse_file_time, zone
from sfm_tui.demo.weeks import moved, read_book
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
BOOK = read_book(FOLDER, LONDON)


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


def rows(name: str) -> list[dict[str, str]]:
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def on_duty(officer: str, when: int) -> bool:
    return any(
        d["officer"] == officer and d["start"] <= when < d["end"] and d["status"] in ("worked", "planned")
        for d in BOOK["duties"]
    )


def test_everybody_who_signed_was_on_duty() -> None:
    held = {talk["talk"]: talk for talk in rows("talks")}
    topics = {topic["topic"] for topic in rows("topics")}
    assert {talk["topic"] for talk in held.values()} == topics
    for line in rows("attendance"):
        assert on_duty(line["officer"], epoch(line["signed_at"])), line
        assert epoch(line["signed_at"]) >= epoch(held[line["talk"]]["held_at"])
    for ack in rows("acknowledgements"):
        assert on_duty(ack["officer"], epoch(ack["at"])), ack


def test_one_officer_missed_the_talk_on_response_and_caught_up() -> None:
    (line,) = [row for row in rows("attendance") if row["result"] == "catch-up"]
    (talk,) = [row for row in rows("talks") if row["talk"] == line["talk"]]
    assert talk["topic"] == "response"
    away = [a for a in BOOK["absences"] if a["officer"] == line["officer"]]
    assert any(a["start"] <= epoch(talk["held_at"]) < a["end"] for a in away)


def test_handovers_go_from_hand_to_hand() -> None:
    some = sorted(rows("handovers"), key=lambda row: epoch(row["at"]))
    assert len(some) == 168
    for first, second in pairwise(some):
        assert first["to"] == second["from"] != first["from"]
        assert epoch(first["at"]) < epoch(first["accepted_at"]) < epoch(second["at"])


@pytest.mark.parametrize("now", ["2026-11-11T12:00", "2026-11-21T22:17", "2027-03-28T05:00", "2027-10-31T01:30+00:00"])
def test_nothing_has_happened_yet_that_has_not(now: str) -> None:
    book = moved(BOOK, at(now), LONDON)
    assert all(row["held_at"] <= at(now) for row in book["talks"])
    assert all((row["signed_at"] or 0) <= at(now) for row in book["attendance"])
    assert all(max(row["at"], row["accepted_at"] or 0) <= at(now) for row in book["handovers"])
    assert all(row["at"] <= at(now) for row in book["acknowledgements"])
    assert all(row["from"] <= local_date(at(now), LONDON).isoformat() for row in book["briefings"])
    assert book["talks"]
    held = {row["talk"]: row["held_at"] for row in book["talks"]}
    for row in book["attendance"]:
        assert row["signed_at"] is None or row["signed_at"] > held[row["talk"]]
        assert row["result"] == "catch-up" or row["signed_at"] is None or row["signed_at"] - held[row["talk"]] < 1200


def test_the_demo_shows_who_needs_what(tmp_path: Path, demo_bytes: Callable[[int], bytes]) -> None:
    now = at("2026-11-21T22:17:41")
    (tmp_path / "demo.db").write_bytes(demo_bytes(now))
    with Store.open(tmp_path / "demo.db", FrozenClock(now)) as store:
        states = {need.state for need in store.talks.due()}
        assert states == {"never", "due", "overdue"}
        good, pairs = store.talks.compliance(date(2026, 11, 22))
        assert 0 < good < pairs
        brief = store.briefings.for_shift()
        assert brief.lines[0].point.priority == "urgent"
        assert brief.shift.officers
        assert any(line.waiting for line in brief.lines)
        last = store.handovers.last()
        assert last is not None
        assert not last.waiting
        assert "Counted" in store.handovers.draft()
