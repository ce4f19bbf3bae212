"""A part of the training matrix, read by itself: what a screen shows of 500 officers is a few dozen pairs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.briefing import Shift
from sfm_tui.domain.training import EVERYBODY, POST_YEAR, Matrix, Need, Staff, TopicTerms, required
from sfm_tui.storage.on_shift import rows_of, shift_now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

_HAD = (
    "SELECT officer, topic, max(had_at) FROM attendance INDEXED BY ix_attendance_had WHERE had_at IS NOT NULL"
    " AND had_at < ? AND topic IN (SELECT value FROM json_each(?)) AND officer IN (SELECT value FROM json_each(?))"
    " GROUP BY topic, officer"
)
_AT_POST = (
    "SELECT k.value FROM json_each(?) k WHERE EXISTS (SELECT 1 FROM duty d WHERE d.officer = k.value AND d.post = ?"
    " AND d.start >= ? AND d.status IN ('planned', 'worked'))"
)
_PAIR = (
    "SELECT a.talk, a.result, coalesce(a.signed_at, t.held_at), a.catch_up_on, t.state FROM attendance a"
    " JOIN talk t ON t.talk = a.talk WHERE a.officer = ? AND a.topic = ? ORDER BY t.held_at DESC, a.talk DESC LIMIT ?"
)


@dataclass(frozen=True)
class Axes:
    """The topics, and the officers who have not left, of a site on a day."""

    topics: tuple[TopicTerms, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True)
class Had:
    """What a talk was for an officer: `at` is when they signed or it was held, `state` how the talk stands."""

    talk: str
    result: str
    at: int | None
    catch_up_on: str
    state: str


def read_axes(connection: "Connection", on: date) -> Axes:
    """The topics by title and the officers by number."""
    day = on.isoformat()
    topics = rows_of(
        connection, "SELECT topic, title, refresher_months FROM topic ORDER BY title COLLATE NOCASE, topic"
    )
    officers = rows_of(
        connection, "SELECT officer FROM officer WHERE coalesce(left_on, ?) >= ? ORDER BY officer", (day, day)
    )
    return Axes(tuple(TopicTerms(*row) for row in topics), tuple(row[0] for row in officers))


def read_part(
    connection: "Connection", on: date, tz: ZoneInfo, topics: Sequence[TopicTerms], officers: Sequence[str], until: int
) -> Matrix:
    """The matrix of some topics and some officers, with what they had before `until`; see `training.read_matrix`."""
    codes, staff = json.dumps([topic.topic for topic in topics]), json.dumps(list(officers))
    named = rows_of(
        connection, "SELECT topic, who FROM requirement WHERE topic IN (SELECT value FROM json_each(?))", (codes,)
    )
    since = day_bounds(on - timedelta(days=POST_YEAR), tz)[0]
    posts = {row[0] for row in rows_of(connection, "SELECT post FROM post")} & {who for _, who in named} - {EVERYBODY}
    at_post = {post: [row[0] for row in rows_of(connection, _AT_POST, (staff, post, since))] for post in sorted(posts)}
    wanted = required(
        [topic.topic for topic in topics], [(t, w) for t, w in named], [Staff(one) for one in officers], at_post, on
    )
    last = {(officer, topic): at for officer, topic, at in rows_of(connection, _HAD, (until, codes, staff))}
    return Matrix(topics, wanted, last, on, tz)


def at_post(store: "Store", post: str) -> frozenset[str]:
    """The officers of a post, as requirements mean them."""
    tz = store.tz
    on = local_date(store.clock.now(), tz)
    since = day_bounds(on - timedelta(days=POST_YEAR), tz)[0]
    with store.reading() as connection:
        staff = json.dumps(list(read_axes(connection, on).officers))
        return frozenset(row[0] for row in rows_of(connection, _AT_POST, (staff, post, since)))


def talks_of(store: "Store", officer: str, topic: str, limit: int = 20) -> list[Had]:
    """The talks on a topic in whose registers an officer stands, the newest first."""
    with store.reading() as connection:
        return [Had(*row) for row in rows_of(connection, _PAIR, (officer, topic, limit))]


def next_duty(store: "Store", officer: str) -> int | None:
    """When an officer's next duty starts; None where the roster has none ahead."""
    with store.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT min(start) FROM duty WHERE officer = ? AND start > ? AND status = 'planned'",
            (officer, store.clock.now()),
        ).one()
    return None if row[0] is None else int(row[0])


def needs_on_shift(store: "Store", at: int) -> tuple[Shift, list[Need]]:
    """The shift that starts at, or is on at, an instant, and what its officers still need, the worst first."""
    tz, now = store.tz, store.clock.now()
    with store.reading() as connection:
        shift = shift_now(connection, at)
        on = local_date(shift.start, tz)
        axes = read_axes(connection, on)
        there = set(axes.officers)
        officers = [officer for officer in shift.officers if officer in there]
        return shift, read_part(connection, on, tz, axes.topics, officers, now + 1).needs()


def still_needed(store: "Store", topic: str) -> list[str]:
    """The officers who must have a topic and have never had it, or for whom it is due."""
    tz, now = store.tz, store.clock.now()
    on = local_date(now, tz)
    with store.reading() as connection:
        axes = read_axes(connection, on)
        topics = [one for one in axes.topics if one.topic == topic]
        return [need.officer for need in read_part(connection, on, tz, topics, axes.officers, now + 1).needs()]
