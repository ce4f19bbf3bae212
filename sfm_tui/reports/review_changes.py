"""What was changed, what that did, and what is still open, in a contract review."""

from dataclasses import dataclass
from datetime import date

from sfm_tui.clock import day_bounds, local_date, short_clock
from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.repeat_words import words_of
from sfm_tui.reports.blocks import Block, Bullets, Column, Para, Table
from sfm_tui.reports.plain import counted
from sfm_tui.reports.review_data import CHANGES_AFTER_DAYS, OpenAction, ReviewData
from sfm_tui.reports.review_effect_words import change, held, measure_name, others, side_row, verdict
from sfm_tui.reports.review_words import NOTHING, at_most, cut, day, days_of, iso_day, listed, short_day
from sfm_tui.storage.effects import ActionEffect

MOST_OPEN, MOST_CHANGES, MOST_SHOWN_EFFECTS, MOST_TALKS = 8, 9, 2, 4
"""More than these stand in the appendix."""
_AREA, _TEXT = 90, 150
_LONG = 330 * 86_400
"""Where the days of more than so many seconds are told of, they are named with their year."""

_VERBS = {
    "assign": "put on a duty", "move": "moved", "split": "split", "swap": "swapped", "extend": "extended",
    "shorten": "shortened", "cancel": "cancelled", "no-show": "marked no-show", "book-on": "booked on",
    "book-off": "booked off", "duty": "duty edited", "absence": "absence entered", "licence": "licence entered",
    "cover": "cover changed", "check-call": "check call", "patrol": "round", "compensate": "compensatory rest",
    "pattern": "pattern laid out", "remove": "removed",
}  # fmt: skip
_NO_CHANGE = ("book-on", "book-off", "check-call", "patrol", "compensate", "no-show")
"""Acts that tell how a duty went, and change no plan."""


@dataclass(frozen=True)
class _Line:
    """Something that was changed on a day."""

    on: date
    what: str
    text: str


def changed(data: ReviewData) -> list[Block]:
    """Actions, the roster, briefing points and talks, up to a month after the period."""
    lines = changes(data)
    first, last = days_of(data.changes, data.tz)
    later = data.changes[1] > data.window[1]
    blocks: list[Block] = []
    shown = lines[-MOST_CHANGES:]
    title = f"Changes from {day(first)} to {day(last)}"
    if len(shown) < len(lines):
        title += f": the last {len(shown)} of {len(lines)}, the rest in the appendix"
    blocks.append(change_table(data, shown, title))
    talks = talk_lines(data)
    if len(talks) > MOST_TALKS:
        more = len(talks) - MOST_TALKS + 1
        talks = [*talks[-MOST_TALKS + 1 :], f"Toolbox talks on {more} more topics: see the appendix."]
    blocks.append(Bullets((*_roster(data), *talks)))
    if later:
        blocks.append(
            Para(
                f"Changes up to {CHANGES_AFTER_DAYS} days after the period are told too, marked with an arrow (→),"
                " since an answer may come later.",
                "note",
            )
        )
    return blocks


def changes(data: ReviewData) -> list[_Line]:
    """Every change that has a day, in order; an action once for each cycle, by its last day."""
    lines = []
    for action in data.actions:
        if days := _steps(data, action):
            words = ", ".join(f"{what} {short_day(on)}" for on, what in days)
            lines.append(_Line(days[-1][0], "action", f"{_action(action)}: {words}"))
    for told in data.points:
        on_day = local_date(begins(told.point.since, data.tz), data.tz)
        heard = f" ({counted(told.acknowledged, 'officer')} acknowledged it)" if told.acknowledged else ""
        lines.append(_Line(on_day, "briefing point", f"{told.point.briefing} {cut(told.point.text, _TEXT)}{heard}"))
    lines += [_Line(on, "cover asked for", text) for on, text in _cover(data)]
    return sorted(lines, key=lambda line: (line.on, line.what, line.text))


def _steps(data: ReviewData, action: Action) -> list[tuple[date, str]]:
    """What happened to an action in these days, in order."""
    found = []
    for text, what in ((action.agreed_on, "agreed"), (action.started_on, "begun"), (action.in_effect_on, "in effect")):
        on = date.fromisoformat(text) if text else None
        if on and data.changes[0] <= day_bounds(on, data.tz)[0] < data.changes[1]:
            found.append((on, what))
    return sorted(found, key=lambda one: one[0])


def change_table(data: ReviewData, lines: list[_Line], title: str) -> Table:
    """Changes as a table."""
    over = local_date(data.window[1], data.tz)
    named = day if data.changes[1] - data.changes[0] > _LONG else short_day
    shown, title = at_most(tuple(lines), title, newest=True)
    rows = tuple((("→ " if line.on >= over else "") + named(line.on), line.what, line.text) for line in shown)
    columns = (Column("day", 0.8 if named is short_day else 1.2), Column("what", 1.5), Column("which", 6.2))
    return Table(title, columns, rows, "Nothing was recorded as changed: no action, briefing point or cover.")


def _action(action: Action) -> str:
    cycle = f", cycle {action.cycle}" if action.cycle > 1 else ""
    return f"{action.action}{cycle} {cut(action.area, _AREA)}"


