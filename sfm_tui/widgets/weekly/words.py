"""What the weekly review says: of its week, of a figure, of a decision and what became of it; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from sfm_tui.clock.days import Days
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.weekly import FIGURES, Standing, monday_of_week, week_after
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.say import Tone
from sfm_tui.widgets.figures.cards import Card, Key, value_text
from sfm_tui.widgets.figures.words import Said, card_words
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.rows import Lines, wrapped

if TYPE_CHECKING:
    from sfm_tui.storage.weekly_rows import Review

NOTHING_NOTED = KeyWords(
    "Nothing noted yet: {weekly.decide=d} a decision, {weekly.none=o} no action needed, {weekly.raise=a} an action"
)
SHORT = {
    "within": "Limit", "mean": "Times", "fill": "Fill", "late-starts": "Late", "no-shows": "Shows", "licence": "Lic.",
    "training": "Train", "calls": "Calls", "reports": "Rep.",
}  # fmt: skip
"""What the figures are called where there is little room."""
KEYS = cast("tuple[Key, ...]", tuple(FIGURES))


def week_days(week: str) -> Days:
    """All seven days of a week."""
    monday = monday_of_week(week)
    return Days(monday, monday + timedelta(days=6))


def week_name(week: str) -> str:
    """`week 46`."""
    return f"week {int(week[-2:])}"


def week_words(week: str) -> str:
    """`Week 46, Mon 9 – Sun 15 Nov 2026`."""
    return f"Week {int(week[-2:])}, {week_days(week).words}"


def day_words(day: str, today: str) -> str:
    """`Fri 27 Nov`, with its year where that is another."""
    one = date.fromisoformat(day)
    year = f" {one.year:04}" if day[:4] != today[:4] else ""
    return f"{DAYS[one.weekday()]} {one.day} {MONTHS[one.month - 1]}{year}"


def figure_said(cards: Mapping[Key, Card], before: Mapping[Key, Card], figure: Key, period: str) -> list[Said]:
    """A figure, how it stands, and what the weeks before had; the mean with median and p90."""
    said = card_words(cards[figure], before.get(figure), period)
    if figure == "mean" and cards["mean"].value is not None:
        said.insert(2, (f"{beside_words(cards)}.", "plain"))
    return said


def beside_words(cards: Mapping[Key, Card]) -> str:
    """`Median 2:05, p90 3:42`."""
    median, p90 = (value_text(cards[key], cards[key].value) for key in ("median", "p90"))
    return f"Median {median}, p90 {p90}"


def shown_words(cards: Mapping[Key, Card], figure: Key, week: str, *, so_far: bool) -> str:
    """The figure as it is, in one line, to be kept beside what is decided on it."""
    said = figure_said(cards, {}, figure, week_name(week) + (" so far" if so_far else ""))
    return " ".join(text for text, _ in said if text)


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Entry:
    """A decision in a list; `earlier` where it is of a review before the one that is shown."""

    standing: Standing
    earlier: bool = False

    @property
    def key(self) -> object:
        """What tells it from others."""
        return self.standing.key


@dataclass(frozen=True)
class Hint:
    """A line between the decisions; `figure` is what it leads to, `page` names that where it heads a part."""

    words: str
    style: str = "muted"
    figure: str = ""

    @property
    def key(self) -> object:
        """What tells it from others."""
        return self.words


Item = Entry | Hint


def sign_of(one: Standing, today: str) -> tuple[str, str]:
    """The sign of a decision, and its style."""
    if one.decision.struck:
        return "–", "struck"
    if one.decision.kind == "none":
        return "·", "muted"
    if one.is_open:
        return ("✖", "bad") if one.late(today) else ("○", "accent")
    return ("–", "muted") if one.answer == "dropped" else ("✔", "good")


def said_of(one: Standing) -> str:
    """What was decided, on one line."""
    made = one.decision
    if made.kind == "none":
        return f"No action needed: {one_line(made.text)}"
    return f"Action {made.action}" if made.kind == "action" else one_line(made.text)


def state_of(one: Standing, names: Mapping[str, str], today: str, *, earlier: bool) -> str:
    """Who does it, by when, and whether it was done."""
    made = one.decision
    if made.struck:
        return f"struck: {one_line(made.struck)}"
    if made.kind == "none":
        return names.get(one.author, one.author)
    if made.kind == "action":
        if not one.stage:
            return "not on the board any more"
        return "closed on the board" if one.stage == "closed" else f"on the board, in {one.stage.capitalize()}"
    who = names.get(made.who, made.who)
    if made.due is not None:
        who += f", by {day_words(made.due, today)}"
    if one.is_open:
        return f"{who}: overdue" if one.late(today) else f"{who}: not done yet" if earlier else who
    note = f": {one_line(one.note)}" if one.note.strip() else ""
    word = "done" if one.answer == "done" else "not to be done any more"
    return f"{who} · {word}{note}"


def draw_item(item: Item, width: int, names: Mapping[str, str], today: str) -> Lines:
    """A decision on two lines; what stands between decisions on one."""
    if isinstance(item, Hint):
        indent = 4 if item.style == "warn" else 0
        parts = wrapped(item.words, width - indent)[:2] if item.figure else [item.words]
        return [[(" " * indent, "plain"), (clip(part, width - indent), item.style)] for part in parts]
    one = item.standing
    sign, style = sign_of(one, today)
    week = f"{week_name(one.decision.weekly)}: " if item.earlier else ""
    text = "struck" if one.decision.struck else "plain" if one.is_open else "muted"
    state = state_of(one, names, today, earlier=item.earlier)
    tone = "bad" if one.late(today) else "good" if sign == "✔" else "muted"
    return [
        [(f"{sign} ", style), (week, "muted"), (clip(said_of(one), max(4, width - 2 - len(week))), text)],
        [("    ", "plain"), (clip(state, max(4, width - 4)), tone)],
    ]


def page_items(review: "Review", asked: Sequence[Standing], figure: str) -> list[Item]:
    """What a page lists: what was decided on a figure before and is to be asked of, then what is decided now."""
    before: list[Item] = [Entry(one, earlier=True) for one in asked]
    if not before:
        before = [Hint("No earlier review decided anything on this.")]
    now: list[Item] = [Entry(one) for one in review.decisions if one.decision.figure == figure]
    if not review.on(figure):
        now.append(Hint(NOTHING_NOTED.now, "accent"))
    return [*before, *now]


def summary_items(review: "Review", before: Sequence[Standing], shown: Mapping[str, str]) -> list[Item]:
    """The figures one after the other with what was decided, then what is still open from earlier reviews.

    `shown` are the figures in words, those of when the review was held where it was.
    """
    items: list[Item] = []
    for figure, name in FIGURES.items():
        words = re.sub(r"^Week \d+( so far)?: ", "", shown.get(figure, ""))
        items.append(Hint(f"{name}. {words}", "bold", figure))
        made = [one for one in review.decisions if one.decision.figure == figure]
        items += [Entry(one) for one in made]
        if not review.on(figure):
            items.append(Hint(f"nothing noted on {name.lower()}", "warn", figure))
    left = [one for one in before if one.is_open]
    many = f"Still open from earlier reviews: {len(left)}" if left else "Nothing is open from earlier reviews."
    return [*items, Hint(many, "accent"), *(Entry(one, earlier=True) for one in left)]


# ── the list of reviews ──────────────────────────────────────────────────────────────────────────────────────


def state_words(review: "Review", names: Mapping[str, str], held: str) -> tuple[str, str]:
    """Whether a review was held, when (in words) and by whom, with the style of that."""
    if review.began_at is None:
        return "not begun", "warn"
    if review.held_at is None:
        return f"not held yet, {len(FIGURES) - len(review.undecided)} of {len(FIGURES)} figures noted", "warn"
    who = f"{held}, {names.get(review.held_by, review.held_by)}"
    if not review.week_over:
        return f"held {who}, before the week was over", "warn"
    return f"held {who}", "good"


def draw_review(review: "Review", width: int, names: Mapping[str, str], held: str) -> Lines:
    """A week with how its review stands, and how many decisions it has."""
    words, style = state_words(review, names, held)
    some = [one for one in review.decisions if not one.decision.struck and one.decision.kind != "none"]
    left = sum(one.is_open for one in some)
    many = f"{len(some)} decision{'s' if len(some) != 1 else ''}" + (f", {left} open" if left else "") if some else ""
    sign = "✔" if style == "good" else "○"
    return [
        [(f"{sign} ", style), (week_words(review.week), "bold")],
        [("    ", "plain"), (clip(words, width - 4), style), (f" · {many}" if many else "", "plain")],
    ]


def weeks_listed(begun: Sequence["Review"], this: str) -> list["Review"]:
    """The reviews that were begun, and those of this week and the last, the newest first."""
    from sfm_tui.storage.weekly_rows import Review

    known = {review.week for review in begun}
    more = [Review(week) for week in (this, week_after(this, -1)) if week not in known]
    return sorted((*more, *begun), key=lambda review: review.week, reverse=True)


# ── above and below ──────────────────────────────────────────────────────────────────────────────────────────


def head_words(review: "Review", page: int | None, *, held: str, over: bool) -> str:
    """Which week, how far one is in it, how many figures were noted: `3 of 9`; the summary where it is no page."""
    parts = [week_words(review.week), "" if over else "not over"]
    parts.append("summary" if page is None else f"{page + 1} of {len(FIGURES)}")
    parts.append(f"held {held}" if held else f"{len(FIGURES) - len(review.undecided)} noted")
    return " · ".join(filter(None, parts))


def coming_words(review: "Review", known: Sequence["Review"], this: str) -> tuple[str, Tone] | None:
    """What one should know of a week when one comes to its review, with its tone."""
    if review.held_at is not None:
        return None
    if review.week == this:
        last = week_after(this, -1)
        held = {one.week for one in known if one.held_at is not None}
        missed = (
            "" if last in held else f"; {week_name(last)} is not reviewed: {key_of('weekly.earlier', '[')} goes to it"
        )
        return f"{week_name(this)} is not over: these are the figures so far{missed}", "warn"
    return ("taken up where it was left", "plain") if review.began_at is not None else None
