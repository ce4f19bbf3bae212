"""The command palette: every act by its verb, every place by its name, every record by its number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from sfm_tui.storage.records import find
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.key_table import key_table
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.records.going_to import open_record

if TYPE_CHECKING:
    from sfm_tui.app import SfmApp

_MOVES = ("go(", "move(", "cursor_", "scroll_", "delete_", "focus_", "app.focus_", "copy", "cut", "paste", "select_",
          "command_palette", "app.command_palette", "screen.copy_text", "help_quit", "minimize")  # fmt: skip
"""Actions that only move or edit: they are keys, not commands."""
_SHORTEST, _LONGEST = 2, 70
MOST_RECORDS = 6


@dataclass(frozen=True)
class Command:
    """One thing to do: what it is called, what it does, which key does it."""

    verb: str
    tip: str
    keys: str
    run: Callable[[], Any]
    main: bool = False

    @property
    def text(self) -> str:
        """What is searched: verb and explanation."""
        return f"{self.verb}: {self.tip}" if self.tip and self.tip != self.verb else self.verb


class DeskCommands(Provider):
    """What can be done from where the palette was opened."""

    @property
    def _program(self) -> "SfmApp":
        return cast("SfmApp", self.app)

    def _commands(self) -> Iterator[Command]:
        from sfm_tui.app import PLACES

        seen: set[str] = set()
        for _group, lines in key_table(self.screen):
            for line in lines:
                name = line.action.removeprefix("app.")
                if line.enabled and not line.action.startswith(_MOVES) and name not in seen:
                    seen.add(name)
                    act = partial(self.app.run_action, line.action, line.node)
                    yield Command(line.verb, line.tip, line.keys, act, main=line.shown)
        for name, (_module, title, letter) in PLACES.items():
            yield Command(
                f"Go to: {title}",
                "",
                f"{key_of('app.go-to', 'F12')} {letter}",
                partial(self._program.go_to, name),
                main=True,
            )
        yield Command(
            "Capability plan", "a person's own, in an encrypted file apart from the store", "", self._capability
        )

        yield Command(
            "Legal hold",
            "on the record under the cursor, or its end; on an officer, a person or a period",
            "",
            self._hold,
        )

    def _hold(self) -> None:
        from sfm_tui.widgets.keeping.flows import hold, hold_or_lift

        screen = self.screen
        if self._program.session.locked:
            self._program.say("the desk is locked: sign on first", "warn")
            return
        record = screen.current_record() if isinstance(screen, DeskScreen) else None

        async def work() -> None:
            session = self._program.session
            done = await (hold_or_lift(self._program, session, record[0]) if record else hold(self._program, session))
            if done is not None:
                self._program.say(done.text, done.tone)

        self._program.act(work(), "legal hold")

    def _capability(self) -> None:
        from sfm_tui.widgets.capability.flow import capability

        self._program.act(capability(self._program, self._program.session), "capability plan")

    async def discover(self) -> Hits:
        """What can be done here, before anything is typed."""
        for command in self._commands():
            if command.main:
                yield DiscoveryHit(_shown(Content(command.text), command.keys), command.run, command.text)

    async def search(self, query: str) -> Hits:
        """What fits the words typed; first the records that they are the number of."""
        for hit in await self._records(query):
            yield hit
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.text)
            if score > 0:
                shown = _shown(matcher.highlight(escape(command.text)), command.keys)
                yield Hit(score, shown, command.run, command.text)

    async def _records(self, query: str) -> list[Hit]:
        """The records that the words typed are the number, code or name of."""
        typed, session = query.strip(), self._program.session
        if session.locked or not (typed.isdigit() or _SHORTEST <= len(typed) <= _LONGEST):
            return []
        some = await session.read(partial(find, typed=typed, most=MOST_RECORDS))
        hits = []
        for one in some:
            said = visible(one.text)[:_LONGEST] if one.text != one.key else ""
            label = f"Open {one.called}" + (f": {said}" if said else "")
            hits.append(Hit(1.0, Content(label), partial(self._open, one.ref), label))
        return hits

    def _open(self, ref: str) -> None:
        self._program.act(open_record(self._program, self._program.session, ref), "open a record")


def _shown(text: Content, keys: str) -> Content:
    return Content.assemble(text, (f"  {keys}", "italic"))
