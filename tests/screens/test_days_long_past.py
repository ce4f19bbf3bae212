"""What the dashboard says of records that came in from elsewhere: days long past, and late ones at every hour."""

from datetime import timedelta

from sfm_tui.widgets.figures.trend import trend_words
from sfm_tui.widgets.figures.words import hours_words, short_words
from tests.screens.test_figures_words import MONDAY, responses, weekly


def test_weeks_that_all_lie_before_the_days_say_when_the_last_one_was() -> None:
    trend = weekly([9, 8, 9, 10, 8, 9, 9, 10])
    last = MONDAY + timedelta(weeks=7)
    assert trend_words(trend, last + timedelta(weeks=1)) == [
        ("The last week with a figure was that of 19 Oct 2026: p shows other days.", "plain")
    ]
    assert "centre" in trend_words(trend, last)[-1][0]


def test_no_figure_is_a_sentence_of_its_own() -> None:
    assert short_words(responses()["within"]) == [("No responses.", "bold")]


def test_late_ones_at_every_hour_are_told_by_the_worst_hours() -> None:
    by_hour = dict.fromkeys(range(24), 2) | {17: 9, 3: 5, 4: 4}
    assert hours_words(by_hour) == "17–18 h (9), 03–04 h (5), 04–05 h (4)"
    assert hours_words({23: 3, 22: 1}) == "22–00 h (4)"
