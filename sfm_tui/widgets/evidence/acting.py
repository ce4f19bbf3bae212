"""What is done with a draft of an evidence pack: made, read, words hidden, written, left."""

from asyncio import get_running_loop
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from textual import on

from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.evidence.choices import chosen_of
from sfm_tui.widgets.evidence.review import Draft, Look, ReviewView, Stopped, make_draft
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.reports.evidence.writing import Written
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

FOLDER = "evidence-pack"
"""How a folder is called that nobody named, in the home of whoever runs the program."""


class EvidenceActing(RecordsScreen):
    """The second stage of the screen: a draft, which lives as long as it is read and no longer."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.chosen: set[str] = set()
        self.standard = ""
        self.draft: Draft | None = None
        self._stop = Event()
        self._making = False

    def show_stage(self) -> None:
        """Show the list to choose from, or the page that is read; nothing on a locked desk."""

    @property
    def review(self) -> ReviewView:
        """The page that is read."""
        return self.query_one(ReviewView)

    def action_make(self) -> None:
        """Make the pages."""
        if not self.chosen:
            self.say(f"nothing is chosen: {key_of('evidence.tick', 'Space')} ticks what the cursor is on", "warn")
        else:
            self._make()

    def _make(self, hide: str = "") -> None:
        if self._making:
            return
        self._making = True
        self._stop = stop = Event()
        chosen, now = chosen_of(self.chosen, self.standard), self.draft

        async def work() -> None:
            loop = get_running_loop()

            def told(words: str) -> None:
                loop.call_soon_threadsafe(self.say, words)

            try:
                made = await self.session.read(
                    lambda store: make_draft(store, chosen, told, lambda: not stop.is_set(), now, hide)
                )
            except Stopped:
                return
            finally:
                self._making = False
            if not stop.is_set():
                self._take(made, hide)

        self.act(work(), "draft")

    def _take(self, made: Draft, hide: str) -> None:
        before, self.draft = self.draft, made
        anew = before is None
        self.review.show(made, top=anew)
        if anew:
            self.show_stage()
        if before is not None and before.pack.pages == made.pack.pages:
            self.say("no page has these words in what somebody typed: nothing changed", "warn")
        elif hide:
            self.say(f"hidden; pages that changed need their yes again ({made.yeses} of {made.count} have it)")
        elif made.pack.refused:
            self.say(f"left out: {'; '.join(made.pack.refused)}", "warn")
        else:
            self.say(
                f"{key_of('evidence.yes', 'y')} lets the page go, {key_of('evidence.hide', 'h')} "
                "hides words; Esc leaves the draft: then it is gone"
            )
        self.refresh_bindings()

    def action_yes(self) -> None:
        """The page may go."""
        if self.draft is not None and not self._making:
            self.draft.confirm()
            self.review.show(self.draft)
            self.review.take_keys()
            if self.draft.done:
                self.say(f"every page may go: {key_of('evidence.write', 'w')} writes the pack", "good")
            self.refresh_bindings()

    def action_page(self, by: int) -> None:
        """Another page."""
        if self.draft is not None:
            self.draft.at = max(0, min(self.draft.count - 1, self.draft.at + by))
            self.review.show(self.draft)

    @on(Rows.Highlighted, "#looks")
    def _at_doubt(self, event: Rows.Highlighted) -> None:
        if self.draft is not None:
            self.review.show_place(self.draft, event.item)

    @on(Rows.Chosen, "#looks")
    def _doubt_entered(self) -> None:
        self.action_hide()

    def action_hide(self) -> None:
        """Ask for words to take out."""
        if self.draft is None or self._making:
            return
        looks = self.review.looks
        look: Look | None = looks.current if looks.has_focus else None
        value = "" if look is None or look.is_file else look.text

        async def work() -> None:
            field = Field("words", "Words:", value=value, placeholder="a name, a shop, what gives it away")
            hint = "Enter takes them out of every page · Esc leaves them"
            answer = await self.app.push_screen_wait(AskDialog("Hide words in the whole pack", [field], hint))
            if answer is not None and self.draft is not None:
                self._make(answer["words"].strip())

        self.act(work(), "hide")

    def action_write(self) -> None:
        """Ask where to, and write."""
        draft = self.draft
        if draft is None or not draft.done or self._making:
            return

        async def work() -> None:
            from sfm_tui.reports.paper import ReportError

            value, problem = str(Path.home() / FOLDER), ""
            while True:
                field = Field("folder", "Folder:", value=value)
                hint = problem or "Enter writes it, with a zip beside it · Esc writes nothing"
                answer = await self.app.push_screen_wait(AskDialog("Write the pack", [field], hint))
                if answer is None or self.draft is not draft or not draft.done:
                    return
                value = answer["folder"].strip()
                try:
                    folder = typed_path(value)
                    written = await self.session.write(partial(_written, draft, folder))
                except (ReportError, StoreError, OSError, ValueError) as error:
                    problem = error_words(error)
                    continue
                self._leave()
                self.say(
                    f"written: {written.folder} and {written.archive.name} · SHA-256 {written.digest[:12]}…", "good"
                )
                return

        self.act(work(), "write pack")

    def _leave(self) -> None:
        """Forget the draft, its pseudonyms and its dates."""
        self._stop.set()
        self.draft = None
        self.show_stage()

    def on_unmount(self) -> None:
        """A draft that is being made ends with the screen."""
        self._stop.set()

    async def ask_leave(self) -> None:
        """Ask once more, then forget the draft."""
        choices = [Choice("stay", "No, go on reading", letter="n"), Choice("go", "Yes, the draft is gone", letter="y")]
        if await self.app.push_screen_wait(ChooseDialog("Leave the draft? Nothing was written.", choices)) == "go":
            self._leave()
            self.say("the draft is gone; what was chosen is still ticked")


def _written(draft: Draft, folder: Path, store: "Store", by: "Author") -> "Written":
    from sfm_tui.reports.evidence.writing import write_pack

    return write_pack(store, draft.pack, folder, by)
