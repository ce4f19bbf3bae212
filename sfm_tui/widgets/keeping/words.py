"""What the screen of keeping says of rules, records and holds; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.storage.copies import Copy
from sfm_tui.storage.holds import Hold
from sfm_tui.storage.retention import Count, Old
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.rows import Lines

HOLDS = "holds"
_KIND, _MOST_PATHS = 16, 2


@dataclass(frozen=True)
class Pane:
    """What the left list chooses: a kind of record with its count, or the holds."""

    name: str
    count: Count | None = None
    holds: int = 0


def draw_pane(pane: Pane, width: int) -> Lines:
    """A kind, how many are due, how many stay."""
    if pane.count is None:
        return [[(fit("Legal holds", _KIND) + " ", "bold"), (f"{pane.holds:>6,} held", "plain")]]
    due, kept = pane.count.due, pane.count.kept
    tone = "warn" if due else "muted"
    return [[
        (fit(pane.count.rule.kind.title, _KIND) + " ", "plain"), (f"{due:>6,} due", tone),
        (f" {kept:>6,} stay" if width > 40 else "", "muted"),
    ]]  # fmt: skip


def draw_item(item: Any, width: int, tz: ZoneInfo) -> Lines:
    """A record whose time is over, or a hold."""
    return _draw_hold(item, width, tz) if isinstance(item, Hold) else _draw_old(item, width)


def _draw_old(old: Old, width: int) -> Lines:
    name = old.record.partition(":")[2]
    state = f"stays: {old.why}" if old.why else f"due since {day_text(old.due)}"
    text = " ".join(old.text.split())
    return [
        [(fit(name, 12) + " ", "accent"), (clip(text or "no words", max(8, width - 14)), "plain" if text else "muted")],
        [(" " * 13, "plain"), (f"{day_text(old.began)} · ", "muted"),
         (clip(state, max(8, width - 34)), "muted" if old.why else "warn")],
    ]  # fmt: skip


def _draw_hold(hold: Hold, width: int, tz: ZoneInfo) -> Lines:
    when = day_text(local_date(hold.at, tz))
    end = "" if hold.lifted_at is None else f"lifted {day_text(local_date(hold.lifted_at, tz))} by {hold.lifted_by}: "
    head = "muted" if end else "accent"
    return [
        [(hold.target.replace(":", " ", 1) + "  ", head), (clip(hold.why, max(8, width // 2)), "plain")],
        [("  ", "plain"), (clip(f"{end}{hold.lifted_why}" if end else f"held since {when} by {hold.author}", width - 4),
                           "muted")],
    ]  # fmt: skip


def rule_words(pane: Pane, which: str, listed: int) -> str:
    """The line above the records: the rule, and what of it is listed."""
    if pane.count is None:
        return f"Legal holds · {pane.holds:,} stand, lifted ones below"
    rule = pane.count.rule
    total = pane.count.due if which == "due" else pane.count.due + pane.count.kept
    what = "due, oldest first" if which == "due" else "old enough"
    return f"{listed:,} of {total:,} {what} · {rule.words.partition(': ')[2]}"


def kinds_words(panes: Sequence[Pane], at: int) -> str:
    """The line between the kinds and their records: how many kinds there are, of how many something is due."""
    due = sum(1 for pane in panes if pane.count is not None and pane.count.due)
    return f"{at + 1} of {len(panes)} · {due} with something due"


def empty_words(pane: Pane, which: str) -> str:
    """What an empty list says."""
    if pane.count is None:
        return (
            f"Nothing is held. {key_of('keeping.hold', 'h')} holds a "
            "record, an officer, a person or a period, with a reason."
        )
    if pane.count.rule.months is None:
        return f"No time is set for these: {key_of('keeping.months', 'm')} sets how many months they are kept."
    more = (
        f" {key_of('keeping.which', 'v')} lists the {pane.count.kept:,} that are old enough and stay."
        if which == "due" and pane.count.kept
        else ""
    )
    return f"Nothing is due.{more} {key_of('keeping.months', 'm')} changes how long they are kept."


def why_words(pane: Pane) -> str:
    """The paragraph below: why the rule is what it is, and what no rule reaches."""
    if pane.count is None:
        return "What is held goes under no rule. Placing and lifting a hold stand in the ledger."
    return f"Why: {pane.count.rule.kind.why}. No rule reaches settings, posts, topics, standards and measures."


def copies_words(copies: list[Copy], tz: ZoneInfo) -> str:
    """Which copies still hold what was erased."""
    if not copies:
        return "No copies are known."
    named = ", ".join(
        f"{copy.path} ({day_text(local_date(copy.at, tz))} {short_clock(copy.at, tz)})" for copy in copies[:_MOST_PATHS]
    )
    more = f" and {len(copies) - _MOST_PATHS} more («sfm retention» names all)" if len(copies) > _MOST_PATHS else ""
    return f"Copies that still hold what is erased: {named}{more}."
