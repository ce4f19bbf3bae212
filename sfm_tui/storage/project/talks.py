"""What the acts on toolbox talks, and the files that bring them, do to their tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sfm_tui.domain import talks
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count
from sfm_tui.storage.writer import Writer

Row = Mapping[str, Any]

_EMPTY: dict[str, Any] = {
    "planned_for": None, "held_at": None, "minutes": None, "ticked": "", "questions": "", "understanding": "",
    "cancelled": "", "locked": 0,
}  # fmt: skip


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────


def put_talks(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put held talks in, titled by their topics; the registers follow what is changed of a talk."""
    titles = dict(writer.all("SELECT topic, title FROM topic"))
    for row in rows:
        values = {**row, "title": titles.get(row["topic"], row["topic"]), "state": "completed"}
        key = values.pop("talk")
        if writer.one("SELECT 1 FROM talk WHERE talk = ?", (key,)):
            writer.update("talk", ("talk", key), values)
            writer.forget(_remembered(key))
            writer.run(
                "UPDATE attendance SET topic = ?, had_at = CASE WHEN had_at IS NULL THEN NULL"
                " ELSE coalesce(signed_at, ?) END WHERE talk = ?",
                (row["topic"], row["held_at"], key),
            )
        else:
            _new(writer, entry, key, values)


def put_requirements(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the requirements of a file in."""
    for row in rows:
        writer.insert("requirement", row)


@project.register
def _(event: talks.AttendanceImported, entry: Entry, writer: Writer) -> None:
    _line(writer, entry, event.talk, event.officer, event.result, signed_at=event.signed_at, counts=True)


# ── the acts ─────────────────────────────────────────────────────────────────────────────────────────────────


def _remembered(talk: str) -> str:
    return f"talk {talk}"


def _new(writer: Writer, entry: Entry, key: str, values: Row) -> None:
    writer.insert("talk", {**_EMPTY, **values, "talk": key, "seq": entry.seq})
    writer.raise_counter("talk", own_count(key, "T"))


def _line(
    writer: Writer, entry: Entry, talk: str, officer: str, result: str, *, signed_at: int | None = None,
    counts: bool = False, off_duty: bool = False, pin: bool = False, catch_up_on: str = "",
) -> None:  # fmt: skip
    """A line of a register that is not there yet."""
    topic, held_at = writer.recall(
        _remembered(talk), lambda: writer.one("SELECT topic, held_at FROM talk WHERE talk = ?", (talk,))
    )
    had_at = (held_at if signed_at is None else signed_at) if counts and result in talks.HAD else None
    writer.insert(
        "attendance",
        {
            "talk": talk, "officer": officer, "signed_at": signed_at, "result": result, "topic": topic,
            "had_at": had_at, "off_duty": int(off_duty), "pin": int(pin), "catch_up_on": catch_up_on,
            "seq": entry.seq,
        },
    )  # fmt: skip


def _there(writer: Writer, talk: str, officer: str) -> bool:
    return writer.one("SELECT 1 FROM attendance WHERE talk = ? AND officer = ?", (talk, officer)) is not None


def _put_line(writer: Writer, entry: Entry, talk: str, officer: str, result: str, **values: Any) -> None:
    """A line of a register, whether it is there or not."""
    if not _there(writer, talk, officer):
        _line(writer, entry, talk, officer, result, **values)
        return
    counts = values.pop("counts", False)
    fields = {"signed_at": None, "off_duty": 0, "pin": 0, "catch_up_on": "", **values}
    names = ", ".join(f"{name} = ?" for name in fields)
    writer.run(
        f"UPDATE attendance SET result = ?, had_at = ?, seq = ?, {names} WHERE talk = ? AND officer = ?",
        (result, fields["signed_at"] if counts else None, entry.seq, *map(_plain, fields.values()), talk, officer),
    )


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


@project.register
def _(event: talks.TalkPlanned, entry: Entry, writer: Writer) -> None:
    _new(writer, entry, event.talk, {**event.new, "state": "planned"})


@project.register
def _(event: talks.TalkChanged, entry: Entry, writer: Writer) -> None:
    writer.update("talk", ("talk", event.talk), event.new)
    if "topic" in event.new:
        writer.run("UPDATE attendance SET topic = ? WHERE talk = ?", (event.new["topic"], event.talk))
        writer.forget(_remembered(event.talk))


@project.register
def _(event: talks.TalkStarted, entry: Entry, writer: Writer) -> None:
    writer.update("talk", ("talk", event.talk), {"state": "running", "held_at": entry.at})
    writer.forget(_remembered(event.talk))
    for officer in event.present:
        _put_line(writer, entry, event.talk, officer, talks.PRESENT)


@project.register
def _(event: talks.TalkExpected, entry: Entry, writer: Writer) -> None:
    for officer in event.removed:
        writer.run(
            "DELETE FROM attendance WHERE talk = ? AND officer = ? AND result = ?",
            (event.talk, officer, talks.PRESENT),
        )
    for officer in event.added:
        _put_line(writer, entry, event.talk, officer, talks.PRESENT)


@project.register
def _(event: talks.TalkAbsence, entry: Entry, writer: Writer) -> None:
    _put_line(writer, entry, event.talk, event.officer, "absent", catch_up_on=event.catch_up_on)


@project.register
def _(event: talks.TalkSigned, entry: Entry, writer: Writer) -> None:
    _put_line(
        writer, entry, event.talk, event.officer, "attended", signed_at=entry.at, off_duty=event.off_duty,
        pin=event.pin,
    )  # fmt: skip


@project.register
def _(event: talks.TalkSignatureStruck, entry: Entry, writer: Writer) -> None:
    _put_line(writer, entry, event.talk, event.officer, talks.PRESENT)


@project.register
def _(event: talks.TalkCompleted, entry: Entry, writer: Writer) -> None:
    writer.update("talk", ("talk", event.talk), {"state": "completed", "minutes": event.minutes, "locked": 1})
    writer.run(
        "UPDATE attendance SET had_at = signed_at WHERE talk = ? AND result = 'attended'",
        (event.talk,),
    )


@project.register
def _(event: talks.TalkCaughtUp, entry: Entry, writer: Writer) -> None:
    _put_line(
        writer, entry, event.talk, event.officer, "catch-up", signed_at=event.at, counts=True,
        off_duty=event.off_duty, pin=event.pin,
    )  # fmt: skip


@project.register
def _(event: talks.TalkCorrected, entry: Entry, writer: Writer) -> None:
    writer.insert(
        "talk_correction",
        {"seq": entry.seq, "talk": event.talk, "at": entry.at, "author": entry.author, "text": event.text},
    )


@project.register
def _(event: talks.TalkCancelled, entry: Entry, writer: Writer) -> None:
    writer.update("talk", ("talk", event.talk), {"state": "cancelled", "cancelled": event.why})


@project.register
def _(event: talks.RequirementChanged, entry: Entry, writer: Writer) -> None:
    for who in event.removed:
        writer.run("DELETE FROM requirement WHERE topic = ? AND who = ?", (event.topic, who))
    for who in event.added:
        writer.insert("requirement", {"topic": event.topic, "who": who})
