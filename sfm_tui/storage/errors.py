"""What can go wrong with the store, each as one line that a person can act on."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sfm_tui.domain.complaint import first_complaint

if TYPE_CHECKING:
    from pydantic import ValidationError


class StoreError(Exception):
    """The store cannot do what was asked; the message is one line for the person at the desk."""


class NotAStore(StoreError):
    """The file is no database, is damaged, or belongs to another program."""


class NewerSchema(StoreError):
    """The file was written by a newer version of this program."""


class StoreFull(StoreError):
    """No room on the disk."""


class StoreReadOnly(StoreError):
    """The file or its folder cannot be written to."""


class StoreBusy(StoreError):
    """Another program kept the store locked for longer than the busy timeout."""


class Clash(StoreError):
    """Somebody else changed the same thing in the meantime."""


class Refused(StoreError):
    """A value that a field does not take; the message names the field and what would be right.

    `fields` are its names as a form has them, the outermost first, and `what` is the message without its label.
    """

    def __init__(self, message: str, fields: Sequence[str] = (), what: str = "") -> None:
        super().__init__(message)
        self.fields = tuple(fields)
        self.what = what or message


_LABELS = {"number": "Number", "at": "Time", "why": "Reason", "text": "Text", "words": "Words", "officers": "Officers"}


def label(name: str) -> str:
    """What people call a field: as the screens do, else its name with spaces."""
    from sfm_tui.domain.incidents import FIELDS

    return FIELDS.get(name) or _LABELS.get(name) or name.replace("_", " ").capitalize()


def refused(error: "ValidationError", labels: Mapping[str, str] | None = None) -> Refused:
    """Turn the first complaint of a record into one line that names the field, by `labels` where they have it."""
    found = first_complaint(error)
    names = [name for name in found.names if name not in ("old", "new", "details")]
    said = ": ".join((*((labels or {}).get(name) or label(name) for name in names), found.what))
    return Refused(said, names, found.what)


LONGEST = 200
_DAMAGED = ("not a database", "malformed", "file is encrypted", "could not decode", "can't decode", "corrupt")
_READ_ONLY = ("readonly", "read-only", "permission denied", "not permitted")


def explain(error: BaseException, path: object = "the store") -> StoreError:
    """Turn a database error into the line that says what to do about it: that first, in 80 columns, and then where."""
    text = " ".join(str(getattr(error, "orig", None) or error).split())
    low, text = text.lower(), text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if any(word in low for word in _DAMAGED):
        return NotAStore(f"{path} is damaged or no sfm store ({text}): restore a backup with «sfm restore»")
    if "is full" in low or "no space left" in low or "quota" in low:
        return StoreFull(f"the disk is full: nothing was saved; make room and try again ({path})")
    if any(word in low for word in _READ_ONLY):
        return StoreReadOnly(f"{path} cannot be written to: check the file's and the folder's permissions")
    if "unable to open" in low:
        return StoreReadOnly(f"{path} cannot be opened: check that the folder exists and can be written to")
    if "locked" in low or "busy" in low:
        return StoreBusy(f"nothing was saved: the store is kept busy by another program; try again ({path})")
    if "disk i/o" in low:
        return StoreError(f"the disk failed: nothing was saved; check it and try again ({text}, {path})")
    if isinstance(error, OSError):
        from sfm_tui.path_words import why_not

        return StoreError(f"{path}: {why_not(error)} (nothing was saved)")
    return StoreError(f"{path}: the store refused ({text}): nothing was saved")


def damaged(path: object, what: str) -> NotAStore:
    """The line for a record that cannot be read back as it was written."""
    return NotAStore(f"{path} is damaged ({what}): restore a backup with «sfm restore»")
