"""Files written whole or not at all, and never over another without leave."""

import os
import secrets
from pathlib import Path

from sfm_tui.path_words import why_not
from sfm_tui.reports.paper import ReportError


def check_free(path: Path, *, overwrite: bool) -> None:
    """Raise ReportError where nothing can be written under that name, before any work is done for it."""
    if path.is_dir():
        raise ReportError(f"{path} is a folder: give a file name in it")
    if not path.parent.is_dir():
        raise ReportError(f"there is no folder {path.parent}: make it first, or choose another")
    if not overwrite and os.path.lexists(path):
        raise ReportError(_taken(path))


def write_whole(path: Path, data: bytes, *, overwrite: bool = False, private: bool = False) -> None:
    """Write `data` to `path`, through a file beside it that then takes its name; `private` is for its owner alone.

    Raises ReportError, with nothing left behind and what stood there untouched, where the name is taken and
    `overwrite` is not given, or where it cannot be written.
    """
    check_free(path, overwrite=overwrite)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        try:
            with open(part, "xb", opener=_private if private else None) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if overwrite:
                os.replace(part, path)
            else:
                _take_free_name(part, path)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError:
        raise ReportError(_taken(path)) from None
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {why_not(error)}") from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _take_free_name(part: Path, path: Path) -> None:
    """Give the finished file its name, unless somebody took that name meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a memory stick's
        if os.path.lexists(path):
            raise FileExistsError from None
        os.rename(part, path)


def _taken(path: Path) -> str:
    return f"{path} is there already: choose another name, or allow it to be replaced"
