"""What is left of an error that nobody foresaw: one line on the terminal, the details in a file of this person's."""

import os
from traceback import format_exception

from sfm_tui.paths import data_dir

NAME = "last-error.txt"


def kept(error: BaseException | None) -> str:
    """Keep where an error came from, in a file that only this person can read; gives the line to end with.

    Variables are left out: they hold what was typed.
    """
    said = f"stopped by an error ({type(error).__name__}); what was acknowledged is kept, start it again"
    path = data_dir() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(format_exception(error) if error is not None else ())
    except OSError:
        return said
    return f"{said}. Where it came from is in {path}"
