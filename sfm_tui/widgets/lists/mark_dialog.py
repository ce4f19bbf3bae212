"""Mark some of many: what is typed narrows them, Enter marks or unmarks the one under the cursor."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from sfm_tui.widgets.dialogs.dialogs import FRAME, Choice, how_many
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.narrowed import narrowed
from sfm_tui.widgets.lists.rows import Lines, Rows


class MarkDialog(Modal[list[str] | None]):
    """Gives the keys that are marked when it is saved, in the order of the choices; None after Escape."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "MarkDialog")
        + """
    MarkDialog > #dialog { height: 80%; }
    MarkDialog Rows { height: 1fr; margin-top: 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="mark.cancel", tooltip="Leave everything as it is"),
        Binding("ctrl+s", "save", "Save", id="mark.save", priority=True, tooltip="Save what is marked"),
        Binding("down", "move(1)", "Down", show=False, id="mark.down", tooltip="The one below"),
        Binding("up", "move(-1)", "Up", show=False, id="mark.up", tooltip="The one above"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="mark.page-down", tooltip="Ten down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="mark.page-up", tooltip="Ten up"),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        marked: Collection[str],
        *,
        verb: str = "saves",
        fixed: Collection[str] = (),
    ) -> None:
        """`fixed` are marked and stay so; `verb` says what ^S does."""
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._marked = set(marked) | set(fixed)
        self._fixed = frozenset(fixed)
        self._verb = verb

    @property
    def question(self) -> str:
        """What is asked."""
        return self._title

    def compose(self) -> ComposeResult:
        """The field and the list."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Input(placeholder="type a part of it", select_on_focus=False)
            empty = "nothing has that in it: ⌫ shows more"
            yield Rows[Choice](self._draw_choice, key=lambda one: one.key, empty=empty, always_cursor=True)
            hint = f"letters narrow · ↑↓ and Enter mark · {key_of('mark.save', '^S')} {self._verb}"
            hint += f" · {key_of('mark.cancel', 'Esc')} goes back"
            yield Label(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show all; the field takes the keys."""
        self._rows.can_focus = False
        self.query_one(Input).focus()
        self._narrow("")

    @property
    def _rows(self) -> Rows[Choice]:
        return self.query_one(Rows)

    def _draw_choice(self, choice: Choice, _width: int) -> Lines:
        on_ = choice.key in self._marked
        mark = ("[x] ", "good") if on_ else ("[ ] ", "muted")
        return [[mark, (choice.label, "plain"), (f"  {choice.detail}" if choice.detail else "", "muted")]]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self._rows.show(narrowed(self._choices, typed, lambda one: one.text))
        self._count()

    def _count(self) -> None:
        found = how_many(len(self._rows.items), len(self._choices))
        self.query_one("#dialog").border_subtitle = f"{found}, {len(self._marked):,} marked"

    @on(Input.Submitted)
    @on(Rows.Chosen)
    def _mark(self) -> None:
        choice = self._rows.current
        if choice is not None and choice.key not in self._fixed:
            self._marked ^= {choice.key}
            self._rows.redraw()
            self._count()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._rows.action_move(by)

    def action_save(self) -> None:
        """Give what is marked."""
        self.dismiss([one.key for one in self._choices if one.key in self._marked])
