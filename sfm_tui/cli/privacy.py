"""Keeping and letting go: `retention`, `hold` and `subject-access`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli import BAD_USE, PROGRAM, complain
from sfm_tui.cli.say import Progress, counted, json_text, one_line
from sfm_tui.cli.stores import NOBODY, author, opened
from sfm_tui.domain.retention import BY_NAME, NOT_REACHED

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.retention import Count, Old
    from sfm_tui.storage.store import Store

FINDING = 1


def _named_author(store: "Store", by: str) -> "Author":
    found = author(store, by)
    if found.person == NOBODY:
        raise ValueError("this stands in the ledger under a name: say who does it with --by PERSON")
    if found.person not in store.reference.people_names():
        raise ValueError(f"--by: there is nobody called {found.person} in this site's people")
    return found


# ── retention ────────────────────────────────────────────────────────────────────────────────────────────────


def run_retention(path: Path, *, as_json: bool, rows: bool) -> int:
    """Say what is due, what is old enough but stays, and which copies still hold what was erased."""
    from sfm_tui.storage.clearing import unfinished

    with opened(path) as store:
        counts, pending = store.retention.counts(), unfinished(store)
        if as_json:
            print(json_text(_as_json(store, counts, pending=pending)))
            return 0
        width = max(len(name) for name in BY_NAME)
        for count in counts:
            oldest = f", the oldest of {count.oldest}" if count.oldest else ""
            rule = count.rule.words.partition(": ")[2]
            print(f"{count.rule.kind.name.ljust(width)}  {count.due:>7,} due {count.kept:>7,} stay{oldest}  ({rule})")
        for line in store.retention.unknown():
            complain(line)
        print(f"Not reached: {NOT_REACHED}.")
        _tell_copies(store, "still hold what is erased from now on")
        if pending:
            print(f"An erasure was broken off: «{PROGRAM} retention --finish» clears what is left of it.")
        if rows:
            for old in store.retention.all(which="all"):
                print(_row(old))
        due = sum(count.due for count in counts)
        if due:
            print(f"«{PROGRAM} retention --erase» removes the {due:,} that are due, for good.")
    return 0


def _row(old: "Old") -> str:
    what = f"stays: {old.why}" if old.why else f"due since {old.due}"
    return one_line(f"{old.record}  {old.began}  {what}  {old.text[:100]}")


def _as_json(store: "Store", counts: "list[Count]", *, pending: bool) -> dict[str, Any]:
    from sfm_tui.clock import iso
    from sfm_tui.storage.copies import known

    tz = store.tz
    return {
        "rules": [
            {
                "kind": count.rule.kind.name, "months": count.rule.months, "own": count.rule.own,
                "rule": count.rule.words, "due": count.due, "stay": count.kept,
                "oldest": count.oldest.isoformat() if count.oldest else None,
            }
            for count in counts
        ],
        "records": [
            {"record": old.record, "kind": old.kind, "began": old.began.isoformat(), "due": old.due.isoformat(),
             "text": old.text, "stays": old.why or None}
            for old in store.retention.all(which="all")
        ],
        "unknown": store.retention.unknown(),
        "copies": [
            {"path": copy.path, "at": iso(copy.at, tz), "why": copy.why, "there": copy.there}
            for copy in known(store.path)
        ],
        "unfinished": pending,
    }  # fmt: skip


def _tell_copies(store: "Store", what: str) -> None:
    from sfm_tui.clock import iso
    from sfm_tui.storage.copies import known

    copies = known(store.path)
    if copies:
        print(f"Copies that {what}:")
    for copy in copies:
        gone = "" if copy.there else ", not there now: moved or deleted"
        print(f"  {one_line(copy.path)}  {iso(copy.at, store.tz)[:10]}, {copy.why}{gone}")


def run_erase(path: Path, kinds: list[str], why: str, by: str, confirm: str) -> int:
    """Erase what is due, once its number was typed; 1 where somebody thought better of it."""
    from sfm_tui.storage.erasing import erase

    for kind in kinds:
        if kind not in BY_NAME:
            complain(f"there is no kind of record «{kind}»: {', '.join(BY_NAME)}")
            return BAD_USE
    with opened(path) as store:
        person = _named_author(store, by)
        wanted = [kind for kind in BY_NAME if not kinds or kind in kinds]
        counts = [count for count in store.retention.counts() if count.rule.kind.name in wanted and count.due]
        due = sum(count.due for count in counts)
        if not due:
            print("nothing is due")
            return 0
        for count in counts:
            print(f"{count.rule.kind.counted(count.due)}, the oldest of {count.oldest}: {count.rule.words}")
        _tell_copies(store, "still hold them")
        print("They go for good, with their log, files, links to typed words and drafts; that they were there stays.")
        if not _confirmed(due, confirm):
            return FINDING
        with Progress() as progress:
            gone = erase(store, wanted, person, why=why, progress=progress.tell)
        print(f"{counted(gone.records, 'record')} and the text of {counted(gone.entries, 'entry', 'entries')} of the"
              f" ledger erased, head {store.head().long}")  # fmt: skip
    return 0


def _confirmed(due: int, confirm: str) -> bool:
    """Whether the number of records was typed, or given with --confirm."""
    if not confirm:
        if not sys.stdin.isatty():
            complain(f"nothing was erased: --confirm {due} says that you mean these")
            return False
        print(f"Type the number {due} to erase them, anything else leaves them: ", end="", flush=True)
        confirm = sys.stdin.readline().strip()
    if confirm.replace(",", "") != str(due):
        complain(f"nothing was erased: {due:,} are due, not «{one_line(confirm)[:40]}»")
        return False
    return True


def run_finish(path: Path) -> int:
    """Clear what a broken-off erasure left in the file."""
    from sfm_tui.storage.clearing import clear, unfinished

    with opened(path) as store:
        if not unfinished(store):
            print("no erasure is unfinished")
            return 0
        with Progress() as progress:
            clear(store, progress.tell)
    print("cleared: search index, free pages and log hold nothing of what was erased")
    return 0


# ── hold ─────────────────────────────────────────────────────────────────────────────────────────────────────


def run_hold(path: Path, what: str, target: str, why: str, by: str, *, as_json: bool) -> int:
    """Place, lift or list legal holds."""
    from sfm_tui.clock import iso
    from sfm_tui.storage.records import ref_of

    if what not in ("add", "lift", "list"):
        complain(f"«{what}» is nothing that can be done to a hold: add, lift or list")
        return BAD_USE
    with opened(path) as store:
        if what == "list":
            holds = store.holds.all()
            if as_json:
                print(json_text([
                    {"target": one.target, "why": one.why, "at": iso(one.at, store.tz), "by": one.author,
                     "lifted_at": iso(one.lifted_at, store.tz) if one.lifted_at is not None else None,
                     "lifted_by": one.lifted_by or None, "lifted_why": one.lifted_why or None}
                    for one in holds
                ]))  # fmt: skip
                return 0
            for one in holds:
                end = f"; lifted {iso(one.lifted_at, store.tz)[:10]} by {one.lifted_by}: {one.lifted_why}" if (
                    one.lifted_at is not None) else ""  # fmt: skip
                print(one_line(f"{one.target}  {iso(one.at, store.tz)[:10]} by {one.author}: {one.why}{end}"))
            if not holds:
                print("nothing is held")
            return 0
        if not target:
            complain(f"say what: sfm hold {what} incident:2026-0142, officer:1001 or period:2026-01-01..2026-03-31")
            return BAD_USE
        person = _named_author(store, by)
        record = ref_of(store, target)
        if what == "add":
            store.holds.place(record, why, person)
        else:
            store.holds.lift(record, why, person)
        print(f"{record} is {'held' if what == 'add' else 'no longer held'}, head {store.head().long}")
    return 0


# ── subject access ───────────────────────────────────────────────────────────────────────────────────────────


def run_access(
    path: Path, person: str, name: str, records: list[str], output: str, by: str, *, unmasked: bool, replace: bool
) -> int:
    """Write what is known of a person, or list the records in whose words a name stands."""
    from sfm_tui.reports.subject_access import hand_over
    from sfm_tui.storage.records import the_one
    from sfm_tui.storage.subject_access import NOT_IN_IT, mentions, of_outsider, of_person

    with opened(path) as store:
        if name:
            found = mentions(store, name)
            for one in found:
                print(one_line(f"{one.record}  {one.words[:140]}"))
            print(f"{counted(len(found), 'record')} with these words: look at each, then name those that are about them"
                  " with --record")  # fmt: skip
            return 0
        if not output:
            complain("-o FILE.zip says where to write it, --name NAME looks for somebody whom no list has")
            return BAD_USE
        by_whom = _named_author(store, by)
        records = [the_one(store, record).ref for record in records]
        if person:
            known = of_person(store, _the_person(store, person), records=records, unmasked=unmasked)
        elif records:
            known = of_outsider(store, "somebody whom no list of the site has", records, unmasked=unmasked)
        else:
            complain("say whose: sfm subject-access officer:1001, or --record for each record about an outsider")
            return BAD_USE
        written = hand_over(store, known, Path(output), by_whom, unmasked=unmasked, overwrite=replace)
        print(f"{written}: {counted(known.records, 'row')} of {counted(len(known.parts), 'kind')},"
              f" head {store.head().long}")  # fmt: skip
        print(NOT_IN_IT)
        if person and (more := len(mentions(store, known.name))):
            print(f"{counted(more, 'record')} with the words «{one_line(known.name)}»: --name lists them, those that"
                  " are about this person and not in it yet are added with --record")  # fmt: skip
    return 0


def _the_person(store: "Store", typed: str) -> str:
    """`officer:1001` as it is; `1001` or `okafor` where just one list has it."""
    if ":" in typed:
        return typed
    from sfm_tui.domain.reference import Officer, Person

    found = [
        f"{noun}:{typed}"
        for noun, kind in (("officer", Officer), ("person", Person))
        if store.reference.get(kind, typed) is not None
    ]
    if len(found) != 1:
        raise ValueError(
            f"there is {'nobody called' if not found else 'an officer and a person called'} {typed}:"
            " write officer:1001 or person:okafor, or look with --name"
        )
    return found[0]
