"""What the acts on the improvement plan, and the files that bring it, do to its tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sfm_tui.domain import action_events as acts
from sfm_tui.domain import measure
from sfm_tui.domain.action import Action
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count
from sfm_tui.storage.writer import Writer

Row = Mapping[str, Any]

_EMPTY = {
    name: field.get_default() for name, field in Action.model_fields.items() if name not in ("action", "cycle", "area")
}


def _plain(fields: Row) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in fields.items()}


def _there(writer: Writer, table: str, key: Row) -> bool:
    where = " AND ".join(f"{name} = ?" for name in key)
    return writer.one(f"SELECT 1 FROM {table} WHERE {where}", tuple(key.values())) is not None


def _set(writer: Writer, table: str, key: Row, values: Row) -> None:
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        where = " AND ".join(f"{name} = ?" for name in key)
        writer.run(f"UPDATE {table} SET {names} WHERE {where}", (*values.values(), *key.values()))


def _put(writer: Writer, entry: Entry, table: str, key: Row, values: Row) -> None:
    """Put a row whole, whether it is there or not."""
    row = {**values, "seq": entry.seq}
    if _there(writer, table, key):
        _set(writer, table, key, {name: value for name, value in row.items() if name not in key})
    else:
        writer.insert(table, {**row, **key})


def _new_cycle(writer: Writer, entry: Entry, action: str, cycle: int, fields: Row) -> None:
    writer.insert("action", {**_plain({**_EMPTY, **fields}), "action": action, "cycle": cycle, "seq": entry.seq})
    writer.raise_counter("action", own_count(action, "A"))


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────


def put_actions(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the actions of a file in; what a file has no column for stays as it is."""
    for row in rows:
        fields = {name: value for name, value in row.items() if name not in ("action", "cycle")}
        key = {"action": row["action"], "cycle": row["cycle"]}
        if _there(writer, "action", key):
            _set(writer, "action", key, _plain(fields))
        else:
            _new_cycle(writer, entry, row["action"], row["cycle"], fields)


def put_steps(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the steps of a file in; a new one belongs to the action's last cycle."""
    for row in rows:
        key = {"action": row["action"], "step": row["step"]}
        if _there(writer, "step", key):
            _set(writer, "step", key, {name: value for name, value in row.items() if name not in key})
        else:
            last = writer.one("SELECT max(cycle) FROM action WHERE action = ?", (row["action"],))[0]
            writer.insert("step", {**row, "cycle": last or 1, "seq": entry.seq})


def put_reviews(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the reviews of a file in."""
    for row in rows:
        _put(writer, entry, "review", {name: row[name] for name in ("action", "cycle", "reviewed_on")}, row)


def put_phases(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the phases of a file in."""
    for row in rows:
        _put(writer, entry, "phase", {name: row[name] for name in ("measure", "since")}, row)


def put_readings(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the readings of a file in."""
    for row in rows:
        _put(writer, entry, "reading", {name: row[name] for name in ("measure", "at")}, row)


# ── the acts ─────────────────────────────────────────────────────────────────────────────────────────────────


def _key(event: acts.ActionEvent) -> dict[str, Any]:
    return {"action": event.action, "cycle": event.cycle}


@project.register
def _(event: acts.ActionRaised, entry: Entry, writer: Writer) -> None:
    _new_cycle(writer, entry, event.action, event.cycle, event.new)


@project.register
def _(event: acts.ActionChanged, entry: Entry, writer: Writer) -> None:
    _set(writer, "action", _key(event), _plain(event.new))


@project.register
def _(event: acts.ActionMoved, entry: Entry, writer: Writer) -> None:
    _set(writer, "action", _key(event), {"stage": event.new})


@project.register
def _(event: acts.ActionAgain, entry: Entry, writer: Writer) -> None:
    _set(writer, "action", _key(event), {"stage": "closed"})
    _new_cycle(writer, entry, event.action, event.cycle + 1, event.new)


@project.register
def _(event: acts.ActionAgainUndone, entry: Entry, writer: Writer) -> None:
    writer.run("DELETE FROM action WHERE action = ? AND cycle = ?", (event.action, event.cycle + 1))
    _set(writer, "action", _key(event), {"stage": event.stage})


@project.register
def _(event: acts.StepSet, entry: Entry, writer: Writer) -> None:
    _put(writer, entry, "step", {"action": event.action, "step": event.step}, event.new)


@project.register
def _(event: acts.StepDropped, entry: Entry, writer: Writer) -> None:
    writer.run("DELETE FROM step WHERE action = ? AND step = ?", (event.action, event.step))


@project.register
def _(event: acts.ReviewSet, entry: Entry, writer: Writer) -> None:
    _put(writer, entry, "review", {**_key(event), "reviewed_on": event.reviewed_on}, event.new)


@project.register
def _(event: acts.ActionConsulted, entry: Entry, writer: Writer) -> None:
    writer.insert(
        "consultation",
        {**_key(event), "seq": entry.seq, "day": event.on, "who": event.who, "notes": event.notes},
    )
    _set(writer, "action", _key(event), {"consulted": event.consulted})


@project.register
def _(event: measure.ReadingSet, entry: Entry, writer: Writer) -> None:
    _put(writer, entry, "reading", {"measure": event.measure, "at": event.new["at"]}, event.new)


@project.register
def _(event: measure.ReadingDropped, entry: Entry, writer: Writer) -> None:
    writer.run("DELETE FROM reading WHERE measure = ? AND at = ?", (event.measure, event.old["at"]))


@project.register
def _(event: measure.PhaseSet, entry: Entry, writer: Writer) -> None:
    _put(writer, entry, "phase", {"measure": event.measure, "since": event.new["since"]}, event.new)


@project.register
def _(event: measure.PhaseDropped, entry: Entry, writer: Writer) -> None:
    writer.run("DELETE FROM phase WHERE measure = ? AND since = ?", (event.measure, event.old["since"]))
