"""`sfm incidents`: the list."""

import json

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.tables import INCIDENTS
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")


@pytest.fixture
def listed(desk: Sfm) -> Sfm:
    """A desk with an incident in July, one on hold in November, a closed one and a void one."""
    with Store.open(desk.db, FrozenClock(1_795_299_335)) as store:
        july = store.incidents.open(BY, reported=1_782_900_000, summary="Lost key, set 14", location="GATE3")
        store.incidents.set_state(july.number, "closed", BY)
        held = store.incidents.open(BY, reported=1_795_200_000, summary="Alarm, unit 14", severity=2)
        store.incidents.set_state(held.number, "on hold", BY)
        void = store.incidents.open(BY, reported=1_795_200_100, summary="Bell test")
        store.incidents.void(void.number, "a test", BY)
        last = store.incidents.open(BY, reported=1_795_200_200, summary="Shop\ntheft", category="Theft")
        store.incidents.stamp(last.number, "on scene", BY, officer="1001", at=1_795_200_300)
    return desk


def test_objects_have_the_columns_of_the_file(listed: Sfm) -> None:
    ran = listed.inside("incidents", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert all(list(found) == [column.name for column in INCIDENTS.columns] for found in ran.json)
    newest = ran.json[0]
    assert newest["reported"] == "2026-11-20T18:43:20+00:00"
    assert newest["on_scene"] == "2026-11-20T18:45:00+00:00"
    assert (newest["severity"], newest["police_ref"], newest["state"]) == (3, None, "open")
    assert ran.json[-1]["reported"].endswith("+01:00")
    assert json.dumps(newest)


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ([], ["Shop\ntheft", "Bell test", "Alarm, unit 14", "Lost key, set 14"]),
        (["--search", "14"], ["Alarm, unit 14", "Lost key, set 14"]),
        (["--search", "unit al"], ["Alarm, unit 14"]),
        (["--search", "nowhere"], []),
        (["--search", "x"], []),
        (["--search", "'; DROP TABLE incident; --"], []),
        (["--search", '"NEAR( * OR'], []),
        (["--state", "running"], ["Shop\ntheft", "Alarm, unit 14"]),
        (["--state", "on hold"], ["Alarm, unit 14"]),
        (["--state", "closed"], ["Lost key, set 14"]),
        (["--state", "void"], ["Bell test"]),
        (["--to", "2026-11-20"], ["Lost key, set 14"]),
        (["--from", "2026-11-20", "--to", "2026-11-21"], ["Shop\ntheft", "Bell test", "Alarm, unit 14"]),
        (["--from", "2026-11-21"], []),
        (["--search", "14", "--state", "closed"], ["Lost key, set 14"]),
    ],
)
def test_what_is_found(listed: Sfm, args: list[str], found: list[str]) -> None:
    assert [i["summary"] for i in listed.incidents(*args)] == found or set(args) & {"--search"}
    assert sorted(i["summary"] for i in listed.incidents(*args)) == sorted(found)
    lines = listed.inside("incidents", *args).lines
    assert len(lines) == len(found)


def test_people_read_one_line_each(listed: Sfm) -> None:
    lines = listed.inside("incidents").lines
    assert lines[0] == "2026-0004  2026-11-20 18:43  open     S3  Theft  -  Shop theft"
    assert "void" in lines[1]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--state", "asleep"], "running"),
        (["--from", "yesterday"], "--from"),
        (["--to", "2026-02-30"], "--to"),
        (["--from", "29/03/2026"], "2026-03-29"),
    ],
)
def test_bad_filters(listed: Sfm, args: list[str], word: str) -> None:
    listed.inside("incidents", *args).refused(word)
