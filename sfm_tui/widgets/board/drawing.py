"""The board drawn line by line: columns of cards with a cursor on one; only lines that differ are redrawn."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.domain.action import Stage
from sfm_tui.storage.action_board import CardLine, WholeCard
from sfm_tui.widgets.board.columns import Arrangement, Column, arrange
from sfm_tui.widgets.board.words import STAGE_NAMES, card_height, card_lines, title_lines
from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.long_list_line import measurable, visible
from sfm_tui.widgets.lists.rows import wrapped
from sfm_tui.widgets.roster.cells import MOST_FOR_A_CELL, Cells

HEAD = 2
"""Lines above the cards: the stages with their counts, and a rule."""
_LOOKS = ("good", "warn", "bad", "plain", "muted", "title", "number", "theme", "head", "head-on", "rule", "plot",
          "cursor", "target")  # fmt: skip
Run = tuple[str, str]


class BoardDrawing(Widget):
    """Columns of cards. `whole` are the cards that were read in full; others are drawn in short."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"board--{name}" for name in _LOOKS}
    DEFAULT_CSS = """
    BoardDrawing { width: 1fr; height: 1fr; background: $background; color: $foreground;
        & > .board--good { color: $success; }
        & > .board--warn { color: $warning; text-style: bold; }
        & > .board--bad { color: $error; text-style: bold; }
        & > .board--muted { color: $muted; }
        & > .board--title { color: $foreground; background: $panel; text-style: bold; }
        & > .board--number { color: $secondary; background: $panel; text-style: bold; }
        & > .board--theme { color: $accent; text-style: italic; }
        & > .board--head { color: $foreground; text-style: bold; }
        & > .board--head-on { color: $accent; text-style: bold; }
        & > .board--rule { color: $panel-lighten-2; }
        & > .board--plot { color: $primary; }
        & > .board--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: bold; }
        & > .board--target { color: $accent; text-style: bold reverse; }
    }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: Sequence[Column] = ()
        self.names: Mapping[str, str] = {}
        self.whole: Mapping[str, WholeCard] = {}
        self.today = ""
        self.empty = ""
        self.column = 0
        self.places: dict[Stage, int] = {}
        self.tops: dict[Stage, int] = {}
        self.first = 0
        self.dragged = ""
        self.over: int | None = None
        self._drawn: list[list[Run]] = []
        self._looks: dict[str, Style] = {}

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

    def show(self, columns: Sequence[Column], names: Mapping[str, str], today: str) -> None:
        """Show these; the cursor stays on its card, wherever that stands now."""
        held = self.current
        stage = self.columns[self.column].stage if self.columns else None
        self.columns, self.names, self.today = columns, names, today
        self.column = next(
            (n for n, one in enumerate(columns) if one.stage == stage), min(self.column, len(columns) - 1)
        )
        for one in columns:
            self.places[one.stage] = max(0, min(self.places.get(one.stage, 0), len(one.cards) - 1))
        if held is None or not self.put(held.action):
            self._first_card(lost=held is not None)
        self.redraw()
        self.told()

    def _first_card(self, *, lost: bool) -> None:
        """Where the cursor's column is empty, and its card was lost or none was chosen yet, go to the nearest card."""
        if (lost or not self._drawn) and self.columns and not self.columns[self.column].cards:
            some = [n for n, one in enumerate(self.columns) if one.cards]
            self.column = min(some, key=lambda n: abs(n - self.column), default=self.column)

    def put(self, action: str) -> bool:
        """Put the cursor on a card; whether it is shown."""
        for n, column in enumerate(self.columns):
            for place, card in enumerate(column.cards):
                if card.action == action:
                    self.column, self.places[column.stage] = n, place
                    return True
        return False

    @property
    def stage(self) -> Stage:
        """The stage that the cursor is in."""
        return self.columns[self.column].stage if self.columns else "plan"

    @property
    def current(self) -> CardLine | None:
        """The card under the cursor."""
        if not self.columns:
            return None
        cards, place = self.columns[self.column].cards, self.places.get(self.stage, 0)
        return cards[place] if place < len(cards) else None

    @property
    def in_view(self) -> list[str]:
        """The cards of which something can be seen."""
        room = max(1, self.size.height - HEAD)
        seen = []
        for n in self.layout_now.wide if self.columns else ():
            column = self.columns[n]
            top = self.tops.get(column.stage, 0)
            first, last = column.at_line(top), column.at_line(min(top + room, column.lines) - 1)
            if first and last:
                seen += [one.action for one in column.entries[first[0] : last[0] + 1] if isinstance(one, CardLine)]
        return seen

    @property
    def layout_now(self) -> Arrangement:
        """Where the columns stand."""
        return arrange(len(self.columns), self.size.width, self.column, self.first)

    def _follow(self) -> None:
        """Scroll every column so far that its cursor is in view."""
        layout = self.layout_now
        self.first = layout.wide.start
        for n, column in enumerate(self.columns):
            if n in layout.wide:
                column.fit(layout.at[n][1] - 2, self.size.height - HEAD)
            room = max(card_height(column.stage), self.size.height - HEAD)
            top = self.tops.get(column.stage, 0)
            if column.cards:
                above, below = column.span(self.places[column.stage])
                top = min(max(top, below - room), above)
            self.tops[column.stage] = max(0, min(top, column.lines - room))

    def told(self) -> None:
        """The cursor may stand on something else now, or other cards be in view."""

    def redraw(self) -> None:
        """Draw anew the lines that differ from what is on screen."""
        width, height = self.size
        if not width or not height:
            return
        self._follow()
        before, self._drawn = self._drawn, [self._line(y) for y in range(height)]
        changed = [y for y, runs in enumerate(self._drawn) if y >= len(before) or before[y] != runs]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _line(self, y: int) -> list[Run]:
        cells = Cells.blank(self.size.width)
        if not self.columns or (self.empty and not any(column.cards for column in self.columns) and y >= HEAD):
            lines = wrapped(with_keys(self.empty), self.size.width - 2)
            if 0 <= y - HEAD - 1 < len(lines):
                cells.put(2, self.size.width, lines[y - HEAD - 1], "muted")
            return cells.runs()
        layout = self.layout_now
        for n, column in enumerate(self.columns):
            x, width = layout.at[n]
            if y == 0:
                self._heading(cells, n, x, width, wide=n in layout.wide)
            elif y == 1:
                cells.fill(
                    x, x + width - 1, "━" if n == self.column else "─", "head-on" if n == self.column else "rule"
                )
            elif n in layout.wide:
                self._cards(cells, column, y - HEAD, x, width - 1, on=n == self.column)
            elif y == HEAD:
                cells.put(x, x + width - 1, f"({len(column.cards)})", "muted")
            elif y == HEAD + 1 and column.over:
                cells.put(x, x + width - 1, f"✖ {column.over}", "bad")
        return cells.runs()

    def _heading(self, cells: Cells, n: int, x: int, width: int, *, wide: bool) -> None:
        column = self.columns[n]
        look = "target" if self.over == n and self.dragged else "head-on" if n == self.column else "head"
        name = STAGE_NAMES[column.stage]
        if not wide:
            cells.put(x, x + width - 1, name, look)
            return
        at = cells.put(x, x + width - 1, f"{name} ({len(column.cards)})", look)
        if column.over:
            at = cells.put(at, x + width - 1, f"  ✖ {column.over} overdue", "bad")
        room = max(1, self.size.height - HEAD)
        top = self.tops.get(column.stage, 0)
        marks = ("▲" if top else "") + ("▼" if top + room < column.lines else "")
        cells.put(x + width - 1 - len(marks), x + width - 1, marks, "muted")

    def _cards(self, cells: Cells, column: Column, y: int, x: int, width: int, *, on: bool) -> None:
        found = column.at_line(self.tops.get(column.stage, 0) + y)
        if found is None:
            return
        place, line = found
        entry = column.entries[place]
        titles = column.titles[place]
        if isinstance(entry, str):
            lines = title_lines(entry, width - 1)
            words = lines[line] if line < titles - 1 else " ".join(lines[line:])
            put_cut(cells, x, x + width, [(words, "theme")])
            return
        whole = self.whole.get(entry.action)
        owner = self.names.get(entry.owner, entry.owner)
        spans = card_lines(entry, owner, whole, self.today, width - 1, titles)[line]
        cursor = on and entry is self.current
        if line < titles:
            look = "cursor" if cursor and self.has_focus else "title"
            cells.fill(x, x + width, " ", look)
            if look == "cursor":
                spans = [(text, "cursor") for text, _ in spans]
        if cursor:
            cells.put(x, x + 1, "▌", "cursor" if line < titles and self.has_focus else "head-on")
        put_cut(cells, x + 1, x + width, spans)

    def look(self, name: str) -> Style:
        """The style of a name."""
        style = self._looks.get(name)
        if style is None:
            own = self.get_component_rich_style(f"board--{name}", partial=True) if name else Style()
            style = self._looks[name] = self.rich_style + own
        return style

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        runs = self._drawn[y] if y < len(self._drawn) else []
        strip = Strip([Segment(text, self.look(name)) for text, name in runs])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._looks.clear()


def put_cut(cells: Cells, first: int, stop: int, spans: Sequence[Run]) -> None:
    """Put pieces of text one after the other, with an ellipsis where they are cut."""
    at = first
    for text, look in spans:
        text = measurable(visible(text[: MOST_FOR_A_CELL * max(1, stop - at)]))
        if cell_len(text) <= stop - at:
            at = cells.put(at, stop, text, look)
            continue
        at = cells.put(at, stop - 1, text, look)
        cells.put(at, stop, "…", look)
        return
