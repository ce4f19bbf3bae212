"""An improvement action from a figure of the dashboard: the form opens with what the figure tells; pure."""

from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.late_words import period_words
from sfm_tui.domain.period import Period
from sfm_tui.widgets.figures.cards import LOWER, Card, target_text
from sfm_tui.widgets.figures.trend import MEASURE, Trend, trend_words
from sfm_tui.widgets.figures.words import what_words

_AREAS = {
    "fill": "Posts that are not filled", "late-starts": "Duties that begin late", "no-shows": "Duties nobody comes to",
    "licence": "Duty time without a licence", "training": "Training that is out of date",
    "calls": "Check calls that are late or missed", "reports": "Reports that are not closed within 24 hours",
}  # fmt: skip
_LEVELS = {
    "fill": "of the hours asked for filled", "late-starts": "of duties begin late",
    "no-shows": "of duties are no-shows",
    "licence": "of the duty time licensed where a licence is needed", "training": "of what is required in date",
    "calls": "of check calls in time", "reports": "of reports closed within 24 hours",
}  # fmt: skip


def sketch_of(card: Card, period: Period, trend: Trend | None) -> ActionSketch:
    """The action for a figure that is not made of responses; those have the late responses behind them."""
    days = period_words(period.days)
    target = target_text(card).strip("()").removeprefix("≤ ")
    most = "at most " if card.key in LOWER else ""
    how = f"{card.title}, from the records, in the same way as before"
    weeks = " ".join(text for text, _ in trend_words(trend, period.first)) if trend is not None else ""
    usual = "usual target" if card.usual else "target"
    measure = MEASURE.get(card.key, "")
    return ActionSketch(
        area=_AREAS[card.key],
        required_level=f"{most}{target} % {_LEVELS[card.key]}",
        gap=f"{days}: {what_words(card)}; {usual} {most}{target} %. {weeks}".strip(),
        measure=measure,
        baseline_from=period.first.isoformat() if measure else "",
        baseline_to=period.last.isoformat() if measure else "",
        target=f"{most}{target} %",
        how_measured=how,
    )
