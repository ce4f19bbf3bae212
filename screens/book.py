"""The occurrence book of a day: all that happened, occurrences and incidents' entries, in order of time."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from sfm_tui.clock import day_bounds, day_text, local_date
from sfm_tui.storage.book import BookLine
from sfm_tui.widgets.book.acting import BookActing, BookKey
from sfm_tui.widgets.book.rows import fits, line_spans
from sfm_tui.widgets.dialogs.ask_day import ask_day
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.lists.record_list import RecordList, RowsInMemory, content

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

EMPTY = KeyWords("Nothing is written for this day. {app.occurrence=F6} writes a line, ← and → go from day to day.")
NONE_OF_KIND = KeyWords("No line of this kind on this day: {book.kind=k} shows another kind.")
_LETTERS = {"visitor": "v", "keys": "k", "patrol": "p", "alarm": "a", "defect": "d", "other": "o"}


class Book(BookActing):
    """One day of the book."""

    TITLE_TEXT = "book"
    CSS_PATH = "book.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "back",
            "Back",
            show=False,
            id="book.back",
            tooltip="All kinds again, then back to where one came from, or the desk",
        ),
        Binding(
            "left,left_square_bracket", "step(-1)", "Day", id="book.before", key_display="←→", tooltip="The day before"
        ),
        Binding(
            "right,right_square_bracket", "step(1)", "Day after", show=False, id="book.after", tooltip="The day after"
        ),
        Binding("t", "today", "Today", id="book.today", tooltip="To today's last line"),
        Binding("d", "date", "Date", id="book.date", tooltip="Go to a day: 14/11, mon, yesterday"),
        Binding("k", "kind", "Kind", id="book.kind", tooltip="Only one kind of line, or all again"),
        Binding("x", "strike", "Strike", id="book.strike", tooltip="Strike the line, with a reason; it stays readable"),
        Binding("i", "raise", "Incident", id="book.raise", tooltip="Make the line an incident; it keeps its time"),
        Binding(
            "p,P", "paper", "Paper", id="book.paper", tooltip="See the day's book, copy it, save it as PDF or text"
        ),
        *usual_keys("book", "find", "new", "keys", keys="The keys that are true here"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.day: date = local_date(session.now(), session.tz)
        self.kind = ""
        self._lines: list[BookLine] = []
        self._source: RowsInMemory[BookLine] = RowsInMemory(lambda line: line.key)
        self._people: dict[str, str] = {}
        self._wanted = ""
        self._hours = 24
        self._shown: tuple[date, str] | None = None
        self._read = Again(self, self._read_day, "the day's book")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Which day, and its lines."""
        yield Words()
        yield RecordList[BookLine, BookKey](self._source, self._draw_row, key=lambda line: line.key, empty="",
                                            id="lines")  # fmt: skip

    def on_mount(self) -> None:
        """Show the day."""
        self._tell()
        self.lines.focus()
        self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        self.lines.redraw()

    def current_record(self) -> tuple[str, str] | None:
        """The line under the cursor; one of an incident is that incident."""
        line = self.lines.row
        if line is None:
            return None
        if line.occurrence:
            return f"occurrence:{line.occurrence}", line.occurrence
        return (f"incident:{line.incident}", line.incident) if line.incident else None

    def current_incident(self) -> str | None:
        """The incident of the line under the cursor."""
        line = self.lines.row
        return line.incident or None if line else None

    # ── the day ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_day(self) -> None:
        from sfm_tui.storage import book

        self._seq = self.session.data.head_seq
        wanted, self._wanted = self._wanted, ""
        asked = (self.day, self.kind)
        tz = self.session.tz

        def ask(store: "Store") -> tuple[date, list[BookLine], dict[str, str]]:
            on = local_date(store.occurrences.get(wanted).at, tz) if wanted else asked[0]
            with store.reading() as connection:
                lines = book.day(connection, *day_bounds(on, tz))
            return on, lines, store.reference.people_names()

        day, lines, people = await self.session.read(ask)
        if asked != (self.day, self.kind) or self._wanted:
            return  # something else was asked for meanwhile, and is read next
        self.day, self._lines, self._people = day, lines, people
        start, end = day_bounds(day, tz)
        self._hours = (end - start) // 3600
        await self._show_lines(next((line.key for line in lines if wanted and line.occurrence == wanted), None))

    async def _show_lines(self, key: BookKey | None) -> None:
        at_end = not self._source.rows or self.lines.row == self._source.rows[-1]
        anew = self._shown != (self.day, self.kind)
        self._shown = (self.day, self.kind)
        self._source.rows = [line for line in self._lines if fits(line, self.kind)]
        self.lines.say_when_empty(NONE_OF_KIND if self._lines else EMPTY)
        await self.lines.reload(keep=not anew)
        if key is not None:
            await self.lines.goto(key)
        elif self._is_today and (anew or at_end):
            self.lines.action_go("end")
        self._tell()

    @property
    def _is_today(self) -> bool:
        return self.day == local_date(self.session.now(), self.session.tz)

    def _tell(self) -> None:
        parts = [day_text(self.day) + (" · today" if self._is_today else "")]
        if self._hours != 24:
            parts.append(f"the clocks change: {self._hours} hours")
        shown, all_lines = len(self._source.rows), len(self._lines)
        parts.append(f"only {self.kind}: {shown} of {all_lines}" if self.kind else f"{all_lines} lines")
        parts += ["Esc shows all"] if self.kind else []
        self.query_one(Words).say(" · ".join(parts))

    def _go(self, day: date) -> None:
        self.day = day
        self._wanted = ""
        self._tell()
        self._read()

    def show_record(self, key: str) -> None:
        """Go to the day of an occurrence, with the cursor on it."""
        self.kind = ""
        self._wanted = key
        self._read()

    def action_step(self, by: int) -> None:
        """The day before, the day after."""
        self._go(self.day + timedelta(days=by))

    def action_today(self) -> None:
        """To today's last line."""
        self._shown = None
        self._go(local_date(self.session.now(), self.session.tz))

    def action_date(self) -> None:
        """Ask which day."""
        from sfm_tui.clock.days import parse_day

        today = local_date(self.session.now(), self.session.tz)
        ask_day(self.app, lambda text: parse_day(text, today), "14/11, 2026-11-14, mon, yesterday", self._go)

    def action_kind(self) -> None:
        """Ask for a kind of line."""
        choices = [Choice("", "all lines", letter="0"), Choice("incident", "incidents' entries", letter="i")]
        choices += [Choice(kind, kind, letter=letter) for kind, letter in _LETTERS.items()]

        def answered(answer: str | None) -> None:
            if answer is not None:
                self.kind = answer
                self._read()

        self.app.push_screen(ChooseDialog("Kind of line", choices), answered)

    def action_back(self) -> None:
        """All kinds again, then to the desk."""
        if self.went_back():
            return
        if self.kind:
            self.kind = ""
            self._read()
        else:
            self.post_message(PlaceWanted("desk"))

    # ── a line ───────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_row(self, line: BookLine, width: int, selected: bool) -> Content:
        spans = line_spans(self.session, line, width, changing=self._hours != 24, people=self._people)
        return content(spans, selected)

    @on(LongList.Failed, "#lines")
    def _failed(self, event: LongList.Failed) -> None:
        self.say(str(event.error), "bad")

    @on(LongList.Chosen, "#lines")
    def _open(self, event: LongList.Chosen) -> None:
        line: BookLine = event.row
        if line.occurrence:
            self.act(self._read_whole(line), "read a line")
        else:
            self.post_message(IncidentWanted(line.incident))


SCREEN = Book
