"""What the program does beside its screens: own settings, the lock, the bell, keys that are switched off."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from sfm_tui import config
from sfm_tui.clock import sure_clock
from sfm_tui.widgets.everywhere.alarm import Alarm
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_bar import key_label
from sfm_tui.widgets.everywhere.key_names import KeyNames, name_keys_by
from sfm_tui.widgets.everywhere.lock import HINT, DeskLock
from sfm_tui.widgets.shift.watch import ShiftWatch

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.keymap import Problem
    from sfm_tui.widgets.everywhere.session import Session

THEME_NAMES = {"dark": "sfm-dark", "light": "sfm-light", "contrast": "sfm-contrast", "16": "sfm-16"}


class Duty:
    """Held by the program; each method is called from one place in it."""

    def __init__(self, app: "App[Any]", session: "Session", desk: Callable[[], Screen[Any]]) -> None:
        self._app = app
        self._session = session
        self.config = config.load()
        self._keymap: dict[str, str] = {}
        self.keys = KeyNames(self._letters)
        name_keys_by(self.keys)
        self.alarm = Alarm()
        self.lock = DeskLock(app, session, desk)
        self.shift = ShiftWatch(app, session)

    # ── own settings ─────────────────────────────────────────────────────────────────────────────────────────

    def take_up_keys(self) -> None:
        """Use the keys that the site and, before it, the person has set, those of them that exist."""
        name_keys_by(self.keys)
        site = self._session.data.site
        wanted = dict(site.keymap if site is not None else ()) | dict(self.config.keymap)
        if wanted:
            from sfm_tui.widgets.everywhere.keymap import checked

            good, problems = checked(wanted)
            self._use_keys(good, problems)

    def _use_keys(self, keymap: dict[str, str], problems: "list[Problem]") -> None:
        self._keymap = keymap
        self.keys.moved = keymap
        self._app.set_keymap(keymap)
        self._session.desk_key = key_label(keymap.get("app.at-desk", "ctrl+o"))
        own = self.config.keymap
        said = (f"keymap{'' if name in own else ' of the site'}: {what}" for name, what in problems)
        self.config = self.config._replace(problems=(*self.config.problems, *said))

    async def check_keys(self) -> str:
        """Leave out the keys that cannot be used; what is wrong with the person's settings, in one line or none.

        What every screen has for keys is read in a thread.
        """
        if self._keymap:
            from asyncio import to_thread

            from sfm_tui.widgets.everywhere.keymap import all_bindings, usable

            good, problems = usable(self._keymap, await to_thread(all_bindings))
            if problems:
                self._use_keys(good, problems)
        wrong = self.config.problems
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        return wrong[0] + more if wrong else ""

    def theme(self) -> str:
        """The theme to show: the person's own, else the one that suits the terminal."""
        plain = "16" if self._app.no_color or self._app.console.color_system == "standard" else "dark"
        return THEME_NAMES[self.config.theme or plain]

    def show_colours(self) -> None:
        """Set the theme before anything is drawn: sixteen colours are the terminal's own, `NO_COLOR` means none."""
        app = self._app
        app.set_reactive(type(app).theme, self.theme())
        app.stylesheet.set_variables(app.get_css_variables())
        app._refresh_truecolor_filter(app.ansi_theme)
        if app.no_color and app.native_ansi_color:
            app._filters[:] = [NoColor() if isinstance(f, Monochrome) else f for f in app._filters]

    def show_motion(self) -> None:
        """Let nothing move but clocks, unless a person wants it; `TEXTUAL_ANIMATIONS` says how much at most."""
        self._app.animation_level = constants.TEXTUAL_ANIMATIONS if self.config.motion == "full" else "none"

    @property
    def _still(self) -> bool:
        return self.config.motion == "none" or (
            not self.config.motion and os.environ.get("TEXTUAL_ANIMATIONS", "").lower() == "none"
        )

    def read_config_again(self) -> None:
        """Take up settings that were changed while the program runs."""
        changed = config.load()
        self.config = self.config._replace(theme=changed.theme, bell=changed.bell, motion=changed.motion)
        self._app.theme = self.theme()
        self.show_motion()

    @property
    def _bell(self) -> bool:
        site = self._session.data.site
        own = self.config.bell
        return own if own is not None else (site is None or site.bell)

    # ── keys and the mouse ───────────────────────────────────────────────────────────────────────────────────

    def saw(self, event: events.Event) -> bool:
        """Take notice of a key or the mouse. True for a key that the site has switched off."""
        if isinstance(event, events.Key):
            self.lock.touch()
            if event.key == "enter":
                self.acknowledge()
            return self._letter_off(event)
        if isinstance(event, events.MouseEvent | events.Paste):
            self.lock.touch()
        return False

    def _letters(self) -> bool:
        """Whether single letters are keys on this site."""
        site = self._session.data.site
        return site is None or site.single_letter_keys

    def _letter_off(self, event: events.Key) -> bool:
        if self._letters() or not event.is_printable or event.character in (None, " "):
            return False
        screen = self._app.screen
        if not isinstance(screen, DeskScreen) or str(event.character).isdigit():
            return False
        return screen.focused is None or not screen.focused.check_consume_key(event.key, event.character)

    # ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────

    def begin_locked(self) -> None:
        """A site that locks an idle desk does not open it to whoever starts the program."""
        site = self._session.data.site
        self._session.locked = site is not None and site.lock_after_minutes is not None

    def refuses(self, number: str = "") -> bool:
        """Whether the desk is locked for this; says so."""
        if not self._session.locked or (number and number in self._session.opened_locked):
            return False
        self._say(HINT, "warn")
        return True

    # ── once a second ────────────────────────────────────────────────────────────────────────────────────────

    def tick(self) -> None:
        """Lock an idle desk; ring, flash and say what calls."""
        self.lock.tick()
        self.shift.tick()
        session = self._session
        decision = self.alarm.step(session.data.running, session.terms, session.now(), self._waiting())
        if decision.say:
            self._say(decision.say, "bad" if decision.over else "warn")
        if decision.ring and self._bell:
            self._app.bell()
        self._session.flash = decision.flash and self._bell and (self._still or not self._session.flash)

    def _waiting(self) -> list[tuple[str, int]] | None:
        """The check calls that nobody has answered, by post and time; None until they are known."""
        shift, tz = self._session.shift, self._session.tz
        if shift is None:
            return None
        return [(f"{call.post} {sure_clock(call.due, tz)}", call.due) for call in shift.calls]

    def acknowledge(self) -> None:
        """Somebody took notice of what calls: the bell and the flash stop."""
        if self.alarm.acknowledge():
            self._session.flash = False

    def _say(self, text: str, tone: Any) -> None:
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, DeskScreen):
                screen.say(text, tone)
                return
