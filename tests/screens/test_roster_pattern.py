"""Duties from a shift pattern: typed, shown before they are saved, left out where there is one, taken back."""

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Label

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock, local_date, to_local, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import AbsenceRecord, DutyRecord
from sfm_tui.exchange.ics_names import Directory
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.roster.pattern import (
    Ground,
    coming_day,
    fields,
    ground_of,
    make_pattern,
    plan_of,
    proposal,
    read_lines,
)
from sfm_tui.widgets.roster.preview import RosterPreview
from tests.screens.roster_fakes import HOSTILE, at, crowd, shown
from tests.screens.settings_forms import echo, put

LONDON = zone("Europe/London")
SIZE = (80, 24)
VALUES = {"post": "GATE", "pattern": "DDNN----", "own": "", "first": "2026-12-01", "last": "2026-12-08",
          "officers": "1004, 1005", "day": "0700-1900", "night": "1900-0700"}  # fmt: skip


@pytest.fixture
def roster(store: Store, me: Author) -> Store:
    crowd(store, me)
    return store


def made(store: Store) -> list[str]:
    since = at("2026-12-01T00:00")
    return [f"{d.officer} {to_local(d.start, LONDON):%d %H}" for d in store.roster.records(DutyRecord)
            if d.start >= since]  # fmt: skip


async def begin(app: SfmApp, pilot: Any, until: Any) -> "asyncio.Future[Any]":
    worker: Any = app.act(make_pattern(app, app.session, post="GATE", start=date(2026, 12, 1)), "pattern")
    await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.focused is not None)
    return worker


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_pattern_is_shown_saved_and_taken_back(roster: Store, app: SfmApp, until: Any, size: Any) -> None:
    me = Author("okafor")
    async with app.run_test(size=size) as pilot:
        worker = await begin(app, pilot, until)
        assert app.screen.query_one(Form).values["first"] == "2026-12-01"
        await put(app, pilot, "last", "26 dec")
        assert "Sat 26 Dec 2026, 26 days · bank holidays: Fri 25 Dec Christmas Day, Sat 26 Dec Boxing Day" in echo(app)
        await put(app, pilot, "officers", "1004, Bell 5")
        assert "Khan from day 1, Bell from day 5" in echo(app)
        await put(app, pilot, "own", "ddnn----")
        assert "4-on-4-off, 2 days 2 nights, DDNN----: 42 h a week" in echo(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect)
        text = shown(app)
        assert "26 duties at Gatehouse" in text
        assert "2 officers, 42 h a week each" in text
        assert "Christmas Day" in text
        assert "and 23 more" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and "nothing is saved yet" in echo(app))
        assert app.screen.query_one(Form).values["officers"] == "1004, Bell 5"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect)
        await pilot.press(*"winter", "enter")
        await until(pilot, lambda: worker.is_finished)
        assert worker.result.verb == "pattern"
    assert len(made(roster)) == 26
    assert made(roster)[:4] == ["1004 01 07", "1004 02 07", "1004 03 19", "1004 04 19"]
    assert roster.roster.history(limit=1)[0].why == "winter"
    roster.roster.undo_last(me)
    assert made(roster) == []


async def test_what_cannot_be_is_said_at_its_field(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot, until)
        await put(app, pilot, "last", "2026-12-20")
        for name, text, told in (
            ("officers", HOSTILE + "x", "is no officer who is here"),
            ("officers", "1004 9", "days 1 to 8"),
            ("officers", "1004, Khan", "named twice"),
            ("officers", "1007", "is no officer who is here"),
            ("last", "2029-12-20", "more than 2 years"),
            ("last", "2026-11-20", "before it begins"),
            ("own", "DDX", "is no pattern"),
            ("day", "0700", "when it starts and ends"),
        ):
            was = app.screen.query_one(Form).values[name]
            await put(app, pilot, "officers", "1004")
            await put(app, pilot, name, text)
            await pilot.press("ctrl+s")
            await until(pilot, lambda told=told: told in echo(app), told)
            assert app.screen.query_one(Form).values[name] == text
            await put(app, pilot, name, was)
        await pilot.press("escape", "escape")


