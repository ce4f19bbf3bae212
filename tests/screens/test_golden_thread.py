"""The thread walked on screen: from the incident to the action, the briefing point, the talk, the measure, and back."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.thread import Station
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.thread_dialog import ThreadDialog

SIZE = (120, 36)


def question(app: SfmApp) -> str:
    return str(getattr(app.screen, "question", ""))


def letter_of(app: SfmApp, words: str) -> str:
    """The key of the first link whose line holds these words."""
    dialog = app.screen
    assert isinstance(dialog, ChooseDialog)
    return next(dialog.letter(n) for n, one in enumerate(dialog._choices) if words in one.label)


async def follow(app: SfmApp, pilot: Any, until: Any, settle: Any, words: str) -> None:
    await pilot.press("ctrl+f")
    await until(pilot, lambda: isinstance(app.screen, ChooseDialog), f"links, for {words}")
    await pilot.press(letter_of(app, words))
    await until(pilot, lambda: not isinstance(app.screen, ChooseDialog))
    await settle(pilot)


def record(app: SfmApp) -> str:
    """The record under the cursor of the screen; empty beneath a dialog."""
    found = app.screen.current_record() if isinstance(app.screen, DeskScreen) else None
    return found[0] if found else ""


async def test_there_and_back_again(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=SIZE) as pilot:
        await settle(pilot)
        story.open_incident("2026-0099")
        await settle(pilot)
        for words, place, ref in (
            ("A-07", "board", "action:A-07"), ("P-05", "briefing", "briefing:P-05"),
            ("A-07", "board", "action:A-07"), ("T-16", "talks", "talk:T-16"),
            ("2026-0106", "talks", "incident:2026-0106"),
        ):  # fmt: skip
            await follow(story, pilot, until, settle, words)
            await until(pilot, lambda ref=ref: record(story) == ref, ref)
            assert story.current_mode == place
        for ref in ("talk:T-16", "action:A-07", "briefing:P-05", "action:A-07", "incident:2026-0099"):
            await pilot.press("escape")
            await until(pilot, lambda ref=ref: record(story) == ref, f"back to {ref}")
        await pilot.press("escape")
        await settle(pilot)
        assert story.current_mode == "desk"
        assert len(story.screen_stack) == 1


async def test_the_measure_of_an_action_is_a_link_of_its_own(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=SIZE) as pilot:
        await settle(pilot)
        story.go_to("board", "A-07")
        await until(pilot, lambda: record(story) == "action:A-07")
        await follow(story, pilot, until, settle, "measure response-time")
        await until(pilot, lambda: record(story) == "measure:response-time")
        assert story.current_mode == "measures"


async def test_each_neighbour_of_the_story_is_one_key_away_both_ways(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=SIZE) as pilot:
        await settle(pilot)
        story.open_incident("2026-0099")
        await settle(pilot)
        steps = (
            ("late response 2026-0099", "trace", "incident:2026-0099"),
            ("A-07", "board", "action:A-07"),
            ("P-05", "briefing", "briefing:P-05"),
            ("T-16", "talks", "talk:T-16"),
            ("P-05", "briefing", "briefing:P-05"),
            ("T-16", "talks", "talk:T-16"),
            ("measure response-time", "measures", "measure:response-time"),
            ("effect of A-07", "measures", "action:A-07"),
            ("measure response-time", "measures", "measure:response-time"),
            ("T-16", "talks", "talk:T-16"),
            ("A-07", "board", "action:A-07"),
        )
        for words, place, ref in steps:
            await follow(story, pilot, until, settle, words)
            await until(pilot, lambda place=place, ref=ref: (story.current_mode, record(story)) == (place, ref), words)
        way = [("desk", "incident:2026-0099"), *((place, ref) for _, place, ref in steps)]
        for place, ref in reversed(way[:-1]):
            await pilot.press("escape")
            here = (place, ref)
            await until(pilot, lambda here=here: (story.current_mode, record(story)) == here, f"back to {here}")


async def test_an_action_as_a_line_of_stations(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        story.go_to("board", "A-07")
        await until(pilot, lambda: record(story) == "action:A-07")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(story.screen, ThreadDialog))
        dialog = story.screen
        assert isinstance(dialog, ThreadDialog)
        await until(pilot, lambda: any(one.kind == "effect" for one in dialog.thread.stations), "the effect")
        rows = dialog.query_one(Rows)
        stations = [item for item in rows.items if isinstance(item, Station)]
        assert "incident:2026-0099" in [one.ref for one in stations]
        missing = [item.kind for item in rows.items if not isinstance(item, Station)]
        assert "report" in missing
        rows.put_cursor(next(rows._key(one) for one in stations if one.ref == "talk:T-16"))
        await pilot.press("enter")
        await until(pilot, lambda: record(story) == "talk:T-16")
        await pilot.press("escape")
        await until(pilot, lambda: record(story) == "action:A-07")


@pytest.mark.parametrize(
    ("typed", "said"), [("A-99", "there is no record «A-99»"), ("luck:1", "is no kind of record"), ("P-05", "")]
)
async def test_a_link_is_made_by_any_number(story: SfmApp, settle: Any, until: Any, typed: str, said: str) -> None:
    async with story.run_test(size=SIZE) as pilot:
        await settle(pilot)
        story.go_to("board", "A-03")
        await until(pilot, lambda: record(story) == "action:A-03")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(story.screen, AskDialog))
        await pilot.press(*typed, "enter", "enter")
        if said:
            await until(pilot, lambda: said in str(getattr(story.screen, "_hint", "")))
            assert story.screen.query_one("#f0").value == typed
        else:
            await until(pilot, lambda: not isinstance(story.screen, AskDialog))
            store = await story.session.store()
            assert "briefing:P-05" in [one.target for one in store.links.of("action:A-03")]


async def test_from_incident_to_incident_round_in_a_circle(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=SIZE) as pilot:
        await settle(pilot)
        story.open_incident("2026-0140")
        await settle(pilot)
        for number, open_ in (("2026-0142", 2), ("2026-0140", 1), ("2026-0141", 2)):
            await follow(story, pilot, until, settle, number)
            await until(pilot, lambda number=number: record(story) == f"incident:{number}", number)
            assert len(story.screen_stack) == 1 + open_
        await pilot.press("escape")
        await until(pilot, lambda: record(story) == "incident:2026-0140")
        await pilot.press("escape")
        await settle(pilot)
        assert len(story.screen_stack) == 1
