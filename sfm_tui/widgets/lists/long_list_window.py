"""The part of a long list that is held in memory: rows, the cursor, and what of it is on screen."""

from collections.abc import Callable
from typing import Generic, Literal

from sfm_tui.widgets.lists.long_list_source import Key, Row, Stretch

CAPACITY = 600
"""Rows held at most, on a screen of up to a hundred lines."""
PAGE = 200
"""Rows fetched at a time on the way through the list."""
NEAR = 120
"""Rows fetched on a jump, to each side of the row jumped to."""

Side = Literal["before", "after"]


class Window(Generic[Row, Key]):
    """Neighbouring rows of a list whose length nobody knows, with a cursor that is always in view.

    `cursor` and `top` (the row on the first line) count from the first row held. A move that needs rows
    which are not held returns False and changes nothing: it is to be made again when they are there.
    """

    def __init__(self, key: Callable[[Row], Key]) -> None:
        self.key = key
        self.rows: list[Row] = []
        self.more_before = False
        self.more_after = False
        self.cursor = 0
        self.top = 0
        self.height = 1

    @property
    def margin(self) -> int:
        """Rows that should be held beyond each edge of the view: two screens."""
        return 2 * self.height

    @property
    def page_size(self) -> int:
        """Rows to fetch at a time."""
        return max(PAGE, 2 * self.height)

    @property
    def near_size(self) -> int:
        """Rows to fetch on a jump: the view and its margin, and no more to wait for."""
        return max(NEAR, 3 * self.height)

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def above(self) -> bool:
        """Whether rows lie above the view."""
        return self.top > 0 or self.more_before

    @property
    def below(self) -> bool:
        """Whether rows lie below the view."""
        return self.top + self.height < len(self.rows) or self.more_after

    def at_line(self, y: int) -> Row | None:
        """The row on line `y` of the view, None below the last one."""
        index = self.top + y
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def find(self, key: Key) -> int | None:
        """Where the row with this key is held, None if it is not."""
        return next((index for index, row in enumerate(self.rows) if self.key(row) == key), None)

    def step(self, by: int) -> bool:
        """Move the cursor by one row; the view follows where it must."""
        target = self.cursor + by
        if not 0 <= target < len(self.rows):
            return not (self.more_before if by < 0 else self.more_after)
        self.cursor = target
        self._settle()
        return True

    def page(self, direction: int) -> bool:
        """Move view and cursor by a screen less one line, so that one line stays for the eye."""
        by = direction * max(1, self.height - 1)
        top = self.top + by
        if (top < 0 and self.more_before) or (top + self.height > len(self.rows) and self.more_after):
            return False
        self.go_by(by)
        return True

    def go_by(self, by: int) -> None:
        """Move view and cursor by so many rows, or as far as there are rows."""
        self.cursor += by
        self.top = max(0, min(self.top + by, len(self.rows) - self.height))
        self._settle()

    def scroll(self, by: int) -> None:
        """Move the view as far as there are rows; the cursor is taken along only to stay in view."""
        self.top = max(0, min(self.top + by, len(self.rows) - self.height))
        self.cursor = max(self.top, min(self.cursor, self.top + self.height - 1))
        self._settle()

    def to_start(self) -> bool:
        """Go to the first row of the list, if it is held."""
        if self.more_before:
            return False
        self.cursor = self.top = 0
        return True

    def to_end(self) -> bool:
        """Go to the last row of the list, if it is held."""
        if self.more_after:
            return False
        self.cursor = self.top = len(self.rows)
        self._settle()
        return True

    def put_cursor(self, index: int, line: int | None = None) -> None:
        """Put the cursor on the row held at `index`, on line `line` of the view if one is given."""
        self.cursor = index
        if line is not None:
            self.top = index - line
        self._settle()

    def resize(self, height: int) -> None:
        """Fit a view of `height` lines."""
        self.height = max(1, height)
        self._settle()

    def replace(self, stretch: Stretch[Row], line: int) -> None:
        """Hold these rows and no others, with the cursor on `stretch.at`, on line `line` of the view."""
        self.rows = stretch.rows
        self.more_before, self.more_after = stretch.more_before, stretch.more_after
        self.put_cursor(stretch.at, line)

    def append(self, rows: list[Row], more: bool) -> None:
        """Hold these rows after the last one; far ones at the other side are let go."""
        self.rows.extend(rows)
        self.more_after = more
        surplus = min(len(self.rows) - self._capacity, self.top - self.margin)
        if surplus > 0:
            del self.rows[:surplus]
            self.cursor -= surplus
            self.top -= surplus
            self.more_before = True
        self._settle()

    def prepend(self, rows: list[Row], more: bool) -> None:
        """Hold these rows before the first one; far ones at the other side are let go."""
        self.rows[:0] = rows
        self.cursor += len(rows)
        self.top += len(rows)
        self.more_before = more
        keep = max(self._capacity, self.top + self.height + self.margin)
        if len(self.rows) > keep:
            del self.rows[keep:]
            self.more_after = True
        self._settle()

    def show_top(self) -> None:
        """Bring the first row into view, or come as close to it as the cursor allows by staying in view."""
        if not self.more_before:
            self.top = 0
            self._settle()

    def wanted(self) -> Side | None:
        """The side on which rows are to be fetched now, the shorter one first."""
        sides: list[tuple[int, Side]] = []
        if self.more_after:
            sides.append((len(self.rows) - self.top - self.height, "after"))
        if self.more_before:
            sides.append((self.top, "before"))
        left, side = min(sides, default=(self.margin, None))
        return side if left < self.margin else None

    @property
    def _capacity(self) -> int:
        return max(CAPACITY, self.page_size + 2 * self.margin + self.height)

    def _settle(self) -> None:
        """Keep the cursor on a row and in view, and no blank lines where rows could stand."""
        held = len(self.rows)
        self.cursor = max(0, min(self.cursor, held - 1))
        self.top = max(self.cursor - self.height + 1, min(self.top, self.cursor))
        if not self.more_after:
            self.top = min(self.top, held - self.height)
        self.top = max(0, self.top)
