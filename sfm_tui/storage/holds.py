"""Legal holds: what must not go under any retention rule, by whom and why, and what hangs on it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from sfm_tui.clock import day_bounds, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.keeping import PERIOD, HoldLifted, HoldPlaced, days_of
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import NAMES_OFFICER
from sfm_tui.storage.links import TABLE_OF, check_ref
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

HELD = {**TABLE_OF, "assessment": ("assessment", "assessment")}
"""What can be held beside a period: the table and the column with the key of each."""
_COLUMNS = "target, why, at, author, lifted_at, lifted_by, lifted_why, seq"


@dataclass(frozen=True)
class Hold:
    """A hold; `lifted_at` is empty while it stands."""

    target: str
    why: str
    at: int
    author: str
    lifted_at: int | None
    lifted_by: str
    lifted_why: str
    seq: int


class Holds:
    """Places and lifts holds. A hold stands in the ledger, with its reason and author; so does its end."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def place(self, target: str, why: str, by: Author) -> None:
        """Hold a record, an officer, a person or a period; with them all that hangs on them (`standing`).

        Raises Refused for a target that is none or without a reason, Clash where it is held already.
        """
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands in the ledger beside the hold")
        with self._store.writing() as transaction:
            _check(transaction, target)
            if transaction.one("SELECT 1 FROM hold WHERE target = ? AND lifted_at IS NULL", (target,)):
                raise Clash(f"{target.replace(':', ' ', 1)} is held already")
            transaction.append(HoldPlaced(target=target, why=why), by)

    def lift(self, target: str, why: str, by: Author) -> None:
        """End a hold. Raises Refused without a reason, Clash where it is not held by itself."""
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands in the ledger beside the end of the hold")
        with self._store.writing() as transaction:
            if not transaction.one("SELECT 1 FROM hold WHERE target = ? AND lifted_at IS NULL", (target,)):
                raise Clash(f"there is no hold on {target.replace(':', ' ', 1)}")
            transaction.append(HoldLifted(target=target, why=why), by)

    def all(self, *, lifted: bool = True) -> list[Hold]:
        """The holds, standing ones first, the newest first; without those that were `lifted` where that is False."""
        where = "" if lifted else "WHERE lifted_at IS NULL "
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM hold {where}ORDER BY lifted_at IS NOT NULL, seq DESC"
            )
            return [Hold(*row) for row in rows]

    def everything(self) -> dict[str, str]:
        """Every record that is held, by itself or by what it hangs on, with the reason."""
        with self._store.reading() as connection:
            return standing(connection)

    def of(self, record: str) -> str:
        """Why a record is held, by itself or by what it hangs on; empty where it is not."""
        with self._store.reading() as connection:
            return standing(connection).get(record, "")


def _check(transaction: Any, target: str) -> None:
    try:
        if days_of(target) is not None:
            return
    except ValueError as error:
        raise Refused(str(error)) from error
    check_ref(target)
    noun, _, key = target.partition(":")
    if noun not in HELD:
        raise Refused(f"{target} cannot be held: hold a record of the store, an officer, a person or a period")
    table, column = HELD[noun]
    if not transaction.one(f"SELECT 1 FROM {table} WHERE {column} = ?", (key,)):
        raise StoreError(f"there is no {target.replace(':', ' ', 1)}")


def standing(connection: Connection) -> dict[str, str]:
    """Every record that is held, with the reason: by itself, by its officer, person or period, or by a link.

    What is linked to a held record is held as well, and so are an incident and the lines of the book that were raised
    to it; with an act on the roster, the stretches of it that the act touched. Its stamps, log and attachments are part
    of a record and go or stay with it.
    """
    found: dict[str, str] = {}
    for target, why in connection.exec_driver_sql("SELECT target, why FROM hold WHERE lifted_at IS NULL ORDER BY seq"):
        direct = {target, *_of_target(connection, target)}
        beside = _beside(connection, direct)
        for record in sorted(direct | beside | _stretches(connection, direct | beside)):
            via = "" if record == target else f" (hold on {target.replace(':', ' ', 1)})"
            found.setdefault(record, f"held{via}: {why}")
    return found


