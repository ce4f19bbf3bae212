"""The way back from what was entered in a measure's series: a reading, a phase, a phase that was taken off."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import full_text
from sfm_tui.domain.event import Event
from sfm_tui.domain.measure import Phase, PhaseDropped, PhaseSet, Reading, ReadingDropped, ReadingSet
from sfm_tui.storage.action_rows import columns, record
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.own_acts import OwnAct
from sfm_tui.storage.undo_ways import Fields, Sides, Way, why

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class _SeriesWay(Way):
    """An entry of a series, told from others by its time; what the act entered newly goes again."""

    row: type[Reading | Phase]
    what = ""
    when = ""

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """What it is, its time and measure."""
        at = _either(act)[self.when]
        return f"the {self.what} {at if isinstance(at, str) else full_text(at, tz)} of measure {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The entry of that time."""
        sql = f"SELECT {columns(self.row)} FROM {self.row.__name__.lower()} WHERE measure = ? AND {self.when} = ?"
        rows = ask(sql, (act.key, _either(act)[self.when]))
        now = record(self.row, rows[0]).row() if rows else {}
        return Sides(act.payload.get("old") or {}, act.payload.get("new", {}), now)

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """What would change of it."""
        if now and then:
            return super().words(store, now, then)
        what = now.get("value") or now.get("reason") or then.get("reason")
        return f"«{what}» is {'taken off' if now else 'entered again'}"


class ReadingWay(_SeriesWay):
    """A reading that was entered, or put right."""

    kind = "reading.set"
    row, what, when = Reading, "reading of", "at"

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The reading as it was, or taken off."""
        if not then:
            return ReadingDropped(measure=act.key, old=dict(now), why=why(act), undoes=act.seq)
        new = Reading(**then).row()
        return ReadingSet(measure=act.key, old=dict(now) or None, new=new, why=why(act), undoes=act.seq)


class PhaseWay(_SeriesWay):
    """A phase that was begun, or whose reason was put right."""

    kind = "phase.set"
    row, what, when = Phase, "phase from", "since"

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The phase as it was, or taken off."""
        if not then:
            return PhaseDropped(measure=act.key, old=dict(now), why=why(act), undoes=act.seq)
        new = Phase(**then).row()
        return PhaseSet(measure=act.key, old=dict(now) or None, new=new, why=why(act), undoes=act.seq)


class DroppedWay(PhaseWay):
    """A phase that was taken off."""

    kind = "phase.dropped"


def _either(act: OwnAct) -> dict[str, Any]:
    found: dict[str, Any] = act.payload.get("new") or act.payload["old"]
    return found
