"""What the effect of a change says, in words and short figures, for cards, gates and reviews."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sfm_tui.clock.show import duration_text
from sfm_tui.domain.effect import Effect, Side, Verdict
from sfm_tui.domain.rounding import Exact

SIGNS: dict[Verdict, str] = {"better": "✓", "worse": "✖", "no clear change": "~", "too early": "…"}
"""The mark beside the word, so that a verdict is read without colour."""


@dataclass(frozen=True)
class Judged:
    """An effect as the gates and a card need it.

    `figure` is the measure before and after in short (`58.5 → 95.7 %`), `shift` the difference with its interval in
    words; both empty where it is too early. `before` and `after` are the readings on each side, `needed` the fewest
    that tell anything, `by` the day on which there will be enough at the present rate.
    """

    verdict: Verdict
    figure: str = ""
    shift: str = ""
    before: int = 0
    after: int = 0
    needed: int = 0
    cases: bool = False
    by: date | None = None

    @property
    def word(self) -> str:
        """The verdict with its mark."""
        return f"{self.verdict} {SIGNS[self.verdict]}"

    @property
    def line(self) -> str:
        """The verdict with its figures, on one line."""
        if self.verdict != "too early":
            return f"{self.word} {self.figure}".rstrip()
        if self.before < self.needed:
            return f"{self.word} {self.before} of {self.needed} before"
        return f"{self.word} {self.after} of {self.needed} after"


def judged(
    found: Effect, unit: str, *, needed: int, cases: bool, shares: bool, since: date | None, today: date
) -> Judged:
    """An effect in short: `since` is the day from which readings count as «after»."""
    figure = shift = ""
    if found.verdict != "too early":
        before, after = middle(found.baseline, shares=shares), middle(found.follow_up, shares=shares)
        figure = f"{bare_words(before, unit)} → {value_words(after, unit)}"
        shift = shift_words(found, unit, shares=shares)
    n = found.follow_up.n
    by = None
    if since is not None and 0 < n < needed and since <= today:
        days = (today - since).days + 1
        by = date.fromordinal(today.toordinal() + -(-(needed - n) * days // n))
    return Judged(found.verdict, figure, shift, found.baseline.n, n, needed, cases, by)


def middle(side: Side, *, shares: bool) -> Exact | None:
    """What a side comes to: the share within where that is the measure, else the median."""
    return side.share if shares else side.median


def value_words(value: Exact | None, unit: str) -> str:
    """`2:46` of seconds, `95.7 %`, `4 a week`; `-` for none."""
    text = bare_words(value, unit)
    return text if value is None or unit == "seconds" or not unit else f"{text} {unit}"


def bare_words(value: Exact | None, unit: str) -> str:
    """The same without the unit."""
    if value is None:
        return "-"
    if unit == "seconds":
        return duration_text(_whole(value))
    return f"{_tenths(value):g}"


def shift_words(found: Effect, unit: str, *, shares: bool) -> str:
    """`down by 0:38 (95 %: -1:05 to -0:12)`: the difference after − before with its interval."""
    if found.change is None or found.interval is None:
        return ""
    name = "points" if shares else unit
    way = "up by" if found.change > 0 else "down by" if found.change < 0 else "unchanged,"
    low, high = (_signed(end, name) for end in found.interval)
    return f"{way} {value_words(abs(Fraction(found.change)), name)} (95 %: {low} to {high})"


def _signed(value: Exact, unit: str) -> str:
    return ("+" if value > 0 else "") + bare_words(value, unit)


def _whole(value: Exact) -> int:
    """To the nearest whole, half away from zero."""
    exact = Fraction(value)
    found = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -found if exact < 0 else found


def _tenths(value: Exact) -> float:
    return _whole(Fraction(value) * 10) / 10


def counted_words(n: int, *, cases: bool) -> str:
    """`1 reading`, `23 responses`."""
    return f"{n:,} {'response' if cases else 'reading'}{'' if n == 1 else 's'}"


__all__ = [
    "SIGNS", "Judged", "bare_words", "counted_words", "judged", "middle", "shift_words", "value_words",
]  # fmt: skip
