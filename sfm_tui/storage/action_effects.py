"""The effects of actions, computed once and kept as long as nothing was written that could change them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.domain.action import Action
from sfm_tui.domain.effect_words import Judged, judged
from sfm_tui.domain.measure import Computed
from sfm_tui.storage.action_rows import read_action
from sfm_tui.storage.asking import asking
from sfm_tui.storage.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.effects import ActionEffect
    from sfm_tui.storage.store import Store

OTHER_KINDS = ("occurrence.%", "desk.%", "briefing.%", "handover.%", "talk.%", "attendance.%", "note.%", "reflection.%")
"""Entries that do not touch a measure."""


@dataclass(frozen=True)
class _Kept:
    action: Action
    day: str
    seq: int
    found: "ActionEffect | None"


class Effects:
    """Gives the effect of an action; the same again as long as it must be the same."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._kept: dict[tuple[str, int], _Kept] = {}

    def of(self, number: str, cycle: int | None = None) -> "ActionEffect | None":
        """The effect of an action, of its cycle at work where none is named; None where it names no known measure.

        Takes as long as a pass over what is measured: run it in a thread. Raises StoreError for an unknown action.
        """
        from sfm_tui.storage.effects import action_effect

        with self._store.reading() as connection:
            seq = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM ledger").scalar_one()
            action = read_action(asking(connection), number, cycle)
            kept = self._kept.get((number, action.cycle)) if action is not None else None
            same = kept is not None and _same_since(connection, kept.seq)
        if action is None:
            raise StoreError(f"there is no action {number}")
        day = self._store.actions.today()
        if kept is not None and same and kept.action == action and kept.day == day:
            return kept.found
        found = None
        if action.measure:
            with suppress(StoreError):  # a measure that nobody has entered yet
                found = action_effect(self._store, number, action.cycle)
        self._kept[number, action.cycle] = _Kept(action, day, seq, found)
        return found

    def judged(self, number: str, cycle: int | None = None) -> Judged | None:
        """The same in short, for gates and cards; None also for a number that is not known."""
        try:
            found = self.of(number, cycle)
        except StoreError:
            return None
        return judged_of(found, date.fromisoformat(self._store.actions.today())) if found is not None else None


def _same_since(connection: "Connection", seq: int) -> bool:
    """Whether nothing was written after an entry that could change an effect."""
    sql = f"SELECT 1 FROM ledger WHERE seq > ?{' AND kind NOT LIKE ?' * len(OTHER_KINDS)} LIMIT 1"
    return connection.exec_driver_sql(sql, (seq, *OTHER_KINDS)).first() is None


def judged_of(found: "ActionEffect", today: date) -> Judged:
    """An action's effect in short, as of a day of the site's calendar."""
    since = found.action.in_effect_on
    return judged(
        found.found, found.measure.unit, needed=found.needed, shares=found.measure.measure == "response-within",
        cases=isinstance(found.measure, Computed) and found.measure.cases,
        since=date.fromisoformat(since) if since else None, today=today,
    )  # fmt: skip
