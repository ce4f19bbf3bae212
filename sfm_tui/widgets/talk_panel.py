"""A talk on screen: its points to tick, what is asked and understood, and the register that is signed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from sfm_tui.clock import clock_text, local_date
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.again import Again
from sfm_tui.widgets.rows import Lines, Rows, wrapped
from sfm_tui.widgets.stamping import Outcome
from sfm_tui.widgets.talk_picture import TalkDraft, TalkPicture, attendee_lines, head_words, look
from sfm_tui.widgets.talk_words import day_words

if TYPE_CHECKING:
    from sfm_tui.storage.talks import Attendee, Correction
    from sfm_tui.widgets.base import DeskScreen
    from sfm_tui.widgets.session import Session

TEXTS = {"questions": "Questions", "understanding": "Understanding check"}
KEEP_AFTER = 0.3
NO_POINTS = "This talk has no points: e enters some before it begins."
NOBODY = "Nobody is on the list yet. b begins the talk with those on duty, w says who is there."


class TalkPanel(Container):
    """One talk. Every tick and signature is in the store at once; what is half typed is kept as a draft."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "begin", "Begin", id="talk.begin", tooltip="Begin the talk now: those on duty are to sign"),
        Binding("space", "tick", "Tick", id="talk.tick", tooltip="The point was gone through, or not"),
        Binding("s", "sign", "Sign", id="talk.sign", tooltip="Officers sign, each with their staff number"),
        Binding("w", "ask('who_is_there')", "Who", id="talk.who", tooltip="Who is there: anybody can be added"),
        Binding("a", "absent", "Absent", id="talk.absent", tooltip="Somebody misses it; when they catch up"),
        Binding("c", "complete", "Complete", id="talk.complete",
                tooltip="End the talk and lock its register, once everybody present has signed"),
        Binding("u", "catch_up", "Catch up", id="talk.catch-up", tooltip="Somebody who was absent has had it"),
        Binding("k", "ask('correct')", "Correct", id="talk.correct",
                tooltip="Put something right beside the locked register"),
        Binding("e", "ask('change_plan')", "Edit", id="talk.edit", tooltip="When, by whom, which points"),
        Binding("x", "ask('cancel')", "Cancel", id="talk.cancel", tooltip="Cancel the talk, with a reason"),
        Binding("l", "links", "Links", id="talk.links", tooltip="What it came from and what came of it: go there"),
        Binding("r", "paper", "Register", id="talk.paper",
                tooltip="Copy the register as text, save it as PDF, text or CSV"),
        Binding("escape", "close", "Back", id="talk.back", tooltip="Back to the lists; the talk goes on"),
        Binding("tab", "app.focus_next", "Next field", show=False, id="talk.tab", tooltip="To the next part"),
    ]  # fmt: skip

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
        if talk != self.talk:
            self.talk, self.picture = talk, None
            self._draft, self._dirty, self._fresh = TalkDraft(self.session, talk), set(), True
        self._read()

    def reload(self) -> None:
        """Read it anew, as somebody wrote."""
        if self.talk:
            self._read()

    async def _load(self) -> None:
        talk = self.talk
        picture = await self.session.read(lambda store: look(store, talk))
        if talk != self.talk or not self.is_mounted:
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
        register.border_subtitle = f"{len(picture.links)} links" if picture.links else ""
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done as the talk stands."""
        if self.picture is None:
            return action in ("close", "app.focus_next")
        state = self.picture.talk.state
        flow = parameters[0] if parameters else ""
        if action == "begin":
            return state == "planned"
        if action in ("tick", "sign", "complete") or flow == "who_is_there":
            return state == "running"
        if action == "absent":
            return state == "running" or (state == "completed" and self._under_cursor("absent") is not None)
        if action == "catch_up":
            return state == "completed" and any(one.result == "absent" for one in self.picture.register)
        if flow == "correct":
            return state == "completed"
        if flow in ("change_plan", "cancel"):
            return state in ("planned", "running")
        return True

    def action_close(self) -> None:
        """Back to the lists; what is typed is saved."""
        self._run(self._save_texts(), "save the talk")
        self.post_message(self.Closed())

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
            return [[("✓ ", "good"), ("everybody present has signed: c completes it", "good")]]
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
            self._run(self._draft.keep(), "keep draft")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A text that is left is saved."""
        if isinstance(event.widget, TextArea) and self._dirty:
            self._run(self._save_texts(), "save the talk")

    async def _save_texts(self) -> None:
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

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, work: Awaitable[Any], name: str) -> None:
        cast(Any, self.app).act(work, name)

    def _do(self, flow: Callable[[], Awaitable[Outcome | None]], name: str) -> None:
        """Run an act; what is typed is saved before it, the talk is read after it."""

        async def work() -> None:
            await self._save_texts()
            said = await flow()
            if self.is_mounted:
                self._read()
            if said is not None:
                self.desk.say(said.text, said.tone)

        if self.picture is not None and not cast(Any, self.app).duty.refuses():
            self._run(work(), name)

    def action_begin(self) -> None:
        """Begin the talk."""
        talk = self.talk

        async def begin() -> Outcome:
            await self.session.write(lambda store, by: store.talks.start(talk, by))
            register = await self.session.read(lambda store: store.talks.register(talk))
            at = clock_text(self.session.now(), self.session.tz)
            return Outcome(f"{talk} began {at}: {len(register)} on duty are to sign · w changes who is there")

        self._do(begin, "begin the talk")

    def action_tick(self) -> None:
        """Tick the point under the cursor, or take the tick away."""
        rows = self.query_one("#talk-points", Rows)
        if self.picture is None or rows.current is None or not rows.has_focus:
            return
        point = rows.current[1]
        self._ticked = [p for p in self._ticked if p != point] if point in self._ticked else [*self._ticked, point]
        ticked = "\n".join(p for p in self.picture.talk.points if p in self._ticked)
        talk = self.talk
        rows.redraw()
        rows.action_move(1)
        self._run(self.session.write(lambda store, by: store.talks.change(talk, by, ticked=ticked)), "tick a point")

    @on(Rows.Chosen, "#talk-points")
    def _point_chosen(self) -> None:
        if self.check_action("tick", ()):
            self.action_tick()

    def action_sign(self, who: str = "") -> None:
        """Let officers sign."""
        from sfm_tui.widgets.talk_sign import TalkSignDialog

        async def sign() -> Outcome | None:
            assert self.picture is not None
            waiting = self.picture.waiting
            count = await self.app.push_screen_wait(TalkSignDialog(self.session, self.talk, waiting, who))
            return Outcome(f"{count} signed", "good") if count else None

        self._do(sign, "sign")

    @on(Rows.Chosen, "#talk-register")
    def _line_chosen(self, event: Rows.Chosen) -> None:
        from sfm_tui.widgets.talk_flows import attendee_menu

        officer = event.item.officer

        async def menu() -> Outcome | None:
            assert self.picture is not None
            said = await attendee_menu(self.app, self.session, self.picture, officer)
            if said == "sign":
                self.action_sign(officer)
                return None
            return said if isinstance(said, Outcome) else None

        self._do(menu, "register")

    def _under_cursor(self, result: str = "") -> str | None:
        """The officer under the register's cursor, where it has the keys and the line says `result`."""
        rows = self.query_one("#talk-register", Rows)
        line: Attendee | None = rows.current
        if line is None or not rows.has_focus or (result and line.result != result):
            return None
        return line.officer

    def action_absent(self) -> None:
        """Somebody misses it: the one under the cursor, else chosen."""
        self._one("absent", "Who is absent?", ("present", "absent"))

    def action_catch_up(self) -> None:
        """Somebody who was absent has had it."""
        self._one("catch_up", "Who catches up?", ("absent",))

    def _one(self, verb: str, question: str, results: tuple[str, ...]) -> None:
        from sfm_tui.widgets import talk_flows
        from sfm_tui.widgets.talk_who import choose_officer

        async def flow() -> Outcome | None:
            picture = self.picture
            assert picture is not None
            fit = [one.officer for one in picture.register if one.result in results]
            officer = self._under_cursor()
            if officer not in fit:
                officer = await choose_officer(self.app, self.session, question, fit, anybody=verb == "absent")
            if officer is None:
                return None
            if verb == "catch_up":
                return await talk_flows.catch_up(self.app, self.session, picture.talk.talk, officer)
            return await talk_flows.absent(self.app, self.session, picture, officer)

        self._do(flow, verb)

    def action_ask(self, verb: str) -> None:
        """Ask what an act needs, then do it."""
        from sfm_tui.widgets import talk_flows

        self._do(lambda: getattr(talk_flows, verb)(self.app, self.session, self.picture), verb)

    def action_complete(self) -> None:
        """End the talk and lock its register."""
        from sfm_tui.widgets.talk_flows import complete

        async def flow() -> Outcome | None:
            talk = self.talk
            self.picture = picture = await self.session.read(lambda store: look(store, talk))
            return await complete(self.app, self.session, picture)

        self._do(flow, "complete the talk")

    def action_links(self) -> None:
        """What it came from, and what came of it."""
        from sfm_tui.widgets.record_links import links_of

        async def flow() -> Outcome | None:
            assert self.picture is not None
            return await links_of(self.app, self.session, self.picture.ref, self.talk, self.picture.links)

        self._do(flow, "links")

    def action_paper(self) -> None:
        """The register on paper."""
        from sfm_tui.widgets.talk_paper import paper

        self._do(lambda: paper(self.app, self.session, self.talk), "paper")
