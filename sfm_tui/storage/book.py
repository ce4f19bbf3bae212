"""The log as one list: a day's occurrences and incidents' entries together, and its newest lines for the desk."""

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the book; `incident` is the number it belongs to, `occurrence` the key in the book."""

    seq: int
    at: int
    written_at: int
    author: str
    confirmed: int
    incident: str
    occurrence: str
    kind: str
    entry: str
    text: str
    amends: str
    struck: str

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands in the book."""
        return (self.at, self.seq)


_ENTRY = (
    "SELECT e.seq, e.at, e.written_at, e.author, e.confirmed, i.number, '', e.line, e.entry, substr(e.text, 1, 2000),"
    " e.amends, e.struck FROM entry e JOIN incident i ON i.id = e.incident_id"
)
_OCCURRENCE = (
    "SELECT seq, at, written_at, author, confirmed, incident, occurrence, kind, '', substr(text, 1, 2000), '', struck"
    " FROM occurrence"
)


def day(connection: Connection, start: int, end: int) -> list[BookLine]:
    """Everything that happened from `start` until before `end`, in the order in which it happened."""
    rows = connection.exec_driver_sql(
        f"{_ENTRY} WHERE e.at >= ? AND e.at < ? UNION ALL {_OCCURRENCE} WHERE at >= ? AND at < ? ORDER BY 2, 1",
        (start, end, start, end),
    )
    return [BookLine(*row) for row in rows]


def newest(connection: Connection, limit: int) -> list[BookLine]:
    """The lines written last, the newest first."""
    rows = connection.exec_driver_sql(
        f"SELECT * FROM ({_ENTRY} ORDER BY e.seq DESC LIMIT ?) UNION ALL"
        f" SELECT * FROM ({_OCCURRENCE} ORDER BY id DESC LIMIT ?) ORDER BY 1 DESC LIMIT ?",
        (limit, limit, limit),
    )
    return [BookLine(*row) for row in rows]
