"""Measures in the store: what the team counts, its readings and its phases."""

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sfm_tui.domain.briefing import When, begins
from sfm_tui.domain.desk import Author
from sfm_tui.domain.measure import COMPUTED, Computed, Phase, PhaseDropped, PhaseSet, Reading, ReadingSet
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.action_checks import refusal
from sfm_tui.storage.action_rows import columns, read_phases, read_readings, record
from sfm_tui.storage.asking import asking
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class Measures:
    """Acts on measures. Those that the program computes (`domain.measure.COMPUTED`) take no readings."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def add(
        self, measure: str, name: str, by: Author, *, unit: str = "", better: str = "lower", target: str = ""
    ) -> Measure:
        """Enter a measure. Clash where the code is taken, Refused where the program computes one of that name."""
        check_confirmed(by)
        if measure in COMPUTED:
            raise Refused(f"«{measure}» is computed by the program: choose it, or another name")
        new = _checked(measure=measure, name=name, unit=unit, better=better, target=target)
        self._store.reference.set(new, by, why="new")
        return new

    def change(self, saw: Measure, by: Author, *, why: str = "", **fields: Any) -> Measure:
        """Change what a measure is called, its unit, direction or target. Clash where it was changed meanwhile."""
        check_confirmed(by)
        new = _checked(**{**dict(saw), **fields, "measure": saw.measure})
        self._store.reference.set(new, by, saw=saw, why=why)
        return new

    def all(self) -> list[Measure]:
        """The measures that the team counts, by their codes."""
        return self._store.reference.all(Measure)

    def get(self, measure: str) -> Measure | Computed:
        """One measure, counted or computed. Raises StoreError where there is none."""
        found = self._store.reference.get(Measure, measure) or COMPUTED.get(measure)
        if found is None:
            names = ", ".join([*(one.measure for one in self.all()), *COMPUTED])
            raise StoreError(f"there is no measure {measure}: there are {names}")
        return found

    def read(
        self, measure: str, value: str, by: Author, *, at: When, n: int | None = None, why: str = "",
        saw: Reading | None = None,
    ) -> Reading:  # fmt: skip
        """Enter a reading, or put the one that the screen showed right, with a reason.

        Raises Clash where there is one of that time already, or it is not as `saw`.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            _counted(transaction, measure)
            try:
                new = Reading(measure=measure, at=at, value=value.strip(), n=n)
            except ValidationError as error:
                raise refusal(error) from error
            if begins(new.at, site_zone(transaction)) > transaction.now:
                raise Refused(f"{at} is still to come: a reading is entered once it was taken")
            row = transaction.one(f"SELECT {columns(Reading)} FROM reading WHERE measure = ? AND at = ?", (measure, at))
            old = record(Reading, row) if row else None
            _same(old, saw, "reading", why)
            if old != new:
                transaction.append(
                    ReadingSet(measure=measure, old=old.row() if old else None, new=new.row(), why=why), by
                )
            return new

    def phase(
        self, measure: str, since: When, reason: str, by: Author, *, why: str = "", saw: Phase | None = None
    ) -> Phase:
        """Begin a new phase of a series, with a reason; or put the reason of one right."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            if measure not in COMPUTED:
                _counted(transaction, measure)
            try:
                new = Phase(measure=measure, since=since, reason=reason)
            except ValidationError as error:
                raise refusal(error) from error
            row = transaction.one(
                f"SELECT {columns(Phase)} FROM phase WHERE measure = ? AND since = ?", (measure, since)
            )
            old = record(Phase, row) if row else None
            _same(old, saw, "phase", why)
            if old != new:
                transaction.append(
                    PhaseSet(measure=measure, old=old.row() if old else None, new=new.row(), why=why), by
                )
            return new

    def drop_phase(self, saw: Phase, by: Author, *, why: str) -> None:
        """Take a phase back, with a reason: the series is judged as it was before. Clash where it is not as `saw`."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            row = transaction.one(
                f"SELECT {columns(Phase)} FROM phase WHERE measure = ? AND since = ?", (saw.measure, saw.since)
            )
            if row is None or record(Phase, row) != saw:
                raise Clash("that phase was changed meanwhile: look again")
            if not why.strip():
                raise Refused("a reason is needed: it stands in the history")
            transaction.append(PhaseDropped(measure=saw.measure, old=saw.row(), why=why.strip()), by)

    def readings(self, measure: str) -> list[Reading]:
        """The readings of a measure, the first one first."""
        with self._store.reading() as connection:
            return read_readings(asking(connection), measure, self._store.tz)

    def phases(self, measure: str) -> list[Phase]:
        """The phases of a measure, the first one first."""
        with self._store.reading() as connection:
            return read_phases(asking(connection), measure, self._store.tz)


def _checked(**fields: Any) -> Measure:
    try:
        return Measure(**fields)
    except ValidationError as error:
        raise refusal(error) from error


def _counted(transaction: "Transaction", measure: str) -> None:
    if measure in COMPUTED:
        raise Refused(f"«{measure}» is computed from the log and the roster: it takes no readings")
    if transaction.one("SELECT 1 FROM measure WHERE measure = ?", (measure,)) is None:
        raise StoreError(f"there is no measure {measure}: enter it first")


def _same(old: Reading | Phase | None, saw: Reading | Phase | None, what: str, why: str) -> None:
    if old is None and saw is None:
        return
    if old != saw:
        raise Clash(f"there is a {what} of that time already: look again, then change it")
    if not why.strip():
        raise Refused(f"a reason is needed: it stands beside the changed {what}")
