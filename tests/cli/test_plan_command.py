"""`sfm actions`: by the names of the file's columns, as lines, and those alone that are overdue."""

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sfm_tui.cli.plan import _line
from sfm_tui.clock import SystemClock, local_date, zone
from sfm_tui.domain.action import Action
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Site
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.storage.action_reading import Card
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")
TODAY = local_date(SystemClock().now(), zone("Europe/London"))
LATE, SOON = (TODAY + timedelta(days=n) for n in (-3, 9))


@pytest.fixture
def planned(desk: Sfm) -> Sfm:
    """One overdue action in its second cycle, one that is due later, one closed one that would be overdue."""
    with Store.open(desk.db) as store:
        store.actions.add("Radio [/x]", BY, due=SOON.isoformat(), owner="okafor")
        first = store.actions.add("Late patrols", BY, due=LATE.isoformat(), gap="=9 of 30", owner="okafor")
        checked = store.actions.move(first, "check", BY, why="late entry")
        second = store.actions.again(checked, "not met", BY)
        store.actions.change(second, BY, due=LATE.isoformat())
        third = store.actions.add("Keys", BY, due=LATE.isoformat())
        store.actions.move(third, "closed", BY, why="the client took it over")
    return desk


def test_actions(planned: Sfm, tmp_path: Path) -> None:
    ran = planned.inside("actions", "--json")
    assert (ran.code, ran.err) == (0, "")
    with Store.open(planned.db) as store:
        export_folder(store, tmp_path / "out")
    with (tmp_path / "out" / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [list(one) for one in ran.json] == [list(row) for row in rows]
    assert [(one["action"], one["cycle"], one["stage"]) for one in ran.json] == [
        ("A-01", 1, "plan"), ("A-02", 1, "closed"), ("A-02", 2, "plan"), ("A-03", 1, "closed"),
    ]  # fmt: skip
    assert ran.json[2]["gap"] == "=9 of 30"
    assert (ran.json[0]["safety_risk"], ran.json[0]["started_on"], ran.json[0]["due"]) == (
        False, None, SOON.isoformat(),
    )  # fmt: skip
    lines = planned.inside("actions").lines
    assert [line.split()[0] for line in lines] == ["A-02", "A-01", "A-03"]
    assert "Radio [/x]" in lines[1]


def test_overdue_ones(planned: Sfm) -> None:
    assert [(one["action"], one["cycle"]) for one in planned.inside("actions", "--overdue", "--json").json] == [
        ("A-02", 2)
    ]
    (line,) = planned.inside("actions", "--overdue").lines
    assert line.startswith(f"A-02  plan    due {LATE.isoformat()} OVERDUE  Late patrols  ")
    assert line.endswith("cycle 2")


def test_no_actions(desk: Sfm) -> None:
    assert desk.inside("actions").lines == ["no actions"]
    assert desk.inside("actions", "--overdue").lines == ["nothing is overdue"]
    assert desk.inside("actions", "--json").json == []


@pytest.mark.parametrize(("tz", "late"), [("Pacific/Kiritimati", True), ("Etc/GMT+12", False)])
def test_the_day_is_the_site_s(desk: Sfm, tz: str, late: bool) -> None:
    """At the western end of the day what is due today is overdue in the east, where it is tomorrow at least."""
    west = local_date(SystemClock().now(), zone("Etc/GMT+12"))
    with Store.open(desk.db) as store:
        store.sites.set(Site(code="NRP", timezone=tz), BY, saw=store.sites.get())
        store.actions.add("Keys", BY, due=west.isoformat())
    assert [one["action"] for one in desk.inside("actions", "--overdue", "--json").json] == ["A-01"][: int(late)]


def test_a_narrow_line_keeps_what_counts() -> None:
    action = Action(action="A-07", cycle=2, stage="check", area="A dedicated responder at peak " * 3, due="2026-11-14")
    card = Card(action, "Josephine Okafor-Lindqvist", True, "partially met", "2026-11-20", True, ())
    wide, narrow = (_line(card, width) for width in (0, 80))
    assert "Lindqvist" in wide
    assert len(narrow) == 80
    assert narrow.startswith("A-07  check   due 2026-11-14 OVERDUE  A ded")
    short = _line(replace(card, overdue=False, review_on=None, review_overdue=False), 80)
    assert (len(short), short.endswith("Josephine O…  partially met  cycle 2")) == (80, True)
