"""A monkey at the desk: it presses what its seed says, and looks whether the program still stands.

`python -m tests.soak.monkey FOLDER --seed N --keys N` plays in a folder of its own and prints what it found as JSON.
"""

import argparse
import asyncio
import json
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerState

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import Clock, FrozenClock
from sfm_tui.storage import verify
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.forms.record_form import Form
from tests.soak import playground
from tests.soak.monkey_keys import Click, GoTo, Keys, Paste, Probe, Resize, Step, event_of, steps

NOW = 1_792_879_200
"""Sat 24 Oct 2026 23:00 BST: the clock goes back three hours later."""
SECONDS_A_KEY = 2
LONGEST_REST = 60.0
KEEPS = ("KeptForm", "IncidentScreen", "OccurrenceDialog", "Handover")
"""What keeps what is half typed in it."""
UNKEPT = ("officer", "state")
WAYS_HOME = ((), ("escape",), ("escape",) * 6, ("escape", "ctrl+o", "enter", "escape"), ("unlock", "escape", "escape"))


@dataclass
class Found:
    """What came of it."""

    seed: int
    keys: int = 0
    steps: int = 0
    lives: int = 0
    seconds: float = 0.0
    probes: int = 0
    trouble: list[str] = field(default_factory=list)
    """Errors with where they came from, and words that were lost."""
    said: dict[str, int] = field(default_factory=dict)
    """What the program refused, in its own words."""
    memory: list[tuple[int, int]] = field(default_factory=list)
    """Keys pressed so far, and the bytes held then."""
    last: list[str] = field(default_factory=list)


class WatchedApp(SfmApp):
    """The program, with all that goes wrong in it written down."""

    CSS_PATH: ClassVar[Any] = playground.styles()

    def __init__(self, path: Path, clock: Clock, found: Found) -> None:
        super().__init__(path, clock)
        self.found = found

    def say(self, text: str, tone: Any = "plain") -> None:
        """Write down what is refused."""
        if tone == "bad":
            note(self.found, text)
        super().say(text, tone)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Write down what nobody foresaw."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None and not _foreseen(error):
            self.found.trouble.append("".join(traceback.format_exception(error)))
        super().on_worker_state_changed(event)


def _foreseen(error: BaseException) -> bool:
    """Whether the program made this error itself, for a person to read."""
    if isinstance(error, StoreError | OSError):
        return True
    if not isinstance(error, ValueError) or isinstance(error, UnicodeError):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and any(part in frames[-1].filename for part in ("sfm_tui", "screens"))


def note(found: Found, text: str) -> None:
    """Count what was said, whatever the numbers in it."""
    shape = "".join("#" if c.isdigit() else c for c in text[:120])
    found.said[shape] = found.said.get(shape, 0) + 1


