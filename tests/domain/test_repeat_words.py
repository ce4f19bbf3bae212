"""Repeat rules in words: what they state, both ways; the dates are those of python-dateutil."""

import re
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.repeat_words import rule_of, words_of

START = date(2026, 11, 21)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("", ""),
        ("every day", "FREQ=DAILY"),
        ("Daily", "FREQ=DAILY"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("Mondays", "FREQ=WEEKLY;BYDAY=MO"),
        ("Mon and Fri", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("every Fri, Sat and Sun", "FREQ=WEEKLY;BYDAY=FR,SA,SU"),
        ("fri to mon", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU"),
        ("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("every 3 weeks on tue", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
        ("first Monday", "FREQ=MONTHLY;BYDAY=1MO"),
        ("1st and 3rd Tuesday of the month", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("the last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every 3 months on the 15th", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"),
        ("every Friday until 31 Dec", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231"),
        ("weekdays until 1st february", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270201"),
        ("weekdays until 2027-03-05", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270305"),
        ("every day until 29 Feb", "FREQ=DAILY;UNTIL=20280229"),
        ("every 2 days for 10 times", "FREQ=DAILY;INTERVAL=2;COUNT=10"),
        (" FREQ=YEARLY ", "FREQ=YEARLY"),
    ],
)
def test_words_as_rules(words: str, rule: str) -> None:
    assert rule_of(words, START) == rule


@pytest.mark.parametrize(
    "words",
    ["now and then", "mon fri", "every", "every 0 days", "first", "the 40th", "sixth monday", "every week on the 3rd",
     "x" * 5000, "[/x]", "1", "until 31 dec", "mon, ", "first monday and tuesday"],
)  # fmt: skip
def test_what_is_no_rule(words: str) -> None:
    if words == "mon, ":
        assert rule_of(words, START) == "FREQ=WEEKLY;BYDAY=MO"
        return
    with pytest.raises(ValueError, match="is no repeat rule: write every day") as refused:
        rule_of(words, START)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("end", ["31 Feb", "31/13", "soon", "2026-02-30"])
def test_an_end_that_is_no_day(end: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        rule_of(f"every day until {end}", START)


steps = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=13"])
some_days = st.sets(st.sampled_from(DAYS), min_size=1).map(lambda some: ",".join(d for d in DAYS if d in some))
nths = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1, unique=True)
rules = st.builds(
    "{}{}{}".format,
    st.one_of(
        st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]).flatmap(
            lambda f: steps.map(lambda s: f + s)
        ),
        st.builds("FREQ=WEEKLY{};BYDAY={}".format, steps, some_days),
        st.builds(
            lambda step, some, day: f"FREQ=MONTHLY{step};BYDAY={','.join(f'{n}{day}' for n in some)}",
            steps, nths, st.sampled_from(DAYS),
        ),
        st.builds(
            lambda step, some: f"FREQ=MONTHLY{step};BYMONTHDAY={','.join(map(str, some))}",
            steps, st.lists(st.integers(1, 31), min_size=1, max_size=4, unique=True) | st.just([-1]),
        ),
    ),
    st.sampled_from(["", ";COUNT=1", ";COUNT=40", ";UNTIL=20270401", ";UNTIL=20280229T235959"]),
    st.just(""),
)  # fmt: skip


def whole_days(rule: str) -> str:
    """A bare date as an end means to the end of that day (rules.md); the library takes its midnight."""
    return re.sub(r"(UNTIL=[0-9]{8})$", r"\1T235959", rule)


@given(rules, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_rule_in_words_gives_the_same_dates(rule: str, start: date) -> None:
    words = words_of(rule)
    assert "=" not in words, "each of these has words"
    again = rule_of(words, start)
    first = datetime(start.year, start.month, start.day, 9)
    end = first + timedelta(days=1500)
    one, other = (rrulestr(whole_days(text), dtstart=first).between(first, end, inc=True) for text in (again, rule))
    assert one == other


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYWEEKNO=20", "FREQ=HOURLY;INTERVAL=6", "FREQ=WEEKLY;WKST=SU;INTERVAL=2", "nonsense", "FREQ",
             "FREQ=DAILY;UNTIL=20261231T120000Z", "FREQ=MONTHLY;BYDAY=1MO,2TU", "FREQ=DAILY;INTERVAL=0"],
)  # fmt: skip
def test_a_rule_without_words_stays_as_it_is(rule: str) -> None:
    assert words_of(rule) == rule
