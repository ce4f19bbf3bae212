"""Cells and values: what is guarded, what is refused, and that what is written can be read again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import RepeatedTime, SkippedTime, zone
from sfm_tui.domain.text import clean_text
from sfm_tui.exchange.kinds import (
    CODE,
    CODES,
    DATE,
    STAFF_NUMBER,
    TEXT,
    TIME,
    YES_NO,
    Context,
    Number,
    Word,
    guard,
    unguard,
)
from sfm_tui.exchange.tables import SEVERITY

LONDON = zone("Europe/London")
HERE = Context(LONDON)
texts = st.text(st.sampled_from("'=+-@\t\r\nab é\u202e[/]"), max_size=8)


@given(texts)
def test_a_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text


@given(texts)
def test_no_guarded_text_starts_a_formula(text: str) -> None:
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("'=cmd()", "''=cmd()"),
        ("''+1", "'''+1"),
        ("'quoted'", "'quoted'"),
        ("+44 7700 900206", "'+44 7700 900206"),
        (" =1", " =1"),
        ("\n=1", "\n=1"),
    ],
)
def test_only_what_could_run_gets_one_more_mark(text: str, cell: str) -> None:
    assert guard(text) == cell
    assert TEXT.reader(HERE, False)(cell) == clean_text(text)


def test_an_unguarded_formula_is_text_all_the_same() -> None:
    assert TEXT.reader(HERE, False)("=1+1") == "=1+1"


def test_text_keeps_its_white_space_and_is_composed() -> None:
    assert TEXT.reader(HERE, True)("  cafe\u0301 ") == "  caf\u00e9 "


@pytest.mark.parametrize("cell", ["", "  ", "\t"])
def test_what_is_required_must_say_something(cell: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        TEXT.reader(HERE, True)(cell)


def test_codes_are_one_text_and_come_once_each() -> None:
    read = CODES.reader(HERE, False)
    assert read(" NG02  NG01 ") == "NG02 NG01"
    assert read("'-1 NG02") == "-1 NG02"
    with pytest.raises(ValueError, match="«NG01» stands there twice"):
        read("NG01 NG02 NG01")


@pytest.mark.parametrize(("kind", "cell"), [(CODE, " A-1"), (CODE, "A-1 "), (STAFF_NUMBER, "NG 01"), (CODE, "A\n1")])
def test_a_key_has_no_white_space_where_it_would_be_lost(kind: object, cell: str) -> None:
    with pytest.raises(ValueError, match=r"white space|line break"):
        kind.reader(HERE, True)(cell)


@pytest.mark.parametrize("cell", ["0", "5", "-1", "3.0", "three", "٣", "1e0", "0003x", "99999999999"])
def test_severity_goes_from_one_to_four(cell: str) -> None:
    with pytest.raises(ValueError, match=r"write 1 \(critical\), 2, 3 or 4 \(low\)"):
        SEVERITY.reader(HERE, True)(cell)
    assert SEVERITY.reader(HERE, True)(" 3 ") == 3


@pytest.mark.parametrize("cell", ["Yes", "y", "true", "1", "no!"])
def test_yes_and_no_are_those_words(cell: str) -> None:
    with pytest.raises(ValueError, match="write yes or no"):
        YES_NO.reader(HERE, True)(cell)
    assert [YES_NO.reader(HERE, False)(c) for c in (" yes", "no ", "")] == [1, 0, 0]


def test_a_word_that_is_none_of_them_hears_which_there_are() -> None:
    with pytest.raises(ValueError, match="«Open»: write open, on hold or closed"):
        Word(("open", "on hold", "closed")).reader(HERE, False)("Open")


def test_a_number_is_kept_as_it_was_written() -> None:
    kind = Number("hours", 168)
    assert [kind.reader(HERE, False)(c) for c in ("42", "37.5", "37.50 ")] == ["42", "37.5", "37.50"]
    for cell in ("37,5", "169", "-4", "=1+1", "1e2", "4h"):
        with pytest.raises(ValueError, match="write hours"):
            kind.reader(HERE, False)(cell)
    assert kind.write("=cmd()", LONDON) == "'=cmd()"


def test_the_night_that_loses_an_hour_and_the_one_that_has_it_twice() -> None:
    read = TIME.reader(HERE, True)
    with pytest.raises(SkippedTime, match="does not exist"):
        read("2026-03-29T01:30")
    with pytest.raises(RepeatedTime, match=r"write 2026-10-25T01:30\+01:00 \(BST\) or 2026-10-25T01:30\+00:00"):
        read("2026-10-25T01:30")
    first, second = read("2026-10-25T01:30+01:00"), read("2026-10-25T01:30+00:00")
    assert second - first == 3600
    assert [TIME.write(at, LONDON) for at in (first, second)] == [
        "2026-10-25T01:30:00+01:00",
        "2026-10-25T01:30:00+00:00",
    ]


def test_without_a_zone_a_time_needs_its_offset() -> None:
    read = TIME.reader(Context(None), True)
    assert read("2026-03-28T19:00Z") == 1_774_724_400
    with pytest.raises(ValueError, match=r"add site\.toml or write an offset"):
        read("2026-03-28T19:00")


def test_day_first_only_where_it_is_said() -> None:
    assert TIME.reader(Context(LONDON, True), True)("28/03/2026 19:00") == 1_774_724_400
    with pytest.raises(ValueError, match="day first"):
        TIME.reader(HERE, True)("28/03/2026 19:00")
    assert DATE.reader(Context(LONDON, True), False)("28/03/2026") == "2026-03-28"


def test_an_instant_that_could_not_be_written_again_is_refused() -> None:
    with pytest.raises(ValueError, match="out of range"):
        TIME.reader(HERE, True)("1900-01-01T00:00+14:00")
    assert TIME.reader(HERE, True)("1900-01-01T00:00+00:00") is not None


@given(st.integers(-2_208_900_000, 32_503_600_000), st.sampled_from(["Europe/London", "Asia/Kathmandu", "UTC"]))
def test_a_time_that_is_written_is_read_again(at: int, name: str) -> None:
    tz = zone(name)
    cell = TIME.write(at, tz)
    assert TIME.reader(Context(tz), True)(cell) == at
    assert datetime.fromisoformat(cell).astimezone(UTC).timestamp() == at
