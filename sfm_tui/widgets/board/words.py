"""What a card of the board says: pure, in pieces of text with the name of their style."""

from fractions import Fraction

from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.action import LABELS, STAGES, Stage
from sfm_tui.domain.effect_words import value_words
from sfm_tui.domain.gates import Need
from sfm_tui.storage.action_board import CardLine, WholeCard
from sfm_tui.widgets.board.spark import spark
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.rows import wrapped

Span = tuple[str, str]

STAGE_NAMES: dict[Stage, str] = {stage: stage.capitalize() for stage in STAGES}
OUTCOME_SIGNS: dict[str, Span] = {"met": ("✓ met", "good"), "partially met": ("~ partially met", "warn"),
                                  "not met": ("✖ not met", "bad")}  # fmt: skip
CARD_LINES = 4
JUDGED_STAGES = ("check", "act", "closed")
"""The stages in which a card says what its measure tells of the change."""
VERDICT_LOOKS = {"better": "good", "worse": "bad", "no clear change": "warn", "too early": "muted"}
NO_THEME = "no theme"
_LEAST_PLOT = 6
_LONGEST_TITLE = 400
_SHORT = {
    "required_level": "level", "gap": "gap", "cause": "cause", "baseline_from": "baseline", "baseline_to": "baseline",
    "how_measured": "how measured", "due": "due date", "review_dates": "review date", "risk_measures": "risk measures",
    "steps": "steps", "started_on": "start", "briefed": "who was told", "in_effect_on": "in effect on",
    "reviews": "review", "standardised": "instruction", "recheck_on": "look again on",
}  # fmt: skip


def short_day(day: str, today: str) -> str:
    """`12 Dec`, with the year where it is another than today's."""
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]}" + (f" {year}" if year != today[:4] else "")


def is_over(line: CardLine, today: str) -> bool:
    """Whether the card should have reached its level by now."""
    return line.stage != "closed" and line.due is not None and line.due < today


def due_words(line: CardLine, today: str) -> Span:
    """When it is due, with a mark and a word where that is over."""
    if line.due is None:
        return "no due date", "muted"
    if line.stage == "closed":
        return "closed", "muted"
    if is_over(line, today):
        return f"✖ overdue {short_day(line.due, today)}", "bad"
    if line.due == today:
        return "! due today", "warn"
    return f"due {short_day(line.due, today)}", "plain"


def review_words(whole: WholeCard, today: str) -> list[Span]:
    """The next review where it is due, else the last one's outcome, else the next one's day."""
    card = whole.card
    going = card.action.stage in ("do", "check", "act")
    if card.review_overdue and card.review_on is not None:
        return [(f"✖ review late {short_day(card.review_on, today)}", "bad")]
    if going and card.review_on == today:
        return [("! review today", "warn")]
    if card.outcome:
        return [OUTCOME_SIGNS[card.outcome]]
    if going and card.review_on:
        return [(f"review {short_day(card.review_on, today)}", "muted")]
    return []


def needs_words(needs: tuple[Need, ...]) -> str:
    """`needs: measure, owner`; empty where nothing is missing."""
    names = dict.fromkeys(_short(need) for need in needs)
    return f"needs: {', '.join(names)}" if names else ""


def _short(need: Need) -> str:
    if need.field == "measure" and not need.words.startswith(LABELS["measure"]):
        return "readings"
    return _SHORT.get(need.field, LABELS[need.field].lower())


def title_lines(entry: CardLine | str, width: int) -> list[str]:
    """A card's number and title, or a theme's, in lines of this width: as many as it takes."""
    words = entry if isinstance(entry, str) else f"{entry.action} {entry.area}"
    return wrapped(one_line(words[:_LONGEST_TITLE]), width + 2)


def card_lines(
    line: CardLine, owner: str, whole: WholeCard | None, today: str, width: int, titles: int = 1
) -> list[list[Span]]:
    """The card in as many lines of pieces as `card_height` says, its title in `titles`; the caller cuts them."""
    when, tone = due_words(line, today)
    room = width - len(when) - 3
    who = clip(owner, max(2, room)) or "no owner"
    lines: list[list[Span]] = [
        *_title(line, width, titles),
        [(who, "plain" if owner else "warn"), (" · ", "muted"), (when, tone)],
    ]
    height = card_height(line.stage) + titles - 1
    if whole is None:
        return [*lines, *([[]] * (height - len(lines)))]
    third = review_words(whole, today)
    if whole.series is not None:
        left = width - sum(len(text) + 1 for text, _ in third)
        if left >= _LEAST_PLOT:
            third.append(((" " if third else "") + spark(whole.series.readings, whole.start, left), "plot"))
    missing = needs_words(whole.card.needs)
    if third or not missing:
        lines.append(third)
    if judged := effect_words(whole, width):
        lines.append(judged)
    onward = "" if line.stage == "closed" else "✓ may go on"
    if not missing:
        lines.append([(onward, "good")])
    elif height - len(lines) < 2:
        lines.append([(missing, "muted")])
    else:
        first, *rest = wrapped(missing, width + 1)
        lines += [[(first, "muted")], [("  " + " ".join(rest), "muted")] if rest else []]
    return [*lines, *([[]] * height)][:height]


