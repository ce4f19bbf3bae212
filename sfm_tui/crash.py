"""What is left of an error that nobody foresaw: one line on the terminal, the details in a file of this person's."""

import os
from pathlib import Path
from traceback import format_exception

from sfm_tui.paths import data_dir

NAME = "last-error.txt"


def kept(error: BaseException | None) -> str:
    """Keep where an error came from; gives the line to end with."""
    said = f"stopped by an error ({type(error).__name__}); what was acknowledged is kept, start it again"
    path = _write(error)
    return f"{said}. Where it came from is in {path}" if path is not None else said


def noted(error: BaseException | None) -> str:
    """Keep where an error came from that the program goes on after; gives the line that says so."""
    said = "something went wrong inside the program; what was acknowledged is kept"
    path = _write(error)
    return f"{said}. Where it came from is in {path}" if path is not None else said


def _write(error: BaseException | None) -> Path | None:
    """Write the way of an error into a file that only this person can read; None where that cannot be done.

    Variables are left out: they hold what was typed.
    """
    path = data_dir() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(format_exception(error) if error is not None else ())
    except OSError:
        return None
    return path
