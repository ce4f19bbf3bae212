"""What one does with a document on the paper screen: another one of its kind, another format, copied, saved."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.widgets.everywhere.key_names import key_of, with_keys
from sfm_tui.widgets.paper.reading import Made, read_document
from sfm_tui.widgets.paper.wish import Wish, about_words, title_of, turned
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from datetime import date

    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.stopping import Tell
    from sfm_tui.widgets.everywhere.session import Session

FRESH = 60
"""Seconds for which a document that was read for the screen is also the one that is saved, while nobody writes."""


class PaperActing(RecordsScreen):
    """The acts of the screen. Subclasses show what is wished by `show_wish`."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.kind: Kind | None = None
        self.wish = Wish.first(self.today)
        self.made: Made | None = None
        self.saved: Path | None = None
        self._forms: dict[str, str] = {}

    @property
    def today(self) -> "date":
        """The site's day."""
        return local_date(self.session.now(), self.session.tz)

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats that the document can be saved as; each can be saved as the text that is seen."""
        own = self.kind.formats if self.kind is not None else ()
        return own if "txt" in own else (*own, "txt")

    @property
    def form(self) -> str:
        """The format that was chosen for this kind of document, else its first."""
        return self._forms.get(self.kind.name if self.kind is not None else "", self.forms[0])

    def show_wish(self) -> None:
        """Show what is wished now."""

    def tell(self) -> None:
        """Say anew what is shown, in which format, and where the last file lies."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that has nothing to act on is grey, or not there."""
        kind = self.kind
        if action == "names":
            return bool(kind and kind.can_name)
        if action == "copy_path":
            return self.saved is not None
        if action == "which":
            return True if kind and (kind.takes != "nothing" or self.wish.at is not None) else None
        if action == "turn":
            return True if kind and kind.takes in ("period", "day") else None
        if action in ("save", "copy"):
            return True if self.made is not None and self.made.document is not None else None
        return super().check_action(action, parameters)

    def _refuses(self) -> bool:
        return self.kind is None or self.refuses()

    def take(self, wish: Wish) -> None:
        """Wish for something else."""
        if wish != self.wish:
            self.wish = wish
            self.show_wish()

    def action_which(self) -> None:
        """Ask which days, which day or which record."""
        from sfm_tui.widgets.paper.ask import ask_wish

        kind = self.kind
        if kind is None or self._refuses():
            return

        async def work() -> None:
            wish = await ask_wish(self.app, self.session, kind, self.wish, self.today)
            if wish is not None:
                self.take(wish)

        self.act(work(), "which")

    def action_turn(self, by: int) -> None:
        """The days, or the day, before or after."""
        if self.kind is None or self._refuses():
            return
        wish = turned(self.kind, self.wish, by)
        if wish == self.wish:
            self.say("the days after these are still to come")
        self.take(wish)

    def action_names(self) -> None:
        """With the officers by name, or without."""
        self.take(replace(self.wish, names=not self.wish.names))

    def action_form(self) -> None:
        """Ask in which format to save it."""
        from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
        from sfm_tui.widgets.paper.saving import FORM_NAMES

        kind, forms = self.kind, self.forms
        if kind is None or self._refuses():
            return
        letters = {"pdf": "p", "docx": "w", "html": "h", "txt": "t"}

        async def work() -> None:
            choices = [Choice(form, FORM_NAMES[form], letter=letters[form]) for form in forms]
            chosen = await self.app.push_screen_wait(ChooseDialog("Save it as", choices))
            if chosen is not None:
                self._forms[kind.name] = chosen
                self.tell()

        self.act(work(), "format")

    # ── copied, saved ────────────────────────────────────────────────────────────────────────────────────────

    def action_copy(self) -> None:
        """Copy the document as text."""
        made, kind = self.made, self.kind
        if made is None or made.document is None or kind is None or self._refuses():
            return
        document = made.document

        async def work() -> None:
            from asyncio import to_thread

            from sfm_tui.reports.text_of import text_of

            text = await to_thread(text_of, document)
            self.app.copy_to_clipboard(text)
            self.say(f"{title_of(kind)}: copied, {len(text.splitlines())} lines", "good")

        self.act(work(), "copy")

    def action_save(self) -> None:
        """Ask where to, and save the document there."""
        from sfm_tui.reports.file_name import file_stem
        from sfm_tui.reports.text_of import text_of
        from sfm_tui.widgets.paper.made import entered
        from sfm_tui.widgets.paper.saving import save

        made, kind, wish, session = self.made, self.kind, self.wish, self.session
        if made is None or made.document is None or kind is None or self._refuses():
            return
        about = about_words(kind, wish, session.tz, made.record)
        name = f"{file_stem(kind.name, made.asked, session.now(), session.tz)}.{self.form}"

        async def document(tell: "Tell") -> "Document":
            from sfm_tui.reports.paper import ReportError

            fresh = made.seq >= session.data.head_seq and session.now() - made.at < FRESH
            found = made if fresh else await read_document(session, kind, wish, tell)
            if found.document is None:
                raise ReportError(with_keys(found.problem))
            used.append((found.asked, found.document))
            return found.document

        used: list[tuple[Asked, Document]] = []

        async def work() -> None:
            done = await save(self.app, session, f"{title_of(kind)}: {about}", name, self.forms, document, text_of)
            if done is not None:
                self.saved = done.path
                number = await entered(session, kind, *used[-1], done.path, done.form)
                self.say(f"saved{number} · {key_of('paper.path', 'y')} copies where it lies", "good")
                self.tell()

        self.act(work(), "save")

    def action_made(self) -> None:
        """What was made already, the newest first."""
        from sfm_tui.widgets.paper.made import show_made

        if not self._refuses():
            self.act(show_made(self.app, self.session), "documents that were made")

    def action_copy_path(self) -> None:
        """Copy where the file that was saved last lies."""
        if self.saved is not None:
            self.app.copy_to_clipboard(str(self.saved))
            self.say(f"copied: {self.saved}", "good")
