"""Lines of a list: exact width, and nothing that a terminal or a markup parser would obey."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from textual.content import Content
from textual.style import Style

from sfm_tui.widgets.lists.long_list_line import Drawn, draw_line, visible
from tests.screens.long_list_fakes import ListApp, Source, press, settle

HOSTILE = [
    "[/x]",
    "[@click=app.quit]x",
    "[red]not red[/red]",
    "\x1b[2J\x1b]0;title\x07gone",
    "\x9b31mC1 introducer\x85",
    "line\r\nbreak\ttab\x00nul\x7f",
    "\u202eesrever\u2066isolate\u200frtl mark",
    "שלום מתן 22:15 سلام",
    "👩‍👩‍👧 ⚠️ 漢字かな 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301\u0301",
    "\u200d\ufe0fjoiners first",
    "\ud800 half a pair",
    "\u2028\u2029",
    "x" * 100_000,
    "漢" * 100_000,
    "e" + "\u0301" * 100_000,
    "",
]
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"}


def line(drawn: Drawn, width: int) -> str:
    strip = draw_line(drawn, width, Style(), Style.parse)
    assert sum(cell_len(segment.text) for segment in strip) == width == strip.cell_length
    return strip.text


def harmless(text: str) -> bool:
    text.encode("utf-8")
    return not any(unicodedata.category(c) == "Cc" or unicodedata.bidirectional(c) in DIRECTIONS for c in text)


@given(text=st.text() | st.sampled_from(HOSTILE), width=st.integers(0, 40))
def test_any_text_makes_a_harmless_line_of_the_width(text: str, width: int) -> None:
    for drawn in (text, Content(text), Text(text), Content.assemble((text[:3], "bold"), text[3:])):
        assert harmless(line(drawn, width))


@given(
    st.lists(
        st.text("a漢é\u0301\u200d\ufe0f\u200f⚠👩🏽\u202e\x1b\U000e0067🏴", max_size=6),
        max_size=6,
    ),
    st.integers(0, 12),
)
def test_pieces_of_clusters_keep_the_width(parts: list[str], width: int) -> None:
    styles = ["bold", "red", "underline"]
    drawn = Content.assemble(*((part, styles[i % 3]) for i, part in enumerate(parts)))
    assert harmless(line(drawn, width))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_is_shown_as_typed(text: str) -> None:
    assert visible(text) == text
    assert line(text, len(text) + 2) == text + "  "


@pytest.mark.parametrize(
    ("drawn", "width", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字", 7, "漢字漢…"),
        ("漢字漢字", 6, "漢字 …"),
        ("漢", 1, "…"),
        ("a\nb\tc\x1b[", 8, "a⏎b c␛[ "),
        ("a\x9b\u202eb", 5, "a\ufffd⇄b "),
        (Content.assemble(("abc", "bold"), "def"), 4, "abc…"),
        (Content.assemble(("abc", "bold"), "def"), 3, "ab…"),
    ],
)
def test_cut_and_symbols(drawn: Drawn, width: int, shown: str) -> None:
    assert line(drawn, width) == shown


def test_no_link_and_no_action_is_left() -> None:
    drawn = Content.from_markup("[@click=app.quit]a[/] [link='https://example.org']b[/]")
    strip = draw_line(drawn, 5, Style(), Style.parse)
    assert strip.text == "a b  "
    assert all(not segment.style.meta and not segment.style.link for segment in strip if segment.style)


@pytest.mark.parametrize("make", [str, Content, Text])
async def test_hostile_rows_in_the_app(make: type) -> None:
    source = Source(range(len(HOSTILE)), lambda n: HOSTILE[n])
    app = ListApp(source, lambda entry, width, selected: make(entry.text))
    async with app.run_test(size=(40, len(HOSTILE))) as pilot:
        await settle(pilot)
        for number in range(len(HOSTILE)):
            await pilot.click(app.list, offset=(3, number))
        await press(pilot, "home", *["down"] * len(HOSTILE), "enter")
        await pilot.pause()
        lines = app.lines()
        assert all(cell_len(text) == 40 and harmless(text) for text in lines)
        assert [text[1:-1].rstrip() for text in reversed(lines)][:3] == HOSTILE[:3]
        assert app.is_running
        assert app.return_code is None
