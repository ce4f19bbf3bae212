"""Every change of a record of reference data or of the site: its own entries, and the imports that brought it."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.storage.history import Act, of

if TYPE_CHECKING:
    from sfm_tui.domain.roster_records import RosterRecord
    from sfm_tui.storage.store import Store

MOST_IMPORTS = 200
WHAT_IS_LEFT = (
    "kept AS MATERIALIZED (SELECT json_extract(q.payload, '$.of') AS seq, json_extract(q.payload, '$.what') AS payload"
    " FROM ledger m JOIN payload q ON q.seq = m.seq WHERE m.subject = '' AND m.kind = 'ledger.restated')"
)
"""A table for a query: what is left of entries that were erased in part (`storage.restating`)."""


def history(store: "Store", subject: str) -> list[Act]:
    """The acts on `subject` in their order, each in words.

    `subject` is as the ledger names it (`officer:1001`), or what `roster_subject` gives.
    """
    noun, _, key = subject.partition(":")
    if noun == "site":
        return _site_history(store, subject)
    if noun == "roster":
        return _roster_history(store, *json.loads(key))
    acts = [*of(store, subject), *_imports(store, noun, key)]
    return sorted(acts, key=lambda act: act.seq)


def roster_subject(record: "RosterRecord") -> str:
    """A record of the roster as `history` takes it."""
    return f"roster:{json.dumps([record.noun, record.key])}"


def _imports(store: "Store", noun: str, key: str) -> list[Act]:
    from sfm_tui.domain.reference import RECORDS

    return _imported(store, noun, {RECORDS[noun].key_field: key}) if noun in RECORDS else []


def _imported(store: "Store", noun: str, key: dict[str, Any]) -> list[Act]:
    """The files that brought a record; `key` are the fields that tell it from others."""
    found = []
    for seq, at, author, confirmed, file, row in imported_rows(store, noun, key):
        text = " · ".join(f"{name}: {word}" for name, word in _said(store, noun, row).items() if word)
        found.append(Act(seq, at, author, confirmed, "file.imported", f"{file} · {text}"))
    return found


def imported_rows(
    store: "Store", noun: str, key: dict[str, Any]
) -> Iterator[tuple[int, int, str, int, str, dict[str, Any]]]:
    """The rows of imported files that brought or changed a record, with entry, time, author, and the file's name."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, p.payload AS said FROM ledger l JOIN payload p ON p.seq = l.seq"
            " WHERE l.subject IN (SELECT DISTINCT subject FROM ledger WHERE subject >= 'file:' AND subject < 'file;')"
            " AND json_extract(p.payload, '$.noun') = ?"
            # Of an import whose rows were erased in part, what is left of it.
            " UNION ALL SELECT l.seq, l.at, l.author, l.confirmed, json_extract(p.payload, '$.what') FROM ledger r"
            " JOIN payload p ON p.seq = r.seq JOIN ledger l ON l.seq = json_extract(p.payload, '$.of')"
            " WHERE r.kind = 'ledger.restated' AND json_extract(p.payload, '$.what.noun') = ?"
            " ORDER BY 1 DESC LIMIT ?",
            (noun, noun, MOST_IMPORTS),
        ).all()
    for seq, at, author, confirmed, payload in rows:
        data = json.loads(payload)
        for row in data["rows"]:
            if all(str(row.get(name)) == str(value) for name, value in key.items()):
                yield seq, at, author, confirmed, data["file"], row


