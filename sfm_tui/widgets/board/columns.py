"""The board's columns: what it is narrowed to, what stands in each column, which are wide. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from sfm_tui.domain.action import STAGES, Stage
from sfm_tui.storage.action_board import CardLine, Lines
from sfm_tui.widgets.board.words import NO_THEME, card_height, is_over, title_lines

When = Literal["", "overdue", "week", "month"]
WHEN_WORDS: dict[When, str] = {"overdue": "overdue", "week": "due this week", "month": "due this month"}
LEAST, MOST, NARROW = 28, 38, 8
"""Cells of a wide column, at least and at most, and of one of which only the head is shown."""


@dataclass(frozen=True)
class Only:
    """What the board is narrowed to; `found` are the actions in which `text` stands."""

    owner: str = ""
    theme: str | None = None
    when: When = ""
    text: str = ""
    found: frozenset[str] = frozenset()

    def words(self, names: Mapping[str, str], themes: Mapping[str, str]) -> str:
        """`Reid, overdue, «late»`; empty where all is shown."""
        parts = [names.get(self.owner, self.owner)]
        if self.theme is not None:
            parts.append(themes.get(self.theme, self.theme) or NO_THEME)
        parts += [WHEN_WORDS.get(self.when, ""), f"«{self.text}»" if self.text else ""]
        return ", ".join(filter(None, parts))

    def take(self, lines: Iterable[CardLine], today: str) -> list[CardLine]:
        """Those that fit."""
        last = _last_day(self.when, today)
        return [
            line for line in lines
            if (not self.owner or line.owner == self.owner)
            and (self.theme is None or line.theme == self.theme)
            and (not self.text or line.action in self.found)
            and (self.when != "overdue" or is_over(line, today))
            and (last is None or (line.due is not None and line.due <= last and line.stage != "closed"))
        ]  # fmt: skip


def _last_day(when: When, today: str) -> str | None:
    """The last day of this week, Sunday, or of this month."""
    day = date.fromisoformat(today)
    if when == "week":
        return (day + timedelta(days=6 - day.weekday())).isoformat()
    if when == "month":
        return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).isoformat()
    return None


@dataclass
class Column:
    """The cards of a stage under the headings of their themes. `entries` are headings (a title) and cards."""

    stage: Stage
    entries: list[CardLine | str] = field(default_factory=list)
    cards: list[CardLine] = field(default_factory=list)
    over: int = 0
    starts: list[int] = field(default_factory=list)
    lines: int = 0
    places: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    """Of each entry, how many lines its title has."""
    _fitted: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self._stand([1] * len(self.entries))

    def _stand(self, titles: list[int]) -> None:
        below = card_height(self.stage) - 1
        heights = [n + (0 if isinstance(entry, str) else below) for n, entry in zip(titles, self.entries, strict=True)]
        self.titles, self.lines = titles, sum(heights)
        self.starts = [0, *accumulate(heights)][: len(heights)]

    def fit(self, width: int, room: int) -> None:
        """Give each title, from the top, the lines that it needs at this width while all stays within `room` lines."""
        if self._fitted == (width, room):
            return
        self._fitted = width, room
        left = room - (len(self.entries) - len(self.cards)) - card_height(self.stage) * len(self.cards)
        titles = []
        for entry in self.entries:
            more = min(len(title_lines(entry, width)) - 1, left) if left > 0 else 0
            titles.append(1 + more)
            left -= more
        if titles != self.titles:
            self._stand(titles)

    def at_line(self, line: int) -> tuple[int, int] | None:
        """Which entry a line of the column belongs to, and which of the entry's lines it is."""
        if not 0 <= line < self.lines:
            return None
        entry = bisect_right(self.starts, line) - 1
        return entry, line - self.starts[entry]

    def span(self, card: int) -> tuple[int, int]:
        """The lines of a card, with its theme's heading where that stands right above it."""
        entry = self.places[card]
        start = self.starts[entry]
        first = self.starts[entry - 1] if entry and isinstance(self.entries[entry - 1], str) else start
        return first, start + card_height(self.stage) + self.titles[entry] - 1


def columns_of(lines: Sequence[CardLine], read: Lines, *, closed: bool) -> list[Column]:
    """A column for each stage: by theme, in the order of their titles, those without one last; then by due day."""
    by_stage: dict[Stage, list[CardLine]] = {stage: [] for stage in STAGES if closed or stage != "closed"}
    for line in lines:
        if line.stage in by_stage:
            by_stage[line.stage].append(line)
    themes = {line.theme for line in lines}
    titles = sorted((not theme, read.themes.get(theme, theme).casefold(), theme) for theme in themes)
    ranks = {theme: n for n, (_, _, theme) in enumerate(titles)}
    return [_column(stage, cards, read, ranks) for stage, cards in by_stage.items()]


def _column(stage: Stage, cards: list[CardLine], read: Lines, ranks: Mapping[str, int]) -> Column:
    def order(line: CardLine) -> tuple[int, str, int, str]:
        return ranks[line.theme], *line.urgency

    themed = any(ranks)
    cards.sort(key=order)
    entries: list[CardLine | str] = []
    places = []
    before: str | None = None
    for card in cards:
        if themed and card.theme != before:
            before = card.theme
            entries.append(read.themes.get(before, before) or NO_THEME)
        places.append(len(entries))
        entries.append(card)
    return Column(stage, entries, cards, sum(is_over(card, read.today) for card in cards), places=places)


@dataclass(frozen=True)
class Arrangement:
    """Where the columns stand: for each its first cell and width; `wide` says which are shown whole."""

    at: tuple[tuple[int, int], ...]
    wide: range


def arrange(count: int, width: int, current: int, first: int) -> Arrangement:
    """As many wide columns as fit, the current one among them; `first` is the first wide one as it was before."""
    fit = next((n for n in range(count, 0, -1) if n * LEAST + (count - n) * NARROW <= width), 0)
    narrow = NARROW if fit else 0
    fit = max(1, fit)
    wide = min(MOST, (width - (count - fit) * narrow) // fit)
    first = max(0, min(max(first, current - fit + 1), current, count - fit))
    shown = range(first, first + fit)
    at, x = [], 0
    for n in range(count):
        size = wide if n in shown else narrow
        at.append((x, size))
        x += size
    return Arrangement(tuple(at), shown)
