"""Whom to send: the order and the words, in the form of an incident and in the question of F5."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.shift import read_shift
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.incident.parts import OfficerPicks
from sfm_tui.widgets.incident.who_can_go import Pick, who_can_go
from tests.screens.shift_site import STARTED, shift_site
from tests.screens.test_desk_cover import WIDE, open_desk


def everybody(store: Store) -> list[tuple[str, str]]:
    return [(officer.officer, officer.call_sign) for officer in store.reference.all(Officer)]


def test_those_on_duty_first_the_free_before_the_busy(store: Store, me: Author) -> None:
    shift_site(store, me)
    for officer, name in (("1004", "Bell"), ("1005", "Amin"), ("1006", "Cole")):
        store.reference.set(Officer(officer=officer, name=name, call_sign=name), me)
    other = store.incidents.open(me, summary="Alarm in unit 14").number
    this = store.incidents.open(me, summary="Tailgating").number
    for officer in ("1002", "1005"):
        store.incidents.stamp(other, "dispatched", me, officer=officer)
    store.incidents.stamp(this, "dispatched", me, officer="1006")
    session = Session(store.path, store.clock)
    try:
        session.look()
        session.shift = read_shift(store)
        told = who_can_go(session, everybody(store), ("1006",), this)
        assert [(pick.name, pick.state) for pick in told] == [
            ("Shaw", "free (RESP)"),
            ("Diaz", "GATE+RESP (two duties!)"),
            ("Reid", "on 0001 (GATE)"),
            ("Bell", "off duty"),
            ("Amin", "on 0001"),
            ("Cole", "here"),
        ]
        store.incidents.stamp(other, "clear", me, officer="1002")
        session.shift = read_shift(store)
        told = who_can_go(session, everybody(store), ("1006",), this)
        assert (told[1].name, told[1].state) == ("Reid", "GATE"), "before the one who is at two posts"
    finally:
        session.close()


def test_without_a_roster_the_incidents_alone_decide(store: Store, me: Author) -> None:
    other = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(other, "dispatched", me, officer="1001")
    session = Session(store.path, store.clock)
    try:
        assert session.first_look()
        told = [(pick.name, pick.state) for pick in who_can_go(session, everybody(store), (), "2026-0009")]
        assert told == [("Reid", "free"), ("Diaz", "free"), ("Shaw", "on 0001")]
        session.shift = read_shift(store)
        assert [(p.name, p.state) for p in who_can_go(session, everybody(store), (), "2026-0009")] == told
    finally:
        session.close()


def test_the_longest_form_that_has_room() -> None:
    pick = Pick("1003", "Diaz", 2, ("GATE+PATROL (two duties!)", "GATE+PATROL (two!)", "two duties!"))
    assert [pick.fitted(room) for room in (40, 25, 24, 18, 17, 3)] == [
        "GATE+PATROL (two duties!)", "GATE+PATROL (two duties!)", "GATE+PATROL (two!)", "GATE+PATROL (two!)",
        "two duties!", "two duties!",
    ]  # fmt: skip


async def test_a_digit_sends_the_first_that_is_free_and_f5_asks_in_the_same_order(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    number = store.incidents.open(me, summary="Tailgating").number
    app.session.look()
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        app.open_incident(number, "officer")
        await settle(pilot)
        picks = app.screen.query_one(OfficerPicks)
        assert [pick.name for pick in picks._picks] == ["Shaw", "Reid", "Diaz"]
        assert "free" in picks.render().plain
        assert "two" in picks.render().plain
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "who?")
        dialog = app.screen
        assert isinstance(dialog, ChooseDialog)
        assert [(choice.label, choice.detail) for choice in dialog._choices] == [
            ("Shaw", "free (RESP)"), ("Reid", "GATE"), ("Diaz", "GATE+RESP (two duties!)"),
        ]  # fmt: skip
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert store.incidents.get(number).officers == ("1001",)
        assert [pick.name for pick in picks._picks] == ["Reid", "Diaz", "Shaw"]
        assert app.session.shift is not None
        assert app.session.shift.busy == {"1001": number}, "read again at once, not at the next second"
        assert app.session.shift.on_duty[0].duties[0].start == STARTED
