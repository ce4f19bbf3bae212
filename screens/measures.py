"""Measures: does each one hold, and what on it is more than chance? Control charts, and the effect of actions."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.measures.effect_view import EffectView
from sfm_tui.widgets.measures.measure_view import MeasureView
from sfm_tui.widgets.measures.reader import Known
from sfm_tui.widgets.measures.reading import MeasuresReading
from sfm_tui.widgets.measures.words import row

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

EFFECT = "effect:"
"""Before an action's number in the key of a place: its effect is to be shown; `effect:A-05#1` of its first cycle."""


class Measures(MeasuresReading):
    """The list of measures, and beside it the chart of one, or the effect of an action."""

    TITLE_TEXT = "measures"
    CSS_PATH = "measures.tcss"
    HIDDEN = "#columns, #totals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="charts.back",
                tooltip="The chart, the list, then back to where one came from, or the desk"),
        Binding("p", "phase", "Phase", id="charts.phase", tooltip="Begin a new phase, with a day and a reason"),
        Binding("r", "reading", "Reading", id="charts.reading", tooltip="Enter a reading of what the team counts"),
        Binding("b", "limits", "Limits", id="charts.limits", tooltip="Which points make the limits"),
        Binding("v", "table", "Points", id="charts.table", tooltip="The points as a table, or the chart again"),
        Binding("e", "entries", "Entries", id="charts.entries", tooltip="Put a reading or a phase right, drop a phase"),
        Binding("i", "effect", "Effect", id="charts.effect", tooltip="What an action did to this measure"),
        Binding("y", "history", "History", show=False, id="charts.history",
                tooltip="Every reading and phase, by whom and why"),
        Binding("u", "undo", "Undo", show=False, id="charts.undo",
                tooltip="Take back your last reading, phase or change of a measure"),
        Binding("c", "card", "Card", id="charts.card", tooltip="The action's card on the board"),
        Binding("m", "manage", "Measures", show=False, id="charts.manage", tooltip="Enter or change a measure"),
        *usual_keys("charts"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._wanted = ""
        self._effect: tuple[str, int | None] | None = None
        self._reading_effect = Again(self, self._read_effect, "effect")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it adds up to, the list, and beside it the chart or the effect."""
        yield Words(id="totals")
        with Horizontal(id="columns"):
            yield Rows[Known](
                self._row, key=lambda known: known.measure, id="measures", empty="reading …", always_cursor=True
            )
            with Container(id="right"):
                yield MeasureView(self.session, id="measure")
                yield EffectView(self.session, id="effect")

    def on_mount(self) -> None:
        """Show the list."""
        self.query_one(EffectView).display = False
        self.rows.focus()
        self._read()

    @property
    def rows(self) -> "Rows[Known]":
        """The list of measures."""
        return self.query_one("#measures", Rows)

    def current_record(self) -> tuple[str, str] | None:
        """The measure that is chosen; where an action's effect is shown, the action."""
        if self._effect is not None:
            return f"action:{self._effect[0]}", self._effect[0]
        known = self.current
        return (f"measure:{known.measure}", known.about.name) if known is not None else None

    def record_to_return_to(self) -> str:
        """The effect that is shown, else the measure."""
        if self._effect is None:
            return super().record_to_return_to()
        action, cycle = self._effect
        return f"{EFFECT}{action}" + (f"#{cycle}" if cycle is not None else "")

    def show_record(self, key: str) -> None:
        """Go to a measure by its code; `effect:A-07` shows the effect of an action."""
        if key.startswith(EFFECT):
            action, _, cycle = key.removeprefix(EFFECT).partition("#")
            self.show_effect(action, int(cycle) if cycle.isdecimal() else None)
            return
        self._wanted = key
        self._close_effect()
        self._take_wanted()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, known: Known, width: int) -> Lines:
        return row(known, width, self.session.tz)

    def _show_list(self) -> None:
        self.rows.show(list(self._known.values()))
        charts = [one.chart for one in self._known.values() if one.chart is not None]
        signals = sum(bool(found.phases and found.phases[-1].signals) for found in charts)
        judged = any(found.limits.upper is not None for found in charts)
        words = f"Measures: {len(self._known)}"
        words += f" · {signals} with a signal" if signals else " · no signal" if judged else ""
        if all(one.computed for one in self._known.values()):
            words += f" · {key_of('charts.manage', 'm')} enters what the team counts itself"
        self.query_one("#totals", Words).say(words)
        if not self._chosen and self._known:
            self._chosen = next(iter(self._known))
            self._show_chosen()

    def _take_wanted(self) -> None:
        if self._wanted and self._known:
            wanted, self._wanted = self._wanted, ""
            if wanted in self._known:
                self.rows.put_cursor(wanted)
                self._choose(wanted)
                self._open()
            else:
                self.say(f"there is no measure {wanted}", "bad")

    def _choose(self, code: str) -> None:
        if code != self._chosen:
            self._chosen = code
            self._close_effect()
        self._show_chosen()

    def _show_chosen(self) -> None:
        known = self.current
        if known is not None:
            self.query_one(MeasureView).show(known, self.options, self.today)
            self.refresh_bindings()

    @on(Rows.Highlighted, "#measures")
    def _moved(self, event: Rows.Highlighted) -> None:
        self._choose(event.item.measure)

    @on(Rows.Chosen, "#measures")
    def _opened(self, event: Rows.Chosen) -> None:
        self._choose(event.item.measure)
        self._open()

    def _open(self) -> None:
        self.add_class("-open")
        self.query_one(MeasureView).focus_words()
        self.refresh_bindings()

    @on(Rows.Chosen, "#said")
    def _sentence_chosen(self, event: Rows.Chosen) -> None:
        """Enter on what tells of an action shows its effect."""
        action = self.query_one(MeasureView).action_meant(event.item)
        if action is not None:
            self.show_effect(action.action, action.cycle)

    # ── the effect of an action ──────────────────────────────────────────────────────────────────────────────

    def show_effect(self, action: str, cycle: int | None = None) -> None:
        """Show the effect of an action, in place of the chart."""
        self._effect = action, cycle
        view = self.query_one(EffectView)
        view.wait_for(action, cycle)
        view.display, self.query_one(MeasureView).display = True, False
        self.add_class("-open")
        view.focus_words()
        self.refresh_bindings()
        self._reading_effect()

    def _all_read(self) -> None:
        if self._effect:
            self._reading_effect()

    async def _read_effect(self) -> None:
        from sfm_tui.widgets.measures.effect_view import read_effect

        wanted = self._effect
        if wanted is not None:
            shown = await self.session.read(partial(read_effect, number=wanted[0], cycle=wanted[1]))
            if wanted == self._effect:
                self.query_one(EffectView).show(shown)
                if shown.effect is not None and shown.effect.measure.measure in self._known:
                    self._chosen = shown.effect.measure.measure  # so that its chart is what one comes back to
                    self.rows.put_cursor(self._chosen)
                    self._show_chosen()

    def _close_effect(self) -> None:
        self._effect = None
        self.query_one(EffectView).display = False
        self.query_one(MeasureView).display = True
        self.refresh_bindings()

    def action_card(self) -> None:
        """Go to the action's card on the board."""
        if self._effect is not None:
            self.post_message(PlaceWanted("board", self._effect[0]))

    def action_table(self) -> None:
        """The points as a table, or the chart again."""
        view = self.query_one(MeasureView)
        view.turn(self.options, self.today)
        if view.as_table:
            self._open()

    def action_back(self) -> None:
        """From the effect to the chart, from the table to the picture, from there to the list, then to the desk."""
        if self.went_back():
            return
        view = self.query_one(MeasureView)
        if self._effect:
            self._close_effect()
            view.focus_words()
        elif view.as_table:
            view.turn(self.options, self.today)
        elif self.has_class("-open") or not self.rows.has_focus:
            self.remove_class("-open")
            self.rows.focus()
            self.refresh_bindings()
        else:
            self.post_message(PlaceWanted("desk"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something to what is shown."""
        if action == "card":
            return self._effect is not None
        if action in ("phase", "limits", "table", "entries", "effect", "history"):
            return not self._effect
        if action == "reading":
            known = self.current
            return not self._effect and known is not None and not known.computed
        return super().check_action(action, parameters)


SCREEN = Measures
