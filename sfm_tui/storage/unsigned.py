"""What waits for a signature: lines written while the desk was locked or nobody had signed on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

MOST = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """One such line; `number` is its incident, empty for the occurrence book."""

    seq: int
    at: int
    author: str
    number: str
    text: str


def waiting(store: "Store", limit: int = MOST) -> list[Waiting]:
    """The lines that wait, in the order in which they were written; the newest `limit` of them."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT e.seq, e.at, e.author, i.number, substr(e.text, 1, 400) FROM entry e"
            " JOIN incident i ON i.id = e.incident_id WHERE e.confirmed = 0"
            " UNION ALL SELECT seq, at, author, '', substr(text, 1, 400) FROM occurrence WHERE confirmed = 0"
            " ORDER BY 1 DESC LIMIT ?",
            (limit,),
        ).all()
    return [Waiting(*row) for row in rows][::-1]
