"""The acts on the roster that a screen has a key for; each is planned by `domain.roster_changes` and stored whole.

A duty is given as the screen showed it: where somebody changed it meanwhile, Clash is raised and nothing is stored.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import sure_clock
from sfm_tui.domain import roster_changes as plans
from sfm_tui.domain.check_calls import EARLY_SECONDS, call_text, round_text
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_changes import Change, Verb
from sfm_tui.domain.roster_records import (
    AbsenceRecord,
    CheckCallRecord,
    CompensationRecord,
    CoverRecord,
    DutyRecord,
    LicenceRecord,
    PatrolRecord,
    RosterRecord,
)
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.occurrences import Line

if TYPE_CHECKING:
    from sfm_tui.domain.moment import Moment
    from sfm_tui.storage.on_duty import CallLine, OnDuty, PatrolLine
    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store

_VERBS: dict[type[RosterRecord], Verb] = {
    LicenceRecord: "licence", CoverRecord: "cover", DutyRecord: "duty", AbsenceRecord: "absence",
    CheckCallRecord: "check-call", PatrolRecord: "patrol", CompensationRecord: "compensate",
}  # fmt: skip


class RosterActs:
    """What a screen does with one key or one form."""

    _store: "Store"

    if TYPE_CHECKING:

        def change(
            self, verb: Verb, changes: Iterable[Change], by: Author, *, why: str = "", line: Line | None = None
        ) -> Done:
            """See `Rosters.change`."""

        def get(self, record: type[Any], *key: Any) -> Any:
            """See `Rosters.get`."""

    # ── duties ───────────────────────────────────────────────────────────────────────────────────────────────

    def plan_assign(self, officer: str, post: str, start: int, end: int) -> list[Change]:
        """What `assign` would change: for a preview, or to be stored by `change`."""
        return _planned(lambda: plans.assign(officer, post, start, end, there=self._idle(officer, post, start)))

    def assign(self, officer: str, post: str, start: int, end: int, by: Author, *, why: str = "") -> "Done":
        """Put an officer on a duty; `why` is the reason for which a warning was overridden."""
        return self.change("assign", self.plan_assign(officer, post, start, end), by, why=why)

    def plan_move(
        self, duty: DutyRecord, *, officer: str | None = None, post: str | None = None, start: int | None = None,
        end: int | None = None,
    ) -> list[Change]:  # fmt: skip
        """What `move` would change."""
        key = (
            duty.officer if officer is None else officer,
            duty.post if post is None else post,
            duty.start if start is None else start,
        )
        there = None if key == duty.key else self._idle(*key)
        return _planned(lambda: plans.move(duty, officer=officer, post=post, start=start, end=end, there=there))

    def move(
        self, duty: DutyRecord, by: Author, *, officer: str | None = None, post: str | None = None,
        start: int | None = None, end: int | None = None, why: str = "",
    ) -> "Done":  # fmt: skip
        """Give a duty to another officer, post or time. Who is dropped keeps a cancelled duty, with the reason."""
        changes = self.plan_move(duty, officer=officer, post=post, start=start, end=end)
        return self.change("move", changes, by, why=why)

    def plan_split(self, duty: DutyRecord, at: int, *, officer: str = "") -> list[Change]:
        """What `split` would change."""
        there = self._idle(officer or duty.officer, duty.post, at)
        return _planned(lambda: plans.split(duty, at, officer=officer, there=there))

    def split(self, duty: DutyRecord, at: int, by: Author, *, officer: str = "", why: str = "") -> "Done":
        """End a duty at a time and let another go on from there, of another officer where one is named."""
        return self.change("split", self.plan_split(duty, at, officer=officer), by, why=why)

    def plan_part(self, duty: DutyRecord, start: int, end: int, officer: str) -> list[Change]:
        """What would change if another officer took a part of a duty, or all of it; stored by `change`."""
        there = self._idle(officer, duty.post, start)
        rest = self._idle(duty.officer, duty.post, end) if end < duty.end else None
        return _planned(lambda: plans.part(duty, start, end, officer, there=there, rest_there=rest))

    def plan_swap(self, one: DutyRecord, other: DutyRecord) -> list[Change]:
        """What `swap` would change."""
        if (one.post, one.start) == (other.post, other.start):
            return _planned(lambda: plans.swap(one, other))
        there = (self._idle(other.officer, one.post, one.start), self._idle(one.officer, other.post, other.start))
        return _planned(lambda: plans.swap(one, other, there=there))

    def swap(self, one: DutyRecord, other: DutyRecord, by: Author, *, why: str = "") -> "Done":
        """Let two officers take each other's duty."""
        return self.change("swap", self.plan_swap(one, other), by, why=why)

    def extend(self, duty: DutyRecord, end: int, by: Author, *, why: str = "") -> "Done":
        """Let a duty end later, or earlier."""
        verb: Verb = "extend" if end > duty.end else "shorten"
        return self.change(verb, _planned(lambda: plans.end_at(duty, end)), by, why=why)

    def cancel(self, duty: DutyRecord, by: Author, why: str) -> "Done":
        """Drop an officer from a duty. Raises Refused without a reason."""
        return self.change("cancel", plans.status(duty, "cancelled"), by, why=_reason(why))

    def no_show(self, duty: DutyRecord, by: Author, *, why: str = "") -> "Done":
        """Mark that an officer did not turn up."""
        return self.change("no-show", plans.status(duty, "no-show"), by, why=why)

    def book_on(self, duty: DutyRecord, by: Author, *, at: int | None = None) -> "Done":
        """An officer is there, now unless a time is given."""
        when = self._time(at)
        return self.change("book-on", _planned(lambda: plans.book(duty, on=when)), by)

    def book_off(self, duty: DutyRecord, by: Author, *, at: int | None = None) -> "Done":
        """An officer leaves, now unless a time is given."""
        when = self._time(at)
        return self.change("book-off", _planned(lambda: plans.book(duty, off=when)), by)

    # ── the other records ────────────────────────────────────────────────────────────────────────────────────

    def set(
        self, new: RosterRecord, by: Author, *, saw: RosterRecord | None = None, why: str = "", verb: Verb | None = None
    ) -> "Done":
        """Enter a licence, an absence, cover or any other record, or change what the screen `saw`.

        Where the key is another than that of `saw`, the one goes and the other comes, in one act.
        """
        if saw is not None and saw.key != new.key:
            changes = [Change(saw, None), Change(None, new)]
        else:
            changes = [Change(saw, new)]
        return self.change(verb or _VERBS[type(new)], changes, by, why=why)

    def remove(self, saw: RosterRecord, by: Author, why: str) -> "Done":
        """Take away a record that was entered by mistake. Raises Refused without a reason."""
        return self.change("remove", [Change(saw, None)], by, why=_reason(why))

    def check_call(
        self, post: str, due: int, by: Author, *, officer: str = "", received: int | None = None, action: str = ""
    ) -> "Done":
        """A check call came, now unless a time is given. Raises Refused long before it is due."""
        when = self._time(received)
        if when < due - EARLY_SECONDS:
            raise Refused("that call is not due yet: it counts from 10 minutes before")
        old = self.get(CheckCallRecord, post, due)
        fields = {**_call(post, due, old), "received": when}
        fields.update({name: text for name, text in (("officer", officer), ("action", action)) if text})
        return self._call(old, fields, by, when)

    def missed_call(self, post: str, due: int, action: str, by: Author, *, officer: str = "") -> "Done":
        """What was done about a check call that did not come."""
        if not action.strip():
            raise Refused("what was done? Write it: rang, sent somebody, found them well")
        if self._store.clock.now() < due:
            raise Refused("that call is not due yet: nobody has missed it")
        old = self.get(CheckCallRecord, post, due)
        fields = {**_call(post, due, old), "action": action}
        fields.update({"officer": officer} if officer else {})
        return self._call(old, fields, by, self._time(None))

    def _call(self, old: CheckCallRecord | None, fields: dict[str, Any], by: Author, at: int) -> "Done":
        """Keep a call, with its line in the occurrence book."""
        changes = _planned(lambda: [Change(old, CheckCallRecord(**fields))])
        new = changes[0].record
        assert isinstance(new, CheckCallRecord)
        text = call_text(new.post, new.due, new.received, new.action, self._name(new.officer), self._store.tz)
        if old is not None and old.received is not None and old.received != new.received:
            text += f" (corrected, was {sure_clock(old.received, self._store.tz)})"
        return self.change("check-call", changes, by, line=Line(text, at, "other", new.post, new.officer))

    def _round(self, old: PatrolRecord | None, fields: dict[str, Any], by: Author, at: int) -> "Done":
        """Keep a round, with its line in the occurrence book."""
        changes = _planned(lambda: [Change(old, PatrolRecord(**fields))])
        new = changes[0].record
        assert isinstance(new, PatrolRecord)
        points = new.points_made, new.points_due
        text = round_text(
            new.patrol, new.due, new.started, new.ended, points, new.findings, self._name(new.officer), self._store.tz
        )
        return self.change("patrol", changes, by, line=Line(text, at, "patrol", officer=new.officer))

    def _name(self, officer: str) -> str:
        return self._store.reference.names().get(officer, officer)

    def patrol_started(
        self, patrol: str, due: int, by: Author, *, officer: str = "", points_due: int = 0, at: int | None = None
    ) -> "Done":
        """A round begins, now unless a time is given."""
        old = self.get(PatrolRecord, patrol, due)
        fields = old.row() if old else {"patrol": patrol, "due": due, "points_due": points_due}
        when = self._time(at)
        fields |= {"officer": officer or fields.get("officer", ""), "started": when}
        return self._round(old, fields, by, when)

    def patrol_ended(
        self, patrol: str, due: int, by: Author, *, points_made: int, findings: str = "", at: int | None = None
    ) -> "Done":
        """A round ends, now unless a time is given, with the points that were made and what was found."""
        old = self.get(PatrolRecord, patrol, due)
        if old is None:
            raise StoreError(f"the patrol {patrol} has not started: start it first")
        when = self._time(at)
        fields = {**old.row(), "ended": when, "points_made": points_made, "findings": findings or old.findings}
        return self._round(old, fields, by, when)

    # ── now ──────────────────────────────────────────────────────────────────────────────────────────────────

    def on_duty(self, at: int | None = None) -> "list[OnDuty]":
        """Who is on duty at an instant, now unless one is given: where, free or not, late or not."""
        from sfm_tui.storage.on_duty import on_duty

        return on_duty(self._store, self._store.clock.now() if at is None else at)

    def moment(self, at: int, *, besides: str = "") -> "Moment":
        """Who stood where at an instant, free, on two posts or busy on an incident other than `besides`."""
        from sfm_tui.storage.on_duty import moment_of

        return moment_of(self._store, at, besides=besides)

    def check_calls(self, start: int, end: int) -> "list[CallLine]":
        """The check calls that are due in [start, end), and how each stands now, by their time."""
        from sfm_tui.storage.on_duty import check_calls

        return check_calls(self._store, (start, end), self._store.clock.now())

    def patrols(self, start: int, end: int) -> "list[PatrolLine]":
        """The rounds that are due in [start, end), and how each stands now, by their time."""
        from sfm_tui.storage.on_duty import patrols

        return patrols(self._store, (start, end), self._store.clock.now())

    def _time(self, at: int | None) -> int:
        from sfm_tui.domain.timeline import StampRefused, check_time

        now = self._store.clock.now()
        if at is None:
            return now
        try:
            check_time(at, now)
        except StampRefused as error:
            raise Refused(str(error)) from error
        return at

    def _idle(self, officer: str, post: str, start: int) -> DutyRecord | None:
        """A duty that has a key and does not count. Raises Refused where it does count."""
        there: DutyRecord | None = self.get(DutyRecord, officer, post, start)
        if there is not None and there.active:
            raise Refused(f"{officer} has that duty at {post} already")
        return there


def _planned(plan: Callable[[], list[Change]]) -> list[Change]:
    """What a plan says. Raises Refused, in one line, for what no duty can be."""
    from pydantic import ValidationError

    from sfm_tui.storage.errors import refused

    try:
        return plan()
    except ValidationError as error:
        raise refused(error) from error
    except ValueError as error:
        raise Refused(str(error)) from error


def _reason(why: str) -> str:
    if not why.strip():
        raise Refused("a reason is needed: it is kept with the change")
    return why


def _call(post: str, due: int, old: CheckCallRecord | None) -> dict[str, Any]:
    return old.row() if old is not None else {"post": post, "due": due}
