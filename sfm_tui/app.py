"""The program on screen: its modes, the keys that hold everywhere, and what one terminal has open."""

import gc
from asyncio import to_thread, wait_for
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled, WorkerFailed, WorkerState

from sfm_tui.clock import Clock
from sfm_tui.theme import THEMES
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.duty import Duty
from sfm_tui.widgets.held import Held
from sfm_tui.widgets.messages import IncidentWanted, PlaceWanted, StampWanted
from sfm_tui.widgets.session import Session
from sfm_tui.widgets.terminal_gone import terminal_gone
from sfm_tui.widgets.type_ahead import TypeAhead

PLACES: dict[str, tuple[str, str, str]] = {
    "desk": ("screens.desk", "Desk", "d"),
    "log": ("screens.log", "Log: all incidents", "l"),
    "book": ("screens.book", "Occurrence book", "b"),
    "roster": ("screens.roster", "Roster", "r"),
    "briefing": ("screens.briefing", "Briefing", "n"),
    "handover": ("screens.handover", "Handover", "h"),
    "talks": ("screens.talks", "Toolbox talks", "t"),
    "board": ("screens.board", "Board: improvement actions", "a"),
    "figures": ("screens.figures", "Figures: the dashboard", "f"),
    "trace": ("screens.trace", "Why late: responses over their limit", "w"),
    "weekly": ("screens.weekly", "Weekly review of the figures", "v"),
    "measures": ("screens.measures", "Measures: control charts and effects", "m"),
    "reflections": ("screens.reflections", "Reflections, study notes, coverage", "y"),
    "assessment": ("screens.assessment", "Self-assessment", "x"),
    "paper": ("screens.paper", "Paper: documents", "p"),
    "evidence": ("screens.evidence", "Evidence: an anonymised pack", "e"),
    "settings": ("screens.settings", "Settings of the site", "s"),
}
WAIT_AT_END = 5.0
"""Seconds that a program whose terminal is gone waits for what it is still writing."""


def _key(key: str, action: str, verb: str, tip: str, name: str, *, show: bool = True) -> Binding:
    return Binding(key, action, verb, tooltip=tip, id=name, show=show, priority=True)


