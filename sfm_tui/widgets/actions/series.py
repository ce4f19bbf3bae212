"""The series of one measure: its plot, its readings and phases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.chart import Dot
from sfm_tui.domain.measure import Computed, Phase, Reading
from sfm_tui.domain.reference import Measure
from sfm_tui.domain.rounding import two
from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.board.spark import spark
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.measures.series_flows import ask_phase, ask_reading, drop_phase, when_text

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

Series = Measure | Computed
ALL = "all measures"


@dataclass(frozen=True)
class Line:
    """A reading, a computed value or a phase in the list of a series."""

    at: int
    entry: Reading | Phase | Dot


class SeriesDialog(ActList[Line]):
    """One measure: its plot, its readings and phases, the newest first."""

    EMPTY = KeyWords("No reading yet. {series.new=n} enters one.")
    HINT = KeyWords(
        "{series.new=n} reading · Enter puts one right · {series.phase=p} new phase "
        "· {series.drop=x} takes one off · {series.undo=u} takes back · {series.all=m} all measures · Esc goes back"
    )
    HINT_COMPUTED = KeyWords(
        "{series.phase=p} new phase · {series.drop=x} takes one off · {series.undo=u} takes back "
        "· {series.all=m} all · Esc goes back"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Reading", id="series.new", tooltip="Enter a reading, with its time"),
        Binding("p", "phase", "Phase", id="series.phase", tooltip="From when on the series is judged anew, and why"),
        Binding("x", "drop", "Take back", id="series.drop", tooltip="Take a phase back, with a reason"),
        Binding("u", "undo", "Undo", id="series.undo", tooltip="Take back your last change of a measure or series"),
        Binding("m", "all", "Measures", id="series.all", tooltip="Every measure; a new one is entered there"),
    ]

    def __init__(self, session: "Session", measure: Series) -> None:
        super().__init__(session, clip(measure.name, 80))
        self._measure = measure
        self._plot = ""

    @property
    def _computed(self) -> bool:
        return isinstance(self._measure, Computed)

    @property
    def hint(self) -> str:
        """The line of keys; the program's own measures take no readings."""
        return self.HINT_COMPUTED if self._computed else self.HINT

    async def items(self) -> Sequence[Line]:
        """The readings and phases."""
        code, tz = self._measure.measure, self.session.tz

        def ask(store: "Store") -> tuple[Sequence[Reading | Dot], list[Phase], list[Action]]:
            moving = [one for one in store.actions.all() if one.measure == code]
            if isinstance(self._measure, Computed):
                from sfm_tui.storage.series import series

                return series(store, code).dots, store.measures.phases(code), moving
            return store.measures.readings(code), store.measures.phases(code), moving

        found, phases, moving = await self.session.read(ask)
        start = max((one.in_effect_on or one.started_on or "" for one in moving), default="")
        points = [(begins(one.at, tz), float(one.value)) for one in found]
        self._plot = spark(points, begins(start, tz) if start else None, 70)
        unit = f"{self._measure.unit}, " if self._measure.unit else ""
        target = getattr(self._measure, "target", "")
        self.about = f"{unit}{self._measure.better} is better" + (f", target {target}" if target else "")
        if self._computed:
            self.about += " · computed: it takes no readings"
        lines = [Line(begins(one.at, tz), one) for one in found]
        lines += [Line(begins(one.since, tz), one) for one in phases]
        return sorted(lines, key=lambda line: line.at, reverse=True)

    def item_key(self, item: Line) -> object:
        """Its kind and its time."""
        return type(item.entry), item.at

    def draw_item(self, item: Line, width: int) -> Lines:
        """When, and the value with its unit; a phase with its reason."""
        plot: Lines = [[("  ", "plain"), (self._plot, "accent")], []] if self._plot and item is self._first else []
        entry = item.entry
        if isinstance(entry, Phase):
            since = f"{when_text(entry.since, self.session)} "
            return [*plot, [(since, "muted"), ("┆ new phase: ", "warn"), (clip(entry.reason, width), "plain")]]
        n = f"  n {entry.n}" if entry.n is not None else ""
        figure = entry.value if isinstance(entry, Reading) else f"{two(entry.value):.2f}"
        value = f"{figure} {clip(self._measure.unit, 30)}".strip()
        return [*plot, [(f"{_written(entry, self.session):<34} ", "muted"), (value, "bold"), (n, "muted")]]

    @property
    def _first(self) -> Line | None:
        return self.rows.items[0] if self.rows.items else None

    def on_mount(self) -> None:
        """Say what there is where a computed series has no value yet."""
        if self._computed:
            self.rows.say_empty("No week has a value yet: the program computes it once there are records to count.")

    def action_all(self) -> None:
        """Show every measure."""
        self.dismiss(ALL)

    def action_new(self) -> None:
        """Enter a reading."""
        self.do(ask_reading(self.app, self.session, self._measure))

    def action_phase(self) -> None:
        """Begin a new phase."""
        self.do(ask_phase(self.app, self.session, self._measure))

    @on(Rows.Chosen)
    def _change(self) -> None:
        line = self.rows.current
        if line is not None:
            entry = line.entry
            self.do(self._put_right(entry))

    async def _put_right(self, entry: Reading | Phase | Dot) -> str | None:
        if isinstance(entry, Phase):
            return await ask_phase(self.app, self.session, self._measure, entry)
        return await ask_reading(self.app, self.session, self._measure, entry if isinstance(entry, Reading) else None)

    def action_undo(self) -> None:
        """Take back one's own last change of a measure or series."""
        self.take_back("measures")

    def action_drop(self) -> None:
        """Take a phase back."""
        line = self.rows.current
        if line is not None:
            self.do(self._drop(line.entry))

    async def _drop(self, entry: Reading | Phase | Dot) -> str | None:
        if not isinstance(entry, Phase):
            raise Refused("only a phase can be taken back; Enter puts a reading right")
        return await drop_phase(self.app, self.session, self._measure, entry)


def _written(entry: Reading | Dot, session: "Session") -> str:
    return entry.label if isinstance(entry, Dot) else when_text(entry.at, session)
