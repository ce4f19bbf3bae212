"""What is set of the site, its people and places, and which records are linked."""

import json
from typing import Any

from sfm_tui.domain import reference, roster_records, site
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.actions import put_actions, put_phases, put_readings, put_reviews, put_steps
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.briefing import put_acknowledgements, put_points
from sfm_tui.storage.project.portfolio import put_assessments
from sfm_tui.storage.project.roster import put_imported
from sfm_tui.storage.project.talks import put_requirements, put_talks
from sfm_tui.storage.writer import Writer

_PUT = {
    "briefing": put_points, "acknowledgement": put_acknowledgements, "talk": put_talks,
    "requirement": put_requirements, "action": put_actions, "step": put_steps, "review": put_reviews,
    "phase": put_phases, "reading": put_readings, "assessment": put_assessments,
}  # fmt: skip
_REMEMBERED = {"officer": "officers", "category": "categories", "location": "places"}


def _row_of(noun: str, fields: dict[str, Any]) -> dict[str, Any]:
    row = {name: int(value) if isinstance(value, bool) else value for name, value in fields.items()}
    if noun == "category":
        row["words"] = "\n".join(fields["words"])
    return row


def _put_record(writer: Writer, noun: str, fields: dict[str, Any]) -> None:
    key_field = reference.RECORDS[noun].key_field
    row = _row_of(noun, fields)
    found = writer.one(f"SELECT 1 FROM {noun} WHERE {key_field} = ?", (row[key_field],))
    if found:
        writer.update(noun, (key_field, row[key_field]), {k: v for k, v in row.items() if k != key_field})
    else:
        writer.insert(noun, row)
    writer.forget(_REMEMBERED.get(noun, noun))


@project.register
def _(event: reference.RecordEvent, entry: Entry, writer: Writer) -> None:
    _put_record(writer, event.noun, event.new)


@project.register
def _(event: reference.FileImported, entry: Entry, writer: Writer) -> None:
    if event.noun in roster_records.RECORDS:
        put_imported(writer, entry, event.noun, event.rows)
        return
    if event.noun in _PUT:
        _PUT[event.noun](writer, entry, event.rows)
        return
    for fields in event.rows:
        if event.noun == "link":
            put_link(writer, entry, fields["source"], fields["target"], fields["link"])
        else:
            _put_record(writer, event.noun, fields)


@project.register
def _(event: site.SiteSet, entry: Entry, writer: Writer) -> None:
    new = json.loads(event.new)
    row = {"code": event.code, "name": new.get("name", ""), "timezone": new["timezone"], "settings": event.new}
    if writer.one("SELECT 1 FROM site"):
        writer.update("site", ("id", 1), row)
    else:
        writer.insert("site", {"id": 1, **row})
    writer.forget("timezone")


def put_link(writer: Writer, entry: Entry, source: str, target: str, link: str) -> None:
    """Link two records; a link that was struck stands again."""
    touched = writer.run(
        "UPDATE link SET struck = '', seq = ? WHERE source = ? AND target = ? AND link = ?",
        (entry.seq, source, target, link),
    )
    if not touched:
        row = {"id": writer.next_id("link"), "source": source, "target": target, "link": link}
        writer.insert("link", {**row, "struck": "", "seq": entry.seq})


@project.register
def _(event: reference.LinkMade, entry: Entry, writer: Writer) -> None:
    put_link(writer, entry, event.source, event.target, event.link)


@project.register
def _(event: reference.LinkStruck, entry: Entry, writer: Writer) -> None:
    writer.run(
        "UPDATE link SET struck = ? WHERE source = ? AND target = ? AND link = ?",
        (event.why, event.source, event.target, event.link),
    )
