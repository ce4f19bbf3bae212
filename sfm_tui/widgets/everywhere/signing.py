"""Signing what was written while the desk was locked or before anybody had signed on."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from sfm_tui.clock import full_text
from sfm_tui.storage.unsigned import MOST, Waiting, waiting
from sfm_tui.widgets.dialogs.dialogs import FRAME, how_many
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.session import NOBODY, Session
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store


class SignDialog(Modal[list[int] | None]):
    """The lines that wait, those that may be one's own marked; gives the ledger numbers to sign, or None."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "SignDialog")
        + """
    SignDialog > #dialog { width: 110; height: 80%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark or not", id="sign.mark", tooltip="This line is mine, or is not"),
        Binding("enter", "sign", "Sign the marked", id="sign.sign", priority=True, tooltip="Sign the marked lines"),
        Binding("escape", "dismiss(None)", "Later", id="sign.later", tooltip="They go on waiting"),
    ]

    def __init__(self, session: Session, lines: list[Waiting]) -> None:
        super().__init__()
        self._session = session
        self._lines = lines
        self._marked = {line.seq for line in lines if line.author in (session.person, NOBODY)}

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog") as frame:
            frame.border_title = "Written unsigned: which of it is yours?"
            total = max(self._session.data.unsigned, len(self._lines)) if len(self._lines) >= MOST else len(self._lines)
            frame.border_subtitle = how_many(len(self._lines), total)
            yield Rows[Waiting](self._draw_line, key=lambda line: line.seq, id="waiting")
            yield Label(
                f"{key_of('sign.mark', 'Space')} marks · {key_of('sign.sign', 'Enter')} "
                f"signs the marked ones as yours · {key_of('sign.later', 'Esc')} later",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one(Rows)
        rows.focus()
        rows.show(self._lines)

    def _draw_line(self, line: Waiting, width: int) -> Lines:
        mark = "[x] " if line.seq in self._marked else "[ ] "
        who = "nobody signed on" if line.author == NOBODY else line.author
        time = full_text(line.at, self._session.tz)
        return [
            [(mark, "bold"), (fit(line.number or "book", 10), "accent"), (line.text, "plain")],
            [("    ", "plain"), (f"{time} · {who}", "muted")],
        ]

    def action_mark(self) -> None:
        """Mark the line as one's own, or not."""
        line: Waiting | None = self.query_one(Rows).current
        if line is not None:
            self._marked ^= {line.seq}
            self.query_one(Rows).redraw()

    def action_sign(self) -> None:
        """Sign the marked lines."""
        self.dismiss([line.seq for line in self._lines if line.seq in self._marked])


async def offer_signing(app: "App[Any]", session: Session, *, ask: bool = False) -> str | None:
    """Offer whoever is at the desk what waits for their signature; gives the line to say.

    Unless asked for, lines that others wrote are not offered.
    """
    if not session.person or session.locked:
        return None
    lines = await session.read(_read)
    own = [line for line in lines if line.author in (session.person, NOBODY)]
    if not (lines if ask else own):
        return None
    chosen = await app.push_screen_wait(SignDialog(session, lines if ask else own))
    if not chosen:
        return None
    await session.write(lambda store, by: store.people.sign_entries(chosen, by))
    return f"{len(chosen)} line{'s' if len(chosen) != 1 else ''} signed by {session.who}"


def _read(store: "Store") -> list[Waiting]:
    return waiting(store)
