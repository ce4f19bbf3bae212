"""The lock: when an idle desk locks itself, what is shown while it is locked, and the way back.

A locked desk is a desk of its own, put in front of whatever was open: nothing behind it can be seen, and nothing
that was typed there is lost. On it new incidents, the stamp keys and the occurrence book work as always.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_names import KeyWords

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session

HINT = KeyWords(
    "locked: records are hidden · {app.at-desk=^O} unlocks · {app.new=F2}, stamps and {app.occurrence=F6} work"
)


class Idle:
    """Counts the time since the last key or mouse movement, in the clock's own monotonic seconds."""

    def __init__(self, now: float) -> None:
        self._last = now

    def touch(self, now: float) -> None:
        """Somebody did something."""
        self._last = now

    def over(self, now: float, minutes: int | None) -> bool:
        """Whether nobody did anything for that many minutes; never where the site sets none."""
        return minutes is not None and now - self._last >= minutes * 60


class DeskLock:
    """Locks and unlocks the desk of one terminal."""

    def __init__(self, app: "App[Any]", session: "Session", desk: Callable[[], Screen[Any]]) -> None:
        self._app = app
        self._session = session
        self._desk = desk
        self._fronts: list[str] = []
        self._behind = ""
        self._count = 0
        self.idle = Idle(session.clock.monotonic())

    def touch(self) -> None:
        """Somebody pressed a key or moved the mouse."""
        self.idle.touch(self._session.clock.monotonic())

    def tick(self) -> None:
        """Lock where nobody did anything for as long as the site sets."""
        site = self._session.data.site
        if site is not None and not self._session.locked:
            if self.idle.over(self._session.clock.monotonic(), site.lock_after_minutes):
                self.lock()

    def lock(self) -> None:
        """Hide every record behind a locked desk."""
        if self._session.locked:
            return
        self._session.locked = True
        self._session.opened_locked.clear()
        self._behind = str(self._app.current_mode)
        self._count += 1
        front = f"locked-{self._count}"
        self._fronts.append(front)
        self._app.add_mode(front, self._desk)
        self._app.switch_mode(front)

    def unlock(self) -> None:
        """Show what was open; where an incident was opened on the locked desk, it stays in front."""
        if not self._session.locked:
            return
        self._session.locked = False
        self._session.opened_locked.clear()
        self.touch()
        if self._behind and len(self._app.screen_stack) == 1:
            self._app.switch_mode(self._behind)
        self._behind = ""
        self.tidy()
        for screen in self._app.screen_stack:
            if isinstance(screen, DeskScreen) and screen.is_mounted:
                screen.locked_changed()
                screen.tick()

    def tidy(self) -> None:
        """Forget locked desks that are no longer shown."""
        if self._session.locked:
            return
        for front in [name for name in self._fronts if name != self._app.current_mode]:
            self._fronts.remove(front)
            self._app.remove_mode(front)
