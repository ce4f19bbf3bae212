"""Files that are written whole or not at all."""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sfm_tui.exchange.report import ExchangeError
from sfm_tui.path_words import why_not


def make_folder(folder: Path) -> None:
    """Make a folder where there is none. Raises ExchangeError, in one line, where that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExchangeError(f"the folder {folder} cannot be made: {why_not(error)}") from error


class WholeFile:
    """A file that gets its name once all of it is on the disk.

    Raises ExchangeError, in one line, where the folder or the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._temporary: Path | None = None
        self._old: Path | None = None
        self._fresh = False

    @contextmanager
    def open(self, errors: str = "strict") -> Iterator[io.TextIOWrapper]:
        """Write text, UTF-8, line ends as they are given."""
        with self.binary() as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8", errors=errors, newline="")
            yield text
            text.flush()
            text.detach()

    @contextmanager
    def binary(self) -> Iterator[IO[bytes]]:
        """Write bytes."""
        make_folder(self.path.parent)
        try:
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".tmp", dir=self.path.parent)
            self._temporary = Path(name)
            with os.fdopen(handle, "wb") as raw:
                yield raw
                raw.flush()
                os.fsync(raw.fileno())
        except OSError as error:
            self.undo()
            raise ExchangeError(f"{self.path} cannot be written: {why_not(error)}") from error
        except BaseException:
            self.undo()
            raise

    def place(self, *, keep_old: bool = False) -> Path:
        """Give the file its name; one that was there is kept as `NAME.old` if asked, unless it is the same."""
        assert self._temporary is not None
        try:
            there = self.path.exists()
            if keep_old and there and self.path.read_bytes() != self._temporary.read_bytes():
                self._old = self.path.with_name(self.path.name + ".old")
                os.replace(self.path, self._old)
            os.replace(self._temporary, self.path)
        except OSError as error:
            raise ExchangeError(f"{self.path} cannot be written: {why_not(error)}") from error
        self._temporary, self._fresh = None, not there
        return self.path

    def undo(self) -> None:
        """Take the file away again where it is new, and put back the one that was there where it was kept."""
        with suppress(OSError):
            if self._temporary is not None:
                self._temporary.unlink()
            if self._old is not None:
                os.replace(self._old, self.path)
            elif self._fresh:
                self.path.unlink()
        self._temporary, self._old, self._fresh = None, None, False
