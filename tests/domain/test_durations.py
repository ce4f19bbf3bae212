"""Durations as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import duration_text, duration_words
from sfm_tui.domain.durations import LONGEST_SECONDS, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 180), ("3:00", 180), ("180s", 180), (" 3 ", 180), ("0:45", 45), ("2m30s", 150), ("2 m 30 s", 150),
        ("1h", 3600), ("1 h 02 m", 3720), ("1:00:05", 3605), ("90 sec", 90), ("3 min", 180), ("3 MINUTES", 180),
        ("1440", 86_400), ("24h", 86_400), ("90:00", 5400),
    ],
)  # fmt: skip
def test_what_people_type(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "0", "0:00", "-3", "2.5", "3:60", "1:60:00", "25h", "1441", "٣", "٣:٠٠", "3 3", "s", "3:0", "1e3",
     "9" * 5000, "[/red]"],
)  # fmt: skip
def test_what_is_refused_says_so_in_a_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]{1,160}$"):
        parse_duration(text)


@given(st.integers(1, LONGEST_SECONDS))
def test_what_is_shown_can_be_typed(seconds: int) -> None:
    assert parse_duration(duration_text(seconds)) == seconds
    assert parse_duration(duration_words(seconds)) == seconds
    assert parse_duration(f"{seconds}s") == seconds


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except ValueError as error:
        problem = str(error)
    else:
        problem = "" if 1 <= seconds <= LONGEST_SECONDS else f"{seconds}\n"
    assert "\n" not in problem
