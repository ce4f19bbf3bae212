"""The demo: twelve weeks of an invented site, moved so that the last of them is this one."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui import demo
from sfm_tui.clock import FrozenClock, local_date, parse_file_time, to_local, zone
from sfm_tui.demo.weeks import Book, Row, Shift, moved, read_book, weeks_to
from sfm_tui.paths import fixtures_dir
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.first_paint import DeskReader
from sfm_tui.storage.incidents import Incident
from sfm_tui.storage.links import Link
from sfm_tui.storage.store import Store
from tests.examples import tries

LONDON = zone("Europe/London")
FOLDER = fixtures_dir()
assert FOLDER is not None
BOOK = read_book(FOLDER / demo.SITE, LONDON)
TIMES = ("occurred", "reported", "dispatched", "on_scene", "resolved", "closed")


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


LAST_WEEK = at("2026-11-16T00:00")
NOWS = {
    "as it is": at("2026-11-21T22:17:41"),
    "Monday, just begun": at("2027-03-01T00:00:05"),
    "over new year": at("2027-01-02T13:30"),
    "the short night": at("2027-03-28T05:00"),
    "the long night": at("2027-10-31T05:00"),
    "inside the repeated hour": at("2027-10-31T01:30+00:00"),
    "long before": at("2025-06-11T18:20"),
}
instants = st.integers(at("2024-01-01T00:00"), at("2035-12-31T23:59"))


def by_incident(book: Book, name: str) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in book[name]:
        found[row["incident"]].append(row)
    return found


def laws(book: Book, now: int) -> None:
    """What holds of the demo at any moment."""
    incidents = {row["number"]: row for row in book["incidents"]}
    for row in book["incidents"]:
        known = [row[name] for name in TIMES if row[name] is not None]
        assert max(known) <= now
        assert (row["closed"] is None) == (row["state"] != "closed")
        assert row["occurred"] is None or row["occurred"] <= row["reported"]
    for name in ("stamps", "entries", "occurrences"):
        assert all(max(row["at"], row["written_at"]) <= now for row in book[name])
    assert all(row["incident"] in incidents for name in ("stamps", "entries") for row in book[name])
    assert all(row["incident"] in {"", *incidents} for row in book["occurrences"])
    keys = {f"incident:{n}" for n in incidents} | {f"occurrence:{row['occurrence']}" for row in book["occurrences"]}
    keys |= {f"talk:{row['talk']}" for row in book["talks"]} | {f"post:{row['post']}" for row in book["posts"]}
    keys |= {f"briefing:{row['briefing']}" for row in book["briefings"]}
    keys |= {f"action:{row['action']}" for row in book["actions"]}
    keys |= {f"assessment:{row['enabler']}:{row['assessed_on']}:{row['assessor']}" for row in book["assessments"]}
    assert all(row["assessed_on"] <= local_date(now, LONDON).isoformat() for row in book["assessments"])
    linked = {ref for row in book["links"] for ref in (row["from"], row["to"])}
    assert {ref for ref in linked if ref.partition(":")[0] not in ("finding", "complaint", "audit")} <= keys
    assert [row for row in book["incidents"] if row["state"] != "closed" and not row["struck"]], "nothing is running"
    for rows, key, time, form in (
        (book["incidents"], "number", "reported", "{}-{:04}"),
        (book["occurrences"], "occurrence", "at", "B{}-{:05}"),
    ):
        years: dict[int, int] = {}
        for row in rows:
            year = local_date(row[time], LONDON).year
            years[year] = years.get(year, 0) + 1
            assert row[key] == form.format(year, years[year])
    assert sorted(incidents) == list(incidents)
    assert [row["reported"] for row in book["incidents"]] == sorted(row["reported"] for row in book["incidents"])
    last = local_date(max(row["at"] for row in book["occurrences"]), LONDON)
    assert timedelta(0) <= local_date(now, LONDON) - last <= timedelta(days=2)


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS)
def test_laws_at_chosen_moments(now: int) -> None:
    laws(moved(BOOK, now, LONDON), now)


@given(instants)
@settings(max_examples=tries(25), deadline=None)
def test_laws_at_any_moment(now: int) -> None:
    laws(moved(BOOK, now, LONDON), now)


@given(instants)
@settings(max_examples=tries(12), deadline=None)
def test_wall_times_and_durations_stay(now: int) -> None:
    new = moved(BOOK, now, LONDON)
    weeks = weeks_to(BOOK, now, LONDON)
    order = Shift(weeks, LONDON)
    old = sorted(BOOK["incidents"], key=lambda row: (order.at(row["reported"]), row["number"]))
    stamps, old_stamps = by_incident(new, "stamps"), by_incident(BOOK, "stamps")
    for was, row in zip(old, new["incidents"], strict=False):
        assert was["summary"] == row["summary"]
        wall = to_local(was["reported"], LONDON).replace(tzinfo=None) + timedelta(weeks=weeks)
        shown = to_local(row["reported"], LONDON).replace(tzinfo=None)
        assert shown == wall or wall < shown <= wall + timedelta(hours=1)
        for name in TIMES:
            if row[name] is not None:
                assert row[name] - row["reported"] == was[name] - was["reported"]
        spans = {(s["officer"], s["kind"], s["at"] - row["reported"]) for s in stamps[row["number"]]}
        assert spans <= {(s["officer"], s["kind"], s["at"] - was["reported"]) for s in old_stamps[was["number"]]}


def test_its_own_week_is_as_the_files_have_it() -> None:
    now = at("2026-11-22T23:59:59")
    book = moved(BOOK, now, LONDON)
    for name, rows in book.items():
        kept = [row for row in BOOK[name] if name != "patrols" or (row["ended"] or 0) <= now]
        assert [row for row in rows if row in kept] == kept, name
        assert len(rows) == len(BOOK[name])


def test_skipped_and_repeated_hours_are_resolved() -> None:
    week = Shift(1, LONDON)
    assert week.at(at("2027-03-21T01:20")) == at("2027-03-28T02:00")
    assert week.at(at("2027-10-24T01:20")) == at("2027-10-31T01:20+01:00")
    assert Shift(53, LONDON).at(at("2026-10-25T01:20+00:00")) == at("2027-10-31T01:20+00:00")
    assert week.at(at("2027-03-21T19:00")) == at("2027-03-28T19:00")
    assert Shift(-3, LONDON).at(at("2026-11-21T19:00")) == at("2026-10-31T19:00")


def test_numbers_in_texts_and_references_follow() -> None:
    book = {name: [dict(row) for row in rows] for name, rows in BOOK.items()}
    first, second = book["incidents"][0], book["incidents"][1]
    key = book["occurrences"][0]["occurrence"]
    text = f"See {first['number']}, ({second['number']}) and {key}; call 0800-1234, {first['number']}-9 is none"
    book["entries"][0]["text"] = second["summary"] = text
    book["links"].append({"from": f"incident:{second['number']}", "to": f"incident:{first['number']}", "kind": ""})
    new = moved(book, at("2027-06-05T12:00"), LONDON)
    said = "See 2027-0001, (2027-0002) and B2027-00001; call 0800-1234, 2026-0001-9 is none"
    assert first["number"] == "2026-0001"
    assert new["incidents"][1]["summary"] == new["entries"][0]["text"] == said
    assert new["links"][-1]["from"] == "incident:2027-0002"
    assert new["links"][-1]["to"] == "incident:2027-0001"


def test_an_incident_is_known_no_further_than_now() -> None:
    done = next(
        row
        for row in BOOK["incidents"]
        if row["reported"] > LAST_WEEK and row["outcome"] == "resolved" and row["on_scene"] and row["closed"]
    )
    before = moved(BOOK, done["reported"] + 1, LONDON)["incidents"]
    (row,) = (row for row in before if row["number"] == done["number"])
    assert (row["state"], row["outcome"], row["officers"], row["on_scene"], row["closed"]) == (
        "open",
        "",
        "",
        None,
        None,
    )
    arrived = moved(BOOK, done["on_scene"] + 1, LONDON)["incidents"]
    (row,) = (row for row in arrived if row["number"] == done["number"])
    assert row["on_scene"] == done["on_scene"]
    assert row["resolved"] is None
    assert moved(BOOK, done["reported"] - 1, LONDON)["incidents"][-1]["number"] != done["number"]


def test_an_incident_on_hold_is_on_hold_until_it_is_taken_up() -> None:
    held = next(row for row in BOOK["entries"] if row["text"].startswith("On hold:") and row["at"] > LAST_WEEK)
    for now, state in ((held["written_at"] - 1, "open"), (held["written_at"], "on hold")):
        rows = moved(BOOK, now, LONDON)["incidents"]
        assert [row["state"] for row in rows if row["number"] == held["incident"]] == [state]


# ── in a store ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["as it is", "over new year", "the short night", pytest.param("the long night", marks=pytest.mark.soak)]
)
def test_the_store_of_the_demo(tmp_path: Path, name: str, demo_bytes: Callable[[int], bytes]) -> None:
    now = NOWS[name]
    path = tmp_path / "demo.db"
    path.write_bytes(demo_bytes(now))
    book = moved(BOOK, now, LONDON)
    reader = DeskReader(path)
    desk = reader.read(lines=40)
    reader.close()
    assert desk.site is not None
    assert "demo" in desk.site.name.casefold()
    assert desk.at_desk == demo.on_shift(book)
    running = {row["number"] for row in book["incidents"] if row["state"] != "closed" and not row["struck"]}
    assert {row.number for row in desk.running} == running
    newest = [line.at for line in desk.lines[: demo.NEWEST // 2]]
    assert max(newest) - min(newest) < 2 * 86_400
    assert any(line.number for line in desk.lines)
    with Store.open(path, FrozenClock(now)) as store:
        from sfm_tui.storage.verify import walk

        with store.reading() as connection:
            report = walk(connection.connection.dbapi_connection)
        assert report.ok, report.problems
        assert report.incidents == len(book["incidents"])
        for row in book["incidents"]:
            incident: Incident = store.incidents.get(row["number"])
            assert [getattr(incident, time) for time in TIMES] == [row[time] for time in TIMES]
            assert re.fullmatch(r"\d{4}-\d{4}", incident.number)
        links: list[Link] = store.links.of(book["links"][0]["from"])
        assert links
        year = local_date(now, LONDON).year
        opened = store.incidents.open(demo.Author("okafor"), summary="the next one")
        assert opened.number == f"{year}-{sum(n['number'].startswith(str(year)) for n in book['incidents']) + 1:04}"


def test_it_is_never_laid_over_anything(tmp_path: Path, store: Store) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with pytest.raises(StoreError, match=r"taken\.db is there already"):
        demo.make_demo(taken, NOWS["as it is"])
    assert taken.read_text() == "mine"
    head = store.head()
    with pytest.raises(StoreError, match="has records already"):
        demo.load_demo(store, NOWS["as it is"])
    assert store.head() == head


def test_no_half_of_one_is_left(tmp_path: Path) -> None:
    seen: set[str] = set()

    def broken(what: str, done: int, _total: int) -> None:
        seen.add(what)
        if done > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.make_demo(tmp_path / "demo.db", NOWS["as it is"], broken)
    assert list(tmp_path.iterdir()) == []
    assert len(seen) > 1, "it says what it is at"


def test_without_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "fixtures_dir", lambda: None)
    with pytest.raises(StoreError, match="install sfm-tui again"):
        demo.make_demo(tmp_path / "demo.db", 0)
