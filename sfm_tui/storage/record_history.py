"""Every change of a record of reference data or of the site: its own entries, and the imports that brought it."""

import json
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.history import Act, of

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

MOST_IMPORTS = 200


def history(store: "Store", subject: str) -> list[Act]:
    """The acts on `subject` in their order, each in words; `subject` is as the ledger names it (`officer:1001`)."""
    noun, _, key = subject.partition(":")
    if noun == "site":
        return _site_history(store, subject)
    acts = [*of(store, subject), *_imports(store, noun, key)]
    return sorted(acts, key=lambda act: act.seq)


def _imports(store: "Store", noun: str, key: str) -> list[Act]:
    from sfm_tui.domain.reference import RECORDS

    if noun not in RECORDS:
        return []
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
            " WHERE l.subject IN (SELECT DISTINCT subject FROM ledger WHERE subject >= 'file:' AND subject < 'file;')"
            " AND json_extract(p.payload, '$.noun') = ? ORDER BY l.seq DESC LIMIT ?",
            (noun, MOST_IMPORTS),
        ).all()
    found = []
    for seq, at, author, confirmed, kind, payload in rows:
        data = json.loads(payload)
        for row in data["rows"]:
            if str(row.get(RECORDS[noun].key_field)) == key:
                text = " · ".join(f"{name}: {_word(value)}" for name, value in row.items() if _word(value))
                found.append(Act(seq, at, author, confirmed, kind, f"{data['file']} · {text}"))
    return found


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
        parts = [
            f"{name}: {old[name]} → {new.get(name, 'not set')}" if name in old else f"{name}: {new[name]}"
            for name in sorted({*old, *new})
            if old.get(name) != new.get(name)
        ]
        acts.append(Act(seq, at, author, confirmed, kind, " · ".join(parts)))
    return acts


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
