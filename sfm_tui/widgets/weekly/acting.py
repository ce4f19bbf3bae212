"""What is done in the weekly review: decisions, an action, answers, the end; and the ways to other screens."""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.domain.weekly import Decision, Standing
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.figures.cards import RESPONSE_KEYS
from sfm_tui.widgets.figures.comes_from import comes_from
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.weekly import flows
from sfm_tui.widgets.weekly.words import KEYS, Entry, shown_words

if TYPE_CHECKING:
    from sfm_tui.storage.weekly_rows import Review
    from sfm_tui.widgets.figures.model import Model


class WeeklyActing(RecordsScreen):
    """The acts of the weekly review; the screen itself has its pages."""

    model: "Model"
    review: "Review"
    page: int
    view: str

    @property
    def entry(self) -> Entry | None:
        """The decision under the cursor."""
        raise NotImplementedError

    def show_view(self, view: str) -> None:
        """Show the page, the summary or the list."""
        raise NotImplementedError

    def go_page(self, page: int) -> None:
        """Show the page of a figure."""
        raise NotImplementedError

    def _shown(self, figure: Any) -> str | None:
        """The figure in words, to be kept; None, and said so, while it is computed."""
        if self.model.stale("kpis"):
            self.say("one moment: the figures are being computed", "warn")
            return None
        return shown_words(self.model.cards(), figure, self.review.week, so_far=self.model.period.present)

    # ── on a figure ──────────────────────────────────────────────────────────────────────────────────────────

    def action_note(self, way: str) -> None:
        """Note a decision on the figure that is shown, or that no action is needed."""
        figure = KEYS[self.page]
        shown = self._shown(figure)
        if shown is not None:
            week = self.review.week
            self.do(lambda: flows.WAYS[way](self.app, self.session, week, figure, shown), way)

    def action_raise_action(self) -> None:
        """Raise an improvement action from the figure that is shown; the form opens with what the figure tells."""
        figure = KEYS[self.page]
        shown = self._shown(figure)
        if shown is not None:
            self.do(lambda: self._raise(figure, shown), "raise an action")

    async def _raise(self, figure: Any, shown: str) -> Outcome | None:
        from sfm_tui.widgets.actions.flows import Raised, new_action
        from sfm_tui.widgets.figures.raising import sketch_of
        from sfm_tui.widgets.trace.raising import raise_from_days

        week, period, card = self.review.week, self.model.period, self.model.cards()[figure]
        if figure in RESPONSE_KEYS:
            done = await raise_from_days(self.app, self.session, period.days)
        elif card.value is None:
            return Outcome("there is no figure to raise an action from", "warn")
        else:
            sketch = sketch_of(card, period, self.model.trends().get(figure))
            done = await new_action(self.app, self.session, sketch=sketch)
        if isinstance(done, Raised) and done.action:
            number = done.action
            await self.session.write(lambda store, by: store.weekly.raised(week, figure, number, by, shown=shown))
        return done

    # ── on a decision ────────────────────────────────────────────────────────────────────────────────────────

    def action_correct(self) -> None:
        """Correct the decision under the cursor."""
        made = self._mine()
        if made is not None and made.kind == "action":
            self.say("what is written on an action is changed on the board: Enter goes there", "warn")
        elif made is not None:
            self.do(lambda: flows.correct(self.app, self.session, made), "correct")

    def action_strike(self) -> None:
        """Strike the decision under the cursor."""
        made = self._mine()
        if made is not None:
            self.do(lambda: flows.strike(self.app, self.session, made), "strike")

    def _mine(self) -> Decision | None:
        entry = self.entry
        if entry is None:
            self.say("nothing is chosen: ↑↓ choose a decision", "warn")
        return entry.standing.decision if entry is not None else None

    def action_answer(self) -> None:
        """Say whether the decision under the cursor was done."""
        entry = self.entry
        if entry is None:
            self.say("nothing is chosen: ↑↓ choose a decision", "warn")
        else:
            self._answer(entry.standing)

    def _answer(self, one: Standing) -> None:
        if one.decision.kind == "action" and one.stage:
            self.post_message(PlaceWanted("board", one.decision.action))
        elif one.decision.kind == "decision" and not one.decision.struck:
            self.do(lambda: flows.ask_done(self.app, self.session, one), "was it done")
        else:
            self.say("there is nothing to be done of it", "warn")

    def opened(self, entry: Entry) -> None:
        """Enter on a decision: an action's card, whether an earlier one was done, a correction of a new one."""
        made = entry.standing.decision
        if entry.earlier or made.kind == "action":
            self._answer(entry.standing)
        elif made.struck:
            self.say("that was struck: it stays readable, and is not corrected", "warn")
        else:
            self.do(lambda: flows.correct(self.app, self.session, made), "correct")

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────

    def action_hold(self) -> None:
        """End the review: it is kept with what each figure was."""
        if not self.model.stale("kpis"):
            self.do(self._hold, "hold")
        else:
            self._shown("")

    async def _hold(self) -> Outcome | None:
        review = self.review
        if review.undecided:
            way = await flows.ask_end(self.app, review.undecided)
            if way == "go":
                self.go_page(KEYS.index(cast(Any, review.undecided[0])))
            if way != "end":
                return None
        figures: dict[str, str] = {figure: self._shown(figure) or "" for figure in KEYS}
        held = await self.session.write(lambda store, by: store.weekly.hold(review.week, figures, by))
        self.show_view("summary")
        if held.week_over:
            return Outcome(
                f"the review is held, and kept with its figures: {key_of('weekly.list', 'l')} lists all reviews"
            )
        return Outcome("held before the week was over, with the figures so far: hold it again once it is", "warn")

    # ── to where a figure comes from ─────────────────────────────────────────────────────────────────────────

    def action_why(self) -> None:
        """Go to where the figure that is shown comes from: why responses were late, the roster and so on."""
        self.post_message(comes_from(KEYS[self.page], self.model.period, self.session.tz))
