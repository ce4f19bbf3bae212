"""Every record that the program gives a number, a code or a name to: found by what a person types, told in one line."""

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_bounds, day_text, duration_text, local_date, short_clock
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.finding_name import named_finding
from sfm_tui.domain.findings import KINDS
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.record import KIND_NAMES, Found
from sfm_tui.domain.response import response_clock
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.links import FREE, TABLE_OF
from sfm_tui.storage.search import OTHERS, restrict_to_last

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

_OWN = {
    "incident": "SELECT t.number, t.reported, coalesce(nullif(substr(t.summary, 1, 240), ''), t.category),"
    " CASE WHEN t.struck = '' THEN t.state ELSE 'void' END",
    "occurrence": "SELECT t.occurrence, t.at, substr(t.text, 1, 240), CASE WHEN t.struck = '' THEN t.kind ELSE"
    " 'struck' END",
    "briefing": "SELECT t.briefing, t.since, substr(t.text, 1, 240),"
    " CASE WHEN t.withdrawn = '' THEN '' ELSE 'withdrawn' END",
    "action": "SELECT t.action, (SELECT CASE WHEN d.day IS NULL OR date(d.at, 'unixepoch') <= d.day THEN d.at"
    " ELSE d.day END FROM (SELECT (SELECT min(l.at) FROM ledger l WHERE l.subject = 'action:' || t.action) at,"
    " (SELECT min(coalesce(f.agreed_on, f.started_on)) FROM action f WHERE f.action = t.action) day) d),"
    " t.area, t.stage",
    "reflection": "SELECT t.reflection, t.day, t.title, CASE WHEN t.withdrawn = '' THEN '' ELSE 'out of use' END",
    "note": "SELECT t.note, t.day, t.title, CASE WHEN t.withdrawn = '' THEN t.kind ELSE 'out of use' END",
    "assessment": "SELECT t.assessment, t.assessed_on, t.enabler, 'level ' || t.level",
    "officer": "SELECT t.officer, NULL, coalesce(nullif(t.call_sign, ''), t.name), ''",
    "person": "SELECT t.person, NULL, t.name, t.role",
    "post": "SELECT t.post, NULL, t.name, ''",
    "location": "SELECT t.location, NULL, t.name, ''",
}
"""What is read of a record: key, time or day, words, state; of the other kinds what a search reads."""
_KEYS = {kind: column for kind, (_table, column) in TABLE_OF.items()} | {
    "measure": "measure",
    "assessment": "assessment",
}
_SHORT = re.compile(r"([A-Za-z])-?([0-9]{1,9})")
_ORDER = ("incident", "action", "talk", "briefing", "handover", "report", "reflection", "note", "occurrence", "weekly",
          "measure", "assessment", "topic", "theme", "post", "officer", "person", "location")  # fmt: skip


def describe(store: "Store", refs: Iterable[str], *, erased: bool = False) -> dict[str, Found]:
    """The records that these names stand for, each in one line; what is not in the store is not in the answer.

    With `erased`, what was erased under a retention rule is: by its name and that rule.
    """
    wanted: dict[str, list[str]] = {}
    for ref in dict.fromkeys(refs):
        kind, _, key = ref.partition(":")
        wanted.setdefault(kind, []).append(key)
    tz = store.tz
    found: dict[str, Found] = {}
    with store.reading() as connection:
        for kind, keys in wanted.items():
            found.update((one.ref, one) for one in _of_kind(store, connection, kind, keys, tz))
        if erased:
            missing = json.dumps([f"{kind}:{key}" for kind, keys in wanted.items() for key in keys])
            rows = connection.exec_driver_sql(
                "SELECT record, rule, day FROM erased WHERE record IN (SELECT value FROM json_each(?))", (missing,)
            )
            for ref, rule, day in rows:
                found.setdefault(ref, Found(ref, f"erased ({rule})", _midnight(day, tz), "erased", day=True))
    return found


