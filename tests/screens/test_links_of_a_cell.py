"""The key for links where the record is not what is drawn: a cell of the talks' matrix, a duty of the roster."""

import asyncio
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.finding_name import finding_ref
from sfm_tui.domain.reference import Topic
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.roster.reader import RosterReader
from sfm_tui.widgets.roster.records import NEVER_CHANGED, NOTHING
from tests.conftest import NOW
from tests.screens.roster_fakes import at, crowd

SIZE = (80, 24)


def question(app: SfmApp) -> str:
    return str(getattr(app.screen, "question", ""))


@pytest.fixture
def talked(store: Store, me: Author) -> dict[str, str]:
    """Two talks that one officer had on a topic, and a topic without any."""
    for topic in ("FIRE", "KEYS"):
        store.reference.set(Topic(topic=topic, title=topic.title()), me)
        store.talks.require(topic, ["all"], me)
    some = [store.talks.plan("FIRE", me, planned_for=NOW).talk for _ in range(2)]
    for talk in some:
        store.talks.start(talk, me, present=["1001"])
    return {"old": f"talk:{some[0]}", "latest": f"talk:{some[1]}"}


async def links_of_cell(app: SfmApp, pilot: Any, settle: Any, topic: str) -> Any:
    """The screen of talks, where the key for links was pressed on the cell of Shaw and a topic."""
    await settle(pilot)
    app.go_to("talks")
    await settle(pilot)
    await pilot.press("1")  # a talk that is being held was shown
    screen: Any = app.screen
    screen.matrix.put("1001", topic)
    screen.matrix._tell()
    await pilot.press("ctrl+f")
    return screen


async def test_a_cell_of_the_matrix_stands_for_the_latest_talk(
    talked: dict[str, str], app: SfmApp, settle: Any, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        screen = await links_of_cell(app, pilot, settle, "FIRE")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        newest = talked["latest"].partition(":")[2]
        assert question(app).startswith(f"{newest}:")
        await pilot.press("escape")
        assert screen.current_record() == (talked["latest"], newest)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("escape", "4")
        await until(pilot, lambda: screen.view == "talks" and screen.current_record() is not None)
        assert screen.current_record()[0] in talked.values()


async def test_a_cell_without_a_talk_says_what_makes_one(
    talked: dict[str, str], app: SfmApp, settle: Any, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        screen = await links_of_cell(app, pilot, settle, "KEYS")
        await until(pilot, lambda: "has had no talk on Keys yet · p plans one" in screen._said.said)
        assert screen.current_record() is None


async def test_a_topic_is_shown_among_the_topics(talked: dict[str, str], app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("talks", "topic:KEYS")
        screen: Any = app.screen
        await until(pilot, lambda: screen.current_record() == ("topic:KEYS", "Keys"))


async def test_a_duty_stands_for_its_latest_change(
    store: Store, me: Author, app: SfmApp, settle: Any, until: Any
) -> None:
    crowd(store, me)
    action = store.actions.add("Responder", me)
    done = store.roster.history(officer="1001", post="GATE")[0].seq
    store.links.make(action.ref, f"roster:{done}", me, link="changed")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("board", action.action)
        await until(pilot, lambda: app.screen.current_record() == (action.ref, "A-01"))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "roster")
        await settle(pilot)
        screen: Any = app.screen
        assert screen.timeline.place.bar.duty.officer == "1001"
        await until(pilot, lambda: screen.current_record() == (f"roster:{done}", "roster change"))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: question(app).startswith("roster change (assign): ← came from 1"))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "board")
        screen.timeline.go(at("19:00"), "GATE")  # the cursor was put elsewhere meanwhile
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "roster" and screen.timeline.place.bar is not None)
        await until(pilot, lambda: screen.timeline.place.bar.duty.officer == "1001", "the duty that was left")


async def test_what_stands_for_nothing_says_so(store: Store, me: Author, app: SfmApp, settle: Any, until: Any) -> None:
    crowd(store, me)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("roster", f"{at('2026-11-25T03:00')} PATROL")
        await settle(pilot)
        screen: Any = app.screen
        await pilot.press("ctrl+f")
        await until(pilot, lambda: screen._said.said == NOTHING)
        screen._changes._look = lambda _store, _duty: []
        screen.timeline.go(at("12:00"), "GATE")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: screen._said.said == NEVER_CHANGED)


async def test_the_key_for_links_waits_while_the_roster_is_read(
    store: Store, me: Author, app: SfmApp, settle: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(store, me)
    may_read, read = asyncio.Event(), RosterReader.read

    async def slow(*args: Any) -> Any:
        await may_read.wait()
        return await read(*args)

    monkeypatch.setattr(RosterReader, "read", slow)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("roster", f"{at('12:00')} GATE")
        await until(pilot, lambda: app.current_mode == "roster" and app.screen.is_mounted)
        screen: Any = app.screen
        screen.action_links()
        await pilot.pause()
        assert (screen.board, screen._said.said) == (None, "")
        may_read.set()
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog) or screen._said.said)
        assert question(app), screen._said.said


async def test_a_link_to_a_finding_comes_to_it_or_says_that_it_stands_no_more(
    store: Store, me: Author, app: SfmApp, settle: Any, until: Any
) -> None:
    crowd(store, me)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("roster", f"{at('12:00')} GATE")
        await settle(pilot)
        screen: Any = app.screen
        refs = [finding_ref(item.finding, app.session.tz) for item in screen.findings_list.items]
        action = store.actions.add("Cover", me, sources=[refs[2]])
        app.go_to("board", action.action)
        await until(pilot, lambda: app.screen.current_record() == (action.ref, "A-01"))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "roster" and screen.findings_list.has_focus)
        assert screen.current_record()[0] == refs[2]
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "← came from nothing · → came of it 1" in question(app))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "board")
        screen.findings_list.cursor = 0
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "roster" and screen.current_record()[0] == refs[2])
        app.go_to("roster", "finding:uncovered:2026-11-26T03:00:GATE")
        await until(pilot, lambda: "stands no more" in screen._said.said)
