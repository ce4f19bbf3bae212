"""One terminal at the desk: its keys, how it starts, its second, how it ends."""

import gc
from asyncio import wait_for
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widgets import Input
from textual.worker import WorkerCancelled, WorkerFailed

from sfm_tui.app.acting import Acting
from sfm_tui.app.copying import Copying
from sfm_tui.app.going import PLACES
from sfm_tui.clock import Clock
from sfm_tui.theme import THEMES
from sfm_tui.widgets.dialogs.by_itself import not_meant
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.everywhere.terminal_gone import terminal_gone

WAIT_AT_END = 5.0
"""Seconds that a program whose terminal is gone waits for what it is still writing."""
AT_REST = 1.0
"""Seconds without a key after which the question of the start comes in nobody's way."""


def _key(key: str, action: str, verb: str, tip: str, name: str, *, show: bool = True) -> Binding:
    return Binding(key, action, verb, tooltip=tip, id=name, show=show, priority=True)


class SfmApp(Copying, Acting):
    """One terminal at the desk."""

    TITLE = "sfm"
    CSS_PATH: ClassVar[Any] = ["app.tcss", "../../screens/desk.tcss"]
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
        # Not before a field: there it copies what is marked.
        Binding(
            "ctrl+c",
            "copy",
            "Copy",
            id="app.copy",
            show=False,
            tooltip="Copy what is marked, else the record's number, again its line; also over SSH",
        ),
        _key("ctrl+q", "quit", "Quit", "Leave the program; it asks first", "app.quit", show=False),
    ]

    def __init__(self, path: Path, clock: Clock | None = None, *, ask: bool = False) -> None:
        """`ask` asks at the start who is at the desk, and keeps the records of a site that locks hidden until then."""
        session = Session(path, clock)
        known = session.first_look() and session.data.site is not None
        # The mode in which the program starts must be set before Textual lays out its stacks of screens: switching
        # to one later paints twice.
        self.DEFAULT_MODE = "desk" if known else "first"  # type: ignore[misc]
        super().__init__(session)
        for name, (module, _title, _letter) in PLACES.items():
            self.add_mode(name, partial(self._place, module))
        self.add_mode("first", partial(self._place, "screens.first_start"))
        for theme in THEMES:
            self.register_theme(theme)
        Input.cursor_blink = False  # type: ignore[assignment]  # blinking costs a tenth of a processor
        self.duty.show_colours()
        self.duty.show_motion()
        if ask:
            self.duty.begin_locked()
        self.demo: Path | None = None
        self._ask = ask
        self._question: Callable[[], None] | None = None
        self._leaving = False

    def on_load(self) -> None:
        """Take up the keys that the person has chosen."""
        self.duty.take_up_keys()

    def on_mount(self) -> None:
        """The first screen shows what a short read gives; the store opens while it is being looked at."""
        self.call_after_refresh(self._after_first_paint)

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
        problems = await self.duty.check_keys()
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
        """Ask what is to be asked at the start, once nobody is busy: nothing is open, and the keys are at rest."""
        busy = len(self.screen_stack) > 1 or self._asking_who is not None or self.ahead.rested() < AT_REST
        if self._question is not None and not busy:
            question, self._question = self._question, None
            question()

    async def _typed(self, event: events.Key | events.Paste) -> None:
        if not_meant(self.screen, event):
            self.screen.dismiss(None)
            self._question = self._ask_at_start
        await super()._typed(event)

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