def find(store: "Store", typed: str, *, most: int = 20) -> list[Found]:
    """The records that a person means: `0142`, `A-7`, `T-12`, `B2026-00017`, `response-time`, `kind:key`.

    Letters may be small, zeros left out. Several where a number stands for records of more than one kind.
    """
    text = typed.strip().lstrip("#")
    if not text or len(text) > 500:
        return []
    kind, colon, key = text.partition(":")
    if colon and kind.casefold() in KIND_NAMES:
        return list(describe(store, (f"{kind.casefold()}:{key.strip()}",)).values()) if key.strip() else []
    spelled = _spellings(text)
    refs: list[str] = []
    number = store.incidents.find_number(text)
    if number is not None:
        refs.append(f"incident:{number}")
    with store.reading() as connection:
        for noun in _ORDER[1:]:
            table = TABLE_OF.get(noun, (noun, noun))[0]
            sql = f"SELECT DISTINCT {_KEYS[noun]} FROM {table} WHERE {_KEYS[noun]} IN ({', '.join('?' * len(spelled))})"
            refs += [f"{noun}:{row[0]}" for row in connection.exec_driver_sql(sql, spelled)]
    refs += [f"measure:{code}" for code in _measures(store, text) if f"measure:{code}" not in refs]
    return list(describe(store, refs[:most]).values())


def the_one(store: "Store", typed: str) -> Found:
    """The one record that a person means. Raises StoreError, in one line, where there is none or more than one."""
    some = find(store, typed)
    if len(some) == 1:
        return some[0]
    if some:
        ways = " or ".join(one.ref for one in some[:4])
        raise StoreError(f"{quoted(typed.strip())} is {len(some)} records: write {ways}")
    kind, colon, key = typed.strip().partition(":")
    if not colon:
        raise StoreError(f"there is no record {quoted(typed.strip())}: write its number, such as A-07 or 2026-0142")
    if kind not in KIND_NAMES:
        raise StoreError(f"{quoted(kind)} is no kind of record: choose one of {', '.join((*TABLE_OF, *FREE))}")
    if kind == "finding":
        raise StoreError(f"{quoted(key)} is no finding: write finding:KIND:2026-11-26T17:00, with the post after it")
    raise StoreError(f"there is no {KIND_NAMES[kind]} {quoted(key.strip())}")


def ref_of(store: "Store", typed: str) -> str:
    """How links name what a person means: `kind:key` as it is, there or not, else the one record of that number.

    Raises StoreError as `the_one`.
    """
    text = typed.strip()
    return text if ":" in text else the_one(store, text).ref


def _spellings(text: str) -> tuple[str, ...]:
    """A number as it was typed, in capitals, and with its dash and zeros: `a7` is `A-07`."""
    spelled = [text, text.upper(), text.lower()]
    short = _SHORT.fullmatch(text)
    if short:
        spelled.append(f"{short[1].upper()}-{int(short[2]):02d}")
    return tuple(dict.fromkeys(spelled))


def _measures(store: "Store", text: str) -> list[str]:
    """The measures that are called so, by code or name."""
    wanted = text.casefold()
    known = {one.measure: one.name for one in COMPUTED.values()} | {
        one.measure: one.name for one in store.measures.all()
    }
    return [code for code, name in known.items() if wanted in (code.casefold(), name.casefold())]


def _of_kind(store: "Store", connection: "Connection", kind: str, keys: list[str], tz: "ZoneInfo") -> list[Found]:
    if kind == "breach":
        return _breaches(store, connection, keys)
    if kind == "roster":
        return _changes(store, connection, keys, tz)
    if kind == "finding":
        return [one for one in (_finding(key, tz) for key in keys) if one is not None]
    if kind == "measure":
        computed = [Found(f"measure:{key}", COMPUTED[key].name) for key in keys if key in COMPUTED]
        return computed + _rows(connection, kind, [key for key in keys if key not in COMPUTED], tz)
    if kind in _OWN or kind in OTHERS:
        return _rows(connection, kind, keys, tz)
    return [Found(f"{kind}:{key}", key) for key in keys] if kind in FREE else []


