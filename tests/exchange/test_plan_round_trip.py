"""The improvement plan as files: whatever it holds comes in as it stands, and goes out and in again the same."""

import csv
import io
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import BY, OUTCOMES, STAGES
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.action_tables import PLAN
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.kinds import guard, unguard
from sfm_tui.exchange.tables import LINKS
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries
from tests.exchange.folders import OFFICERS, SITE, files_of, make, table_of
from tests.exchange.strategies import codes, lines, names, said, texts

PEOPLE = "person,name,role,left_on\r\nokafor,J. Okafor,supervisor,\r\nmarsh,H. Marsh,manager,2026-01-05\r\n"
FIXED = {"site.toml": SITE, "people.csv": PEOPLE, "officers.csv": OFFICERS}
BASE = date(2026, 1, 1)
PLAIN = {("readings", "value"), ("readings", "at"), ("measures", "target")}
"""The columns of numbers and times that may begin with a sign: they are never guarded."""
Row = dict[str, str]


def a_text(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """What may stand in a cell: an empty one and one of white space are the same."""
    return strategy.filter(lambda text: text == "" or text.strip() != "")


TEXT, LINE = a_text(texts.filter(lambda text: len(text) < 200_000 and text != "\r")), a_text(lines)
days = st.integers(0, 300).map(lambda n: (BASE + timedelta(days=n)).isoformat())
figures = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1).map(str),
    st.decimals(-9999, 9999, places=3, allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(["+1", "007", "-0", "1.50", "0.000000000000001"]),
)


def later(day: str, n: int) -> str:
    """So many days after a day."""
    return (date.fromisoformat(day) + timedelta(days=n)).isoformat()


@st.composite
def a_cycle(draw: st.DrawFn, action: str, cycle: int, last: bool, themes: list[str], measures: list[str]) -> Row:
    """A row of `actions.csv` whose days do not contradict each other."""
    agreed = draw(days)
    started = later(agreed, draw(st.integers(0, 9)))
    maybe = st.booleans()
    baseline = draw(days)
    return {
        "action": action, "cycle": str(cycle), "stage": draw(st.sampled_from(STAGES)) if last else "closed",
        "theme": draw(st.sampled_from(["", *themes])), "area": draw(names), "required_level": draw(TEXT),
        "gap": draw(TEXT), "safety_risk": draw(st.sampled_from(["yes", "no"])), "risk_measures": draw(TEXT),
        "support": draw(TEXT), "owner": draw(st.sampled_from(["", "okafor", "NG01", "J. Okafor"])),
        "consulted": draw(TEXT), "cost": draw(LINE), "agreed_on": agreed if draw(maybe) else "",
        "started_on": started if draw(maybe) else "",
        "in_effect_on": later(started, draw(st.integers(0, 30))) if draw(maybe) else "",
        "due": later(started, draw(st.integers(0, 90))) if draw(maybe) else "",
        "measure": draw(st.sampled_from(["", "response-time", "shift-fill", *measures])),
        "baseline_from": baseline if draw(maybe) else "",
        "baseline_to": later(baseline, draw(st.integers(0, 60))) if draw(maybe) else "",
        "target": draw(LINE), "how_measured": draw(TEXT),
    }  # fmt: skip


@st.composite
def a_review(draw: st.DrawFn, cycle: Row, reviewed_on: str) -> Row:
    """A review of a cycle."""
    following = later(reviewed_on, draw(st.integers(1, 90))) if draw(st.booleans()) else ""
    return {
        "action": cycle["action"], "cycle": cycle["cycle"], "reviewed_on": reviewed_on,
        "outcome": draw(st.sampled_from(OUTCOMES)), "evaluation": draw(said), "next_actions": draw(TEXT),
        "next_review": following, "reviewer": draw(names),
    }  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[Row]]:
    """The rows of every file of the plan: several cycles, steps and reviews, readings on days and at instants."""
    plain = draw(st.lists(codes, max_size=8, unique=True))
    themes, measures, actions = plain[:2], plain[2:4], plain[4:]
    found: dict[str, list[Row]] = {
        "themes": [{"theme": key, "title": draw(names), "objective": draw(TEXT)} for key in themes],
        "measures": [
            {"measure": key, "name": draw(names), "unit": draw(LINE),
             "better": draw(st.sampled_from(["lower", "higher"])),
             "target": draw(st.just("") | figures)}
            for key in measures
        ],
        "phases": [], "readings": [], "actions": [], "steps": [], "reviews": [],
    }  # fmt: skip
    instants = st.integers(0, 300 * 24).map(
        lambda n: f"{BASE + timedelta(days=n // 24)}T{n % 24:02d}:30:00+{(n % 3):02d}:00"
    )
    for key in measures:
        for at in draw(st.lists(days | instants, max_size=3, unique=True)):
            found["readings"].append(
                {"measure": key, "at": at, "value": draw(figures), "n": draw(st.sampled_from(["", "0", "20"]))}
            )
        found["phases"] += [
            {"measure": key, "from": day, "reason": draw(said)} for day in draw(st.sets(days, max_size=2))
        ]
    for key in actions:
        last = draw(st.integers(1, 3))
        for n in range(1, last + 1):
            cycle = draw(a_cycle(key, n, n == last, themes, measures))
            found["actions"].append(cycle)
            began = cycle["started_on"] or cycle["agreed_on"] or BASE.isoformat()
            for gone in draw(st.sets(st.integers(0, 15), max_size=2)):
                found["reviews"].append(draw(a_review(cycle, later(began, gone))))
        for step in draw(st.lists(codes, max_size=2, unique=True)):
            found["steps"].append(
                {"action": key, "step": step, "by": draw(st.sampled_from(BY)), "text": draw(said),
                 "support": draw(TEXT), "timescale": draw(LINE), "done_on": draw(st.just("") | days)}
            )  # fmt: skip
    return found


