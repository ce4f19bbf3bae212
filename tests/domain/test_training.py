"""Training in date, against the definition read word by word."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import day_bounds, local_date, parse_file_time, zone
from sfm_tui.domain.reference import Topic
from sfm_tui.domain.talk_library import starting_library
from sfm_tui.domain.training import DUE_DAYS, Matrix, Staff, TopicTerms, first_day, last_day, required

LONDON = zone("Europe/London")


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 60))
def test_the_first_day_is_the_first(on: date, months: int) -> None:
    first = first_day(on, months)
    assert last_day(first, months) is not None
    assert (last_day(first, months) or date.min) >= on
    assert (last_day(first - timedelta(days=1), months) or date.max) < on


@pytest.mark.parametrize(
    ("had", "months", "last"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-08-31", 6, "2027-02-28"),
     ("2025-11-21", 12, "2026-11-21")],
)  # fmt: skip
def test_calendar_months(had: str, months: int, last: str) -> None:
    assert last_day(date.fromisoformat(had), months) == date.fromisoformat(last)


def test_in_date_up_to_and_including_the_day() -> None:
    topics = [TopicTerms("fire", "Fire", 12), TopicTerms("once", "Once", None)]
    last = {("A", "fire"): at("2025-11-21T22:00"), ("A", "once"): at("1999-01-01T00:00")}
    wanted = {"fire": ["A", "B"], "once": ["A", "B"]}

    def states(on: str) -> list[str | None]:
        matrix = Matrix(topics, wanted, last, date.fromisoformat(on), LONDON)
        return [matrix.state(officer, topic) for topic in ("fire", "once") for officer in "AB"]

    assert states("2026-10-21") == ["in date", "never", "in date", "never"]
    assert states("2026-10-22") == ["due", "never", "in date", "never"]
    assert states("2026-11-21") == ["due", "never", "in date", "never"]
    assert states("2026-11-22") == ["overdue", "never", "in date", "never"]
    matrix = Matrix(topics, wanted, last, date(2026, 11, 22), LONDON)
    assert matrix.compliance() == (1, 4)
    need = matrix.need("A", "fire")
    assert need is not None
    assert need.due_on == date(2026, 11, 21)
    assert [(n.officer, n.topic) for n in matrix.needs()] == [("A", "fire"), ("B", "fire"), ("B", "once")]
    assert [n.officer for n in matrix.needs(officers=["B"])] == ["B", "B"]
    assert matrix.state("C", "fire") is None
    assert matrix.need("C", "fire") is None


officers, topics = ("A", "B", "C"), ("t1", "t2")
instants = st.integers(at("2023-01-01T00:00"), at("2027-01-01T00:00"))


@given(
    st.fixed_dictionaries(dict.fromkeys(topics, st.none() | st.integers(1, 30))),
    st.lists(st.tuples(st.sampled_from(topics), st.sampled_from(["all", "GATE", "RESP", *officers])), max_size=5),
    st.fixed_dictionaries(dict.fromkeys(officers, st.just("") | st.dates(date(2025, 1, 1), date(2026, 6, 1)).map(str))),
    st.fixed_dictionaries({"GATE": st.sets(st.sampled_from(officers)), "RESP": st.sets(st.sampled_from(officers))}),
    st.dictionaries(st.tuples(st.sampled_from(officers), st.sampled_from(topics)), instants),
    st.dates(date(2025, 6, 1), date(2026, 12, 1)),
)
def test_compliance_by_the_definition(
    months: dict[str, int | None], wanted: list[tuple[str, str]], left: dict[str, str], posts: dict[str, set[str]],
    had: dict[tuple[str, str], int], on: date,
) -> None:  # fmt: skip
    end = day_bounds(on, LONDON)[0]
    had = {pair: when for pair, when in had.items() if when < end}
    pairs, good = set(), 0
    for topic, who in wanted:
        for officer in officers:
            if left[officer] and date.fromisoformat(left[officer]) < on:
                continue
            if who in ("all", officer) or officer in posts.get(who, set()):
                pairs.add((officer, topic))
    states = {}
    for officer, topic in pairs:
        when = had.get((officer, topic))
        if when is None:
            states[officer, topic] = "never"
            continue
        months_in = months[topic]
        last = date.max if months_in is None else local_date(when, LONDON) + relativedelta(months=months_in)
        soon = months_in is not None and last - on <= timedelta(days=DUE_DAYS)
        states[officer, topic] = "overdue" if last < on else "due" if soon else "in date"
        good += last >= on
    terms = [TopicTerms(topic, topic, months[topic]) for topic in topics]
    staff = [Staff(officer, left[officer]) for officer in officers]
    needed = required(topics, wanted, staff, posts, on)
    matrix = Matrix(terms, needed, had, on, LONDON)
    assert {(o, t) for t, some in needed.items() for o in some} == pairs
    assert {(o, t): matrix.state(o, t) for o in officers for t in topics if matrix.state(o, t)} == states
    assert matrix.compliance() == (good, len(pairs))


def test_the_starting_library_is_fit_to_be_entered() -> None:
    library = starting_library()
    assert len(library) >= 15
    assert len({topic.topic for topic in library}) == len(library)
    for topic in library:
        assert isinstance(topic, Topic)
        assert topic.refresher_months
        points = topic.points.split("\n")
        assert 3 <= len(points) <= 5
        assert all(line == line.strip() and len(line) < 110 for line in points)
