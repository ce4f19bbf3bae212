"""`verify`, `backup`, `restore` and `doctor`."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sfm_tui.storage.store import Store
from tests.cli.running import Sfm


@pytest.fixture
def kept(desk: Sfm) -> Sfm:
    """A desk with three incidents, closed properly."""
    for n in range(3):
        desk.inside("log", "--what", f"number {n}", "--where", "yard")
    return desk


def tamper(db: Path, *statements: str) -> None:
    """Change a store behind its back, guards taken away and put back."""
    connection = sqlite3.connect(db)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in guards:
        connection.execute(sql)
    connection.commit()
    connection.close()


def folder(db: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in db.parent.iterdir() if path.is_file()}


def test_all_is_well(kept: Sfm) -> None:
    ran = kept("verify", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == {"ok", "incidents", "entries", "head", "problems"}
    assert (ran.json["ok"], ran.json["incidents"], ran.json["problems"]) == (True, 3, [])
    with Store.open(kept.db) as store:
        head = store.head()
    assert ran.json["entries"] == head.seq
    assert ran.json["head"] == f"{head.seq}·{head.hash.hex()}"
    shown = kept.inside("verify")
    assert shown.code == 0
    assert head.long in shown.out
    for held in (head.short, head.long, ran.json["head"], head.short.replace("·", ":")):
        assert kept.inside("verify", "--head", held).code == 0


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (
            "UPDATE payload SET payload = replace(payload, 'number 1', 'number 7') WHERE payload LIKE '%number 1%'",
            "altered",
        ),
        ("UPDATE ledger SET author = 'marsh' WHERE seq = 2", "entry 2"),
        ("DELETE FROM ledger WHERE seq = 3", "entry 3 is missing"),
    ],
)
def test_what_was_tampered_with_is_named(kept: Sfm, statement: str, word: str) -> None:
    tamper(kept.db, "PRAGMA foreign_keys = 0", statement)
    ran = kept.inside("verify", "--json")
    assert ran.code == 1
    assert ran.json["ok"] is False
    assert word in ran.json["problems"][0]
    shown = kept.inside("verify")
    assert (shown.code, shown.err) == (1, "")
    assert word in shown.out


def test_a_tail_that_was_cut_off_is_known_by_a_held_head(kept: Sfm) -> None:
    held = kept.inside("verify", "--json").json["head"]
    last = int(held.partition("·")[0])
    tables = ("entry", "stamp", "incident", "payload", "ledger")
    tamper(kept.db, "PRAGMA foreign_keys = 0", *(f"DELETE FROM {table} WHERE seq = {last}" for table in tables))
    assert kept.inside("verify").code == 0
    ran = kept.inside("verify", "--head", held)
    assert ran.code == 1
    assert "cut off" in ran.out


def test_guards_that_were_removed_are_told_not_put_back(kept: Sfm) -> None:
    connection = sqlite3.connect(kept.db)
    connection.execute("DROP TRIGGER ledger_no_delete")
    connection.close()
    before = folder(kept.db)
    ran = kept.inside("verify")
    assert ran.code == 1
    assert "ledger_no_delete" in ran.out
    assert folder(kept.db) == before


def test_verifying_changes_nothing_and_makes_nothing(kept: Sfm) -> None:
    before = folder(kept.db)
    assert kept.inside("verify").code == 0
    assert folder(kept.db) == before


def test_a_store_that_somebody_has_open(kept: Sfm) -> None:
    with Store.open(kept.db) as store:
        store.people.sign_on("okafor")
        ran = kept.inside("verify", "--json")
        assert (ran.code, ran.json["entries"]) == (0, store.head().seq)


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="needs a user without leave to write")
def test_a_store_that_cannot_be_written_to(kept: Sfm, tmp_path: Path) -> None:
    place = Path("/var/tmp") / f"sfm-{os.getpid()}"
    place.mkdir(mode=0o755)
    try:
        shutil.copy(kept.db, place / "desk.db")
        (place / "desk.db").chmod(0o444)
        code = (
            "import os, sys, encodings.idna\n"
            "from sfm_tui.cli import main\n"
            f"main(['verify', '--json', '--db', {str(kept.db)!r}]); sys.stdout.flush(); print('---', flush=True)\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            f"sys.exit(main(['verify', '--json', '--db', {str(place / 'desk.db')!r}]))"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert '"ok": true' in ran.stdout.partition("---")[2]
        assert [path.name for path in place.iterdir()] == ["desk.db"]
    finally:
        shutil.rmtree(place)


def test_a_damaged_store(kept: Sfm) -> None:
    raw = bytearray(kept.db.read_bytes())
    for at in range(4096 + 100, len(raw), 4096):
        raw[at : at + 3000] = b"\xff" * min(3000, len(raw) - at)
    kept.db.write_bytes(raw)
    ran = kept.inside("verify")
    assert ran.code in (1, 2)
    assert (ran.out + ran.err).count("\n") >= 1
    assert "Traceback" not in ran.err
    assert kept.db.read_bytes() == raw


def test_a_backup_verifies_and_comes_back(kept: Sfm, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    made = kept("backup", str(copy))
    assert made.code == 0
    assert str(copy) in made.out
    assert kept.inside("verify", "--db", str(copy)).code == 0
    kept.inside("backup", str(copy)).refused("already")
    kept.inside("log", "--what", "after the backup", "--where", "yard")
    back = kept.inside("restore", str(copy))
    assert back.code == 0
    assert len(kept.incidents()) == 3
    aside = next(path for path in tmp_path.iterdir() if "set-aside" in path.name)
    assert str(aside) in back.out
    assert len(kept.incidents("--db", str(aside))) == 4


def test_restoring_what_is_no_backup(kept: Sfm, tmp_path: Path) -> None:
    before = kept.db.read_bytes()
    (tmp_path / "no.db").write_text("no database " * 100)
    for path in ("no.db", "missing.db"):
        kept.inside("restore", str(tmp_path / path)).refused(path)
    assert kept.db.read_bytes() == before


def test_the_doctor(kept: Sfm) -> None:
    ran = kept.inside("doctor", "--json")
    assert ran.code == 0
    assert all(set(finding) == {"name", "value", "level"} for finding in ran.json)
    found = {finding["name"]: finding["value"] for finding in ran.json}
    assert found["store"] == str(kept.db)
    assert {"Python", "SQLite", "schema"} <= set(found)
    assert str(kept.db) in kept.inside("doctor").out


def test_the_doctor_finds_what_is_wrong_and_makes_nothing(kept: Sfm, sfm: Sfm) -> None:
    kept.db.write_text("no database " * 100)
    ran = kept.inside("doctor")
    assert ran.code == 1
    assert "✖" in ran.out
    assert sfm.inside("doctor").code == 0
    assert not sfm.db.exists()