def _cover(data: ReviewData) -> list[tuple[date, str]]:
    """What cover began, the hours of one post and day together."""
    found: dict[tuple[date, str, str], list[str]] = {}
    for one in data.cover:
        hours = f"{one.headcount} from {short_clock(one.start, data.tz)} to {short_clock(one.end, data.tz)}"
        found.setdefault((local_date(one.start, data.tz), one.post, one.repeat), []).append(hours)
    return [
        (on, f"{cut(data.names.posts.get(post) or post, _AREA)}: {listed(some)}{', ' if repeat else ''}{_rule(repeat)}")
        for (on, post, repeat), some in found.items()
    ]


def _rule(repeat: str) -> str:
    return words_of(repeat) if repeat else ""


def _roster(data: ReviewData) -> list[str]:
    acts = [(verb, n) for verb, n in data.roster_acts if verb not in _NO_CHANGE]
    if not acts and not data.files:
        return ["Changes of the roster, as the ledger has them: none."]
    said = [f"{_VERBS.get(verb, verb)} {n}" for verb, n in acts]
    if data.files:
        said.append(f"changed by files read in {data.files}")
    return [f"Changes of the roster, as the ledger has them: {', '.join(said)}."]


def talk_lines(data: ReviewData) -> list[str]:
    """The talks of these days, a sentence for each topic."""
    if not data.talks:
        return ["No toolbox talk was held in these days."]
    return [
        f"Toolbox talk «{cut(one.title, _AREA)}»: held {_times(one.talks)}, {one.attended} attended,"
        f" {one.caught_up} caught up, {one.absent} absent."
        for one in data.talks
    ]


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def effects_part(data: ReviewData) -> list[Block]:
    """The effects that can be told already, the newest first, and which cannot."""
    if not data.effects and not data.without_effect:
        return [Para("No action was put into effect in these months, so there is no effect to tell of.")]
    shown = _told_first(data)
    blocks = effect_blocks(shown, "Before and after") if shown else []
    later = told_later(data)
    early = [one.action.action for one in later if one.found.verdict == "too early"]
    other = [one.action.action for one in later if one.found.verdict != "too early"]
    bare = [action.action for action, _ in data.without_effect]
    said = [
        f"{words}: {cut(listed(list(dict.fromkeys(some))), _TEXT)}."
        for words, some in (("Too early to tell", early), ("Effects told in the appendix", other),
                            ("No effect can be told, for the reasons in the appendix", bare))
        if some
    ]  # fmt: skip
    return [*blocks, *([Bullets(tuple(said))] if said else [])]


def _told_first(data: ReviewData) -> tuple[ActionEffect, ...]:
    """The effects of the first two pages: those with a verdict, the newest first."""
    return tuple(one for one in data.effects if one.found.verdict != "too early")[:MOST_SHOWN_EFFECTS]


def told_later(data: ReviewData) -> tuple[ActionEffect, ...]:
    """The other effects."""
    shown = _told_first(data)
    return tuple(one for one in data.effects if one not in shown)


def effect_blocks(some: tuple[ActionEffect, ...], title: str) -> list[Block]:
    """Effects as a table of both sides, and what they say below it."""
    rows, said = [], []
    for found in some:
        about, result = found.action, found.found
        rows.append(side_row(found, "before", result.baseline, about.baseline_from, about.baseline_to))
        rows.append(side_row(found, "after", result.follow_up, about.in_effect_on, ""))
        moved = f", {change(found)}" if result.interval else f" ({result.why})" if result.why else ""
        unit = f" in {found.measure.unit}" if found.measure.unit else ""
        looks = "; ".join(held(look) for look in found.held)
        lines = (
            f"{about.action} «{cut(about.area, _AREA)}», {measure_name(found)}{unit}: {verdict(found)}{moved}.",
            others(found), f"Has it held: {looks}." if looks else "",
        )  # fmt: skip
        said.append(" ".join(filter(None, lines)))
    columns = (
        Column("action", 0.9), Column("side", 0.8), Column("days", 2.6), Column("n", 0.6, right=True),
        Column("median", 1, right=True), Column("90 % within", 1, right=True),
        Column("within limit or target", 1.5, right=True),
    )  # fmt: skip
    return [Table(title, columns, tuple(rows)), Bullets(tuple(said))]


def open_actions(data: ReviewData) -> list[Block]:
    """What is still to be done, by whom and by when."""
    shown = data.open_actions[:MOST_OPEN]
    title = f"Open on {day(local_date(data.now, data.tz))}, by the day on which they are due"
    if len(shown) < len(data.open_actions):
        title += f": the first {len(shown)} of {len(data.open_actions)}, the rest in the appendix"
    return [open_table(shown, title)]


def open_table(some: tuple[OpenAction, ...], title: str) -> Table:
    """Open actions as a table."""
    some, title = at_most(some, title)
    rows = tuple(
        (
            f"{one.action.action} {cut(one.action.area, _AREA)}", one.owner or "no owner yet", one.action.stage,
            iso_day(one.action.due) + (" ✗ overdue" if one.overdue else "") if one.action.due else "no day yet",
            one.outcome or NOTHING,
        )
        for one in some
    )  # fmt: skip
    columns = (
        Column("action", 3.4), Column("owner", 1.5), Column("stage", 0.7), Column("due", 1.5),
        Column("last review", 1.1),
    )  # fmt: skip
    strong = tuple(n for n, one in enumerate(some) if one.overdue)
    return Table(title, columns, rows, "No improvement action is open.", strong)
