"""Puts hostile text into each field of a form, looks at what is shown, and saves it."""

import asyncio
import time
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from sfm_tui.widgets.forms.record_form import Form
from tests.soak import inputs
from tests.soak.hostile_texts import HARMLESS, NAMED, TEXTS
from tests.soak.monkey import LONGEST_REST, Found, Monkey, event_of, where

SAVES = 30
"""How often a form is tried before it is left: a field that refuses gets something harmless in between."""


class Filler(Monkey):
    """Fills whatever form is in front, once."""

    def __init__(self, path: Path, found: Found, seconds: float) -> None:
        super().__init__(path, found, 0, seconds)
        self.turn = 0
        """Each turn another text goes into a field."""
        self.forms: dict[str, int] = {}
        """Each form that was found, by how one gets there, and how often it was saved."""
        self.fields: set[inputs.Site] = set()
        """Where each field was made that got hostile text."""
        self._form = ""
        """The form that was filled last, and what stood in its fields."""
        self._stood: dict[int, str] = {}
        self._filled: set[tuple[Any, ...]] = set()
        """The forms of this round, however one came to them."""
        self._asked = 0

    @staticmethod
    def _over(app: Any) -> bool:
        return bool(app._exit or app._exception is not None)

    async def _fill(self, pilot: Pilot[Any], way: str) -> bool:
        """Hostile text into each field; False where this form had it already."""
        app: Any = pilot.app
        screen = app.screen
        fields = fields_of(screen)
        made = [inputs.made_at(field) for field in fields]
        kind = (type(screen).__name__, getattr(screen, "made_at", None), *made)
        if kind in self._filled:
            return False
        self._filled.add(kind)
        name = f"{way}: {kind[0]} {title_of(screen)}".rstrip()
        self.forms.setdefault(name, 0)
        self._form = name
        self._stood = {}
        for n, field in enumerate(fields):
            m = n - (name_of(field) == "again")  # what is asked twice is to be the same
            self._stood[n] = field.text if isinstance(field, TextArea) else field.value
            await self._put(pilot, field, TEXTS[(m + self.turn + len(name)) % len(TEXTS)])
            self.fields |= made[n]
            if self._over(app) or app.screen is not screen:
                return True
        self._look(app)
        return True

    async def _save(self, pilot: Pilot[Any]) -> bool:
        """Save a form that was filled, with something harmless in what refuses; whether it was saved."""
        app: Any = pilot.app
        screen = app.screen
        fields = fields_of(screen)
        refused: dict[int, int] = {}
        for _attempt in range(SAVES):
            self._press(pilot, "ctrl+s" if any(b.key == "ctrl+s" for b in _bindings(screen)) else "enter")
            await self._quiet(pilot)
            if self._over(app):
                return False
            self._look(app)
            if app.screen is not screen or not screen.is_attached:
                self.forms[self._form] += 1
                return True
            field = app.focused  # a form goes to the field that it refuses
            if not isinstance(field, Input | TextArea) or field not in fields:
                return False
            n = fields.index(field)
            harmless = tuple(dict.fromkeys((self._stood[n], *NAMED.get(name_of(field), ()), *HARMLESS)))
            if refused.setdefault(n, 0) == len(harmless):
                return False
            await self._put(pilot, field, harmless[refused[n]])
            refused[n] += 1
        return False

    async def _put(self, pilot: Pilot[Any], field: Any, text: str) -> None:
        """Empty a field and paste into it, as a person does; a text without line breaks also letter by letter."""
        if not field.is_attached:
            return
        field.focus()
        await self._rest(pilot)
        if isinstance(field, TextArea):
            field.clear()
        else:
            field.value = ""
        pilot.app.post_message(events.Paste(text))
        await self._rest(pilot)
        if len(text) < 20 and (field.text if isinstance(field, TextArea) else field.value) == "":
            for letter in text:
                pilot.app.post_message(event_of(letter))
            await self._rest(pilot)

    async def _quiet(self, pilot: Pilot[Any]) -> None:
        """Until what was asked of the store has come and been shown; what waits for an answer is left alone."""
        app: Any = pilot.app
        calm, end = 0, time.monotonic() + LONGEST_REST
        while calm < 2 and time.monotonic() < end:
            await self._rest(pilot)
            if self._over(app):
                return
            await asyncio.sleep(0.01)
            calm = 0 if self._asked or getattr(app.screen, "_busy", False) else calm + 1

    def _count(self, app: Any) -> None:
        """Know how much of the store is being read or written."""
        self._asked = 0

        def counted(plain: Any) -> Any:
            async def run(*args: Any, **more: Any) -> Any:
                self._asked += 1
                try:
                    return await plain(*args, **more)
                finally:
                    self._asked -= 1

            return run

        for name in ("read", "write"):
            setattr(app.session, name, counted(getattr(app.session, name)))

    def _look(self, app: Any) -> None:
        """Nothing that was typed is a control character on the screen, or something that can be clicked."""
        if app._exit or app._exception is not None:
            return
        for form in app.screen.query(Form):
            self.fields |= inputs.only_chosen(form)
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in segment.text) and not segment.control:
                    self.found.trouble.append(f"control characters on the screen: {segment.text!r} at {where(app)}")
                meta = segment.style.meta if segment.style is not None else {}
                if "app.quit" in str(meta.get("@click", "")) and "leave" in segment.text:
                    self.found.trouble.append(f"a text became a link: {segment.text!r} at {where(app)}")


def name_of(field: Any) -> str:
    """What the program calls a field."""
    one = inputs.described(field)
    return one.name if one is not None else str(field.id)


def fields_of(screen: Any) -> list[Any]:
    """What takes letters on a screen and is seen."""
    return [field for field in screen.query("Input, TextArea") if not field.disabled and _shown(field)]


def _shown(field: Any) -> bool:
    return all(node.display for node in field.ancestors_with_self if hasattr(node, "display"))


def _bindings(screen: Any) -> list[Any]:
    return [active.binding for active in screen.active_bindings.values()]


def title_of(screen: Any) -> str:
    """What the frame of a dialog says, without its numbers."""
    frames = screen.query("#dialog")
    return "".join(c for c in str(frames.first().border_title if frames else "") if not c.isdigit())[:40]
