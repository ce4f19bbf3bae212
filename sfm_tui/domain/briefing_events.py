"""What the ledger keeps of briefing points: set or withdrawn, read out to a shift, acknowledged."""

from typing import Any

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text


class BriefingEvent(Event):
    """An act on one briefing point."""

    briefing: Code

    @property
    def subject(self) -> str:
        """The point, as links name it."""
        return f"briefing:{self.briefing}"


@event("briefing.set")
class BriefingSet(BriefingEvent):
    """A point was added or changed, or withdrawn: then `withdrawn` is the reason, and it ends now.

    `undoes` is the entry that it takes back.
    """

    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""
    withdrawn: Text = ""
    undoes: int = 0

    @property
    def words(self) -> str:
        """Number, text and owner."""
        return "\n".join(filter(None, (self.briefing, str(self.new["text"]), str(self.new.get("owner", "")))))


@event("briefing.told")
class BriefingTold(BriefingEvent):
    """A point was read out to the shift that starts, or started, at `shift`."""

    shift: int


@event("briefing.untold")
class BriefingUntold(BriefingEvent):
    """A point that was ticked off at `told_at` was not read out to the shift of `shift`: the tick is taken back."""

    shift: int
    told_at: int


@event("briefing.acknowledged")
class BriefingAcknowledged(BriefingEvent):
    """Officers acknowledged a point; those of them who were not on duty then are in `off_duty`."""

    at: int
    officers: tuple[Line, ...]
    off_duty: tuple[Line, ...] = ()
