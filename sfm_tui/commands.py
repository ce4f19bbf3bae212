"""The command palette: every act by its verb, every place by its name, every incident by its number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from sfm_tui.widgets.key_table import key_table
from sfm_tui.widgets.long_list_line import visible

if TYPE_CHECKING:
    from sfm_tui.app import SfmApp

_MOVES = ("go(", "move(", "cursor_", "scroll_", "delete_", "focus_", "app.focus_", "copy", "cut", "paste", "select_",
          "command_palette", "app.command_palette", "screen.copy_text", "help_quit", "minimize")  # fmt: skip
"""Actions that only move or edit: they are keys, not commands."""
_LONGEST = 70


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
            yield Command(f"Go to: {title}", "", f"F12 {letter}", partial(self._program.go_to, name), main=True)
        yield Command(
            "Capability plan", "a person's own, in an encrypted file apart from the store", "", self._capability
        )

    def _capability(self) -> None:
        from sfm_tui.widgets.capability_flow import capability

        self._program.act(capability(self._program, self._program.session), "capability plan")

    async def discover(self) -> Hits:
        """What can be done here, before anything is typed."""
        for command in self._commands():
            if command.main:
                yield DiscoveryHit(_shown(Content(command.text), command.keys), command.run, command.text)

    async def search(self, query: str) -> Hits:
        """What fits the words typed; an incident where they are its number."""
        hit = await self._incident(query)
        if hit is not None:
            yield hit
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.text)
            if score > 0:
                shown = _shown(matcher.highlight(escape(command.text)), command.keys)
                yield Hit(score, shown, command.run, command.text)

    async def _incident(self, query: str) -> Hit | None:
        typed = query.strip()
        if not any(ch.isdigit() for ch in typed) or " " in typed:
            return None
        session = self._program.session
        number = await session.read(lambda store: store.incidents.find_number(typed))
        if number is None:
            return None
        what = ""
        if not session.locked:
            incident = await session.read(lambda store: store.incidents.get(number))
            what = visible(incident.summary or incident.category)[:_LONGEST]
        label = f"Open {number}" + (f": {what}" if what else "")
        return Hit(1.0, Content(label), partial(self._program.open_incident, number), label)


def _shown(text: Content, keys: str) -> Content:
    return Content.assemble(text, (f"  {keys}", "italic"))
