"""What a record came from, what came of it, and what was done beside it; one line each, and the way to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from sfm_tui.domain.record import KIND_NAMES, Found
from sfm_tui.storage.records import describe
from sfm_tui.storage.ties import beside, effects_of, ties_by_fields
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.records.link_places import way_for

if TYPE_CHECKING:
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.store import Store

Side = Literal["back", "on", "beside"]
"""What a record came from, what came of it, what else was done for the same action."""
SIGNS: dict[Side, str] = {"back": "←", "on": "→", "beside": "↔"}
MOST_BESIDE = 6
"""Records beside another, those nearest in time; the thread of the action has all."""
MANY = 4
"""Records of a kind on one side that have a line each."""
_ROOM = 64
"""Cells of a line with its detail, so that it fits into a dialog of 80 columns."""
_LEAST = 16
USUAL = "led to"
"""What a file calls a link that says nothing more than that one came of the other."""


@dataclass(frozen=True)
class Belongs:
    """A record that belongs to another: on which side, by which word, and the way to it on screen.

    `link` is None where no person made the link, as an action names its measure.
    """

    other: Found
    side: Side
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
        head = f"{SIGNS[self.side]} {self.called}"
        text = self.other.text if self.other.text != self.other.key else ""
        room = max(_LEAST, _ROOM - cell_len(head) - cell_len(self.detail))
        return f"{head}  {clip(text, room)}" if text else head

    @property
    def detail(self) -> str:
        """How they belong together, or why the link was struck; else how the other record stands."""
        if self.struck:
            return f"struck: {self.struck}"
        return self.other.state if self.word in ("", USUAL) else self.word


@dataclass(frozen=True)
class Several:
    """Many records of a kind on one side, which stand in one line so that they hide nothing else."""

    some: tuple[Belongs, ...]
    detail: str = ""

    @property
    def label(self) -> str:
        """`→ 14 × roster change  Papa 4, GATE, Mon 9 Nov 2026 12:00–14:00 …`."""
        first = self.some[0]
        head = f"{SIGNS[first.side]} {len(self.some)} × {KIND_NAMES.get(first.other.kind, first.other.kind)}"
        return f"{head}  {clip(first.other.text, _ROOM - cell_len(head) - 4)} …"


def gathered(some: Sequence[Belongs]) -> list[Belongs | Several]:
    """The records, in their order; those of a kind of which there are more than `MANY` on a side as one."""
    kinds: dict[tuple[Side, str, bool], list[Belongs]] = {}
    for one in some:
        kinds.setdefault((one.side, one.other.kind, bool(one.struck)), []).append(one)
    lines: list[Belongs | Several] = []
    for one in some:
        alike = kinds[one.side, one.other.kind, bool(one.struck)]
        if len(alike) <= MANY:
            lines.append(one)
        elif one is alike[0]:
            lines.append(Several(tuple(alike)))
    return lines


def belonging(store: "Store", ref: str) -> list[Belongs]:
    """What a record came from, what came of it, what was done beside it, each in order of time; struck links last."""
    links = store.links.of(ref)
    by_hand = {(link.source, link.target) for link in links}
    made = [tie for tie in ties_by_fields(store, ref) if (tie.source, tie.target) not in by_hand]
    others = {target if source == ref else source for source, target in by_hand}
    others |= {tie.target if tie.source == ref else tie.source for tie in made}
    with_it = {other: action for other, action in beside(store, ref).items() if other not in others}
    known = {**describe(store, {ref, *others, *with_it}, erased=True), **effects_of(store, others)}

    def one(source: str, target: str, word: str, link: "Link | None") -> Belongs:
        other = target if source == ref else source
        found = known.get(other) or Found(other, "is not there any more")
        return Belongs(found, "back" if target == ref else "on", word, link, way_for(store, other))

    some = [one(link.source, link.target, link.link, link) for link in links]
    some += [one(*tie, None) for tie in made]
    near = _nearest([known[other] for other in with_it if other in known], known.get(ref))
    some += [Belongs(f, "beside", f"for {with_it[f.ref]} too", None, way_for(store, f.ref)) for f in near]
    order = [*SIGNS]
    return sorted(
        some, key=lambda b: (bool(b.struck), order.index(b.side), b.other.at if b.other.at is not None else 0)
    )


def _nearest(some: list[Found], here: Found | None) -> list[Found]:
    """The few that are nearest to a record in time."""
    at = here.at if here is not None and here.at is not None else 0
    return sorted(some, key=lambda found: abs((found.at or 0) - at))[:MOST_BESIDE]