def _rows(connection: "Connection", kind: str, keys: list[str], tz: "ZoneInfo") -> list[Found]:
    if not keys:
        return []
    table, column = TABLE_OF.get(kind, (kind, kind))
    sql = (
        f"{_OWN.get(kind) or OTHERS[kind]} FROM json_each(?) k CROSS JOIN {table} t ON t.{column} = k.value"
        f"{restrict_to_last(kind)}"
    )
    found = []
    for key, at, text, state in connection.exec_driver_sql(sql, (json.dumps(keys),)):
        day = isinstance(at, str)
        time = _midnight(at, tz) if day else at
        found.append(Found(f"{kind}:{key}", " ".join(str(text).split()), time, str(state), day))
    return found


def _midnight(day: str, tz: "ZoneInfo") -> int:
    from datetime import date

    return day_bounds(date.fromisoformat(day[:10]), tz)[0]


def _breaches(store: "Store", connection: "Connection", keys: list[str]) -> list[Found]:
    """Late responses, by the incident that each is of."""
    late = late_figures(store, keys)
    rows = _rows(connection, "incident", keys, store.tz)
    return [Found(f"breach:{one.key}", one.text, one.at, late.get(one.key, "")) for one in rows]


def late_figures(store: "Store", numbers: Iterable[str]) -> dict[str, str]:
    """How long a response took that was over its limit, and the limit, by incident: `6:10, limit 3:00`."""
    site = store.sites.get()
    if site is None:
        return {}
    late: dict[str, str] = {}
    with store.reading() as connection:
        for number, reported, dispatched, there, severity in connection.exec_driver_sql(
            "SELECT t.number, t.reported, t.dispatched, t.on_scene, t.severity FROM json_each(?) k"
            " CROSS JOIN incident t ON t.number = k.value WHERE t.struck = ''",
            (json.dumps(list(numbers)),),
        ):
            clock = response_clock(
                site.terms, reported=reported, dispatched=dispatched, on_scene=there, severity=severity, now=reported,
                ended=True,
            )  # fmt: skip
            if clock is not None and not clock.within:
                late[number] = f"{duration_text(clock.seconds)}, limit {duration_text(clock.limit)}"
    return late


def _finding(key: str, tz: "ZoneInfo") -> Found | None:
    """A finding by its key: kind, start, and the post or officer where it has one; None where it is none."""
    named = named_finding(key, tz)
    if named is None or named.kind not in KINDS:
        return None
    where = f", {named.where}" if named.where else ""
    return Found(f"finding:{key}", f"{named.kind.replace('-', ' ')}{where}", named.at)


def _changes(store: "Store", connection: "Connection", keys: list[str], tz: "ZoneInfo") -> list[Found]:
    """Acts on the roster by their entries: the first record of each in words, and how many more there were."""
    names = store.reference.names()
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18 and str(int(key)) == key]
    rows: dict[int, list[Any]] = {}
    for row in connection.exec_driver_sql(
        "SELECT c.seq, l.at, c.verb, c.effect, c.officer, c.post, c.start, c.end FROM json_each(?) k"
        " CROSS JOIN roster_change c ON c.seq = k.value JOIN ledger l ON l.seq = c.seq ORDER BY c.seq, c.n",
        (json.dumps(numbers),),
    ):
        rows.setdefault(row[0], []).append(row)
    found = []
    for seq, some in rows.items():
        _, at, verb, _effect, officer, post, start, end = next((r for r in some if r[3] == "made"), some[0])
        span = ""
        if start is not None and end is not None:
            span = f"{day_text(local_date(start, tz))} {short_clock(start, tz)}–{short_clock(end, tz)}"
        parts = [names.get(officer, officer), post, span]
        more = f" and {len(some) - 1} more" if len(some) > 1 else ""
        found.append(Found(f"roster:{seq}", ", ".join(filter(None, parts)) + more, at, verb))
    return found
