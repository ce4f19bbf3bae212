"""Writes `site-folder.md` from the descriptions of the files: `python -m docs.site_folder`."""

from pathlib import Path

from sfm_tui.exchange.action_tables import Figure
from sfm_tui.exchange.columns import Column
from sfm_tui.exchange.ics_events import MOST_OCCURRENCES
from sfm_tui.exchange.ics_rows import MOST_ROWS
from sfm_tui.exchange.kinds import Codes, Date, Integer, Number, Time, Word, YesNo
from sfm_tui.exchange.left_out import never_held
from sfm_tui.exchange.roster_tables import Days, LicenceNumber, RepeatRule
from sfm_tui.exchange.tables import TABLES
from sfm_tui.exchange.training_tables import WHO, DayOrTime, RepeatWords

TARGET = Path(__file__).with_name("site-folder.md")

PURPOSE = {
    "people": "Those who are no officers: supervisors, managers, the client's contact.",
    "posts": "The duty points. `activity` is what a licence must cover there; a `responder` post exists to respond to "
    "incidents; `special_case` marks one where a short rest wants a record of compensation.",
    "locations": "The places that an incident can name.",
    "officers": "The security officers. `opt_out` is that from the 48-hour week, `left_on` the last day.",
    "licences": "SIA licences. A renewal is a new row; the old one stays. `active` and `expired` go by the dates; the "
    "other words end a licence at the midnight that begins `status_from`, or altogether where that is empty.",
    "cover": "How many officers the client asks for at a post, once or by a repeat rule. Rows that overlap add up. A "
    "row that repeats keeps its wall-clock times on every date; `except` names dates on which it does not start.",
    "duties": "Who stands where and when. `planned` and `worked` count; an empty status is `planned`.",
    "absences": "When an officer cannot stand anywhere, and why.",
    "checkcalls": "Check calls that were due from a post. One that never came has no `received`; `action` says what "
    "was done. A call counts from 10 minutes before until 15 minutes after it is due.",
    "patrols": "Rounds that were due, with their points and what was found.",
    "incidents": "The incidents. `officers` has the first on scene first; a `category` that is new is made.",
    "stamps": "The times of single officers on an incident.",
    "entries": "The lines of an incident's log; `amends` names the line that one corrects.",
    "occurrences": "The occurrence book.",
    "topics": "What toolbox talks are about; `points` has one on each line. Without `refresher_months` it is once for "
    "ever.",
    "requirements": "Who must have had a topic: `all`, the officers of a post, or one officer.",
    "talks": "Toolbox talks that were held. One that was completed in the program is locked: it is not changed.",
    "attendance": "The registers of the talks. `attended` and `catch-up` count, from `signed_at` on, else from the "
    "talk itself. An empty result is `attended` where it is signed, else `absent`.",
    "briefings": "What the team is told. A point is in force on each day from `from` to `until`, both included, or on "
    "those that `repeat` gives. `priority` is `urgent`, `high`, `normal` or `low`, a number from 1, or a word of the "
    "site's own.",
    "acknowledgements": "Who acknowledged a briefing point, and when.",
    "handovers": "From one supervisor to the next: `from` signed it at `at`, `to` accepted it at `accepted_at`.",
    "themes": "What improvement is about; actions stand under a theme.",
    "measures": "The series that a team counts. Those that the program computes itself need no row.",
    "phases": "From when on a series is judged anew, and why.",
    "readings": "The values of the series; `n` is how many cases one stands for.",
    "actions": "The improvement plan, a row for each cycle of an action. A card that is still being planned may have "
    "no theme, owner, due day or level yet. `owner` is one person: the code of one in `people.csv` or a staff number. "
    "A team, several people, somebody unknown (once there is a `people.csv`) and somebody who had left when it was "
    "agreed are refused, and so are a due day before the start and a baseline that ends before it begins. A cycle "
    "without the ones before it, an owner who has left since and a baseline that reaches past the start of the effect "
    "are taken and told of. `measure` is one of `measures.csv` or one that the program computes: "
    "`response-time`, `response-within`, `shift-fill`, `late-starts`, `no-shows`.",
    "steps": "The agreed actions of a plan, by the manager, an officer or the team.",
    "reviews": "The reviews of a cycle, and whether the required level was reached. None is before the action began: "
    "the day on which it was started, else agreed. A reviewer may be anybody; one whom nobody knows is told of.",
    "assessments": "Self-assessment of continuous improvement. `enabler` is `leadership`, `engagement`, `resourcing` "
    "or `methodology`, or words of their titles, and comes out as it was written. `level` is the highest up to which "
    "all hold; `confidence` is `low`, `medium`, `high` or words of the site's own. A row of the assessor `consensus` "
    "stands for its day.",
    "links": "Records that belong together, such as `incident:2026-0142` and `action:A-07`. Where there is a plan, an "
    "action that is named must be in it.",
}

