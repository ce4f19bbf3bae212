"""One import is one transaction: repeatable, tried without effect, all or nothing, or the good rows and the rest."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.read import CsvSource
from sfm_tui.exchange.report import ExchangeError, FileCount
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.rebuild import rebuild_beside, state
from sfm_tui.storage.store import Store
from sfm_tui.storage.transaction import Transaction
from tests.exchange.folders import (
    ENTRIES,
    INCIDENTS,
    OFFICERS,
    SITE,
    SMALL_HEAD,
    STAMPS,
    WHOLE,
    contents,
    incidents,
    make,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The whole small folder."""
    return make(tmp_path / "site", WHOLE)


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as raw:
        return list(csv.DictReader(raw))


def test_importing_twice_adds_nothing_at_all(empty_store: Store, folder: Path, me: Author) -> None:
    first = import_folder(empty_store, folder, me)
    before = contents(empty_store)
    again = import_folder(empty_store, folder, me)
    assert first.stored
    assert not again.stored
    assert contents(empty_store) == before
    assert again.site == "unchanged"
    assert all((f.new, f.changed, f.bad) == (0, 0, 0) and f.unchanged == f.rows for f in again.files)
    assert again.head == first.head == empty_store.head().short


def test_the_ledger_has_one_entry_for_each_logged_record_and_one_for_each_other_file(
    empty_store: Store, folder: Path, me: Author
) -> None:
    import_folder(empty_store, folder, me)
    with empty_store.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT kind, subject, author FROM ledger ORDER BY seq").fetchall()
    assert [tuple(row) for row in kinds] == [
        ("site.set", "site:NRP", "okafor"),
        *(("file.imported", f"file:{name}.csv", "okafor") for name in ("people", "posts", "locations", "officers")),
        ("incident.imported", "incident:A-1", "okafor"),
        ("incident.imported", "incident:A-2", "okafor"),
        *[("stamp.imported", "incident:A-1", "okafor")] * 2,
        *[("entry.imported", "incident:A-1", "okafor")] * 2,
        ("occurrence.imported", "occurrence:B-1", "okafor"),
        ("file.imported", "file:links.csv", "okafor"),
    ]


def test_the_records_are_what_the_ledger_adds_up_to(
    empty_store: Store, folder: Path, me: Author, tmp_path: Path
) -> None:
    import_folder(empty_store, folder, me)
    with rebuild_beside(empty_store, tmp_path / "again.db") as again:
        assert state(again) == state(empty_store)


def test_only_rows_that_are_new_or_changed_are_entered_for_a_file(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    make(folder, {"officers.csv": OFFICERS.replace("Reid", "T. Reid") + "NG03,Diaz,no\r\n"})
    report = import_folder(empty_store, folder, me)
    with empty_store.reading() as connection:
        payload = connection.exec_driver_sql("SELECT payload FROM payload ORDER BY seq DESC LIMIT 1").scalar()
    assert "NG01" not in str(payload)
    assert str(payload).count('"officer"') == 3  # the noun, and two rows
    assert FileCount("officers.csv", 3, 1, 1, 1, 0) in report.files


def test_a_dry_run_says_what_would_change_and_changes_nothing(empty_store: Store, folder: Path, me: Author) -> None:
    before, file = contents(empty_store), empty_store.path.read_bytes()
    report = import_folder(empty_store, folder, me, dry_run=True)
    assert (report.stored, report.site, report.dry_run) == (False, "new", True)
    assert sum(f.new for f in report.files) == 15
    assert contents(empty_store) == before
    assert empty_store.path.read_bytes() == file
    log = empty_store.path.with_name("empty.db-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_a_dry_run_of_bad_rows_rejects_nothing(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": incidents("X,never,,3,,")})
    report = import_folder(empty_store, folder, me, dry_run=True, skip_bad=True)
    assert report.bad_rows == 8
    assert not (folder / "rejected").exists()


def test_one_bad_row_stores_nothing(empty_store: Store, folder: Path, me: Author) -> None:
    before = contents(empty_store)
    make(folder, {"links.csv": "from,to,kind\nincident:A-1,nowhere,\n"})
    report = import_folder(empty_store, folder, me)
    assert report.refused
    assert not report.stored
    assert contents(empty_store) == before
    assert not (folder / "rejected").exists()


