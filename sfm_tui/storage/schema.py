"""Which version of the schema a file has, and how it gets to the present one."""

import shutil
from pathlib import Path
from typing import Any

from sfm_tui.storage import sqlite_only
from sfm_tui.storage.errors import NewerSchema, NotAStore, StoreError

CURRENT = "0001"
APPLICATION_ID = 0x53464D31


def version_of(connection: Any) -> str | None:
    """The schema version of an open file; None where the file is empty.

    Raises NotAStore where the file is a database of another program.
    """
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if not tables:
        return None
    if "alembic_version" not in tables or "ledger" not in tables:
        raise NotAStore("the file is a database of another program: name another file with --db")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise NotAStore("the file is a store that was never finished: remove it and start again")
    return str(row[0])


def bring_up(connection: Any, path: Path) -> None:
    """Create the schema in an empty file, or migrate an earlier one after keeping a copy of the file.

    Raises NewerSchema where the file was written by a newer version of this program.
    """
    version = version_of(connection)
    if version is None:
        create(connection)
    elif version > CURRENT:
        raise NewerSchema(
            f"{path} was written by a newer version of sfm (schema {version}, this one knows {CURRENT}):"
            " update sfm, nothing was changed"
        )
    elif version != CURRENT:
        upgrade(connection, path, version)
    elif sqlite_only.missing_guards(connection):
        sqlite_only.install(connection)


def create(connection: Any) -> None:
    """Lay out an empty file, in one transaction."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from sfm_tui.storage.tables import Base

    dialect = sqlite.dialect()
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) is None:
            for table in Base.metadata.sorted_tables:
                connection.execute(str(CreateTable(table).compile(dialect=dialect)))
                for index in sorted(table.indexes, key=lambda i: str(i.name)):
                    connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (CURRENT,))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            sqlite_only.install(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def keep_copy(connection: Any, path: Path, version: str) -> Path:
    """Copy the store beside itself before it is migrated. Raises StoreError where that cannot be done."""
    copy = path.with_name(f"{path.name}.schema-{version}.bak")
    n = 1
    while copy.exists():
        n += 1
        copy = path.with_name(f"{path.name}.schema-{version}.{n}.bak")
    try:
        if shutil.disk_usage(path.parent).free < path.stat().st_size * 2:
            raise StoreError(f"no room beside {path} for a copy before the schema is brought up: make room first")
        connection.execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
    except OSError as error:
        raise StoreError(f"no copy of {path} could be kept ({error.strerror}): nothing was changed") from error
    return copy


def upgrade(connection: Any, path: Path, version: str) -> Path:
    """Migrate an earlier schema in one transaction, foreign keys off while it runs and checked after.

    Gives the copy of the file that was kept first.
    """
    copy = keep_copy(connection, path, version)
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from sfm_tui.storage.driver import driver
    from sfm_tui.storage.tables import Base

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    engine = create_engine("sqlite://", module=driver(), creator=lambda: connection, poolclass=StaticPool)
    connection.execute("PRAGMA foreign_keys = 0")
    connection.execute("BEGIN IMMEDIATE")
    try:
        sqlite_only.remove_guards(connection)
        with (
            engine.connect() as bound,
            EnvironmentContext(config, scripts, fn=lambda rev, _ctx: scripts._upgrade_revs(CURRENT, rev)) as env,
        ):
            env.configure(connection=bound, target_metadata=Base.metadata, transactional_ddl=False)
            env.run_migrations()
        sqlite_only.install(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise StoreError(f"the store's tables do not fit together ({broken[0]}): nothing was changed, see {copy}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = 1")
    return copy
