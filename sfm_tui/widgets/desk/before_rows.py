"""The desk's «Before you go»: what is left to do before the shift goes, each line with the place where it is done."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from sfm_tui.reports.plain import counted
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines

if TYPE_CHECKING:
    from sfm_tui.storage.before_going import BeforeGoing, PlanDue
    from sfm_tui.widgets.everywhere.session import Session

TITLE = "Before you go"
_NAMED = 3
_SINCE = " since "
_OF_THE_PLAN = (
    (("action",), "action", "due"), (("review",), "review", "review due"), (("step",), "step", "due"),
    (("recheck",), "look", "to look again"),
)  # fmt: skip

_LOOKS = re.compile(r": (review|look again|has it held after \d+ months\?)$")


class BeforeItem(NamedTuple):
    """A line: what is left, in words, and where it is done."""

    place: str
    key: str
    words: str
    who: str
    style: str


def before_items(session: "Session", left: "BeforeGoing") -> list[BeforeItem]:
    """What is left, the handover first."""
    items = []
    if left.waits is not None:
        words = f"{left.waits.handover} waits to be accepted"
        items.append(BeforeItem("handover", left.waits.handover, words, f"from {left.giver}", "warn"))
    if session.author.person in left.drafted_by:
        items.append(BeforeItem("handover", "", "your handover is not signed", "", "warn"))
    if left.unread:
        points = {one.briefing for one in left.unread}
        who = _names(session, (one.officer for one in left.unread))
        items.append(BeforeItem("briefing", "", counted(len(points), "briefing point") + " unread", who, "warn"))
    if left.needs:
        talks = {need.topic for need in left.needs}
        over = any(need.state == "overdue" for need in left.needs)
        who = _names(session, (need.officer for need in left.needs))
        items.append(BeforeItem("talks", "due", counted(len(talks), "talk") + " due", who, "warn" if over else "plain"))
    items += _plan_items(left.plan)
    if left.unreviewed:
        items.append(BeforeItem("weekly", left.unreviewed, "last week's figures are not reviewed", "", "plain"))
    return items


def _plan_items(plan: "PlanDue") -> list[BeforeItem]:
    """The actions, the reviews and the rest that is due, a line each; one alone by its name and day."""
    from sfm_tui.widgets.board.words import short_day

    items = []
    for kinds, word, says in _OF_THE_PLAN:
        some = [due for due in plan.due if due.kind in kinds]
        if not some:
            continue
        first, late = some[0], any(due.overdue(plan.day) for due in some)
        if len(some) == 1:
            area = clip(_LOOKS.sub("", first.what), 28)
            when = f"since {short_day(first.day, plan.day)}" if late else "today"
            words = f"{first.action} «{area}» {says} {when}"
        else:
            state = says if word == "look" else "overdue" if late else "due"
            words = f"{counted(len(some), 'action' if word == 'look' else word)} {state}"
        owners = dict.fromkeys(filter(None, (plan.names.get(due.owner) for due in some)))
        who = ", ".join(clip(name, 20) for name in list(owners)[:_NAMED])
        items.append(BeforeItem("board", first.action, words, who, "warn" if late else "plain"))
    return items


def short_words(left: "BeforeGoing") -> str:
    """`H-05 waits, 3 unread, 2 talks due`; empty where nothing is left."""
    parts = [f"{left.waits.handover} waits"] if left.waits is not None else []
    if left.unread:
        parts.append(f"{len({one.briefing for one in left.unread})} unread")
    if left.needs:
        parts.append(counted(len({need.topic for need in left.needs}), "talk") + " due")
    if left.plan.due:
        parts.append(f"plan: {len(left.plan.due)} due")
    if left.unreviewed:
        parts.append("last week not reviewed")
    return ", ".join(parts)


def plan_words(left: "BeforeGoing | None") -> str:
    """`due: A-07 review, A-05 overdue`, for a heading; empty where nothing of the plan is due."""
    if left is None or not left.plan.due:
        return ""
    says = {"review": "review", "step": "step", "recheck": "look again"}
    parts = dict.fromkeys(
        f"{due.action} {says.get(due.kind) or ('overdue' if due.overdue(left.plan.day) else 'today')}"
        for due in left.plan.due
    )
    more = f" +{len(parts) - _NAMED}" if len(parts) > _NAMED else ""
    return f"due: {', '.join(list(parts)[:_NAMED])}{more}"


def draw_before(item: BeforeItem, width: int, *, most: int = 1) -> Lines:
    """What is left, on one line; where `most` is two, what that would cut goes on below it."""
    mark = ("! " if item.style == "warn" else "· ", item.style)
    who = f"  {item.who}" if item.who else ""
    if most == 1 or cell_len(item.words + who) + 2 <= width:
        return [[mark, (item.words, "plain"), (who, "muted")]]
    first, *rest = wrap(item.words, max(8, width - 2), 2)
    if rest and _SINCE in first:
        first, _, day = first.rpartition(_SINCE)
        rest = [f"{_SINCE.lstrip()}{day} {rest[0]}"]
    below = f"  {rest[0]}" if rest else ""
    return [[mark, (first, "plain")], [(below, "plain"), (who, "muted")]]


def _names(session: "Session", officers: Iterable[str]) -> str:
    names = list(dict.fromkeys(session.officer_name(officer) for officer in officers))
    more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
    return ", ".join(clip(name, 14) for name in names[:_NAMED]) + more
