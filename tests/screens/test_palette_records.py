"""The palette knows every record by its number, and opens it at its place."""

from typing import Any

from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from tests.screens.test_golden_thread import record


async def test_any_record_by_its_number(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        for typed, place, ref in (
            ("A-07", "board", "action:A-07"), ("p5", "briefing", "briefing:P-05"), ("t16", "talks", "talk:T-16"),
            ("h-05", "handover", "handover:H-05"), ("b2026-00181", "book", "occurrence:B2026-00181"),
            ("shift fill", "measures", "measure:shift-fill"), ("0099", "measures", "incident:2026-0099"),
        ):  # fmt: skip
            await pilot.press("ctrl+p")
            await settle(pilot)
            story.screen.query_one(Input).value = typed
            await settle(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda ref=ref: record(story) == ref, ref)
            assert story.current_mode == place


async def test_a_record_without_a_screen_shows_what_belongs_to_it(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)
        await pilot.press(*"post:RESP")
        await settle(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        assert str(story.screen.question).startswith("post RESP: ")
        assert any("P-05" in one.label for one in story.screen._choices)
