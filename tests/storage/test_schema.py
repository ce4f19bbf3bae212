"""The schema: made afresh or by migrations it is the same; an earlier file is brought up, a newer one left alone."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import driver, schema, sqlite_only, verify
from sfm_tui.storage.errors import NewerSchema, NotAStore, StoreError
from sfm_tui.storage.store import Store

REAL = schema.MIGRATIONS / "versions" / "0001_initial.py"


def layout(connection: Any) -> dict[tuple[str, str], str]:
    """`sqlite_master` with its white space evened out."""
    return {
        (kind, name): " ".join((sql or "").split())
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    }


def columns(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return {table: connection.execute(f"PRAGMA table_info({table})").fetchall() for table in tables}


def layout_of(path: Path) -> dict[tuple[str, str], str]:
    connection = driver.connect(path, read_only=True)
    try:
        return layout(connection)
    finally:
        connection.close()


@pytest.fixture
def migrated(tmp_path: Path) -> Any:
    """A file laid out by the migrations alone."""
    path = tmp_path / "migrated.db"
    path.touch()
    connection = driver.connect(path)
    driver.use_wal(connection)
    with schema.immediate(connection):
        schema.migrate(connection)
    yield connection
    connection.close()


def test_a_fresh_file_and_a_migrated_one_are_the_same(empty_store: Store, migrated: Any) -> None:
    fresh = driver.connect(empty_store.path, read_only=True)
    assert layout(fresh) == layout(migrated)
    assert columns(fresh) == columns(migrated)
    for pragma in ("application_id", "user_version", "page_size", "encoding"):
        query = f"PRAGMA {pragma}"
        assert fresh.execute(query).fetchone() == migrated.execute(query).fetchone()
    assert schema.version_of(fresh) == schema.version_of(migrated) == schema.CURRENT
    fresh.close()


def test_the_newest_migration_is_the_current_schema() -> None:
    versions = sorted(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert versions[-1] == schema.CURRENT


VERSIONS = sorted(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_every_earlier_version_becomes_what_a_fresh_file_is(empty_store: Store, tmp_path: Path, version: str) -> None:
    path = tmp_path / "earlier.db"
    path.touch()
    connection = driver.connect(path)
    driver.use_wal(connection)
    with schema.immediate(connection):
        schema.migrate(connection, version)
    assert schema.version_of(connection) == version
    schema.bring_up(connection, path)
    fresh = driver.connect(empty_store.path, read_only=True)
    assert layout(connection) == layout(fresh)
    assert columns(connection) == columns(fresh)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    fresh.close()
    connection.close()
    assert [copy.name for copy in tmp_path.glob("*.bak")] == [f"earlier.db.schema-{version}.bak"]


def test_every_table_is_strict_and_guarded(empty_store: Store) -> None:
    connection = driver.connect(empty_store.path, read_only=True)
    for kind, name in layout(connection):
        if kind == "table" and not name.startswith(("search", "alembic_version", "sqlite_")):
            strict = connection.execute("SELECT strict FROM pragma_table_list WHERE name = ?", (name,)).fetchone()
            assert strict == (1,), name
    assert sqlite_only.missing_guards(connection) == []
    connection.close()


def test_the_ordinary_open_does_not_import_alembic(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from sfm_tui.storage.store import Store
        for _ in range(2):
            with Store.open(Path(sys.argv[1])) as store:
                store.head()
        sys.exit(any(name.partition(".")[0] in ("alembic", "argon2", "textual", "typer") for name in sys.modules))
    """)
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "sfm.db")], check=False)
    assert done.returncode == 0


# ── from an earlier version ──────────────────────────────────────────────────────────────────────────────────

BEFORE = """
from pathlib import Path
from alembic import op
revision = "{earlier}"
down_revision = None

def upgrade():
    real = {{}}
    exec(Path({real!r}).read_text(encoding="utf-8"), real)
    sql = real["TABLES"]
    for new, old in {changes!r}:
        assert new in sql, new
        sql = sql.replace(new, old)
    for statement in sql.split(";"):
        if statement.strip() and not statement.strip().startswith({without!r}):
            op.execute(statement.strip())
"""
CHANGES = [
    ("    police_ref TEXT NOT NULL,\n", ""),  # a column that came later
    (
        "CHECK (kind IN ('visitor', 'keys', 'patrol', 'alarm', 'defect', 'other'))",
        "CHECK (kind IN ('visitor', 'other'))",
    ),
    ("CREATE INDEX ix_link_target ON link (target);\n", ""),
]
WITHOUT = ("CREATE TABLE local",)
AFTER = """
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = "{earlier}"

def upgrade():
    op.execute(
        "CREATE TABLE local (name TEXT NOT NULL, value TEXT NOT NULL,"
        " CONSTRAINT pk_local PRIMARY KEY (name)) STRICT"
    )
    op.create_index("ix_link_target", "link", ["target"])
    with op.batch_alter_table("incident", table_kwargs={{"sqlite_strict": True}}, recreate="always") as batch:
        batch.add_column(sa.Column("police_ref", sa.Text(), nullable=False, server_default=""), insert_after="summary")
    {midway}
    with op.batch_alter_table("occurrence", table_kwargs={{"sqlite_strict": True}}, recreate="always") as batch:
        batch.drop_constraint(batch.f("ck_occurrence_known_kind"), type_="check")
        batch.create_check_constraint(
            batch.f("ck_occurrence_known_kind"),
            "kind IN ('visitor', 'keys', 'patrol', 'alarm', 'defect', 'other')",
        )
"""
EARLIER = "0000"


