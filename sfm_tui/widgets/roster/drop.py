"""An officer drops out of a duty: cancelled, not turned up; and what that leaves is offered to be filled."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import short_clock
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.words import heads
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_changes import status
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.roster.duty_acts import found
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.preview import Proposal, Saved, propose
from sfm_tui.widgets.roster.scene import look

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


async def cancel(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "Done | None":
    """Drop an officer from a duty, for a reason; then offer to fill what that leaves."""

    def plan(store: "Store") -> Proposal:
        record = found(store, duty)
        reason = "Why is it cancelled? It is kept with the change"
        return Proposal("Cancel a duty", "cancel", tuple(status(record, "cancelled")), reason, needed=True)

    return await _dropped(app, session, duty, plan)


async def no_show(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "Done | None":
    """Mark that an officer did not turn up; then offer to fill what that leaves.

    Raises Refused where that cannot be: the officer booked on, or the duty has not begun.
    """

    def plan(store: "Store") -> Proposal:
        record = found(store, duty)
        if record.booked_on is not None:
            on = short_clock(record.booked_on, store.tz)
            raise Refused(f"no no-show: the officer booked on at {on}; book off, shorten or cancel the duty")
        if record.start > store.clock.now():
            raise Refused("no no-show yet: the duty has not begun; cancel it (Enter, c) if nobody will come")
        reason = "What is known of it, if anything"
        return Proposal("No-show", "no-show", tuple(status(record, "no-show")), reason)

    return await _dropped(app, session, duty, plan)


async def put_back(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "Done | None":
    """A duty that was cancelled or not turned up for holds again."""

    def plan(store: "Store") -> Proposal:
        record = found(store, duty)
        changes = status(record, "worked" if record.booked_on is not None else "planned")
        return Proposal("The duty holds again", "duty", tuple(changes))

    saved = await propose(app, session, (duty.start, duty.end), plan)
    return saved.done if saved is not None else None


async def _dropped(
    app: "App[Any]", session: "Session", duty: Duty | DutyRecord, plan: "Callable[[Store], Proposal]"
) -> "Done | None":
    saved = await propose(app, session, (duty.start, duty.end), plan)
    if saved is None:
        return None
    left = [
        one
        for one in (*saved.effect.weighed.come, *saved.effect.weighed.left)
        if one.kind in (UNCOVERED, UNDER_COVERED) and one.post == duty.post and one.end > session.now()
    ]
    return await _fill_left(app, session, left[0], duty) or saved.done if left else saved.done


async def _fill_left(app: "App[Any]", session: "Session", gap: Finding, duty: Duty | DutyRecord) -> "Done | None":
    """Offer to fill what a dropped duty leaves."""
    span = (max(gap.start, duty.start), min(gap.end, duty.end))
    scene = await session.read(lambda store: look(store, *span))
    title = f"{scene.words.span(*span)} · {scene.words.where(gap.post)} is {heads(gap.short or 0)} short"
    choices = [Choice("fill", "Fill it now", letter="f"), Choice("no", "Not now", letter="n")]
    if await app.push_screen_wait(ChooseDialog(title, choices)) != "fill":
        return None
    saved: Saved | None = await app.push_screen_wait(FillDialog(session, scene, duty.post, span, short=gap.short))
    return saved.done if saved is not None else None