def _of_target(connection: Connection, target: str) -> set[str]:
    noun, _, key = target.partition(":")
    if noun == PERIOD:
        days = days_of(target)
        assert days is not None
        found = connection.exec_driver_sql("SELECT timezone FROM site").first()
        tz = zone(found[0] if found else "UTC")
        low, high = day_bounds(days[0], tz)[0], day_bounds(days[1], tz)[1]
        return _all(connection, _IN_PERIOD, low=low, high=high, first=days[0].isoformat(), last=days[1].isoformat())
    if noun == "officer":
        return _all(connection, _OF_OFFICER, key=key)
    if noun == "person":
        return _all(connection, _OF_PERSON, key=key)
    return set()


def _all(connection: Connection, sql: str, **values: Any) -> set[str]:
    return {str(row[0]) for row in connection.exec_driver_sql(sql, values)}


def _beside(connection: Connection, records: set[str]) -> set[str]:
    names = json.dumps(sorted(records))
    rows = connection.exec_driver_sql(
        "WITH k AS (SELECT value FROM json_each(?))"
        " SELECT l.target FROM link l WHERE l.struck = '' AND l.source IN k"
        " UNION SELECT l.source FROM link l WHERE l.struck = '' AND l.target IN k"
        " UNION SELECT 'occurrence:' || o.occurrence FROM occurrence o"
        " WHERE o.incident <> '' AND 'incident:' || o.incident IN k"
        " UNION SELECT 'incident:' || o.incident FROM occurrence o"
        " WHERE o.incident <> '' AND 'occurrence:' || o.occurrence IN k",
        (names,),
    )
    return {str(row[0]) for row in rows}


def _stretches(connection: Connection, records: set[str]) -> set[str]:
    """The stretches of the roster that held acts on it touched."""
    acts = json.dumps([record.partition(":")[2] for record in sorted(records) if record.startswith("roster:")])
    return _all(connection, _OF_ACTS, acts=acts) if acts != "[]" else set()


