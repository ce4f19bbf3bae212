"""Several desks on one store at once: nothing lost, no gaps, no doubles, nobody turned away."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.storage import driver, transaction, verify
from sfm_tui.storage.errors import StoreBusy
from sfm_tui.storage.store import Store

DESK = Path(__file__).with_name("desk_process.py")


def start(path: Path, *words: object) -> "subprocess.Popen[str]":
    command = [sys.executable, str(DESK), str(path), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def write_together(path: Path, writes: int, together: int) -> None:
    """Let some desks write at once, each three times as many entries as `writes`, and check what came of it."""
    desks = [start(path, "write", writes, f"desk{n}") for n in range(together)]
    said: list[list[str]] = []
    for desk in desks:
        out, err = desk.communicate(timeout=60 + writes * together)
        assert (desk.returncode, err) == (0, ""), out[-300:] + err
        said += [line.split() for line in out.splitlines() if line != "open"]
    total = writes * together
    assert len(said) == 3 * total
    numbers = sorted(words[1] for words in said if words[0] == "incident")
    lines = sorted(words[1] for words in said if words[0] == "occurrence")
    year = numbers[0][:4]
    assert numbers == [f"{year}-{n:04d}" for n in range(1, total + 1)]
    assert lines == [f"B{year}-{n:05d}" for n in range(1, total + 1)]
    report = verify.check(path)
    assert report.ok, report.problems
    assert report.entries == 3 * total
    assert sorted(int(words[2]) for words in said) == list(range(1, 3 * total + 1))
    with Store.open(path) as store, store.reading() as connection:
        hashes = {
            seq: bytes(stored).hex() for seq, stored in connection.exec_driver_sql("SELECT seq, hash FROM ledger")
        }
        assert all(hashes[int(words[2])] == words[3] for words in said), "an acknowledged entry is not what was said"
        found = Counter(connection.exec_driver_sql("SELECT author FROM ledger").scalars())
        assert found == {f"desk{n}": 3 * writes for n in range(together)}


def test_four_processes_write_at_once(tmp_path: Path) -> None:
    write_together(tmp_path / "sfm.db", 10, 4)


@pytest.mark.soak
def test_eight_processes_write_at_once_for_long(tmp_path: Path) -> None:
    write_together(tmp_path / "sfm.db", 400, 8)


@pytest.mark.soak
def test_a_new_store_made_by_many_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sfm.db"
    desks = [start(path, "open") for _ in range(4)]
    for desk in desks:
        out, err = desk.communicate(timeout=60)
        assert (desk.returncode, out, err) == (0, "open\n", "")
    assert verify.check(path).ok


def test_threads_share_a_store(store: Store, me: Author) -> None:
    before = store.head().seq

    def work(n: int) -> str:
        store.occurrences.log(f"line {n}", me)
        with store.reading() as one, store.reading() as two:
            assert one.exec_driver_sql("SELECT 1").scalar() == two.exec_driver_sql("SELECT 1").scalar() == 1
        return store.incidents.open(me, summary=str(n)).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(work, range(48)))
    assert sorted(numbers) == [f"2026-{n:04d}" for n in range(1, 49)]
    assert store.head().seq == before + 96
    assert verify.check(store.path).ok


def test_connections_never_run_out(store: Store) -> None:
    held = [store.reading() for _ in range(60)]
    connections = [one.__enter__() for one in held]
    assert {connection.exec_driver_sql("SELECT count(*) FROM site").scalar() for connection in connections} == {1}
    for one in held:
        one.__exit__(None, None, None)


def test_reading_inside_writing_sees_what_was_committed(store: Store, me: Author) -> None:
    before = store.head()
    with store.writing() as transaction:
        from sfm_tui.domain.desk import SignedOn

        transaction.append(SignedOn(person="okafor"), me)
        assert store.head() == before
        assert transaction.head.seq == before.seq + 1
        assert store.tz.key == "Europe/London"
        assert transaction.one("SELECT count(*) FROM ledger")[0] == before.seq + 1
    assert store.head().seq == before.seq + 1


def test_a_reader_keeps_one_state_in_view(store: Store, me: Author) -> None:
    with store.reading() as connection:
        count = "SELECT count(*) FROM incident"
        assert connection.exec_driver_sql(count).scalar() == 0
        store.incidents.open(me)
        assert connection.exec_driver_sql(count).scalar() == 0


def test_a_block_that_fails_leaves_nothing(store: Store, me: Author) -> None:
    from sfm_tui.domain.incidents import IncidentOpened

    before = store.head()

    def fail() -> None:
        with store.writing() as transaction:
            transaction.append(IncidentOpened(number="2026-0001", reported=0, severity=3), me)
            transaction.writer.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.head() == before
    assert store.incidents.open(me).number == "2026-0001"


def test_a_store_that_stays_locked_is_told_in_one_line(
    store: Store, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(transaction.time, "sleep", waited.append)
    before = store.head()
    with Store.open(store.path, store.clock) as other:
        with store.writing():
            with pytest.raises(StoreBusy, match="kept busy by another program") as refused:
                other.incidents.open(me)
            assert transaction.LONGEST_WAIT < sum(waited) < transaction.LONGEST_WAIT + 1
            assert max(waited) < 0.02, "it looks often"
            assert other.head() == before, "reading goes on"
            with other.reading() as connection:
                assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == driver.BUSY_SECONDS * 1000
        assert other.incidents.open(me).number == "2026-0001"
    assert "\n" not in str(refused.value)


# ── kill -9 ──────────────────────────────────────────────────────────────────────────────────────────────────


def kill_at(path: Path, after: float) -> None:
    """Start a desk that logs without end, kill it at some moment, and check that what it was told holds."""
    desk = start(path, "forever", 0, f"desk{after:.6f}")
    assert desk.stdout is not None
    assert desk.stderr is not None
    assert desk.stdout.readline() == "open\n"
    time.sleep(after)
    desk.kill()
    out, err = desk.communicate(timeout=60)
    assert err == ""
    # The last line may have been cut; what stands before it was acknowledged.
    said = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    with Store.open(path) as store:
        report = verify.check(path)
        assert report.ok, report.problems
        with store.reading() as connection:
            hashes = dict(connection.exec_driver_sql("SELECT seq, hash FROM ledger").all())
            numbers = set(connection.exec_driver_sql("SELECT number FROM incident").scalars())
            lines = set(connection.exec_driver_sql("SELECT occurrence FROM occurrence").scalars())
            counted = dict(connection.exec_driver_sql("SELECT name, value FROM counter").all())
            assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    for kind, key, seq, digits in said:
        assert bytes(hashes[int(seq)]).hex() == digits
        assert key in (lines if kind == "occurrence" else numbers)
    assert sum(value for name, value in counted.items() if name.startswith("incident")) == len(numbers)


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    for after in (0.003, 0.06, 0.15):
        kill_at(tmp_path / "sfm.db", after)


@pytest.mark.soak
def test_killed_two_hundred_times(tmp_path: Path) -> None:
    for n in range(200):
        kill_at(tmp_path / "sfm.db", (n * 7919 % 200) / 1000)
