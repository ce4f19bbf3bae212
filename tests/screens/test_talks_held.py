"""A talk that is held: PINs, strikes, who was not on duty, corrections beside the locked register, links, papers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.people import officer_key
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.lists.rows import Rows
from tests.conftest import ME
from tests.screens.talks_site import LATER, talks_site

SIZE = (100, 30)
Settle = Callable[[Pilot[Any]], Any]
Until = Callable[..., Any]


@pytest.fixture
def site(store: Store, clock: FrozenClock) -> Store:
    """A talk is being held, raised from an incident; Shaw and Reid are to sign."""
    talks_site(store, clock, ME)
    number = store.incidents.open(ME, summary="Late").number
    store.incidents.stamp(number, "on scene", ME, officer="1001")
    store.incidents.set_state(number, "closed", ME)
    store.talks.plan("response", ME, source=f"incident:{number}")
    store.talks.start("T-01", ME, present=["1001", "1002"])
    return store


async def opened(app: SfmApp, pilot: Pilot[Any], settle: Settle, until: Until) -> None:
    app.go_to("talks", "T-01")
    await until(
        pilot, lambda: app.screen.query("#talk-register") and app.screen.query_one("#talk-register", Rows).items
    )
    await settle(pilot)


def register(store: Store) -> dict[str, tuple[str, bool, bool]]:
    return {one.officer: (one.result, one.off_duty, one.pin) for one in store.talks.register("T-01")}


async def test_a_pin_is_asked_for_where_there_is_one(app: SfmApp, site: Store, settle: Settle, until: Until) -> None:
    site.people.set_pin(officer_key("1001"), "", "4711", ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        await pilot.press("s")
        await until(pilot, lambda: app.screen.query("#sign-number"))
        echo = app.screen.query_one("#sign-echo", Label)
        await pilot.press(*"9999", "enter")
        await until(pilot, lambda: "there is no officer 9999" in str(echo.render()))
        app.screen.query_one("#sign-number", Input).value = "1001"
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "sign-pin")
        await pilot.press(*"0815", "enter")
        await until(pilot, lambda: "that is not the PIN" in str(echo.render()))
        assert register(site)["1001"][0] == "present"
        app.screen.query_one("#sign-pin", Input).value = "4711"
        await pilot.press("enter")
        await until(pilot, lambda: register(site)["1001"] == ("attended", False, True))
        await until(pilot, lambda: app.focused is not None and app.focused.id == "sign-number")
        await pilot.press(*LATER, "enter")
        await until(pilot, lambda: "NOT ON DUTY, flagged" in str(echo.render()))
        assert register(site)[LATER] == ("attended", True, False)
        await pilot.press(*"1002", "enter")
        await settle(pilot)
        assert app.screen.query_one("#talk-missing", Rows).items == [""]


async def test_what_is_missing_is_said_and_nothing_is_locked(
    app: SfmApp, site: Store, settle: Settle, until: Until
) -> None:
    site.talks.sign("T-01", "1001", ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        await pilot.press("c")
        await settle(pilot)
        assert app.screen.query_one(SayLine).said.startswith("not signed yet: Reid")
        assert site.talks.get("T-01").state == "running"
        await pilot.press("w")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "T-01: who is there?")
        await pilot.press(*"reid", "enter", "ctrl+s")
        await settle(pilot)
        assert register(site) == {"1001": ("attended", False, False)}
        await pilot.press("c")
        await until(pilot, lambda: "absent?" in str(getattr(app.screen, "question", "")))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert site.talks.get("T-01").locked == 1
        absent = {one.officer: one.catch_up_on for one in site.talks.absentees()}
        assert absent == {"1002": "", "1003": "", "1004": "", "1005": "", LATER: "2026-11-22"}


async def test_the_day_of_a_catch_up_is_read_in_any_width(
    app: SfmApp, site: Store, settle: Settle, until: Until
) -> None:
    site.talks.absent("T-01", "1002", ME, catch_up_on=date(2026, 11, 24))
    site.talks.absent("T-01", LATER, ME)
    site.talks.sign("T-01", "1001", ME)
    site.talks.complete("T-01", ME)
    site.talks.catch_up("T-01", LATER, ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        rows = app.screen.query_one("#talk-register", Rows)
        for officer, result, day in (("1002", "absent", "catch-up 24 Nov 2026"), (LATER, "caught up", "21 Nov 2026")):
            found = next(line for line in rows.items if line.officer == officer)
            for width in range(34, 80):
                lines = ["".join(text for text, _style in line) for line in rows._draw(found, width)]
                assert max(map(len, lines)) <= width
                assert f" {result}" in lines[0]
                assert day in " ".join(lines)


async def test_afterwards(app: SfmApp, site: Store, settle: Settle, until: Until) -> None:
    site.talks.sign("T-01", "1001", ME)
    site.talks.absent("T-01", "1002", ME)
    site.talks.complete("T-01", ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        assert app.screen.query_one("#talk-questions").read_only
        await pilot.press("e")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "T-01: correction")
        await pilot.press(*"[/x]", "enter")
        await settle(pilot)
        assert [one.text for one in site.talks.corrections("T-01")] == ["[/x]"]
        notes = app.screen.query_one("#talk-notes", Rows)
        assert notes.display
        assert [line[-1][0] for line in notes._draw(notes.items[0], 40)][1:] == ["[/x]"]
        await pilot.press("k")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Who catches up?")
        await pilot.press("1")
        await until(pilot, lambda: "Reid catches up" in str(getattr(app.screen, "_title", "")))
        await pilot.press(*"1002", "enter", "enter")
        await settle(pilot)
        assert register(site)["1002"] == ("catch-up", False, False)
        await pilot.press("o")
        await until(pilot, lambda: getattr(app.screen, "question", "").startswith("T-01: ← came from"))
        await pilot.press("1")
        await until(pilot, lambda: getattr(app.screen, "number", "") == "2026-0001")
        await settle(pilot)


async def test_the_register_as_a_file(app: SfmApp, site: Store, settle: Settle, until: Until, tmp_path: Path) -> None:
    site.talks.sign("T-01", "1001", ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        for letter, name in (("v", "rows.csv"), ("t", "register.txt")):
            await pilot.press("r")
            await until(pilot, lambda: getattr(app.screen, "question", "") == "register of T-01")
            await pilot.press(letter)
            await until(pilot, lambda: getattr(app.screen, "_title", "") == "Save register of T-01")
            app.screen.query_one(Input).value = str(tmp_path / name)
            await pilot.press("enter")
            await settle(pilot)
    assert (tmp_path / "rows.csv").read_text().splitlines() == [
        "talk,officer,signed_at,result", "T-01,1001,2026-11-21T22:15:35+00:00,attended",
    ]  # fmt: skip
    assert "- L. Shaw, staff number 1001\n    signed 22:15:35\n" in (tmp_path / "register.txt").read_text()


async def test_two_desks_tick_points(app: SfmApp, site: Store, settle: Settle, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        site.talks.change("T-01", ME, ticked="When the clock starts")
        await pilot.press("space")
        await settle(pilot)
        assert site.talks.get("T-01").ticked == "Who goes\nWhen the clock starts"
        await pilot.press("up", "space", "space")
        await settle(pilot)
        assert site.talks.get("T-01").ticked == ""


async def test_what_was_half_typed_when_it_was_locked_is_offered(
    app: SfmApp, site: Store, settle: Settle, until: Until
) -> None:
    site.drafts.keep("talk:T-01", "okafor", {"questions": "why\nnot"})
    site.talks.sign("T-01", "1001", ME)
    site.talks.sign("T-01", "1002", ME)
    site.talks.complete("T-01", ME)
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        await pilot.press("e")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "T-01: correction")
        await pilot.press("enter")
        await settle(pilot)
        assert [one.text for one in site.talks.corrections("T-01")] == ["why not"]
        assert site.drafts.get("talk:T-01") is None


async def test_another_desk_wrote_meanwhile(app: SfmApp, site: Store, settle: Settle, until: Until) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle, until)
        await pilot.press("tab")
        await pilot.press(*"mine")
        site.talks.change("T-01", ME, questions="theirs")
        await pilot.press("tab")
        await until(pilot, lambda: "was changed meanwhile" in app.screen.query_one(SayLine).said)
        await settle(pilot)
        assert app.screen.query_one("#talk-questions").text == "mine"
        assert site.talks.get("T-01").questions == "theirs"
        draft = site.drafts.get("talk:T-01")
        assert draft is not None
        assert draft.body == {"questions": "mine"}
