"""Which version of the schema a file has, and how it gets to the present one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sfm_tui.storage import sqlite_only
from sfm_tui.storage.errors import NewerSchema, NotAStore, StoreError, damaged

CURRENT = "0008"
APPLICATION_ID = 0x53464D31
MAGIC = b"SQLite format 3\0"
MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = (
    "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
)


def version_of(connection: Any, path: object = "the file") -> str | None:
    """The schema version of an open file; None where the file is empty.

    Raises NotAStore where the file is a database of another program.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if not tables:
        return None
    if "alembic_version" not in tables or "ledger" not in tables:
        raise NotAStore(f"{path} is a database of another program: name another file with --db")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise NotAStore(f"{path} is a store that was never finished: put it away and start again")
    return str(row[0])


def refuse_newer(version: str, path: object) -> None:
    """Raise NewerSchema where a file has a schema that this program does not know."""
    if version > CURRENT:
        raise NewerSchema(
            f"{path} was written by a newer version of sfm (schema {version}, this one knows {CURRENT}):"
            " update sfm, nothing was changed"
        )


def peek(path: Path) -> None:
    """Look at a file that is there, changing nothing: refuse what is no store, or one of a newer schema.

    Raises NotAStore, NewerSchema or the driver's own errors.
    """
    from sfm_tui.storage import driver

    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:  # SQLite itself would take a very short file for an empty one
            raise NotAStore(f"{path} is no sfm store: name another file with --db")
    connection = driver.connect(path, read_only=True)
    try:
        version = version_of(connection, path)
    finally:
        connection.close()
    if version is not None:
        refuse_newer(version, path)


def bring_up(connection: Any, path: Path) -> None:
    """Create the schema in an empty file, or migrate an earlier one after keeping a copy of the file.

    Raises NewerSchema where the file was written by a newer version of this program.
    """
    version = version_of(connection, path)
    if version is None:
        create(connection)
        return
    refuse_newer(version, path)
    if version != CURRENT:
        upgrade(connection, path)
    elif missing := sqlite_only.missing_guards(connection):
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":  # the guards were not removed, they are damaged, and who knows what else
            raise damaged(path, " ".join(str(found).split())[:200])
        with immediate(connection):
            sqlite_only.put_back(connection, missing)


@contextmanager
def immediate(connection: Any) -> Iterator[None]:
    """A write transaction on a raw connection: kept when the block ends, undone where it fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def create(connection: Any) -> None:
    """Lay out an empty file, in one transaction. Where another process was faster, its work stands."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from sfm_tui.storage.tables import Base

    dialect = sqlite.dialect()
    with immediate(connection):
        if version_of(connection) is not None:
            return
        for table in Base.metadata.sorted_tables:
            connection.execute(str(CreateTable(table).compile(dialect=dialect)))
            for index in sorted(table.indexes, key=lambda i: str(i.name)):
                connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
        connection.execute(VERSION_TABLE)
        connection.execute("INSERT INTO alembic_version VALUES (?)", (CURRENT,))
        _finish(connection)


def _finish(connection: Any) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    sqlite_only.install(connection)


def keep_copy(path: Path, version: str) -> Path:
    """Copy the store beside itself before it is migrated. Raises StoreError where that cannot be done.

    Who calls it holds the store for writing, so a copy that is half made is of a migration that was killed: it goes.
    """
    from sfm_tui.storage.backup import copy_database, drafts_left

    of_migrations = f"{path.name}.schema-"
    for half in drafts_left(path.parent, of_migrations):
        half.unlink(missing_ok=True)
    name, n = f"{of_migrations}{version}.bak", 1
    while path.with_name(name).exists():
        n += 1
        name = f"{of_migrations}{version}.{n}.bak"
    copy = path.with_name(name)
    try:
        copy_database(path, copy)
    except StoreError as error:
        raise StoreError(f"no copy of {path} could be kept before bringing it up to date: {error}") from error
    return copy


def upgrade(connection: Any, path: Path) -> Path | None:
    """Migrate an earlier schema in one transaction, foreign keys off while it runs and checked after.

    Gives the copy of the file that was kept first, nothing where another process has migrated it meanwhile.
    """
    # Outside of the transaction: inside, SQLite does not hear it.
    connection.execute("PRAGMA foreign_keys = 0")
    copy: Path | None = None
    try:
        with immediate(connection):
            version = version_of(connection, path)
            if version is not None and version >= CURRENT:
                return None
            if version is not None:
                copy = keep_copy(path, version)
            migrate(connection)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                raise StoreError(f"the tables of {path} do not fit together ({broken[0]}): nothing was changed")
    except BaseException:
        if copy is not None:
            copy.unlink(missing_ok=True)
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = 1")
    return copy


def migrate(connection: Any, target: str | None = None) -> None:
    """Run the migrations up to `target` inside the transaction that is open on a raw connection."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from sfm_tui.storage.driver import driver
    from sfm_tui.storage.tables import Base

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    goal = target or CURRENT
    engine = create_engine("sqlite://", module=driver(), creator=lambda: _Held(connection), poolclass=StaticPool)
    sqlite_only.remove_guards(connection)
    with (
        engine.connect() as bound,
        EnvironmentContext(config, scripts, fn=lambda rev, _context: scripts._upgrade_revs(goal, rev)) as env,
    ):
        env.configure(connection=bound, target_metadata=Base.metadata, transactional_ddl=False)
        env.run_migrations()
    _finish(connection)


class _Held:
    """A raw connection whose transaction is somebody else's: what would end it, or close it, does nothing."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        """Leave the transaction open."""

    def rollback(self) -> None:
        """Leave the transaction open."""

    def close(self) -> None:
        """Leave the connection open."""
