"""What the dashboard says of figures: values, targets and chance, weeks and their signals, bins; all pure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import day_bounds
from sfm_tui.domain.chart import Break
from sfm_tui.domain.kpi import Change, Terms, figures
from sfm_tui.domain.kpi_roster import RosterFigures, Share
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.dashboard import Hour as Late
from sfm_tui.storage.dashboard import Hours, Weeks
from sfm_tui.storage.figures import CheckCalls
from sfm_tui.widgets.figures.cards import Card, interval_text, other_cards, percent_text, response_cards, roster_cards
from sfm_tui.widgets.figures.heat import free_cell, hour_words, late_cell, worst_hour
from sfm_tui.widgets.figures.lists import bins_of, cause_lines, draw_cause
from sfm_tui.widgets.figures.plots import spread_plot, weeks_plot
from sfm_tui.widgets.figures.trend import Trend, spark, trend_of, trend_words
from sfm_tui.widgets.figures.words import card_words, hours_words, out_words, short_words, stand_words, terms_words
from sfm_tui.widgets.plot.drawing import draw
from sfm_tui.widgets.plot.plot import Moment
from tests.examples import tries

LONDON = ZoneInfo("Europe/London")
TERMS = Terms(ResponseTerms("reported", 180, 95.0, ((1, 120),)))
MONDAY = date(2026, 8, 31)
NOTHING = RosterFigures(Share(0, 0, "nobody is asked for at any post"), Share(0, 0, "none"), 0, 0, 0)


def responses(*seconds: int) -> dict[str, Card]:
    counts = {one: seconds.count(one) for one in seconds}
    cards = response_cards(figures(counts, sum(one <= 180 for one in seconds)), TERMS)
    return {str(key): card for key, card in cards.items()}


def weekly(shares: list[int], breaks: tuple[Break, ...] = ()) -> Trend:
    """The share within the limit of successive weeks, of ten responses each."""
    found = {}
    for n, good in enumerate(shares):
        found[MONDAY + timedelta(weeks=n)] = figures({100: good, 200: 10 - good}, good)
    this = MONDAY + timedelta(weeks=len(shares))
    weeks = Weeks(this, TERMS, found, {}, {"response-within": breaks})
    return trend_of("within", weeks, {}, LONDON, this)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(10, 11) * 100, "90.9 %"), (Fraction(100), "100 %"), (Fraction(9996, 100), "99.96 %"),
        (Fraction(99999, 1000), "99.999 %"), (Fraction(1, 687) * 100, "0.1 %"), (Fraction(1, 100_000), "over 0 %"),
        (Fraction(9497, 100), "94.97 %"), (Fraction(95), "95 %"), (Fraction(0), "0 %"),
    ],
)  # fmt: skip
def test_a_per_cent_never_says_what_it_only_comes_near_to(value: Fraction, text: str) -> None:
    assert percent_text(value) == text


def test_an_interval_in_whole_per_cents() -> None:
    assert interval_text((Decimal("56.6"), Decimal("82.25"))) == "57–82"
    assert interval_text((Decimal("0.03"), Decimal("0.82"))) == "0–1"
    assert interval_text((Decimal("73.8"), Decimal("74.2"))) == "±0.2"
    assert interval_text((Decimal("99.98"), Decimal(100))) == ">99.9"
    assert interval_text((Decimal(0), Decimal("0.31"))) == "<0.4"
    assert interval_text(None) == ""


def test_too_few_responses_are_listed() -> None:
    card = responses(130, 164, 200)["within"]
    said = card_words(card, None, "this week")[0][0]
    assert said == "This week: only 3 responses, too few for a figure: 2:10, 2:44, 3:20."
    assert card.stand == "none"


def test_none_says_why() -> None:
    card = responses()["within"]
    assert card_words(card, None, "this week")[0][0] == "This week: no responses."
    fill = roster_cards(NOTHING)["fill"]
    assert card_words(fill, None, "this week")[0][0] == "This week: nobody is asked for at any post."


def test_a_miss_that_chance_may_explain_is_told_from_one_that_it_does_not() -> None:
    near = responses(*[100] * 10, 200)["within"]
    assert stand_words(near) == ("target 95: ▲ missed, which chance alone may explain", "warn")
    far = responses(*[100] * 32, *[400] * 13)["within"]
    assert stand_words(far) == ("target 95: ✖ missed, by more than chance explains", "bad")
    assert short_words(far)[0][0] == "71.1 % of 45 (57–82),"
    assert stand_words(responses(*[100] * 5)["within"])[0] == "target 95: ✔ met, though n is low"


def test_check_calls_that_came_late_are_told_apart_from_those_that_were_missed() -> None:
    card = other_cards(CheckCalls(100, 92, 5, 0, 3), Share(0, 0), Share(0, 0))["calls"]
    assert card_words(card, None, "this week")[0][0].endswith(
        "92 % of 100 check calls in time (85–96); 5 late, 3 missed,"
    )


def test_what_a_response_is_held_to_names_a_limit_that_changed() -> None:
    window = 1_788_000_000, 1_796_000_000
    assert terms_words(TERMS, window, LONDON) == "from the report to on scene; limit 3:00 (S1 2:00)"
    changed = Terms(ResponseTerms("dispatched", 240), (Change(0, ResponseTerms("dispatched", 300)),
                    Change(1_790_000_000, ResponseTerms("dispatched", 240))))  # fmt: skip
    assert terms_words(changed, window, LONDON) == "from the dispatch to on scene; limit 4:00; until 21 Sep 5:00"


def test_seven_weeks_below_the_centre_are_a_signal_with_the_day_since_when() -> None:
    trend = weekly([10, 9, 10, 9, 10, 10, 9, 10, 10, 9, 10, 10, *[8] * 7])
    said = [text for text, _ in trend_words(trend, trend.mondays[-12])]
    assert "▼ signal: 7 weeks below the centre since 23 Nov." in said
    assert said[-1].startswith("Below the centre of 96.7 % for 7 weeks since 23 Nov")


def test_weeks_without_a_signal_are_as_chance_has_it() -> None:
    trend = weekly([10, 9, 10, 8, 10, 9, 10, 9, 10, 9, 10, 9])
    assert [text for text, _ in trend_words(trend, MONDAY)] == [
        "Below the centre of 94.2 % for 1 week since 16 Nov; no signal: as chance has it."
    ]
    assert trend_words(weekly([]), MONDAY) == [("No week with a figure is over yet.", "plain")]
    assert trend_words(weekly([9]), MONDAY)[0][0].startswith("1 week so far: no trend yet")


def test_weeks_outside_a_limit_are_told_together() -> None:
    trend = weekly([10, 9, 10, 9, 10, 9, 10, 9, 10, 9, 10, 9, 2, 3, 2])
    said = [text for text, _ in trend_words(trend, MONDAY)]
    assert said[0] == "▼ signal: 3 weeks below the limit, between 23 Nov and 13 Dec."
    assert len([text for text in said if "limit, between" in text]) == 1


def test_of_days_that_are_over_the_limits_are_those_of_the_measure_and_the_weeks_those_up_to_then() -> None:
    shares = [10, 9, 10, 8, 10, 9, 10, 9, 10, 9, 10, 9, 2, 3]
    now, then = weekly(shares), replace(weekly(shares), until=MONDAY + timedelta(weeks=4))
    assert then.chart == now.chart
    assert then.signals(MONDAY) == []
    assert trend_words(then, MONDAY)[0][0].startswith("Above the centre of 94.2 % for 1 week since 28 Sep; no signal")
    before = replace(now, until=MONDAY - timedelta(weeks=1))
    assert trend_words(before, MONDAY - timedelta(weeks=9)) == [("No week up to then has a figure.", "plain")]
    weeks_plot(before, MONDAY - timedelta(weeks=9), before.until, None)


def test_a_phase_is_drawn_with_its_reason() -> None:
    began = Break(1_790_000_000, "relief at noon")
    trend = weekly([6] * 6 + [10] * 3 + [9] * 3, (began,))
    plot = weeks_plot(trend, MONDAY, MONDAY + timedelta(weeks=11), None)
    text = "\n".join("".join(text for text, _ in line) for line in draw(plot, 100, 20))
    assert "relief at noon" in text


def test_an_action_in_effect_is_marked_once() -> None:
    trend = replace(weekly([6] * 6 + [10] * 6), in_effect={MONDAY + timedelta(days=45): "A-07"})
    plot = weeks_plot(trend, MONDAY, MONDAY + timedelta(weeks=11), None)
    assert [part.label for part in plot.parts if isinstance(part, Moment)] == ["A-07 in effect"]
    assert "A-07 in effect" in "\n".join("".join(text for text, _ in line) for line in draw(plot, 100, 20))
    earlier = replace(trend, in_effect={MONDAY - timedelta(days=5): "A-07"})
    assert not [part for part in weeks_plot(earlier, MONDAY, MONDAY, None).parts if isinstance(part, Moment)]
    began = Break(day_bounds(MONDAY + timedelta(weeks=6), LONDON)[0], "relief at noon")
    both = replace(weekly([6] * 6 + [10] * 6, (began,)), in_effect=trend.in_effect)
    plot = weeks_plot(both, MONDAY, MONDAY + timedelta(weeks=11), None)
    assert [part.label for part in plot.parts if isinstance(part, Moment)] == ["relief at noon"]


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.integers(0, 10), max_size=20), st.integers(0, 14))
def test_a_spark_has_a_bar_for_each_week(shares: list[int], many: int) -> None:
    trend = weekly(shares)
    bars = spark(trend, MONDAY, MONDAY + timedelta(weeks=many))
    assert len(bars) == many + 1
    shown = shares[: many + 1]
    assert [bar == "·" for bar in bars] == [n >= len(shown) for n in range(many + 1)]
    for a, b in zip(range(len(shown)), range(1, len(shown)), strict=False):
        assert (bars[a] > bars[b]) <= (shown[a] > shown[b])


@settings(max_examples=tries(60), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.booleans(), st.integers(1, 9)), max_size=30),
    st.sampled_from([1, 7, 60, 120, 180, 600]),
    st.integers(2, 40),
)
def test_the_bins_hold_every_response_once_and_the_limit_is_an_edge(
    some: list[tuple[int, bool, int]], limit: int, most: int
) -> None:
    bins = bins_of(some, limit, most)
    assert limit % bins.width == 0
    assert len(bins.within) <= most
    assert sum(bins.within) == sum(n for _, good, n in some if good)
    assert sum(bins.late) == sum(n for _, good, n in some if not good)
    edge = limit // bins.width
    true = bins_of([(seconds, seconds <= limit, n) for seconds, _, n in some], limit, most)
    if len(true.within) > edge:
        assert not any(true.late[:edge])
        assert not any(true.within[edge:])
    spread_plot(bins, limit, figures({100: 5}, 5))


def test_an_hour_in_words_and_in_a_cell() -> None:
    late = {(0, 17): Late(5, 3), (1, 9): Late(4, 0), (2, 12): Late(9, 3)}
    hours = Hours(late, {(0, 17): (900, 3600), (1, 9): (3600, 3600), (2, 12): (5400, 3600)}, 1)
    assert hour_words(hours, (0, 17)) == "Mon 17:00–18:00: 3 of 5 over the limit; 0.25 responders free on the mean"
    assert worst_hour(hours) == (0, 17)
    most = Fraction(3)
    assert late_cell(hours, (0, 17), most, share=False) == ("3", "worst")
    assert late_cell(hours, (1, 9), most, share=False) == ("0", "good")
    assert late_cell(hours, (3, 3), most, share=False) == ("·", "muted")
    assert [free_cell(hours, key, short=True)[0] for key in ((0, 17), (1, 9), (2, 12), (3, 3))] == [
        ".2",
        "1",
        "1+",
        "·",
    ]
    assert (
        hour_words(Hours({}, {}, 0), (6, 23)) == "Sun 23:00–00:00: no responses; no post is marked as one that responds"
    )


def test_hours_causes_and_what_was_left_out() -> None:
    assert hours_words({10: 2, 12: 4, 13: 3, 17: 4, 23: 0}) == "12–14 h (7), 17–18 h (4), 10–11 h (2)"
    lines = cause_lines({"overlapping-duties": 10, "unexplained": 0, "no-free-responder": 1})
    assert [line.cause for line in lines] == ["overlapping-duties", "no-free-responder"]
    for width in (37, 60, 79, 120):
        (spans,) = draw_cause(lines[0], width)
        assert sum(len(text) for text, _ in spans) <= width
    assert out_words({"struck": 1, "stood-down": 22, "no-arrival": 0}) == "1 struck · 22 stood down"
