"""A talk as it is shown: its points, what is asked and understood, the register, what keeps it from its end."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from sfm_tui.clock import clock_text, local_date
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.lists.rows import Lines, Rows, wrapped
from sfm_tui.widgets.talks.picture import TalkDraft, TalkPicture, attendee_lines, head_words, look
from sfm_tui.widgets.talks.words import day_words

if TYPE_CHECKING:
    from sfm_tui.storage.talks import Attendee, Correction
    from sfm_tui.widgets.everywhere.base import DeskScreen
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

TEXTS = {"questions": "Questions", "understanding": "Understanding check"}
KEEP_AFTER = 0.3
NO_POINTS = KeyWords("This talk has no points: {talk.edit=e} enters some before it begins.")
NOBODY = KeyWords(
    "Nobody is on the list yet. {talk.begin=b} begins the talk with those on duty, {talk.who=w} says who is there."
)


class TalkSheet(Container):
    """One talk as it stands; what is half typed in it is kept as a draft, and saved when it is left."""

    @dataclass
    class Closed(Message):
        """Back to the lists."""

    def __init__(self, session: "Session") -> None:
        super().__init__(id="talk")
        self.session = session
        self.talk = ""
        self.picture: TalkPicture | None = None
        self._ticked: list[str] = []
        self._draft = TalkDraft(session, "")
        self._dirty: set[str] = set()
        self._keeping: Timer | None = None
        self._fresh = True
        self._place = ""
        self._read = Again(self, self._load, "read the talk")

    def compose(self) -> ComposeResult:
        """Points and texts on the left, the register on the right."""
        with Horizontal(id="talk-columns"):
            with Vertical(id="talk-left"):
                points = Rows[tuple[int, str]](self._draw_point, key=lambda p: p[0], id="talk-points", empty=NO_POINTS)
                points.border_title = "Points"
                yield points
                for name, title in TEXTS.items():
                    area = TextArea(id=f"talk-{name}", soft_wrap=True, highlight_cursor_line=False)
                    area.border_title = title
                    yield area
            with Vertical(id="talk-right"):
                register: Rows[Attendee] = Rows(self._draw_line, key=lambda a: a.officer, id="talk-register",
                                                empty=NOBODY)  # fmt: skip
                register.border_title = "Register"
                yield register
                notes: Rows[Correction] = Rows(self._draw_note, key=lambda n: n.seq, id="talk-notes")
                notes.border_title = "Corrections, beside the register"
                notes.display = False
                yield notes
                missing: Rows[str] = Rows(self._draw_missing, key=str, id="talk-missing")
                missing.can_focus = False
                yield missing

    def on_mount(self) -> None:
        """Read what was opened before it stood."""
        self.reload()

    # ── opening and leaving ──────────────────────────────────────────────────────────────────────────────────

    @property
    def desk(self) -> "DeskScreen":
        """The screen that it is on."""
        return cast("DeskScreen", self.screen)

    @property
    def head(self) -> str:
        """The talk in one line, its clock running."""
        return head_words(self.session, self.picture) if self.picture is not None else self.talk

    def open(self, talk: str) -> None:
        """Show a talk. Where it is the one that was shown, all is where it was."""
        if talk == self.talk and self._place:
            self.query_one(f"#{self._place}").focus()
        if talk != self.talk:
            self.talk, self.picture, self._place = talk, None, ""
            self._draft, self._dirty, self._fresh = TalkDraft(self.session, talk), set(), True
        self._read()

    def reload(self) -> None:
        """Read it anew, as somebody wrote."""
        if self.talk:
            self._read()

    async def _load(self) -> None:
        talk = self.talk
        picture = await self.session.read_after_writes(lambda store: look(store, talk))
        if talk != self.talk or not is_there(self):
            return
        self.picture = picture
        self._ticked = picture.talk.ticked.splitlines()
        self._show()

    def _show(self) -> None:
        picture = self.picture
        if picture is None:
            return
        fresh, self._fresh = self._fresh, False
        talk = picture.talk
        draft = self._draft.taken_up(picture.draft) if fresh and talk.state == "running" else {}
        for name in TEXTS:
            area, stored = self._area(name), getattr(talk, name)
            area.read_only = talk.state != "running"
            if name in draft and draft[name] != stored:
                self._dirty.add(name)
                area.text = draft[name]
            elif name in draft:  # saved, but the program ended before its draft was dropped
                self.act(self._draft.saved(name, draft[name]), "drop the draft", keys_wait=False)
                area.text = stored
            elif name not in self._dirty and area.text != stored:
                area.text = stored
        if draft and self._dirty:
            self.desk.say(f"taken up where it was left: {', '.join(TEXTS[n].lower() for n in sorted(self._dirty))}",
                          "warn")  # fmt: skip
        self.query_one("#talk-points", Rows).show(list(enumerate(talk.points)))
        register = self.query_one("#talk-register", Rows)
        register.show(picture.register)
        signed = sum(one.result in ("attended", "catch-up") for one in picture.register)
        register.border_title = f"Register · {signed} of {len(picture.register)}" if picture.register else "Register"
        count = len(picture.links)
        register.border_subtitle = f"{count} link{'' if count == 1 else 's'}" if count else ""
        notes = self.query_one("#talk-notes", Rows)
        notes.display = bool(picture.corrections)
        notes.show(picture.corrections)
        running = talk.state == "running"
        missing = self.query_one("#talk-missing", Rows)
        missing.display = running
        missing.show([picture.missing(self.session.data.names)] if running else [])
        if fresh and not any(area.has_focus for area in map(self._area, TEXTS)):
            done = talk.state == "completed" or not talk.points
            self.query_one("#talk-register" if done else "#talk-points").focus()
        self.post_message(self.Shown())
        self.refresh_bindings()

    @dataclass
    class Shown(Message):
        """It was read anew."""

    def _area(self, name: str) -> TextArea:
        return self.query_one(f"#talk-{name}", TextArea)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_point(self, point: tuple[int, str], width: int) -> Lines:
        ticked = point[1] in self._ticked
        lines = wrapped(point[1], max(10, width - 3))
        mark = ("[x] ", "good") if ticked else ("[ ] ", "muted")
        return [[mark if n == 0 else ("    ", "plain"), (line, "muted" if ticked else "plain")]
                for n, line in enumerate(lines)]  # fmt: skip

    def _draw_line(self, line: "Attendee", width: int) -> Lines:
        if self.session.locked:
            return [[("(locked)", "muted")]]
        return attendee_lines(self.session, line, width)

    def _draw_note(self, note: "Correction", width: int) -> Lines:
        assert self.picture is not None
        tz = self.session.tz
        who = self.picture.people.get(note.author, note.author)
        time = f"{day_words(local_date(note.at, tz))} {clock_text(note.at, tz)}"
        lines: Lines = [[(f"{time} {who} · entry {note.seq}", "muted")]]
        return lines + [[("  ", "plain"), (piece, "plain")] for piece in wrapped(note.text, width)]

    def _draw_missing(self, missing: str, width: int) -> Lines:
        if not missing:
            return [
                [("✓ ", "good"), (f"everybody present has signed: {key_of('talk.complete', 'c')} completes it", "good")]
            ]
        return [[("! " if n == 0 else "  ", "warn"), (line, "warn")] for n, line in enumerate(wrapped(missing, width))]

    # ── typing ───────────────────────────────────────────────────────────────────────────────────────────────

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.picture is None:
            return
        name = str(event.text_area.id).removeprefix("talk-")
        if event.text_area.text == getattr(self.picture.talk, name):
            self._dirty.discard(name)
        else:
            self._dirty.add(name)
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """Keep what is typed so far."""
        if self.talk:
            self._draft.hold({name: self._area(name).text for name in self._dirty})
            self.act(self._draft.keep(), "keep draft", keys_wait=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the part that one is in, for when one comes back."""
        self._place = event.widget.id or ""

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A text that is left is saved."""
        if isinstance(event.widget, TextArea) and self._dirty:
            self.act(self.save_texts(), "save the talk")

    async def save_texts(self) -> None:
        """Save what was typed. Raises StoreError; what was typed stays, and stays a draft."""
        picture, draft = self.picture, self._draft
        if picture is None or not self._dirty:
            return
        new: dict[str, Any] = {name: self._area(name).text for name in self._dirty}
        saw = {name: getattr(picture.talk, name) for name in new}
        talk = picture.talk.talk
        try:
            await self.session.write(lambda store, by: store.talks.change(talk, by, saw=saw, **new))
        except StoreError:
            self.keep_draft()
            raise
        for name, text in new.items():
            if talk == self.talk and self._area(name).text == text:
                self._dirty.discard(name)
            await draft.saved(name, text)
        if talk == self.talk:
            self._read()

    def act(self, work: Coroutine[Any, Any, Any], name: str, *, keys_wait: bool | None = None) -> None:
        """Do something beside the screen; keys wait for it as `Frame.act` says."""
        cast("Program", self.app).act(work, name, keys_wait=keys_wait)
