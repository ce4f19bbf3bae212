"""Opening a store: what is made, what is taken up, what is refused, each in one line."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import driver, place, verify
from sfm_tui.storage.errors import NotAStore, StoreError, StoreFull
from sfm_tui.storage.store import Store


def test_a_store_and_its_folder_are_the_owner_s_alone(tmp_path: Path, me: Author) -> None:
    path = tmp_path / "new" / "sfm.db"
    with Store.open(path) as store:
        store.incidents.open(me)
        modes = {file.name: file.stat().st_mode & 0o777 for file in (path, *place.beside(path))}
    assert modes == {"sfm.db": 0o600, "sfm.db-wal": 0o600, "sfm.db-shm": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    with Store.open(path):
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_empty_file_becomes_a_store(tmp_path: Path, me: Author) -> None:
    path = tmp_path / "sfm.db"
    path.touch()
    with Store.open(path) as store:
        assert store.incidents.open(me).seq == 1
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_name_with_odd_characters(tmp_path: Path, me: Author) -> None:
    path = tmp_path / "a?b#c %20d 'é'.db"
    with Store.open(path) as store:
        store.incidents.open(me)
    assert verify.check(path).entries == 1
    assert path.is_file()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder: name a file"):
        Store.open(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="is a file, no folder"):
        Store.open(tmp_path / "file" / "sfm.db")


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "file_system", lambda _folder: "nfs4")
    with pytest.raises(StoreError, match="network drive"):
        Store.open(tmp_path / "sfm.db")
    assert not (tmp_path / "sfm.db").exists()


@pytest.mark.usefixtures("full_sync")
def test_settings_are_what_the_promises_rest_on(store: Store) -> None:
    with store.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name, _value in driver.PRAGMAS}
        assert found == dict(driver.PRAGMAS)
        assert found["synchronous"] == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA mmap_size").scalar() == 0


def test_a_log_left_by_a_crash_is_taken_up(store: Store, tmp_path: Path, me: Author, clock: FrozenClock) -> None:
    left = tmp_path / "left"
    left.mkdir()
    number = store.incidents.open(me, summary="before the crash").number
    for file in (store.path, place.beside(store.path)[0]):
        (left / file.name).write_bytes(file.read_bytes())
    with Store.open(left / "sfm.db", clock) as again:
        assert again.incidents.get(number).summary == "before the crash"
        assert again.head() == store.head()
        assert verify.check(left / "sfm.db").ok


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "contents", [b"Dear all,\n" * 1000, b"SQLite format 3\x00" + b"\x00" * 4080, b"x", b"PK\x03\x04"]
)
def test_a_file_that_is_no_database(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(contents)
    path.chmod(0o644)
    with pytest.raises(NotAStore, match=r"notes\.txt is") as refused:
        Store.open(path)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == contents
    assert path.stat().st_mode & 0o777 == 0o644
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    store: Store, me: Author, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    pragmas = driver.PRAGMAS
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    store.close()
    monkeypatch.setattr(driver, "PRAGMAS", (*pragmas, ("max_page_count", pages + 12)))
    told: list[str] = []
    with Store.open(store.path, clock) as full:
        for n in range(200):
            head = full.head()
            try:
                full.incidents.open(me, summary=f"{n} " + "x" * 2000)
            except StoreFull as error:
                told.append(str(error))
                assert full.head() == head
                if len(told) == 3:
                    break
        logged = n - 2
        assert len(told) == 3
        assert "is full: nothing was saved; make room and try again" in told[0]
        assert "\n" not in told[0]
        assert full.incidents.get(f"2026-{logged:04d}").summary.startswith(f"{logged - 1} ")
        assert verify.check(store.path).ok
    monkeypatch.setattr(driver, "PRAGMAS", pragmas)
    with Store.open(store.path, clock) as room:
        assert room.incidents.open(me).number == f"2026-{logged + 1:04d}", "no number was lost to what failed"


ON_A_MOUNT = """
    import subprocess, sys
    from pathlib import Path
    from sfm_tui.clock import FrozenClock
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage import backup, doctor, verify
    from sfm_tui.storage.errors import StoreError
    from sfm_tui.storage.store import Store

    folder, me, clock = Path(sys.argv[1]), Author("okafor"), FrozenClock(1_795_299_335)

    def mount(*words):
        subprocess.run(["mount", *words, str(folder)], check=True)

    def told(act):
        try:
            act()
        except StoreError as error:
            line = str(error)
            assert "\\n" not in line, line
            return f"{type(error).__name__}: {line}"
        raise SystemExit("it was not refused")

    mount("-t", "tmpfs", "-o", "size=1700k", "tmpfs")
"""
FULL = """
    store = Store.open(folder / "sfm.db", clock)
    n = 0
    def until_full():
        global n
        while True:
            store.incidents.open(me, summary=f"{n} " + "x" * 3000)
            n += 1
    print(told(until_full))
    head = store.head()
    assert n > 10 and head.seq == n
    print(told(until_full))
    assert verify.check(store.path).head == head
    print(told(lambda: backup.backup(store.path, folder / "copy.db")))
    assert sorted(f.name for f in folder.iterdir()) == ["sfm.db", "sfm.db-shm", "sfm.db-wal"], list(folder.iterdir())
    store.close()
    print(told(lambda: Store.open(folder / "other.db")))
    mount("-o", "remount,size=4m", "tmpfs")
    with Store.open(folder / "sfm.db", clock) as store:
        assert store.head() == head
        assert store.incidents.open(me).number == f"2026-{n + 1:04d}"
    assert verify.check(folder / "sfm.db").ok
"""
READ_ONLY = """
    with Store.open(folder / "sfm.db", clock) as store:
        store.incidents.open(me)
    mount("-o", "remount,ro", "tmpfs")
    print(told(lambda: Store.open(folder / "sfm.db")))
    print(told(lambda: Store.open(folder / "new.db")))
    print(told(lambda: Store.open(folder / "deep" / "new.db")))
    assert [f.level for f in doctor.examine(folder / "sfm.db") if f.name == "store"] == ["ok", "fault"]
    assert [f.name for f in folder.iterdir()] == ["sfm.db"]
    mount("-o", "remount,rw", "tmpfs")
    with Store.open(folder / "sfm.db", clock):
        pass
    assert verify.check(folder / "sfm.db").entries == 1
"""


def on_a_mount(folder: Path, program: str) -> list[str]:
    """Run a program with a small file system of its own at `folder`; gives the lines it printed."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("mounting a small file system needs root on Linux")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test mount anything")
    command = ["unshare", "-m", sys.executable, "-c", textwrap.dedent(ON_A_MOUNT + program), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    lines = on_a_mount(tmp_path, FULL)
    assert len(lines) == 4
    for line in lines:
        assert line.startswith("StoreFull: the disk is full: nothing was saved; make room and try again ("), line


def test_a_folder_that_is_really_read_only(tmp_path: Path) -> None:
    lines = on_a_mount(tmp_path, READ_ONLY)
    assert len(lines) == 3
    assert all(line.startswith("StoreReadOnly: ") for line in lines), lines


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind root")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="cannot be"):
        Store.open(folder / "sfm.db")
