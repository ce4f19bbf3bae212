"""One key copies, on every screen: what is marked, the record's number, its line; hostile text stays data."""

from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.copying import for_clipboard, sequences
from sfm_tui.widgets.everywhere.say import SayLine
from tests.screens.painting import quiet

HOSTILE = "[/x] [@click=app.quit]x =1+1 \x1b]52;c;AAAA\a\x1b[2J\r\x00\ud800 \u202eRTL"
INSIDE_TMUX = {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color"}


@pytest.fixture
def written(app: SfmApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is put on the clipboard of the terminal, read back from what is written to it."""
    monkeypatch.delenv("TMUX", raising=False)
    return watched(app, monkeypatch)


def watched(app: SfmApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    copied: list[str] = []

    def took(text: str, env: Any) -> str:
        told = sequences(text, env)
        copied.append(read_back(told))
        return told

    monkeypatch.setattr("sfm_tui.app.copying.sequences", took)
    return copied


def read_back(told: str) -> str:
    """What a terminal puts on its clipboard for an escape sequence."""
    assert told.startswith("\x1b]52;c;")
    assert told.endswith("\a")
    return b64decode(told.removeprefix("\x1b]52;c;").removesuffix("\a"), validate=True).decode()


def said(app: SfmApp) -> str:
    return next(s for s in reversed(app.screen_stack) if s.query(SayLine)).query_one(SayLine).said


async def test_the_number_then_the_line_of_a_record(
    app: SfmApp, store: Store, me: Author, written: list[str], until: Any
) -> None:
    number = store.incidents.open(me, summary=f"Fight {HOSTILE[:28]} {'x' * 300}").number
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to("log")
        await until(pilot, lambda: app.screen.current_record() is not None)
        await pilot.press("ctrl+c")
        assert written == [number]
        assert said(app) == f"copied: {number} · again copies its line"
        await pilot.press("ctrl+c")
        assert len(written) == 2
        assert written[1].startswith(f"{number}  ")
        assert HOSTILE[:28] in written[1], "as it was typed"
        assert "\n" not in written[1]
        assert said(app).startswith(f"copied: {number}  ")
        assert len(said(app)) < 70
        await pilot.press("ctrl+c")
        assert written[2] == number, "and the number again"


async def test_what_is_marked_in_a_field_is_copied(app: SfmApp, written: list[str], until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "what")
        await pilot.press(*"Van", "ctrl+c")
        assert written == ["2026-0001"], "nothing is marked: the incident's number"
        await pilot.press("shift+left", "shift+left", "ctrl+c")
        assert written[1:] == ["an"]
        assert said(app) == "copied: an"
        assert app.screen.query_one("#what", Input).value == "Van"


async def test_a_locked_desk_copies_nothing(app: SfmApp, store: Store, me: Author, written: list[str]) -> None:
    store.incidents.open(me, summary="Fight")
    app.session.look()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l", "ctrl+c")
        assert written == []
        assert "unlocks" in said(app)


async def test_every_place_answers(story: SfmApp, until: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each place copies something, or says in a line that there is nothing; what it copies is what it shows."""
    monkeypatch.delenv("TMUX", raising=False)
    written = watched(story, monkeypatch)
    copied: dict[str, str] = {}
    async with story.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: story.session.before_going is not None)
        for place in PLACES:
            story.go_to(place)
            await until(pilot, lambda: quiet(pilot), place)
            await pilot.press("down")
            await until(pilot, lambda: quiet(pilot), place)
            before = len(written)
            story.say("")
            await pilot.press("ctrl+c")
            assert said(story).startswith(("copied: ", "there is no record", "nothing is marked")), place
            if len(written) > before:
                copied[place] = written[-1]
    assert {"desk", "log", "book", "briefing", "board", "trace", "weekly", "assessment"} <= set(copied), copied
    assert copied["board"].startswith("A-")


def test_inside_tmux_it_is_written_for_tmux_and_for_the_terminal_outside() -> None:
    plain = sequences("2026-0141", {"TERM": "xterm-256color"})
    assert read_back(plain) == "2026-0141"
    inside = sequences("2026-0141", INSIDE_TMUX)
    assert inside == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"
    assert sequences("x", {"TERM": "tmux-256color"}) != sequences("x", {"TERM": "screen"}), "over SSH TERM alone tells"


@given(st.text(st.characters(codec=None)) | st.just(HOSTILE))
def test_whatever_is_copied_steers_no_terminal(text: str) -> None:
    clean = for_clipboard(text)
    assert all(ch in "\n\t" or (ord(ch) >= 32 and not 127 <= ord(ch) < 160) for ch in clean)
    assert for_clipboard(clean) == clean
    assert read_back(sequences(clean, {})) == clean
    assert sequences(clean, {})[7:-1].replace("+", "").replace("/", "").replace("=", "").isalnum() or not clean
