"""One's own last act on the briefing taken back, and a withdrawn point put back: each by a new entry."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sfm_tui.domain.briefing import Point
from sfm_tui.domain.briefing_events import BriefingSet, BriefingUntold
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.put_back import ChangedSince, put_back
from sfm_tui.storage.asking import Ask, asking
from sfm_tui.storage.briefing_rows import ONE, Kept, kept_of
from sfm_tui.storage.briefings import checked, ended_now, expected
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.own_acts import OwnAct, own_acts, the_one

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store

Verb = Literal["added", "changed", "withdrawn", "told"]
NOTHING = "there is nothing of yours on the briefing to take back"
TAKEN_BACK = "taken back"
"""The reason that stands beside a point whose adding was taken back."""


@dataclass(frozen=True)
class Back:
    """What taking an act back would do: the act, what it was, the point as it stands and as it would."""

    act: OwnAct
    verb: Verb
    now: Point
    then: Point


class BriefingUndo:
    """What a person did last to the briefing, and the way back. Who acknowledged a point has signed: that stands."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def plan(self, by: Author) -> Back | None:
        """What `undo` would do, None where there is nothing to take back. Raises Clash as `undo` does."""
        tz, now = self._store.tz, self._store.clock.now()
        with self._store.reading() as connection:
            return next(_backs(asking(connection), by, now, tz), None)

    def undo(self, by: Author, seq: int) -> Back:
        """Take back this person's last act on the briefing, as a new entry; `seq` is the one that the screen showed.

        Raises Clash where another one is the last now, or somebody changed the same since; StoreError where there
        is nothing to take back.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            tz = site_zone(transaction)
            back = the_one(next(_backs(transaction.writer.all, by, transaction.now, tz), None), seq, NOTHING)
            transaction.append(_event(back, tz), by)
            return back

    def put_back(self, saw: Point, by: Author) -> Point:
        """Tell a withdrawn point again, whoever withdrew it: it stands as it did before.

        Raises Clash where it was changed or put back meanwhile.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            there = expected(transaction, saw)
            if not there.withdrawn:
                raise Clash(f"{saw.briefing} is not withdrawn any more: look again")
            tz = site_zone(transaction)
            rows = transaction.writer.all(
                "SELECT l.seq, l.at, l.kind, l.subject, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
                " WHERE l.subject = ? AND l.kind = 'briefing.set' AND json_extract(p.payload, '$.withdrawn') <> ''"
                " ORDER BY l.seq DESC LIMIT 1",
                (f"briefing:{saw.briefing}",),
            )
            if not rows:
                raise Refused(f"what {saw.briefing} was before is not kept any more: add a new point")
            act = OwnAct.of(rows[0])
            back = Back(act, "withdrawn", saw, _before(act, there))
            transaction.append(_event(back, tz), by)
            return back.then


def _backs(ask: Ask, by: Author, now: int, tz: "ZoneInfo") -> Iterator[Back]:
    """The acts of a person that still stand, the newest first, each with what taking it back would do."""
    undone: Counter[Any] = Counter()
    for act in own_acts(ask, by, ("briefing",)):
        said = act.payload
        if act.kind == "briefing.untold":
            undone[act.subject, said["shift"], said["told_at"]] += 1
        elif act.kind == "briefing.set" and said.get("undoes"):
            undone[said["undoes"]] += 1
        elif act.kind in ("briefing.set", "briefing.told"):
            name = act.seq if act.kind == "briefing.set" else (act.subject, said["shift"], act.at)
            if undone[name]:
                undone[name] -= 1  # ticked again within a second, that one stands
            elif (back := _back(ask, act, now, tz)) is not None:
                yield back


def _back(ask: Ask, act: OwnAct, now: int, tz: "ZoneInfo") -> Back | None:
    """What taking an act back would do; None where it stands no longer."""
    rows = ask(ONE, (act.key,))
    if not rows:
        return None
    there = kept_of(rows[0])
    point = there.point
    if act.kind == "briefing.told":
        held = ask("SELECT at FROM told WHERE briefing = ? AND shift = ?", (act.key, act.payload["shift"]))
        standing = bool(held) and held[0][0] == act.at and not there.withdrawn
        return Back(act, "told", point, point) if standing else None
    if act.payload.get("old") is None:
        return None if there.withdrawn else Back(act, "added", point, ended_now(point, now, tz))
    if act.payload.get("withdrawn"):
        return Back(act, "withdrawn", point, _before(act, there)) if there.withdrawn else None
    if there.withdrawn:
        raise Clash(f"{act.key}, which you changed, was withdrawn since then ({there.withdrawn})")
    then = _before(act, there)
    return Back(act, "changed", point, then) if then != point else None


def _before(act: OwnAct, there: Kept) -> Point:
    """The point without what the act changed. Raises Clash where somebody changed that since."""
    try:
        row = put_back(act.payload["old"], act.payload["new"], there.point.row())
    except ChangedSince as error:
        raise Clash(f"somebody changed {error.fields[0]} of {act.key} since then: look at it, then change it") from None
    return Point.model_validate(row)


def _event(back: Back, tz: "ZoneInfo") -> Event:
    act = back.act
    if back.verb == "told":
        return BriefingUntold(briefing=act.key, shift=act.payload["shift"], told_at=act.at)
    why = f"takes back entry {act.seq}"
    new = back.then if back.verb == "withdrawn" else checked(back.then, tz)
    return BriefingSet(
        briefing=act.key, old=back.now.row(), new=new.row(), why=why, undoes=act.seq,
        withdrawn=TAKEN_BACK if back.verb == "added" else "",
    )  # fmt: skip


__all__ = ["NOTHING", "TAKEN_BACK", "Back", "BriefingUndo"]