_MONTH = "strftime('%Y-%m', start, 'unixepoch')"
_OF_ACTS = f"""
WITH k AS (SELECT CAST(value AS INTEGER) AS seq FROM json_each(:acts)),
    c AS (SELECT * FROM roster_change WHERE seq IN (SELECT seq FROM k) AND start IS NOT NULL)
SELECT 'duties:' || officer || ':' || {_MONTH} FROM c WHERE noun IN ('duty', 'compensation')
UNION SELECT 'cover:' || post || ':' || {_MONTH} FROM c WHERE noun = 'cover'
UNION SELECT 'calls:' || date(start, 'unixepoch') FROM c WHERE noun IN ('checkcall', 'patrol')
UNION SELECT 'absence:' || officer || ':' || start FROM c WHERE noun = 'absence'
"""
_IN_PERIOD = f"""
SELECT 'incident:' || number FROM incident WHERE reported >= :low AND reported < :high
UNION SELECT 'occurrence:' || occurrence FROM occurrence WHERE at >= :low AND at < :high
UNION SELECT 'handover:' || handover FROM handover WHERE at >= :low AND at < :high
UNION SELECT 'absence:' || officer || ':' || start FROM absence WHERE start < :high AND "end" > :low
UNION SELECT 'talk:' || talk FROM talk WHERE coalesce(held_at, planned_for) >= :low
    AND coalesce(held_at, planned_for) < :high
UNION SELECT 'briefing:' || briefing FROM briefing WHERE
    CASE typeof(since) WHEN 'text' THEN since <= :last ELSE since < :high END
    AND coalesce(CASE typeof(until) WHEN 'text' THEN until >= :first ELSE until >= :low END, 1)
UNION SELECT 'reflection:' || reflection FROM reflection WHERE day BETWEEN :first AND :last
UNION SELECT 'note:' || note FROM note WHERE day BETWEEN :first AND :last
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM duty WHERE start < :high AND "end" > :low
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM compensation WHERE start >= :low AND start < :high
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM roster_change
    WHERE noun IN ('duty', 'compensation') AND start < :high AND coalesce("end", start + 1) > :low
UNION SELECT 'cover:' || post || ':' || {_MONTH} FROM cover WHERE start < :high AND ("end" > :low OR repeat <> '')
UNION SELECT 'cover:' || post || ':' || {_MONTH} FROM roster_change
    WHERE noun = 'cover' AND start < :high AND coalesce("end", start + 1) > :low
UNION SELECT 'calls:' || date(due, 'unixepoch') FROM checkcall WHERE due >= :low AND due < :high
UNION SELECT 'calls:' || date(due, 'unixepoch') FROM patrol WHERE due >= :low AND due < :high
UNION SELECT 'weekly:' || weekly FROM weekly_decision WHERE at >= :low AND at < :high
UNION SELECT 'weekly:' || weekly FROM weekly WHERE began_at >= :low AND began_at < :high
    OR held_at >= :low AND held_at < :high
UNION SELECT 'assessment:' || assessment FROM assessment WHERE assessed_on BETWEEN :first AND :last
UNION SELECT 'action:' || action FROM action WHERE coalesce(agreed_on, started_on, in_effect_on) <= :last
    AND (stage <> 'closed' OR coalesce(recheck_on, in_effect_on, started_on, agreed_on) >= :first)
UNION SELECT 'action:' || action FROM review WHERE reviewed_on BETWEEN :first AND :last
UNION SELECT subject FROM ledger WHERE at >= :low AND at < :high AND subject >= 'action:' AND subject < 'action;'
"""
_OF_OFFICER = f"""
SELECT 'incident:' || i.number FROM incident i
    WHERE {NAMES_OFFICER}
UNION SELECT 'occurrence:' || occurrence FROM occurrence WHERE officer = :key
UNION SELECT 'talk:' || talk FROM attendance WHERE officer = :key
UNION SELECT 'absence:' || officer || ':' || start FROM absence WHERE officer = :key
UNION SELECT 'briefing:' || briefing FROM acknowledgement WHERE officer = :key
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM duty WHERE officer = :key
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM compensation WHERE officer = :key
UNION SELECT 'duties:' || officer || ':' || {_MONTH} FROM roster_change
    WHERE officer = :key AND noun IN ('duty', 'compensation')
UNION SELECT 'calls:' || date(due, 'unixepoch') FROM checkcall WHERE officer = :key
UNION SELECT 'calls:' || date(due, 'unixepoch') FROM patrol WHERE officer = :key
UNION SELECT 'calls:' || date(start, 'unixepoch') FROM roster_change
    WHERE officer = :key AND noun IN ('checkcall', 'patrol')
"""
_OF_PERSON = """
SELECT DISTINCT 'incident:' || i.number FROM incident i JOIN entry e ON e.incident_id = i.id WHERE e.author = :key
UNION SELECT 'occurrence:' || occurrence FROM occurrence WHERE author = :key
UNION SELECT 'handover:' || handover FROM handover WHERE giver = :key OR receiver = :key
UNION SELECT 'talk:' || talk FROM talk WHERE presenter = :key
UNION SELECT 'reflection:' || reflection FROM reflection WHERE author = :key
UNION SELECT 'note:' || note FROM note WHERE author = :key
UNION SELECT 'assessment:' || assessment FROM assessment WHERE assessor = :key
UNION SELECT 'action:' || action FROM action WHERE owner = :key
UNION SELECT 'action:' || action FROM review WHERE reviewer = :key
UNION SELECT 'weekly:' || weekly FROM weekly_decision WHERE :key IN (who, author)
UNION SELECT 'weekly:' || weekly FROM weekly_answer WHERE author = :key
UNION SELECT 'weekly:' || weekly FROM weekly WHERE :key IN (began_by, held_by)
"""
