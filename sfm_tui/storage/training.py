"""Topics, who must have had them, and who is in date: read by an index of the registers."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain import talks as acts
from sfm_tui.domain.briefing import Shift
from sfm_tui.domain.desk import Author
from sfm_tui.domain.talk_library import starting_library
from sfm_tui.domain.training import (
    EVERYBODY,
    POST_YEAR,
    Matrix,
    Need,
    Staff,
    State,
    TopicTerms,
    in_date_since,
    required,
)
from sfm_tui.storage.on_shift import check_confirmed, rows_of, shift_now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

_HAD = (
    "SELECT o.officer, t.topic, (SELECT max(a.had_at) FROM attendance a INDEXED BY ix_attendance_had"
    " WHERE a.topic = t.topic AND a.officer = o.officer AND a.had_at < ?) FROM topic t CROSS JOIN officer o"
)
"""One look into the index for each pair: what it costs does not grow with the years."""

_IN_DATE = (
    "WITH t (topic, since) AS MATERIALIZED (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')"
    " FROM json_each(?)), o (officer) AS MATERIALIZED (SELECT value FROM json_each(?))"
    " SELECT count(*) FROM t CROSS JOIN o WHERE EXISTS (SELECT 1 FROM attendance a INDEXED BY ix_attendance_had"
    " WHERE a.topic = t.topic AND a.officer = o.officer AND a.had_at >= t.since AND a.had_at < ?)"
)
_AT_POST = (
    "SELECT o.officer FROM officer o WHERE EXISTS (SELECT 1 FROM duty d WHERE d.officer = o.officer AND d.post = ?"
    " AND d.start >= ? AND d.status IN ('planned', 'worked'))"
)


@dataclass(frozen=True)
class Absentee:
    """An officer who missed a talk and has not had its topic since; `catch_up_on` is a day (ISO) or empty."""

    officer: str
    talk: str
    topic: str
    title: str
    held_at: int
    catch_up_on: str

    def late(self, today: date) -> bool:
        """Whether the day of the catch-up is over."""
        return bool(self.catch_up_on) and self.catch_up_on < today.isoformat()


class Training:
    """What the talks add up to: topics, requirements, the matrix of who has had what."""

    _store: "Store"

    # ── topics and requirements ──────────────────────────────────────────────────────────────────────────────

    def take_library(self, topics: Iterable[str], by: Author) -> int:
        """Enter topics of the starting library by their codes; those that the site has already stay as they are."""
        from sfm_tui.domain.reference import Topic

        wanted = set(topics)
        there = {topic.topic for topic in self._store.reference.all(Topic)}
        some = [topic for topic in starting_library() if topic.topic in wanted - there]
        return sum(self._store.reference.set(topic, by) for topic in some)

    def requirements(self) -> dict[str, tuple[str, ...]]:
        """Who must have had each topic: `all`, posts, officers."""
        with self._store.reading() as connection:
            return _requirements(connection)

    def require(self, topic: str, who: Sequence[str], by: Author) -> bool:
        """Set who must have had a topic; False where it stood so already. Raises Refused for what there is not."""
        from sfm_tui.storage.talk_records import check_who, topic_of

        check_confirmed(by)
        with self._store.writing() as transaction:
            topic_of(transaction, topic)
            check_who(transaction, who)
            there = [row[0] for row in transaction.writer.all("SELECT who FROM requirement WHERE topic = ?", (topic,))]
            wanted = dict.fromkeys(who)
            added = tuple(one for one in wanted if one not in there)
            removed = tuple(one for one in there if one not in wanted)
            if not added and not removed:
                return False
            transaction.append(acts.RequirementChanged(topic=topic, added=added, removed=removed), by)
            return True

    # ── who is in date ───────────────────────────────────────────────────────────────────────────────────────

    def matrix(self, on: date | None = None) -> Matrix:
        """Topics by officers as they stand on a local day, today where none is given."""
        tz, now = self._store.tz, self._store.clock.now()
        today = local_date(now, tz)
        day = today if on is None else on
        with self._store.reading() as connection:
            return read_matrix(connection, day, tz, until=now + 1 if day == today else None)

    def compliance(self, on: date) -> tuple[int, int]:
        """Officer-topic pairs in date, and pairs required, as the first midnight of a local day finds them."""
        with self._store.reading() as connection:
            return read_compliance(connection, on, self._store.tz)

    def due(self, states: Iterable[State] = ("overdue", "never", "due"), *, on: date | None = None) -> list[Need]:
        """Who needs which topic, the most urgent first."""
        return self.matrix(on).needs(states)

    def due_on_shift(self, at: int | None = None) -> tuple[Shift, list[Need]]:
        """The shift that starts at, or is on at, an instant, and what its officers still need."""
        when = self._store.clock.now() if at is None else at
        with self._store.reading() as connection:
            shift = shift_now(connection, when)
        return shift, self.matrix(local_date(shift.start, self._store.tz)).needs(officers=shift.officers)

    def absentees(self) -> list[Absentee]:
        """Who missed a talk and has not had its topic since, the day of the catch-up first; those who left are out."""
        today = local_date(self._store.clock.now(), self._store.tz).isoformat()
        with self._store.reading() as connection:
            rows = rows_of(
                connection,
                "SELECT a.officer, a.talk, a.topic, t.title, t.held_at, a.catch_up_on FROM attendance a"
                " JOIN talk t ON t.talk = a.talk JOIN officer o ON o.officer = a.officer"
                " WHERE a.result = 'absent' AND t.state = 'completed' AND coalesce(o.left_on, ?) >= ?"
                " AND NOT EXISTS (SELECT 1 FROM attendance h WHERE h.topic = a.topic AND h.officer = a.officer"
                " AND h.had_at IS NOT NULL AND h.had_at >= t.held_at)"
                " ORDER BY a.catch_up_on = '', a.catch_up_on, t.held_at, a.officer",
                (today, today),
            )
        return [Absentee(*row) for row in rows]


def read_matrix(connection: "Connection", on: date, tz: ZoneInfo, *, until: int | None = None) -> Matrix:
    """The matrix as a local day's first midnight finds it, or with all that was attended until an instant."""
    topics, wanted = _wanted(connection, on, tz)
    cursor: Any = connection.connection.cursor()
    try:
        rows = cursor.execute(_HAD, (day_bounds(on, tz)[0] if until is None else until,))
        last = {(officer, topic): at for officer, topic, at in rows if at is not None}
    finally:
        cursor.close()
    return Matrix(topics, wanted, last, on, tz)


