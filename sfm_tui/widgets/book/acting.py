"""What is done with the occurrence book: a line is read whole, struck, made an incident; the day goes on paper."""

from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import clock_text, day_text, full_text
from sfm_tui.storage.book import BookLine
from sfm_tui.widgets.book.rows import about_lines
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.everywhere.messages import IncidentWanted
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.record_list import RecordList
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.incidents import Done
    from sfm_tui.storage.store import Store

BookKey = tuple[int, int]
_LONGEST_TITLE = 40


class BookActing(RecordsScreen):
    """The acts of the book; a subclass shows the lines of a day."""

    day: date
    _people: dict[str, str]

    @property
    def lines(self) -> RecordList[BookLine, BookKey]:
        """The list."""
        return self.query_one("#lines", RecordList)

    async def _read_whole(self, line: BookLine) -> None:
        if self.session.locked:
            return
        whole = await self.session.read(lambda store: store.occurrences.get(line.occurrence))
        about = about_lines(whole, self.session.tz, self._people)
        hint = f"Enter opens {whole.incident} · Esc goes back" if whole.incident else ""
        dialog = TextDialog(whole.occurrence, whole.text, about, hint=hint, enter=whole.incident or None)

        def closed(number: str | None) -> None:
            if number:
                self.post_message(IncidentWanted(number))

        self.app.push_screen(dialog, closed)

    def action_strike(self) -> None:
        """Strike the line under the cursor, with a reason."""
        line = self.lines.row
        if line is None or self.session.locked:
            return
        if line.struck:
            self.say(f"it is struck already: {line.struck}")
        elif not line.occurrence and not line.entry:
            self.say(f"this line tells of an act on {line.incident}: Enter opens it, to correct it there")
        else:
            ask = Field("why", f"Why is «{_short(line.text)}» struck? (it stands beside it)")

            def answered(answer: dict[str, str] | None) -> None:
                if answer is not None:
                    self.act(self._strike(line, answer["why"]), "strike")

            self.app.push_screen(AskDialog("Strike a line", [ask]), answered)

    async def _strike(self, line: BookLine, why: str) -> None:
        def act(store: "Store", by: "Author") -> None:
            if line.occurrence:
                store.occurrences.strike(line.occurrence, why, by)
            else:
                store.incidents.strike_entry(line.incident, line.entry, why, by)

        await self.session.write(act)
        self.data_changed()
        self.say(f"struck {clock_text(line.at, self.session.tz)}: {why}", "good")

    def action_raise(self) -> None:
        """Make the occurrence under the cursor an incident that keeps its time."""
        line = self.lines.row
        if line is None or self.session.locked:
            return
        if line.incident:
            self.say(f"it belongs to incident {line.incident}: Enter opens it" if not line.occurrence
                     else f"it was made incident {line.incident} already")  # fmt: skip
        elif line.struck:
            self.say(f"it is struck: {line.struck}")
        else:
            time = full_text(line.at, self.session.tz)
            choices = [Choice("yes", "Make it an incident", f"reported {time}", letter="y"),
                       Choice("no", "Leave it in the book", letter="n")]  # fmt: skip

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    self.act(self._raise(line), "make an incident")

            self.app.push_screen(ChooseDialog(_short(line.text), choices), answered)

    async def _raise(self, line: BookLine) -> None:
        def act(store: "Store", by: "Author") -> "Done":
            whole = store.occurrences.get(line.occurrence)
            return store.incidents.open(by, reported=whole.at, summary=whole.text, occurrence=whole.occurrence)

        done = await self.session.write(act)
        self.data_changed()
        self.post_message(IncidentWanted(done.number, "where"))

    def action_paper(self) -> None:
        """Copy the day's book, or save it as PDF or text."""
        if not self.session.locked:
            self.act(self._paper(self.day), "paper")

    async def _paper(self, day: date) -> None:
        from sfm_tui.reports.gather import day_book
        from sfm_tui.reports.sheet_text import book_text
        from sfm_tui.widgets.paper.key import paper_key
        from sfm_tui.widgets.paper.sheet_flow import copy_or_save

        outcome = await copy_or_save(
            self.app, self.session, f"Book of {day_text(day)}", f"book-{day.isoformat()}",
            lambda store, by: day_book(store, day, by), book_text,
            see=paper_key("occurrence-book", day=day, back="book"),
        )  # fmt: skip
        if outcome is not None:
            self.say(outcome.text, outcome.tone)


def _short(text: str) -> str:
    return clip(text.split("\n")[0], _LONGEST_TITLE)
