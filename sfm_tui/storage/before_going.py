"""What is left to do before a shift goes: points unread, talks due, a handover not accepted, the plan's due days."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sfm_tui.domain.action_due import Due
from sfm_tui.domain.briefing import Unread
from sfm_tui.domain.training import Need
from sfm_tui.storage.handovers import Handover

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

OTHER_KINDS = ("incident.%", "occurrence.%", "desk.%", "roster.%")
"""Entries that do not touch the plan."""


@dataclass(frozen=True)
class PlanDue:
    """What of the improvement plan is due on `day` or was before, when the ledger ended with entry `seq`.

    `names` are what the owners are called.
    """

    due: tuple[Due, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    day: str = ""
    seq: int = 0


@dataclass(frozen=True)
class BeforeGoing:
    """As of one reading: `unread` of those on duty, `needs` of the shift's officers, the handover that `waits`.

    `giver` is what its author is called; `drafted_by` are the people who have a handover half written; `unreviewed` is
    the last week where its figures are not reviewed yet.
    """

    unread: tuple[Unread, ...] = ()
    needs: tuple[Need, ...] = ()
    waits: Handover | None = None
    giver: str = ""
    drafted_by: tuple[str, ...] = ()
    plan: "PlanDue" = field(default_factory=lambda: PlanDue())
    unreviewed: str = ""


def read_before_going(store: "Store", before: BeforeGoing | None = None) -> BeforeGoing:
    """What is left to do now. Takes as long as a pass over the registers: run it in a thread.

    What is due of the plan is taken from `before` as long as nothing was written to it since, and the day is the same.
    """
    _shift, needs = store.talks.due_on_shift()
    own = store.handovers.draft_key("")
    drafts = (draft.key.removeprefix(own) for draft in store.drafts.all() if draft.key.startswith(own))
    waits = store.handovers.waiting()
    giver = store.reference.people_names().get(waits.giver) or waits.giver if waits is not None else ""
    unread = tuple(store.briefings.unread())
    plan, unreviewed = _plan(store, before), store.weekly.missed()
    return BeforeGoing(unread, tuple(needs), waits, giver, tuple(drafts), plan, unreviewed)


def _plan(store: "Store", before: BeforeGoing | None) -> PlanDue:
    day, known = store.actions.today(), before.plan if before is not None else PlanDue()
    with store.reading() as connection:
        seq = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM ledger").scalar_one()
        wrote = f"SELECT 1 FROM ledger WHERE seq > ?{' AND kind NOT LIKE ?' * len(OTHER_KINDS)} LIMIT 1"
        same = connection.exec_driver_sql(wrote, (known.seq, *OTHER_KINDS)).first() is None
    if same and known.day == day:
        return replace(known, seq=seq)
    due = tuple(store.actions.due())
    names = store.actions.names() if due else {}
    return PlanDue(due, {one.owner: names.get(one.owner, one.owner) for one in due}, day, seq)
