"""What the acts on the roster, and the files that bring one, do to its tables."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sfm_tui.domain.roster import ACTIVE
from sfm_tui.domain.roster_changes import RosterChanged
from sfm_tui.domain.roster_records import RECORDS, from_of, officer_of, post_of
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.writer import Writer

IMPORT = "import"
_CHUNK = 500

Row = Mapping[str, Any]

COLUMNS = {noun: tuple(record.model_fields) for noun, record in RECORDS.items()}
"""The columns of each table of the roster, in an order of their own."""


def _equal(names: Iterable[str]) -> list[str]:
    return [f'"{name}" = ?' for name in names]


def _set(noun: str) -> str:
    where = " AND ".join(_equal(RECORDS[noun].keys))
    return f"UPDATE {noun} SET {', '.join(_equal(COLUMNS[noun]))} WHERE {where}"


def _of_keys(noun: str) -> str:
    names = ", ".join(f't."{name}"' for name in COLUMNS[noun])
    on = [f"t.\"{name}\" = json_extract(k.value, '$[{n}]')" for n, name in enumerate(RECORDS[noun].keys)]
    return f"SELECT {names} FROM json_each(?) k CROSS JOIN {noun} t ON {' AND '.join(on)}"


_SET = {noun: _set(noun) for noun in COLUMNS}
_DROP = {noun: f"DELETE FROM {noun} WHERE {' AND '.join(_equal(RECORDS[noun].keys))}" for noun in COLUMNS}
_OF_KEYS = {noun: _of_keys(noun) for noun in COLUMNS}


@project.register
def _(event: RosterChanged, entry: Entry, writer: Writer) -> None:
    for n, change in enumerate(event.changes):
        noun, key, old, new = change["table"], change["key"], change["old"], change["new"]
        if new is None:
            writer.run(_DROP[noun], tuple(key))
        elif old is None:
            writer.insert(noun, new)
        else:
            writer.run(_SET[noun], (*(new[name] for name in COLUMNS[noun]), *key))
        _note(writer, entry.seq, n, event.verb, noun, old, new)


def put_imported(writer: Writer, entry: Entry, noun: str, rows: Sequence[Row]) -> None:
    """Put the rows of a file in; what they change of earlier ones is noted, new ones are not."""
    record, names = RECORDS[noun], COLUMNS[noun]
    noted = 0
    for first in range(0, len(rows), _CHUNK):
        some = rows[first : first + _CHUNK]
        keys = json.dumps([[row[name] for name in record.keys] for row in some])
        writer.flush()
        found = writer.connection.exec_driver_sql(_OF_KEYS[noun], (keys,))
        olds = (dict(zip(names, values, strict=True)) for values in found)
        there = {tuple(old[name] for name in record.keys): old for old in olds}
        for row in some:
            key = tuple(row[name] for name in record.keys)
            old = there.get(key)
            if old is None:
                writer.insert(noun, row)
                there[key] = dict(row)
            else:
                writer.run(_SET[noun], (*(row[name] for name in names), *key))
                there[key] = dict(row)
                _note(writer, entry.seq, noted, IMPORT, noun, old, row)
                noted += 1


def _note(writer: Writer, seq: int, n: int, verb: str, noun: str, old: Row | None, new: Row | None) -> None:
    row = new if new is not None else old
    assert row is not None
    fields = dict(row)
    writer.insert(
        "roster_change",
        {
            "seq": seq,
            "n": n,
            "verb": verb,
            "noun": noun,
            "effect": _effect(noun, old, new),
            "officer": officer_of(fields),
            "post": post_of(fields),
            "start": from_of(fields),
            "end": fields.get("end"),
        },
    )


def _effect(noun: str, old: Row | None, new: Row | None) -> str:
    if new is None:
        return "removed"
    if old is None:
        return "made"
    if noun == "duty" and old["status"] in ACTIVE and new["status"] not in ACTIVE:
        return "dropped"
    return "changed"
