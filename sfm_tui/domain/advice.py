"""Plain advice while a plan is written: hints with their reasons, never a block.

The tests are those of domain.md, section 7: SMART, the «so what?» question, one owner, a thread from a finding, a short
plan. Each is a question of words and figures, so each can be wrong: a person decides.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sfm_tui.domain.action import LABELS, Action
from sfm_tui.domain.action_due import review_days
from sfm_tui.domain.gates import Facts, is_team

MOST_THEMES = 5
MOST_OPEN = 15
LONG_WORDS = 400
"""Words in one field above which a plan is paper, not a plan."""
MUCH_ALIKE = 0.6
"""Share of a measure's words that the action has too, above which it says nothing of the effect."""
SHORT_WORDS = 3

VAGUE = (
    "improve", "better", "ensure", "enhance", "optimise", "optimize", "strengthen", "raise awareness", "as appropriate",
    "as needed", "as required", "where possible", "regularly", "adequate", "appropriate", "sufficient", "robust",
    "effective", "efficient", "timely", "soon", "asap", "ongoing", "as soon as possible", "various", "etc",
)  # fmt: skip
"""Words that say nothing which one could see or count."""

_VAGUE = re.compile(rf"\b({'|'.join(map(re.escape, VAGUE))})\b", re.IGNORECASE)
_MEANT = re.compile(
    r"\bbetter than\b|\bas soon as (?!possible)|\bimproved?\b[^.;]*\b(to|by|from)\b[^.;]*[0-9][^.;]*", re.IGNORECASE
)
"""Uses of such words that do say what one would see: `better than 3:00`, `improve from 58 to 95 %`."""
_ENDLESS = re.compile(r"\b(ongoing|asap|as soon as possible|tbc|tba|tbd)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(count(s|ed)?|shares?|numbers?|tally|per cent|percentage|rates?|averages?|median)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9]")
_UNIT = re.compile(
    r"%|£|€|\$|\b(per cent|percent|minutes?|mins?|seconds?|secs?|hours?|hrs?|days?|weeks?|months?|times|calls?|rounds?|"
    r"people|sets?|cases?|incidents?|duties|duty|responses?|complaints?|points?|shifts?|radios?|officers?|s|m|h)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset({
    "the", "and", "for", "with", "that", "this", "from", "are", "was", "were", "will", "have", "has", "had", "not",
    "all", "any", "our", "their", "its", "his", "her", "who", "what", "when", "where", "which", "each", "every", "than",
    "then", "them", "they", "been", "being", "into", "onto", "over", "under", "per", "may", "can", "must", "shall",
    "should",
})  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """One piece of advice: the test that it comes from, the words, the field that it is about."""

    test: str
    words: str
    field: str


def advice(
    action: Action, facts: Facts, links: Collection[str], today: str, tz: ZoneInfo
) -> list[Hint]:  # fmt: skip
    """What one may want to look at again in a plan; `links` are the records that it was raised from."""
    return [
        *_specific(action), *_measurable(action), *_attainable(action), *_relevant(action, facts, links),
        *_timed(action, facts, today, tz), *_owner(action), *_short(action),
    ]  # fmt: skip


def plan_advice(themes: int, some: Iterable[Action]) -> list[Hint]:
    """What one may want to look at again in the plan as a whole: `some` are the cycles at work."""
    going = [action for action in some if action.stage != "closed"]
    found = []
    if themes > MOST_THEMES:
        found.append(Hint("short", f"{themes} themes: more than {MOST_THEMES} are hard to keep in mind", "themes"))
    if len(going) > MOST_OPEN:
        found.append(Hint("short", f"{len(going)} open actions: finish some before raising more", "actions"))
    orphans = [action.action for action in going if not action.theme]
    if orphans:
        found.append(Hint("themes", f"under no theme: {', '.join(orphans)}", "theme"))
    return found


def _specific(action: Action) -> Iterator[Hint]:
    for name in ("area", "required_level", "gap", "target", "how_measured"):
        text = _MEANT.sub(" ", getattr(action, name))
        if name == "gap" and _NUMBER.search(text):
            continue  # it is told in figures, whatever words stand beside them
        said = sorted({found[0].lower() for found in _VAGUE.finditer(text)})
        if said:
            words = ", ".join(f"«{word}»" for word in said)
            yield Hint("specific", f"{LABELS[name]}: {words} can mean anything: say what one would see", name)
    if action.required_level.strip() and len(action.required_level.split()) < SHORT_WORDS:
        yield Hint("specific", f"{LABELS['required_level']}: say who does what, where and when", "required_level")