def read_compliance(connection: "Connection", on: date, tz: ZoneInfo) -> tuple[int, int]:
    """What `Matrix.compliance` says of a local day's first midnight, counted by SQLite itself."""
    topics, wanted = _wanted(connection, on, tz)
    since = {topic.topic: in_date_since(topic.refresher_months, on, tz) for topic in topics}
    groups: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for topic, officers in wanted.items():
        groups.setdefault(tuple(officers), []).append((topic, since[topic]))
    good, before = 0, day_bounds(on, tz)[0]
    for some, bounds in groups.items():
        good += rows_of(connection, _IN_DATE, (json.dumps(bounds), json.dumps(some), before))[0][0]
    return good, sum(map(len, wanted.values()))


def _wanted(connection: "Connection", on: date, tz: ZoneInfo) -> tuple[list[TopicTerms], dict[str, list[str]]]:
    """The topics, and the officers who must have had each on a day."""
    topics = [
        TopicTerms(*row)
        for row in rows_of(connection, "SELECT topic, title, refresher_months FROM topic ORDER BY topic")
    ]
    staff = [
        Staff(officer, left_on or "")
        for officer, left_on in rows_of(connection, "SELECT officer, left_on FROM officer ORDER BY officer")
    ]
    pairs = [(topic, who) for topic, some in _requirements(connection).items() for who in some]
    at_posts = _at_posts(connection, pairs, on, tz)
    return topics, required((topic.topic for topic in topics), pairs, staff, at_posts, on)


def _requirements(connection: "Connection") -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for topic, who in rows_of(connection, "SELECT topic, who FROM requirement ORDER BY topic, who"):
        found.setdefault(topic, []).append(who)
    return {topic: tuple(who) for topic, who in found.items()}


def _at_posts(
    connection: "Connection", pairs: Iterable[tuple[str, str]], on: date, tz: ZoneInfo
) -> dict[str, list[str]]:
    """The officers of each post that a requirement names; see `training.POST_YEAR`."""
    since = day_bounds(on - timedelta(days=POST_YEAR), tz)[0]
    named = {who for _, who in pairs} - {EVERYBODY}
    posts = {row[0] for row in rows_of(connection, "SELECT post FROM post")} & named
    return {post: [row[0] for row in rows_of(connection, _AT_POST, (post, since))] for post in sorted(posts)}
