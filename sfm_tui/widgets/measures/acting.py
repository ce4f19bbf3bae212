"""What is done on the screen of measures: phases, readings, which points make the limits, the effect of an action."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.chart import ALL, BASELINE
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.measures.reader import Known, Options
from sfm_tui.widgets.measures.series_flows import ask_phase, ask_reading
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.records.taking_back import back_words

if TYPE_CHECKING:
    from sfm_tui.domain.action import Action
    from sfm_tui.widgets.everywhere.session import Session

NO_MEASURE = "there is no measure under the cursor"
OTHER_DAY, NUMBER, SCREEN = "other", "number", "screen"
LEAST = 2


class MeasuresActing(RecordsScreen):
    """The acts of the screen; a subclass shows what they change."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.options = Options()

    @property
    def today(self) -> str:
        """The site's day."""
        return local_date(self.session.now(), self.session.tz).isoformat()

    @property
    def current(self) -> Known | None:
        """The measure that is chosen."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Read anew what an act may have changed."""
        raise NotImplementedError

    def chart_again(self) -> None:
        """Make the charts anew, of other points."""
        raise NotImplementedError

    def show_effect(self, action: str, cycle: int | None = None) -> None:
        """Show the effect of an action, of its cycle at work where none is named."""
        raise NotImplementedError

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _with_measure(self, flow: "Callable[[Known], Awaitable[Outcome | str | None]]", name: str) -> None:
        known = self.current

        async def work() -> Outcome | None:
            if known is None:
                return Outcome(NO_MEASURE, "plain")
            done = await flow(known)
            return Outcome(done) if isinstance(done, str) and done else done or None

        self.do(work, name)

    def acted(self) -> None:
        """What an act may have changed is read anew."""
        self.read_again()

    def action_phase(self) -> None:
        """Begin a new phase: where an action was put into effect, that day is offered."""
        self._with_measure(self._phase, "phase")

    async def _phase(self, known: Known) -> str | None:
        offered = known.unphased(self.today, self.session.tz)
        since, reason = "today", ""
        if offered:
            choices = [
                Choice(str(n), f"{day(one.in_effect_on)}: {_named(one)} in effect", clip(one.area, 50))
                for n, one in enumerate(offered)
            ]
            choices.append(Choice(OTHER_DAY, "another day …", letter="d"))
            title = f"A new phase of {clip(known.about.name, 40)} from"
            chosen = await self.app.push_screen_wait(
                ChooseDialog(title, choices, about="A phase is judged for itself.")
            )
            if chosen is None:
                return None
            if chosen != OTHER_DAY:
                action = offered[int(chosen)]
                since, reason = action.in_effect_on or since, f"{action.action} in effect: {action.area}"
        said = await ask_phase(self.app, self.session, known.about, since=since, reason=reason)
        return said + back_words("charts.undo") if said else None

    def action_reading(self) -> None:
        """Enter a reading of the measure."""

        async def flow(known: Known) -> str | None:
            said = await ask_reading(self.app, self.session, known.about)
            return said + back_words("charts.undo") if said else None

        self._with_measure(flow, "reading")

    def action_entries(self) -> None:
        """The readings and phases of the measure: put one right, or take a phase back."""

        async def flow(known: Known) -> Outcome | None:
            from sfm_tui.widgets.actions.measures import measures

            return await measures(self.app, self.session, known.measure)

        self._with_measure(flow, "entries")

    def action_manage(self) -> None:
        """Every measure: enter one that the team counts, change its name, unit or target."""

        async def flow(_known: Known) -> Outcome | None:
            from sfm_tui.widgets.actions.measures import measures

            return await measures(self.app, self.session)

        self._with_measure(flow, "measures")

    def action_history(self) -> None:
        """Every reading, phase and change of the measure: by whom, when and why."""

        async def flow(known: Known) -> None:
            from sfm_tui.storage.record_history import history
            from sfm_tui.widgets.records.history_dialog import HistoryDialog

            subject = f"measure:{known.measure}"
            acts, people = await self.session.read(
                lambda store: (history(store, subject), store.reference.people_names())
            )
            title = f"{clip(known.about.name, 60)}: every change"
            await self.app.push_screen_wait(HistoryDialog(self.session, title, acts, people))

        self._with_measure(flow, "history")

    def action_undo(self) -> None:
        """Take back one's own last reading, phase or change of a measure."""
        from sfm_tui.widgets.records.taking_back import take_back

        self.do(lambda: take_back(self.app, self.session, "measures"), "undo")

    def action_limits(self) -> None:
        """Choose which points make the limits."""

        async def flow(_known: Known) -> str | None:
            return await self._ask_limits()

        self._with_measure(flow, "limits")

    async def _ask_limits(self) -> str | None:
        now = self.options
        other = f"now {now.baseline}" if now.baseline not in (ALL, BASELINE) else ""
        choices = [
            Choice(str(BASELINE), f"the first {BASELINE} points of each phase",
                   "the usual way" + (", as now" if now.baseline == BASELINE else "")),
            Choice(ALL, "all points of each phase", "as now" if now.baseline == ALL else "a look back", letter="a"),
            Choice(NUMBER, "the first so many points …", other, letter="n"),
            Choice(SCREEN, "count very wide steps again" if now.screen else "leave out very wide steps",
                   "3.267 times the mean step or more", letter="w"),
        ]  # fmt: skip
        chosen = await self.app.push_screen_wait(ChooseDialog("Limits are made of", choices))
        if chosen is None:
            return None
        if chosen == SCREEN:
            self.options = Options(now.baseline, not now.screen)
        elif chosen == NUMBER:
            shown = str(now.baseline) if now.baseline != ALL else str(BASELINE)
            answer = await self.app.push_screen_wait(
                AskDialog("Limits are made of the first", [Field("points", "Points:", shown, check=_points)])
            )
            if answer is None:
                return None
            self.options = Options(int(answer["points"]), now.screen)
        else:
            self.options = Options(ALL if chosen == ALL else BASELINE, now.screen)
        self.chart_again()
        return None

    def action_effect(self) -> None:
        """The effect of an action on this measure."""
        self._with_measure(self._choose_effect, "effect")

    async def _choose_effect(self, known: Known) -> Outcome | None:
        some: list[Action] = sorted(known.actions, key=lambda one: one.in_effect_on or "", reverse=True)
        if not some:
            return Outcome(f"no action names {clip(known.about.name, 50)} as its measure: the board enters it", "plain")
        chosen: str | None = "0"
        if len(some) > 1:
            choices = [
                Choice(str(n), f"{_named(one)} {clip(one.area, 50)}",
                       f"in effect {day(one.in_effect_on)}" if one.in_effect_on else "not in effect yet")
                for n, one in enumerate(some)
            ]  # fmt: skip
            chosen = await self.app.push_screen_wait(ChooseDialog("The effect of", choices))
        if chosen is not None:
            self.show_effect(some[int(chosen)].action, some[int(chosen)].cycle)
        return None


def _named(action: "Action") -> str:
    return f"{action.action}, cycle {action.cycle}," if action.cycle > 1 else action.action


def _points(text: str) -> str:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= LEAST):
        raise ValueError(f"write a whole number of points, {LEAST} or more")
    return f"the first {int(text)} points of each phase"
