"""What it means that an officer takes a span at a post: a duty of their own, more of one, or a part of another's."""

from typing import TYPE_CHECKING

from sfm_tui.domain.candidates import Candidate, Verdict
from sfm_tui.domain.roster_changes import Verb, end_at
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.widgets.roster.preview import Proposal
from sfm_tui.widgets.roster.words import RosterWords

if TYPE_CHECKING:
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store


def taking(
    store: "Store", words: RosterWords, one: Candidate, post: str, span: "Span", leaving: DutyRecord | None
) -> Proposal:
    """The act by which an officer takes a span; `leaving` is the duty that gives it up.

    An officer who is there until its start stays on. Raises Refused for what cannot be.
    """
    who, where = words.who(one.officer), words.where(post)
    needed = one.verdict is Verdict.WARNING
    if leaving is not None:
        verb: Verb = "move" if span == (leaving.start, leaving.end) else "split"
        changes = store.roster.plan_part(leaving, *span, one.officer)
        title = f"{who} takes over from {words.who(leaving.officer)} at {where}"
        return Proposal(title, verb, tuple(changes), needed=needed)
    own = one.extends
    if own is not None and own.post == post and own.end == span[0]:
        held = store.roster.duty(own.officer, own.post, own.start)
        if held is not None and held.active and held.booked_off is None and held.end == span[0]:
            return Proposal(f"{who} stays on at {where}", "extend", tuple(end_at(held, span[1])), needed=needed)
    changes = store.roster.plan_assign(one.officer, post, *span)
    return Proposal(f"{who} to {where}", "assign", tuple(changes), needed=needed)
