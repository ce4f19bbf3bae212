"""`sfm report`: the documents of the registry, written to files."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.say import Progress
from sfm_tui.cli.stores import NOBODY, author, opened

if TYPE_CHECKING:
    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.store import Store


_NUMBERS = {"incident": "2026-0142", "talk-register": "T-12", "handover": "H-05"}
"""How the number of a document's record looks."""


def run_list() -> int:
    """Name the documents."""
    from sfm_tui.reports.registry import KINDS

    wide = max(map(len, KINDS))
    sys.stdout.writelines(f"{kind.name:{wide}}  {kind.what} ({', '.join(kind.formats)})\n" for kind in KINDS.values())
    return 0


def run_report(
    path: Path, kind: str, record: str, *, month: str, first: str, before: str, day: str, form: str, output: str,
    by: str, names: bool, replace: bool,
) -> int:  # fmt: skip
    """Make one document."""
    from sfm_tui.cli.stopping import stops_at_interrupt
    from sfm_tui.reports.file_name import file_stem
    from sfm_tui.reports.registry import kind_of
    from sfm_tui.reports.render import render
    from sfm_tui.reports.whole_file import check_free

    known = kind_of(kind)
    if not _fits(known, record, month, first or before, day, names):
        return BAD_USE
    wanted = _form(known, form, output)
    if wanted is None:
        return BAD_USE
    with opened(path) as store:
        asked = _asked(store, known, record, month, first, before, day, names=names)
        if asked is None:
            return BAD_USE
        stem = file_stem(known.name, asked, store.clock.now(), store.tz)
        target = Path(output) if output else Path(f"{stem}.{wanted}")
        if not replace and target.is_file():
            complain(f"{target} is there already: choose another name with -o, or write over it with --replace")
            return BAD_USE
        check_free(target, overwrite=replace)
        with Progress() as progress:
            progress.tell("reading the store", 0, 0)
            with stops_at_interrupt(lambda part: progress.tell(f"reading the store: {part}", 0, 0)):
                document = known.document(store, asked, author(store, by))
            render(
                document, target, wanted, overwrite=replace,
                waiting=lambda: progress.tell(f"making the {wanted.upper()}", 0, 0),
            )  # fmt: skip
        enter_made(store, known, asked, document, target, wanted, by)
    print(target)
    return 0


def enter_made(
    store: "Store", kind: "Kind", asked: "Asked", document: "Document", target: Path, form: str, by: str
) -> None:
    """Enter the document where it is known who made it. The file stands, also where nothing can be entered."""
    from sfm_tui.reports.entered import enter
    from sfm_tui.storage.errors import StoreError

    made_by = author(store, by)
    if made_by.person == NOBODY:
        return
    try:
        enter(store, kind, asked, document, target, form, made_by)
    except (StoreError, OSError) as error:
        complain(f"{target} is made, but not entered among the documents: {error}")


def _fits(kind: "Kind", record: str, month: str, days: str, day: str, names: bool) -> bool:
    """Whether what was given is what the document is about; where not, that is told."""
    given = {"a NUMBER": record, "--month": month, "--from or --to": days, "--date": day}
    takes = {
        "record": ("a NUMBER",),
        "records": ("a NUMBER",),
        "period": ("--month", "--from or --to"),
        "day": ("--date",),
        "nothing": (),
    }
    wanted = takes[kind.takes]
    for name, value in given.items():
        if value and name not in wanted:
            needs = " or ".join(wanted) or "no days and no number"
            complain(f"{kind.name} takes {needs}: leave {name} out")
            return False
    if kind.takes == "record" and not record:
        number = _NUMBERS.get(kind.name, "NUMBER")
        complain(f"{kind.name} is about one record: give its NUMBER, such as «sfm report {kind.name} {number}»")
        return False
    if month and days:
        complain("--month and --from, --to name the days twice: choose one of the two ways")
        return False
    if names and not kind.can_name:
        complain(f"{kind.name} has no use for --names: leave it out")
        return False
    return True


def _form(kind: "Kind", form: str, output: str) -> str | None:
    """The format: the one named, else the one that the file's ending names, else the first; None where it is told."""
    ending = Path(output).suffix.lower().lstrip(".")
    ending = "html" if ending == "htm" else ending
    wanted = form.lower() or ending or kind.formats[0]
    if wanted not in kind.formats:
        complain(f"{kind.name} can be made as {', '.join(kind.formats)}, not as «{wanted}»: choose with --format or -o")
        return None
    if form and ending and ending != wanted:
        complain(f"--format is {wanted}, but {Path(output).name} ends in .{ending}: make the two agree")
        return None
    return wanted


def _asked(
    store: "Store", kind: "Kind", record: str, month: str, first: str, before: str, day: str, *, names: bool
) -> "Asked | None":
    """What the document is about. None where it is refused, which is told."""
    from sfm_tui.cli.gaps import day_of
    from sfm_tui.reports.registry import Asked

    if kind.takes != "period":
        return Asked(record=record, day=day_of("--date", day, store) if day else None, names=names)
    from sfm_tui.cli.figures import window_of
    from sfm_tui.cli.gaps import too_long

    if not (first or before):
        start = month_of(store, month)
        first, before = start.isoformat(), _after(start).isoformat()
    window = window_of(store, first, before)
    if window is None or too_long(window):
        return None
    if window[0] > store.clock.now():
        complain(f"{day_of('--from', first, store)} is still to come: choose days that have begun")
        return None
    return Asked(window=window, names=names)


def month_of(store: "Store", text: str) -> date:
    """The first day of the month that `2026-10` names, of the last one that is over where nothing is named.

    Raises ValueError.
    """
    from sfm_tui.clock import local_date

    if not text:
        return (local_date(store.clock.now(), store.tz).replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        year, dash, number = text.partition("-")
        if not (dash and text.isascii() and len(year) == 4 and len(number) == 2):
            raise ValueError
        return date(int(year), int(number), 1)
    except ValueError:
        raise ValueError(f"--month is «{text}»: write a year and a month, such as 2026-10") from None


def _after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