def test_a_failure_in_the_middle_leaves_nothing(
    empty_store: Store, folder: Path, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(empty_store)
    real, calls = Transaction.append, 0

    def failing(self: Transaction, *args: Any, **kw: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 9:
            raise OSError(28, "No space left on device")
        return real(self, *args, **kw)

    monkeypatch.setattr(Transaction, "append", failing)
    with pytest.raises(ExchangeError, match="nothing was stored"):
        import_folder(empty_store, folder, me)
    monkeypatch.undo()
    assert contents(empty_store) == before
    assert import_folder(empty_store, folder, me).stored


def test_it_can_be_stopped_while_it_stores(empty_store: Store, folder: Path, me: Author) -> None:
    before = contents(empty_store)

    def stop(what: str, done: int, of: int) -> None:
        if what == "storing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_folder(empty_store, folder, me, progress=stop)
    assert contents(empty_store) == before


def test_progress_is_told_up_to_the_last_row(empty_store: Store, folder: Path, me: Author) -> None:
    told: list[tuple[str, int, int]] = []
    import_folder(empty_store, folder, me, progress=lambda *step: told.append(step))
    assert [what for what, _, _ in told[:3]] == ["checking people.csv", "checking posts.csv", "checking locations.csv"]
    assert told[-1] == ("storing", 15, 15)
    assert all(0 <= done <= of for _, done, of in told)


def test_what_another_terminal_wrote_meanwhile_is_seen(
    empty_store: Store, folder: Path, me: Author, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    import_folder(empty_store, make(folder.parent / "first", {"site.toml": SITE, "officers.csv": OFFICERS}), me)
    real = Store.writing
    other = make(folder.parent / "other", {"incidents.csv": INCIDENTS.replace("Bag taken", "Bag stolen")})

    @contextmanager
    def late(self: Store) -> Iterator[Transaction]:
        monkeypatch.undo()
        with Store.open(empty_store.path, clock) as elsewhere:
            assert import_folder(elsewhere, other, Author("patel")).stored
        with real(self) as transaction:
            yield transaction

    monkeypatch.setattr(Store, "writing", late)
    report = import_folder(empty_store, folder, me)
    assert [(b.file, b.line, b.column) for b in report.bad] == [("incidents.csv", 2, "summary")]
    assert not report.stored
    assert empty_store.incidents.get("A-1").summary == "Bag stolen"


# ── good rows in, bad rows out ───────────────────────────────────────────────────────────────────────────────


def test_the_bad_rows_come_out_as_they_came_with_why(empty_store: Store, folder: Path, me: Author) -> None:
    data = (
        (
            f"extra;{SMALL_HEAD.replace(',', ';')}\n"
            "e1;A-1;2026-03-28T19:00;Theft;3;ATRIUM;Bag taken\n"
            '\'=e2;A-2;never;Theft;9;MALL;"two\nlines"\n'
        ).encode()
        + b"e3;A-3;2026-03-28T19:00;;3;;caf\xe9\n"
        + b"e4;A-4;2026-03-28T19:00;;3;;x;one;too many\n"
    )
    make(folder, {"incidents.csv": data})
    report = import_folder(empty_store, folder, me, skip_bad=True)
    assert report.stored
    assert report.rejected == [folder / "rejected" / "incidents.csv"]
    assert [tuple(f.__dict__.values()) for f in report.files if f.bad] == [("incidents.csv", 4, 1, 0, 0, 3)]
    assert empty_store.incidents.get("A-1").summary == "Bag taken"
    found = read_csv(report.rejected[0])
    assert [row["extra"] for row in found] == ["'=e2", "e3", "e4"]
    assert (found[0]["reported"], found[0]["severity"], found[0]["summary"]) == ("never", "9", "two\nlines")
    assert found[0]["why"].startswith("reported: «never» is no time")
    assert "; severity: «9»: write 1 (critical)" in found[0]["why"]
    assert found[1]["summary"].encode(errors="surrogateescape") == b"caf\xe9"
    assert "byte 0xE9" in found[1]["why"]
    assert found[2]["why"] == "9 cells where the header has 7: check separators and quotes"
    assert list(found[0]) == ["extra", *SMALL_HEAD.split(","), "", "why"]


def test_rejected_rows_that_were_put_right_come_in(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": INCIDENTS.replace("Theft,3", "Theft,33")})
    first = import_folder(empty_store, folder, me, skip_bad=True)
    rejected = folder / "rejected"
    names = ["entries.csv", "incidents.csv", "links.csv", "occurrences.csv", "stamps.csv"]
    assert sorted(path.name for path in first.rejected) == names
    make(rejected, {"incidents.csv": (rejected / "incidents.csv").read_text().replace("Theft,33", "Theft,3")})
    second = import_folder(empty_store, rejected, me)
    assert second.bad == []
    assert ("incidents.csv", "the column «why» says why rows were rejected: ignored") in [
        (note.file, note.text) for note in second.notes
    ]
    make(folder, {"incidents.csv": INCIDENTS})
    assert not import_folder(empty_store, folder, me).stored


def test_rows_that_are_rejected_again_have_one_why(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": INCIDENTS.replace("Theft,3", "Theft,33")})
    import_folder(empty_store, folder, me, skip_bad=True)
    again = import_folder(empty_store, folder / "rejected", me, skip_bad=True)
    text = (folder / "rejected" / "rejected" / "incidents.csv").read_text(encoding="utf-8")
    assert again.bad_rows == 8
    assert text.splitlines()[0] == f"{SMALL_HEAD},why"
    assert text == (folder / "rejected" / "incidents.csv").read_text(encoding="utf-8")


def test_a_rejected_file_that_somebody_worked_on_is_kept(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": INCIDENTS + "X,never,,3,,\n"})
    import_folder(empty_store, folder, me, skip_bad=True)
    import_folder(empty_store, folder, me, skip_bad=True)
    assert [path.name for path in (folder / "rejected").iterdir()] == ["incidents.csv"]
    make(folder / "rejected", {"incidents.csv": "half done"})
    import_folder(empty_store, folder, me, skip_bad=True)
    assert (folder / "rejected" / "incidents.csv.old").read_text() == "half done"
    assert read_csv(folder / "rejected" / "incidents.csv")[0]["number"] == "X"


def test_a_file_with_a_wrong_header_is_rejected_whole(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"stamps.csv": STAMPS.replace("written_at", "written"), "people.csv": "", "links.csv": "\ufeff"})
    report = import_folder(empty_store, folder, me, skip_bad=True)
    assert [(b.file, b.line, b.column) for b in report.bad] == [
        ("people.csv", 1, ""),
        ("stamps.csv", 1, "written_at"),
        ("links.csv", 1, ""),
    ]
    assert FileCount("stamps.csv", rows=2, bad=2) in report.files
    assert [row["why"] for row in read_csv(folder / "rejected" / "stamps.csv")] == [
        "written_at: the column is missing: add it to the header"
    ] * 2
    assert report.stored


def test_a_row_that_is_no_csv_is_rejected_as_it_stands(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": INCIDENTS + 'X,2026-03-28T19:00,"Theft" ish,3,,x\n'})
    import_folder(empty_store, folder, me, skip_bad=True)
    row = read_csv(folder / "rejected" / "incidents.csv")[0]
    assert row["number"] == 'X,2026-03-28T19:00,"Theft" ish,3,,x'
    assert "closing quotation mark" in row["why"]


def test_where_the_bad_rows_cannot_be_written_nothing_is_stored(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"incidents.csv": INCIDENTS + "X,never,,3,,\n", "rejected": "in the way"})
    before = contents(empty_store)
    with pytest.raises(ExchangeError, match="rejected cannot be made"):
        import_folder(empty_store, folder, me, skip_bad=True)
    assert contents(empty_store) == before


def test_where_storing_fails_no_rejected_file_is_left(
    empty_store: Store, folder: Path, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder, {"incidents.csv": INCIDENTS + "X,never,,3,,\n"})
    before = contents(empty_store)
    real = Store.writing

    @contextmanager
    def failing(self: Store) -> Iterator[Transaction]:
        with real(self) as transaction:
            yield transaction
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "writing", failing)
    with pytest.raises((ExchangeError, StoreError, sqlite3.Error)):
        import_folder(empty_store, folder, me, skip_bad=True)
    assert not (folder / "rejected").exists()
    assert contents(empty_store) == before


def test_a_file_that_changes_while_it_is_read_stores_nothing(
    empty_store: Store, folder: Path, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder, {"incidents.csv": INCIDENTS + "X,never,,3,,\n"})
    monkeypatch.setattr(CsvSource, "same", lambda self: False)
    before = contents(empty_store)
    with pytest.raises(ExchangeError, match="changed while it was read"):
        import_folder(empty_store, folder, me, skip_bad=True)
    assert contents(empty_store) == before
    assert not (folder / "rejected").exists()


def test_a_re_import_with_bad_rows_still_says_which(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    make(folder, {"entries.csv": ENTRIES + "A-1,3,never,never,okafor,x,\n"})
    report = import_folder(empty_store, folder, me, skip_bad=True)
    assert not report.stored
    assert report.rejected == [folder / "rejected" / "entries.csv"]


# ── what is in the folder ────────────────────────────────────────────────────────────────────────────────────


def test_files_that_nobody_knows(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"notes.txt": "x", "Guards.csv": "x", ".DS_Store": "x"})
    make(folder / "old", {"x": ""})
    make(folder / "rejected", {"x": ""})
    report = import_folder(empty_store, folder, me)
    assert report.bad == []
    assert sorted(report.unknown) == ["Guards.csv", "notes.txt", "old/"]


def test_a_file_name_in_capitals_is_read_and_reported(empty_store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "x", {"SITE.toml": SITE, "Officers.CSV": OFFICERS})
    report = import_folder(empty_store, folder, me)
    assert [f.new for f in report.files] == [2]
    assert [str(note) for note in report.notes] == [
        "Officers.CSV: read as officers.csv",
        "SITE.toml: read as site.toml",
    ]


@pytest.mark.parametrize("name", ["nowhere", "x.txt", "empty"])
def test_what_is_no_site_folder(empty_store: Store, tmp_path: Path, me: Author, name: str) -> None:
    make(tmp_path, {"x.txt": "x"})
    make(tmp_path / "empty", {"readme.md": "x"})
    with pytest.raises(ExchangeError) as caught:
        import_folder(empty_store, tmp_path / name, me)
    assert "\n" not in str(caught.value)
    assert "site.toml" in str(caught.value)
