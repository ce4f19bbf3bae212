"""What reflections, notes, standards, tags, attachments and assessments do to the tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sfm_tui.domain import assessment, attachment, reflection, standard
from sfm_tui.domain.assessment import Check, checks_for, held
from sfm_tui.domain.event import canonical
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count
from sfm_tui.storage.writer import Writer

Row = Mapping[str, Any]

LETTERS = {"reflection": "R", "note": "N"}
"""The letter before the number of each kind of page."""

_BLANK: dict[str, dict[str, Any]] = {
    page.noun: {name: field.get_default() for name, field in page.model_fields.items() if not field.is_required()}
    for page in (reflection.Reflection, reflection.Note)
}

# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────


@project.register
def _(event: reflection.PageEvent, entry: Entry, writer: Writer) -> None:
    row = {**_BLANK[event.noun], **event.new, event.noun: event.key, "version": event.version, "seq": entry.seq}
    writer.insert(event.noun, row)
    writer.raise_counter(event.noun, own_count(event.key, LETTERS[event.noun]))


# ── standards ────────────────────────────────────────────────────────────────────────────────────────────────


@project.register
def _(event: standard.StandardLoaded, entry: Entry, writer: Writer) -> None:
    row = {"title": event.new["title"], "body": canonical(event.new), "seq": entry.seq}
    if writer.one("SELECT 1 FROM standard WHERE standard = ?", (event.standard,)):
        writer.update("standard", ("standard", event.standard), row)
    else:
        writer.insert("standard", {"standard": event.standard, **row})


@project.register
def _(event: standard.RecordTagged, entry: Entry, writer: Writer) -> None:
    for criterion in event.taken:
        writer.run(
            "DELETE FROM tag WHERE record = ? AND standard = ? AND criterion = ?",
            (event.record, event.standard, criterion),
        )
    for criterion in event.added:
        writer.insert(
            "tag",
            {"record": event.record, "standard": event.standard, "criterion": criterion, "seq": entry.seq},
        )


# ── attachments ──────────────────────────────────────────────────────────────────────────────────────────────


@project.register
def _(event: attachment.FileAttached, entry: Entry, writer: Writer) -> None:
    key = (event.record, event.hash)
    row = {
        "record": event.record, "hash": event.hash, "name": event.name, "media": event.media, "size": event.size,
        "about": event.about, "at": entry.at, "author": entry.author, "struck": "", "seq": entry.seq,
    }  # fmt: skip
    writer.run("DELETE FROM attachment WHERE record = ? AND hash = ?", key)
    writer.insert("attachment", row)


@project.register
def _(event: attachment.FileStruck, entry: Entry, writer: Writer) -> None:
    writer.run("UPDATE attachment SET struck = ? WHERE record = ? AND hash = ?", (event.why, event.record, event.hash))


# ── self-assessment ──────────────────────────────────────────────────────────────────────────────────────────


@project.register
def _(event: assessment.AssessmentSet, entry: Entry, writer: Writer) -> None:
    _put_assessment(writer, entry, event.key, event.new)
    _put_checks(writer, event.key, [Check.model_validate(check) for check in event.new_checks])


def put_assessments(writer: Writer, entry: Entry, rows: Sequence[Row]) -> None:
    """Put the assessments of a file in; what a file has no column for stays as it is.

    A level that is not the one that the checks come to stands for checks of its own.
    """
    for row in rows:
        key = f"{row['enabler']}:{row['assessed_on']}:{row['assessor']}"
        _put_assessment(writer, entry, key, row)
        found = writer.all("SELECT level, holds FROM level_check WHERE assessment = ?", (key,))
        if held(Check(level=level, holds=holds) for level, holds in found) != row["level"]:
            _put_checks(writer, key, checks_for(row["level"]))


_EMPTY = {"strengths": "", "confidence": "", "gaps": "", "views": ""}


def _put_assessment(writer: Writer, entry: Entry, key: str, fields: Row) -> None:
    if writer.one("SELECT 1 FROM assessment WHERE assessment = ?", (key,)):
        writer.update("assessment", ("assessment", key), fields)
    else:
        writer.insert("assessment", {**_EMPTY, **fields, "assessment": key, "seq": entry.seq})


def _put_checks(writer: Writer, key: str, checks: Iterable[Check]) -> None:
    writer.run("DELETE FROM level_check WHERE assessment = ?", (key,))
    for check in checks:
        writer.insert(
            "level_check",
            {"assessment": key, "level": check.level, "holds": int(check.holds), "evidence": check.evidence},
        )
