"""The demo's roster, moved: wall times stay, calls are counted in real time, nothing has happened that has not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui import demo
from sfm_tui.clock import FrozenClock, local_date, parse_file_time, to_local, zone
from sfm_tui.demo.weeks import Book, moved, read_book, weeks_to
from sfm_tui.domain.findings import findings
from sfm_tui.paths import fixtures_dir
from sfm_tui.storage.store import Store
from tests.examples import tries

LONDON = zone("Europe/London")
FOLDER = fixtures_dir()
assert FOLDER is not None
BOOK = read_book(FOLDER / demo.SITE, LONDON)
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


def laws(book: Book, now: int) -> None:
    duties = book["duties"]
    keys = {(row["officer"], row["post"], row["start"]) for row in duties}
    assert len(keys) == len(duties) == len(BOOK["duties"])
    for row in duties:
        assert row["start"] < row["end"]
        assert max(row["booked_on"] or 0, row["booked_off"] or 0) <= now
        assert row["status"] != "worked" or row["booked_on"] is not None
        assert row["start"] <= now + 3600 or row["status"] in ("planned", "cancelled")
    assert any(row["start"] > now and row["status"] == "planned" for row in duties)
    assert [row for row in duties if row["status"] == "worked" and row["start"] <= now < row["end"]], "nobody is there"
    calls = {(row["post"], row["due"]) for row in book["checkcalls"]}
    assert len(calls) == len(book["checkcalls"])
    assert all(max(row["due"], row["received"] or 0) <= now for row in book["checkcalls"])
    for row in duties:
        if row["post"] == "YARD" and row["status"] == "worked" and row["end"] <= now - HOUR:
            assert {("YARD", due) for due in range(row["start"] + HOUR, row["end"] + 1, HOUR)} <= calls
    assert [row for row in book["checkcalls"] if row["received"] is None], "the missed call"
    for row in book["patrols"]:
        assert max(row["started"] or 0, row["ended"] or 0) <= now
        assert row["due"] <= now or (row["points_made"], row["findings"]) == ("0", "")
    assert all(row["checked_on"] <= local_date(now, LONDON).isoformat() for row in book["licences"])
    assert len({(row["post"], row["start"], row["end"], row["repeat"]) for row in book["cover"]}) == len(book["cover"])


@given(st.integers(at("2024-01-01T00:00"), at("2035-12-31T23:59")))
@settings(max_examples=tries(15), deadline=None)
def test_laws_at_any_moment(now: int) -> None:
    laws(moved(BOOK, now, LONDON), now)


@pytest.mark.parametrize(
    "now", ["2027-03-28T08:00", "2026-10-25T08:00", "2027-10-31T01:30+00:00", "2027-03-01T00:00:05"]
)
def test_laws_around_clock_changes(now: str) -> None:
    laws(moved(BOOK, at(now), LONDON), at(now))


def test_wall_times_stay() -> None:
    now = at("2027-06-05T12:00")
    weeks = weeks_to(BOOK, now, LONDON)
    new = moved(BOOK, now, LONDON)
    for was, row in zip(BOOK["duties"], new["duties"], strict=True):
        for name in ("start", "end"):
            before, after = to_local(was[name], LONDON), to_local(row[name], LONDON)
            assert (after.date() - before.date()).days == 7 * weeks
            assert after.time() == before.time()
    limits = [
        (row["repeat"], BOOK["cover"][n]["repeat"]) for n, row in enumerate(new["cover"]) if "UNTIL" in row["repeat"]
    ]
    assert limits
    assert all(after != before and after.endswith("T235959") for after, before in limits)


def test_the_demo_has_what_a_supervisor_ought_to_find(tmp_path: Path, demo_bytes: Callable[[int], bytes]) -> None:
    now = at("2026-11-21T22:17:41")
    (tmp_path / "demo.db").write_bytes(demo_bytes(now))
    with Store.open(tmp_path / "demo.db", FrozenClock(now)) as store:
        window = (at("2026-11-23T00:00"), at("2026-11-30T00:00"))
        kinds = {found.kind for found in findings(store.roster.load(window), window, store.roster.rules())}
        assert {"uncovered", "double-booked", "rest", "no-responder"} <= kinds
        here = {who.officer: who for who in store.roster.on_duty()}
        assert here
        assert any(who.free or who.incident for who in here.values())
        assert store.roster.check_calls(now - 12 * HOUR, now)
