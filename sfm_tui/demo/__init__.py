"""The demo: the invented site Northgate Retail Park, twelve weeks of it up to now, in a store of its own.

It can also show the site before the change that its weeks tell of (`before`), and then what came of it (`later`).
"""

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import AheadClock, Clock, local_date, zone
from sfm_tui.demo.before import before_change, plan_as_it_stood
from sfm_tui.demo.portfolio import write_pages
from sfm_tui.demo.story import NEEDED, change_roster, tell
from sfm_tui.demo.weeks import Book, moved, read_book, write_book
from sfm_tui.domain.desk import SYSTEM, Author
from sfm_tui.paths import fixtures_dir
from sfm_tui.storage.errors import StoreError

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

SITE = "northgate"
NEWEST = 24
"""Lines of the log that are entered one after the other, so that the ledger has them as a desk would have."""

Progress = Callable[[str, int, int], None]
_WRITTEN = {"incidents": "reported", "stamps": "written_at", "entries": "written_at", "occurrences": "written_at"}


def make_demo(
    path: Path, now: int, progress: Progress | None = None, clock: Clock | None = None, *, before: bool = False
) -> None:
    """Make a new store at `path` with the demo in it, as it stood at `now`; `before` is that before the change.

    That one, and any that goes by an `AheadClock`, keeps a clock of its own (`storage.demo_time`).
    Raises StoreError where there is a file already: a demo is never laid over anything. No half of one is left.
    """
    from sfm_tui.storage.place import beside
    from sfm_tui.storage.store import Store

    if path.exists():
        raise StoreError(f"{path} is there already: the demo goes into a new file, name another")
    try:
        with Store.open(path, clock) as store:
            load_demo(store, now, progress, before=before)
    except BaseException:
        for made in (path, *beside(path)):
            made.unlink(missing_ok=True)
        raise


def load_demo(store: "Store", now: int, progress: Progress | None = None, *, before: bool = False) -> None:
    """Fill an empty store with the demo as it stood at `now`, by ordinary imports, and sign on who is on shift.

    Raises StoreError where the store is not empty or the demo's files are not there.
    """
    from sfm_tui.exchange.importer import import_folder
    from sfm_tui.storage.demo_time import begin

    folder = demo_files()
    if store.head().seq:
        raise StoreError(f"{store.path} has records already: the demo goes into a store of its own")
    if progress:
        progress("moving the demo to this week", 0, 0)
    settings = settings_of(folder)
    tz = zone(settings["timezone"])
    book = read_book(folder / SITE, tz)
    if before:
        book = plan_as_it_stood(moved(before_change(book, tz), now, tz), local_date(now, tz))
    else:
        book = moved(book, now, tz)
    if before or isinstance(store.clock, AheadClock):
        begin(store, SYSTEM, before=before)
    person = on_shift(book)
    change = None if before else _changed_roster(store, settings, book, tz, Author(person))
    for n, part in enumerate(_parts(book)):
        with tempfile.TemporaryDirectory(prefix="sfm-demo-") as made:
            _write(Path(made), settings, part, tz)
            report = import_folder(store, made, Author(person), progress=progress)
        if report.bad:
            raise StoreError(f"the demo's files are damaged ({report.bad[0]}): install sfm-tui again")
        if n == 0:
            write_pages(store, folder, now, tz, Author(person), nouns=("note",) if before else ("reflection", "note"))
    if change is not None:
        tell(store, change, Author(person))
    store.people.sign_on(person)


def _changed_roster(store: "Store", settings: dict[str, Any], book: Book, tz: ZoneInfo, by: Author) -> int:
    from sfm_tui.exchange.importer import import_folder

    with tempfile.TemporaryDirectory(prefix="sfm-demo-") as made:
        _write(Path(made), settings, {name: book[name] for name in NEEDED}, tz)
        import_folder(store, made, by)
    return change_roster(store, book, tz)


def demo_files() -> Path:
    """The folder of the demo's files. Raises StoreError where it is not there."""
    folder = fixtures_dir()
    if folder is None:
        raise StoreError("the demo's files are not there: install sfm-tui again")
    return folder


def settings_of(folder: Path) -> dict[str, Any]:
    """What the demo's `site.toml` says."""
    return tomllib.loads((folder / SITE / "site.toml").read_text(encoding="utf-8"))


def on_shift(book: Book) -> str:
    """The supervisor who wrote last."""
    people = {row["person"] for row in book["people"] if row["role"] == "supervisor"}
    written = (row for name in ("entries", "occurrences") for row in book[name] if row["author"] in people)
    last: dict[str, Any] = max(written, key=lambda row: row["written_at"], default={"author": min(people)})
    return str(last["author"])


def _parts(book: Book) -> Iterator[Book]:
    """The book in the order in which it was written: all but the newest lines at once, those file by file."""
    raised = {row["incident"]: row["written_at"] for row in reversed(book["occurrences"]) if row["incident"]}
    lines = []
    for place, (name, time) in enumerate(_WRITTEN.items()):
        for row in book[name]:
            at = min(row[time], raised.get(row["number"], row[time])) if name == "incidents" else row[time]
            lines.append((at, place, name, row))
    lines.sort(key=lambda line: line[:2])
    first = {name: rows for name, rows in book.items() if name not in _WRITTEN and name != "links"}
    for name in _WRITTEN:
        first[name] = [row for *_, n, row in lines[:-NEWEST] if n == name]
    yield first
    for name, some in groupby(lines[-NEWEST:], key=lambda line: line[2]):
        yield {name: [row for *_, row in some]}
    yield {"links": book["links"]}


def _write(folder: Path, settings: dict[str, Any], part: Book, tz: ZoneInfo) -> None:
    import tomli_w

    if "people" in part:
        named = {**settings, "name": f"Demo: {settings['name']}"}
        (folder / "site.toml").write_bytes(tomli_w.dumps(named).encode())
    write_book(part, folder, tz)
