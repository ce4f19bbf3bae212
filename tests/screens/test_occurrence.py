"""F6: one line into the occurrence book."""

from typing import Any

import pytest
from textual import events
from textual.widgets import Input, Static

from screens.occurrence import OccurrenceDialog
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.occurrences import KINDS
from sfm_tui.storage.errors import StoreFull
from sfm_tui.storage.occurrences import Occurrence, Occurrences
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from tests.conftest import NOW
from tests.screens.log_fakes import HOSTILE, said


def written(store: Store) -> list[Occurrence]:
    """Every line of the book, in the order in which it was written."""
    with store.reading() as connection:
        keys = [row[0] for row in connection.exec_driver_sql("SELECT occurrence FROM occurrence ORDER BY seq")]
    return [store.occurrences.get(key) for key in keys]


def label(app: SfmApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def open_with(pilot: Any, settle: Any, text: str) -> None:
    await pilot.press("f6")
    await settle(pilot)
    assert isinstance(pilot.app.screen, OccurrenceDialog)
    pilot.app.focused.insert_text_at_cursor(text)
    await settle(pilot)


async def test_one_line_one_enter_time_now(app: SfmApp, store: Store, clock: FrozenClock, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Keys to unit 14 issued")
        assert label(app, "time") == "now"
        assert label(app, "kind") == "kind: keys (guessed) · ↑↓ another"
        clock.advance(20)
        await pilot.press("enter")
        await settle(pilot)
        (line,) = written(store)
        assert (line.text, line.kind, line.at, line.author) == ("Keys to unit 14 issued", "keys", NOW + 20, "okafor")
        assert said(app) == "22:15:55 keys: Keys to unit 14 issued"
        assert store.drafts.all() == []


@pytest.mark.parametrize(
    ("typed", "echo", "at"),
    [
        ("2210 Keys to unit 14 issued", "Sat 21 Nov 2026 22:10:00 GMT", NOW - 335),
        ("-5 Keys to unit 14 issued", "Sat 21 Nov 2026 22:10:35 GMT", NOW - 300),
        ("y 2310 Keys to unit 14 issued", "Fri 20 Nov 2026 23:10:00 GMT", NOW - 83_135),
    ],
)
async def test_a_typed_time_is_echoed_in_full_before_it_counts(
    app: SfmApp, store: Store, settle: Any, typed: str, echo: str, at: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, typed)
        assert label(app, "time").startswith(echo)
        await pilot.press("enter")
        await settle(pilot)
        (line,) = written(store)
        assert (line.text, line.at) == ("Keys to unit 14 issued", at)
        assert ("late entry" in said(app)) == (NOW - at > 900)


async def test_tab_says_that_it_is_no_time(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "1200 visitors counted today")
        assert label(app, "time").startswith("Sat 21 Nov 2026 12:00:00 GMT")
        await pilot.press("tab")
        assert label(app, "time").startswith("now")
        await pilot.press("enter")
        await settle(pilot)
        (line,) = written(store)
        assert (line.text, line.at) == ("1200 visitors counted today", NOW)


async def test_a_time_that_is_none_is_refused_and_the_text_stays(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "2475 Keys to unit 14")
        await pilot.press("enter")
        await settle(pilot)
        assert "no time of day" in label(app, "time")
        assert app.screen.query_one(Input).value == "2475 Keys to unit 14"
        assert written(store) == []


async def test_a_time_just_ahead_asks(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "2217 Keys to unit 14")
        await pilot.press("enter")
        for _ in range(50):
            await pilot.pause()
            if isinstance(app.screen, ChooseDialog):
                break
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, OccurrenceDialog)
        assert written(store) == []


async def test_arrows_choose_the_kind(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Keys to unit 14")
        await pilot.press("down")
        after_keys = KINDS[KINDS.index("keys") + 1]
        assert label(app, "kind").startswith(f"kind: {after_keys} ·")
        await pilot.press("up", "up", "enter")
        await settle(pilot)
        assert written(store)[0].kind == KINDS[KINDS.index("keys") - 1]


async def test_an_empty_line_is_not_written(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for typed in ("   ", "2210"):
            await open_with(pilot, settle, typed)
            await pilot.press("enter")
            await settle(pilot)
            assert "the line is empty" in label(app, "time")
            app.screen.query_one(Input).value = ""
            await pilot.press("escape")
            await settle(pilot)
        assert written(store) == []


async def test_escape_keeps_the_line_for_next_time(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Patrol comp")
        await pilot.press("down", "escape")
        await settle(pilot)
        assert written(store) == []
        await open_with(pilot, settle, "")
        assert label(app, "time") == "kept since 22:15:35: «Patrol comp» · Enter brings it back"
        await pilot.press("enter", *"lete")
        assert app.screen.query_one(Input).value == "Patrol complete"
        await pilot.press("enter")
        await settle(pilot)
        assert [(line.text, line.kind) for line in written(store)] == [("Patrol complete", "alarm")]
        await open_with(pilot, settle, "")
        assert app.screen.query_one(Input).value == ""


async def test_a_line_half_typed_at_a_crash_comes_back(
    app: SfmApp, store: Store, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "2210 Two males at")
    again = SfmApp(store.path, clock)
    again.session.person = "okafor"
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.press("f6")
        await settle(pilot)
        await pilot.press("enter")
        assert again.screen.query_one(Input).value == "2210 Two males at"
        assert label(again, "time").startswith("Sat 21 Nov 2026 22:10:00 GMT")
    again.session.close()


async def test_a_line_that_is_emptied_is_dropped(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "x")
        assert len(store.drafts.all()) == 1
        await pilot.press("backspace", "escape")
        await settle(pilot)
        assert store.drafts.all() == []


async def test_on_an_error_the_text_stays_and_enter_tries_again(
    app: SfmApp, store: Store, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Keys to unit 14")

        def full(*_: Any, **__: Any) -> Any:
            raise StoreFull("the disk is full: nothing was saved")

        with monkeypatch.context() as broken:
            broken.setattr(Occurrences, "log", full)
            await pilot.press("enter")
            await settle(pilot)
        assert label(app, "time") == "the disk is full: nothing was saved"
        assert app.screen.query_one(Input).value == "Keys to unit 14"
        assert [draft.body["text"] for draft in store.drafts.all()] == ["Keys to unit 14"]
        await pilot.press("enter")
        await settle(pilot)
        assert [line.text for line in written(store)] == ["Keys to unit 14"]


async def test_the_same_draft_is_not_written_twice(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Patrol complete")
        (draft,) = store.drafts.all()
        await pilot.press("enter")
        await settle(pilot)
        store.drafts.keep(draft.key, draft.person, draft.body)  # as a crash between writing and dropping leaves it
        await open_with(pilot, settle, "")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert len(written(store)) == 1
        await open_with(pilot, settle, "Patrol complete")
        await pilot.press("enter")
        await settle(pilot)
        assert len(written(store)) == 2


async def test_two_enters_write_one_line(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Patrol complete")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert len(written(store)) == 1


async def test_f6_again_changes_nothing(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "Patrol")
        await pilot.press("f6")
        await settle(pilot)
        assert sum(isinstance(screen, OccurrenceDialog) for screen in app.screen_stack) == 1


async def test_it_opens_over_a_field_that_is_typed_in(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        await pilot.press(*"gate")
        await open_with(pilot, settle, "Patrol complete")
        await pilot.press("enter")
        await settle(pilot)
        assert len(written(store)) == 1
        assert app.screen.query_one("#find", Input).value == "gate"


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 100_000])
async def test_hostile_text_is_kept_as_typed(app: SfmApp, store: Store, settle: Any, text: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, text)
        await pilot.press("enter")
        await settle(pilot)
        assert [line.text for line in written(store)] == [text]
        assert app.is_running


async def test_of_a_pasted_text_nothing_is_lost(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "")
        app.screen.query_one(Input).post_message(events.Paste("first line\r\nsecond line\nthird"))
        await settle(pilot)
        assert app.screen.query_one(Input).value == "first line second line third"


async def test_while_locked_it_writes_unconfirmed_and_shows_no_draft(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "left by somebody")
        await pilot.press("escape")
        await settle(pilot)
        app.session.locked = True
        await open_with(pilot, settle, "Gate forced")
        assert app.screen.query_one(Input).value == "Gate forced"
        await pilot.press("enter")
        await settle(pilot)
        (line,) = written(store)
        assert (line.text, bool(line.confirmed)) == ("Gate forced", False)
        assert "author unconfirmed" in said(app)
        app.session.locked = False
        await open_with(pilot, settle, "")
        assert "«left by somebody»" in label(app, "time")


async def test_what_is_typed_in_one_go_with_f6_is_all_there(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.post_message(events.Key("f6", None))
        for ch in "Two males":
            app.post_message(events.Key("space" if ch == " " else ch, ch))
        app.post_message(events.Key("enter", "\r"))
        await settle(pilot)
        assert [line.text for line in written(store)] == ["Two males"]


async def test_what_is_typed_never_mixes_with_what_was_left(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_with(pilot, settle, "left half way")
        await pilot.press("escape")
        await settle(pilot)
        await open_with(pilot, settle, "Gate forced")
        assert label(app, "time") == "now"
        await pilot.press("enter")
        await settle(pilot)
        assert [line.text for line in written(store)] == ["Gate forced"]
        assert [draft.body["text"] for draft in store.drafts.all()] == ["left half way"]
        await open_with(pilot, settle, "")
        await pilot.press("enter", "ctrl+u", "escape")
        await settle(pilot)
        assert store.drafts.all() == []
