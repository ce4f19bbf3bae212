"""What improvement is measured by: the list of measures, and the way to the series of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.domain.measure import COMPUTED, Computed
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.actions.series import ALL, Series, SeriesDialog
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.taking_back import back_words

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_BETTER = (("lower", "lower is better"), ("higher", "higher is better"))


class MeasuresDialog(ActList[Series]):
    """The measures that the team counts, then those that the program computes."""

    HINT = KeyWords(
        "Enter opens the series · {measures.new=n} new · {measures.edit=e} change · {measures.undo=u} takes back "
        "· Esc goes back"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="measures.new", tooltip="Enter a measure that the team counts"),
        Binding("e", "edit", "Change", id="measures.edit", tooltip="Change its name, unit, direction or target"),
        Binding("u", "undo", "Undo", id="measures.undo", tooltip="Take back your last change of a measure or series"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__(session, "Measures")

    async def items(self) -> Sequence[Series]:
        """Every measure."""
        return [*await self.session.read(lambda store: store.measures.all()), *COMPUTED.values()]

    def item_key(self, item: Series) -> object:
        """Its code."""
        return item.measure

    def draw_item(self, item: Series, width: int) -> Lines:
        """Name, unit, direction, target."""
        target = f"target {item.target}" if isinstance(item, Measure) and item.target else ""
        more = [item.unit, f"{item.better} is better", target, "computed" if isinstance(item, Computed) else ""]
        words = " · ".join(part for part in more if part)
        name = clip(item.name, max(12, width // 2))
        return [[(name, "plain" if isinstance(item, Measure) else "muted"), ("  ", "plain"), (words, "muted")]]

    @on(Rows.Chosen)
    def _open(self) -> None:
        if self.rows.current is not None:
            self.do(self._series(self.rows.current))

    async def _series(self, item: Series) -> str | None:
        done: str | None = await self.app.push_screen_wait(SeriesDialog(self.session, item))
        return None if done == ALL else done

    def action_new(self) -> None:
        """Enter a measure."""
        self.do(self._ask(None))

    def action_edit(self) -> None:
        """Change the measure."""
        item = self.rows.current
        if isinstance(item, Measure):
            self.do(self._ask(item))
        elif item is not None:
            self.do(_refuse(item))

    def action_undo(self) -> None:
        """Take back one's own last change of a measure or series."""
        self.take_back("measures")

    async def _ask(self, saw: Measure | None) -> str | None:
        fields = [
            FormField("name", "Name", saw.name if saw else "", "what is counted", needed=True),
            FormField("measure", "Code", saw.measure if saw else "", "short, as in the files; it stays", needed=True,
                      fixed=saw is not None),
            FormField("unit", "Unit", saw.unit if saw else "", "a week, minutes, %"),
            FormField("better", "Better", saw.better if saw else "lower", choices=_BETTER),
            FormField("target", "Target", saw.target if saw else "", "a number; may be empty"),
        ]  # fmt: skip

        async def save(typed: dict[str, str]) -> Measure:
            values = {name: text.strip() for name, text in typed.items()}
            code = values.pop("measure")

            def act(store: "Store", by: "Author") -> Measure:
                try:
                    if saw is not None:
                        return store.measures.change(saw, by, **values)
                    if any(one.measure.casefold() == code.casefold() for one in store.measures.all()):
                        raise FieldError("measure", f"there is a measure {code} already: choose another code")
                    return store.measures.add(code, values.pop("name"), by, **values)
                except Refused as error:
                    named, _, rest = str(error).partition(": ")
                    if named.casefold() in typed:
                        raise FieldError(named.casefold(), rest) from None
                    raise
                except Clash as error:
                    raise Clash(f"{error}; what you typed stays here") from None

            return await self.session.write(act)

        title = f"Measure {saw.measure}" if saw else "A measure that the team counts"
        done: Measure | None = await self.app.push_screen_wait(FormDialog(title, fields, save, focus="name"))
        if done is None:
            return None
        return f"measure {done.name} saved" + (back_words("measures.undo") if saw else "")


async def _refuse(item: Computed) -> str | None:
    raise Refused(f"{item.name} is computed by the program: it stays as it is")


async def measures(app: "App[Any]", session: "Session", measure: str = "") -> Outcome | None:
    """Show the measures and act on them; with a code, the series of that one."""
    done = ALL
    if measure:
        found = await session.read(lambda store: store.measures.get(measure))
        done = await app.push_screen_wait(SeriesDialog(session, found))
    if done == ALL:
        done = await app.push_screen_wait(MeasuresDialog(session))
    return Outcome(done) if done else None
