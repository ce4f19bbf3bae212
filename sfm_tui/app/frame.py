"""What the program stands on: what one terminal has open, acts that run beside the screen, the line that says so."""

from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from textual import events
from textual.app import App
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.duty import Duty
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.forms.pasted import harmless
from sfm_tui.widgets.lists.type_ahead import TypeAhead

LINE_FEED = "ctrl+j"


class Frame(App[int]):
    """The session of one terminal, and what every act of it needs."""

    def __init__(self, session: Session, desk: str) -> None:
        """`desk` is the module of the screen that a desk is locked with."""
        super().__init__()
        self.session = session
        self.duty = Duty(self, session, partial(self._place, desk))
        self.ahead = TypeAhead(self, self._typed)
        self.exit_line = ""

    def _place(self, module: str) -> Screen[Any]:
        screen: Screen[Any] = import_module(module).SCREEN(self.session)
        screen._css_update_count = self._css_update_count  # its styles are of this theme: no second reading of them
        return screen

    async def on_event(self, event: events.Event) -> None:
        """Every key and mouse movement comes by here: an idle desk locks, an acknowledged bell stops."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Paste):
                event.text = harmless(event.text, one_line=isinstance(self.focused, Input))
            await self.ahead.take(self._meant(event))
        elif event.is_forwarded or not self.duty.saw(event):
            await super().on_event(event)

    def _meant(self, event: events.Key | events.Paste) -> events.Key | events.Paste:
        """The same, but for a line feed, which is what Enter gives on a terminal that nobody has set to keys yet."""
        line_feed = isinstance(event, events.Key) and event.key == LINE_FEED
        return events.Key("enter", "\r") if line_feed and LINE_FEED not in self.screen.active_bindings else event

    async def _typed(self, event: events.Key | events.Paste) -> None:
        if not self.duty.saw(event):
            await super().on_event(event)

    def act(self, work: Any, name: str, *, keys_wait: bool | None = None) -> Worker[Any]:
        """Run an act of the desk beside the screen; an error becomes one line on it, and loses nothing.

        Keys wait for it, or for the question that it comes to: those typed into a field only where `keys_wait` is
        true, and none where it is false.
        """
        if keys_wait is not False:
            work = self._awaited(work, also_in_field=bool(keys_wait))
        return self.run_worker(work, name=name, group="acts", exit_on_error=False)

    async def _awaited(self, work: Any, *, also_in_field: bool) -> Any:
        with self.ahead.expected(also_in_field=also_in_field):
            return await work

    def push_screen(self, *args: Any, **more: Any) -> Any:
        """Show a screen over the one that is shown: what keys waited for is there."""
        self.ahead.opened()
        return super().push_screen(*args, **more)

    async def push_screen_wait(self, *args: Any, **more: Any) -> Any:
        """Show a screen and wait for its answer; keys then wait for what comes of it."""
        answer = await super().push_screen_wait(*args, **more)
        self.ahead.answered()
        return answer

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say what went wrong in a worker; a store that cannot be opened ends the program with a line."""
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        if event.worker.name == "open":
            self.exit_line = str(error)
            self.exit(2)
            return
        from sfm_tui.widgets.everywhere.error_words import error_words

        self.say(error_words(error), "bad")

    def say(self, text: str, tone: Any = "plain") -> None:
        """Say a line on the screen that is shown."""
        screen = self._desk_screen()
        if screen is not None:
            screen.say(text, tone)

    def _desk_screen(self) -> DeskScreen | None:
        return next((s for s in reversed(self.screen_stack) if isinstance(s, DeskScreen)), None)

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                with suppress(NoMatches):  # a screen that is being taken down has lost its parts
                    screen.data_changed()

    def _asks(self, title: str) -> bool:
        """Whether a question is on screen already."""
        return str(getattr(self.screen, "question", "")).startswith(title)
