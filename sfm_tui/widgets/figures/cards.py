"""The figures of the dashboard, each with its target, what it is made of and how it stands; pure.

A figure stands `good` where it meets its target, `bad` where it misses it by more than chance explains, `warn` where
it misses it and the 95 % interval still holds the target. Where a site has set no target, the usual one in the trade
is taken and marked so; licensed time has 100 % by law.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sfm_tui.domain.kpi import FEWEST, Figures, Terms
from sfm_tui.domain.kpi_roster import RosterFigures, Share
from sfm_tui.domain.rounding import percent
from sfm_tui.domain.shares import wilson
from sfm_tui.domain.usual_targets import AT_MOST, USUAL, WITHOUT_CASES, UsualKey

if TYPE_CHECKING:
    from sfm_tui.storage.figures import CheckCalls, Kpis

Key = Literal[
    "within", "mean", "median", "p90", "fill", "late-starts", "no-shows", "licence", "training", "calls", "reports"
]
Stand = Literal["good", "warn", "bad", "none"]
TITLES: dict[Key, str] = {
    "within": "Within the limit", "mean": "Mean response", "median": "Median response", "p90": "p90 response",
    "fill": "Shift fill", "late-starts": "Late starts", "no-shows": "No-shows", "licence": "Licensed duty time",
    "training": "Training in date", "calls": "Check calls in time", "reports": "Reports in 24 h",
}  # fmt: skip
KEYS: tuple[Key, ...] = tuple(TITLES)
RESPONSE_KEYS: tuple[Key, ...] = ("within", "mean", "median", "p90")
SIGNS: dict[Stand, str] = {"good": "✔", "warn": "▲", "bad": "✖", "none": "·"}
STYLES: dict[Stand, str] = {"good": "good", "warn": "warn", "bad": "bad", "none": "muted"}
LOWER: frozenset[Key] = frozenset(("mean", "median", "p90", *AT_MOST))
"""Of these less is better."""
TIMED: frozenset[Key] = frozenset(("fill", "licence"))
"""Shares of time: there are no cases, and so no interval."""
N_ROOM = 7
Interval = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Card:
    """One figure, exact. `value` is None where there is none, and `why` says so then.

    `n` counts what it is made of: responses, duties, calls, pairs; of a share of time its seconds. `part` is that of
    the share. `usual` says that the target is not the site's own; `note` what else there is to say of it.
    """

    key: Key
    value: Fraction | None
    n: int
    part: int = 0
    interval: Interval | None = None
    target: Fraction | None = None
    usual: bool = False
    why: str = ""
    values: tuple[int, ...] = ()
    low_n: bool = False
    note: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.key]

    @property
    def timed(self) -> bool:
        """Whether it is in seconds; else in per cent."""
        return self.key in ("mean", "median", "p90")

    def met(self, value: Fraction | Decimal) -> bool:
        """Whether a value would meet the target."""
        assert self.target is not None
        return Fraction(value) <= self.target if self.key in LOWER else Fraction(value) >= self.target

    @property
    def stand(self) -> Stand:
        """How it stands to its target."""
        if self.value is None or self.target is None:
            return "none"
        if self.met(self.value):
            return "good"
        if self.interval is not None and any(self.met(end) for end in self.interval):
            return "warn"
        return "warn" if self.timed and self.low_n else "bad"


def cards_of(found: "Kpis") -> dict[Key, Card]:
    """Every figure of a window."""
    cards = {
        **response_cards(found.responses.total, found.terms),
        **roster_cards(found.roster),
        **other_cards(found.calls, found.reports, found.training),
    }
    return {key: cards[key] for key in KEYS}


def response_cards(some: Figures, terms: Terms) -> dict[Key, Card]:
    """The figures of responses."""
    percent_target = terms.today.target_percent
    target = None if percent_target is None else Fraction(str(percent_target))
    why, values, low = some.why, some.values, some.low_n
    limit = Fraction(terms.today.limit_seconds)
    p90 = None if some.p90 is None else Fraction(some.p90)
    return {
        "within": Card("within", some.share, some.n, some.within, some.interval, target, False, why, values, low),
        "mean": Card("mean", some.mean, some.n, 0, None, limit, False, why, values, low),
        "median": Card("median", some.median, some.n, why=why, values=values, low_n=low),
        "p90": Card("p90", p90, some.n, why=why, values=values, low_n=low),
    }


def roster_cards(some: RosterFigures) -> dict[Key, Card]:
    """The figures of the roster; late starts and no-shows as shares of the duties that start."""
    none = some.why or ("" if some.starts else "no duty starts")
    return {
        "fill": _share("fill", some.fill),
        "late-starts": _share("late-starts", Share(some.late_starts, some.starts, none)),
        "no-shows": _share("no-shows", Share(some.no_shows, some.starts, none)),
        "licence": _share("licence", some.licensed),
    }


def other_cards(calls: "CheckCalls", reports: Share, training: Share) -> dict[Key, Card]:
    """Check calls, reports, training."""
    came = _share("calls", calls.came)
    others = {"late": calls.late, "early": calls.early, "missed": calls.missed}
    note = ", ".join(f"{n:,} {how}" for how, n in others.items() if n)
    return {
        "training": _share("training", training),
        "calls": replace(came, note=note),
        "reports": _share("reports", reports),
    }


def _share(key: UsualKey, share: Share) -> Card:
    part, whole, why = share
    sure = None if key in WITHOUT_CASES else wilson(part, whole)
    low = sure is not None and whole < FEWEST
    return Card(key, percent(part, whole), whole, part, sure, USUAL[key], True, why, low_n=low)


# ── as they are written ──────────────────────────────────────────────────────────────────────────────────────


def percent_text(value: Fraction) -> str:
    """`90.9 %`; never 100.0 for what only comes near to it, nor 95.0 for what is just short of a target of 95."""
    whole = round(value)
    if value == whole:
        return f"{whole} %"
    for digits in (1, 2, 3):
        text = f"{_half_up(value, digits):.{digits}f}"
        if Fraction(text) != whole:
            return f"{text} %"
    return f"{'over' if value > whole else 'under'} {whole} %"


def seconds_text(value: Fraction) -> str:
    """`2:29`, to the second."""
    from sfm_tui.clock import duration_text

    return duration_text(int(_half_up(value, 0)))


def value_text(card: Card, value: Fraction | None) -> str:
    """A value as the card has it."""
    if value is None:
        return "–"
    return seconds_text(value) if card.timed else percent_text(value)


def interval_text(interval: Interval | None) -> str:
    """`62–98`, in whole per cents; `±0.2` or `>99.9` where that would not tell its ends apart."""
    if interval is None:
        return ""
    low, high = (Fraction(end) for end in interval)
    whole = [int(_half_up(end, 0)) for end in (low, high)]
    if whole[0] != whole[1]:
        return f"{whole[0]}–{whole[1]}"
    if whole[0] == 100:
        return f">{int(low * 10) / 10:.1f}"
    if not whole[1]:
        return f"<{-int(-high * 10 // 1) / 10:.1f}"
    return f"±{_half_up((high - low) / 2, 1):.1f}"


def target_text(card: Card) -> str:
    """`95`, `≤ 3:00`; one that is only usual in brackets."""
    if card.target is None:
        return ""
    text = seconds_text(card.target) if card.timed else f"{float(card.target):g}"
    text = f"≤ {text}" if card.key in LOWER else text
    return f"({text})" if card.usual else text


def n_text(card: Card) -> str:
    """How many it is made of, of time its hours, in few cells; marked where there are few responses."""
    if card.low_n and card.key in RESPONSE_KEYS and card.n:
        return f"{card.n:,} low"
    n = round(card.n / 3600) if card.key in TIMED else card.n
    unit = "h" if card.key in TIMED else ""
    texts = (f"{n:,} {unit}".strip(), f"{n:,}{unit}", f"{n}{unit}")
    return next((text for text in texts if len(text) <= N_ROOM), f"{n / 1e6:.2f}M{unit}")


def values_text(values: Iterable[int]) -> str:
    """The single responses: `2:10, 2:44, 3:20`."""
    return ", ".join(seconds_text(Fraction(value)) for value in values)


def _half_up(value: Fraction, digits: int) -> float:
    scale: int = 10**digits
    whole = int(abs(value) * scale + Fraction(1, 2))
    return (-whole if value < 0 else whole) / scale
