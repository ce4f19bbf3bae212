"""A pasted text cannot command the terminal, and none of its lines is lost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.domain.text import clean_text
from sfm_tui.storage.store import Store
from sfm_tui.widgets.forms.pasted import harmless


@given(st.text(st.characters() | st.sampled_from("\x1b\x00\x9b\ud83d\t\n"), max_size=60))
def test_whatever_is_pasted_can_be_kept_and_harmless_text_stays(text: str) -> None:
    assert clean_text(harmless(text, one_line=False)) is not None
    line = harmless(text, one_line=True)
    assert line.splitlines() in ([], [line])
    if text.isprintable() and "\ufffe" not in text and "\uffff" not in text:
        assert harmless(text, one_line=True) == text == harmless(text, one_line=False)


async def test_a_pasted_escape_is_seen_and_kept_as_its_picture(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f6")
        await settle(pilot)
        app.post_message(events.Paste("red\x1b[31m\x9b1m\r\nand\tmore"))
        await settle(pilot)
        assert app.screen.query_one(Input).value == "red␛[31m�1m and more"
        for strip in app.screen._compositor.render_strips():
            assert not any(ord(c) < 32 for segment in strip for c in segment.text)
        await pilot.press("enter")
        await settle(pilot)
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT text FROM occurrence").scalar() == "red␛[31m�1m and more"


async def test_a_field_takes_every_line_of_a_paste(app: SfmApp, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, lambda: getattr(app.focused, "id", "") == "name-part")
        app.post_message(events.Paste("one\ntwo\u2028three"))
        await until(pilot, lambda: app.screen.query_one(Input).value == "one two three")
