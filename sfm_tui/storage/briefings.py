"""Briefing points in the store: added, changed, read out, acknowledged; and who has not heard them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain import briefing as acts
from sfm_tui.domain.briefing import Point, Unread, When
from sfm_tui.domain.briefing_events import BriefingAcknowledged, BriefingSet, BriefingTold, BriefingUntold
from sfm_tui.domain.desk import Author
from sfm_tui.domain.repeat_words import rule_of
from sfm_tui.domain.timeline import check_time
from sfm_tui.storage.briefing_rows import (
    ONE,
    Acknowledged,
    Kept,
    ShiftBriefing,
    ToldLine,
    acknowledgements,
    kept_of,
    read_points,
    read_unread,
)
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.links import make_in
from sfm_tui.storage.on_shift import check_confirmed, check_officers, number, off_duty, rows_of, shift_now

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class Briefings:
    """Acts on briefing points. A point is given as the screen showed it: Clash where it was changed meanwhile."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self, text: str, by: Author, *, priority: str = "normal", since: When | None = None, until: When | None = None,
        repeat: str = "", owner: str = "", source: str = "", client_id: str | None = None,
    ) -> Point:  # fmt: skip
        """Add a point, from today on where no start is given; `repeat` in words or as an RRULE.

        `source` is the record that it came from, such as `incident:2026-0142`, and is linked to it. Raises Refused,
        in one line, for what a field does not take.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, "briefing.set")):
                return self.get(seen[1].partition(":")[2]).point
            tz = site_zone(transaction)
            key = number(transaction, "briefing", "P")
            today = local_date(transaction.now, tz).isoformat()
            point = Point(
                briefing=key, text=text, priority=priority, since=today if since is None else since, until=until,
                repeat=repeat, owner=owner,
            )  # fmt: skip
            point = checked(point, tz)
            transaction.append(BriefingSet(briefing=key, new=point.row()), by, client_id)
            if source:
                make_in(transaction, source, f"briefing:{key}", by)
            return point

    def change(self, saw: Point, by: Author, *, why: str = "", **fields: Any) -> Point:
        """Change fields of a point. A text that is changed is to be heard again. As it was where nothing differs."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            there = expected(transaction, saw)
            if there.withdrawn:
                raise Refused(f"{saw.briefing} was withdrawn ({there.withdrawn}): add a new point")
            point = checked(saw.with_(**fields), site_zone(transaction))
            if point != saw:
                transaction.append(BriefingSet(briefing=saw.briefing, old=saw.row(), new=point.row(), why=why), by)
            return point

    def withdraw(self, saw: Point, why: str, by: Author) -> Point:
        """Withdraw a point, with a reason: it ends now, and stays in the record."""
        check_confirmed(by)
        if not why.strip():
            raise StoreError("a reason is needed: it stands beside the withdrawn point")
        with self._store.writing() as transaction:
            there = expected(transaction, saw)
            if there.withdrawn:
                raise Clash(f"{saw.briefing} is withdrawn already ({there.withdrawn})")
            tz = site_zone(transaction)
            point = ended_now(saw, transaction.now, tz)
            transaction.append(
                BriefingSet(briefing=saw.briefing, old=saw.row(), new=point.row(), why=why, withdrawn=why), by
            )
            return point

    def tell(self, briefings: Iterable[str], shift: int, by: Author) -> int:
        """Tick points off as read out to the shift that starts at `shift`; gives how many were not yet."""
        check_confirmed(by)
        ticked = 0
        with self._store.writing() as transaction:
            for key in briefings:
                _there(transaction, key)
                if transaction.one("SELECT 1 FROM told WHERE briefing = ? AND shift = ?", (key, shift)) is None:
                    transaction.append(BriefingTold(briefing=key, shift=shift), by)
                    ticked += 1
        return ticked

    def untell(self, briefing: str, shift: int, told_at: int, by: Author) -> None:
        """Take back a tick that was made by mistake; both stay in the ledger, and so does what was acknowledged.

        `told_at` is the tick that the screen showed: Clash where it was taken back meanwhile.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            _there(transaction, briefing)
            row = transaction.one("SELECT at FROM told WHERE briefing = ? AND shift = ?", (briefing, shift))
            if row is None or row[0] != told_at:
                raise Clash(f"the tick of {briefing} was taken back meanwhile: look again")
            transaction.append(BriefingUntold(briefing=briefing, shift=shift, told_at=told_at), by)

    def acknowledge(
        self, briefings: Iterable[str], officers: Sequence[str], by: Author, *, at: int | None = None
    ) -> tuple[str, ...]:
        """Officers acknowledge points, now or at `at`; gives those of them who are flagged as not on duty then."""
        check_confirmed(by)
        who = tuple(dict.fromkeys(officers))
        if not who:
            raise StoreError("nobody is named: choose the officers who acknowledge it")
        with self._store.writing() as transaction:
            when = transaction.now if at is None else at
            check_time(when, transaction.now)
            check_officers(transaction, who)
            off = off_duty(transaction, who, when)
            for key in briefings:
                _there(transaction, key)
                new = tuple(one for one in who if not _heard(transaction, key, one, when))
                if new:
                    flagged = tuple(one for one in new if one in off)
                    transaction.append(BriefingAcknowledged(briefing=key, at=when, officers=new, off_duty=flagged), by)
        return off

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, briefing: str) -> Kept:
        """One point. Raises StoreError where there is none of that number."""
        with self._store.reading() as connection:
            rows = rows_of(connection, ONE, (briefing,))
        if not rows:
            raise StoreError(f"there is no briefing point {briefing}")
        return kept_of(rows[0])

    def all(self, *, ended: bool = True) -> list[Kept]:
        """Every point in the order in which it is read out; without those that have ended where asked."""
        tz, now = self._store.tz, self._store.clock.now()
        with self._store.reading() as connection:
            kept = read_points(connection)
        if not ended:
            kept = [one for one in kept if acts.ends(one.point.until, tz) > now]
        return sorted(kept, key=lambda one: acts.order(one.point, tz))

    def on(self, day: date) -> list[Kept]:
        """The points that are told on a local day, in the order in which they are read out."""
        tz = self._store.tz
        return [one for one in self.all() if not one.withdrawn and acts.occurs_on(one.point, day, tz)]

    def today(self) -> list[Kept]:
        """The points of the local day that it is."""
        return self.on(local_date(self._store.clock.now(), self._store.tz))

    def acknowledged(self, briefing: str) -> list[Acknowledged]:
        """Who acknowledged a point, the newest first."""
        with self._store.reading() as connection:
            rows = rows_of(
                connection,
                "SELECT officer, at, off_duty FROM acknowledgement WHERE briefing = ? ORDER BY at DESC, officer",
                (briefing,),
            )
        return [Acknowledged(officer, at, bool(off)) for officer, at, off in rows]

    def for_shift(self, at: int | None = None) -> ShiftBriefing:
        """What the shift that starts at, or is on at, an instant is to be told, and how far that has come."""
        tz, when = self._store.tz, self._store.clock.now() if at is None else at
        with self._store.reading() as connection:
            shift = shift_now(connection, when)
            end = max(shift.end, shift.start + 1)
            kept = [
                one for one in read_points(connection)
                if not one.withdrawn and acts.told_to(one.point, shift.start, end, tz)
            ]  # fmt: skip
            keys = json.dumps([one.point.briefing for one in kept])
            told = {
                row[0]: row[1]
                for row in connection.exec_driver_sql(
                    "SELECT t.briefing, t.at FROM json_each(?) k CROSS JOIN told t ON t.briefing = k.value"
                    " AND t.shift = ?",
                    (keys, shift.start),
                )
            }
            heard = acknowledgements(connection, keys, shift.officers)
        spans = [(officer, shift.start, end) for officer in shift.officers]
        missing: dict[str, set[str]] = {}
        for one in acts.unread([(one.point, one.changed_at) for one in kept], spans, heard, tz):
            missing.setdefault(one.briefing, set()).add(one.officer)
        lines = []
        for point in acts.in_order((one.point for one in kept), tz):
            waiting = missing.get(point.briefing, set())
            lines.append(
                ToldLine(
                    point, told.get(point.briefing),
                    tuple(officer for officer in shift.officers if officer not in waiting),
                    tuple(officer for officer in shift.officers if officer in waiting),
                )
            )  # fmt: skip
        return ShiftBriefing(shift, tuple(lines))

    def unread(self, at: int | None = None, *, on_duty: bool = True) -> list[Unread]:
        """The points that officers have not acknowledged, and since when: of those on duty at an instant.

        Else, with `on_duty` false, of everybody who was on duty in the last four weeks.
        """
        when = self._store.clock.now() if at is None else at
        with self._store.reading() as connection:
            return read_unread(connection, when, self._store.tz, on_duty=on_duty)


def ended_now(point: Point, now: int, tz: "ZoneInfo") -> Point:
    """The point as it is in force until now at the latest."""
    begun = acts.begins(point.since, tz) < now
    over = acts.ends(point.until, tz) <= now
    return point.with_(until=point.until if over else now, since=point.since if begun else now - 1)


def checked(point: Point, tz: "ZoneInfo") -> Point:
    """The point with its rule as an RRULE. Raises Refused for a rule, or an end, that will not do."""
    try:
        if point.repeats:
            point = point.with_(repeat=rule_of(point.repeat, local_date(acts.begins(point.since, tz), tz)))
        acts.check_point(point, tz)
    except ValueError as error:
        raise Refused(str(error)) from error
    return point


def expected(transaction: "Transaction", saw: Point) -> Kept:
    """The point as it is kept. Raises Clash where it is not as the screen saw it, StoreError where there is none."""
    row = transaction.one(ONE, (saw.briefing,))
    if row is None:
        raise StoreError(f"there is no briefing point {saw.briefing}")
    there = kept_of(row)
    if there.point != saw:
        if there.withdrawn:
            raise Clash(f"{saw.briefing} is withdrawn already ({there.withdrawn})")
        raise Clash(f"{saw.briefing} was changed meanwhile: look again, then change it")
    return there


def _there(transaction: "Transaction", briefing: str) -> None:
    row = transaction.one("SELECT withdrawn FROM briefing WHERE briefing = ?", (briefing,))
    if row is None:
        raise StoreError(f"there is no briefing point {briefing}")
    if row[0]:
        raise Refused(f"{briefing} was withdrawn ({row[0]}): it is not told any more")


def _heard(transaction: "Transaction", briefing: str, officer: str, at: int) -> bool:
    return (
        transaction.one(
            "SELECT 1 FROM acknowledgement WHERE briefing = ? AND officer = ? AND at = ?", (briefing, officer, at)
        )
        is not None
    )
