"""A list in a dialog on which one acts: what went wrong is one line in it, and the list is read anew after each act."""

from abc import abstractmethod
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import FRAME, how_many
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.storage.undo import What
    from sfm_tui.widgets.everywhere.session import Session

Item = TypeVar("Item")


class ActList(Modal[Any], Generic[Item]):
    """Gives the last line that was said, None where nothing was done."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "ActList")
        + """
    ActList > #dialog { width: 100; height: 80%; }
    ActList Rows { height: 1fr; }
    ActList .said { color: $success; }
    ActList .said.-bad { color: $error; text-style: bold; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="act-list.back", tooltip="Go back; what was done stays")
    ]
    EMPTY: ClassVar[str] = "nothing yet"
    HINT: ClassVar[str] = "Esc goes back"

    def __init__(self, session: "Session", title: str) -> None:
        super().__init__()
        self.session = session
        self._title = title
        self._done: str | None = None
        self.about = ""
        """What is said beside how many there are."""

    def compose(self) -> ComposeResult:
        """The list, what was done, the keys."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Rows[Item](self.draw_item, key=self.item_key, empty=self.EMPTY, always_cursor=True)
            yield Label("", classes="said", id="said", markup=False)
            yield Label(with_keys(self.hint), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Read the list."""
        self.rows.focus()
        self.do(self._nothing())

    async def _nothing(self) -> str | None:
        return None

    @property
    def hint(self) -> str:
        """The line of keys."""
        return self.HINT

    @property
    def rows(self) -> "Rows[Item]":
        """The list."""
        return self.query_one(Rows)

    @abstractmethod
    async def items(self) -> Sequence[Item]:
        """What is in the list."""

    @abstractmethod
    def draw_item(self, item: Item, width: int) -> Lines:
        """One of them on its row."""

    @abstractmethod
    def item_key(self, item: Item) -> object:
        """What tells one from the others."""

    def do(self, work: "Awaitable[str | None]") -> None:
        """Do something, say what was done or what is wrong, and read the list anew."""
        self.run_worker(self._doing(work), group="acts", exit_on_error=False)

    async def _doing(self, work: "Awaitable[str | None]") -> None:
        said, bad = "", False
        try:
            said = await work or ""
            self._done = said or self._done
        except (StoreError, ValueError) as error:
            said, bad = f"✖ {error_words(error)}", True
        items = await self.items()
        if not is_there(self):
            return
        self.rows.show(items)
        told = " · ".join(filter(None, (how_many(len(items), len(items)), self.about)))
        self.query_one("#dialog").border_subtitle = Content(told).markup
        label = self.query_one("#said", Label)
        label.update(said)
        label.set_class(bad, "-bad")

    def take_back(self, what: "What") -> None:
        """Take back one's own last change of what the list is of."""

        async def flow() -> str | None:
            from sfm_tui.widgets.records.taking_back import take_back

            done = await take_back(self.app, self.session, what)
            return done.text if done is not None else None

        self.do(flow())

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(self._done)
