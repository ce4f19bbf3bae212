"""What the desk shows first, read by plain SQL on one kept connection: no SQLModel, no SQLAlchemy, no pydantic.

A test holds what this reads equal to what the store says. The desk goes on using it to redraw, since it is also
the cheapest way: `changed` costs microseconds. Named tuples, since each dataclass costs the start half a millisecond.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from sfm_tui.clock import Clock
from sfm_tui.domain.call_names import call_names
from sfm_tui.domain.response import DEFAULT_LIMIT_SECONDS, ResponseTerms
from sfm_tui.storage import driver
from sfm_tui.storage.demo_time import clock_in

SCHEMA = "0008"
MOST_RUNNING = 200
MOST_LINES = 40
"""The newest lines of the log that the desk shows."""


class Running(NamedTuple):
    """An incident on the desk; `place` is the name of its location, or its own words for it."""

    number: str
    state: str
    summary: str
    location: str
    category: str
    severity: int
    severity_assumed: int
    officers: tuple[str, ...]
    reported: int
    dispatched: int | None
    on_scene: int | None
    resolved: int | None
    outcome: str
    place: str


class Line(NamedTuple):
    """One of the newest lines of the log; `number` is its incident, empty for a line of the occurrence book."""

    seq: int
    at: int
    number: str
    occurrence: str
    kind: str
    author: str
    confirmed: int
    text: str
    struck: str


class SiteBrief(NamedTuple):
    """What the desk needs of the site's settings."""

    code: str
    name: str
    timezone: str
    terms: ResponseTerms
    bell: bool = True
    lock_after_minutes: int | None = None
    single_letter_keys: bool = True
    keymap: tuple[tuple[str, str], ...] = ()


class DeskData(NamedTuple):
    """One state of the store, as the desk shows it."""

    site: SiteBrief | None
    running: tuple[Running, ...] = ()
    lines: tuple[Line, ...] = ()
    head_seq: int = 0
    head_hash: bytes = b""
    at_desk: str = ""
    at_desk_name: str = ""
    names: dict[str, str] = {}
    unsigned: int = 0

    @property
    def head_short(self) -> str:
        """The ledger's head as a screen shows it."""
        return f"{self.head_seq}·{self.head_hash.hex()[:4]}" if self.head_seq else "0"


class DeskReader:
    """A kept connection that reads the desk. Use it from one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = driver.connect(path)
        self._version = -1

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def ready(self) -> bool:
        """Whether the file has the schema that this module reads."""
        row = self._connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        ).fetchone()
        if row is None:
            return False
        version = self._connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return version is not None and version[0] == SCHEMA

    def clock(self) -> Clock:
        """The clock by which this store goes: the computer's, or that of the demo which it is."""
        return clock_in(self._connection)

    def changed(self) -> bool:
        """Whether anybody wrote since this was last asked."""
        version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        was, self._version = self._version, version
        return was != version

    def read(self, lines: int = MOST_LINES) -> DeskData:
        """One state of the store."""
        run = self._connection.execute
        run("BEGIN")
        try:
            site = run("SELECT code, name, timezone, settings FROM site").fetchone()
            head = run("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
            running = run(
                "SELECT i.number, i.state, substr(i.summary, 1, 240), i.location, i.category, i.severity,"
                " i.severity_assumed, i.officers, i.reported, i.dispatched, i.on_scene, i.resolved, i.outcome,"
                " coalesce(p.name, i.location) FROM incident i LEFT JOIN location p ON p.location = i.location"
                " WHERE i.state <> 'closed' AND i.struck = '' ORDER BY i.reported DESC LIMIT ?",
                (MOST_RUNNING,),
            ).fetchall()
            newest = run(
                "SELECT * FROM (SELECT e.seq, e.at, i.number, '', e.line, e.author, e.confirmed,"
                " substr(e.text, 1, 400), e.struck FROM entry e JOIN incident i ON i.id = e.incident_id"
                " ORDER BY e.seq DESC LIMIT ?)"
                " UNION ALL SELECT * FROM (SELECT seq, at, incident, occurrence, kind, author, confirmed,"
                " substr(text, 1, 400), struck FROM occurrence ORDER BY id DESC LIMIT ?) ORDER BY 1 DESC LIMIT ?",
                (lines, lines, lines),
            ).fetchall()
            at_desk = run("SELECT value FROM local WHERE name = 'at_desk'").fetchone()
            person = run("SELECT name FROM person WHERE person = ?", at_desk).fetchone() if at_desk else None
            officers = run("SELECT officer, call_sign, name, left_on FROM officer").fetchall()
            unsigned = run(
                "SELECT (SELECT count(*) FROM entry WHERE confirmed = 0)"
                " + (SELECT count(*) FROM occurrence WHERE confirmed = 0)"
            ).fetchone()[0]
        finally:
            run("COMMIT")
        return DeskData(
            site=_brief(*site) if site else None,
            running=tuple(_running(row) for row in running),
            lines=tuple(Line(*row) for row in newest),
            head_seq=int(head[0]) if head else 0,
            head_hash=bytes(head[1]) if head else b"",
            at_desk=at_desk[0] if at_desk else "",
            at_desk_name=person[0] if person else (at_desk[0] if at_desk else ""),
            names=call_names(officers),
            unsigned=int(unsigned),
        )


def _running(row: Any) -> Running:
    values = list(row)
    values[7] = tuple(values[7].split())
    return Running(*values)


def _brief(code: str, name: str, timezone: str, settings: str) -> SiteBrief:
    data: dict[str, Any] = json.loads(settings)
    response, desk = data.get("response", {}), data.get("desk") or {}
    target = response.get("target_percent")
    return SiteBrief(
        code=code,
        name=name,
        timezone=timezone,
        terms=ResponseTerms(
            clock_starts=response.get("clock_starts", "reported"),
            limit_seconds=response.get("limit_seconds", DEFAULT_LIMIT_SECONDS),
            target_percent=None if target is None else float(target),
            limits=tuple(sorted((int(k), v) for k, v in response.get("limits", {}).items())),
        ),
        bell=desk.get("bell", True),
        lock_after_minutes=desk.get("lock_after_minutes"),
        single_letter_keys=desk.get("single_letter_keys", True),
        keymap=tuple(desk.get("keymap", {}).items()),
    )
