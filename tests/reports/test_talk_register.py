"""The register of a talk on paper and as rows."""

import csv
from datetime import date

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.exchange.attendance_csv import attendance_csv
from sfm_tui.exchange.kinds import unguard
from sfm_tui.reports.gather_talk import talk_register
from sfm_tui.reports.render import document_bytes
from sfm_tui.reports.talk_text import register_text
from sfm_tui.storage.store import Store

HOUR = 3600


@pytest.fixture
def talk(store: Store, clock: FrozenClock, me: Author) -> str:
    """Shaw on duty and Reid off duty signed, Diaz was absent and has caught up on it; one point was gone through."""
    now = clock.now()
    store.reference.set(Topic(topic="peak", title="Response at peak", points="Who goes\nWhen", refresher_months=6), me)
    store.roster.assign("1001", "RESP", now - HOUR, now + 8 * HOUR, me)
    number = store.incidents.open(me, summary="Late").number
    store.talks.plan("peak", me, source=f"incident:{number}")
    store.talks.start("T-01", me, present=["1001", "1002"])
    store.talks.change("T-01", me, ticked="Who goes", questions="Who covers the gate?", understanding="Asked back")
    store.talks.sign("T-01", "1001", me)
    clock.advance(60)
    store.talks.sign("T-01", "1002", me)
    store.talks.absent("T-01", "1003", me, catch_up_on=date(2026, 11, 22))
    clock.advance(480)
    store.talks.complete("T-01", me)
    return "T-01"


def test_what_the_register_says(store: Store, clock: FrozenClock, me: Author, talk: str) -> None:
    clock.advance(60)
    store.talks.correct(talk, "Reid came at 22:20", me)
    assert register_text(talk_register(store, talk, me)) == (
        f"""\
Northgate Retail Park (NRP)
Toolbox talk T-01                                          Sat 21 Nov 2026 GMT
==============================================================================

Topic         Response at peak (peak)
State         completed, register locked
Presenter     J. Okafor
Held          Sat 21 Nov 2026 22:15:35 GMT, 9 min
Attendance    2 attended, 0 caught up, 1 absent
Raised from   incident 2026-0001

POINTS
------
[x] Who goes
[ ] When

QUESTIONS
---------
  Who covers the gate?

UNDERSTANDING CHECK
-------------------
  Asked back

REGISTER
--------
- L. Shaw, staff number 1001
    signed 22:15:35
- T. Reid, staff number 1002
    signed 22:16:35 · not on duty
- M. Diaz, staff number 1003
    absent · catch-up Sun 22 Nov 2026

CORRECTIONS
-----------
- entry {store.talks.corrections(talk)[0].seq} · Sat 21 Nov 2026 22:25:35 GMT · J. Okafor
    Reid came at 22:20

------------------------------------------------------------------------------
Ledger head {store.head().long}
Printed Sat 21 Nov 2026 22:25:35 GMT by J. Okafor
"""
    )


def test_a_talk_that_runs_has_room_for_signatures(store: Store, me: Author, talk: str) -> None:
    store.talks.plan("peak", me)
    store.talks.start("T-02", me, present=["1001"])
    text = register_text(talk_register(store, "T-02", me))
    assert "- L. Shaw, staff number 1001\n    ________________________\n" in text
    assert "1 not signed yet" in text


def test_who_caught_up_signed_too(store: Store, clock: FrozenClock, me: Author, talk: str) -> None:
    clock.advance(10 * HOUR)
    store.talks.catch_up(talk, "1003", me)
    text = register_text(talk_register(store, talk, me))
    assert "    caught up, signed Sun 22 Nov 2026 08:24:35 GMT · not on duty\n" in text


def test_the_rows_are_those_of_the_site_folder(store: Store, me: Author, talk: str) -> None:
    rows = list(csv.reader(attendance_csv(store, talk).splitlines()))
    assert rows == [
        ["talk", "officer", "signed_at", "result"],
        ["T-01", "1001", "2026-11-21T22:15:35+00:00", "attended"],
        ["T-01", "1002", "2026-11-21T22:16:35+00:00", "attended"],
        ["T-01", "1003", "", "absent"],
    ]
    assert [unguard(cell) for cell in rows[1]] == rows[1]


def test_hostile_text_is_set_as_it_was_typed(store: Store, me: Author) -> None:
    points = "#panic() *x* $y$\n[/x] [@click=app.quit]x\n" + "w" * 5000 + "\n\u202egnp.exe"
    store.reference.set(Topic(topic="x", title="=1+1 [/x] #let", points=points), me)
    store.talks.plan("x", me)
    store.talks.start("T-01", me, present=["1001"])
    store.talks.change("T-01", me, questions='#read("/etc/passwd") 🚨')
    document = talk_register(store, "T-01", me)
    text = register_text(document)
    assert "[ ] #panic() *x* $y$" in text
    assert "‹U+202E›gnp.exe" in text
    assert max(map(len, text.splitlines())) <= 78
    assert document_bytes(document).startswith(b"%PDF")
