"""The parts that a document is made of where it can be set in more than one format.

Each is plain texts in a frozen dataclass with its `kind`; `templates/blocks.typ` sets them as PDF, `docx_set` as DOCX,
`html_set` as HTML. What a person typed is text in them, never markup. Numbers are put in words before they come here,
so that all formats print the same.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sfm_tui.reports.paper import Fact, Foot


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a section, 2 a part of one."""

    text: str
    level: int = 1
    kind: str = "heading"


@dataclass(frozen=True)
class Para:
    """A paragraph: `lead` is what the reader must not miss, `note` stands small, `alert` in a box."""

    text: str
    role: Literal["body", "lead", "note", "alert"] = "body"
    kind: str = "para"


@dataclass(frozen=True)
class Bullets:
    """Short points."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True)
class Facts:
    """Labelled values."""

    rows: tuple[Fact, ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Column:
    """A column of a table; `weight` is its share of the width, `right` where its figures end at one line."""

    head: str
    weight: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `title` says what it holds, also to who cannot see it. One without rows prints `empty` instead.

    The first column names the row. `strong` are the numbers of rows that stand out. A `form` has lines about every
    cell, room to write where one is empty, and rows that may run over pages.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "None."
    strong: tuple[int, ...] = ()
    form: bool = False
    kind: str = "table"


@dataclass(frozen=True)
class Level:
    """A stretch of a chart's points, from `first` to before `stop`, with the centre and limits that judge it."""

    first: int
    stop: int
    centre: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class ChartMark:
    """A vertical line before the point `at` (which may lie between two), with a short label."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A series with its limits and target. `alt` says all of it in words.

    `labels` name the points on the axis, `flagged` are those that are more than chance. `inside` is the stretch of
    points that lie in the document's period. `unit` says how the axis is labelled: `m:ss` for seconds, else as it is.
    """

    title: str
    alt: str
    unit: str
    values: tuple[float, ...]
    labels: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    target: float | None = None
    target_label: str = ""
    flagged: tuple[int, ...] = ()
    inside: tuple[int, int] | None = None
    marks: tuple[ChartMark, ...] = ()
    caption: str = ""
    kind: str = "chart"


@dataclass(frozen=True)
class Break:
    """A new page, where there are pages."""

    kind: str = "break"


@dataclass(frozen=True)
class Side:
    """Two tables that stand beside each other where there is room, else one after the other."""

    tables: tuple[Table, ...]
    kind: str = "side"


Block = Heading | Para | Bullets | Facts | Table | Chart | Break | Side


@dataclass(frozen=True)
class BlockPaper:
    """A document made of parts."""

    template: ClassVar[str] = "blocks"
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: Foot
    landscape: bool = False
