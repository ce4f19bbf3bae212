"""Keeping the store: `verify`, `backup`, `restore` and `doctor`."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sfm_tui.cli import complain
from sfm_tui.cli.say import Progress, counted, json_text, one_line
from sfm_tui.cli.stores import existing

FINDING = 1


# ── verify ───────────────────────────────────────────────────────────────────────────────────────────────────


def run_verify(path: Path, held: str, *, as_json: bool) -> int:
    """Walk the ledger; 1 where it does not hold. The store is only read: it may lie where nothing can be written."""
    from sfm_tui.storage.ledger import parse_head

    known = parse_head(held) if held else None
    found = read_only(existing(path), lambda connection: _walk(connection, path, known))
    if as_json:
        print(json_text(found))
    elif found["ok"]:
        print(f"all as it was entered: {counted(found['entries'], 'entry', 'entries')} in the ledger,"
              f" {counted(found['incidents'], 'incident')}, head {_in_fours(found['head'])}")  # fmt: skip
    else:
        for problem in found["problems"]:
            print(one_line(problem))
    return 0 if found["ok"] else FINDING


def read_only(path: Path, ask: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Ask a store something on a connection that changes nothing, and makes no file beside it where that can be.

    A store that nobody has open is read as a file that stands still; where it moved after all, the asking is done
    again on an ordinary connection. Raises StoreError where the file cannot be read or is no store.
    """
    from sfm_tui.storage import driver, schema
    from sfm_tui.storage.errors import NotAStore, explain

    def once(mode: str) -> dict[str, Any]:
        connection = driver.plain(path, mode)
        try:
            connection.execute("PRAGMA busy_timeout = 10000")
            connection.execute("BEGIN")
            version = schema.version_of(connection, path)
            if version is None:
                raise NotAStore(f"{path} is empty: no store")
            schema.refuse_newer(version, path)
            return ask(connection)
        finally:
            connection.close()

    if not path.is_file():
        raise NotAStore(f"{path} is no file")
    try:
        before = _standing(path)
        if before is not None:
            try:
                found = once("ro&immutable=1")
                if _standing(path) == before:
                    return found
            except (driver.driver().Error, NotAStore):
                if _standing(path) == before:
                    raise
        return once("ro")
    except (driver.driver().Error, OSError) as error:
        raise explain(error, path) from error


def _standing(path: Path) -> tuple[int, int] | None:
    """What shows that a store's file has not moved; None while somebody has it open or left a log to fold in."""
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")):
        return None
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size


def _walk(connection: Any, path: Path, known: tuple[int, str] | None) -> dict[str, Any]:
    from sfm_tui.storage import driver
    from sfm_tui.storage.attached_files import folder_of
    from sfm_tui.storage.errors import explain
    from sfm_tui.storage.verify import walk, with_files

    try:
        with Progress("verifying") as progress:
            report = with_files(walk(connection, known=known, progress=progress.steps), connection, folder_of(path))
    except driver.driver().Error as error:
        problem = str(explain(error, path))
        return {"ok": False, "incidents": None, "entries": None, "head": None, "problems": [problem]}
    head = f"{report.head.seq}·{report.head.hash.hex()}" if report.head.seq else "0"
    return {
        "ok": report.ok,
        "incidents": report.incidents,
        "entries": report.entries,
        "head": head,
        "problems": report.problems,
    }


def _in_fours(head: str) -> str:
    """The head as paper shows it."""
    from sfm_tui.storage.ledger import Head

    seq, dot, digits = head.partition("·")
    return Head(int(seq), bytes.fromhex(digits)).long if dot else head


# ── backup, restore ──────────────────────────────────────────────────────────────────────────────────────────


def run_backup(path: Path, target: Path) -> int:
    """Copy the store while it is in use; 1 where the ledger in the copy does not verify."""
    from sfm_tui.storage.backup import backup
    from sfm_tui.storage.copies import remember

    with Progress() as progress:
        report = backup(existing(path), target, progress.tell)
    remember(path, target)
    print(f"{target}: {counted(report.entries, 'entry', 'entries')}, {counted(report.incidents, 'incident')},"
          f" head {report.head.long}")  # fmt: skip
    for problem in report.problems:
        what = "" if problem.startswith("attachment ") else "the ledger does not hold: "
        complain(f"the copy is whole, but {what}{problem}")
    return 0 if report.ok else FINDING


def run_restore(backup_path: Path, path: Path) -> int:
    """Put a backup in the store's place, and say where the store that was there is now; 1 where attached files miss."""
    from sfm_tui.storage.backup import restore

    with Progress() as progress:
        aside = restore(backup_path, path, progress.tell)
    print(f"{path} is the backup {backup_path}")
    if aside is not None:
        print(f"what was there is now {aside}")
    missing = _missing_files(path)
    for problem in missing:
        complain(problem)
    return FINDING if missing else 0


def _missing_files(path: Path) -> list[str]:
    from sfm_tui.storage import driver
    from sfm_tui.storage.attached_files import folder_of, problems

    connection = driver.connect(path, read_only=True)
    try:
        return problems(connection, folder_of(path))
    finally:
        connection.close()


# ── doctor ───────────────────────────────────────────────────────────────────────────────────────────────────

_MARKS = {"ok": " ", "warning": "!", "fault": "✖"}


def run_doctor(path: Path, *, as_json: bool) -> int:
    """Say where things are and whether the store is sound; 1 where something is at fault."""
    from sfm_tui.storage.doctor import examine

    findings = examine(path)
    if as_json:
        print(json_text([{"name": f.name, "value": f.value, "level": f.level} for f in findings]))
    else:
        width = max((len(f.name) for f in findings), default=0)
        for finding in findings:
            mark = _MARKS.get(finding.level, "!")
            print(f"{mark} {finding.name.ljust(width)}  {one_line(str(finding.value))}")
    return FINDING if any(finding.level == "fault" for finding in findings) else 0
