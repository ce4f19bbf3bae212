"""F6: one line into the occurrence book."""

import asyncio
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from sfm_tui.clock import LATE_ENTRY_AFTER, clock_text
from sfm_tui.widgets.book.occurrence_line import split_time
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.forms.timing import echo, settle
from sfm_tui.widgets.lists.cells import clip, one_line

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.occurrences import Kind
    from sfm_tui.storage.drafts import Draft
    from sfm_tui.storage.occurrences import Logged
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

HINT = "Enter writes it · 2210 or -5 first: an earlier time · Esc: later"
NOW = "now"


class OneLine(Input):
    """A line to type in. Of a text pasted with line breaks nothing is lost: they become spaces."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.splitlines()), *self.selection)


class OccurrenceDialog(Modal[str | None]):
    """One line, one Enter. Gives what to say of the line written, None where it was left for later."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "OccurrenceDialog")
        + """
    OccurrenceDialog Static { width: 1fr; height: 1; }
    OccurrenceDialog #time { height: 2; }
    OccurrenceDialog #kind { color: $accent; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", "Later", id="occurrence.later", tooltip="Close; what was typed is kept"),
        Binding("down", "kind(1)", "Kind", show=False, id="occurrence.kind", tooltip="The next kind"),
        Binding("up", "kind(-1)", "Kind", show=False, id="occurrence.kind-up", tooltip="The kind before"),
        Binding("tab", "as_text", "No time", show=False, id="occurrence.as-text",
                tooltip="What stands in front is no time but text; again: it is a time"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self._kind = ""
        self._as_text = False
        self._kept: Draft | None = None
        self._busy = False
        self._done = False
        self._drafts = f"occurrence:{session.author.person}:"
        self._token = uuid.uuid4().hex
        self._text = ""
        """What stands in the field: what is kept when the field itself is gone already."""
        self._keep = Again(self, self._keep_draft, "draft")

    def compose(self) -> ComposeResult:
        """The line, its time and kind."""
        with Vertical(id="dialog") as frame:
            frame.border_title = "Occurrence"
            yield OneLine(placeholder="what happened", select_on_focus=False)
            yield Static(NOW, id="time", classes="echo", markup=False)
            yield Static("", id="kind", markup=False)
            yield Static(HINT, id="hint", classes="hint", markup=False)

    @property
    def line(self) -> Input:
        """The field."""
        return self.query_one(OneLine)

    def on_mount(self) -> None:
        """Type at once; a line that was left is offered as soon as it is read."""
        self.line.focus()
        self._show_kind("")
        if not self.session.locked:
            cast("Program", self.app).act(self._find_kept(), "draft")

    # ── what is typed ────────────────────────────────────────────────────────────────────────────────────────

    def parts(self) -> tuple[str, str]:
        """The typed time, if one is meant, and the text."""
        return ("", self.line.value.strip()) if self._as_text else split_time(self.line.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._text = event.value
        if self.query(OneLine):
            self._show()
        self._keep()

    def _show(self) -> None:
        time, text = self.parts()
        self._show_kind(text)
        self._show_time(time)

    def _show_time(self, time: str) -> None:
        if self._kept is not None and not self.line.value:
            since = clock_text(self._kept.at, self.session.tz)
            text = clip(str(self._kept.body.get("text", "")), 44)
            self._say(f"kept since {since}: «{text}» · Enter brings it back")
        elif not time:
            self._say("now: what stands in front is text (Tab: a time)" if self._as_text else NOW)
        else:
            try:
                self._say(f"{echo(self.session)(time)} · Tab: it is text, no time")
            except ValueError as error:
                self._say(f"{error} · Tab: it is text, no time", bad=True)

    def _say(self, words: str, *, bad: bool = False) -> None:
        if not is_there(self):  # closed while it was written
            cast("Program", self.app).say(words, "bad" if bad else "plain")
            return
        self._put("time", words)
        self.query_one("#time").set_class(bad, "-bad")

    def _put(self, name: str, words: str) -> None:
        # Each line keeps its height: what is typed never lays the dialog out anew.
        self.query_one(f"#{name}", Static).update(words, layout=False)

    def _show_kind(self, text: str) -> None:
        kind = self._kind
        if not kind and text:
            from sfm_tui.domain.occurrences import guess_kind

            kind = f"{guess_kind(text)} (guessed)"
        self._put("kind", f"kind: {kind or '–'} · ↑↓ another" if text or kind else "")

    def action_kind(self, by: int) -> None:
        """Choose the next kind; after the last one it is guessed again."""
        from sfm_tui.domain.occurrences import KINDS, guess_kind

        _time, text = self.parts()
        places = ["", *KINDS]
        start = self._kind or (guess_kind(text) if text else "")
        self._kind = places[(places.index(start) + by) % len(places)]
        self._show_kind(text)
        self._keep()

    def action_as_text(self) -> None:
        """What stands in front is no time but text, or again a time."""
        self._as_text = not self._as_text and bool(split_time(self.line.value)[0])
        self._show()
        self._keep()

    # ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _find_kept(self) -> None:
        drafts = await self.session.read(lambda store: store.drafts.all())
        self._kept = next((draft for draft in drafts if draft.key.startswith(self._drafts)), None)
        if self._kept is not None and is_there(self) and not self.line.value:
            self._show()

    def _bring_back(self, kept: "Draft") -> None:
        """Go on with a line that was left. It never comes unasked: nothing is typed into it by mistake."""
        body = kept.body
        self._kept = None
        self._kind, self._as_text = str(body.get("kind", "")), bool(body.get("as_text"))
        self._token = kept.key.removeprefix(self._drafts)
        self._text = str(body.get("text", ""))
        with self.prevent(Input.Changed):
            self.line.value = self._text
        self.line.cursor_position = len(self.line.value)
        self._put("hint", "Enter writes it · Esc keeps it · empty it and Esc to drop it")
        self._show()

    async def _keep_draft(self) -> None:
        if self._done:
            return
        text = self._text
        body = {"text": text, "kind": self._kind, "as_text": self._as_text} if text.strip() else {}
        try:
            await self.session.write(lambda store, by: store.drafts.keep(self._drafts + self._token, by.person, body))
        except Exception as error:  # typing goes on; the line itself is tried at Enter
            if is_there(self):
                self._put("hint", f"not kept: {error}")

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close; what was typed last is kept, whoever closes it."""
        if result is None and self.query(OneLine) and self._text != self.line.value:
            self._text = self.line.value
            self._keep()
        return super().dismiss(result)

    def action_later(self) -> None:
        """Close; the draft stays."""
        self.dismiss(None)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._kept is not None and not self.line.value.strip():
            self._bring_back(self._kept)
        elif not self._busy:
            self._busy = True
            cast("Program", self.app).act(self._write(), "occurrence")

    async def _write(self) -> None:
        try:
            said = await self._written(*self.parts())
        except Exception as error:
            from sfm_tui.widgets.everywhere.error_words import error_words

            self._done = False
            self._say(error_words(error), bad=True)
            self._keep()
            return
        finally:
            self._busy = False
        if said is not None:
            self.dismiss(said)

    async def _written(self, time: str, text: str) -> str | None:
        if not text:
            self._say("what happened? the line is empty", bad=True)
            return None
        at = None
        if time:
            at = await settle(self.app, self.session, time)
            if at is None:
                return None
        self._done = True
        kind = cast("Kind | None", self._kind or None)
        once = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self._token} {at} {kind} {text}"))

        def act(store: "Store", by: "Author") -> "Logged":
            logged = store.occurrences.log(text, by, at=at, kind=kind, client_id=once)
            store.drafts.drop(self._drafts + self._token)
            return logged

        # A key pressed in the meantime is not meant for this line.
        writing: asyncio.Future[None] = cast("Program", self.app).ahead.hold()
        try:
            logged = await self.session.write(act)
        finally:
            writing.set_result(None)
        late = " · late entry" if self.session.now() - logged.at > LATE_ENTRY_AFTER else ""
        unsigned = "" if self.session.author.confirmed else " · author unconfirmed until signed"
        return f"{clock_text(logged.at, self.session.tz)} {logged.kind}: {one_line(text)}{late}{unsigned}"


SCREEN = OccurrenceDialog
