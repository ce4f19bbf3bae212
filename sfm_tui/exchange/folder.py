"""What a site folder, or a workbook that stands for one, holds."""

import re
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.read import CsvSource, Source
from sfm_tui.exchange.report import Bad, ExchangeError, Note
from sfm_tui.exchange.tables import BY_NAME
from sfm_tui.path_words import why_not

SITE_FILE = "site.toml"
REJECTED = "rejected"
_LOCK_FILE = re.compile(r"\.|~\$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)


class Folder:
    """The sources of a folder by table name, and its calendars; open until it is closed."""

    def __init__(self, path: Path | str) -> None:
        """Look at what is there. Raises ExchangeError where that is no site folder."""
        self._begin(Path(path))
        try:
            if self.path.is_dir():
                self.home = self.path
                for found in sorted(self.path.iterdir()):
                    self._file(found)
            elif self.path.is_file() and self.path.suffix.lower() == ".xlsx":
                self.home = self.path.parent
                self._workbook(self.path)
            elif self.path.is_file() and self.path.suffix.lower() == ".ics":
                self.home = self.path.parent
                self.calendars.append(self.path)
            else:
                there = "is no folder, no .xlsx workbook, no .ics calendar" if self.path.exists() else "is not there"
                raise ExchangeError(f"{self.path} {there}: name the folder that holds site.toml and the .csv files")
            if not (self.sources or self.calendars or self.site or self.bad):
                names = ", ".join(f"{name}.csv" for name in list(BY_NAME)[:5])
                raise ExchangeError(f"{self.path} holds no file of a site folder: {SITE_FILE}, {names} and so on")
        except OSError as error:
            self.close()
            raise ExchangeError(f"{self.path} cannot be read: {why_not(error)}") from error
        except BaseException:
            self.close()
            raise

    def _begin(self, path: Path) -> None:
        self.path = path
        self.sources: dict[str, Source] = {}
        self.calendars: list[Path] = []
        self.site: Path | None = None
        self.notes: list[Note] = []
        self.bad: list[Bad] = []
        self.unknown: list[str] = []
        self._open = ExitStack()

    def close(self) -> None:
        """Close the workbooks."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self.close()

    def _file(self, path: Path) -> None:
        name = path.name.casefold()
        stem = name.removesuffix(".csv")
        if path.is_dir():
            if name != REJECTED and not name.startswith("."):
                self.unknown.append(f"{path.name}/")
        elif name == SITE_FILE:
            self.site = path
            self._spelt(path.name, SITE_FILE)
        elif name.endswith(".csv") and stem in BY_NAME:
            self._spelt(path.name, name)
            self._add(stem, CsvSource(path, BY_NAME[stem].file))
        elif _LOCK_FILE.match(path.name):
            pass
        elif name.endswith(".xlsx"):
            self._workbook(path)
        elif name.endswith(".ics"):
            self.calendars.append(path)
        else:
            self.unknown.append(path.name)

    def _spelt(self, name: str, right: str) -> None:
        if name != right:
            self.notes.append(Note(name, f"read as {right}"))

    def _workbook(self, path: Path) -> None:
        from sfm_tui.exchange.workbook import Workbook

        book = Workbook(path)
        if book.problem:
            self.bad.append(Bad(path.name, 0, "", book.problem))
            return
        self._open.callback(book.close)
        titles = book.titles()
        for title in titles:
            name = title.strip().casefold().removesuffix(".csv")
            if name not in BY_NAME and len(titles) == 1:
                name = path.stem.casefold()
            if name in BY_NAME:
                self._add(name, book.sheet(title, BY_NAME[name]))
            elif not book.blank(title):
                self.unknown.append(f"{path.name}, sheet {quoted(title)}")

    def _add(self, name: str, source: Source) -> None:
        if name in self.sources:
            first = self.sources[name].file
            self.bad.append(Bad(source.file, 0, "", f"{name} comes twice: it is in {first} as well, keep one"))
        else:
            self.sources[name] = source
