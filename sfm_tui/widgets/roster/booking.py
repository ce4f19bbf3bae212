"""Booking on and off: with one key now, or at a time that is typed."""

from typing import TYPE_CHECKING, Any, Literal

from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_changes import book
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field
from sfm_tui.widgets.forms.timing import BadTime, echo, settle
from sfm_tui.widgets.roster.duty_acts import found
from sfm_tui.widgets.roster.preview import Proposal, propose

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

Side = Literal["on", "off"]


async def book_on(app: "App[Any]", session: "Session", duty: Duty | DutyRecord, at: int | None = None) -> "Done | None":
    """An officer is there, now or at an instant; a duty that did not count any more is shown first."""
    when = session.now() if at is None else at
    record = await session.read(lambda store: found(store, duty))
    if record.active:
        return await session.write(lambda store, by: store.roster.book_on(record, by, at=when))

    def plan(_store: "Store") -> Proposal:
        return Proposal("Book on: the duty holds again", "book-on", tuple(book(record, on=when)))

    saved = await propose(app, session, (duty.start, duty.end), plan)
    return saved.done if saved is not None else None


async def book_off(
    app: "App[Any]", session: "Session", duty: Duty | DutyRecord, at: int | None = None
) -> "Done | None":
    """An officer leaves, now or at an instant. Raises StoreError for one who never booked on."""
    when = session.now() if at is None else at
    record = await session.read(lambda store: found(store, duty))
    if not record.active:
        raise StoreError(f"that duty is {record.status}: put it back or book on first")
    return await session.write(lambda store, by: store.roster.book_off(record, by, at=when))


async def book_on_at(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "Done | None":
    """Ask when an officer came."""
    return await _at(app, session, duty, "on")


async def book_off_at(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "Done | None":
    """Ask when an officer left."""
    return await _at(app, session, duty, "off")


async def _at(app: "App[Any]", session: "Session", duty: Duty | DutyRecord, side: Side) -> "Done | None":
    """Ask for a time until one is good; what was typed stays."""
    text = problem = ""
    last = duty.start if side == "on" else duty.booked_on
    while True:
        label = f"{session.officer_name(duty.officer)} at {duty.post}: booked {side} at"
        fields = [Field("time", label, value=text, placeholder="2215, -5, y 2310", check=echo(session, last))]
        answer: dict[str, str] | None = await app.push_screen_wait(AskDialog(f"Book {side}", fields, hint=problem))
        if answer is None:
            return None
        text = answer["time"]
        try:
            at = await settle(app, session, text, last)
            if at is not None:
                act = book_on if side == "on" else book_off
                return await act(app, session, duty, at)
        except (BadTime, StoreError) as error:
            problem = f"✖ {error}"