def scripts(folder: Path, midway: str = "pass") -> Path:
    """A folder of migrations with one before the first, so that the first adds, rebuilds and indexes tables."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (versions / "0000_before.py").write_text(
        BEFORE.format(earlier=EARLIER, real=str(REAL), changes=CHANGES, without=WITHOUT), encoding="utf-8"
    )
    (versions / "0001_after.py").write_text(AFTER.format(earlier=EARLIER, midway=midway), encoding="utf-8")
    for later in sorted(REAL.parent.glob("0*.py")):
        if later.name[:4] > "0001":
            shutil.copy(later, versions)
    return folder


@pytest.fixture
def earlier(tmp_path: Path, store: Store, me: Author, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store as an earlier version would have left it, with a ledger, records, links and a search index."""
    number = store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3").number
    store.incidents.stamp(number, "on scene", me, officer="1001")
    line = store.occurrences.log("Courier for unit 14", me, kind="visitor").occurrence
    store.links.make(f"occurrence:{line}", f"incident:{number}", me)
    store.close()
    path = tmp_path / "earlier" / "sfm.db"
    path.parent.mkdir()
    path.touch(mode=0o600)
    monkeypatch.setattr(schema, "MIGRATIONS", scripts(tmp_path / "scripts"))
    connection = driver.connect(path)
    driver.use_wal(connection)
    with schema.immediate(connection):
        schema.migrate(connection, EARLIER)
    connection.execute("ATTACH ? AS new", (str(store.path),))
    sqlite_only.remove_guards(connection)
    connection.execute("PRAGMA foreign_keys = 0")
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    for table in tables:
        if table == "alembic_version" or table.startswith("search"):
            continue
        names = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})").fetchall())
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")
    connection.execute("DETACH new")
    sqlite_only.reindex(connection)
    sqlite_only.install(connection)
    connection.close()
    return path


def test_an_earlier_file_is_brought_up_and_a_copy_kept(
    earlier: Path, store: Store, me: Author, clock: FrozenClock
) -> None:
    before = layout_of(earlier)
    killed = earlier.with_name(f".{earlier.name}.schema-{EARLIER}.bak.1a2b3c4d.part")
    killed.write_bytes(b"half a copy, of a migration that was killed")
    with Store.open(earlier, clock) as now:
        connection = driver.connect(earlier, read_only=True)
        found = layout(connection)
        assert found.keys() ^ layout_of(store.path).keys() == set()
        assert {n: {c[1] for c in cs} for n, cs in columns(connection).items()} == {
            table: {c[1] for c in cs} for table, cs in columns(driver.connect(store.path, read_only=True)).items()
        }
        triggers = {name for kind, name in found if kind == "trigger"}
        assert triggers == set(sqlite_only.GUARDS)
        assert sqlite_only.missing_guards(connection) == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("SELECT strict FROM pragma_table_list WHERE name = 'incident'").fetchone() == (1,)
        connection.close()
        report = verify.check(earlier)
        assert report.ok, report.problems
        assert now.incidents.get("2026-0001").police_ref == ""
        assert now.incidents.open(me, summary="after").number == "2026-0002"
        assert now.occurrences.log("Alarm panel reset", me, kind="alarm").kind == "alarm"
        with now.reading() as reading:
            query = "SELECT rowid FROM search WHERE search MATCH 'tailgating'"
            assert len(reading.exec_driver_sql(query).all()) == 1
    copies = list(earlier.parent.glob("*.bak"))
    assert [copy.name for copy in copies] == [f"sfm.db.schema-{EARLIER}.bak"]
    assert layout_of(copies[0]) == before
    assert copies[0].stat().st_mode & 0o777 == 0o600
    assert not list(earlier.parent.glob(".*.part"))
    with Store.open(earlier):
        assert len(list(earlier.parent.glob("*.bak"))) == 1, "the second start keeps no copy"


