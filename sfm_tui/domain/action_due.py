"""What of the improvement plan is due: actions, their steps and their reviews, at a day of the site's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sfm_tui.domain.action import Action, Review, Step
from sfm_tui.domain.recurrence import starts
from sfm_tui.domain.repeat_rule import DAY_SECONDS, read_rule
from sfm_tui.domain.repeat_words import rule_of
from sfm_tui.domain.text import clean_day

DueKind = Literal["action", "step", "review", "recheck"]
HELD_AFTER = (3, 6)
"""Months after a change was in effect on which one looks again whether it has held; rules.md, Effect of an action."""

_EPOCH = date(1970, 1, 1)
_LOOKED_AHEAD = 3660


@dataclass(frozen=True)
class Due:
    """Something that is due on `day`, an ISO day; `what` says in words what it is."""

    action: str
    kind: DueKind
    day: str
    what: str
    owner: str

    def overdue(self, today: str) -> bool:
        """Whether its day is over."""
        return self.day < today


def review_days(action: Action, until: str, tz: ZoneInfo) -> list[str]:
    """The days on which reviews are planned, the rule's up to `until`, in order. Raises ValueError for a bad rule.

    The rule counts from the day on which the cycle began, without one it gives none; that day itself is no review,
    unless the rule gives a number of them.
    """
    days = set(action.review_dates.split())
    if action.review_repeat.strip() and action.began is not None:
        began = date.fromisoformat(action.began)
        first = (began - _EPOCH).days
        last = min((date.fromisoformat(until) - _EPOCH).days, first + _LOOKED_AHEAD)
        words = rule_of(action.review_repeat, began)
        rule, low = read_rule(words, tz), first if "COUNT=" in words.upper() else first + 1
        for wall in starts(rule, first * DAY_SECONDS, low * DAY_SECONDS, (last + 1) * DAY_SECONDS):
            days.add((_EPOCH + timedelta(days=wall // DAY_SECONDS)).isoformat())
    return sorted(days)


def next_review(action: Action, reviews: Iterable[Review], today: str, tz: ZoneInfo) -> str | None:
    """The day of the first review that was planned and not held: it may be over; None where none is planned.

    What the last review set counts, and so does every planned day after it, as far as a year ahead.
    """
    own = [one for one in reviews if one.action == action.action and one.cycle == action.cycle]
    last = max(own, key=lambda one: one.reviewed_on, default=None)
    ahead = (date.fromisoformat(today) + timedelta(days=366)).isoformat()
    days = review_days(action, ahead, tz)
    if last is not None:
        days = [day for day in days if day > last.reviewed_on]
        if last.next_review:
            days.append(last.next_review)
    return min(days, default=None)


def step_day(step: Step) -> str | None:
    """The day by which a step is to be done, where its timescale is one."""
    try:
        return clean_day(step.timescale.strip())
    except ValueError:
        return None


def due_of(
    action: Action, steps: Iterable[Step], reviews: Iterable[Review], today: str, tz: ZoneInfo
) -> list[Due]:  # fmt: skip
    """Everything of the cycle at work that has a day, the first one first.

    What was put into effect is to be looked at again after 3 and 6 months, one that was adopted on its own day as
    well, also once it is closed; until a review is held on that day or later.
    """
    reviews = tuple(reviews)
    found = [one for one in _looks(action, today) if not any(_held(review, action, one.day) for review in reviews)]
    if action.stage == "closed":
        return found
    if action.due:
        found.append(Due(action.action, "action", action.due, action.area, action.owner))
    for step in steps:
        if step.cycle == action.cycle and step.done_on is None and (day := step_day(step)):
            found.append(Due(action.action, "step", day, f"step {step.step}: {step.text}", action.owner))
    if action.stage != "plan" and (day := next_review(action, reviews, today, tz)):
        found.append(Due(action.action, "review", day, f"{action.area}: review", action.owner))
    return sorted(found, key=lambda one: (one.day, one.action, one.kind))


def held_days(in_effect_on: str) -> list[date]:
    """The days, one for each of `HELD_AFTER`, on which one looks whether a change has held."""
    from dateutil.relativedelta import relativedelta

    since = date.fromisoformat(in_effect_on)
    return [since + relativedelta(months=months) for months in HELD_AFTER]


def _looks(action: Action, today: str) -> list[Due]:
    """The days of looking again: of those that are over the last one alone, as that look tells of the others too."""
    if action.stage not in ("check", "act", "closed") or action.decision == "drop":
        return []
    days = {}
    if action.in_effect_on and action.measure:
        for months, day in zip(HELD_AFTER, held_days(action.in_effect_on), strict=True):
            days[day.isoformat()] = f"{action.area}: has it held after {months} months?"
    if action.stage == "closed" and action.decision == "adopt" and action.recheck_on:
        days.setdefault(action.recheck_on, f"{action.area}: look again")
    over = [day for day in sorted(days) if day <= today]
    shown = [*over[-1:], *sorted(day for day in days if day > today)]
    return [Due(action.action, "recheck", day, days[day], action.owner) for day in shown]


def _held(review: Review, action: Action, day: str) -> bool:
    return review.action == action.action and review.cycle == action.cycle and review.reviewed_on >= day


def is_overdue(action: Action, today: str) -> bool:
    """Whether an action that is not closed is past the day on which it should have reached its level."""
    return action.stage != "closed" and action.due is not None and action.due < today