class SfmApp(App[int]):
    """One terminal at the desk."""

    TITLE = "sfm"
    CSS_PATH: ClassVar[Any] = ["app.tcss", "../screens/desk.tcss"]
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {lambda: import_module("sfm_tui.commands").DeskCommands}
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("f1", "help", "Keys", "The keys that are true here, and what they do", "app.keys"),
        _key("f2", "new_incident", "New", "Open a new incident: number and report time are kept at once", "app.new"),
        _key("f3", "find", "Find", "Find any text; a number and Enter jumps to it", "app.find"),
        _key("f4", "next_incident", "Next", "Go to the next running incident", "app.next"),
        _key("f5", "stamp('dispatched')", "Dispatched", "Stamp an officer dispatched, now", "app.dispatched"),
        _key("f6", "occurrence", "Occurrence", "One line into the occurrence book", "app.occurrence"),
        _key("f7", "stamp('on scene')", "On scene", "Stamp an officer on scene, now", "app.on-scene"),
        _key("f8", "stamp('ended')", "Clear", "Stamp an officer stood down (before on scene) or clear", "app.clear"),
        _key("f9", "stamp('resolved')", "Resolved", "Stamp the incident resolved, now", "app.resolved"),
        _key("f12", "go_to", "Go to", "Go to another screen", "app.go-to"),
        _key("ctrl+o", "at_desk", "At desk", "Who is at the desk: sign on, unlock, PINs, signatures", "app.at-desk"),
        _key("ctrl+l", "lock", "Lock", "Lock the desk now: records are hidden", "app.lock", show=False),
        _key("ctrl+q", "quit", "Quit", "Leave the program; it asks first", "app.quit", show=False),
    ]

    def __init__(self, path: Path, clock: Clock | None = None, *, ask: bool = False) -> None:
        """`ask` asks at the start who is at the desk, and keeps the records of a site that locks hidden until then."""
        session = Session(path, clock)
        known = session.first_look() and session.data.site is not None
        # The mode in which the program starts must be set before Textual lays out its stacks of screens: switching
        # to one later paints twice.
        self.DEFAULT_MODE = "desk" if known else "first"  # type: ignore[misc]
        super().__init__()
        self.session = session
        for name, (module, _title, _letter) in PLACES.items():
            self.add_mode(name, partial(self._place, module))
        self.add_mode("first", partial(self._place, "screens.first_start"))
        for theme in THEMES:
            self.register_theme(theme)
        Input.cursor_blink = False  # type: ignore[assignment]  # blinking costs a tenth of a processor
        self.duty = Duty(self, session, partial(self._place, PLACES["desk"][0]))
        self.duty.show_colours()
        if ask:
            self.duty.begin_locked()
        self.ahead = TypeAhead(self, self._typed)
        self.exit_line = ""
        self.demo: Path | None = None
        self._ask = ask
        self._question: Callable[[], None] | None = None
        self._leaving = False
        self._asking_who = False
        self._came_from: dict[str, str] = {}

    # ── start ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_load(self) -> None:
        """Take up the keys that the person has chosen."""
        self.duty.take_up_keys()

    def on_mount(self) -> None:
        """The first screen shows what a short read gives; the store opens while it is being looked at."""
        self.call_after_refresh(self._after_first_paint)

    def _place(self, module: str) -> Screen[Any]:
        screen: Screen[Any] = import_module(module).SCREEN(self.session)
        screen._css_update_count = self._css_update_count  # its styles are of this theme: no second reading of them
        return screen

    def _fatal_error(self) -> None:
        """End in one line where Textual would print every variable, and so the records, on the terminal."""
        from sfm_tui.crash import kept

        self.bell()
        self.exit_line = kept(self._exception)
        self._close_messages_no_wait()

    def _after_first_paint(self) -> None:
        self.run_worker(self._open(), name="open", group="open", exit_on_error=False)
        self.set_interval(1.0, self._tick)

    async def _open(self) -> None:
        await self.session.store()
        # What has been made by now stays to the end: neither now nor later is it worth a search for what can go.
        gc.freeze()
        gc.enable()
        if self.current_mode == "first" and self.session.data.site is not None:
            self.go_to("desk")  # a store of an earlier version, brought up to this one
        self._redraw()
        self.duty.shift.look()
        problems = await to_thread(self.duty.config_problems)
        if problems:
            self.say(problems, "warn")
        self._question = self._ask_at_start
        self._ask_when_free()

    def _ask_at_start(self) -> None:
        if self.session.data.site is None:
            return
        if self._ask and not self.session.person:
            self.at_desk(at_start=True)
        else:
            self._offer_half_written()

    def _ask_when_free(self) -> None:
        """Ask what is to be asked at the start, once nothing is open that somebody is busy with."""
        if self._question is not None and len(self.screen_stack) == 1:
            question, self._question = self._question, None
            question()

    def _offer_half_written(self) -> None:
        async def work() -> None:
            from sfm_tui.widgets.half_written import offer

            await offer(self, self.session)

        self.act(work(), "half-written")

    async def on_event(self, event: events.Event) -> None:
        """Every key and mouse movement comes by here: an idle desk locks, an acknowledged bell stops."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.ahead.take(event)
        elif event.is_forwarded or not self.duty.saw(event):
            await super().on_event(event)

    async def _typed(self, event: events.Key | events.Paste) -> None:
        if not self.duty.saw(event):
            await super().on_event(event)

    def _tick(self) -> None:
        if terminal_gone():
            self.run_worker(self._leave_in_order(), name="leave", group="leave")
            return
        if self.session.look_if_changed():
            self._redraw()
        self.duty.tick()
        self._ask_when_free()
        screen = self._desk_screen()
        if screen is not None and screen.is_mounted:
            with suppress(NoMatches):  # a screen that is being taken down has lost its parts
                screen.tick()

    async def _leave_in_order(self) -> None:
        """End the program when nobody can see it any more; what is half typed is kept first."""
        if self._leaving:
            return
        self._leaving = True
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.put_away()
        acts = [work for work in self.workers if work.group == "acts"]  # one may wait for an answer that nobody gives
        with suppress(WorkerFailed, WorkerCancelled, TimeoutError):
            await wait_for(self.workers.wait_for_complete(acts), WAIT_AT_END)
        self.exit(1)

    def _desk_screen(self) -> DeskScreen | None:
        return next((s for s in reversed(self.screen_stack) if isinstance(s, DeskScreen)), None)

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                with suppress(NoMatches):  # as above
                    screen.data_changed()

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def act(self, work: Any, name: str) -> Worker[Any]:
        """Run an act of the desk beside the screen; an error becomes one line on it, and loses nothing."""
        return self.run_worker(work, name=name, group="acts", exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what went wrong in a worker; a store that cannot be opened ends the program with a line."""
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        if event.worker.name == "open":
            self.exit_line = str(error)
            self.exit(2)
            return
        self.say(_words(error), "bad")

    def say(self, text: str, tone: Any = "plain") -> None:
        """Say a line on the screen that is shown."""
        screen = self._desk_screen()
        if screen is not None:
            screen.say(text, tone)

    def action_new_incident(self) -> None:
        """Open a new incident: its number and «reported now» are on disk before anything else."""
        at, opening = self.session.now(), self.ahead.hold()

        async def work() -> None:
            try:
                done = await self.session.write(lambda store, by: store.incidents.open(by, reported=at))
                if self.session.locked:
                    self.session.opened_locked.add(done.number)
                self.open_incident(done.number, "what", fresh=True)
            except BaseException:
                self.ahead.drop()
                raise
            finally:
                opening.set_result(None)

        self.act(work(), "new incident")

    def open_incident(self, number: str, field: str = "", *, fresh: bool = False) -> None:
        """Show an incident; one that is shown already gives way to it."""
        if self.duty.refuses(number):
            return
        self.duty.acknowledge()
        screen = import_module("screens.incident").SCREEN(self.session, number, field=field, fresh=fresh)
        shown = self.screen
        if isinstance(shown, type(screen)):
            shown.put_away()
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def on_incident_wanted(self, event: IncidentWanted) -> None:
        """A screen asks for an incident."""
        self.open_incident(event.number, event.field)

    def on_place_wanted(self, event: PlaceWanted) -> None:
        """A screen asks for a place. Back to the desk from a record followed from elsewhere leads there first."""
        if event.place == "find":
            self.action_find()
        elif event.place == "desk" and not event.key:
            self._show(self._came_from.pop(self.current_mode, "desk"))
        else:
            before = self.current_mode
            self._show(event.place, event.key)
            if event.key and before != event.place == self.current_mode:
                self._came_from[event.place] = before

    def on_stamp_wanted(self, event: StampWanted) -> None:
        """A screen asks for a stamp."""
        self._stamp(event.number, event.stamp)

    def go_to(self, place: str, key: str = "") -> None:
        """Go to a place, there to the record of `key` if one is given; what was open there is as it was."""
        self._came_from.pop(place, None)
        self._show(place, key)

    def _show(self, place: str, key: str = "") -> None:
        if self.duty.refuses():
            return
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, DeskScreen):
                self.screen.put_away()
                self.pop_screen()
            else:
                self.screen.dismiss(None)
        if self.current_mode == "first" and place != "first" and self.session.data.site is None:
            return
        self.switch_mode(place)
        self.duty.lock.tidy()
        if key:
            self.call_after_refresh(lambda: getattr(self.screen, "show_record", lambda _key: None)(key))

    def action_go_to(self) -> None:
        """Ask where to, one letter each."""
        if self.duty.refuses():
            return
        from sfm_tui.widgets.dialogs import Choice, ChooseDialog

        if self._asks("Go to"):
            return
        choices = [Choice(name, title, letter=letter) for name, (_m, title, letter) in PLACES.items()]

        def go(place: str | None) -> None:
            if place:
                self.go_to(place)

        self.push_screen(ChooseDialog("Go to", choices), go)

    def _asks(self, title: str) -> bool:
        """Whether a question is on screen already."""
        return str(getattr(self.screen, "question", "")).startswith(title)

    def action_find(self) -> None:
        """Go to the log with the cursor in its search field."""
        if self.duty.refuses():
            return
        self.go_to("log")
        self.call_after_refresh(lambda: getattr(self.screen, "start_find", lambda: None)())

    def action_next_incident(self) -> None:
        """Go from one running incident to the next."""
        self.session.look_if_changed()
        running = [r.number for r in self.session.data.running]
        if not running:
            self.say("no incident is running · F2 opens one")
            return
        screen = self._desk_screen()
        current = screen.current_incident() if screen else None
        after = running.index(current) + 1 if current in running else 0
        self.open_incident(running[after % len(running)])

    def action_stamp(self, stamp: str) -> None:
        """Stamp the incident that the screen means; where it means none, ask."""
        self.duty.acknowledge()
        screen = self._desk_screen()
        number = screen.current_incident() if screen else None
        if number is not None:
            self._stamp(number, stamp)
            return
        self.session.look_if_changed()
        running = self.session.data.running
        if not running:
            self.say("no incident is running · F2 opens one")
        elif len(running) == 1:
            self._stamp(running[0].number, stamp)
        else:
            from sfm_tui.widgets.dialogs import Choice, ChooseDialog

            hidden = self.session.locked
            choices = [
                Choice(r.number, r.number, "" if hidden else r.summary or r.category or r.location) for r in running
            ]

            def chosen(answer: str | None) -> None:
                if answer:
                    self._stamp(answer, stamp)

            self.push_screen(ChooseDialog(f"Stamp {stamp}: which incident?", choices), chosen)

    def _stamp(self, number: str, stamp: str) -> None:
        from sfm_tui.widgets.stamping import question

        if self._asks(question(number, stamp)):
            return

        async def work() -> None:
            from sfm_tui.widgets.stamping import press

            outcome = await press(self, self.session, number, stamp)
            self._redraw()
            if outcome is not None:
                self.say(outcome.text, outcome.tone)

        self.act(work(), f"stamp {stamp}")

    def action_occurrence(self) -> None:
        """One line into the occurrence book."""
        dialog = import_module("screens.occurrence").SCREEN
        if not isinstance(self.screen, dialog):
            self.push_screen(dialog(self.session), self._occurred)

    def _occurred(self, said: str | None) -> None:
        if said:
            self._redraw()
            self.say(said, "good")

    def action_at_desk(self) -> None:
        """Ask who is at the desk."""
        self.at_desk()

    def at_desk(self, *, at_start: bool = False, then: Callable[[], None] | None = None) -> None:
        """Ask who is at the desk, unlock it for them, and offer what waits for their signature.

        `then` is called once somebody has signed on.
        """
        flows = import_module("screens.at_desk")
        if self._asking_who or isinstance(self.screen, flows.AtDesk):
            return
        self._asking_who, held = True, Held(self.ahead.hold)
        if not at_start:
            held.begin()

        def asked() -> None:
            self._asking_who = False

        async def work() -> None:
            try:
                taken = await flows.take_desk(self, self.session, held, asked, at_start=at_start)
            finally:
                asked()
                held.end()
            if taken is None:
                return
            if taken.signed_on:
                self.duty.lock.unlock()
            self._redraw()
            self.say(taken.said, "good")
            signed = await flows.offer_signing(self, self.session) if taken.signed_on else None
            if signed:
                self._redraw()
                self.say(signed, "good")
            if at_start:
                self._offer_half_written()
            if then is not None and taken.signed_on:
                then()

        self.act(work(), "at desk")

    def action_lock(self) -> None:
        """Lock the desk now."""
        if self.session.data.site is None or self.session.locked:
            self.say("the desk is locked already" if self.session.locked else "there is nothing to lock yet")
        else:
            self.duty.lock.lock()

    def action_command_palette(self) -> None:
        """Every act by its name; not while the desk is locked."""
        if not self.duty.refuses():
            super().action_command_palette()

    def action_help(self) -> None:
        """The keys that are true here."""
        keys = import_module("screens.keys").SCREEN
        if isinstance(self.screen, keys):
            self.screen.dismiss(None)
        else:
            self.push_screen(keys(self.screen))

    async def action_quit(self) -> None:
        """Ask, then leave."""
        from sfm_tui.widgets.dialogs import Choice, ChooseDialog

        running = len(self.session.data.running)
        if self._asks("Leave?"):
            return
        title = f"Leave? {running} incident{'s' if running != 1 else ''} running" if running else "Leave?"
        choices = [Choice("no", "Stay", letter="n"), Choice("yes", "Leave", letter="y")]

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.exit(0)

        self.push_screen(ChooseDialog(title, choices), answered)


def _words(error: BaseException | None) -> str:
    from sfm_tui.storage.errors import StoreError

    if isinstance(error, StoreError | ValueError):
        return str(error)
    return f"something went wrong: {type(error).__name__}: {error}"


Command = tuple[str, str, Callable[[], object]]


def run(path: Path, clock: Clock | None = None) -> tuple[int, str]:
    """Open the program on a store; gives the exit status and, where it failed, the line that says why.

    Where the first start asks for the demo, that opens next, in a folder of its own that is removed afterwards.
    """
    status, line, demo = _run_once(path, clock)
    if demo is not None:
        from shutil import rmtree

        try:
            status, line, _none = _run_once(demo, clock)
        finally:
            rmtree(demo.parent, ignore_errors=True)
    return status, line


def _run_once(path: Path, clock: Clock | None) -> tuple[int, str, Path | None]:
    app = SfmApp(path, clock, ask=True)
    try:
        status = app.run()
    finally:
        app.session.close()
    return (status if status is not None else app.return_code or 0), app.exit_line, app.demo
