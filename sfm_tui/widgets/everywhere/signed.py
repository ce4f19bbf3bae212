"""What is said where somebody would take a signature back: it stands."""

from typing import TYPE_CHECKING

from sfm_tui.storage.asking import asking
from sfm_tui.storage.own_acts import STANDS, OwnAct, signed_last
from sfm_tui.widgets.everywhere.say import Outcome

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

AGAIN = " · once more: what you did before it"
_PAGE = "{key} keeps every version: an earlier one is made the newest again in the list of them"
_TALK = "{key}: what was done on a talk is put right on the talk itself"
_WORDS = {
    **dict.fromkeys(STANDS["topics"], _TALK),
    **dict.fromkeys(STANDS["evidence"], _PAGE),
    "action.consulted": "{key}: that somebody was consulted stands in its history",
    "action.raised": "{key} is new by your last act, and stays: its card can be moved to Closed",
    "briefing.acknowledged": "{key} is acknowledged, by {who}: a signature stands",
    "desk.entries_signed": "you signed what was written here: a signature stands",
    "handover.accepted": "{key} is accepted: a signature stands",
    "handover.signed": "{key} is signed: a signature stands, and the next handover says what is to be put right",
    "hold.lifted": "the hold on {subject} is lifted: it can be held again, with a reason",
    "hold.placed": "{subject} is held: that ends once the hold is lifted, with a reason",
    "ledger.erased": "what was erased is gone for good",
    "review.set": "{key} is reviewed: a signature stands, and a review is put right with a reason",
    "talk.caught_up": "{who} signed for {key}: a signature stands",
    "talk.completed": "{key} is completed and its register locked: what is to be put right is written beside it",
    "talk.signed": "{who} signed for {key}: a signature stands, unless it is struck with a reason on their line",
    "weekly.held": "the review is held: it stays as it was held",
}


async def signature_stands(session: "Session", what: str = "") -> str | None:
    """The line to say where one's own last act is a signature; None where it is not, or where it was said before.

    The same of what else stands where `u` takes back `what`.
    """
    by = session.author

    def ask(store: "Store") -> OwnAct | None:
        with store.reading() as connection:
            return signed_last(asking(connection), by, what)

    act = await session.read_after_writes(ask)
    if act is None or act.seq == session.signature_told:
        return None
    session.signature_told = act.seq
    who = act.payload.get("officers") or [act.payload.get("officer", "")]
    names = ", ".join(session.officer_name(one) for one in who if one) or "somebody"
    return _WORDS[act.kind].format(key=act.key, subject=act.subject.replace(":", " ", 1), who=names)


async def nothing_to_undo(session: "Session") -> Outcome:
    """What a screen of signatures says of taking back: that the last one stands, or that there is nothing."""
    signed = await signature_stands(session)
    return Outcome(signed or "nothing was done here that this key takes back", "warn")
