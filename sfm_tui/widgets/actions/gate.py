"""Moving a card: what is missing and where to mend it, a reason that overrides, and the way round again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.domain.action import STAGES, Action, Review, Stage
from sfm_tui.domain.gates import Need, last_review
from sfm_tui.widgets.actions.words import MARKS, day
from sfm_tui.widgets.dialogs.dialogs import FRAME, AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

ALL_THE_SAME: Literal["all the same"] = "all the same"


class GateDialog(Modal[Need | str | None]):
    """What is missing, in the order of the form. Gives the one to mend, `ALL_THE_SAME`, or None after Escape."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "GateDialog")
        + """
    GateDialog > #dialog { width: 84; height: auto; max-height: 90%; }
    GateDialog Rows { height: auto; min-height: 3; max-height: 16; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="gate.back", tooltip="The card stays where it is"),
        Binding("m", "all_the_same", "Move", id="gate.move", tooltip="Move it all the same, with a reason"),
    ]

    def __init__(self, action: Action, to: Stage, needs: list[Need]) -> None:
        super().__init__()
        self._title = f"{action.action} cannot go to {to.capitalize()} yet"
        self._about = f"{len(needs)} thing{'s' if len(needs) > 1 else ''} missing in «{clip(action.area, 50)}»:"
        self._needs = needs

    def compose(self) -> ComposeResult:
        """What is missing, a row each."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Label(self._about, classes="label", markup=False)
            yield Rows[Need](self._draw_need, key=lambda need: (need.field, need.words), always_cursor=True)
            yield Label(f"Enter goes there · {key_of('gate.move', 'm')} moves it all the same, with a reason · Esc",
                        classes="hint", markup=False)  # fmt: skip

    def on_mount(self) -> None:
        """The rows take the keys."""
        rows = self.query_one(Rows)
        rows.focus()
        rows.show(self._needs)
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        """All of them in sight, where there is room."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        rows = self.query_one(Rows)
        rows.styles.height = sum(len(self._draw_need(need, rows.size.width - 3)) for need in self._needs)

    def _draw_need(self, need: Need, width: int) -> Lines:
        first, *rest = wrap(need.words, max(20, width - 4), 3)
        return [[("✖ ", "bad"), (first, "plain")], *([("  ", "plain"), (piece, "plain")] for piece in rest)]

    @on(Rows.Chosen)
    def _chosen(self, event: "Rows.Chosen") -> None:
        self.dismiss(event.item)

    def action_all_the_same(self) -> None:
        """Move it all the same."""
        self.dismiss(ALL_THE_SAME)


async def gate(app: "App[Any]", session: "Session", number: str, to: Stage) -> Outcome | None:
    """Move a card to a stage, through whatever its gate asks; None where it stays.

    A card whose result was not reached goes back to Plan as a new cycle, unless the person chooses otherwise. Where
    somebody else moved it meanwhile that is told, and a reason that was typed stands there again.
    """
    from sfm_tui.storage.actions import ActionClash

    reason = _Reason()
    while True:
        saw = await session.read(lambda store: store.actions.get(number))
        if saw.stage == to and not reason.told:
            return Outcome(f"{number} is in {to.capitalize()} already", "plain")
        if saw.stage == to:
            return Outcome(reason.told, "warn")
        try:
            way = await _round_again(app, session, saw, to, reason)
            if way is None:
                return None
            if isinstance(way, Outcome):
                return way
            done = await _through(app, session, saw, to, reason)
        except ActionClash as error:
            reason.told = str(error).removesuffix(": look again, then change it")
            cast("Program", app).say(reason.told, "warn")
            continue
        if done != "again":
            return done if isinstance(done, Outcome) else None


@dataclass
class _Reason:
    """What was typed as a reason so far, and what was told of somebody else's move."""

    typed: str = ""
    told: str = ""