def test_foreign_keys_are_on_again_after_a_migration(earlier: Path) -> None:
    connection = driver.connect(earlier)
    schema.bring_up(connection, earlier)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with pytest.raises(driver.driver().IntegrityError):
        connection.execute("UPDATE incident SET seq = 9999")
    connection.close()


def test_killed_midway_nothing_is_half_migrated(earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = layout_of(earlier)
    kill = scripts(tmp_path / "kill", midway=f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from sfm_tui.storage import schema
        from sfm_tui.storage.store import Store
        schema.MIGRATIONS = Path(sys.argv[2])
        Store.open(sys.argv[1])
    """)
    done = subprocess.run([sys.executable, "-c", program, str(earlier), str(kill)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert layout_of(earlier) == before
    connection = driver.connect(earlier, read_only=True)
    assert schema.version_of(connection) == EARLIER
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with Store.open(earlier) as store:
        assert verify.check(earlier).ok
        assert store.incidents.get("2026-0001").summary == "Tailgating at gate 3"
    assert len(list(earlier.parent.glob("*.bak"))) == 2, "each attempt keeps its own copy, none is overwritten"


@pytest.mark.parametrize(
    ("midway", "said"),
    [
        ("raise OSError(28, 'No space left on device')", "full"),
        ("op.execute('UPDATE stamp SET seq = 9999')", "do not fit together"),
        ("op.execute('SELECT * FROM nowhere')", "nowhere"),
    ],
)
def test_a_migration_that_fails_changes_nothing(
    earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, midway: str, said: str
) -> None:
    before = layout_of(earlier)
    monkeypatch.setattr(schema, "MIGRATIONS", scripts(tmp_path / "bad", midway=midway))
    with pytest.raises(StoreError, match=said) as refused:
        Store.open(earlier)
    assert "\n" not in str(refused.value)
    assert layout_of(earlier) == before
    assert list(earlier.parent.glob("*.bak")) == [], "the file is as it was: no copy is left lying about"


def test_no_copy_no_migration(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sfm_tui.storage import backup

    def full(*_: Any) -> None:
        raise StoreError("the disk is full")

    before = layout_of(earlier)
    monkeypatch.setattr(backup, "copy_pages", full)
    with pytest.raises(StoreError, match=r"no copy of .* could be kept"):
        Store.open(earlier)
    assert layout_of(earlier) == before


def test_two_terminals_migrate_once(earlier: Path, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from sfm_tui.storage import schema
        from sfm_tui.storage.store import Store
        schema.MIGRATIONS = Path(sys.argv[2])
        with Store.open(sys.argv[1]) as store:
            assert store.incidents.get("2026-0001")
    """)
    command = [sys.executable, "-c", program, str(earlier), str(tmp_path / "scripts")]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    for process in both:
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err.decode()
    assert len(list(earlier.parent.glob("*.bak"))) == 1


# ── files that are left alone ────────────────────────────────────────────────────────────────────────────────


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_newer_schema_is_refused_and_left_alone(
    store: Store, tmp_path: Path, raw: Callable[..., Any], me: Author
) -> None:
    store.close()
    with raw(store.path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(tmp_path)
    with pytest.raises(NewerSchema, match=rf"schema 9999, this one knows {schema.CURRENT}.*update sfm") as refused:
        Store.open(store.path)
    assert str(store.path) in str(refused.value)
    after = contents(tmp_path)
    assert after[store.path.name] == before[store.path.name]
    with pytest.raises(NewerSchema):
        verify.check(store.path)


def test_a_newer_schema_with_a_log_left_by_a_crash_is_left_alone(
    store: Store, tmp_path: Path, raw: Callable[..., Any], me: Author
) -> None:
    left = tmp_path / "left"
    left.mkdir()
    with raw(store.path, guards=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        for path in tmp_path.glob("sfm.db*"):
            shutil.copy(path, left)
    before = contents(left)
    assert before["sfm.db-wal"], "the change lies in the log alone"
    with pytest.raises(NewerSchema):
        Store.open(left / "sfm.db")
    assert contents(left) == before


def test_another_program_s_database_is_left_alone(tmp_path: Path, raw: Callable[..., Any]) -> None:
    for mode in ("delete", "wal"):
        path = tmp_path / mode / "other.db"
        path.parent.mkdir()
        other = driver.driver().connect(str(path))
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE invoices (id INTEGER)")
        other.commit()
        other.close()
        os.chmod(path, 0o644)
        before = path.read_bytes()
        with pytest.raises(NotAStore, match="another program"):
            Store.open(path)
        assert path.read_bytes() == before
        assert path.stat().st_mode & 0o777 == 0o644


def test_alembic_s_own_table_alone_makes_no_store(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = driver.driver().connect(str(path))
    other.execute("CREATE TABLE alembic_version (version_num TEXT)")
    other.close()
    with pytest.raises(NotAStore):
        Store.open(path)