def _measurable(action: Action) -> Iterator[Hint]:
    level = f"{action.required_level} {action.target}"
    if level.strip() and not _NUMBER.search(level):
        yield Hint("measurable", "no number says when the level is reached", "target")
    elif level.strip() and not _UNIT.search(level) and not action.measure:
        yield Hint("measurable", "the number has no unit: minutes, per cent, cases a week?", "target")
    if action.gap.strip() and not _NUMBER.search(action.gap):
        yield Hint("measurable", f"{LABELS['gap']}: give the figures, and the period they are of", "gap")
    if not action.measure:
        yield Hint("measurable", "no measure is chosen: which series should move?", "measure")
    elif not (action.baseline_from and action.baseline_to):
        yield Hint("measurable", "no baseline: the effect is judged against one", "baseline_from")
    elif action.in_effect_on and action.in_effect_on <= action.baseline_to:
        words = f"the baseline ends on {action.baseline_to}, after the change: some readings count on both sides"
        yield Hint("measurable", words, "baseline_to")


def _attainable(action: Action) -> Iterator[Hint]:
    if not action.support.strip():
        yield Hint("attainable", f"{LABELS['support']}: nothing? write «none» where that is so", "support")


def _relevant(action: Action, facts: Facts, links: Collection[str]) -> Iterator[Hint]:
    if not links:
        yield Hint("relevant", "linked to nothing: from which incident, finding or complaint does it come?", "links")
    said = " ".join([action.area, *(step.text for step in facts.steps if step.cycle == action.cycle)])
    for name in ("how_measured", "required_level"):
        if restates(getattr(action, name), said):
            yield Hint("so what", f"{LABELS[name]}: says again what is done; what will people notice once it is?", name)
            break


def restates(impact: str, said: str) -> bool:
    """Whether a text has little in it but the words of another: the «so what?» test.

    Figures make it say more, and so does what is counted.
    """
    words, other = _words(impact), _words(said)
    if len(words) < SHORT_WORDS or _NUMBER.search(impact) or _COUNTED.search(impact):
        return False
    return len(words & other) / len(words) >= MUCH_ALIKE


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)} - _COMMON


def _timed(action: Action, facts: Facts, today: str, tz: ZoneInfo) -> Iterator[Hint]:
    for name in ("required_level", "how_measured", "target"):
        if _ENDLESS.search(getattr(action, name)):
            yield Hint("time-bound", f"{LABELS[name]}: has no end: choose a day", name)
    if action.due is None:
        return
    if action.due < today and action.stage == "plan":
        yield Hint("time-bound", f"{LABELS['due']}: {action.due} is over: choose a day to come", "due")
    begun = action if action.began else action.model_copy(update={"agreed_on": min(today, action.due)})
    try:
        planned = review_days(begun, action.due, tz)
    except ValueError:
        planned = []
    for review in facts.reviews:
        if review.action == action.action and review.cycle == action.cycle:
            planned += [review.reviewed_on, *([review.next_review] if review.next_review else [])]
    if not any(day < action.due for day in planned):
        yield Hint("time-bound", f"no review before it is due on {action.due}: one may see too late", "review_dates")
    if action.started_on and (date.fromisoformat(action.due) - date.fromisoformat(action.started_on)).days > 365:
        yield Hint("time-bound", "more than a year from start to end: what can be reached sooner?", "due")


def _owner(action: Action) -> Iterator[Hint]:
    if not action.owner.strip():
        yield Hint("owner", "nobody answers for it yet: name one person", "owner")
    elif is_team(action.owner):
        yield Hint("owner", f"«{action.owner}» is no one person: who of them answers for it?", "owner")


def _short(action: Action) -> Iterator[Hint]:
    for name, value in action.row().items():
        if isinstance(value, str) and len(value.split()) > LONG_WORDS:
            words = len(value.split())
            yield Hint("short", f"{LABELS.get(name, name)}: {words:,} words: who will read them?", name)