def as_file(table: Any, rows: list[Row]) -> str:
    """A file as another program writes it: text guarded, days and figures as they are."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = [column.name for column in table.columns]
    writer.writerow(heads)
    for row in rows:
        writer.writerow([row[name] if (table.name, name) in PLAIN else guard(row[name]) for name in heads])
    return out.getvalue()


def cells(folder: Path, name: str) -> list[tuple[str, ...]]:
    """What a file says, without its guards."""
    path = folder / f"{name}.csv"
    head, *rows = table_of(path) if path.exists() else [[]]
    plain = {i for i, column in enumerate(head) if (name, column) in PLAIN}
    return sorted(tuple(cell if i in plain else unguard(cell) for i, cell in enumerate(row)) for row in rows)


@settings(max_examples=tries(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=plans())
def test_a_plan_goes_out_as_it_came_in(
    tmp_path_factory: pytest.TempPathFactory, me: Author, rows: dict[str, list[Row]]
) -> None:
    place = tmp_path_factory.mktemp("plan")
    make(place / "in", {**FIXED, **{f"{table.name}.csv": as_file(table, rows[table.name]) for table in PLAN}})
    with Store.open(place / "one.db", FrozenClock(NOW)) as store:
        assert import_folder(store, place / "in", me).bad == []
        assert not import_folder(store, place / "in", me).stored
        assert rebuild.differences(store) == []
        export_folder(store, place / "out")
    for table in PLAN:
        heads = [column.name for column in table.columns]
        given_ = sorted(tuple(unicodedata.normalize("NFC", row[head]) for head in heads) for row in rows[table.name])
        if table.name != "readings":
            assert cells(place / "out", table.name) == given_
        else:
            assert sorted(row[2:] for row in cells(place / "out", "readings")) == sorted(row[2:] for row in given_)
    with Store.open(place / "two.db", FrozenClock(NOW)) as again:
        assert import_folder(again, place / "out", me).bad == []
        export_folder(again, place / "again")
    assert files_of(place / "out") == files_of(place / "again")


JUNK = st.one_of(
    st.sampled_from(
        ["", "", "A-1", "A-1", "1", "2", "late", "plan", "do", "closed", "yes", "no", "team", "met", "lower", "okafor",
         "marsh", "NG01", "2026-03-02", "2026-02-01", "2026-10-25T01:30", "0001-01-01", "9999-12-31", "response-time",
         "action:A-1", "audit:x", "-1.50", "1e5", "999", "1000"]
    ),
    texts,
)  # fmt: skip


@settings(max_examples=tries(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_stands_in_the_files_it_is_stored_or_told(
    tmp_path_factory: pytest.TempPathFactory, me: Author, data: st.DataObject
) -> None:
    """Any cells at all: never an error that names no row, and what was stored goes out and in again."""
    place = tmp_path_factory.mktemp("junk")
    files = dict(FIXED)
    good = data.draw(plans()) | {"links": [{"from": "audit:x", "to": "theme:y", "kind": ""}]}
    for table in (*PLAN, LINKS):
        heads = [column.name for column in table.columns]
        rows = [[row[head] for head in heads] for row in good[table.name]]
        for row in rows:
            if data.draw(st.booleans()):
                row[data.draw(st.integers(0, len(heads) - 1))] = data.draw(JUNK)
        out = io.StringIO()
        csv.writer(out).writerows([heads, *rows])
        files[f"{table.name}.csv"] = out.getvalue()
    make(place / "in", files)
    with Store.open(place / "one.db", FrozenClock(NOW)) as store:
        report = import_folder(store, place / "in", me, skip_bad=True)
        assert all(bad.line and bad.problem for bad in report.bad)
        assert not import_folder(store, place / "in", me, skip_bad=True).stored
        export_folder(store, place / "out")
    with Store.open(place / "two.db", FrozenClock(NOW)) as again:
        assert import_folder(again, place / "out", me).bad == []
        export_folder(again, place / "again")
    assert files_of(place / "out") == files_of(place / "again")
