"""Filling a gap and every act on a duty: shown before it is saved, refused or reasoned, kept, and taken back."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input, Label

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster_records import CompensationRecord, DutyRecord
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.roster import flows
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.flows import Gap
from sfm_tui.widgets.roster.preview import RosterPreview
from tests.screens.painting import show_tags, unreadable
from tests.screens.roster_fakes import HOSTILE, at, crowd, held, shown

SIZE = (80, 24)
PEAK = (at("17:00"), at("19:00"))
OTHER = Author("patel")


class Flow:
    """A flow that runs, and the keys that a person presses at its dialogs."""

    def __init__(self, app: SfmApp, pilot: Any, until: Any, work: Coroutine[Any, Any, Any]) -> None:
        self.app, self.pilot, self.until = app, pilot, until
        self.worker = app.act(work, "flow")

    async def dialog(self, kind: type[Any], ready: Callable[[], object] = lambda: True) -> Any:
        """Wait for a dialog that takes keys."""
        await self.until(self.pilot, lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted, kind)
        if kind is FillDialog:
            await self.until(self.pilot, lambda: self.app.screen._found, "officers")
        if kind is RosterPreview:
            await self.until(self.pilot, lambda: self.app.screen.effect, "the effect")
        await self.until(self.pilot, ready)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def typed(self, selector: str, text: str) -> None:
        field = self.app.screen.query_one(selector, Input)
        field.focus()
        field.value = text
        await self.pilot.pause()

    async def done(self) -> Any:
        await self.until(self.pilot, lambda: self.worker.is_finished, "the flow ends")
        return self.worker.result

    def echo(self, of: str = "#echo") -> str:
        return str(self.app.screen.query_one(of, Label).render())


@pytest.fixture
def begin(app: SfmApp, until: Any) -> Callable[[Any, Coroutine[Any, Any, Any]], Flow]:
    return lambda pilot, work: Flow(app, pilot, until, work)


@pytest.fixture
def roster(store: Store, me: Author) -> Store:
    crowd(store, me)
    return store


def told(store: Store) -> list[Finding]:
    """The findings of the Thursday."""
    day = (at("00:00"), at("2026-11-27T07:00"))
    return findings(store.roster.load(day), day, store.roster.rules())


def kinds(store: Store) -> list[str]:
    return [found.kind for found in told(store)]


def officers(app: SfmApp) -> list[tuple[str, str]]:
    rows: Any = app.screen.query_one(Rows)
    return [(one.officer, one.verdict.name) for one in rows.items]


# ── filling ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_who_can_is_assigned_and_the_ledger_tells(roster: Store, app: SfmApp, begin: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *PEAK, 1)))
        await flow.dialog(FillDialog)
        assert "Who could take Thu 26 Nov 17:00–19:00, Response" in shown(app)
        every = officers(app)
        assert len(every) == len(roster.roster.load(PEAK).officers)
        assert [v for _, v in every] == sorted([v for _, v in every], key=["CAN", "WARNING", "CANNOT"].index)
        assert dict(every)["1002"] == "CAN"
        await flow.press(*"reid", "enter")
        preview = await flow.dialog(RosterPreview)
        assert [f.kind for f in preview.effect.weighed.gone] == ["no-responder"]
        assert preview.effect.hours == 2
        await flow.press(*"peak", "enter")
        done = await flow.done()
    assert done.verb == "assign"
    assert "no-responder" not in kinds(roster)
    newest = roster.roster.history(limit=1)[0]
    assert (newest.author, newest.verb, newest.officer, newest.why) == ("okafor", "assign", "1002", "peak")


async def test_a_warning_asks_for_a_reason_that_is_kept(roster: Store, app: SfmApp, begin: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *PEAK, 1)))
        await flow.dialog(FillDialog)
        await flow.press(*"bell", "enter")
        preview = await flow.dialog(RosterPreview)
        assert [f.kind for f in preview.effect.weighed.warnings] == ["long-duty"]
        await flow.press("enter")
        assert "a reason is needed" in flow.echo()
        await flow.press(*"no relief", "escape")
        await flow.dialog(FillDialog)
        assert app.screen.query_one("#name", Input).value == "bell"
        await flow.press("enter")
        await flow.dialog(RosterPreview)
        assert app.screen.query_one("#why", Input).value == "no relief"
        await flow.press("enter")
        await flow.done()
    assert roster.roster.history(limit=1)[0].why == "no relief"
    assert "long-duty" in kinds(roster)


async def test_who_cannot_is_refused_in_words_and_may_take_a_part(roster: Store, app: SfmApp, begin: Any) -> None:
    span = (at("17:00"), at("21:00"))
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *span)))
        await flow.dialog(FillDialog)
        for name, words in (("ward", "left on 1 Nov"), ("zoë", "absent until"), ("price", "no licence")):
            await flow.typed("#name", name)
            await flow.press("enter")
            assert words in flow.echo("#fill-echo")
            assert isinstance(app.screen, FillDialog)
        await flow.typed("#name", "shaw")
        await flow.press("enter")
        assert "they could" in flow.echo("#fill-echo")
        await flow.typed("#start", "1900")
        await flow.until(pilot, lambda: dict(officers(app)).get("1001") == "WARNING", "the list follows")
        await flow.typed("#start", "2500")
        assert "no time of day" in flow.echo("#fill-echo")
        await flow.typed("#start", "1900")
        app.screen.query_one("#name").focus()
        await flow.press("enter")
        preview = await flow.dialog(RosterPreview)
        assert preview.effect.hours == 2
        await flow.press(*"relief", "enter")
        done = await flow.done()
    assert [(c.record.row()["start"], c.record.row()["end"]) for c in done.changes] == [(at("19:00"), at("21:00"))]


async def test_a_gap_of_days_is_filled_shift_by_shift(roster: Store, app: SfmApp, begin: Any) -> None:
    gap = Gap("GATE", at("2026-11-27T07:00"), at("2026-11-30T07:00"), 1)
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, gap))
        await flow.dialog(FillDialog)
        assert "its first 12 h: the gap lasts until Mon 30 Nov 07:00" in flow.echo("#fill-echo")
        await flow.press(*"reid", "enter")
        preview = await flow.dialog(RosterPreview)
        assert [(f.kind, f.start, f.end) for f in preview.effect.weighed.gone] == [
            ("uncovered", at("2026-11-27T07:00"), at("2026-11-27T19:00"))
        ]
        await flow.press("enter")
        await flow.done()
    assert held(roster, "1002", "GATE", "2026-11-27T07:00").end == at("2026-11-27T19:00")


async def test_the_peak_is_explained_mended_and_taken_back(roster: Store, app: SfmApp, begin: Any) -> None:
    before = told(roster)
    lone = next(found for found in before if found.kind == "no-responder")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, Gap.of(lone)))
        choose = await flow.dialog(ChooseDialog)
        assert "nobody is free to respond" in choose.question
        assert "Let another officer take Diaz's Patrol" in shown(app)
        await flow.press("1")
        await flow.dialog(FillDialog)
        assert "1003" not in dict(officers(app))
        await flow.press(*"reid", "enter")
        preview = await flow.dialog(RosterPreview)
        assert preview.effect.hours == 0
        assert "0 h: it only moves people" in shown(app)
        await flow.press("enter")
        await flow.done()
        assert "no-responder" not in kinds(roster)
        flow = begin(pilot, flows.undo(app, app.session))
        await flow.dialog(RosterPreview)
        assert "nobody is free to respond" in shown(app)
        await flow.press("enter")
        done = await flow.done()
    assert done.verb == "undo"
    assert told(roster) == before


async def test_every_kind_of_finding_offers_something(roster: Store, app: SfmApp, me: Author, begin: Any) -> None:
    roster.roster.assign("1001", "GATE", at("23:00"), at("2026-11-27T03:00"), me)
    rest = next(found for found in told(roster) if found.kind == "rest")
    async with app.run_test(size=SIZE) as pilot:
        for found in [f for f in told(roster) if f.kind in ("double-booked", "rest")]:
            flow = begin(pilot, flows.fill(app, app.session, Gap.of(found)))
            await flow.dialog(ChooseDialog)
            await flow.press("escape")
            assert await flow.done() is None
        flow = begin(pilot, flows.compensate(app, app.session, rest))
        await flow.dialog(FormDialog)
        await flow.press(*"8 h added", "enter", *HOSTILE, "enter")
        done = await flow.done()
    assert done.verb == "compensate"
    kept = roster.roster.get(CompensationRecord, "1001", rest.start)
    assert kept is not None
    assert (kept.given, kept.why) == ("8 h added", HOSTILE)


# ── acts on a duty ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "now", "acts"),
    [
        ({}, "2026-11-25T00:00", "replace swap extend move split cancel"),
        ({}, "06:00", "on on-at replace swap extend move split cancel"),
        ({}, "07:20", "on on-at no-show replace swap extend move split cancel"),
        ({"booked_on": at("07:00"), "status": "worked"}, "12:00", "off off-at replace swap extend move split cancel"),
        ({"status": "cancelled"}, "12:00", "back"),
        ({"status": "no-show"}, "12:00", "back"),
    ],
)
def test_the_menu_has_what_makes_sense_now(fields: dict[str, Any], now: str, acts: str) -> None:
    duty = DutyRecord(officer="1001", post="GATE", start=at("07:00"), end=at("19:00"), **fields)
    assert " ".join(flows.acts_for(duty, at(now))) == acts


async def test_the_time_of_a_duty(roster: Store, app: SfmApp, begin: Any) -> None:
    khan = held(roster, "1004", "GATE", "19:00")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.duty_acts(app, app.session, khan))
        await flow.dialog(ChooseDialog)
        await flow.press("e")
        await flow.dialog(FormDialog)
        assert "before: Shaw until" in shown(app)
        await flow.typed("#f0", "-2h")
        await flow.press("enter")
        preview = await flow.dialog(RosterPreview)
        assert [f.kind for f in preview.effect.weighed.come] == ["uncovered"]
        await flow.press("escape")
        await flow.dialog(FormDialog)
        assert app.screen.query_one(Form).values["end"] == "-2h"
        await flow.press("enter")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert (await flow.done()).verb == "shorten"
        flow = begin(pilot, flows.move(app, app.session, held(roster, "1004", "GATE", "19:00")))
        await flow.dialog(FormDialog)
        await flow.press("ctrl+s")
        await flow.until(pilot, lambda: "changes nothing" in flow.echo("#form-echo"))
        await flow.typed("#f0", "1900")
        await flow.typed("#f1", "fri 0700")
        await flow.press("ctrl+s")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert (await flow.done()).verb == "move"
    assert held(roster, "1004", "GATE", "19:00").end == at("2026-11-27T07:00")


async def test_a_bar_is_not_lifted_by_any_reason(roster: Store, app: SfmApp, me: Author, begin: Any) -> None:
    roster.roster.assign("1001", "PATROL", at("2026-11-27T08:00"), at("2026-11-27T12:00"), me)
    shaw = held(roster, "1001", "GATE", "07:00")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.extend(app, app.session, shaw))
        await flow.dialog(FormDialog)
        await flow.typed("#f0", "fri 0900")
        await flow.press("enter")
        await flow.dialog(RosterPreview)
        assert "no reason lifts this: Shaw is on two duties at once" in flow.echo()
        await flow.press(*"please", "enter")
        assert isinstance(app.screen, RosterPreview)
        await flow.press("escape")
        await flow.dialog(FormDialog)
        await flow.press("escape", "escape")
        assert await flow.done() is None
        flow = begin(pilot, flows.swap(app, app.session, shaw))
        await flow.dialog(PickDialog)
        await flow.press(*"khan", "enter")
        await flow.dialog(RosterPreview)
        await flow.press(*"as they asked", "enter")
        assert (await flow.done()).verb == "swap"
    assert held(roster, "1001", "GATE", "19:00").active
    assert not held(roster, "1001", "GATE", "07:00").active


@pytest.mark.parametrize("taker", ["other", "same", "nobody"])
async def test_a_split(roster: Store, app: SfmApp, begin: Any, taker: str) -> None:
    shaw = held(roster, "1001", "GATE", "07:00")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.split(app, app.session, shaw))
        await flow.dialog(FormDialog)
        await flow.press(*"1500", "enter", *["right"] * ["other", "same", "nobody"].index(taker), "enter")
        if taker == "other":
            await flow.dialog(FillDialog)
            await flow.press(*"reid", "enter")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert (await flow.done()).verb == ("shorten" if taker == "nobody" else "split")
    after = [
        (d.officer, d.start, d.end) for d in roster.roster.records(DutyRecord, post="GATE") if d.start < at("19:00")
    ]
    second = {"other": [("1002", at("15:00"), at("19:00"))], "same": [("1001", at("15:00"), at("19:00"))], "nobody": []}
    assert after == [("1001", at("07:00"), at("15:00")), *second[taker]]


async def test_who_drops_out_is_kept_and_the_gap_is_offered(
    roster: Store, app: SfmApp, begin: Any, clock: FrozenClock
) -> None:
    shaw = held(roster, "1001", "GATE", "07:00")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.cancel(app, app.session, shaw))
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert "a reason is needed" in flow.echo()
        await flow.press(*"called in sick", "enter")
        await flow.dialog(ChooseDialog)
        await flow.press("f")
        await flow.dialog(FillDialog)
        await flow.press(*"reid", "enter")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert (await flow.done()).verb == "assign"
        clock.set(at("19:00"))
        flow = begin(pilot, flows.no_show(app, app.session, held(roster, "1004", "GATE", "19:00")))
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        await flow.dialog(ChooseDialog)
        await flow.press("n")
        assert (await flow.done()).verb == "no-show"
        flow = begin(pilot, flows.duty_acts(app, app.session, held(roster, "1004", "GATE", "19:00")))
        await flow.dialog(ChooseDialog)
        await flow.press("p")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        assert (await flow.done()).verb == "duty"
    dropped = [t for t in roster.roster.history() if t.effect == "dropped"]
    assert [(t.officer, t.author, t.why) for t in dropped] == [
        ("1004", "okafor", ""),
        ("1001", "okafor", "called in sick"),
    ]
    assert held(roster, "1004", "GATE", "19:00").status == "planned"


@pytest.mark.parametrize(
    ("now", "booked_on", "said"),
    [("06:50", "06:45", "booked on at 06:45"), ("06:59", None, "has not begun")],
    ids=["booked on", "not begun"],
)
async def test_who_is_there_or_not_due_yet_is_no_no_show(
    roster: Store, app: SfmApp, begin: Any, clock: FrozenClock, me: Author, now: str, booked_on: str | None, said: str
) -> None:
    clock.set(at(now))
    shaw = held(roster, "1001", "GATE", "07:00")
    if booked_on is not None:
        roster.roster.book_on(shaw, me, at=at(booked_on))
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.no_show(app, app.session, shaw))
        await flow.until(pilot, lambda: flow.worker.is_finished, "the refusal")
        assert said in shown(app)
    assert held(roster, "1001", "GATE", "07:00").active


async def test_keys_typed_ahead_go_where_they_were_meant(roster: Store, app: SfmApp, begin: Any) -> None:
    shaw = held(roster, "1001", "GATE", "07:00")
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.duty_acts(app, app.session, shaw))
        await flow.dialog(ChooseDialog)
        await pilot.press("c", *"sick", "enter", "f", *"reid", "enter", *"relief", "enter")
        assert (await flow.done()).verb == "assign"
    assert [t.why for t in roster.roster.history(limit=2)] == ["relief", "sick"]


async def test_booking_on_and_off(roster: Store, app: SfmApp, me: Author, begin: Any) -> None:
    now = app.session.now()
    roster.roster.assign("1002", "GATE", now - 3600, now + 3600, me)
    duty = roster.roster.duty("1002", "GATE", now - 3600)
    assert duty is not None
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.duty_acts(app, app.session, duty))
        await flow.dialog(ChooseDialog)
        await flow.press("b")
        assert (await flow.done()).verb == "book-on"
        flow = begin(pilot, flows.duty_acts(app, app.session, duty))
        await flow.dialog(ChooseDialog)
        await flow.press("t")
        await flow.dialog(AskDialog)
        await flow.press(*"9999", "enter")
        assert isinstance(app.screen, AskDialog)
        await flow.typed("#f0", "-90")
        await flow.press("enter")
        await flow.until(pilot, lambda: "booked off before" in shown(app), "the refusal, and what was typed")
        assert app.screen.query_one("#f0", Input).value == "-90"
        await flow.typed("#f0", "+0")
        await flow.press("enter")
        assert (await flow.done()).verb == "book-off"
    after = roster.roster.duty("1002", "GATE", now - 3600)
    assert after is not None
    assert (after.booked_on, after.booked_off, after.status) == (now, now, "worked")


# ── somebody else, hostile names, the clocks ─────────────────────────────────────────────────────────────────


async def test_who_was_faster_is_told_and_nothing_is_lost(
    roster: Store, app: SfmApp, begin: Any, clock: Any, tmp_path: Path
) -> None:
    with Store.open(roster.path, clock) as theirs:
        async with app.run_test(size=SIZE) as pilot:
            flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *PEAK, 1)))
            await flow.dialog(FillDialog)
            await flow.press(*"reid", "enter")
            await flow.dialog(RosterPreview)
            await asyncio.to_thread(theirs.roster.assign, "1009", "RESP", *PEAK, OTHER)
            await flow.press(*"mine", "enter")
            await flow.until(pilot, lambda: "A. Patel changed the roster meanwhile" in flow.echo(), "the clash")
            assert app.screen.query_one("#why", Input).value == "mine"
            assert app.screen.effect.weighed.gone == ()
            await flow.press("escape")
            await flow.dialog(FillDialog)
            await flow.until(pilot, lambda: dict(officers(app)).get("1002") == "CAN")
            await flow.press("escape")
            assert await flow.done() is None

            shaw = held(roster, "1001", "GATE", "07:00")
            flow = begin(pilot, flows.extend(app, app.session, shaw))
            await flow.dialog(FormDialog)
            await asyncio.to_thread(theirs.roster.extend, shaw, at("18:00"), OTHER)
            await flow.typed("#f0", "1700")
            await flow.press("enter")
            await flow.until(pilot, lambda: "it was changed meanwhile" in flow.echo("#form-echo"), "the clash")
            await flow.press("enter")
            await flow.dialog(RosterPreview)
            await asyncio.to_thread(theirs.roster.cancel, held(roster, "1001", "GATE", "07:00"), OTHER, "sick")
            await flow.press("enter")
            await flow.until(pilot, lambda: "meanwhile" in flow.echo(), "the clash")
            await flow.press("enter")
            await flow.until(pilot, lambda: "was changed meanwhile" in flow.echo(), "the record's own clash")
            await flow.press("escape")
            await flow.dialog(FormDialog)
            await flow.press("escape", "escape")
            assert await flow.done() is None
    assert not held(roster, "1001", "GATE", "07:00").active


async def test_names_are_never_markup(roster: Store, app: SfmApp, me: Author, begin: Any) -> None:
    duty = roster.roster.assign("1009", "PATROL", at("19:00"), at("23:00"), me).changes[0].new
    assert isinstance(duty, DutyRecord)
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.duty_acts(app, app.session, duty))
        choose = await flow.dialog(ChooseDialog)
        assert HOSTILE in choose.question
        assert HOSTILE[:20] in shown(app)
        for key, kind in (
            ("m", FormDialog),
            ("e", FormDialog),
            ("s", FormDialog),
            ("w", PickDialog),
            ("c", RosterPreview),
        ):
            await flow.press(key)
            await flow.dialog(kind)
            assert HOSTILE[:15] in shown(app)
            await flow.press("escape")
            await flow.dialog(ChooseDialog)
        await flow.press("r")
        await flow.dialog(FillDialog)
        await flow.press(*"khan", "escape")
        await flow.dialog(ChooseDialog)
        await flow.press("escape")
        assert await flow.done() is None


async def test_the_night_of_the_clock_change(roster: Store, app: SfmApp, begin: Any) -> None:
    night = (at("2026-10-24T23:00"), at("2026-10-25T03:00"))
    assert night[1] - night[0] == 5 * 3600
    async with app.run_test(size=SIZE) as pilot:
        flow = begin(pilot, flows.fill(app, app.session, Gap("GATE", *night)))
        await flow.dialog(FillDialog)
        assert "5 h" in shown(app)
        await flow.typed("#start", "0130")
        assert "write 01:30 BST or 01:30 GMT" in flow.echo("#fill-echo")
        await flow.typed("#start", "0130 gmt")
        await flow.until(pilot, lambda: "1 h 30 m" in shown(app), "the later hour")
        app.screen.query_one("#name").focus()
        await flow.press(*"reid", "enter")
        preview = await flow.dialog(RosterPreview)
        assert preview.effect.hours == 1.5
        await flow.press("enter")
        assert "a reason is needed" in flow.echo()
        assert "This time is over" in shown(app)
        await flow.press(*"written up late", "enter")
        await flow.done()
    assert roster.roster.duty("1002", "GATE", night[1] - 5400) is not None


async def test_it_can_be_read_in_every_theme(roster: Store, app: SfmApp, begin: Any) -> None:
    bad: set[str] = set()
    show_tags(app)
    async with app.run_test(size=(120, 36)) as pilot:

        async def look() -> None:
            await pilot.pause()
            bad.update(unreadable(app))

        flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *PEAK, 1)))
        await flow.dialog(FillDialog)
        await look()
        await flow.press("end", *"bell", "enter")
        await flow.dialog(RosterPreview)
        await flow.press("enter")
        await look()
    assert not bad


# ── how it looks ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("what", ["fill", "preview"])
def test_how_it_looks(
    true_colours: None,
    roster: Store,
    app: SfmApp,
    snap_compare: Any,
    begin: Any,
    size: Any,
    what: str,
) -> None:
    async def ready(pilot: Any) -> None:
        await app.push_screen(Screen())
        flow = begin(pilot, flows.fill(app, app.session, Gap("RESP", *PEAK, 1)))
        await flow.dialog(FillDialog)
        if what == "preview":
            await flow.press(*"bell", "enter")
            await flow.dialog(RosterPreview)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ready)
