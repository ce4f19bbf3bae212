"""What is left to do before a shift goes: points unread, talks due, a handover that nobody has accepted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.briefing import Unread
from sfm_tui.domain.training import Need
from sfm_tui.storage.handovers import Handover

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class BeforeGoing:
    """As of one reading: `unread` of those on duty, `needs` of the shift's officers, the handover that `waits`.

    `giver` is what its author is called; `drafted_by` are the people who have a handover half written.
    """

    unread: tuple[Unread, ...] = ()
    needs: tuple[Need, ...] = ()
    waits: Handover | None = None
    giver: str = ""
    drafted_by: tuple[str, ...] = ()


def read_before_going(store: "Store") -> BeforeGoing:
    """What is left to do now. Takes as long as a pass over the registers: run it in a thread."""
    _shift, needs = store.talks.due_on_shift()
    own = store.handovers.draft_key("")
    drafts = (draft.key.removeprefix(own) for draft in store.drafts.all() if draft.key.startswith(own))
    waits = store.handovers.waiting()
    giver = store.reference.people_names().get(waits.giver) or waits.giver if waits is not None else ""
    return BeforeGoing(tuple(store.briefings.unread()), tuple(needs), waits, giver, tuple(drafts))