def _roster_history(store: "Store", noun: str, key: list[Any]) -> list[Act]:
    from sfm_tui.domain.roster_records import RECORDS

    fields = dict(zip(RECORDS[noun].keys, key, strict=True))
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            f"WITH {WHAT_IS_LEFT} SELECT l.seq, l.at, l.author, l.confirmed, coalesce(p.payload, k.payload)"
            " FROM ledger l LEFT JOIN payload p ON p.seq = l.seq LEFT JOIN kept k ON k.seq = l.seq"
            " WHERE l.seq IN (SELECT seq FROM roster_change WHERE noun = ? AND verb <> 'import'"
            " AND officer = ? AND post = ?) AND coalesce(p.payload, k.payload) IS NOT NULL",
            (noun, str(fields.get("officer", "")), str(fields.get("post", ""))),
        ).all()
    acts = _imported(store, noun, fields)
    for seq, at, author, confirmed, payload in rows:
        data = json.loads(payload)
        why = f" (why: {data['why']})" if data.get("why") else ""
        for change in data["changes"]:
            if change["table"] == noun and change["key"] == key:
                text = _changed(store, noun, change["old"], change["new"])
                acts.append(Act(seq, at, author, confirmed, data["verb"], text + why))
    return sorted(acts, key=lambda act: act.seq)


def changed_words(store: "Store", noun: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What differs between two states of the site or of a record of reference data, in words."""
    if noun == "site":
        return " · ".join(_settings_changed(_flat(dict(old)), _flat(dict(new))))
    return _changed(store, noun, dict(old), dict(new))


def _changed(store: "Store", noun: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    """What an act made of a record, in words."""
    if new is None:
        return "taken off"
    was, now = _said(store, noun, old or {}), _said(store, noun, new)
    if old is None:
        return " · ".join(f"{name.replace('_', ' ')}: {word}" for name, word in now.items() if word)
    parts = [
        f"{name.replace('_', ' ')}: {was[name] or 'nothing'} → {now[name] or 'nothing'}"
        for name in now
        if was.get(name) != now[name]
    ]
    return " · ".join(parts)


def _said(store: "Store", noun: str, row: dict[str, Any]) -> dict[str, str]:
    """The fields of a record in words, a roster's in the order of its form."""
    from sfm_tui.domain.roster_records import RECORDS

    times = ("start", "end", "booked_on", "booked_off", "due", "received", "started", "ended")
    names = [name for name in RECORDS[noun].model_fields if name in row] if noun in RECORDS else list(row)
    return {
        name: full_text(row[name], store.tz) if name in times and isinstance(row[name], int) else _word(row[name])
        for name in names
    }


def _site_history(store: "Store", subject: str) -> list[Act]:
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, l.kind, p.payload FROM ledger l"
            " LEFT JOIN payload p ON p.seq = l.seq WHERE l.subject = ? ORDER BY l.seq",
            (subject,),
        ).all()
    acts = []
    for seq, at, author, confirmed, kind, payload in rows:
        data = json.loads(payload) if payload else {}
        old = _flat(json.loads(data["old"])) if data.get("old") else {}
        new = _flat(json.loads(data["new"])) if data.get("new") else {}
        acts.append(Act(seq, at, author, confirmed, kind, " · ".join(_settings_changed(old, new))))
    return acts


def _settings_changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return [
        f"{name}: {old[name]} → {new.get(name, 'not set')}" if name in old else f"{name}: {new[name]}"
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def _flat(data: Any, before: str = "") -> dict[str, str]:
    """Settings as one level of names and words: `response.limit_seconds: 180`."""
    if not isinstance(data, dict):
        return {before: _word(data)}
    flat: dict[str, str] = {}
    for name, value in data.items():
        flat.update(_flat(value, f"{before}.{name}" if before else name))
    return {name: word for name, word in flat.items() if word}


def _word(value: Any) -> str:
    if value is None or value == "" or value == [] or value is False:
        return "" if value is not False else "no"
    if isinstance(value, list):
        return ", ".join(_one(part) for part in value)
    return "yes" if value is True else str(value)


def _one(part: Any) -> str:
    """One thing of a list: a call-out as it is read aloud, any other as its values stand."""
    if not isinstance(part, dict):
        return str(part)
    if set(part) <= {"severity", "who", "phone"}:
        return " ".join(str(word) for word in (f"S{part.get('severity')}", part.get("who"), part.get("phone")) if word)
    return " ".join(str(part[name]) for name in sorted(part))