async def test_who_is_not_licensed_cannot_be_put_on(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot, until)
        await put(app, pilot, "last", "2026-12-08")
        await put(app, pilot, "officers", "1008")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect)
        assert "no reason lifts this" in str(app.screen.query_one("#echo", Label).render())
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
    assert made(roster) == []


def test_what_is_there_or_cannot_be_stood_is_left_out(roster: Store, me: Author) -> None:
    ground = ground_of(roster)
    roster.roster.assign("1004", "GATE", at("2026-12-01T07:00"), at("2026-12-01T19:00"), me)
    roster.roster.assign("1004", "RESP", at("2026-12-02T12:00"), at("2026-12-02T20:00"), me)
    away = AbsenceRecord(officer="1004", start=at("2026-12-03T00:00"), end=at("2026-12-04T00:00"), reason="leave")
    roster.roster.set(away, me)
    plan = plan_of({**VALUES, "officers": "1004"}, ground)
    found = proposal(roster, plan, ground)
    assert [local_date(c.new.start, LONDON).day for c in found.changes if isinstance(c.new, DutyRecord)] == [4]
    assert (
        found.note == "1 officer, 42 h a week each · 1 are there already · 2 left out, on another duty or absent then"
    )
    roster.roster.change("pattern", found.changes, me)
    with pytest.raises(StoreError, match="nothing is left to make"):
        proposal(roster, plan, ground)


def test_too_many_at_once(roster: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from sfm_tui.widgets.roster import pattern as roster_pattern

    monkeypatch.setattr(roster_pattern, "MOST_DUTIES", 7)
    ground = ground_of(roster)
    with pytest.raises(StoreError, match="8 duties are too many"):
        proposal(roster, plan_of(VALUES, ground), ground)


def test_a_field_that_is_wrong_is_named(roster: Store) -> None:
    ground = ground_of(roster)
    for name, text in (("own", "x"), ("last", "2020-01-01"), ("officers", "nobody"), ("night", "1900")):
        with pytest.raises(FieldError) as refused:
            plan_of({**VALUES, name: text}, ground)
        assert refused.value.name == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mon", date(2026, 11, 23)), ("31 dec", date(2026, 12, 31)), ("5/1", date(2027, 1, 5)),
        ("2026-11-01", date(2026, 11, 1)), ("tomorrow", date(2026, 11, 22)), ("today", date(2026, 11, 21)),
        ("21/11", date(2026, 11, 21)),
    ],
)  # fmt: skip
def test_days_that_are_to_come(text: str, day: date) -> None:
    today = date(2026, 11, 21)
    assert coming_day(text, today, today) == day


@given(st.integers(1, 30), st.integers(1, 56))
def test_officers_are_spread_over_the_cycle(heads: int, days: int) -> None:
    names = Directory()
    names.add("officer", ((f"N{n}", ()) for n in range(heads)))
    ground = Ground(LONDON, date(2026, 11, 21), {}, {}, names, "", "")
    lines = read_lines(", ".join(f"N{n}" for n in range(heads)), days, ground)
    begins = [at for _, at in lines]
    assert begins == sorted(begins)
    assert all(0 <= at < days for at in begins)
    steps = [b - a for a, b in zip(begins, [*begins[1:], days], strict=True)]
    assert max(steps) - min(steps) <= 1


def test_the_first_day_is_one_to_come(store: Store, clock: FrozenClock) -> None:
    ground = ground_of(store)
    values = {field.name: field.value for field in fields(ground, "RESP", date(2026, 11, 3))}
    assert values["first"] == "2026-11-22"
    assert values["post"] == "RESP"


async def test_the_roster_screen_has_a_key_for_it(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("roster")
        await until(pilot, lambda: app.current_mode == "roster" and app.screen.query("Timeline"))
        screen: Any = app.screen
        await until(pilot, lambda: screen.board is not None)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.focused is not None)
        assert app.screen.query_one(Form).values["post"] == screen.timeline.place.row.code
        await pilot.press("escape")