async def _through(
    app: "App[Any]", session: "Session", saw: Action, to: Stage, reason: _Reason
) -> Outcome | str | None:
    """Try to move; «again» where something was mended and the gate is to be asked anew."""
    from sfm_tui.storage.actions import GateShut

    try:
        await session.write(lambda store, by: store.actions.move(saw, to, by))
    except GateShut as error:
        needs = error.needs
    else:
        return Outcome(
            f"{saw.action}: {saw.stage.capitalize()} → {to.capitalize()} · {key_of('board.undo', 'u')} takes it back"
        )
    answer = await app.push_screen_wait(GateDialog(saw, to, needs))
    if answer is None:
        return None
    if isinstance(answer, Need):
        await _mend(app, session, saw.action, answer)
        return "again"
    why = await _why(app, f"Move {saw.action} to {to.capitalize()} all the same", reason.typed)
    if why is None:
        return "again"
    reason.typed = why
    await session.write(lambda store, by: store.actions.move(saw, to, by, why=why))
    many = f"{len(needs)} thing{'s' if len(needs) > 1 else ''} still missing"
    return Outcome(f"{saw.action}: {saw.stage.capitalize()} → {to.capitalize()} all the same, {many}: {why}", "warn")


async def _mend(app: "App[Any]", session: "Session", number: str, need: Need) -> None:
    """Take one to what is missing."""
    from sfm_tui.widgets.actions import flows

    if need.field == "steps":
        await flows.steps(app, session, number)
    elif need.field == "reviews":
        await flows.review(app, session, number)
    else:
        await flows.open_action(app, session, number, need.field)


async def _round_again(
    app: "App[Any]", session: "Session", saw: Action, to: Stage, reason: _Reason
) -> Outcome | Literal["move"] | None:
    """Offer the new cycle where the result was not reached; «move» where the card is to be moved as asked."""
    if saw.stage not in ("check", "act"):
        return "move"
    facts = await session.read(lambda store: store.actions.facts(saw))
    review = last_review(saw, facts.reviews)
    failed = review is not None and review.outcome != "met"
    onward = STAGES.index(to) > STAGES.index(saw.stage)
    adapted = saw.stage == "act" and saw.decision == "adapt"
    if to != "plan" and not (onward and ((saw.stage == "check" and failed) or adapted)):
        return "move"
    choices = [
        Choice("again", f"Round again: back to Plan as cycle {saw.cycle + 1}", "this cycle stays readable", letter="p"),
        Choice("move", f"{'On' if onward else 'Just back'} to {to.capitalize()} in this cycle", letter="m"),
    ]
    answer = await app.push_screen_wait(ChooseDialog(_said(saw, review), choices))
    if answer != "again":
        return "move" if answer == "move" else None
    start = f"review of {day(review.reviewed_on)}: {review.outcome}" if review is not None else ""
    why = await _why(app, f"{saw.action} goes round again as cycle {saw.cycle + 1}", reason.typed or start)
    if why is None:
        return None
    reason.typed = why
    now = await session.write(lambda store, by: store.actions.again(saw, why, by))
    return Outcome(f"{saw.action} is back in Plan as cycle {now.cycle}: cycle {saw.cycle} is kept to read", "warn")


def _said(saw: Action, review: Review | None) -> str:
    if review is None:
        return f"{saw.action} goes back: as a new cycle?"
    if saw.decision == "adapt" and saw.stage == "act":
        return f"{saw.action} is to be adapted: that is a new cycle"
    if review.outcome == "met":
        return f"{saw.action} reached its level ({MARKS['met']} met): back all the same?"
    return f"{saw.action} did not reach its level ({MARKS[review.outcome]} {review.outcome}): what now?"


async def _why(app: "App[Any]", title: str, start: str = "") -> str | None:
    """A reason that is typed; None where it was left."""
    fields = [Field("why", "Why (it stands in the history):", start)]
    answer = await app.push_screen_wait(AskDialog(title, fields))
    return answer["why"].strip() if answer else None
