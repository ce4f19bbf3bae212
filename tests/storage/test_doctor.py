"""The examination: a finding for everything that matters, nothing changed, nothing raised."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.storage import driver, place, schema
from sfm_tui.storage.doctor import Finding, examine
from sfm_tui.storage.store import Store


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


def worst(findings: list[Finding]) -> set[str]:
    return {finding.name for finding in findings if finding.level != "ok"}


@pytest.mark.usefixtures("full_sync")
def test_a_sound_store(store: Store) -> None:
    before = store.path.read_bytes()
    found = by_name(examine(store.path))
    assert worst(list(found.values())) == set()
    assert found["store"].value == str(store.path)
    assert found["schema"].value == schema.CURRENT
    assert found["entries"].value == f"{store.head().seq}, head {store.head().long}"
    assert found["integrity"].value == "ok"
    assert found["guards"].value == "in place"
    assert found["permissions"].value == "0600, the owner alone"
    assert found["journal_mode"].value == "wal"
    for name, value in driver.PRAGMAS:
        assert found[name].value == str(value)
    for name in ("sfm", "Python", "textual", "sqlmodel", "SQLAlchemy", "SQLite", "full-text search", "file system"):
        assert found[name].value
    assert store.path.read_bytes() == before


def test_before_there_is_a_store(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sfm.db"
    found = by_name(examine(path))
    assert "no store yet" in found["schema"].value
    assert worst(list(found.values())) == set()
    assert not path.parent.exists()
    empty = tmp_path / "empty.db"
    empty.touch(mode=0o600)
    assert "is empty" in by_name(examine(empty))["schema"].value
    assert empty.stat().st_size == 0


@pytest.mark.skipif(os.name != "posix", reason="permissions as Unix has them")
def test_permissions_that_let_others_read(store: Store) -> None:
    store.path.chmod(0o640)
    findings = examine(store.path)
    assert worst(findings) == {"permissions"}
    assert "0640: others can read it" in by_name(findings)["permissions"].value


def test_what_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear all, " * 100)
    path.chmod(0o600)
    findings = examine(path)
    assert [f.level for f in findings if f.name == "store"] == ["ok", "fault"]
    assert all("\n" not in f.value for f in findings)
    assert path.read_text() == "Dear all, " * 100


def test_other_versions(store: Store, raw: Callable[..., Any]) -> None:
    store.close()
    for version, level, said in (("0000", "warning", "brought up"), ("9999", "fault", "update sfm")):
        with raw(store.path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        found = by_name(examine(store.path))["schema"]
        assert (found.level, said in found.value) == (level, True)


def test_guards_and_records_that_were_tampered_with(store: Store, raw: Callable[..., Any]) -> None:
    store.close()
    with raw(store.path, guards=True) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
    assert by_name(examine(store.path))["guards"] == Finding("guards", "ledger_no_update missing", "fault")
    with Store.open(store.path) as again:
        assert again.head().seq
    guards = [f for f in examine(store.path) if f.name == "guards"]
    assert [f.level for f in guards] == ["ok", "warning"]
    assert "somebody had removed ledger_no_update at entry" in guards[1].value


def test_a_sqlite_with_the_fault_and_a_network_drive(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "sqlite_version", lambda: (3, 40, 1))
    monkeypatch.setattr(place, "file_system", lambda _folder: "nfs4")
    findings = by_name(examine(store.path))
    assert findings["SQLite's WAL-reset bug"].level == "warning"
    assert findings["file system"].level == "fault"


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_which_sqlite_has_the_fault(monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], faulty: bool) -> None:
    monkeypatch.setattr(driver, "sqlite_version", lambda: version)
    assert driver.has_wal_reset_bug() is faulty


def test_file_systems_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    share = tmp_path / "my share"
    mounts.write_text(
        "1 0 0:1 / / rw - ext4 /dev/vda rw\n"
        f"2 1 0:2 / {str(share).replace(' ', chr(92) + '040')} rw shared:1 - cifs //server/share rw\n"
        "garbage\n"
    )
    read = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, **kw: read(mounts if str(self) == "/proc/self/mountinfo" else self, **kw)
    )
    monkeypatch.setattr(place.sys, "platform", "linux")
    assert place.file_system(share / "deep") == "cifs"
    assert place.file_system(tmp_path) == "ext4"
    assert place.file_system(Path(f"{share}2")) == "ext4"