class Monkey:
    """Presses keys in one program after the other, until all are pressed or something is wrong."""

    def __init__(self, path: Path, found: Found, keys: int, seconds: float) -> None:
        self.path = path
        self._end = time.monotonic() + seconds
        self.found = found
        self.clock = FrozenClock(NOW)
        self._steps = steps(found.seed, keys)
        self._person = ""

    async def play(self) -> None:
        """All of the keys; a program that was left is started again."""
        asyncio.get_running_loop().set_exception_handler(self._unheard)
        while not self.found.trouble and await self._life():
            pass

    def _unheard(self, _loop: Any, context: dict[str, Any]) -> None:
        error = context.get("exception")
        text = "".join(traceback.format_exception(error)) if error is not None else ""
        self.found.trouble.append(f"{context.get('message')}\n{text}")

    async def _life(self) -> bool:
        """One run of the program; whether there are keys left."""
        self.found.lives += 1
        app = WatchedApp(self.path, self.clock, self.found)
        app.session.person = app.session.data.at_desk or "okafor"
        more = False
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                await self._rest(pilot)
                for step in self._steps:
                    await self._do(pilot, step)
                    if app._exception is not None or self.found.trouble or time.monotonic() > self._end:
                        break
                    if app._exit:
                        more = True
                        break
        except Exception:
            self.found.trouble.append(traceback.format_exc())
        finally:
            app.session.close()
        return more

    # ── one step ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _do(self, pilot: Pilot[Any], step: Step) -> None:
        found = self.found
        found.steps += 1
        found.last = [*found.last[-40:], f"{where(pilot.app)}: {step}"]
        match step:
            case Keys(keys):
                self._press(pilot, *keys)
            case Paste(text):
                self._press(pilot)
                pilot.app.post_message(events.Paste(text))
            case Resize(width, height):
                await resize(pilot, width, height)
            case Click():
                self._mouse(pilot, step)
            case GoTo(place):
                await self._go(pilot, place)
            case Probe(word, way):
                await self._probe(pilot, word, way)
        await self._rest(pilot)

    def _press(self, pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            pilot.app.post_message(event_of(key))
        before = self.found.keys
        self.found.keys += max(1, len(keys))
        self.clock.advance(SECONDS_A_KEY * max(1, len(keys)))
        if before // 500 != self.found.keys // 500:
            self.found.memory.append((self.found.keys, playground.memory()))

    def _mouse(self, pilot: Pilot[Any], click: Click) -> None:
        size = pilot.app.size
        x, y = int(click.x * size.width), int(click.y * size.height)
        kinds: dict[str, list[type[events.MouseEvent]]] = {
            "click": [events.MouseMove, events.MouseDown, events.MouseUp],
            "double": [events.MouseDown, events.MouseUp, events.MouseDown, events.MouseUp],
            "wheel": [events.MouseScrollDown, events.MouseScrollUp, events.MouseScrollDown],
            "move": [events.MouseMove],
        }
        for kind in kinds[click.kind]:
            pilot.app.post_message(kind(None, x, y, 0, 0, 0 if kind is events.MouseMove else 1, False, False, False))
        self.found.keys += 1

    async def _rest(self, pilot: Pilot[Any]) -> None:
        """Until the program has done what was asked of it."""
        app: Any = pilot.app
        end = time.monotonic() + LONGEST_REST
        await pilot._wait_for_screen(LONGEST_REST)
        while app.ahead._task is not None and not app._exit:
            if time.monotonic() > end:
                self.found.trouble.append(f"it did not come to rest\n{app.screen}")
                return
            await asyncio.sleep(0.002)
            if app._exception is not None:
                return
        if app._exception is None and not app._exit:
            await pilot._wait_for_screen(LONGEST_REST)

    async def _go(self, pilot: Pilot[Any], place: str) -> None:
        """To a place, as anybody would find it: F12 and its letter, from wherever the keys led to."""
        app: Any = pilot.app
        if self.clock.now() > NOW + 90 * 86400:
            self.clock.set(NOW)
        tried: list[str] = []
        for way in WAYS_HOME:
            for key in way:
                if key == "unlock":
                    app.duty.lock.unlock()  # a PIN that nobody remembers
                else:
                    self._press(pilot, key)
                await self._rest(pilot)
            tried.append(where(app))
            self._press(pilot, "f12", PLACES[place][2])
            end = time.monotonic() + 3
            while time.monotonic() < end:
                await self._rest(pilot)
                if (
                    app._exit
                    or app._exception is not None
                    or (app.current_mode == place and len(app.screen_stack) == 1)
                ):
                    return
                await asyncio.sleep(0.01)
            tried.append(where(app))
        self.found.trouble.append(f"no way to {place}: " + "\n".join(tried))

    # ── nothing typed is lost ────────────────────────────────────────────────────────────────────────────────

    async def _probe(self, pilot: Pilot[Any], word: str, way: tuple[str, ...]) -> None:
        app: Any = pilot.app
        field = app.focused
        if not isinstance(field, Input | TextArea) or not _kept(field):
            self._press(pilot, "f6" if int(word[-1]) % 2 else "f2")
            await self._rest(pilot)
            field = app.focused
            if not isinstance(field, Input | TextArea) or not _kept(field):
                return
        self._press(pilot, *word)
        await self._rest(pilot)
        if word not in _value(field):
            return  # the field takes no such word: a PIN, a field that is full
        self.found.probes += 1
        here = where(app)
        self._press(pilot, *way)
        for _ in range(400):
            await self._rest(pilot)
            if (
                app._exit
                or app._exception is not None
                or any(word in text for text in texts(app))
                or await in_store(app, word)
            ):
                return
            await asyncio.sleep(0.01)
        self.found.trouble.append(f"«{word}» typed into {field!r} of {here} is lost after {way}")


def where(app: Any) -> str:
    """What is shown, and where the cursor is."""
    return " > ".join([str(app.current_mode), *(type(s).__name__ for s in app.screen_stack), repr(app.focused)])


def _kept(field: Any) -> bool:
    names = {base.__name__ for node in field.ancestors_with_self for base in type(node).__mro__}
    return bool(names & set(KEEPS)) and field.id not in UNKEPT and not getattr(field, "password", False)


def _value(field: Any) -> str:
    return str(field.text if isinstance(field, TextArea) else field.value)


def texts(app: Any) -> list[str]:
    """What stands in all fields of all screens, and what the session holds."""
    found = [text for body in app.session.half_written.values() for text in body.values()]
    for stack in app._screen_stacks.values():
        for screen in stack:
            found += [_value(field) for field in screen.query("Input, TextArea")]
    return found


async def in_store(app: Any, word: str) -> bool:
    """Whether a word stands in a draft or in the ledger."""

    def look(store: Any) -> bool:
        if any(word in str(text) for draft in store.drafts.all() for text in draft.body.values()):
            return True
        with store.reading() as connection:
            asked = "SELECT 1 FROM payload WHERE instr(payload, ?) AND seq > ?"
            return connection.exec_driver_sql(asked, (word, store.head().seq - 50)).first() is not None

    return bool(await app.session.read(look))


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Give the terminal another size."""
    size = Size(width, height)
    pilot.app._driver._size = size
    pilot.app.post_message(events.Resize(size, size))


def main(arguments: list[str] | None = None) -> int:
    """Play once; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--keys", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=3600.0, help="stop pressing after so many")
    asked = parser.parse_args(arguments)
    folder = asked.folder.absolute()
    path = playground.demo_store(folder, NOW)
    playground.fence(folder)
    found = Found(asked.seed)
    refuse = Form.refuse

    def told(self: Form, name: str, problem: str) -> None:
        note(found, f"{name}: {problem}")
        refuse(self, name, problem)

    Form.refuse = told
    started = time.monotonic()
    asyncio.run(Monkey(path, found, asked.keys, asked.seconds).play())
    found.seconds = time.monotonic() - started
    report = verify.check(path)
    found.trouble += [str(problem) for problem in report.problems]
    if not found.trouble:
        found.last = []
    json.dump(asdict(found), sys.stdout, ensure_ascii=True, indent=1)
    return 1 if found.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
