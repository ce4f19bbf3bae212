"""What a record came from and what came of it, one line each, and the way to each on screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.record import Found
from sfm_tui.storage.records import describe
from sfm_tui.storage.thread import ties_by_fields
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.records.link_places import way_for

if TYPE_CHECKING:
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.store import Store

_LONGEST = 40
USUAL = "led to"
"""What a file calls a link that says nothing more than that one came of the other."""


@dataclass(frozen=True)
class Belongs:
    """A record that belongs to another: before it (`back`) or after it, by which link, and the way to it on screen.

    `link` is None where a field of a record makes the link, as an action names its measure.
    """

    other: Found
    back: bool
    word: str
    link: "Link | None"
    way: IncidentWanted | PlaceWanted | None

    @property
    def struck(self) -> str:
        """Why the link was struck; empty where it holds."""
        return self.link.struck if self.link is not None else ""

    @property
    def called(self) -> str:
        """What the other record is called."""
        return self.other.called

    @property
    def label(self) -> str:
        """`← incident 2026-0099  First aid, woman of 65 unwell`."""
        text = self.other.text if self.other.text != self.other.key else ""
        text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        return f"{'←' if self.back else '→'} {self.called}" + (f"  {text}" if text else "")

    @property
    def detail(self) -> str:
        """How they belong together, or why the link was struck; else how the other record stands."""
        if self.struck:
            return f"struck: {self.struck}"
        return self.other.state if self.word in ("", USUAL) else self.word


def belonging(store: "Store", ref: str) -> list[Belongs]:
    """What a record came from, then what came of it, each in the order of time; struck links last."""
    links = store.links.of(ref)
    by_hand = {(link.source, link.target) for link in links}
    made = [tie for tie in ties_by_fields(store, ref) if (tie.source, tie.target) not in by_hand]
    others = {target if source == ref else source for source, target in by_hand}
    others |= {tie.target if tie.source == ref else tie.source for tie in made}
    known = describe(store, others, erased=True)

    def one(source: str, target: str, word: str, link: "Link | None") -> Belongs:
        other = target if source == ref else source
        found = known.get(other) or Found(other, "is not there any more")
        return Belongs(found, target == ref, word, link, way_for(store, other))

    some = [one(link.source, link.target, link.link, link) for link in links]
    some += [one(*tie, None) for tie in made]
    return sorted(some, key=lambda b: (bool(b.struck), not b.back, b.other.at if b.other.at is not None else 0))
