"""What the log is narrowed to and searched for, and what of it is then shown."""

import re
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import IncidentWanted
from sfm_tui.widgets.incident.sources import Listing, LogKey, LogRow, Searching
from sfm_tui.widgets.lists.record_list import RecordList, marks_for
from sfm_tui.widgets.log.filter import Narrowing
from sfm_tui.widgets.log.questions import Asker
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

EMPTY = KeyWords("Nothing is logged yet. {app.new=F2} opens an incident.")
NOTHING_FITS = KeyWords("No incident fits: {log.clear=c} clears what the list is narrowed to.")
NOTHING_FOUND = "Nothing was found: fewer letters find more, Escape clears the search."


class LogNarrowing(RecordsScreen):
    """The filter and the search of the log; a subclass says what they come to by `_tell`."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.narrowing = Narrowing()
        self.searching: Searching | None = None
        self.total: int | None = None
        self._marks: re.Pattern[str] | None = None
        self._find_wanted = False
        self._follow = Again(self, self._follow_rows, "rows")
        self._count = Again(self, self._count_rows, "count")

    @property
    def incidents(self) -> RecordList[LogRow, LogKey]:
        """The list."""
        return self.query_one("#incidents", RecordList)

    @property
    def field(self) -> Input:
        """The search field."""
        return self.query_one("#find", Input)

    def _tell(self) -> None:
        raise NotImplementedError

    async def _follow_rows(self) -> None:
        raise NotImplementedError

    # ── narrowing ────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        """Show what the search and the filter let through, from its top."""
        text = self.field.value
        self.total = None
        marks = marks_for(text)
        if marks != self._marks:
            self._marks = marks
            self.incidents.redraw()
        if self._marks is None or self.session.locked:
            self.searching = None
            self.incidents.show_source(Listing(self.session, self.narrowing.filter), self._empty())
            self._count()
        else:
            self.searching = Searching(self.session, text, self.narrowing.filter)
            self.incidents.show_source(self.searching, NOTHING_FOUND)
        self._tell()
        self._follow()

    def _empty(self) -> str:
        return NOTHING_FITS if self.narrowing.order else EMPTY

    async def _count_rows(self) -> None:
        from sfm_tui.storage.listing import count

        wanted, terms = self.narrowing.filter, self.session.terms

        def ask(store: "Store") -> int:
            with store.reading() as connection:
                return count(connection, wanted, terms)

        total = await self.session.read(ask)
        if wanted == self.narrowing.filter:
            self.total = total
            self._tell()

    def _put(self, narrowing: Narrowing) -> None:
        self.narrowing = narrowing
        self._show()

    def action_over_limit(self) -> None:
        """Only responses over their limit, or all again."""
        now = self.narrowing
        self._put(now.put("breach") if now.filter.breach else now.put("breach", True))

    def action_narrow(self, name: str) -> None:
        """Ask what to narrow the list to."""
        Asker(self.app, self.session, self._put).ask(name, self.narrowing)

    def action_clear(self) -> None:
        """Show all again."""
        self.narrowing = Narrowing()
        self._empty_field()
        self._show()

    def action_undo(self) -> None:
        """Take back the search, or else what was narrowed last."""
        if self.field.value:
            self._empty_field()
            self._show()
        elif self.narrowing.order:
            self._put(self.narrowing.without_last())

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────

    def start_find(self, text: str = "") -> None:
        """Put the cursor in the search field; what is typed takes the place of the last search."""
        if self.session.locked:
            self.say("the desk is locked: records are hidden until somebody signs on", "warn")
            return
        self._find_wanted = True
        if self.is_mounted:
            self.field.focus()
            if text:
                self.field.value = text
                self.field.cursor_position = len(text)
            else:
                self.field.select_all()

    def action_find(self) -> None:
        """Search all text."""
        self.start_find()

    def action_jump(self) -> None:
        """Jump to an incident by its number."""
        self.start_find("#")

    def action_to_list(self) -> None:
        """Into what was found."""
        self.incidents.focus()

    def _empty_field(self) -> None:
        with self.prevent(Input.Changed):
            self.field.value = ""

    @on(Input.Changed, "#find")
    def _typed(self) -> None:
        self._show()

    @on(Input.Submitted, "#find")
    def _submitted(self) -> None:
        typed = self.field.value.strip()
        if any(ch.isdigit() for ch in typed) and " " not in typed and not self.session.locked:
            self.act(self._jump(typed), "jump")
        else:
            self.incidents.focus()

    async def _jump(self, typed: str) -> None:
        number = await self.session.read(lambda store: store.incidents.find_number(typed))
        if number is not None:
            self._empty_field()
            self._show()
            self.incidents.focus()
            self.post_message(IncidentWanted(number))
            return
        if typed.lstrip("#").isdigit():
            self.say(f"there is no incident {typed.lstrip('#')}", "warn")
        self.incidents.focus()
