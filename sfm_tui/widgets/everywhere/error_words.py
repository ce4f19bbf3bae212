"""An error in one line for the person at the desk: what is wrong, where, and never the name of an exception."""

from typing import Any, cast

from sfm_tui.path_words import words


def error_words(error: BaseException | None) -> str:
    """What to say of an error. One that nobody foresaw is kept in a file, and the line says where."""
    from sfm_tui.reports.paper import ReportError
    from sfm_tui.storage.errors import StoreError, refused

    if isinstance(error, StoreError | ReportError):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        return words(error)
    if isinstance(error, ValueError) and str(error):
        complaints: Any = getattr(error, "errors", None)  # of a model
        return str(refused(cast(Any, error))) if callable(complaints) else str(error).splitlines()[0]
    from sfm_tui.crash import noted

    return noted(error)
