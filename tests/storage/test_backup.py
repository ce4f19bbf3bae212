"""Backups: whole or not at all, verified where they lie; put back without overwriting anything."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import backup as backups
from sfm_tui.storage import driver, place, schema, verify
from sfm_tui.storage.backup import backup, restore
from sfm_tui.storage.errors import NewerSchema, NotAStore, StoreBusy, StoreError, StoreFull
from sfm_tui.storage.ledger import parse_head
from sfm_tui.storage.store import Store

DESK = Path(__file__).with_name("desk_process.py")


@pytest.fixture
def filled(store: Store, me: Author) -> Store:
    for n in range(12):
        number = store.incidents.open(me, summary=f"Tailgating {n}").number
        store.incidents.note(number, "x" * 3000, me)
    return store


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_the_store_in_one_private_file(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    target = tmp_path / "usb" / "copy.db"
    told: list[tuple[str, int, int]] = []
    report = backup(filled.path, target, lambda *words: told.append(words))
    assert report.ok
    assert report.head == filled.head()
    assert report.incidents == 12
    assert names(target.parent) == ["copy.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert {word for word, _n, _of in told} == {"copied", "verified"}
    assert all(n <= of for _word, n, of in told)
    assert verify.check(target, known=parse_head(filled.head().long)).ok
    target.chmod(0o400)
    read_only = driver.plain(target, "ro&immutable=1")
    assert read_only.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert read_only.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    read_only.close()


def test_a_backup_opens_as_a_store(filled: Store, tmp_path: Path, me: Author, clock: FrozenClock) -> None:
    backup(filled.path, tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db", clock) as copy:
        assert copy.incidents.open(me).number == "2026-0013"
    assert verify.check(tmp_path / "copy.db").ok


def test_a_file_that_is_there_is_not_overwritten(filled: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        backup(filled.path, target)
    assert target.read_text() == "mine"
    with pytest.raises(StoreError, match="is there already"):
        backup(filled.path, filled.path)


def test_a_name_taken_meanwhile_is_not_overwritten(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, inspect = tmp_path / "copy.db", backups.inspect

    def taken(*words: Any) -> Any:
        target.write_text("mine")
        return inspect(*words)

    monkeypatch.setattr(backups, "inspect", taken)
    with pytest.raises(StoreError, match="is there already"):
        backup(filled.path, target)
    assert target.read_text() == "mine"
    monkeypatch.setattr(backups.os, "link", lambda *_: (_ for _ in ()).throw(OSError(1, "no links here")))
    target.unlink()
    with pytest.raises(StoreError, match="is there already"):
        backup(filled.path, target)
    monkeypatch.setattr(backups, "inspect", inspect)
    target.unlink()
    assert backup(filled.path, target).ok, "a stick without hard links will do"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("nowhere.db", "copy.db", "there is no store at"),
        ("empty.txt", "copy.db", "there is no store at"),
        ("notes.txt", "copy.db", "is damaged or no sfm store"),
        ("other.db", "copy.db", "another program"),
        ("sfm.db", "nowhere/copy.db", "there is no folder"),
    ],
)
def test_what_cannot_be_copied(filled: Store, tmp_path: Path, source: str, target: str, said: str) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "notes.txt").write_text("Dear all, " * 200)
    other = driver.driver().connect(str(tmp_path / "other.db"))
    other.execute("CREATE TABLE t (x)")
    other.close()
    before = names(tmp_path)
    with pytest.raises(StoreError, match=said) as refused:
        backup(tmp_path / source, tmp_path / target)
    assert "\n" not in str(refused.value)
    assert names(tmp_path) == before


def test_a_copy_that_fails_midway_leaves_nothing(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups.os, "fsync", full)
    before = names(tmp_path)
    with pytest.raises(StoreFull):
        backup(filled.path, tmp_path / "copy.db")
    assert names(tmp_path) == before


def test_a_backup_while_others_write_is_one_state(tmp_path: Path) -> None:
    path = tmp_path / "sfm.db"
    desk = subprocess.Popen(
        [sys.executable, str(DESK), str(path), "forever", "0", "desk"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert desk.stdout is not None
        lines = [desk.stdout.readline() for _ in range(20)]
        heads = []
        for n in range(4):
            report = backup(path, tmp_path / f"{n}.db")
            assert report.ok
            heads.append(report.head)
            assert verify.check(path, known=(report.head.seq, report.head.hash.hex())).ok
            lines += [desk.stdout.readline() for _ in range(6)]
        assert [head.seq for head in heads] == sorted({head.seq for head in heads}), "it went on writing"
        assert all(line for line in lines)
    finally:
        desk.kill()
        desk.communicate()


def test_a_broken_chain_is_copied_and_told(filled: Store, tmp_path: Path, raw: Callable[..., Any]) -> None:
    filled.close()
    with raw(filled.path) as connection:
        connection.execute("UPDATE ledger SET author = 'x' WHERE seq = 20")
    report = backup(filled.path, tmp_path / "copy.db")
    assert not report.ok
    assert "entry 20" in report.problems[0]
    assert (tmp_path / "copy.db").exists(), "it may be evidence"
    with pytest.raises(NotAStore, match=r"does not verify \(entry 20.*was left as it is"):
        restore(tmp_path / "copy.db", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


# ── putting back ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_restored_ledger_is_the_backup_s_to_the_bit(filled: Store, tmp_path: Path, clock: FrozenClock) -> None:
    backup(filled.path, tmp_path / "copy.db")
    head = filled.head()
    place_ = tmp_path / "new" / "deep" / "sfm.db"
    assert restore(tmp_path / "copy.db", place_, clock=clock) is None
    assert place_.stat().st_mode & 0o777 == 0o600
    assert names(place_.parent) == ["sfm.db"]
    with Store.open(place_, clock) as again:
        assert again.head() == head
        assert again.incidents.get("2026-0012").summary == "Tailgating 11"


def test_what_stood_there_is_set_aside(filled: Store, tmp_path: Path, me: Author, clock: FrozenClock) -> None:
    copy = tmp_path / "copy.db"
    backup(filled.path, copy)
    old = filled.head()
    filled.incidents.open(me, summary="after the backup")
    new = filled.head()
    filled.close()
    folder = filled.path.parent
    aside = restore(copy, filled.path, clock=clock)
    assert aside == folder / "sfm.set-aside-20261121T221535Z.db"
    assert verify.check(filled.path).head == old
    assert verify.check(aside).head == new
    assert aside.stat().st_mode & 0o777 == 0o600
    again = restore(copy, filled.path, clock=clock)
    assert again == folder / "sfm.set-aside-20261121T221535Z-2.db"
    assert verify.check(again).head == old
    assert not list(folder.glob("*.part"))


def test_a_log_left_by_a_crash_is_folded_into_what_is_set_aside(
    filled: Store, tmp_path: Path, me: Author, clock: FrozenClock
) -> None:
    backup(filled.path, tmp_path / "copy.db")
    filled.incidents.open(me, summary="only in the log")
    crashed = tmp_path / "crashed" / "sfm.db"
    crashed.parent.mkdir()
    shutil.copy(filled.path, crashed)
    shutil.copy(place.beside(filled.path)[0], crashed.parent)
    aside = restore(tmp_path / "copy.db", crashed, clock=clock)
    assert aside is not None
    assert names(crashed.parent) == ["sfm.db", aside.name]
    assert verify.check(aside).head == filled.head()
    assert verify.check(crashed).head.seq == filled.head().seq - 1


def test_a_log_without_its_store_does_not_get_into_the_restored_one(
    filled: Store, tmp_path: Path, me: Author, clock: FrozenClock
) -> None:
    backup(filled.path, tmp_path / "copy.db")
    filled.incidents.open(me)
    gone = tmp_path / "gone" / "sfm.db"
    gone.parent.mkdir()
    shutil.copy(place.beside(filled.path)[0], gone.parent)
    assert restore(tmp_path / "copy.db", gone, clock=clock) is None
    assert names(gone.parent) == ["sfm.db", "sfm.set-aside-20261121T221535Z.db-wal"]
    assert verify.check(gone).ok


def test_a_damaged_store_is_set_aside_as_it_is(filled: Store, tmp_path: Path, clock: FrozenClock) -> None:
    backup(filled.path, tmp_path / "copy.db")
    filled.close()
    data = bytearray(filled.path.read_bytes())
    data[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    filled.path.write_bytes(data)
    for spoilt in (bytes(data), b"no database at all" * 100):
        filled.path.write_bytes(spoilt)
        aside = restore(tmp_path / "copy.db", filled.path, clock=clock)
        assert aside is not None
        assert aside.read_bytes()[100:] == spoilt[100:]
        assert verify.check(filled.path).ok


def test_a_store_that_is_open_elsewhere_is_left_alone(
    filled: Store, tmp_path: Path, me: Author, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(filled.path, tmp_path / "copy.db")
    head = filled.head()
    with pytest.raises(StoreBusy, match="open in another terminal: close sfm there first"):
        restore(tmp_path / "copy.db", filled.path, clock=clock)
    assert filled.head() == head
    assert filled.incidents.open(me).seq == head.seq + 1, "the terminal goes on"
    assert not list(tmp_path.glob("*set-aside*"))
    assert not list(tmp_path.glob(".*"))


def test_what_is_no_backup_is_refused(filled: Store, tmp_path: Path, raw: Callable[..., Any]) -> None:
    target = filled.path
    filled.close()
    (tmp_path / "notes.txt").write_text("Dear all, " * 200)
    (tmp_path / "empty.db").touch()
    damaged = tmp_path / "damaged.db"
    data = bytearray(target.read_bytes())
    data[4096 * 20 : 4096 * 30] = bytes(4096 * 10)
    damaged.write_bytes(data)
    newer = tmp_path / "newer.db"
    shutil.copy(target, newer)
    with raw(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = target.read_bytes()
    for name, kind, said in (
        ("nowhere.db", StoreError, "there is no backup at"),
        ("notes.txt", NotAStore, "no sfm store"),
        ("empty.db", NotAStore, "is empty"),
        ("damaged.db", NotAStore, "damaged|does not verify"),
        ("newer.db", NewerSchema, "newer version"),
        ("sfm.db", StoreError, "is the store itself"),
    ):
        with pytest.raises(kind, match=said) as refused:
            restore(tmp_path / name, target)
        assert "\n" not in str(refused.value)
        assert target.read_bytes() == before
    assert not list(tmp_path.glob("*set-aside*"))
    assert not list(tmp_path.glob(".*"))


def test_an_older_backup_is_brought_up_when_it_is_opened(
    filled: Store, tmp_path: Path, raw: Callable[..., Any]
) -> None:
    copy = tmp_path / "copy.db"
    backup(filled.path, copy)
    with raw(copy) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    assert restore(copy, tmp_path / "new.db") is None
    connection = driver.connect(tmp_path / "new.db", read_only=True)
    assert schema.version_of(connection) == "0000"
    connection.close()
