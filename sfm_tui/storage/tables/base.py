"""What every table stands on: the root class, and the columns and checks that several share."""

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import registry
from sqlalchemy.types import UserDefinedType
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

STRICT: dict[str, Any] = {"sqlite_strict": True}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@compiles(AutoString, "sqlite")
def _text_column(_type: Any, _compiler: Any, **_kw: Any) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
def _flag_column(_type: Any, _compiler: Any, **_kw: Any) -> str:
    return "INTEGER"


class DayOrInstant(UserDefinedType[Any]):
    """A column that holds a day (ISO text) or an instant."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        """SQLite's name for a column that takes both."""
        return "ANY"


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A column that holds one of these words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(w) for w in words)})", name=f"known_{column}")


def flag(column: str) -> CheckConstraint:
    """A column that holds 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"flag_{column}")


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The root of every table of the store."""
