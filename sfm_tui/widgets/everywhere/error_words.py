"""An error in one line for the person at the desk: what is wrong, where, and never the name of an exception."""

from typing import Any


def error_words(error: BaseException | None) -> str:
    """What to say of an error. One that nobody foresaw is kept in a file, and the line says where."""
    from sfm_tui.storage.errors import StoreError

    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror[:1].lower()}{error.strerror[1:]}"
    if isinstance(error, ValueError) and str(error):
        return _of_fields(error) or str(error).splitlines()[0]
    from sfm_tui.crash import noted

    return noted(error)


def _of_fields(error: ValueError) -> str:
    """What a model says of its first wrong field; empty where the error is not a model's."""
    errors: Any = getattr(error, "errors", None)
    if not callable(errors):
        return ""
    first = errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
