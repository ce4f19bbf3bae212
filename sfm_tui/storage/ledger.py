"""The ledger: every act, in order, chained by hash.

`hash = SHA-256(previous hash ‖ header ‖ digest)`, `digest = SHA-256(salt ‖ payload)`. The header is canonical JSON
of a list, so two headers never share their bytes. Because payload and salt stand apart, a text can be erased and
the chain still verifies. What this proves, and what it cannot, stands in docs/ledger.md.
"""

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event, canonical
from sfm_tui.storage.writer import Writer

FORMAT = 1
GENESIS = bytes(32)


@dataclass(frozen=True)
class Head:
    """The last entry of the chain: what others write down, to hold the ledger to it later."""

    seq: int
    hash: bytes

    @property
    def short(self) -> str:
        """As a screen shows it: `18204·9f3a`."""
        return f"{self.seq}·{self.hash.hex()[:4]}" if self.seq else "0"

    @property
    def long(self) -> str:
        """As paper shows it: 16 hexadecimal digits in fours."""
        digits = self.hash.hex()[:16]
        return f"{self.seq}·" + " ".join(digits[i : i + 4] for i in range(0, 16, 4)) if self.seq else "0"


EMPTY = Head(0, GENESIS)
_HEAD = re.compile(r"\s*(\d{1,18})\s*[·.:\-/ ]\s*([0-9a-fA-F](?:[0-9a-fA-F\s]*[0-9a-fA-F])?)\s*", re.ASCII)


def parse_head(text: str) -> tuple[int, str]:
    """Read `SEQ·HEX` as screens and paper show it; a point, colon or hyphen may stand for the dot.

    Raises ValueError with one line that says what would be right.
    """
    found = _HEAD.fullmatch(text)
    digits = "".join(found.group(2).split()).lower() if found else ""
    if not found or not 4 <= len(digits) <= 64:
        raise ValueError(f"«{text}» is no ledger head: write the number, a dot and 4 to 64 hex digits, 18204·9f3a")
    return int(found.group(1)), digits


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger, with its event."""

    seq: int
    at: int
    site: str
    author: str
    confirmed: bool
    kind: str
    subject: str
    client_id: str
    event: Event


def header(
    seq: int, site: str, at: int, author: str, confirmed: bool, kind: str, subject: str, client_id: str, *, format: int
) -> bytes:
    """The bytes of a header that go into the hash."""
    return canonical([format, seq, site, at, author, int(confirmed), kind, subject, client_id]).encode()


def digest_of(salt: bytes, payload: str) -> bytes:
    """The digest by which a header vouches for its payload."""
    return hashlib.sha256(salt + payload.encode()).digest()


def link(previous: bytes, head: bytes, digest: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(previous + head + digest).digest()


def read_head(execute: Callable[[str], Any]) -> Head:
    """The chain's head, by one query; `execute` is a connection's."""
    row = execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(int(row[0]), bytes(row[1])) if row else EMPTY


class Appender:
    """Appends entries inside one write transaction."""

    def __init__(self, writer: Writer, site: str) -> None:
        self.writer = writer
        self.site = site
        self.head = read_head(writer.connection.exec_driver_sql)

    def append(self, event: Event, author: Author, at: int, client_id: str | None = None) -> Entry:
        """Chain one event; its rows go into the tables with the writer's next flush."""
        client_id = client_id or os.urandom(12).hex()
        seq = self.head.seq + 1
        payload = event.payload()
        salt = os.urandom(16)
        digest = digest_of(salt, payload)
        subject = event.subject
        head = header(
            seq, self.site, at, author.person, author.confirmed, event.kind, subject, client_id, format=FORMAT
        )
        self.head = Head(seq, link(self.head.hash, head, digest))
        self.writer.insert(
            "ledger",
            {
                "seq": seq,
                "format": FORMAT,
                "site": self.site,
                "at": at,
                "author": author.person,
                "confirmed": int(author.confirmed),
                "kind": event.kind,
                "subject": subject,
                "client_id": client_id,
                "digest": digest,
                "hash": self.head.hash,
            },
        )
        self.writer.insert("payload", {"seq": seq, "salt": salt, "payload": payload})
        self.writer.index(seq, event.words)
        return Entry(seq, at, self.site, author.person, author.confirmed, event.kind, subject, client_id, event)
