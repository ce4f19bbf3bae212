"""The ledger: every act, in order, chained by hash.

`hash = SHA-256(previous hash ‖ header ‖ digest)`, `digest = SHA-256(salt ‖ payload)`. The header is canonical JSON
of a list, so two headers never share their bytes. Because payload and salt stand apart, a text can be erased and
the chain still verifies. What this proves, and what it cannot, stands in docs/ledger.md.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring
from os import urandom
from typing import Any, NamedTuple

from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.text import clean_code
from sfm_tui.storage.errors import Refused
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


class Entry(NamedTuple):
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
    """The bytes of a header that go into the hash: the canonical JSON of a list of its fields."""
    text = encode_basestring
    return (
        f"[{format},{seq},{text(site)},{at},{text(author)},{int(confirmed)}"
        f",{text(kind)},{text(subject)},{text(client_id)}]"
    ).encode()


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
        head = read_head(writer.ask)
        self._seq, self._hash = head.seq, head.hash
        self._random = _Random()
        self._trusted: Author | None = None

    @property
    def head(self) -> Head:
        """The head of the chain, what was appended included."""
        return Head(self._seq, self._hash)

    def append(self, event: Event, author: Author, at: int, client_id: str | None = None) -> Entry:
        """Chain one event; its rows go into the tables with the writer's next flush.

        Raises Refused for a client's id, or an author, that is no plain line of text.
        """
        if client_id:
            client_id = _line("the id", client_id)
        else:
            client_id = self._random.take(12).hex()
        if author is not self._trusted:
            _line("the author", author.person)
            self._trusted = author
        seq, site, person, confirmed = self._seq + 1, self.site, author.person, author.confirmed
        kind, subject = event.kind, event.subject
        payload = event.payload()
        salt = self._random.take(16)
        digest = digest_of(salt, payload)
        head = header(seq, site, at, person, confirmed, kind, subject, client_id, format=FORMAT)
        self._seq, self._hash = seq, link(self._hash, head, digest)
        self.writer.insert(
            "ledger",
            {
                "seq": seq,
                "format": FORMAT,
                "site": site,
                "at": at,
                "author": person,
                "confirmed": int(confirmed),
                "kind": kind,
                "subject": subject,
                "client_id": client_id,
                "digest": digest,
                "hash": self._hash,
            },
        )
        self.writer.insert("payload", {"seq": seq, "salt": salt, "payload": payload})
        self.writer.index(seq, event.words, event.place)
        return Entry(seq, at, site, person, confirmed, kind, subject, client_id, event)


class _Random:
    """Bytes from the machine's source of randomness, fetched by the page: an import wants millions of them."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """So many bytes that nobody was given before."""
        if self._at + count > len(self._bytes):
            # The first time just what one entry wants.
            self._bytes, self._at = urandom(28 if not self._bytes else 4096), 0
        start, self._at = self._at, self._at + count
        return self._bytes[start : self._at]


def _line(what: str, value: str) -> str:
    try:
        return clean_code(value)
    except ValueError as error:
        raise Refused(f"{what} {value[:40]!r} will not do: {error}") from error
