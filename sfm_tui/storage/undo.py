"""One's own last change of some records taken back: what stood before stands again, by a new entry.

What others changed in other fields since then stays. Each kind of act has its way back in `storage.undo_ways`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from sfm_tui.domain.desk import Author
from sfm_tui.domain.put_back import ChangedSince, put_back
from sfm_tui.storage.asking import Ask, asking
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.own_acts import OwnAct, own_acts, own_acts_of, standing, the_one
from sfm_tui.storage.undo_actions import ChangeWay, StepDropWay, StepWay
from sfm_tui.storage.undo_series import DroppedWay, PhaseWay, ReadingWay
from sfm_tui.storage.undo_ways import MonthsWay, RecordWay, RequirementWay, SiteWay, StandardWay, TagWay, Way

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

What = Literal["settings", "months", "topics", "themes", "measures", "evidence", "actions"]


@dataclass(frozen=True)
class Reach:
    """What one key takes back: `called` as a sentence names it, the records' `nouns`, a way for each kind of act.

    Without nouns the acts are on records of any kind.
    """

    called: str
    nouns: tuple[str, ...]
    ways: tuple[Way, ...]

    def acts(self, ask: Ask, by: Author) -> Iterator[OwnAct]:
        """A person's acts that may be among them, the newest first."""
        return own_acts(ask, by, self.nouns) if self.nouns else own_acts_of(ask, by, [way.kind for way in self.ways])

    def way(self, act: OwnAct) -> Way | None:
        """How an act is taken back, None where it is not one of these."""
        return next((way for way in self.ways if way.kind == act.kind and way.takes(act)), None)


_HIDES, _LEAVES, _CHANGES = "Enter hides it", "Enter gives them a last day", "Enter changes it"
REACHES: dict[What, Reach] = {
    "settings": Reach(
        "the settings",
        ("site", "person", "officer", "post", "location", "category"),
        (
            SiteWay(), RecordWay("person", _LEAVES), RecordWay("officer", _LEAVES), RecordWay("post"),
            RecordWay("location", _HIDES), RecordWay("category", _HIDES),
        ),
    ),
    "months": Reach("how long records are kept", ("site",), (MonthsWay(),)),
    "topics": Reach("topics", ("topic",), (RecordWay("topic", _CHANGES), RequirementWay())),
    "themes": Reach("themes", ("theme",), (RecordWay("theme", _CHANGES),)),
    "measures": Reach(
        "measures", ("measure",), (RecordWay("measure", "it can be changed"), ReadingWay(), PhaseWay(), DroppedWay())
    ),
    "actions": Reach("an action", ("action",), (ChangeWay(), StepWay(), StepDropWay())),
    "evidence": Reach("criteria and standards", (), (TagWay(), StandardWay())),
}  # fmt: skip


@dataclass(frozen=True)
class Back:
    """What taking an act back would do: its entry and time, the record, its fields as they stand and as they would."""

    act: OwnAct
    way: Way
    called: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]

    def words(self, store: "Store") -> str:
        """What would change, in words."""
        return self.way.words(store, self.now, self.then)


def nothing(what: What) -> str:
    """What is said where there is nothing to take back."""
    return f"there is no change of {REACHES[what].called} of yours to take back"


class Undo:
    """What a person changed last of what a reach has, and the way back."""

    def __init__(self, store: "Store", what: What) -> None:
        self._store = store
        self._what = what
        self._reach = REACHES[what]

    def last(self, by: Author) -> int:
        """The entry of this person's last change that was not taken back, 0 where there is none."""
        with self._store.reading() as connection:
            act = next(self._standing(asking(connection), by), None)
        return act[0].seq if act is not None else 0

    def plan(self, by: Author) -> Back | None:
        """What `undo` would do, None where there is nothing to take back.

        Raises Refused where the act entered something new that stays, Clash where somebody changed the same since.
        """
        tz = self._store.tz
        with self._store.reading() as connection:
            return self._last(asking(connection), by, tz)

    def undo(self, by: Author, seq: int) -> Back:
        """Take back this person's last change, as a new entry; `seq` is the one that the screen showed.

        Raises Clash where another one is the last now, or somebody changed the same since; Refused where the act
        entered something new that stays, StoreError where there is nothing to take back.
        """
        tz = self._store.tz
        with self._store.writing() as transaction:
            back = the_one(self._last(transaction.writer.all, by, tz), seq, nothing(self._what))
            if back.way.signed:
                check_confirmed(by)
            try:
                entry = back.way.entry(transaction, back.act, back.now, back.then)
            except ValueError as error:
                raise Refused(
                    "what stood before does not go with what others changed since: change it by hand"
                ) from error
            transaction.append(entry, by)
            return back

    def _standing(self, ask: Ask, by: Author) -> Iterator[tuple[OwnAct, Way]]:
        """The changes of a person that were not taken back, the newest first."""
        for act in standing(self._reach.acts(ask, by)):
            if (way := self._reach.way(act)) is not None:
                yield act, way

    def _last(self, ask: Ask, by: Author, tz: ZoneInfo) -> Back | None:
        """The last change of a person that still stands; one that somebody put back by hand does not."""
        backs = (_back(ask, act, way, tz) for act, way in self._standing(ask, by))
        return next((back for back in backs if back.then != back.now), None)


def _back(ask: Ask, act: OwnAct, way: Way, tz: ZoneInfo) -> Back:
    called = way.called(act, tz)
    old, new, now = way.sides(ask, act)
    if old is None:
        how = f": {way.hint}" if way.hint else ""
        raise Refused(f"{called} is new by your last act, and stays{how}")
    try:
        then = put_back(old, new, now)
    except ChangedSince as error:
        fields = error.fields[0].replace("_", " ")
        more = f" (and {len(error.fields) - 1} more)" if len(error.fields) > 1 else ""
        raise Clash(f"somebody changed {fields}{more} of {called} since then: look at its history") from None
    return Back(act, way, called, now, then)


__all__ = ["REACHES", "Back", "Reach", "Undo", "What", "nothing"]
