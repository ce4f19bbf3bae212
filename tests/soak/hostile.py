"""Walks to every form of every screen and puts hostile text into each of its fields, then saves.

`python -m tests.soak.hostile FOLDER --rounds N` walks a demo store in a folder of its own; JSON at the end.
"""

import argparse
import asyncio
import json
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from sfm_tui.app import PLACES
from sfm_tui.clock import FrozenClock
from tests.soak import playground
from tests.soak.hostile_texts import HARMLESS, TEXTS
from tests.soak.monkey import NOW, Found, Monkey, WatchedApp, event_of, where

DEPTH, OPTIONS = 2, 6
"""How many questions are followed from a key, and how many answers of each."""
SAVES = 30
"""How often a form is tried before it is left: a field that refuses gets something harmless in between."""
LEAVES = {"quit", "help", "lock", "command_palette", "focus_next", "focus_previous", "go_to"}
"""Acts that lead to no form, or out of the program."""


class Walker(Monkey):
    """Goes by the keys that each screen says are true on it."""

    def __init__(self, path: Path, found: Found, rounds: int, seconds: float) -> None:
        super().__init__(path, found, 0, seconds)
        self.rounds = rounds
        self.forms: dict[str, int] = {}
        """Each form that was found, by how one gets there, and how often it was saved."""
        self._round = 0
        self._filled: set[tuple[Any, ...]] = set()
        """The forms of this round, however one came to them."""

    async def play(self) -> None:
        """Every round in a program of its own."""
        asyncio.get_running_loop().set_exception_handler(self._unheard)
        for turn in range(self.rounds):
            self._round = turn
            self._filled.clear()
            if self.found.trouble or time.monotonic() > self._end:
                return
            self.found.lives += 1
            app = WatchedApp(self.path, self.clock, self.found)
            app.session.person = app.session.data.at_desk or "okafor"
            try:
                async with app.run_test(size=(120, 36)) as pilot:
                    await self._rest(pilot)
                    for place in PLACES:
                        await self._walk(pilot, place)
            except Exception:
                self.found.trouble.append(traceback.format_exc())
            finally:
                app.session.close()

    async def _walk(self, pilot: Pilot[Any], place: str) -> None:
        await self._go(pilot, place)
        app: Any = pilot.app
        keys = []
        for node, binding, enabled, _tip in app.screen.active_bindings.values():
            if enabled and binding.action.removeprefix("app.") not in LEAVES and (node is not app or place == "desk"):
                if not str(binding.key).startswith(("super+", "alt+")):
                    keys.append(binding.key)
        for key in dict.fromkeys(keys):
            await self._open(pilot, place, (key,))
            if self.found.trouble or app._exit or app._exception is not None or time.monotonic() > self._end:
                return

    async def _open(self, pilot: Pilot[Any], place: str, way: tuple[str, ...]) -> None:
        """Follow a way of keys from a place; where it ends in a question, on from each answer."""
        app: Any = pilot.app
        await self._go(pilot, place)
        for key in way:
            self._press(pilot, key)
            await self._quiet(pilot)
        self.found.last = [*self.found.last[-30:], f"{place} {way}: {where(app)}"]
        self._look(app)
        if app._exit or app._exception is not None:
            return
        if any(not field.disabled for field in app.screen.query("Input, TextArea") if field.display):
            await self._fill(pilot, place, way)
        elif len(way) <= DEPTH and (lists := list(app.screen.query(OptionList))) and len(app.screen_stack) > 1:
            for n in range(min(OPTIONS, lists[0].option_count)):
                await self._open(pilot, place, (*way, *("down",) * n, "enter"))
        await self._home(pilot)

    async def _fill(self, pilot: Pilot[Any], place: str, way: tuple[str, ...]) -> None:
        app: Any = pilot.app
        screen = app.screen
        fields = [field for field in screen.query("Input, TextArea") if field.display and not field.disabled]
        kind = (type(screen).__name__, _title(screen), tuple(field.id for field in fields))
        if kind in self._filled:
            return
        self._filled.add(kind)
        name = f"{place} {' '.join(way)} {kind[0]} {kind[1]}".rstrip()
        self.forms.setdefault(name, 0)
        stood = {}
        for n, field in enumerate(fields):
            stood[n] = field.text if isinstance(field, TextArea) else field.value
            if not isinstance(field, TextArea) or len(stood[n]) < 200:
                await self._put(pilot, field, TEXTS[(n + self._round + len(name)) % len(TEXTS)])
        self._look(app)
        refused: dict[int, int] = {}
        for _attempt in range(SAVES):
            self._press(pilot, "ctrl+s" if any(b.key == "ctrl+s" for b in _bindings(screen)) else "enter")
            await self._quiet(pilot)
            self._look(app)
            if app._exit or app._exception is not None:
                return
            if app.screen is not screen or not screen.is_attached:
                self.forms[name] += 1
                return
            field = app.focused  # a form goes to the field that it refuses
            if not isinstance(field, Input | TextArea) or field not in fields:
                return
            n = fields.index(field)
            harmless = (stood[n], *HARMLESS)
            if refused.setdefault(n, 0) == len(harmless):
                return
            await self._put(pilot, field, harmless[refused[n]])
            refused[n] += 1

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
        """Until the workers of an act are done, those that wait for an answer left alone."""
        app: Any = pilot.app
        for _ in range(6):
            await self._rest(pilot)
            if app._exit or app._exception is not None:
                return
            await asyncio.sleep(0.01)

    async def _home(self, pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        for _ in range(8):
            if app._exit or app._exception is not None or len(app.screen_stack) == 1:
                return
            self._press(pilot, "escape")
            await self._rest(pilot)

    def _look(self, app: Any) -> None:
        """Nothing that was typed is a control character on the screen, or something that can be clicked."""
        if app._exit or app._exception is not None:
            return
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in segment.text) and not segment.control:
                    self.found.trouble.append(f"control characters on the screen: {segment.text!r} at {where(app)}")
                meta = segment.style.meta if segment.style is not None else {}
                if "app.quit" in str(meta.get("@click", "")) and "leave" in segment.text:
                    self.found.trouble.append(f"a text became a link: {segment.text!r} at {where(app)}")


def _bindings(screen: Any) -> list[Any]:
    return [active.binding for active in screen.active_bindings.values()]


def _title(screen: Any) -> str:
    """What the frame of a dialog says, without its numbers."""
    frames = screen.query("#dialog")
    return "".join(c for c in str(frames.first().border_title if frames else "") if not c.isdigit())[:40]


def main() -> int:
    """Walk; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0)
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    path = playground.demo_store(folder, NOW)
    playground.fence(folder)
    found = Found(0)
    walker = Walker(path, found, asked.rounds, asked.seconds)
    walker.clock = FrozenClock(NOW)
    started = time.monotonic()
    asyncio.run(walker.play())
    found.seconds = time.monotonic() - started
    if not found.trouble:
        found.last = []
    json.dump(asdict(found) | {"forms": walker.forms}, sys.stdout, ensure_ascii=True, indent=1)
    return 1 if found.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
