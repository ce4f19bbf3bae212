"""Toolbox talks in the store: planned, held, signed for, locked; caught up on and corrected afterwards."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain import talks as acts
from sfm_tui.domain.desk import Author
from sfm_tui.domain.talks import PRESENT, TalkFields
from sfm_tui.domain.timeline import check_time
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.links import make_in
from sfm_tui.storage.on_shift import check_confirmed, check_officers, number, off_duty, rows_of
from sfm_tui.storage.people import officer_key
from sfm_tui.storage.roster_rows import LONG_SECONDS
from sfm_tui.storage.talk_records import (
    COLUMNS,
    ONE,
    REGISTER,
    Attendee,
    Correction,
    Talk,
    attendee,
    attendee_of,
    check_not_over,
    open_talk,
    read_talk,
    register_of,
    running_talk,
    topic_of,
)
from sfm_tui.storage.training import Training

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

__all__ = ["Attendee", "Correction", "Talk", "Talks"]


class Talks(Training):
    """Acts on talks; topics, requirements and who is in date are in `Training`."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── planning ─────────────────────────────────────────────────────────────────────────────────────────────

    def plan(
        self, topic: str, by: Author, *, planned_for: int | None = None, presenter: str = "",
        key_points: str | None = None, source: str = "", client_id: str | None = None,
    ) -> Talk:  # fmt: skip
        """Plan a talk on a topic, with the topic's points where no others are given.

        `source` is the record that it is raised from, such as `incident:2026-0142`, and is linked to it. Raises
        Refused for a topic that there is not, or a time that is over.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, "talk.planned")):
                return self.get(seen[1].partition(":")[2])
            title, points = topic_of(transaction, topic)
            check_not_over(transaction, planned_for)
            key = number(transaction, "talk", "T")
            fields = TalkFields(
                topic=topic, title=title, planned_for=planned_for, presenter=presenter or by.person,
                key_points=points if key_points is None else key_points,
            )  # fmt: skip
            transaction.append(acts.TalkPlanned(talk=key, new=fields.model_dump()), by, client_id)
            if source:
                make_in(transaction, source, f"talk:{key}", by)
            return read_talk(transaction, key)

    def change(self, talk: str, by: Author, *, saw: dict[str, Any] | None = None, **fields: Any) -> Talk:
        """Change what is written of a talk that is not completed: plan, points, ticks, questions, understanding.

        `saw` holds what the screen showed of these fields: Clash where somebody changed one of them meanwhile.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            there = open_talk(transaction, talk)
            for name, value in (saw or {}).items():
                if name in fields and getattr(there, name) != value:
                    raise Clash(f"{name.replace('_', ' ')} of {talk} was changed meanwhile: look again, then change it")
            if "topic" in fields and fields["topic"] != there.topic:
                fields.setdefault("title", topic_of(transaction, fields["topic"])[0])
            if fields.get("planned_for") != there.planned_for:
                check_not_over(transaction, fields.get("planned_for"))
            new = TalkFields(**{**there.fields, **fields}).model_dump()
            changed = {name: value for name, value in new.items() if value != getattr(there, name)}
            if changed:
                old = {name: getattr(there, name) for name in changed}
                transaction.append(acts.TalkChanged(talk=talk, old=old, new=changed), by)
            return read_talk(transaction, talk)

    def cancel(self, talk: str, why: str, by: Author) -> Talk:
        """Cancel a talk that is planned or running, with a reason."""
        check_confirmed(by)
        if not why.strip():
            raise StoreError("a reason is needed: it stands beside the cancelled talk")
        with self._store.writing() as transaction:
            open_talk(transaction, talk)
            transaction.append(acts.TalkCancelled(talk=talk, why=why), by)
            return read_talk(transaction, talk)

    # ── holding ──────────────────────────────────────────────────────────────────────────────────────────────

    def proposed(self, at: int | None = None) -> list[str]:
        """The officers whom the roster has on duty at an instant, by number."""
        when = self._store.clock.now() if at is None else at
        with self._store.reading() as connection:
            rows = rows_of(
                connection,
                'SELECT DISTINCT officer FROM duty WHERE start >= ? AND start <= ? AND "end" > ?'
                " AND status IN ('planned', 'worked') ORDER BY officer",
                (when - LONG_SECONDS, when, when),
            )
            return [row[0] for row in rows]

    def start(self, talk: str, by: Author, *, present: Sequence[str] | None = None) -> Talk:
        """Begin a planned talk now; those present are the officers on duty where nobody else is named."""
        check_confirmed(by)
        there = tuple(dict.fromkeys(self.proposed() if present is None else present))
        with self._store.writing() as transaction:
            now = open_talk(transaction, talk)
            if now.state == "running":
                raise Clash(f"{talk} has begun already")
            check_officers(transaction, there)
            transaction.append(acts.TalkStarted(talk=talk, present=there), by)
            return read_talk(transaction, talk)

    def expect(self, talk: str, officers: Sequence[str], by: Author) -> list[Attendee]:
        """Put right who is there, before they sign. Those who have signed stay, whether they are named or not."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            running_talk(transaction, talk)
            check_officers(transaction, officers)
            there = {one.officer: one.result for one in register_of(transaction, talk)}
            wanted = dict.fromkeys(officers)
            added = tuple(one for one in wanted if there.get(one) not in (PRESENT, "attended"))
            removed = tuple(one for one, result in there.items() if result == PRESENT and one not in wanted)
            if added or removed:
                transaction.append(acts.TalkExpected(talk=talk, added=added, removed=removed), by)
            return register_of(transaction, talk)

    def absent(self, talk: str, officer: str, by: Author, *, catch_up_on: date | None = None) -> list[Attendee]:
        """Note that an officer misses the talk, and the day on which they are to catch up. Also once it is locked.

        Raises Refused for a day that is over, or somebody who has signed.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            if read_talk(transaction, talk).state not in ("running", "completed"):
                raise Refused(f"{talk} is not being held: start it first")
            check_officers(transaction, (officer,))
            today = local_date(transaction.now, site_zone(transaction))
            if catch_up_on is not None and catch_up_on < today:
                raise Refused(f"the catch-up on {catch_up_on} lies in the past: choose {today} or later")
            there = {one.officer: one for one in register_of(transaction, talk)}
            line, day = there.get(officer), catch_up_on.isoformat() if catch_up_on else ""
            if line is not None and line.result in acts.HAD:
                raise Refused(f"{officer} has signed for {talk} already")
            if line is None or (line.result, line.catch_up_on) != ("absent", day):
                transaction.append(acts.TalkAbsence(talk=talk, officer=officer, catch_up_on=day), by)
            return register_of(transaction, talk)

    def sign(self, talk: str, officer: str, by: Author, *, pin: str = "") -> Attendee:
        """An officer signs with their number, and their PIN where they have set one.

        Somebody whom the roster does not have on duty may sign, and is flagged. Raises WrongPin; Clash where they
        have signed already.
        """
        check_confirmed(by)
        asked = self._check_pin(officer, pin)
        with self._store.writing() as transaction:
            running_talk(transaction, talk)
            check_officers(transaction, (officer,))
            there = {one.officer: one.result for one in register_of(transaction, talk)}
            if there.get(officer) == "attended":
                raise Clash(f"{officer} has signed for {talk} already")
            off = bool(off_duty(transaction, (officer,), transaction.now))
            transaction.append(acts.TalkSigned(talk=talk, officer=officer, off_duty=off, pin=asked), by)
            return attendee(transaction, talk, officer)

    def strike_signature(self, talk: str, officer: str, why: str, by: Author) -> Attendee:
        """Strike a signature that does not hold, with a reason, as long as the talk runs."""
        check_confirmed(by)
        if not why.strip():
            raise StoreError("a reason is needed: it stands in the record beside the signature")
        with self._store.writing() as transaction:
            running_talk(transaction, talk)
            there = {one.officer: one.result for one in register_of(transaction, talk)}
            if there.get(officer) != "attended":
                raise Refused(f"{officer} has not signed for {talk}")
            transaction.append(acts.TalkSignatureStruck(talk=talk, officer=officer, why=why), by)
            return attendee(transaction, talk, officer)

    def complete(self, talk: str, by: Author, *, minutes: int | None = None) -> Talk:
        """End a talk and lock its register. Raises Refused while somebody present has not signed, or nobody has.

        It took as long as its clock ran, or the `minutes` that are given where it was interrupted.
        """
        check_confirmed(by)
        names = self._store.reference.names()
        with self._store.writing() as transaction:
            there = running_talk(transaction, talk)
            problem = acts.not_complete({one.officer: one.result for one in register_of(transaction, talk)}, names)
            if problem:
                raise Refused(problem)
            if minutes is None:
                minutes = acts.minutes_of(transaction.now - (there.held_at or transaction.now))
            transaction.append(acts.TalkCompleted(talk=talk, minutes=minutes), by)
            return read_talk(transaction, talk)

    # ── afterwards ───────────────────────────────────────────────────────────────────────────────────────────

    def catch_up(self, talk: str, officer: str, by: Author, *, at: int | None = None, pin: str = "") -> Attendee:
        """An officer who missed a completed talk has had it now, or at `at`, which cannot be before the talk."""
        check_confirmed(by)
        asked = self._check_pin(officer, pin)
        with self._store.writing() as transaction:
            there = read_talk(transaction, talk)
            if there.state != "completed":
                raise Refused(f"{talk} is not completed: those who are there sign for it")
            check_officers(transaction, (officer,))
            when = transaction.now if at is None else at
            check_time(when, transaction.now)
            if there.held_at is not None and when < there.held_at:
                raise Refused("that is before the talk was held: choose a later time")
            line = {one.officer: one.result for one in register_of(transaction, talk)}.get(officer)
            if line in acts.HAD:
                raise Clash(f"{officer} has had {talk} already")
            off = bool(off_duty(transaction, (officer,), when))
            transaction.append(acts.TalkCaughtUp(talk=talk, officer=officer, at=when, off_duty=off, pin=asked), by)
            return attendee(transaction, talk, officer)

    def correct(self, talk: str, text: str, by: Author) -> None:
        """Put something right in a locked register, as an entry beside it."""
        check_confirmed(by)
        if not text.strip():
            raise StoreError("the correction is empty: write what is right")
        with self._store.writing() as transaction:
            if read_talk(transaction, talk).state != "completed":
                raise Refused(f"{talk} is not completed: change it itself")
            transaction.append(acts.TalkCorrected(talk=talk, text=text), by)

    def _check_pin(self, officer: str, pin: str) -> bool:
        """Whether the officer has a PIN, which was right then. Raises WrongPin."""
        people, key = self._store.people, officer_key(officer)
        if not people.has_pin(key):
            return False
        people.check_pin(key, pin)
        return True

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, talk: str) -> Talk:
        """One talk. Raises StoreError where there is none of that number."""
        with self._store.reading() as connection:
            rows = rows_of(connection, ONE, (talk,))
        if not rows:
            raise StoreError(f"there is no talk {talk}")
        return Talk(*rows[0])

    def register(self, talk: str) -> list[Attendee]:
        """Who is on a talk's list, by number."""
        with self._store.reading() as connection:
            return [attendee_of(row) for row in rows_of(connection, f"{REGISTER} ORDER BY officer", (talk,))]

    def corrections(self, talk: str) -> list[Correction]:
        """What was put right beside a talk's register, in the order in which it was."""
        with self._store.reading() as connection:
            sql = "SELECT seq, at, author, text FROM talk_correction WHERE talk = ? ORDER BY seq"
            return [Correction(*row) for row in rows_of(connection, sql, (talk,))]

    def open(self) -> list[Talk]:
        """The talks that are planned or running: running ones first, then by the time they are planned for."""
        with self._store.reading() as connection:
            sql = (
                f"SELECT {COLUMNS} FROM talk WHERE state IN ('planned', 'running')"
                " ORDER BY state DESC, planned_for IS NULL, planned_for, seq"
            )
            return [Talk(*row) for row in rows_of(connection, sql)]

    def held(self, limit: int = 50, *, before: tuple[int, str] | None = None) -> list[Talk]:
        """Completed talks, the newest first; `before` is time and number of the last one of the page before."""
        at, key = before or (1 << 62, "")
        with self._store.reading() as connection:
            sql = (
                f"SELECT {COLUMNS} FROM talk WHERE state = 'completed' AND (held_at < ? OR (held_at = ? AND talk < ?))"
                " ORDER BY held_at DESC, talk DESC LIMIT ?"
            )
            return [Talk(*row) for row in rows_of(connection, sql, (at, at, key, limit))]
