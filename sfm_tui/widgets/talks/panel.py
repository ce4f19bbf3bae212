"""A talk under the hand: begun, ticked off, signed for, completed and locked, caught up on and corrected."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.clock import clock_text
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.talks.picture import look
from sfm_tui.widgets.talks.sheet import TalkSheet

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Attendee
    from sfm_tui.widgets.everywhere.program import Program


class TalkPanel(TalkSheet):
    """One talk with its keys. Every tick and signature is in the store at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "begin", "Begin", id="talk.begin", tooltip="Begin the talk now: those on duty are to sign"),
        Binding("space", "tick", "Tick", id="talk.tick", tooltip="The point was gone through, or not"),
        Binding("s", "sign", "Sign", id="talk.sign", tooltip="Officers sign, each with their staff number"),
        Binding("w", "ask('who_is_there')", "Who", id="talk.who", tooltip="Who is there: anybody can be added"),
        Binding("a", "absent", "Absent", id="talk.absent", tooltip="Somebody misses it; when they catch up"),
        Binding("c", "complete", "Complete", id="talk.complete",
                tooltip="End the talk and lock its register, once everybody present has signed"),
        Binding("k", "catch_up", "Catch up", id="talk.catch-up", tooltip="Somebody who was absent has had it"),
        Binding("e", "ask('correct')", "Correct", id="talk.correct",
                tooltip="Put something right beside the locked register"),
        Binding("e", "ask('change_plan')", "Edit", id="talk.edit", tooltip="When, by whom, which points"),
        Binding("x", "ask('cancel')", "Cancel", id="talk.cancel", tooltip="Cancel the talk, with a reason"),
        Binding("ctrl+k", "files", "Files", show=False, id="talk.files", priority=True,
                tooltip="Attach a file to the talk, or see its files"),
        Binding("o", "screen.links", "Links", show=False, id="talk.links",
                tooltip="What it came from and what came of it: go there"),
        Binding("r,P", "paper", "Register", id="talk.paper",
                tooltip="See the register, copy it as text, save it as PDF, text or CSV"),
        Binding("escape", "close", "Back", id="talk.back", tooltip="Back to the lists; the talk goes on"),
        Binding("tab", "app.focus_next", "Next field", show=False, id="talk.tab", tooltip="To the next part"),
    ]  # fmt: skip

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
        self.act(self.save_texts(), "save the talk")
        self.post_message(self.Closed())

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _do(self, flow: Callable[[], Awaitable[Outcome | None]], name: str) -> None:
        """Run an act; what is typed is saved before it, the talk is read after it."""

        async def work() -> None:
            await self.save_texts()
            said = await flow()
            if is_there(self):
                self._read()
            if said is not None:
                self.desk.say(said.text, said.tone)

        if self.picture is not None and not cast("Program", self.app).duty.refuses():
            self.act(work(), name)

    def action_begin(self) -> None:
        """Begin the talk."""
        talk = self.talk

        async def begin() -> Outcome:
            await self.session.write(lambda store, by: store.talks.start(talk, by))
            register = await self.session.read(lambda store: store.talks.register(talk))
            at = clock_text(self.session.now(), self.session.tz)
            return Outcome(
                f"{talk} began {at}: {len(register)} on duty are to "
                f"sign · {key_of('talk.who', 'w')} changes who is there"
            )

        self._do(begin, "begin the talk")

    def action_tick(self) -> None:
        """Tick the point under the cursor, or take the tick away."""
        rows = self.query_one("#talk-points", Rows)
        if self.picture is None or rows.current is None or not rows.has_focus:
            return
        point, talk = rows.current[1], self.talk
        done = point not in self._ticked
        self._ticked = [*self._ticked, point] if done else [p for p in self._ticked if p != point]
        rows.redraw()
        rows.action_move(1)

        def tick(store: "Store", by: "Author") -> None:
            # By what stands there now: another desk may have ticked another point.
            now = store.talks.get(talk)
            there = {p for p in now.ticked.splitlines() if p != point} | ({point} if done else set())
            ticked = "\n".join(p for p in now.points if p in there)
            store.talks.change(talk, by, saw={"ticked": now.ticked}, ticked=ticked)

        async def work() -> None:
            await self.session.write(tick)
            self.reload()

        self.act(work(), "tick a point")

    @on(Rows.Chosen, "#talk-points")
    def _point_chosen(self) -> None:
        if self.check_action("tick", ()):
            self.action_tick()

    def action_sign(self, who: str = "") -> None:
        """Let officers sign."""
        from sfm_tui.widgets.talks.sign import TalkSignDialog

        async def sign() -> Outcome | None:
            assert self.picture is not None
            waiting = self.picture.waiting
            count = await self.app.push_screen_wait(TalkSignDialog(self.session, self.talk, waiting, who))
            return Outcome(f"{count} signed", "good") if count else None

        self._do(sign, "sign")

    @on(Rows.Chosen, "#talk-register")
    def _line_chosen(self, event: Rows.Chosen) -> None:
        from sfm_tui.widgets.talks.who import attendee_menu

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
        from sfm_tui.widgets.talks import flows as talk_flows
        from sfm_tui.widgets.talks.who import absent, choose_officer

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
            return await absent(self.app, self.session, picture, officer)

        self._do(flow, verb)

    def action_ask(self, verb: str) -> None:
        """Ask what an act needs, then do it."""
        from sfm_tui.widgets.talks import flows as talk_flows
        from sfm_tui.widgets.talks import who as talk_who

        flows = talk_who if verb == "who_is_there" else talk_flows
        self._do(lambda: getattr(flows, verb)(self.app, self.session, self.picture), verb)

    def action_complete(self) -> None:
        """End the talk and lock its register."""
        from sfm_tui.widgets.talks.flows import complete

        async def flow() -> Outcome | None:
            talk = self.talk
            self.picture = picture = await self.session.read(lambda store: look(store, talk))
            return await complete(self.app, self.session, picture)

        self._do(flow, "complete the talk")

    def action_files(self) -> None:
        """The files of the talk."""
        from sfm_tui.widgets.records.attaching import files

        self._do(lambda: files(self.app, self.session, f"talk:{self.talk}", self.talk), "files")

    def action_paper(self) -> None:
        """The register on paper."""
        from sfm_tui.widgets.talks.paper import paper

        self._do(lambda: paper(self.app, self.session, self.talk), "paper")
