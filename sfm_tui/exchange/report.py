"""What an import or an export tells: every bad row, what changed, what was left out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[str, int, int], None]
"""Called now and then with what is being done, how far it is, and of how much (0 where that is not known)."""


class ExchangeError(Exception):
    """An import or export that cannot be done at all; the message is one line that says what would be right."""


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing that is wrong in a file: where, and what would be right.

    `line` is that on which the row begins, 0 where the whole file is meant; `column` may be empty.
    """

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}, {self.column}: {self.problem}" if self.column else f"{where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a file that an import passed over, such as a column that nobody knows."""

    file: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


@dataclass
class FileCount:
    """How many rows of one file there are, and what becomes of them."""

    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0


@dataclass
class ImportReport:
    """What an import did, or would do where `dry_run` is set.

    `stored` says whether anything was written to the store, `head` the ledger's head then (as it is shown short).
    `site` is `new`, `changed` or `unchanged`, empty where the folder has no `site.toml`.
    """

    folder: Path
    dry_run: bool = False
    skip_bad: bool = False
    stored: bool = False
    head: str = ""
    site: str = ""
    files: list[FileCount] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    rejected: list[Path] = field(default_factory=list)
    fatal: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing is stored because of what is bad; trouble in `site.toml` cannot be skipped."""
        return self.fatal or (bool(self.bad) and not self.skip_bad)

    @property
    def bad_rows(self) -> int:
        """The number of bad rows in all files."""
        return sum(count.bad for count in self.files)


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote: rows by file name, in the order of writing, and what it leaves out, a line each."""

    path: Path
    files: dict[str, int]
    left_out: list[str]
