"""An incident that comes from outside the desk: from the command line, an alarm panel, a script."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.stores import author

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.incidents import Done
    from sfm_tui.storage.store import Store

SEVERITIES = (1, 2, 3, 4)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[Tt ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?"
    r" ?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Incoming:
    """What is told of an incident; empty where nothing is. `key` is the sender's own, by which it is logged once."""

    what: str
    where: str = ""
    category: str = ""
    severity: int | None = None
    reported: str = ""
    key: str | None = None


def reported_at(text: str, now: int, tz: ZoneInfo) -> int:
    """The instant of a report: ISO (without an offset in the site's zone) or as people type it.

    Parts of a second are dropped. Raises ValueError with one line that says what would be right.
    """
    from sfm_tui.clock import RepeatedTime, parse_file_time, parse_typed

    found = _ISO.fullmatch(text.strip())
    try:
        if found:
            offset = (found["zone"] or "").upper()
            if len(offset) == 3:
                offset += ":00"
            elif len(offset) == 5:
                offset = f"{offset[:3]}:{offset[3:]}"
            return parse_file_time(f"{found['day']}T{found['clock']}{offset}", tz)
        return parse_typed(text, now=now, tz=tz).at
    except RepeatedTime as twice:
        if found:
            raise
        from sfm_tui.clock import iso

        first, second = (iso(at, tz) for at in (twice.first, twice.second))
        raise ValueError(f"{twice}: write {first} or {second}") from None


def log(store: "Store", told: Incoming, by: "Author") -> "Done":
    """Log an incident; when this comes back it is on disk.

    Category and severity that are not told are guessed from the words and assumed from the category, as the desk
    does. Raises ValueError or StoreError with one line.
    """
    from sfm_tui.domain.categories import guess_category

    if not told.what.strip():
        raise ValueError("what: it is empty, say what happened")
    at = reported_at(told.reported, store.clock.now(), store.tz) if told.reported.strip() else None
    known = store.reference.categories(hidden=True)
    category, guessed = told.category.strip(), False
    if category:
        same = (c.name for c in known if c.name.casefold() == category.casefold())
        category = next(same, category)
    else:
        guess = guess_category(told.what, known)
        category, guessed = (guess.name, True) if guess else ("", False)
    assumed = next((c.severity for c in known if c.name == category), None)
    severity: Any = assumed if told.severity is None else told.severity
    return store.incidents.open(
        by,
        reported=at,
        summary=told.what,
        location=told.where,
        category=category,
        category_guessed=guessed,
        severity=severity,
        severity_assumed=told.severity is None,
        client_id=told.key,
    )


def run_log(path: Path, what: str, where: str, category: str, severity: str, reported: str, by: str) -> int:
    """`sfm log` for one incident."""
    for name, value in (("--what", what), ("--where", where)):
        if not value.strip():
            complain(f"{name} is needed: sfm log --what TEXT --where TEXT")
            return BAD_USE
    if severity and severity not in map(str, SEVERITIES):
        complain(f"--severity is «{severity}»: write 1 (critical), 2, 3 or 4 (low)")
        return BAD_USE
    from sfm_tui.storage.store import Store

    with Store.open(path) as store:
        told = Incoming(what, where, category, int(severity) if severity else None, reported)
        done = log(store, told, author(store, by))
    print(f"{done.number} · head {done.head.long}")
    return 0
