"""Keeping on screen: what is due and what stays, held and lifted, erased when its number is typed, months set."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, Label, Static

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.roster_records import CheckCallRecord, DutyRecord
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.erasing import due_batches, erase_batch
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.header_bar import HeaderBar
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.text_field import TextField
from sfm_tui.widgets.incident.parts import IncidentHead
from sfm_tui.widgets.keeping.held import MARK
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.rows import Rows
from tests.conftest import ME, NOW

HOSTILE = "[/x] [@click=app.quit]x =1+1 😀 " + "w" * 5000
Settle = Callable[[Pilot[Any]], Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, small_store: bytes) -> bytes:
    """Three incidents of eight years ago, one of them never closed, one with a hostile summary."""
    path, clock = tmp_path_factory.mktemp("keeping") / "sfm.db", FrozenClock(NOW)
    path.write_bytes(small_store)
    with Store.open(path, clock) as store:
        store.people.sign_on("okafor")
        clock.set(NOW - 8 * 365 * 86_400)
        for summary in ("Zanzibarius fell", "Never closed", HOSTILE):
            number = store.incidents.open(ME, summary=summary).number
            store.incidents.stamp(number, "dispatched", ME, officer="1001")
            if summary != "Never closed":
                store.incidents.set_state(number, "closed", ME)
    return path.read_bytes()


@pytest.fixture
def app(tmp_path: Path, program: Callable[..., SfmApp], made: bytes) -> SfmApp:
    """The program on it, J. Okafor at the desk."""
    path = tmp_path / "keeping.db"
    path.write_bytes(made)
    return program(path)


def lines(app: SfmApp, name: str) -> list[str]:
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _ in line).strip() for _, line in rows._drawn]


async def opened(app: SfmApp, pilot: Pilot[Any], settle: Settle) -> None:
    await settle(pilot)
    app.session.look_if_changed()
    await pilot.press("f12", "k")
    await settle(pilot)


def echo(app: SfmApp) -> str:
    return str(app.screen.query_one("#form-echo", Label).content)


def shown(app: SfmApp) -> str:
    """All that the labels of a dialog say."""
    return " ".join(str(label.content) for label in app.screen.query(Label))


def said(app: SfmApp) -> str:
    return app.screen.query_one(SayLine).said


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_due_and_what_stays(app: SfmApp, settle: Settle, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, settle)
        assert lines(app, "kinds")[0].split()[:3] == ["Incidents", "2", "due"]
        assert app.screen.query_one("#rule", Words).said == (
            "2 of 2 due, oldest first · 6 years after it was closed, the usual time"
        )
        assert lines(app, "records")[0].endswith("Zanzibarius fell")
        assert lines(app, "records")[2].startswith("2018-0003")
        assert "[/x] [@click=app.quit]x" in lines(app, "records")[2]
        await pilot.press("v")
        await settle(pilot)
        assert "stays: it is still open" in lines(app, "records")[3]
        assert "2018-0002" in lines(app, "records")[2]
        await pilot.press("enter", "down", "enter")
        await settle(pilot)
        assert app.screen.current_incident() == "2018-0002"


async def test_a_hold_keeps_it_and_is_lifted(app: SfmApp, settle: Settle, until: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("enter", "h")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f0", Input).value == "incident:2018-0001"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "needed" in echo(app))
        app.screen.query_one(TextField).text = "claim 4711"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(app) == "incident 2018-0001 is held, with what hangs on it"
        assert lines(app, "kinds")[0].split()[:3] == ["Incidents", "1", "due"]
        await pilot.press("v")
        await settle(pilot)
        assert "stays: held: claim 4711" in " ".join(lines(app, "records"))
        await pilot.press("escape", "end", "enter")
        await settle(pilot)
        assert lines(app, "records")[0] == "incident 2018-0001  claim 4711"
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one(TextField).text = "settled"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "no longer held" in said(app)
        assert "lifted Sat 21 Nov 2026 by okafor: settled" in lines(app, "records")[1]


async def test_months_of_duties_lead_to_the_roster_and_to_their_officer(
    app: SfmApp, settle: Settle, until: Any
) -> None:
    with Store.open(app.session.path, app.session.clock) as store:
        start = NOW - 4 * 365 * 86_400
        store.roster.set(DutyRecord(officer="1001", post="GATE", start=start, end=start + 3600), ME)
        store.roster.set(CheckCallRecord(post="RESP", due=start, action="rang"), ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle)
        for down, target, name in (
            (6, "officer:1001", "1001:2022-11"),
            (1, "period:2022-11-22..2022-11-22", "2022-11-22"),
        ):
            await pilot.press(*(["down"] * down))
            await settle(pilot)
            assert lines(app, "records")[0].startswith(name)
            await pilot.press("enter", "h")
            await until(pilot, lambda: isinstance(app.screen, FormDialog))
            assert app.screen.query_one("#f0", Input).value == target
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
        await pilot.press("up", "enter", "enter")
        await settle(pilot)
        assert app.screen.TITLE_TEXT == "roster"
        assert "Week 44" in str(app.screen.query_one(Words).said)


async def test_it_goes_when_its_number_is_typed(app: SfmApp, settle: Settle, until: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press("3", "ctrl+s")
        await until(pilot, lambda: "type 2 to erase them" in echo(app))
        await pilot.press("backspace", "2", "ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormDialog))
        await settle(pilot)
        assert said(app) == "2 records and the text of 6 entries of the ledger are erased"
        assert lines(app, "records")[0].startswith("Nothing is due.")
        assert "broken off" not in str(app.screen.query_one("#why", Static).content)
        assert lines(app, "kinds")[0].split()[:3] == ["Incidents", "0", "due"]
        await pilot.press("f2")
        await settle(pilot)
        assert app.screen.current_incident() == "2026-0001"
    path = app.session.path
    assert verify.check(path).ok
    with Store.open(path) as store:
        assert rebuild.differences(store) == []
    assert b"Zanzibarius" not in b"".join(p.read_bytes() for p in path.parent.glob("keeping.db*") if p.is_file())


async def test_what_was_broken_off_is_finished(app: SfmApp, settle: Settle) -> None:
    with Store.open(app.session.path, app.session.clock) as store:
        (records,) = due_batches(store, "incidents")
        assert erase_batch(store, "incidents", records, ME)[0] == 2
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        assert "An erasure was broken off" in str(app.screen.query_one("#why", Static).content)
        await pilot.press("end", "x")
        await settle(pilot)
        assert said(app) == "cleared: nothing of what was erased is left in the file"
        assert "broken off" not in str(app.screen.query_one("#why", Static).content)


async def test_the_months_are_set_here_and_in_the_settings(app: SfmApp, settle: Settle, until: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press("0", "ctrl+s")
        await until(pilot, lambda: "whole months" in echo(app))
        await pilot.press("backspace", "1", "2", "0", "ctrl+s")
        await settle(pilot)
        assert said(app) == "incidents: 10 years after it was closed, the site's own · u takes it back"
        assert lines(app, "kinds")[0].split()[:3] == ["Incidents", "0", "due"]
        app.go_to("settings")
        await settle(pilot)
        await pilot.press("end", "up")
        await settle(pilot)
        assert lines(app, "records")[0] == "Incidents        10 years   after it was closed · set by the site"
        assert lines(app, "records")[1] == "Occurrences      1 year     after it happened · the usual time"
        store = await app.session.store()
        site = store.sites.get()
        assert site is not None
        assert site.retention == {"incidents": 120}


async def test_a_persons_data(app: SfmApp, settle: Settle, until: Any, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one("#f0", Input).value = "officer:1001"
        app.screen.query_one("#f1", Input).value = str(tmp_path / "nowhere" / "shaw.zip")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is no folder" in echo(app))
        app.screen.query_one("#f1", Input).value = str(tmp_path)
        await pilot.press("ctrl+s")
        await settle(pilot)
        target = tmp_path / "subject-access-officer-1001.zip"
        assert said(app).startswith(str(target)[:40])
    with zipfile.ZipFile(target) as zipped:
        assert b"Zanzibarius" in zipped.read("data.json")


async def test_the_data_of_somebody_whom_no_list_has(app: SfmApp, settle: Settle, until: Any, tmp_path: Path) -> None:
    with Store.open(app.session.path, app.session.clock) as store:
        for words in ("Mrs Harkness slipped; Shaw helped", "Harkness & Sons delivered"):
            store.occurrences.log(words, ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"nobody", "enter")
        await until(pilot, lambda: isinstance(app.screen, AskDialog) and "in no record" in shown(app))
        await pilot.press(*(["backspace"] * 6), *"harkness", "enter")
        await until(pilot, lambda: isinstance(app.screen, MarkDialog))
        assert ["Sons" in one.detail for one in app.screen._choices] == [True, False]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, AskDialog) and "nothing was marked" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MarkDialog))
        await pilot.press("down", "enter", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one("#f1", Input).value = str(tmp_path)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(app).startswith(str(tmp_path)[:30])
    with zipfile.ZipFile(tmp_path / "subject-access-outsider.zip") as zipped:
        data = zipped.read("data.json")
    assert b"Mrs Harkness slipped; an officer helped" in data
    assert b"Sons" not in data


async def test_nothing_is_done_while_the_desk_is_locked(app: SfmApp, settle: Settle) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        app.session.locked = True
        app.screen.locked_changed()
        await pilot.press("x", "h", "m", "a")
        await settle(pilot)
        assert not isinstance(app.screen, FormDialog)
        assert not app.screen.query_one("#columns").display
        assert app.screen.query_one("#why", Static) is not None


async def test_the_palette_holds_the_record_that_is_shown(app: SfmApp, settle: Settle, until: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.open_incident("2018-0001")
        await settle(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"legal hold")
        await until(pilot, lambda: "Legal hold" in str(app.screen.query_one(CommandList).get_option_at_index(0).prompt))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f0", Input).value == "incident:2018-0001"
        app.screen.query_one(TextField).text = "claim 4711"
        await pilot.press("ctrl+s")
        await settle(pilot)
        store = await app.session.store()
        assert store.holds.of("incident:2018-0001") == "held: claim 4711"


async def test_a_held_record_shows_it_and_is_held_and_lifted_from_its_own_screen(
    app: SfmApp, settle: Settle, until: Any
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app.open_incident("2018-0001")
        await settle(pilot)
        head = app.screen.query_one(HeaderBar)
        assert MARK not in head.line(120)
        for word, why, words in (("Legal hold", "claim 4711", "is held"), ("Lift the", "settled", "no longer held")):
            await pilot.press("ctrl+f")
            await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
            assert any(choice.label.startswith(word) for choice in app.screen._choices)
            assert (app.screen._choices[-1].detail == "§ held: claim 4711") == (word == "Lift the")
            await pilot.press("k")
            await until(pilot, lambda: isinstance(app.screen, FormDialog))
            app.screen.query_one(TextField).text = why
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert words in said(app)
            app.screen.tick()
            await settle(pilot)
            app.screen.tick()
            assert (MARK in head.line(120)) == (word == "Legal hold")
            second = app.screen.query_one(IncidentHead)._draw_head(0, 118)[1]
            assert ("§ held: claim 4711" in "".join(span[0] for span in second)) == (word == "Legal hold")
        app.session.locked = True
        assert app.session.held.why("incident:2018-0001") == ""


async def test_what_hangs_on_a_hold_shows_it_in_its_list(app: SfmApp, settle: Settle, until: Any) -> None:
    """An officer is held: the line of the book that names them shows it, and can be held by itself as well."""
    with Store.open(app.session.path, app.session.clock) as store:
        store.occurrences.log("At the gate", ME, officer="1001")
        store.holds.place("officer:1001", "an inquiry", ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_to("book")
        await settle(pilot)
        await pilot.press("end")
        app.screen.tick()
        await settle(pilot)
        app.screen.tick()
        line = app.screen.query_one(HeaderBar).line(80)
        assert f"BOOK {MARK}" in line
        assert "22:1" in line
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        last = app.screen._choices[-1]
        assert (last.label, last.detail) == (
            "Hold it by itself as well …", "§ held (hold on officer 1001): an inquiry"
        )  # fmt: skip
