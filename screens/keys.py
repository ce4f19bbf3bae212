"""F1: the keys that are true on the screen beneath."""

from textwrap import wrap
from typing import Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Label, Static

from sfm_tui.widgets.desk.preview import styled
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.key_table import EVERYWHERE, KeyLine, key_table
from sfm_tui.widgets.lists.rows import Span

LINK = KeyWords("F-keys: what they do everywhere (press {keys.functions=f})")
KEYS, VERB, WIDTH = 13, 17, 100


class Link(Static):
    """Leads to the function keys."""

    DEFAULT_CSS = "Link { color: $accent; text-style: underline; height: 1; width: auto; }"

    def on_click(self, event: events.Click) -> None:
        """Go there."""
        event.stop()
        cast("Keys", self.screen).action_functions()


class Keys(Modal[None]):
    """The keys of a screen, grouped, with what they do."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "Keys")
        + """
    Keys > #dialog { width: 100; height: 100%; }
    Keys #keys-scroll { height: 1fr; }
    Keys Static { height: auto; }
    Keys .heading { color: $accent; text-style: bold; margin-top: 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", "Back", id="keys.back", tooltip="Back to where you were"),
        Binding("f", "functions", "F-keys", id="keys.functions", tooltip="To what the function keys do"),
    ]

    def __init__(self, screen: "Screen[Any]") -> None:
        super().__init__()
        self._table = key_table(screen)

    def compose(self) -> ComposeResult:
        """The groups."""
        with Vertical(id="dialog") as frame:
            frame.border_title = "Keys"
            yield Link(LINK.now, markup=False)
            with VerticalScroll(id="keys-scroll"):
                for place, (name, lines) in enumerate(self._table):
                    yield Label(name, classes="heading", id=f"group-{place}", markup=False)
                    yield Static(styled([part for line in lines for part in self._lines(line)]), markup=False)
            yield Label(
                f"↑↓ scroll · {key_of('app.keys', 'F1')} or Esc closes · Ctrl+P finds an act by its name",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#keys-scroll").focus()

    def _lines(self, line: KeyLine) -> list[list[Span]]:
        """A key on as many lines as its explanation needs, all of it in its own column."""
        tip = line.tip if line.tip != line.verb else ""
        tip = tip if line.enabled else f"(not now) {tip}"
        room = min(WIDTH, int(self.app.size.width * 0.96)) - 6 - KEYS - VERB
        first, *rest = wrap(tip, max(20, room)) or [""]
        style = "plain" if line.enabled else "muted"
        spans: list[Span] = [
            (f"{line.keys:<{KEYS}}", "bold" if line.enabled else "muted"),
            (f"{line.verb:<{VERB}}", style),
        ]
        return [[*spans, (first, "muted")], *([(" " * (KEYS + VERB) + more, "muted")] for more in rest)]

    def action_functions(self) -> None:
        """To what the function keys do."""
        places = [place for place, (name, _lines) in enumerate(self._table) if name == EVERYWHERE]
        if places:
            heading = self.query_one(f"#group-{places[0]}")
            self.query_one("#keys-scroll", VerticalScroll).scroll_to_widget(heading, top=True, animate=False)

    def action_done(self) -> None:
        """Close."""
        self.dismiss(None)


SCREEN = Keys
