"""The series of one measure: its plot, its readings and phases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.clock import full_text, local_date, parse_file_time
from sfm_tui.clock.wall import RepeatedTime
from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import When, begins
from sfm_tui.domain.chart import Dot
from sfm_tui.domain.measure import Computed, Phase, Reading, clean_figure
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.action_list import ActList
from sfm_tui.widgets.action_words import day
from sfm_tui.widgets.board_spark import spark
from sfm_tui.widgets.cells import clip
from sfm_tui.widgets.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.record_form import FormField
from sfm_tui.widgets.roster_day import typed_day
from sfm_tui.widgets.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session

Series = Measure | Computed
ALL = "all measures"
_FORMS = "a day, or a day and a time: 2026-11-21 14:30"


@dataclass(frozen=True)
class Line:
    """A reading, a computed value or a phase in the list of a series."""

    at: int
    entry: Reading | Phase | Dot


def read_when(text: str, session: "Session") -> When:
    """The day or the instant that is typed. Raises ValueError, in one line, for neither."""
    today = local_date(session.now(), session.tz)
    try:
        return typed_day(text, today, today).isoformat()
    except ValueError as error:
        if ":" not in text:
            raise
        try:
            return parse_file_time(text.strip(), session.tz)
        except RepeatedTime:
            raise
        except ValueError:
            raise error from None


def when_text(when: When, session: "Session") -> str:
    """A day as `12 Dec 2026`, an instant with its time."""
    return day(when) if isinstance(when, str) else full_text(when, session.tz)


class SeriesDialog(ActList[Line]):
    """One measure: its plot, its readings and phases, the newest first."""

    EMPTY = "No reading yet. n enters one."
    HINT = "n reading · Enter puts one right · p new phase · m all measures · Esc goes back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Reading", id="series.new", tooltip="Enter a reading, with its time"),
        Binding("p", "phase", "Phase", id="series.phase", tooltip="From when on the series is judged anew, and why"),
        Binding("m", "all", "Measures", id="series.all", tooltip="Every measure; a new one is entered there"),
    ]

    def __init__(self, session: "Session", measure: Series) -> None:
        super().__init__(session, clip(measure.name, 80))
        self._measure = measure
        self._plot = ""

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
        about = f"{unit}{self._measure.better} is better" + (f", target {target}" if target else "")
        if isinstance(self._measure, Computed):
            about += " · computed by the program: it takes no readings"
        if self.is_mounted:
            frame = self.query_one("#dialog")
            frame.border_subtitle = about.replace("[", "(")
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
        figure = entry.value if isinstance(entry, Reading) else f"{float(entry.value):.2f}"
        value = f"{figure} {clip(self._measure.unit, 30)}".strip()
        return [*plot, [(f"{_written(entry, self.session):<34} ", "muted"), (value, "bold"), (n, "muted")]]

    @property
    def _first(self) -> Line | None:
        return self.rows.items[0] if self.rows.items else None

    def on_mount(self) -> None:
        """Say what there is where a computed series has no value yet."""
        if isinstance(self._measure, Computed):
            self.rows.say_empty("No week has a value yet: the program computes it once there are records to count.")

    def action_all(self) -> None:
        """Show every measure."""
        self.dismiss(ALL)

    def action_new(self) -> None:
        """Enter a reading."""
        self.do(self._ask(None))

    def action_phase(self) -> None:
        """Begin a new phase."""
        self.do(self._ask_phase(None))

    @on(Rows.Chosen)
    def _change(self) -> None:
        line = self.rows.current
        if line is not None:
            entry = line.entry
            self.do(self._ask_phase(entry) if isinstance(entry, Phase) else self._ask(_reading(entry)))

    async def _ask(self, saw: Reading | None) -> str | None:
        if isinstance(self._measure, Computed):
            raise Refused(f"{self._measure.name} is computed from the log and the roster: it takes no readings")
        code = self._measure.measure

        def count(text: str) -> str:
            if not (text.strip().isascii() and text.strip().isdigit()):
                raise ValueError(f"«{text[:20]}» is no count: write a whole number, or nothing")
            return f"{int(text)} cases"

        def figure(text: str) -> str:
            return f"{clean_figure(text.strip())} {self._measure.unit}"

        fields = [
            self._when("at", "When", when_typed(saw.at, self.session) if saw else "today", fixed=saw is not None),
            FormField("value", "Value", saw.value if saw else "", "digits, such as 4 or 2.5", needed=True,
                      check=figure),
            FormField("n", "Cases", "" if saw is None or saw.n is None else str(saw.n),
                      "of how many cases, where it is a share or a mean; may be empty", check=count),
            *([FormField("why", "Why", "", "it stands beside the changed reading", needed=True)] if saw else []),
        ]  # fmt: skip

        async def save(typed: dict[str, str]) -> Reading:
            at = saw.at if saw is not None else self._settled("at", typed["at"])
            n = int(typed["n"]) if typed["n"].strip() else None

            def act(store: "Store", by: "Author") -> Reading:
                return store.measures.read(code, typed["value"].strip(), by, at=at, n=n, why=typed.get("why", ""),
                                           saw=saw)  # fmt: skip

            return await self.session.write(act)

        title = f"A reading of {clip(self._measure.name, 50)}"
        done = await self.app.push_screen_wait(FormDialog(title, fields, save, focus="value"))
        return f"reading of {when_text(done.at, self.session)} saved: {done.value}" if done is not None else None

    async def _ask_phase(self, saw: Phase | None) -> str | None:
        code = self._measure.measure
        fields = [
            self._when("since", "From", when_typed(saw.since, self.session) if saw else "today",
                       fixed=saw is not None),
            FormField("reason", "Why", saw.reason if saw else "", "what changed, so that it is judged anew",
                      needed=True, long=True),
            *([FormField("why", "Why put right", "", "it stands in the history", needed=True)] if saw else []),
        ]  # fmt: skip

        async def save(typed: dict[str, str]) -> Phase:
            since = saw.since if saw is not None else self._settled("since", typed["since"])
            reason = typed["reason"].strip()

            def act(store: "Store", by: "Author") -> Phase:
                return store.measures.phase(code, since, reason, by, why=typed.get("why", ""), saw=saw)

            return await self.session.write(act)

        title = f"A new phase of {clip(self._measure.name, 50)}"
        done = await self.app.push_screen_wait(FormDialog(title, fields, save, focus="since" if saw is None else ""))
        return f"a phase begins {when_text(done.since, self.session)}" if done is not None else None

    def _when(self, name: str, label: str, value: str, *, fixed: bool) -> FormField:
        check: Callable[[str], str] = lambda text: when_text(read_when(text, self.session), self.session)  # noqa: E731
        return FormField(name, label, value, _FORMS, needed=True, fixed=fixed, check=check)

    def _settled(self, name: str, text: str) -> When:
        try:
            return read_when(text, self.session)
        except ValueError as error:
            raise FieldError(name, str(error)) from None


def _written(entry: Reading | Dot, session: "Session") -> str:
    return entry.label if isinstance(entry, Dot) else when_text(entry.at, session)


def _reading(entry: Reading | Dot) -> Reading | None:
    return entry if isinstance(entry, Reading) else None


def when_typed(when: When, session: "Session") -> str:
    """A day or an instant as one would type it."""
    from sfm_tui.clock import iso

    return when if isinstance(when, str) else iso(when, session.tz)[:16].replace("T", " ")
