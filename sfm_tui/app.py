"""The program on screen: its modes, the keys that hold everywhere, and what one terminal has open."""

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from sfm_tui.clock import Clock
from sfm_tui.theme import THEMES
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.messages import IncidentWanted, PlaceWanted, StampWanted
from sfm_tui.widgets.session import Session

PLACES: dict[str, tuple[str, str, str]] = {
    "desk": ("screens.desk", "Desk", "d"),
    "log": ("screens.log", "Log: all incidents", "l"),
    "book": ("screens.book", "Occurrence book", "b"),
    "settings": ("screens.settings", "Settings of the site", "s"),
}


def _key(key: str, action: str, verb: str, tip: str, name: str, *, show: bool = True) -> Binding:
    return Binding(key, action, verb, tooltip=tip, id=name, show=show, priority=True)


class SfmApp(App[int]):
    """One terminal at the desk."""

    TITLE = "sfm"
    CSS_PATH = "app.tcss"
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
        _key("ctrl+q", "quit", "Quit", "Leave the program; it asks first", "app.quit", show=False),
    ]

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        super().__init__()
        self.session = Session(path, clock)
        self.exit_line = ""
        self._ticked = 0

    # ── start ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_load(self) -> None:
        """Colours, and a cursor that does not blink: it costs a tenth of a processor."""
        Input.cursor_blink = False  # type: ignore[assignment]
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "sfm-16" if self.console.color_system == "standard" else "sfm-dark"

    def on_mount(self) -> None:
        """Show the desk from what a short read gives; the store opens while it is being looked at."""
        known = self.session.first_look()
        for name, (module, _title, _letter) in PLACES.items():
            self.add_mode(name, partial(self._place, module))
        if known and self.session.data.site is not None:
            self.switch_mode("desk")
        else:
            self.add_mode("first", partial(self._place, "screens.first_start"))
            self.switch_mode("first")
        self.call_after_refresh(self._after_first_paint)

    def _place(self, module: str) -> Screen[Any]:
        screen: Screen[Any] = import_module(module).SCREEN(self.session)
        return screen

    def _after_first_paint(self) -> None:
        gc.collect()
        gc.freeze()
        self.run_worker(self._open(), name="open", group="open", exit_on_error=False)
        self.set_interval(1.0, self._tick)

    async def _open(self) -> None:
        await self.session.store()
        self._redraw()

    def _tick(self) -> None:
        if self.session.look_if_changed():
            self._redraw()
        screen = self._desk_screen()
        if screen is not None:
            screen.tick()

    def _desk_screen(self) -> DeskScreen | None:
        return next((s for s in reversed(self.screen_stack) if isinstance(s, DeskScreen)), None)

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
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
        at = self.session.now()

        async def work() -> None:
            done = await self.session.write(lambda store, by: store.incidents.open(by, reported=at))
            self.open_incident(done.number, "what", fresh=True)

        self.act(work(), "new incident")

    def open_incident(self, number: str, field: str = "", *, fresh: bool = False) -> None:
        """Show an incident; one that is shown already gives way to it."""
        screen = import_module("screens.incident").SCREEN(self.session, number, field=field, fresh=fresh)
        if (
            isinstance(self.screen, DeskScreen)
            and self.screen.current_incident() is not None
            and hasattr(self.screen, "leave")
        ):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def on_incident_wanted(self, event: IncidentWanted) -> None:
        """A screen asks for an incident."""
        self.open_incident(event.number, event.field)

    def on_place_wanted(self, event: PlaceWanted) -> None:
        """A screen asks for a place."""
        if event.place == "find":
            self.action_find()
        else:
            self.go_to(event.place)

    def on_stamp_wanted(self, event: StampWanted) -> None:
        """A screen asks for a stamp."""
        self._stamp(event.number, event.stamp)

    def go_to(self, place: str) -> None:
        """Go to a place; what was open there is as it was."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode == "first" and place != "first" and self.session.data.site is None:
            return
        self.switch_mode(place)

    def action_go_to(self) -> None:
        """Ask where to, one letter each."""
        from sfm_tui.widgets.dialogs import Choice, ChooseDialog

        choices = [Choice(name, title, letter=letter) for name, (_m, title, letter) in PLACES.items()]

        def go(place: str | None) -> None:
            if place:
                self.go_to(place)

        self.push_screen(ChooseDialog("Go to", choices), go)

    def action_find(self) -> None:
        """Go to the log with the cursor in its search field."""
        self.go_to("log")
        self.call_after_refresh(lambda: getattr(self.screen, "start_find", lambda: None)())

    def action_next_incident(self) -> None:
        """Go from one running incident to the next."""
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
        screen = self._desk_screen()
        number = screen.current_incident() if screen else None
        if number is not None:
            self._stamp(number, stamp)
            return
        running = self.session.data.running
        if not running:
            self.say("no incident is running · F2 opens one")
        elif len(running) == 1:
            self._stamp(running[0].number, stamp)
        else:
            from sfm_tui.widgets.dialogs import Choice, ChooseDialog

            choices = [Choice(r.number, r.number, r.summary or r.category or r.location) for r in running]

            def chosen(answer: str | None) -> None:
                if answer:
                    self._stamp(answer, stamp)

            self.push_screen(ChooseDialog(f"Stamp {stamp}: which incident?", choices), chosen)

    def _stamp(self, number: str, stamp: str) -> None:
        async def work() -> None:
            from sfm_tui.widgets.stamping import press

            outcome = await press(self, self.session, number, stamp)
            self._redraw()
            if outcome is not None:
                self.say(outcome.text, outcome.tone)

        self.act(work(), f"stamp {stamp}")

    def action_occurrence(self) -> None:
        """One line into the occurrence book."""
        self.push_screen(import_module("screens.occurrence").SCREEN(self.session), self._occurred)

    def _occurred(self, said: str | None) -> None:
        if said:
            self._redraw()
            self.say(said, "good")

    def action_help(self) -> None:
        """The keys that are true here."""
        self.push_screen(import_module("screens.keys").SCREEN(self.screen))

    async def action_quit(self) -> None:
        """Ask, then leave."""
        from sfm_tui.widgets.dialogs import Choice, ChooseDialog

        running = len(self.session.data.running)
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
    """Open the program on a store; gives the exit status and, where it failed, the line that says why."""
    app = SfmApp(path, clock)
    try:
        status = app.run()
    finally:
        app.session.close()
    return (status if status is not None else 0), app.exit_line
