"""How rows are asked for by those who do not care whether a reader or a transaction answers (`Writer.all`)."""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Ask(Protocol):
    """Runs a query with its values and gives all of its rows."""

    def __call__(self, sql: str, values: tuple[Any, ...] = (), /) -> Any:
        """All rows."""


def asking(connection: "Connection") -> Ask:
    """A function that asks a connection for rows."""

    def ask(sql: str, values: tuple[Any, ...] = (), /) -> Any:
        return connection.exec_driver_sql(sql, values).all()

    return ask