HEAD = """\
# The site folder

A site folder is how records get in from a spreadsheet and out again: `sfm import FOLDER` reads one, `sfm export FOLDER`
writes one; with `--from` and `--to` the roster of these days, and whom it names. Any of the files below may be
missing. This page is made from the program's own descriptions.

## Rules for every file
- CSV in UTF-8 with a header row. `,` `;` or tab between the cells; the order of the columns is free. A column that
  nobody knows is told of and ignored. A workbook `.xlsx` with one sheet for each file is read as well.
- A time is `2026-03-29T19:00` in the site's time zone, or has an offset: `2026-10-25T01:30+00:00`. In the hour that an
  October night repeats, one without an offset is refused; so is a time in the hour that March skips.
- A date is `2026-03-29`. With `--day-first`, `29/03/2026` and `29/03/2026 19:00` are read too.
- Nothing is half-loaded: every bad row is told with file, line and column, and then no row is stored, unless
  `--skip-bad` is given: that stores the good rows, and puts the bad ones into `rejected/` with a column `why`.
- The key columns say which row is which: the same folder twice changes nothing. A row that is not in a file is never
  removed by it, and a changed key is a new row.
- Text that begins with `=`, `+`, `-` or `@` has a `'` before it, so that no spreadsheet takes it for a formula.

## `site.toml`
The site itself: `code`, `name`, `client`, `timezone`, `country`, `subdivision`; `[response]` and `[response.limits]`,
`[rest]`, `[[peaks]]`, `[[callout]]`; `[retention]`, months for each
[kind of record](privacy.md#what-is-kept-and-how-long); `[handover] count`, a list of what is counted when a shift hands
over; `[desk]` with `lock_after_minutes`, `bell`, `single_letter_keys`, and `[desk.keymap]`,
[keys by their ids](terminals.md#other-keys-no-single-letters). An export shows all that is set;
`fixtures/northgate/site.toml` is an example.
"""

CALENDARS = f"""
## Calendars (`.ics`)
An `.ics` file in the folder, or one alone (`sfm import duties-1001.ics`), is the calendar of one officer or of one
post. Its events become rows of `duties.csv`, `cover.csv` and `absences.csv`, checked and stored as those are.

- Whose it is says the file name, `duties-1001.ics`, `officer-1001.ics`, `1001.ics`, `post-GATE1.ics`,
  `cover-GATE1.ics` or an officer's or post's name, else the calendar's own name (`X-WR-CALNAME` or `NAME`). Officers
  are known by staff number, call sign or name, posts by code or name. Where the two names disagree, nothing is read.
- In an officer's calendar every event is a duty. The post stands in `LOCATION`, `CATEGORIES` or `SUMMARY`: as the
  whole text, as a part of it, or its code as a word of it. One that names no post and has the word «leave», «sick»,
  «absent» or «absence» in it is an absence, of whole days too. Any other event that names no post, or two, is refused.
- In a post's calendar an event that names officers (`CATEGORIES`, `SUMMARY`, or the `CN` of an `ATTENDEE`; commas
  between) is a duty for each.
  One with the word «cover» in it, or that has no words of its own, asks for cover: «Cover 2» for two heads, one where
  no number is given. Cover that repeats becomes one row with its rule; all other events that name nobody are refused.
- `DTSTART` and `DTEND` (or `DURATION`) are in UTC, in the zone of their `TZID`, or else in the site's. Zones go by
  their IANA name, by Windows' names, or as the calendar describes them. A single time in the hour that March skips or
  October repeats is refused. A repeating event keeps its wall-clock start and end on every date.
- `RRULE`, `RDATE`, `EXDATE` and `RECURRENCE-ID` are read. A rule without an end makes duties for a year from the day of
  the reading, and a note says so; reading the calendar again later goes on from there. One event makes at most
  {MOST_OCCURRENCES:,} duties, one calendar {MOST_ROWS:,}. `RANGE=THISANDFUTURE` and `EXRULE` are refused.
- A calendar says only when a duty is: what was booked, worked, missed or cancelled here stays. `STATUS:CANCELLED`, an
  excluded date and the old time of a moved event cancel the planned duty that an earlier reading made.
- What is wrong is told with the line on which its event begins. Tasks, notes and alarms are passed over.
"""

NOT_HELD = """
## What a folder does not hold
These have no column. What of it a store has is told by `sfm export`, with how many; a [backup](backup.md) has it all.

"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for table in TABLES:
        parts.append(f"\n## `{table.file}`\n{PURPOSE[table.name]}\n\n")
        parts.append("| column | key | may be empty | what to write |\n|---|---|---|---|\n")
        parts += [_row(column) for column in table.columns]
        if table.logged:
            parts.append("\nA row whose key is there with other contents is refused: what is logged is not changed.\n")
    parts += [CALENDARS, NOT_HELD, *(f"- {line}\n" for line in never_held())]
    return "".join(parts)


def _row(column: Column) -> str:
    key, empty = ("yes" if column.key else "", "" if column.required else "yes")
    return f"| `{column.name}` | {key} | {empty} | {_what(column)} |\n"


def _what(column: Column) -> str:
    kind = column.kind
    for wanted, words in (
        (Time, "a time"), (DayOrTime, "a date or a time"), (Date, "a date"), (YesNo, "`yes` or `no`"),
        (LicenceNumber, "the 16 digits"), (Figure, "a number, such as 4 or -2.5"),
        (Days, "dates, a space between two"), (Codes, "staff numbers, a space between two"),
        (RepeatWords, "a repeat rule in words (`weekdays`, `first Monday`, `every Fri until 31 Dec`) or as an RRULE"),
        (RepeatRule, "a repeat rule (RFC 5545, local time): `FREQ=DAILY;UNTIL=20261231T235959`"),
    ):  # fmt: skip
        if isinstance(kind, wanted):
            return words
    if isinstance(kind, Word):
        return ", ".join(f"`{word}`" for word in kind.words)
    if isinstance(kind, Integer | Number):
        return kind.hint
    named = [noun for noun, _ in column.refers("x")] if column.refers else []
    if named == [WHO]:
        return "`all`, the code of a post or the number of an officer"
    return f"the code of one in `{_file_of(named[0])}`" if named else "text"


def _file_of(noun: str) -> str:
    return next(table.file for table in TABLES if table.noun == noun)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
