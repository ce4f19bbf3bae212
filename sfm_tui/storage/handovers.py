"""Handovers in the store: drafted from the record, signed by the outgoing supervisor, accepted by the incoming."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.domain import handover as acts
from sfm_tui.domain.desk import Author
from sfm_tui.domain.handover import CallLine, GapLine, NoteLine, Picture, PointLine, RunningIncident, draft_text
from sfm_tui.storage.briefing_rows import read_points, read_unread
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.on_shift import check_signer, number, rows_of
from sfm_tui.storage.roster_rows import DAY_SECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

MOST_BACK = 2 * DAY_SECONDS
"""Notes and check calls are looked for since the last handover, this long ago at most."""

_ROSTER_MARGIN = 9 * DAY_SECONDS
_LEFT_TO_THE_ROSTER = ("weekly-hours", "rest", "long-duty")
_COLUMNS = "handover, at, giver, receiver, accepted_at, text, seq"


@dataclass(frozen=True)
class Handover:
    """A signed handover; `receiver` is who accepted it, before that who is expected to, if anybody is."""

    handover: str
    at: int
    giver: str
    receiver: str
    accepted_at: int | None
    text: str
    seq: int

    @property
    def waiting(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self.accepted_at is None


class Handovers:
    """Acts on handovers. The text is a draft of the person who writes it until it is signed; then it never changes."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── the draft ────────────────────────────────────────────────────────────────────────────────────────────

    def picture(self) -> Picture:
        """What the record holds for the next supervisor now.

        Takes as long as the findings of a day: run it in a worker.
        """
        from sfm_tui.storage.on_duty import check_calls

        now, tz, site = self._store.clock.now(), self._store.tz, self._store.sites.get()
        last = self.last()
        back = max(now - MOST_BACK, last.at if last else now - MOST_BACK)
        with self._store.reading() as connection:
            incidents = _incidents(connection)
            notes = [
                NoteLine(*row)
                for row in rows_of(
                    connection,
                    "SELECT at, text FROM occurrence WHERE at >= ? AND at <= ? AND struck = '' ORDER BY at, id",
                    (back, now),
                )
            ]
            texts = {one.point.briefing: one.point.text for one in read_points(connection)}
            missing: dict[str, list[str]] = {}
            for one in read_unread(connection, now, tz, on_duty=True):
                missing.setdefault(one.briefing, []).append(one.officer)
        calls = [
            CallLine(line.post, line.due, line.state, line.officer, line.action)
            for line in check_calls(self._store, (back, now + 1), now)
            if line.state in ("late", "missed")
        ]
        return Picture(
            at=now,
            since=last.at if last else None,
            incidents=incidents,
            gaps=self._gaps(now),
            calls=calls,
            actions=self._actions_due(),
            unread=[PointLine(key, texts[key], tuple(who)) for key, who in sorted(missing.items())],
            notes=notes,
            counted=site.handover.count if site and site.handover else (),
        )

    def draft(self) -> str:
        """The text that the record makes, for the supervisor to edit."""
        return draft_text(self.picture(), self._store.reference.names(), self._store.tz)

    def _actions_due(self) -> list[str]:
        """What of the improvement plan is due or overdue, a line each: number, what, the day, whose."""
        from datetime import date

        from sfm_tui.clock import day_text

        names = self._store.actions.names()
        return [
            ", ".join(
                filter(
                    None,
                    (
                        f"{one.action} {one.what}", f"due {day_text(date.fromisoformat(one.day))}",
                        names.get(one.owner, one.owner),
                    ),
                )
            )
            for one in self._store.actions.due()
        ]  # fmt: skip

    def _gaps(self, now: int) -> list[GapLine]:
        from sfm_tui.domain.findings import findings

        window = (now, now + DAY_SECONDS)
        roster = self._store.roster.load(window, margin=_ROSTER_MARGIN)
        return [
            GapLine(one.kind, one.post or "", one.officer or "", one.start, one.end, one.why)
            for one in findings(roster, window, self._store.roster.rules())
            if one.kind not in _LEFT_TO_THE_ROSTER
        ]

    @staticmethod
    def draft_key(person: str) -> str:
        """The key under which what a person is writing is kept among the drafts."""
        return f"handover:{person}"

    def keep(self, text: str, by: Author) -> None:
        """Keep what is written so far; nothing of it is evidence yet."""
        self._store.drafts.keep(self.draft_key(by.person), by.person, {"text": text} if text else {})

    def kept(self, by: Author) -> str:
        """What the person was writing, empty where there is nothing."""
        draft = self._store.drafts.get(self.draft_key(by.person))
        return str(draft.body.get("text", "")) if draft else ""

    # ── the two names ────────────────────────────────────────────────────────────────────────────────────────

    def sign(
        self, text: str, by: Author, *, saw: str, to: str = "", client_id: str | None = None
    ) -> Handover:  # fmt: skip
        """Sign a handover as the outgoing supervisor; the draft that was kept of it goes.

        `saw` is the number of the last handover that the screen knew, empty for none: where there is another one by
        now, Clash is raised, nothing is signed and the draft stays.
        """
        if not text.strip():
            raise StoreError("the handover is empty: write it, or draft it from the record")
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, "handover.signed")):
                return self.get(seen[1].partition(":")[2])
            check_signer(transaction, by)
            last = transaction.one("SELECT handover, giver FROM handover ORDER BY at DESC, seq DESC LIMIT 1")
            if (last[0] if last else "") != saw:
                who = last[1] if last else "somebody"
                raise Clash(f"{who} signed {last[0] if last else 'one'} meanwhile: yours is kept, read theirs first")
            if to and transaction.one("SELECT 1 FROM person WHERE person = ?", (to,)) is None:
                raise Refused(f"there is nobody called {to} in this site's people: choose who takes over")
            if to == by.person:
                raise Refused("the one who takes over is somebody else: choose them, or leave it empty")
            key = number(transaction, "handover", "H")
            entry = transaction.append(acts.HandoverSigned(handover=key, text=text, to=to), by, client_id)
            transaction.writer.run("DELETE FROM draft WHERE key = ?", (self.draft_key(by.person),))
            return Handover(key, entry.at, by.person, to, None, text, entry.seq)

    def accept(self, handover: str, by: Author) -> Handover:
        """Accept a handover as the incoming supervisor. Clash where somebody has already."""
        with self._store.writing() as transaction:
            check_signer(transaction, by)
            row = transaction.one(f"SELECT {_COLUMNS} FROM handover WHERE handover = ?", (handover,))
            if row is None:
                raise StoreError(f"there is no handover {handover}")
            there = Handover(*row)
            if not there.waiting:
                raise Clash(f"{there.receiver or 'somebody'} accepted {handover} already")
            if there.giver == by.person:
                raise Refused(f"you signed {handover} yourself: the one who takes over accepts it")
            entry = transaction.append(acts.HandoverAccepted(handover=handover), by)
            return Handover(handover, there.at, there.giver, by.person, entry.at, there.text, there.seq)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, handover: str) -> Handover:
        """One handover. Raises StoreError where there is none of that number."""
        with self._store.reading() as connection:
            rows = rows_of(connection, f"SELECT {_COLUMNS} FROM handover WHERE handover = ?", (handover,))
        if not rows:
            raise StoreError(f"there is no handover {handover}")
        return Handover(*rows[0])

    def last(self) -> Handover | None:
        """The one that was signed last."""
        return next(iter(self.newest(1)), None)

    def newest(self, limit: int = 50) -> list[Handover]:
        """Handovers, the newest first."""
        with self._store.reading() as connection:
            sql = f"SELECT {_COLUMNS} FROM handover ORDER BY at DESC, seq DESC LIMIT ?"
            return [Handover(*row) for row in rows_of(connection, sql, (limit,))]

    def count(self) -> int:
        """How many were signed in all."""
        with self._store.reading() as connection:
            return int(rows_of(connection, "SELECT count(*) FROM handover")[0][0])

    def waiting(self) -> Handover | None:
        """The last one, where nobody has accepted it yet."""
        last = self.last()
        return last if last is not None and last.waiting else None


def _incidents(connection: "Connection") -> list[RunningIncident]:
    rows: list[Any] = rows_of(
        connection,
        "SELECT i.number, substr(i.summary, 1, 240), coalesce(p.name, i.location), i.severity, i.reported, i.officers,"
        " i.state FROM incident i LEFT JOIN location p ON p.location = i.location"
        " WHERE i.state <> 'closed' AND i.struck = '' ORDER BY i.severity, i.reported",
    )
    return [
        RunningIncident(number, summary, place, severity, reported, tuple(officers.split()), state == "on hold")
        for number, summary, place, severity, reported, officers, state in rows
    ]
