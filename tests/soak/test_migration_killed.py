"""A file of every earlier version, its migration killed at any moment: whole before, whole after, the same ledger."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import driver, rebuild, schema, verify
from sfm_tui.storage.store import Store
from tests.soak.real_desk import ROOT
from tests.storage.old_files import make_old

pytestmark = pytest.mark.soak
VERSIONS = sorted(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
KILLS = int(os.environ.get("SFM_KILLS", "12"))
"""How often each version's migration is killed."""


def run(path: Path, *words: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.soak.migrating", str(path), *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def look(path: Path) -> tuple[Any, list[Any], dict[Any, str]]:
    """The version, the ledger and the layout of a file, read by nothing of the program."""
    connection = driver.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        ledger = connection.execute("SELECT * FROM ledger JOIN payload USING (seq) ORDER BY seq").fetchall()
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        layout = {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0], ledger, layout
    finally:
        connection.close()


@pytest.fixture
def old(store: Store, me: Author, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of an earlier version with incidents, their log and the occurrence book in it."""
    for n in range(40):
        number = store.incidents.open(me, summary=f"Tailgating at gate {n}", location="GATE3").number
        store.incidents.note(number, f"description passed {n}", me)
        store.occurrences.log(f"courier for unit {n}", me)
    store.drafts.keep("incident:new", "okafor", {"what": "half a line"})
    store.close()
    path = tmp_path / "old" / "sfm.db"
    path.parent.mkdir()
    make_old(path, store.path, request.param, ())
    return path


@pytest.mark.parametrize("old", VERSIONS[:-1], indirect=True, ids=VERSIONS[:-1])
def test_killed_at_any_moment(old: Path, empty_store: Store, tmp_path: Path, clock: FrozenClock) -> None:
    version, ledger, _layout = look(old)
    _current, _none, fresh = look(empty_store.path)
    clean = tmp_path / "clean.db"
    shutil.copyfile(old, clean)
    started = time.monotonic()
    whole = run(clean)
    out, err = whole.communicate(timeout=600)
    seconds, moments = time.monotonic() - started, int(out)
    assert (whole.returncode, err) == (0, "")
    assert look(clean)[1:] == (ledger, fresh)
    chance, before, after = random.Random(version), 0, 0
    for n in range(KILLS):
        path = tmp_path / f"kill{n}" / "sfm.db"
        path.parent.mkdir()
        shutil.copyfile(old, path)
        if n % 3:
            child = run(path, chance.randint(1, moments))
        else:
            child = run(path)
            time.sleep(chance.uniform(0.3, 1.0) * seconds)
            child.kill()
        child.communicate(timeout=600)
        assert child.returncode in (-signal.SIGKILL, 0)
        seen, entries, layout = look(path)
        assert entries == ledger, f"kill {n}"
        assert (seen == version) or (seen == schema.CURRENT and layout == fresh), f"kill {n}: {seen}"
        before, after = before + (seen == version), after + (seen != version)
        with Store.open(path, clock) as store:
            assert store.incidents.get("2026-0040").summary == "Tailgating at gate 39"
            assert [draft.body for draft in store.drafts.all()] == [{"what": "half a line"}]
            assert rebuild.differences(store) == []
        assert look(path)[1:] == (ledger, fresh)
        report = verify.check(path)
        assert report.ok, report.problems
        beside = {file.name for file in path.parent.iterdir()} - {"sfm.db", "sfm.db-wal", "sfm.db-shm"}
        assert all(name.startswith("sfm.db.schema-") for name in beside), beside
        shutil.rmtree(path.parent)
    assert before > KILLS // 4, f"{after} of {KILLS} were too late to prove anything"
