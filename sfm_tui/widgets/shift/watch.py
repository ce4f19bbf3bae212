"""Keeps `session.shift` and what the desk tells beside it up to date.

Both are read in a thread after the first frame, when anybody wrote, once a minute.

Where the screen does not show it, once a minute will do: on the roster it would take the processor from its findings.
"""

from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.everywhere.base import DeskScreen

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.before_going import BeforeGoing
    from sfm_tui.storage.log_lines import LogLines
    from sfm_tui.storage.shift import Shift
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

EVERY_SECONDS = 60
REST = 10
"""A reading is followed by a pause of so many times what it took, so that a large roster does not fill the day."""


class ShiftWatch:
    """Held by the program; `look` begins, `tick` goes on."""

    def __init__(self, app: "App[Any]", session: "Session") -> None:
        self._app = app
        self._session = session
        self._begun = self._reading = False
        self._read_at = 0.0
        self._took = 0.0
        self._head = -1
        self._as_of = 0
        session.wrote = self.tick

    def look(self) -> None:
        """Read the shift now, unless it is being read."""
        self._begun = True
        if not self._reading:
            self._reading = True
            self._app.run_worker(self._read(), name="shift", group="shift", exit_on_error=False)

    def tick(self) -> None:
        """Read it again where something was written since that is shown, or a minute has passed. Cheap."""
        session = self._session
        if not self._begun or self._reading:
            return
        since = session.clock.monotonic() - self._read_at
        aged = abs(session.now() - self._as_of) >= EVERY_SECONDS
        if aged or (session.data.head_seq != self._head and since >= REST * self._took and self._shown()):
            self.look()

    def _shown(self) -> bool:
        screen = next((s for s in reversed(self._app.screen_stack) if isinstance(s, DeskScreen)), None)
        return screen is not None and screen.SHOWS_SHIFT

    async def _read(self) -> None:
        session = self._session
        started = session.clock.monotonic()
        self._head, self._as_of, before = session.data.head_seq, session.now(), session.shift
        rest, lines = session.before_going, session.log_lines

        def read(store: "Store") -> "Shift":
            from sfm_tui.storage.shift import read_shift

            return read_shift(store, before)

        def read_rest(store: "Store") -> "BeforeGoing":
            from sfm_tui.storage.before_going import read_before_going

            return read_before_going(store, rest)

        def count(store: "Store") -> "LogLines":
            from sfm_tui.storage.log_lines import count_lines

            return count_lines(store, lines)

        try:
            session.log_lines = await session.read(count)
            session.shift, session.shift_problem = await session.read(read), ""
            session.before_going = await session.read(read_rest)
        except ValueError as error:
            session.shift_problem = str(error)
        finally:
            self._read_at = session.clock.monotonic()
            self._took = self._read_at - started
            self._reading = False
        for screen in self._app.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.shift_changed()
