"""What a key means on the roster's screen: the flow for the duty, the gap or the empty place under the cursor."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.findings import Finding
from sfm_tui.widgets.roster_board import BY_OFFICER, BY_POST, Board
from sfm_tui.widgets.roster_view import Place

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Done
    from sfm_tui.widgets.session import Session

    Work = Coroutine[Any, Any, Done | None]

HALF_DAY = 12 * 3600
NO_DUTY = "put the cursor on a duty first"
NO_POST = "choose a duty, or p shows the posts: there Enter fills what is empty"


def enter(app: "App[Any]", session: "Session", place: Place, by: str) -> "Work | None":
    """Enter: the acts on a duty, or filling a gap or what is free; None where an officer has nothing to fill."""
    from sfm_tui.widgets.roster_flows import Gap, duty_acts, fill

    bar = place.bar
    if bar is not None and bar.duty is not None:
        return duty_acts(app, session, bar.duty)
    if bar is not None and bar.finding is not None:
        return fill(app, session, Gap.of(bar.finding))
    return fill(app, session, Gap(place.row.code, *free_span(place))) if by == BY_POST else None


def on_duty(app: "App[Any]", session: "Session", place: Place | None, act: str) -> "Work | None":
    """`move`, `no_show` or `split` of the duty under the cursor; None where there is none."""
    from sfm_tui.widgets import roster_flows

    if place is None or place.bar is None or place.bar.duty is None:
        return None
    flow = {"move": roster_flows.move, "no_show": roster_flows.no_show, "split": roster_flows.split}[act]
    return flow(app, session, place.bar.duty)


def on_finding(app: "App[Any]", session: "Session", finding: Finding) -> "Work":
    """What helps against a finding."""
    from sfm_tui.widgets.roster_flows import Gap, fill

    return fill(app, session, Gap.of(finding))


def undo(app: "App[Any]", session: "Session") -> "Work":
    """Take back the last change."""
    from sfm_tui.widgets import roster_flows

    return roster_flows.undo(app, session)


def free_span(place: Place) -> tuple[int, int]:
    """What is free on a lane around a column: from the bar before it, twelve hours at the most."""
    lane = place.row.lanes[place.lane]
    start = max((bar.end for bar in lane if bar.end <= place.start), default=place.start)
    start = max(start, place.start - HALF_DAY)
    end = min((bar.start for bar in lane if bar.start >= place.end), default=start + HALF_DAY)
    return start, max(min(end, start + HALF_DAY), place.end)


def row_of(board: Board, finding: Finding, by: str) -> str:
    """The row on which a finding is seen; for a peak in which nobody is free that of the first responder post."""
    if by == BY_OFFICER:
        return finding.officer or ""
    if finding.post is not None:
        return finding.post.split("+")[-1]
    if finding.officer is None:
        return next((post.post for post in board.posts.values() if post.responder), "")
    held = board.duties(officer=finding.officer)
    return next((duty.post for duty in held if duty.start < finding.end and finding.start < duty.end), "")
