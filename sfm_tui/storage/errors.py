"""What can go wrong with the store, each as one line that a person can act on."""

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
    """A value that a field does not take; the message names the field and what would be right."""


def refused(error: ValidationError) -> Refused:
    """Turn the first complaint of a model into one line."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
    what = first["msg"].removeprefix("Value error, ")
    return Refused(f"{where}: {what}" if where else what)


def explain(error: BaseException, path: object = "the store") -> StoreError:
    """Turn a database error into the line that says what to do about it."""
    text = str(getattr(error, "orig", None) or error)
    low = text.lower()
    if "not a database" in low or "malformed" in low or "file is encrypted" in low:
        return NotAStore(f"{path} is damaged or no sfm store ({text}): restore a backup with «sfm restore»")
    if "disk is full" in low or "no space left" in low:
        return StoreFull(f"the disk that holds {path} is full: nothing was saved; make room and try again")
    if "readonly" in low or "read-only" in low or "permission denied" in low:
        return StoreReadOnly(f"{path} cannot be written to: check the file's and the folder's permissions")
    if "unable to open" in low:
        return StoreReadOnly(f"{path} cannot be opened: check that the folder exists and can be written to")
    if "locked" in low or "busy" in low:
        return StoreBusy(f"{path} is in use by another program for over 10 seconds: nothing was saved; try again")
    if "disk i/o" in low:
        return StoreError(f"the disk that holds {path} failed ({text}): nothing was saved; check the disk")
    return StoreError(f"the store refused: {text}")
