"""The demo's roster: its pattern, the faults that it is meant to have and no others, and its files."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from fixtures.generate import TABLES, Northgate
from fixtures.roster import Duty
from fixtures.table import render

LONDON = ZoneInfo("Europe/London")
HOUR = 3600
WORKED_UNTIL = int(datetime(2026, 11, 23, tzinfo=LONDON).timestamp())
Rows = list[dict[str, str]]


def at(text: str) -> int:
    when = datetime.fromisoformat(text)
    return int((when if when.tzinfo else when.replace(tzinfo=LONDON)).timestamp())


def wall(when: int) -> datetime:
    return datetime.fromtimestamp(when, UTC).astimezone(LONDON)


@pytest.fixture(scope="module")
def site() -> Northgate:
    return Northgate()


@pytest.fixture(scope="module")
def duties(site: Northgate) -> list[Duty]:
    return sorted((d for d in site.roster.duties if d.active), key=lambda d: (d.officer, d.start))


@pytest.fixture(scope="module")
def files(site: Northgate) -> dict[str, Rows]:
    return {
        name: list(csv.DictReader(io.StringIO(render(make(site)).decode(), newline="")))
        for name, make in TABLES.items()
    }


def by_officer(duties: list[Duty]) -> dict[str, list[Duty]]:
    found: dict[str, list[Duty]] = {}
    for d in duties:
        found.setdefault(d.officer, []).append(d)
    return found


def blocks(duties: list[Duty]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for d in duties:
        if merged and d.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], d.end))
        else:
            merged.append((d.start, d.end))
    return merged


def doubles(duties: list[Duty]) -> Iterator[tuple[Duty, Duty]]:
    for held in by_officer(duties).values():
        for n, d in enumerate(held):
            yield from ((d, e) for e in held[n + 1 :] if e.start < d.end)


def test_fourteen_officers_on_twelve_hour_duties(duties: list[Duty]) -> None:
    held = by_officer(duties)
    assert len(held) == 14
    assert {d.post for d in duties} == {"GATE", "CCTV", "PATROL", "YARD", "RESP"}
    worked = (d for d in duties if d.end <= WORKED_UNTIL)
    nights = [d for d in worked if wall(d.start).hour == 19]
    lengths = {(d.end - d.start) // HOUR for d in nights}
    assert lengths == {12, 13}
    assert {wall(d.start).date() for d in nights if d.end - d.start == 13 * HOUR} == {date(2026, 10, 24)}
    weekly = sum(b - a for mine in held.values() for a, b in blocks(mine)) / HOUR / 13 / 14
    assert 40 <= weekly <= 44


def test_two_duties_at_once_only_where_the_story_needs_them(duties: list[Duty]) -> None:
    found = list(doubles(duties))
    assert {tuple(sorted((a.post, b.post))) for a, b in found} == {("GATE", "RESP")}
    days = {wall(max(a.start, b.start)).date() for a, b in found}
    bad_weeks = {date(2026, 10, 12) + timedelta(days=n) for n in range(28)}
    assert {d for d in days if d < date(2026, 11, 23)} == bad_weeks
    assert {d for d in days if d >= date(2026, 11, 23)} == {date(2026, 11, n) for n in (26, 27, 28, 29)}
    hours = {(wall(b.start).hour, wall(b.end).hour) for a, b in found if b.post == "GATE"}
    assert hours == {(12, 14), (17, 19)}
    assert len([pair for pair in found if wall(pair[0].start).date() < date(2026, 11, 23)]) == 2 * 28


def test_rest_is_short_once_worked_and_once_planned(duties: list[Duty]) -> None:
    short = [
        (officer, (b[0] - a[1]) // 60)
        for officer, mine in by_officer(duties).items()
        for a, b in pairwise(blocks(mine))
        if b[0] - a[1] < 11 * HOUR
    ]
    assert short == [("NG03", 9 * 60 + 30), ("NG09", 10 * 60 + 40)]


def required(cover: Rows, post: str, when: int) -> int:
    heads = 0
    local = wall(when)
    for row in (r for r in cover if r["post"] == post):
        start, end = wall(at(row["start"])), wall(at(row["end"]))
        until = row["repeat"].partition("UNTIL=")[2][:8]
        for day in (local.date(), local.date() - timedelta(days=1)):
            if day < start.date() or (until and day > date.fromisoformat(until)):
                continue
            begins = datetime.combine(day, start.time(), LONDON)
            ends = datetime.combine(day + (end.date() - start.date()), end.time(), LONDON)
            heads += int(row["headcount"]) if begins.timestamp() <= when < ends.timestamp() else 0
    return heads


def test_cover_is_met_but_for_the_no_show_and_the_planned_night(site: Northgate, files: dict[str, Rows]) -> None:
    gaps = set()
    for when in range(at("2026-08-31T07:30"), at("2026-11-30T06:30"), HOUR):
        present = site.roster.at(when)
        for post in ("GATE", "CCTV", "PATROL", "YARD", "RESP"):
            if len({d.officer for d in present if d.post == post}) < required(files["cover.csv"], post, when):
                shift = wall(when - 7 * HOUR).date()
                gaps.add((shift, post))
    assert gaps == {(date(2026, 9, 19), "GATE"), (date(2026, 11, 27), "YARD")}


def test_nobody_works_while_absent_or_without_a_licence_but_two(files: dict[str, Rows], duties: list[Duty]) -> None:
    away = [(a["officer"], at(a["start"]), at(a["end"])) for a in files["absences.csv"]]
    assert [(d, a) for d in duties for a in away if d.officer == a[0] and d.start < a[2] and a[1] < d.end] == []
    sick = next(a for a in files["absences.csv"] if "hurt on duty" in a["reason"])
    assert at(sick["end"]) - at(sick["start"]) > 7 * 24 * HOUR
    activity = {p["post"]: p["activity"] for p in files["posts.csv"]}
    covers = {"SG": {"SG"}, "DS": {"SG", "DS"}, "CCTV-PSS": {"CCTV-PSS"}}
    lapsed = set()
    for d in duties:
        fit = [
            row
            for row in files["licences.csv"]
            if row["officer"] == d.officer
            and activity[d.post] in covers[row["sector"]]
            and row["starts"] <= wall(d.start).date().isoformat()
            and wall(d.end - 1).date().isoformat() <= row["expires"]
        ]
        if not fit:
            lapsed.add((d.officer, wall(d.start).date()))
    ward = {("NG14", date(2026, 11, n)) for n in (24, 25, 26, 27)}
    reid = {("NG02", date(2026, 11, n)) for n in (21, 23, 28, 29)}
    assert lapsed == ward | reid
    numbers = [row["number"] for row in files["licences.csv"]]
    assert len(set(numbers)) == len(numbers)
    assert all(len(n) == 16 and n.isdigit() and n.startswith("0000") for n in numbers)


def test_check_calls_follow_real_time(files: dict[str, Rows]) -> None:
    calls = files["checkcalls.csv"]
    nights: dict[date, list[int]] = {}
    for call in calls:
        nights.setdefault(wall(at(call["due"]) - 12 * HOUR).date(), []).append(at(call["due"]))
    assert {len(dues) for night, dues in nights.items() if night != date(2026, 11, 22)} == {12, 13}
    assert [night for night, dues in nights.items() if len(dues) == 13] == [date(2026, 10, 24)]
    assert all(b - a == HOUR for dues in nights.values() for a, b in pairwise(dues))
    assert sum(not call["received"] for call in calls) == 1
    late = [c for c in calls if c["received"] and at(c["received"]) > at(c["due"]) + 15 * 60]
    assert 1 <= len(late) <= 20
    assert all(c["action"] for c in late)


def test_patrols_are_walked_by_whom_the_roster_has(files: dict[str, Rows], site: Northgate) -> None:
    for row in files["patrols.csv"]:
        assert site.roster.posts_of(row["officer"], at(row["due"]))
        assert 0 <= int(row["points_made"]) <= int(row["points_due"])
        assert bool(row["started"]) == bool(row["ended"])


def test_duties_are_worked_to_the_end_of_the_record_and_planned_after(files: dict[str, Rows]) -> None:
    for row in files["duties.csv"]:
        planned = at(row["start"]) >= WORKED_UNTIL
        assert row["status"] in ({"planned", "cancelled"} if planned else {"worked", "cancelled", "no-show"})
        assert bool(row["booked_on"]) == (row["status"] == "worked")
    assert sum(row["status"] == "no-show" for row in files["duties.csv"]) == 1


def test_officers_are_sent_from_a_duty_and_to_one_incident_at_a_time(site: Northgate) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for _, incident in site.log:
        for part in incident.attendance:
            assert site.roster.posts_of(part.officer, part.dispatched), incident
            spans.setdefault(part.officer, []).append(part.busy)
    assert all(a[1] <= b[0] for mine in spans.values() for a, b in pairwise(sorted(mine)))
