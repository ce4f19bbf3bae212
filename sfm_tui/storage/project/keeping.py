"""What holds and erasures do to the tables."""

from collections.abc import Callable, Iterable
from typing import Any

from sfm_tui.domain import desk, keeping
from sfm_tui.domain.stretches import STRETCHED, stretch_of, time_column
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count, own_number, own_occurrence
from sfm_tui.storage.writer import Writer

OFFICERS_OWN = ("licence", "absence", "compensation")
"""The tables of the roster whose rows are an officer's own and go with them."""

LETTERS = {"briefing": "P", "handover": "H", "talk": "T", "reflection": "R", "note": "N", "action": "A"}


def erased_name(noun: str, key: str) -> str:
    """What stands in the place of the name of an officer or a person who was erased."""
    return f"{noun} erased {key}"


@project.register
def _(event: keeping.HoldPlaced, entry: Entry, writer: Writer) -> None:
    row = {"target": event.target, "why": event.why, "at": entry.at, "author": entry.author, "seq": entry.seq}
    writer.insert("hold", {**row, "lifted_at": None, "lifted_by": "", "lifted_why": ""})


@project.register
def _(event: keeping.HoldLifted, entry: Entry, writer: Writer) -> None:
    writer.run(
        "UPDATE hold SET lifted_at = ?, lifted_by = ?, lifted_why = ? WHERE target = ? AND lifted_at IS NULL",
        (entry.at, entry.author, event.why, event.target),
    )


@project.register
def _(event: desk.Erased, entry: Entry, writer: Writer) -> None:
    """Take the rows of erased records away, and note that they were there. Built again, they never were."""
    for record, kind, day in event.records:
        noun, _, key = record.partition(":")
        _DROP[noun](writer, key, day)
        for table, column in (("attachment", "record"), ("tag", "record"), ("hold", "target")):
            writer.run(f"DELETE FROM {table} WHERE {column} = ?", (record,))
        _count(writer, noun, key)
        writer.run("DELETE FROM erased WHERE record = ?", (record,))
        row = {"record": record, "kind": kind, "day": day, "rule": event.rule, "at": entry.at, "seq": entry.seq}
        writer.insert("erased", row)
    links = [(id_,) for id_ in event.gone.get("link", [])]
    for values in links:
        writer.run("DELETE FROM link WHERE id = ?", values)
    for table, ids in event.gone.items():
        writer.raise_counter(f"last {table}", max(ids))


def _count(writer: Writer, noun: str, key: str) -> None:
    """No number of the site's own is given again, though the record that bore it is gone."""
    own = own_number(key) if noun == "incident" else own_occurrence(key) if noun == "occurrence" else None
    if own:
        writer.raise_counter(f"{noun}:{own[0]}", own[1])
    elif noun in LETTERS:
        writer.raise_counter(noun, own_count(key, LETTERS[noun]))


def _rows(*tables: str) -> Callable[[Writer, str, str], None]:
    """The record is all rows with its key in these tables, those that lean on others first."""

    def drop(writer: Writer, key: str, _day: str) -> None:
        column = tables[-1]
        for table in tables:
            writer.run(f"DELETE FROM {table} WHERE {column} = ?", (key,))

    return drop


def _incident(writer: Writer, key: str, _day: str) -> None:
    found = writer.one("SELECT id FROM incident WHERE number = ?", (key,))
    if found:
        for table in ("entry", "stamp"):
            writer.run(f"DELETE FROM {table} WHERE incident_id = ?", (found[0],))
        writer.run("DELETE FROM incident WHERE id = ?", (found[0],))


def absence_key(key: str) -> tuple[str, int]:
    """Officer and start of an absence, as the records of an erasure name it."""
    officer, _, start = key.rpartition(":")
    return officer, int(start)


def _absence(writer: Writer, key: str, _day: str) -> None:
    writer.run("DELETE FROM absence WHERE officer = ? AND start = ?", absence_key(key))
    _close_up(writer, "noun = 'absence' AND officer = ? AND start = ?", absence_key(key))


def _stretch(noun: str) -> Callable[[Writer, str, str], None]:
    """The record is a stretch of the roster."""

    def drop(writer: Writer, key: str, _day: str) -> None:
        stretch = stretch_of(f"{noun}:{key}")
        assert stretch is not None
        who, values = (f" AND {stretch.column} = ?", [stretch.who]) if stretch.column else ("", [])
        for table in stretch.tables:
            time = time_column(table)
            writer.run(
                f"DELETE FROM {table} WHERE {time} >= ? AND {time} < ?{who}", (stretch.low, stretch.high, *values)
            )
        nouns = ", ".join(repr(table) for table in stretch.tables)
        where = f"noun IN ({nouns}) AND start >= ? AND start < ?{who}"
        _close_up(writer, where, (stretch.low, stretch.high, *values))

    return drop


def _nothing(_writer: Writer, _key: str, _day: str) -> None:
    """An act on the roster of which nothing is left: its rows went with the stretches that they were of."""


def _officer(writer: Writer, key: str, day: str) -> None:
    for table in OFFICERS_OWN:
        writer.run(f"DELETE FROM {table} WHERE officer = ?", (key,))
    nouns = ", ".join(repr(noun) for noun in OFFICERS_OWN)
    _close_up(writer, f"noun IN ({nouns}) AND officer = ?", (key,))
    writer.run("DELETE FROM officer WHERE officer = ?", (key,))
    blank = {"call_sign": "", "opt_out": 0, "weekly_hours": "", "inducted_on": None, "phone": ""}
    writer.insert("officer", {"officer": key, "name": erased_name("officer", key), "left_on": day, **blank})
    writer.forget("officers")


def _close_up(writer: Writer, where: str, values: tuple[Any, ...]) -> None:
    """Take records out of the index of changes, and number those beside them anew."""
    touched = writer.all(f"SELECT DISTINCT seq FROM roster_change WHERE {where}", values)
    writer.run(f"DELETE FROM roster_change WHERE {where}", values)
    for (seq,) in touched:
        left = writer.all("SELECT n FROM roster_change WHERE seq = ? ORDER BY n", (seq,))
        _number(writer, seq, (n for (n,) in left))


def _number(writer: Writer, seq: int, left: Iterable[int]) -> None:
    for n, was in enumerate(left):
        if n != was:
            writer.run("UPDATE roster_change SET n = ? WHERE seq = ? AND n = ?", (n, seq, was))


def _person(writer: Writer, key: str, day: str) -> None:
    writer.run("DELETE FROM person WHERE person = ?", (key,))
    writer.insert("person", {"person": key, "name": erased_name("person", key), "role": "other", "left_on": day})


_DROP: dict[str, Callable[[Writer, str, str], None]] = {
    "incident": _incident,
    "occurrence": _rows("occurrence"),
    "handover": _rows("handover"),
    "briefing": _rows("told", "acknowledgement", "briefing"),
    "talk": _rows("attendance", "talk_correction", "talk"),
    "absence": _absence,
    "officer": _officer,
    "person": _person,
    "reflection": _rows("reflection"),
    "note": _rows("note"),
    "action": _rows("consultation", "review", "step", "action"),
    "weekly": _rows("weekly_answer", "weekly_decision", "weekly"),
    "assessment": _rows("level_check", "assessment"),
    "roster": _nothing,
    **{noun: _stretch(noun) for noun in STRETCHED},
}
