"""Files that belong to a record: what the ledger keeps of each, and what their names may do.

The bytes lie beside the store under their SHA-256; the name under which a file came is text, and never a path.
"""

import codecs
import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from sfm_tui.domain.action import Said
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Name, Text

MOST_BYTES = 50 * 1024 * 1024
"""The largest file that is taken in."""
LONGEST_NAME = 200

_HASH = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_MEDIA = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OFFICE = {
    b"word/": _WORD,
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_HEIF = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
UNKNOWN = "application/octet-stream"
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp", "image/tiff": ".tiff",
    "image/webp": ".webp", "image/heic": ".heic", "application/pdf": ".pdf", "text/plain": ".txt",
    _WORD: ".docx", _OFFICE[b"xl/"]: ".xlsx", _OFFICE[b"ppt/"]: ".pptx", "application/zip": ".zip", UNKNOWN: ".bin",
}  # fmt: skip
"""What a file of each kind is called at its end."""


def size_words(size: int) -> str:
    """Bytes in words: `812 bytes`, `40.2 kB`, `3.1 MB`."""
    if size < 1024:
        return f"{size} byte{'' if size == 1 else 's'}"
    return f"{size / 1024:,.1f} kB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB"


def clean_hash(value: str) -> str:
    """Check a SHA-256 in small hexadecimal digits. Raises ValueError for anything else."""
    if not _HASH.fullmatch(value):
        raise ValueError("no SHA-256: 64 hexadecimal digits are wanted")
    return value


Hash = Annotated[str, AfterValidator(clean_hash)]


def shown_name(name: str) -> str:
    """The last part of a path as one clean line: what would steer a terminal or turn the writing becomes `_`."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    kept = "".join(c if unicodedata.category(c)[0] != "C" else "_" for c in unicodedata.normalize("NFC", last))
    return " ".join(kept.split())[:LONGEST_NAME].strip() or "file"


def safe_name(name: str, media: str) -> str:
    """A name for a file that any system takes: no folder, no device, no leading dot, the ending that its kind has."""
    stem, dot, ending = shown_name(name).rpartition(".")
    if not dot or f".{ending.casefold()}" not in (ENDINGS.get(media, ".bin"), *_SAME.get(media, ())):
        stem = shown_name(name)
    stem = _UNSAFE.sub("_", stem).strip(". ")[:80] or "file"
    if stem.casefold().partition(".")[0] in _DEVICES:
        stem = f"_{stem}"
    return stem + ENDINGS.get(media, ".bin")


_SAME = {"image/jpeg": (".jpeg", ".jpe"), "image/tiff": (".tif",), "text/plain": (".md", ".csv", ".log"),
         "image/heic": (".heif",)}  # fmt: skip


def media_of(begin: bytes) -> str:
    """What kind of file begins so; its name has no say in it. Text is what reads as UTF-8 without control characters.

    `begin` should hold the first few thousand bytes.
    """
    for mark, media in _MEDIA:
        if begin.startswith(mark):
            return media
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "image/webp"
    if begin[4:8] == b"ftyp" and begin[8:12] in _HEIF:
        return "image/heic"
    if begin[:4] == b"PK\x03\x04":
        return next((media for folder, media in _OFFICE.items() if folder in begin), "application/zip")
    return "text/plain" if _reads(begin) else UNKNOWN


def _reads(begin: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(begin)  # the piece may end inside a character
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text)


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


@event("file.attached")
class FileAttached(Event):
    """A file was attached to a record; `hash` is its SHA-256, `size` in bytes, `about` what somebody said of it."""

    record: Code
    hash: Hash
    name: Name
    media: Line
    size: Annotated[int, Field(gt=0, le=MOST_BYTES)]
    about: Text = ""

    @property
    def subject(self) -> str:
        """The record."""
        return self.record

    @property
    def words(self) -> str:
        """The name, and what was said of it."""
        return "\n".join(filter(None, (self.name, self.about)))


@event("file.struck")
class FileStruck(Event):
    """An attachment does not belong to its record after all; the file itself stays where it is."""

    record: Code
    hash: Hash
    why: Said

    @property
    def subject(self) -> str:
        """The record."""
        return self.record