def _title(line: CardLine, width: int, titles: int) -> list[list[Span]]:
    number = f"{line.action} "
    if titles == 1:
        return [[(number, "number"), (line.area, "title")]]
    first, *rest = title_lines(line, width)
    rest = [*rest[: titles - 2], " ".join(rest[titles - 2 :])]
    return [[(number, "number"), (first[len(number) :], "title")], *([(words, "title")] for words in rest)]


def card_height(stage: Stage) -> int:
    """How many lines a card has whose title is on one: one more where its effect is told beside what it still needs."""
    return CARD_LINES + (stage in ("check", "act"))


def effect_words(whole: WholeCard, width: int) -> list[Span]:
    """What the measure tells of the change, in a line; nothing in a stage or of a card where it tells nothing."""
    action = whole.card.action
    if action.stage not in JUDGED_STAGES or not action.measure:
        return []
    if not whole.judged:
        return [("effect: reading …", "muted")]
    if whole.effect is None:
        return [(f"effect: no measure {action.measure}", "muted")]
    words = whole.effect.line
    return [(words if len(words) <= width else whole.effect.word, VERDICT_LOOKS[whole.effect.verdict])]


def foot_lines(
    line: CardLine, owner: str, theme: str, whole: WholeCard | None, today: str, width: int, rows: int = 5
) -> list[list[Span]]:
    """What the card under the cursor says in full: its title, days, series and effect, and what it still needs.

    Where `rows` are too few for all, the series is left out.
    """
    when = due_words(line, today)
    lines: list[list[Span]] = [
        [(f"{line.action} ", "number"), (line.area, "title")],
        [(owner or "no owner", "plain"), (" · ", "muted"), when],
    ]
    under = [(" · ", "muted"), (theme or NO_THEME, "muted")]
    if whole is None:
        lines[1] += under
        return lines
    if whole.card.action.cycle > 1:
        lines[1] += [(f" · cycle {whole.card.action.cycle}", "muted")]
    for piece in review_words(whole, today):
        lines[1] += [(" · ", "muted"), piece]
    lines[1] += under
    effect = _effect_line(whole, today)
    if whole.series is not None and (not effect or rows > CARD_LINES):
        series = whole.series
        last = value_words(Fraction(series.readings[-1][1]), series.unit)
        name = clip(one_line(series.name), max(12, width - len(last) - 24))
        plot = spark(series.readings, whole.start, min(60, max(8, width - len(name) - len(last) - 8)))
        lines.append([(f"{name} ", "muted"), (plot, "plot"), (f" now {last}", "muted")])
    if effect:
        lines.append(effect)
    head = f"To leave {STAGE_NAMES[line.stage]}: "
    full, short = "; ".join(need.words for need in whole.card.needs), needs_words(whole.card.needs)[len("needs: ") :]
    if full:
        room = max(1, rows - len(lines))
        words = (
            full if len(head + full) <= (width - 12) * room + 12 else f"{short} · {key_of('board.gate', 'g')} says more"
        )
        lines.append([(head, "warn"), (words, "plain")])
    elif line.stage != "closed":
        following = STAGES[STAGES.index(line.stage) + 1]
        lines.append([(f"✓ nothing is missing: > moves it to {STAGE_NAMES[following]}", "good")])
    return lines


def _effect_line(whole: WholeCard, today: str) -> list[Span]:
    """The effect with its difference and how much it rests on."""
    found = whole.effect
    if found is None or whole.card.action.stage not in JUDGED_STAGES:
        return []
    look = VERDICT_LOOKS[found.verdict]
    if found.verdict == "too early":
        enough = found.by is not None and found.before >= found.needed
        till = f", enough about {short_day(str(found.by), today)} at this rate" if enough else ""
        return [(found.line, look), (till, "muted")]
    return [(found.line, look), (f" · {found.shift} · n {found.before:,} and {found.after:,}", "muted")]
