"""The effect of an action: a run chart with the change marked, the verdict in a sentence, both sides in figures.

For any screen or dialog: mount `EffectView(session)`, read in a thread with

    shown = await session.read(partial(read_effect, number="A-07"))      # cycle=2 for another than the one at work

and give it to `view.show(shown)`. The view scrolls its sentences by itself; its height is what it is given. For lines
without the picture take `effect_lines.sentences(shown)`. On the screen of measures the same stands under the key
`effect:A-07`: `PlaceWanted("measures", "effect:A-07")` goes there.
"""

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from sfm_tui.clock.show import MONTHS, duration_text
from sfm_tui.clock.zones import to_local
from sfm_tui.domain.chart_words import figure
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.measures.effect_lines import SHARES, EffectShown, Sentence, sentences
from sfm_tui.widgets.measures.plot import plot_unit
from sfm_tui.widgets.measures.words import sentence_lines
from sfm_tui.widgets.plot.plot import Level, Moment, Part, Plot, PlotView, Points, Tick

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_DAY = 86_400
_TICKS = 16


def read_effect(store: "Store", number: str, cycle: int | None = None) -> EffectShown:
    """An action's effect with its readings; where it has none, `why` says so. Takes a pass over what is measured."""
    from sfm_tui.storage.action_effects import judged_of
    from sfm_tui.storage.effect_points import effect_points

    today = date.fromisoformat(store.actions.today())
    try:
        found = store.actions.effects.of(number, cycle)
        if found is None:
            action = store.actions.get(number, cycle)
            named = f"there is no measure «{one_line(action.measure)}»" if action.measure else "it names no measure"
            return EffectShown(number, today, why=f"{number}: {named}: the card on the board takes one", cycle=cycle)
    except StoreError as error:
        return EffectShown(number, today, why=str(error), cycle=cycle)
    site = store.sites.get()
    terms = site.terms if site is not None else None
    limit = duration_text(terms.limit_seconds) if terms is not None and not terms.limits else "the limit"
    return EffectShown(number, today, found, effect_points(store, found), judged_of(found, today), limit, cycle=cycle)


def effect_plot(shown: EffectShown, tz: "ZoneInfo") -> Plot:
    """The readings as they came: ○ in the baseline, ● since the change, ✖ what is late or misses the target."""
    found, behind = shown.effect, shown.points
    if found is None or behind is None or not behind.points:
        return Plot(empty="" if found is None else "no readings in its baseline or since")
    cases = found.measure.measure == SHARES and not behind.weeks
    unit = "seconds" if cases else found.measure.unit
    about, parts = found.action, list[Part]()
    if behind.target is not None:
        name = "limit" if unit == "seconds" and found.measure.measure in (SHARES, "response-time") else "target"
        parts.append(Level(float(behind.target), f"{name} {figure(behind.target, unit)}", "double", "muted"))
    first, last = behind.points[0].at, behind.points[-1].at
    changed = _at(about.in_effect_on, tz)
    after = found.found.follow_up.median
    before = found.found.baseline.median
    if before is not None and (cases or found.measure.measure != SHARES):
        end = _at(about.baseline_to, tz)
        parts.append(
            Level(float(before), "", "solid", "accent", float(first), float(end + _DAY if end else last))
        )  # fmt: skip
    if after is not None and changed is not None and (cases or found.measure.measure != SHARES):
        parts.append(Level(float(after), f"median {figure(after, unit)}", "solid", "accent", float(changed)))
    if changed is not None:
        parts.append(Moment(float(changed), f"{about.action} in effect", "warn"))
    for other in found.others:
        at = _at(other.in_effect_on, tz)
        if at is not None:
            parts.append(Moment(float(at), other.action, "muted"))
    for place, mark, tone in (("between", "·", "muted"), ("before", "○", "plain"), ("after", "●", "good")):
        some = [one for one in behind.points if one.place == place]
        for good, sign, colour in ((True, mark, tone), (False, "✖", "muted" if place == "between" else "bad")):
            these = [one for one in some if (one.good is not False) == good]
            parts.append(
                Points(tuple(float(p.at) for p in these), tuple(float(p.value) for p in these), sign, colour)
            )  # fmt: skip
    return Plot(tuple(parts), _ticks(first, last, tz), unit=plot_unit(unit))


def _at(day: str | None, tz: "ZoneInfo") -> int | None:
    from sfm_tui.domain.briefing import begins

    return begins(day, tz) if day else None


def _ticks(first: int, last: int, tz: "ZoneInfo") -> tuple[Tick, ...]:
    step = max(_DAY, (last - first) // _TICKS)
    ticks = []
    for at in range(first, last + 1, step):
        local = to_local(at, tz)
        ticks.append(Tick(float(at), f"{local.day} {MONTHS[local.month - 1]}"))
    return tuple(ticks)


class EffectView(Vertical):
    """Shows the effect of an action as it was read; the one before stays until the new is there."""

    DEFAULT_CSS = """
    EffectView { width: 1fr; height: 1fr; }
    EffectView > #effect-plot { height: 1fr; min-height: 7; }
    EffectView > #effect-said { height: 9; }
    EffectView.-tall > #effect-said { height: 13; }
    """

    def __init__(self, session: "Session", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session = session
        self.shown: EffectShown | None = None

    def compose(self) -> ComposeResult:
        """The action, the picture, the sentences."""
        yield Words(id="effect-head")
        yield PlotView(id="effect-plot")
        yield Rows[Sentence](_line, key=lambda item: item, id="effect-said", empty="reading …")

    def wait_for(self, action: str, cycle: int | None = None) -> None:
        """Another action is being read: nothing of the one before stays."""
        if self.shown is None or (self.shown.action, self.shown.cycle) != (action, cycle):
            self.shown = None
            self.query_one("#effect-head", Words).say(f"{action}: reading its effect …")
            self.query_one("#effect-plot", PlotView).show(None)
            self.query_one("#effect-said", Rows).show([])

    def show(self, shown: EffectShown) -> None:
        """Show an effect."""
        self.shown = shown
        found = shown.effect
        head = shown.action
        if found is not None:
            cycle = f", cycle {found.action.cycle}" if found.action.cycle > 1 else ""
            head = f"{found.action.action}{cycle} {one_line(found.action.area)} · {one_line(found.measure.name)}"
        self.query_one("#effect-head", Words).say(head)
        self.query_one("#effect-plot", PlotView).show(effect_plot(shown, self._session.tz))
        self.query_one("#effect-said", Rows).show(sentences(shown))

    def on_resize(self) -> None:
        """All that is said stands in sight where there is room for it."""
        self.set_class(self.size.height >= 28, "-tall")

    def focus_words(self) -> None:
        """Give the sentences the keys."""
        self.query_one("#effect-said", Rows).focus()


def _line(item: Sentence, width: int) -> Lines:
    """A sentence in as many lines as it takes; a row of figures, which has no sign, on one."""
    sign, text, tone = item
    return sentence_lines(item, width) if sign else [[("  ", "plain"), (clip(text, width - 2), tone)]]
