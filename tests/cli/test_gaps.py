"""`sfm gaps`: the findings of a window, as objects and as lines."""

from datetime import date
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock, iso, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import KINDS, findings
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.domain.roster_records import CoverRecord, LicenceRecord
from sfm_tui.domain.site import Rest
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")
LONDON = zone("Europe/London")


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


@pytest.fixture
def rostered(desk: Sfm) -> Sfm:
    """One post with nights, covered on all but one of them by one officer; the October change lies in it."""
    with Store.open(desk.db, FrozenClock(at("2026-10-23T12:00"))) as store:
        site = store.sites.get()
        assert site is not None
        rest = Rest(daily_hours=11, max_duty_hours=12)
        store.sites.set(site.model_copy(update={"rest": rest}), BY)
        store.reference.set(Officer(officer="1002", name="T. Reid"), BY)
        store.reference.set(Post(post="YARD", name="Yard", critical=True), BY)
        licence = LicenceRecord(officer="1001", sector="SG", number="0" * 16, expires=date(2026, 10, 25))
        store.roster.set(licence, BY)
        start, end = at("2026-10-23T19:00"), at("2026-10-24T07:00")
        for post in ("GATE", "YARD"):
            store.roster.set(CoverRecord(post=post, start=start, end=end, repeat="FREQ=DAILY"), BY)
        for day, after in (("23", "24"), ("24", "25"), ("25", "26")):
            store.roster.assign("1001", "GATE", at(f"2026-10-{day}T19:00"), at(f"2026-10-{after}T07:00"), BY)
    return desk


def test_the_objects_are_the_findings(rostered: Sfm) -> None:
    ran = rostered.inside("gaps", "--from", "2026-10-23", "--to", "2026-10-27", "--json")
    assert (ran.code, ran.err) == (0, "")
    window = (at("2026-10-23T00:00"), at("2026-10-27T00:00"))
    with Store.open(rostered.db) as store:
        wanted = findings(store.roster.load(window), window, store.roster.rules())
    assert ran.json == [
        {
            "kind": f.kind, "post": f.post, "officer": f.officer, "start": iso(f.start, LONDON),
            "end": iso(f.end, LONDON), "short": f.short, "why": f.why,
        }
        for f in wanted
    ]  # fmt: skip
    assert {found["kind"] for found in ran.json} == {"uncovered", "unlicensed", "long-duty"}


def only(ran: Any, kind: str, post: str) -> list[tuple[str, str, int | None]]:
    return [(f["start"], f["end"], f["short"]) for f in ran.json if (f["kind"], f["post"]) == (kind, post)]


def test_the_long_night_and_the_licence_that_lapses_in_one(rostered: Sfm) -> None:
    ran = rostered.inside("gaps", "--from", "2026-10-23", "--to", "2026-10-27", "--json")
    assert only(ran, "unlicensed", "GATE") == [("2026-10-26T00:00:00+00:00", "2026-10-26T07:00:00+00:00", None)]
    assert ("2026-10-24T19:00:00+01:00", "2026-10-25T07:00:00+00:00", 1) in only(ran, "uncovered", "YARD")
    assert [(f["post"], f["officer"], f["start"]) for f in ran.json if f["kind"] == "long-duty"] == [
        (None, "1001", "2026-10-24T19:00:00+01:00")
    ]


def test_the_lines_have_the_worst_first(rostered: Sfm) -> None:
    ran = rostered.inside("gaps", "--from", "2026-10-23", "--to", "2026-10-27")
    heads = [line.partition(":")[0] for line in ran.lines if not line.startswith(" ")]
    assert heads == ["uncovered", "unlicensed", "long-duty"]
    assert ran.lines[0] == "uncovered: 6 findings"
    assert ran.lines[1] == "  2026-10-23 19:00 to 2026-10-24 07:00  YARD!  nobody is at YARD, 1 officer needed"
    assert any("Shaw" in line for line in ran.lines)


def test_the_hour_that_comes_twice_is_told_apart(rostered: Sfm) -> None:
    with Store.open(rostered.db, FrozenClock(at("2026-10-23T12:00"))) as store:
        store.reference.set(Post(post="TWICE", name="Twice"), BY)
        begin, end = at("2026-10-25T01:30:00+01:00"), at("2026-10-25T01:30:00+00:00")
        store.roster.set(CoverRecord(post="TWICE", start=begin, end=end), BY)
    ran = rostered.inside("gaps", "--from", "2026-10-25", "--to", "2026-10-26")
    assert any(line.startswith("  2026-10-25 01:30 BST to 01:30 GMT  TWICE") for line in ran.lines), ran.lines


def test_today_and_a_week_where_no_days_are_named(desk: Sfm) -> None:
    ran = desk.inside("gaps")
    assert (ran.code, ran.lines) == (0, ["no findings"])
    assert desk.inside("gaps", "--from", "today", "--json").json == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--from", "2026-02-30"), "--from: «2026-02-30» is no date"),
        (("--to", "soon"), "--to: «soon» is no date"),
        (("--from", "2026-10-23", "--to", "2026-10-23"), "not later than --from"),
    ],
)
def test_bad_use(desk: Sfm, args: tuple[str, ...], said: str) -> None:
    desk.inside("gaps", *args).refused(said)


def test_every_kind_has_a_place_in_the_list() -> None:
    from sfm_tui.cli.gaps import WORST_FIRST

    assert sorted(WORST_FIRST) == sorted(KINDS)


def test_of_erased_duties_nothing_is_told(rostered: Sfm) -> None:
    with Store.open(rostered.db, FrozenClock(at("2029-01-10T12:00"))) as store:
        assert erase(store, ["duties"], BY).records == 1
    ran = rostered.inside("gaps", "--from", "2026-10-23", "--to", "2026-10-25")
    assert (ran.code, ran.out) == (0, "")
    assert "duties or cover of that time were erased under a retention rule: of it nothing is told" in ran.err
    later = rostered.inside("gaps", "--from", "2026-11-03", "--to", "2026-11-04")
    assert "uncovered" in later.out
    assert later.err == ""
