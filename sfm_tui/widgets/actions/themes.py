"""The themes of the improvement plan: set first, actions stand under them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.domain.reference import Theme
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.taking_back import back_words

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


class ThemesDialog(ActList[Theme]):
    """Every theme, with how many open actions stand under it."""

    EMPTY = KeyWords("No theme yet. {themes.new=n} sets one: what the team wants to get better at.")
    HINT = KeyWords("Enter changes · {themes.new=n} new · {themes.undo=u} takes back · Esc goes back")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="themes.new", tooltip="Set a theme"),
        Binding("u", "undo", "Undo", id="themes.undo", tooltip="Take back your last change of a theme"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__(session, "Themes of the improvement plan")
        self._many: dict[str, int] = {}

    async def items(self) -> Sequence[Theme]:
        """The themes, by their codes."""

        def ask(store: "Store") -> tuple[list[Theme], dict[str, int]]:
            many: dict[str, int] = {}
            for cards in store.actions.board().values():
                for card in cards:
                    many[card.action.theme] = many.get(card.action.theme, 0) + 1
            return store.actions.themes(), many

        found, self._many = await self.session.read(ask)
        return found

    def item_key(self, item: Theme) -> object:
        """Its code."""
        return item.theme

    def draw_item(self, item: Theme, width: int) -> Lines:
        """Title, code, how many; below it what it is for."""
        n = self._many.get(item.theme, 0)
        many = f"{n} open action{'' if n == 1 else 's'}"
        lines: Lines = [
            [(clip(item.title, max(10, width - 36)), "bold"), (f"  {clip(item.theme, 16)}", "accent"),
             (f"  {many}", "muted")]
        ]  # fmt: skip
        if item.objective.strip():
            lines += [[("  ", "plain"), (piece, "plain")] for piece in wrap(item.objective, max(20, width - 4), 2)]
        return lines

    def action_new(self) -> None:
        """Set a theme."""
        self.do(self._ask(None))

    def action_undo(self) -> None:
        """Take back one's own last change of a theme."""
        self.take_back("themes")

    @on(Rows.Chosen)
    def _change(self) -> None:
        self.do(self._ask(self.rows.current))

    async def _ask(self, saw: Theme | None) -> str | None:
        fields = [
            FormField("title", "Theme", saw.title if saw else "", "in a few words", needed=True),
            FormField("objective", "What for", saw.objective if saw else "", "what is different once it is reached",
                      long=True),
        ]  # fmt: skip
        if saw is None:
            fields.append(FormField("theme", "Code", "", "short, as in the files; empty makes one of the title"))

        async def save(typed: dict[str, str]) -> Theme:
            title, objective = typed["title"].strip(), typed["objective"].strip()

            def act(store: "Store", by: "Author") -> Theme:
                if saw is not None:
                    return store.actions.change_theme(saw, by, title=title, objective=objective)
                code = typed["theme"].strip()
                if code and any(one.theme.casefold() == code.casefold() for one in store.actions.themes()):
                    raise FieldError("theme", f"there is a theme {code} already: choose another code")
                return store.actions.add_theme(title, by, objective=objective, theme=code)

            try:
                return await self.session.write(act)
            except Clash as error:
                raise Clash(f"{error}; what you typed stays here") from None

        title = f"Theme {saw.theme}" if saw else "A theme"
        done: Theme | None = await self.app.push_screen_wait(FormDialog(title, fields, save, focus="title"))
        if done is None:
            return None
        return f"theme {done.title} saved" + (back_words("themes.undo") if saw else "")


async def themes(app: "App[Any]", session: "Session") -> Outcome | None:
    """Show the themes, set and change them."""
    done = await app.push_screen_wait(ThemesDialog(session))
    return Outcome(done) if done else None
