"""The emulated terminal: what it shows and what it answers, however the output is cut into pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.terminal import Answers, Screen

PIECES = st.sampled_from(
    [
        b"\x1b[2J\x1b[H",
        b"\x1b[3;5H",
        b"\x1b[1;38;2;9;9;9mword",
        b"\x1b[>1u",
        b"\x1b[?2026h",
        b"\x1b[?2026l",
        b"\x1b[?2048$p",
        b"\x1b[?2026$p",
        b"\x1b]11;?\x07",
        b"\x1b]0;a title\x1b\\",
        b"\x1bP+q544e\x1b\\",
        b"\x1b[c",
        b"\x1b[6n",
        b"\x1b[14t",
        b"\x1b[2 q",
        b"\x1b(B",
        b"\x1b7",
        "Größe ⏎ 火".encode(),
        b"\r\nplain",
    ]
)


@given(st.lists(PIECES, max_size=12), st.data())
def test_where_the_output_is_cut_makes_no_difference(pieces: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(pieces)
    cuts = data.draw(st.lists(st.integers(0, len(whole)), max_size=6).map(sorted))
    edges = [0, *cuts, len(whole)]
    parts = [whole[a:b] for a, b in pairwise(edges)]
    once, in_parts = Screen(20, 6), Screen(20, 6)
    asked_once, asked_in_parts = Answers(20, 6), Answers(20, 6)
    shown = once.feed(whole)
    assert [in_parts.feed(part) for part in parts][-1] == shown
    assert in_parts.lines == once.lines
    assert b"".join(asked_in_parts.to(part) for part in parts) == asked_once.to(whole)


def test_shows_text_where_it_was_put_and_nothing_of_the_control_sequences() -> None:
    screen = Screen(12, 3)
    screen.feed(b"\x1b[>1u\x1b[2 q\x1b]0;title\x07\x1bP>|x\x1b\\\x1b[2;3H\x1b[38;5;1mhello\x1b[0m")
    assert screen.lines == ["", "  hello", ""]


def test_a_held_update_is_not_shown_until_it_is_let_go() -> None:
    screen = Screen(12, 2)
    assert not screen.feed(b"\x1b[?2026hhalf")
    assert screen.feed(b" and half\x1b[?2026l")


def test_answers_what_a_terminal_of_that_size_answers_in_the_order_asked() -> None:
    answers = Answers(120, 40)
    assert answers.to(b"\x1b[18t text \x1b[?2026$p\x1b[?2048$p") == b"\x1b[8;40;120t\x1b[?2026;2$y\x1b[?2048;0$y"
    assert answers.to(b"\x1b[?25l\x1b[>1u\x1b[1;1H plain") == b""
