"""`sfm briefing`, `sfm talks`, `sfm handover`: by the names of the files' columns, and as lines."""

import csv
from datetime import date
from pathlib import Path

import pytest

from sfm_tui.clock import SystemClock, iso, local_date, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Person, Topic
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")
LONDON = zone("Europe/London")


@pytest.fixture
def told(desk: Sfm) -> Sfm:
    """One talk held by Shaw and missed by Reid, one planned; two points, one of them for another day; a handover."""
    with Store.open(desk.db) as store:
        now = store.clock.now()
        store.reference.set(Officer(officer="1002", name="T. Reid [/x]"), BY)
        store.reference.set(Person(person="patel", name="A. Patel"), BY)
        store.roster.assign("1001", "GATE", now - 3600, now + 3600, BY)
        for topic, months in (("fire", 12), ("keys", None)):
            store.reference.set(Topic(topic=topic, title=topic.capitalize(), refresher_months=months), BY)
            store.talks.require(topic, ["all"], BY)
        store.talks.plan("fire", BY, key_points="=Panel\nAssembly")
        store.talks.start("T-01", BY)
        store.talks.sign("T-01", "1001", BY)
        store.talks.absent("T-01", "1002", BY, catch_up_on=date(2999, 1, 1))
        store.talks.complete("T-01", BY)
        store.talks.plan("keys", BY)
        store.briefings.add("Gate 2 barrier [/x]", BY, priority="low")
        store.briefings.add("Next year", BY, since="2998-01-01", repeat="weekdays")
        store.handovers.sign("All quiet\nKeys 46", BY, saw="", to="patel")
    return desk


def columns(told: Sfm, name: str) -> list[str]:
    out = told.db.parent / "out"
    if not out.exists():
        with Store.open(told.db) as store:
            export_folder(store, out)
    with (Path(out) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_briefing_points(told: Sfm) -> None:
    ran = told.inside("briefing", "--today", "--json")
    assert (ran.code, ran.err) == (0, "")
    (point,) = ran.json
    assert list(point) == columns(told, "briefings")
    today = local_date(SystemClock().now(), LONDON).isoformat()
    assert point == {
        "briefing": "P-01", "text": "Gate 2 barrier [/x]", "priority": "low", "from": today, "until": None,
        "repeat": None, "owner": None,
    }  # fmt: skip
    both = told.inside("briefing", "--json").json
    assert [one["briefing"] for one in both] == ["P-02", "P-01"]
    assert both[0]["repeat"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert told.inside("briefing", "--today").lines == [f"P-01  low     Gate 2 barrier [/x]  ({today})"]
    assert "weekdays" in told.inside("briefing").lines[0]


def test_talks(told: Sfm) -> None:
    planned, held = told.inside("talks", "--json").json
    assert list(held) == columns(told, "talks")
    assert (held["talk"], held["topic"], held["minutes"], held["key_points"]) == ("T-01", "fire", 1, "=Panel\nAssembly")
    assert (planned["talk"], planned["held_at"], planned["minutes"]) == ("T-02", None, None)
    lines = told.inside("talks").lines
    assert [line[:4] for line in lines] == ["T-02", "T-01"]


def test_who_has_a_talk_due(told: Sfm) -> None:
    ran = told.inside("talks", "--due", "--json")
    due = {(one["officer"], one["topic"]): one for one in ran.json}
    assert set(due) == {("1002", "fire"), ("1001", "keys"), ("1002", "keys")}
    missed = due["1002", "fire"]
    assert (missed["state"], missed["missed"], missed["catch_up_on"]) == ("never", "T-01", "2999-01-01")
    assert (missed["last_at"], missed["due_on"], missed["why"]) == (None, None, "never had it")
    lines = told.inside("talks", "--due").lines
    assert "never    T. Reid [/x]  Fire  missed T-01, catches up on 2999-01-01" in lines
    assert len(lines) == 3


def test_handovers(told: Sfm) -> None:
    (one,) = told.inside("handover", "--json").json
    assert list(one) == columns(told, "handovers")
    with Store.open(told.db) as store:
        assert one["at"] == iso(store.handovers.get("H-01").at, LONDON)
    assert (one["from"], one["to"], one["accepted_at"], one["text"]) == ("okafor", "patel", None, "All quiet\nKeys 46")
    (line,) = told.inside("handover").lines
    assert "okafor → patel  not accepted" in line
    draft = told.inside("handover", "--print")
    assert draft.lines[0].startswith("Handover ")
    assert "Briefing points unread (1)" in draft.lines
    with Store.open(told.db) as store:
        assert len(store.handovers.newest()) == 1, "printing signs nothing"


def test_what_steers_a_terminal_is_written_out(told: Sfm) -> None:
    with Store.open(told.db) as store:
        store.occurrences.log("bell\u202e here", BY)
    assert "\u202e" not in told.inside("handover", "--print").out


def test_an_empty_store_says_so(desk: Sfm) -> None:
    for args, line in (
        (("briefing", "--today"), "no points today"), (("briefing",), "no briefing points"), (("talks",), "no talks"),
        (("talks", "--due"), "nothing is due"), (("handover",), "no handovers"),
    ):  # fmt: skip
        assert desk.inside(*args).lines == [line]
        assert desk.inside(*args, *([] if "--print" in args else ["--json"])).json == []


def test_no_store_is_bad_use(sfm: Sfm) -> None:
    for command in ("briefing", "talks", "handover"):
        sfm.inside(command).refused("there is no store at")
