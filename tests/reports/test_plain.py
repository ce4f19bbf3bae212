from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.reports.plain import cells, ends, indented, labelled, wrap
from sfm_tui.reports.shown import listed, shown

LATIN = st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]) | st.just("\n"), max_size=300)
WORDS = st.text(alphabet="ab \n\u0301\u4e00", max_size=200)


@given(text=LATIN | WORDS, width=st.integers(2, 60))
def test_wrapping_keeps_within_the_width_and_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert lines
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(text=LATIN, width=st.integers(2, 60))
def test_lines_that_fit_are_left_as_they_are(text: str, width: int) -> None:
    whole = [line.rstrip(" ") for line in text.split("\n")]
    if all(len(line) <= width for line in text.split("\n")):
        assert list(wrap(text, width)) == whole


def test_words_go_whole_to_the_next_line_and_spaces_inside_stay() -> None:
    assert list(wrap("one  two   three", 9)) == ["one  two", "three"]
    assert list(wrap("  aside", 20)) == ["  aside"]
    assert list(wrap("abcdefghij", 4)) == ["abcd", "efgh", "ij"]


def test_a_hundred_kilobytes_are_wrapped_at_once() -> None:
    assert sum(map(len, wrap("x" * 100_000, 60))) == 100_000
    assert len(list(wrap("ab " * 33_000, 60))) == 1650


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("\U0001f600", 2)])
def test_columns(text: str, width: int) -> None:
    assert cells(text) == width


def test_labels_and_ends() -> None:
    assert labelled("What", "one two three", 14, 8) == ["What    one", "        two", "        three"]
    assert labelled("What", "", 14, 8) == ["What"]
    assert labelled("A label too long", "x", 14, 8) == ["A label too", "long", "        x"]
    assert ends("left", "right", 12) == ["left   right"]
    assert ends("left", "right", 10) == ["left", "right"]
    assert indented("a\n\nb", 10, 2) == ["  a", "", "  b"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("22:17 \u202e71:22\u202c", "22:17 ‹U+202E›71:22‹U+202C›"),
        ("a\u200e\u200fb", "a‹U+200E U+200F›b"),
        ("a\u202e\u202e\u202eb", "a‹U+202E×3›b"),
        ("zero\u200bwidth\ufeff", "zero‹U+200B›width‹U+FEFF›"),
        ("a\tb\r\nc\rd\u2028e", "a    b\nc\nd\ne"),
        ("[/red] #panic() $x$ *b*", "[/red] #panic() $x$ *b*"),
        ("naïve Łódź שלום 😀", "naïve Łódź שלום 😀"),
    ],
)
def test_what_cannot_be_seen_is_printed_by_number(typed: str, printed: str) -> None:
    assert shown(typed, Counter()) == printed


def test_what_was_printed_by_number_is_listed() -> None:
    met: Counter[str] = Counter()
    shown("\u202ea\u202eb\u200f", met)
    assert listed(met) == ("U+202E RIGHT-TO-LEFT OVERRIDE, 2 times", "U+200F RIGHT-TO-LEFT MARK")
    many = Counter(map(chr, range(0x4E00, 0x4E00 + 500)))
    assert len(listed(many)) == 201
    assert listed(many)[-1] == "and 300 more, each given where it stands"
