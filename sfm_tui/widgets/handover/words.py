"""How the handover screen puts handovers into lines."""

from typing import TYPE_CHECKING, NamedTuple

from sfm_tui.clock import full_text, local_date, short_clock
from sfm_tui.widgets.briefing.words import short_day
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.rows import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.handovers import Handover

DRAFT = ""
"""The key of the row that stands for what is not signed yet."""

_LONGEST_NAME = 16


class Row(NamedTuple):
    """A line of the list: a handover, or the draft of whoever is at the desk."""

    key: str
    one: "Handover | None"


class HandoverWords:
    """Lines about handovers; `people` is what persons are called."""

    def __init__(self, people: "Mapping[str, str]", tz: "ZoneInfo") -> None:
        self._people = people
        self._tz = tz

    def named(self, person: str) -> str:
        """How a person is called."""
        return self._people.get(person, person) or person

    def about(self, one: "Handover") -> str:
        """Who signed it and who accepted it, a line each."""
        said = f"Signed by {self.named(one.giver)}, {full_text(one.at, self._tz)}"
        if one.accepted_at is not None:
            return f"{said}\nAccepted by {self.named(one.receiver)}, {full_text(one.accepted_at, self._tz)}"
        to = f" by {self.named(one.receiver)}" if one.receiver else ""
        return f"{said}\n! Waits to be accepted{to}: a accepts it"

    def last(self, last: "Handover | None") -> str:
        """How the last handover stands, in one line."""
        if last is None:
            return "No handover yet"
        if last.waiting:
            return f"! {last.handover} from {self.named(last.giver)} waits to be accepted"
        return f"Last: {last.handover}, {self.named(last.giver)} to {self.named(last.receiver)} ✓"

    def row(self, row: Row, draft: str) -> Lines:
        """Two lines of the list; `draft` is what is not signed yet."""
        if row.one is None:
            first = next((line for line in draft.split("\n") if line.strip()), "")
            return [[("● ", "warn"), ("yours, not signed", "bold")], [("  ", "plain"), (one_line(first), "muted")]]
        one, tz = row.one, self._tz
        when = f"{short_day(local_date(one.at, tz))} {short_clock(one.at, tz)}"
        if one.accepted_at is None:
            state = (" ! not accepted yet", "warn")
        else:
            state = (f" ✓ {short_clock(one.accepted_at, tz)}", "good")
        giver = clip(self.named(one.giver), _LONGEST_NAME)
        to = clip(self.named(one.receiver), _LONGEST_NAME) if one.receiver else "…"
        return [[("  ", "plain"), (f"{one.handover} ", "accent"), (f"{when} ", "plain"), state],
                [("  ", "plain"), (f"{giver} → {to}", "muted")]]  # fmt: skip
