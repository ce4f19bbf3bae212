"""Incidents as JSON objects, and that nothing passes the checks which the ledger would refuse."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sfm_tui.clock import FrozenClock, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import revive
from sfm_tui.domain.reference import RECORDS, revive_record
from sfm_tui.exchange import values
from sfm_tui.exchange.acts import EVENTS, MODELS
from sfm_tui.exchange.header import Header
from sfm_tui.exchange.kinds import Context
from sfm_tui.exchange.tables import INCIDENTS, TABLES, Table
from sfm_tui.exchange.values import cells_of, incident_objects
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries
from tests.exchange.strategies import HOSTILE


def test_an_incident_as_json_has_the_files_columns(store: Store, me: Author, clock: FrozenClock) -> None:
    number = store.incidents.open(me, summary="=cmd()", severity=2, category="Theft").number
    clock.advance(60)
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    store.incidents.stamp(number, "dispatched", me, officer="1002")
    (found,) = incident_objects(store)
    assert list(found) == [column.name for column in INCIDENTS.columns]
    assert found == {
        "number": "2026-0001", "occurred": None, "reported": "2026-11-21T22:15:35+00:00",
        "dispatched": "2026-11-21T22:16:35+00:00", "on_scene": None, "resolved": None, "closed": None,
        "state": "open", "category": "Theft", "severity": 2, "location": "", "officers": "1001 1002",
        "summary": "=cmd()", "outcome": None, "struck": None, "police_ref": None, "evidence": None,
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_json_gives_all_of_them_the_newest_first(
    store: Store, me: Author, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "_PAGE", 5)
    numbers = []
    for n in range(23):
        clock.advance(1)
        numbers.append(store.incidents.open(me, summary=f"fox{n:02}", severity=3).number)
    assert [found["number"] for found in incident_objects(store)] == numbers[::-1]
    assert [found["number"] for found in incident_objects(store, "fox1")] == numbers[19:9:-1]


def test_json_searches_and_filters(store: Store, me: Author, clock: FrozenClock) -> None:
    first = store.incidents.open(me, summary="a goose", severity=3).number
    clock.advance(10)
    store.incidents.open(me, summary="a swan", severity=1)
    store.occurrences.log("a goose in the book", me)
    store.incidents.note(first, "another goose", me)
    assert [found["number"] for found in incident_objects(store, "goose")] == [first]
    assert [found["severity"] for found in incident_objects(store, wanted=Filter(severity=1))] == [1]
    assert list(incident_objects(store, "goose", Filter(severity=1))) == []
    assert list(incident_objects(store, "x'; DROP")) == []


# ── the checks and the ledger ────────────────────────────────────────────────────────────────────────────────

FITTING = (
    "", "2026-03-28T19:00", "2026-10-25T01:30Z", "2026-03-28", "3", "60", "42", "yes", "no", "open", "on scene", "keys",
    "supervisor", "SG", "A-1", "incident:A-1", "action:A-7", "NG01 NG02", "closed", "99", "1900-01-01T00:00",
)  # fmt: skip
CELLS = st.sampled_from((*HOSTILE, *FITTING)) | st.text(max_size=12)
LONDON = zone("Europe/London")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=tries(100))
@given(st.data())
def test_what_passes_the_checks_is_stored_and_read_again(table: Table, data: st.DataObject) -> None:
    convert = Header(table, [column.name for column in table.columns]).converter(Context(LONDON))
    cells = []
    for column in table.columns:  # mostly what fits, so that whole rows get through
        read = column.kind.reader(Context(LONDON), column.required)
        fitting = [cell for cell in (*FITTING, *HOSTILE) if _takes(read, cell)]
        cells.append(data.draw(st.sampled_from(fitting) if fitting and data.draw(st.integers(0, 30)) else CELLS))
    found, problems = convert(cells)
    if problems:
        return
    if table.complete:
        table.complete(found)
    row = tuple(found)
    if table.check and list(table.check(row)):
        return
    assert convert(cells_of(table, LONDON)(row)) == (found, []), "what is written is read again"
    if table.logged:
        event = EVENTS[table.noun](row)
        assert revive(event.kind, event.payload()) == event
    elif table.noun in RECORDS:
        revive_record(table.noun, table.fields(row))
    elif table.noun in MODELS and not (table.check_zoned and list(table.check_zoned(row, LONDON))):
        MODELS[table.noun].model_validate(table.fields(row))


def _takes(read: Any, cell: str) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    return True


def test_the_event_refuses_what_the_checks_refuse() -> None:
    row = ["A", None, 0, None, None, None, None, "open", "", 9, "", "", "", "", "", "", ""]
    with pytest.raises(ValidationError):
        EVENTS["incident"](tuple(row))
    assert FrozenClock(NOW).now() == NOW
