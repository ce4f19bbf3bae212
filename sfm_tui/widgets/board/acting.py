"""What is done on the board: cards are moved through the gates, moves taken back, and the action's own flows called."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from textual import on

from sfm_tui.domain.action import STAGES, Action, Stage
from sfm_tui.storage.action_board import CardLine, Lines, WholeCard
from sfm_tui.widgets.board.columns import Only
from sfm_tui.widgets.board.view import BoardView
from sfm_tui.widgets.board.words import STAGE_NAMES
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

NO_CARD = KeyWords("there is no card under the cursor · {board.new=n} writes a new action")


def flows() -> Any:
    """What is done to one action: its form, gates and reviews. Read in when the first of them is wanted."""
    return import_module("sfm_tui.widgets.actions.flows")


class BoardActing(RecordsScreen):
    """The acts of the board; a subclass shows what they change."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.lines: Lines | None = None
        self.whole: dict[str, WholeCard] = {}
        self.only = Only()
        self.closed = False
        self._moves: list[Action] = []

    @property
    def view(self) -> BoardView:
        """The columns."""
        return self.query_one(BoardView)

    def show_cards(self) -> None:
        """Draw what was read, as far as it fits what the board is narrowed to."""
        raise NotImplementedError

    def show_record(self, key: str) -> None:
        """Put the cursor on an action by its number."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Read the plan anew."""
        raise NotImplementedError

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def acted(self) -> None:
        """The board is read anew, also where an act that failed has shown that another did something."""
        self.read_again()

    def _with_card(self, act: "Callable[[str], Awaitable[Any]]", name: str) -> None:
        card = self.view.current
        if card is None:
            self.say(NO_CARD)
        else:
            self.do(lambda: act(card.action), name)

    def action_new(self) -> None:
        """Write a new action; the cursor goes to its card."""

        async def flow() -> Any:
            done = await flows().new_action(self.app, self.session)
            if done is not None:
                self.show_record(done.action)
            return done

        self.do(flow, "new action")

    def action_review(self) -> None:
        """Review the action under the cursor."""
        self._with_card(lambda number: flows().review(self.app, self.session, number), "review")

    def action_steps(self) -> None:
        """The agreed actions of the one under the cursor."""
        self._with_card(lambda number: flows().steps(self.app, self.session, number), "steps")

    def action_history(self) -> None:
        """Every move and change of the action under the cursor."""
        self._with_card(lambda number: flows().history(self.app, self.session, number), "history")

    def action_themes(self) -> None:
        """The themes under which actions stand."""
        self.do(lambda: flows().themes(self.app, self.session), "themes")

    def action_measures(self) -> None:
        """The measures and their readings, first the one that this action is to move."""
        card = self.view.current
        whole = self.whole.get(card.action) if card is not None else None
        measure = whole.card.action.measure if whole is not None else ""
        self.do(lambda: flows().measures(self.app, self.session, measure), "measures")

    def action_thread(self) -> None:
        """The thread of the action, from the finding to the effect."""
        from sfm_tui.widgets.records.thread_dialog import show_thread

        self._with_card(lambda number: show_thread(self.app, self.session, f"action:{number}"), "thread")

    def action_files(self) -> None:
        """The files of the action."""
        from sfm_tui.widgets.records.attaching import files

        self._with_card(lambda number: files(self.app, self.session, f"action:{number}", number), "files")

    @on(BoardView.Chosen)
    def _chosen(self, event: BoardView.Chosen) -> None:
        self.do(lambda: flows().open_action(self.app, self.session, event.action), "open action")

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_shift(self, by: int) -> None:
        """Move the card under the cursor to the next stage, or the one before."""
        card = self.view.current
        if card is None:
            self.say(NO_CARD)
            return
        to = STAGES.index(card.stage) + by
        if not 0 <= to < len(STAGES):
            where = "after" if by > 0 else "before"
            self.say(f"{card.action} is in {STAGE_NAMES[card.stage]}: there is no stage {where} it")
            return
        self.move(card.action, STAGES[to])

    def action_gate(self) -> None:
        """What the card needs to leave its stage."""
        card = self.view.current
        if card is None or card.stage == "closed":
            self.say(NO_CARD if card is None else f"{card.action} is closed: it needs nothing more")
            return
        to, number = STAGES[STAGES.index(card.stage) + 1], card.action

        async def flow() -> Outcome | None:
            return await self._through_gate(await self.session.read(lambda store: store.actions.get(number)), to)

        self.do(flow, "gate")

    def action_paper(self) -> None:
        """The action plan of the card or of all that are open, or the log of actions."""
        from sfm_tui.widgets.paper.places import from_board

        async def flow() -> Outcome | None:
            await from_board(self.app, self.view.current.action if self.view.current is not None else "")
            return None

        self.do(flow, "paper")

    @on(BoardView.Dropped)
    def _dropped(self, event: BoardView.Dropped) -> None:
        self.move(event.action, event.stage)

    def move(self, number: str, to: Stage) -> None:
        """Move a card, as it is shown, to a stage; where the gate is shut, say what is missing and lead there."""

        async def flow() -> Outcome | None:
            from sfm_tui.storage.actions import GateShut

            shown = self.whole.get(number)
            now = await self.session.read(lambda store: store.actions.get(number))
            saw = shown.card.action if shown else now
            if saw.stage in ("check", "act") and (saw.stage, saw.cycle) == (now.stage, now.cycle):
                return await self._through_gate(saw, to)
            try:
                moved = await self.session.write(lambda store, by: store.actions.move(saw, to, by))
            except GateShut as shut:
                self.say(str(shut), "warn")
                return await self._through_gate(saw, to)
            self._put(moved)
            self._moves.append(moved)
            return Outcome(f"{number} is in {STAGE_NAMES[moved.stage]} now · {key_of('board.undo', 'u')} takes it back")

        self.do(flow, "move")

    async def _through_gate(self, saw: Action, to: Stage) -> Outcome | None:
        number = saw.action
        done: Any = await flows().gate(self.app, self.session, number, to)
        if done is None:
            return None
        now = await self.session.read(lambda store: store.actions.get(number))
        self._put(now)
        if (now.stage, now.cycle) != (saw.stage, saw.cycle):
            self._moves.append(now)
        return Outcome(done.text, done.tone) if isinstance(getattr(done, "text", None), str) else None

    def action_undo(self) -> None:
        """Take back one's own last change of an action where that came after one's last move, else the last move."""

        async def flow() -> Outcome | None:
            from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands
            from sfm_tui.widgets.records.taking_back import confirmed, planned

            by = self.session.author
            with keys_wait(self.app):
                if (signed := await signature_stands(self.session, "actions")) is not None:
                    return Outcome(signed + AGAIN, "warn")
                moved = await self.session.read_after_writes(lambda store: store.actions.last_move(by))
                plan = await planned(self.session, "actions", after=moved)
            if plan is None:
                return await self._undo_move()
            return await confirmed(self.app, self.session, "actions", plan)

        self.do(flow, "undo")

    async def _undo_move(self) -> Outcome:
        """Take back the last move: the one made here, else that of the card under the cursor."""
        card, last = self.view.current, self._moves.pop() if self._moves else None
        if last is None and card is None:
            return Outcome("nothing was moved here", "plain")
        number = last.action if last is not None else cast(CardLine, card).action
        saw = await self.session.read(lambda store: store.actions.get(number))
        if last is not None and (last.stage, last.cycle) != (saw.stage, saw.cycle):
            return Outcome(f"{number} was moved meanwhile: it is in {STAGE_NAMES[saw.stage]} now", "warn")
        back = await self.session.write(lambda store, by: store.actions.undo_move(saw, by))
        self._put(back)
        return Outcome(f"{number} is back in {STAGE_NAMES[back.stage]}: its move was taken back")

    def _put(self, action: Action) -> None:
        """Show an action in its stage at once; what it needs there is read after that."""
        read = self.lines
        if read is None:
            return
        if action.stage == "closed" and not self.closed:
            self.closed = True
        new = CardLine(action.action, action.stage, action.theme, action.area, action.owner, action.due)
        others = tuple(line for line in read.lines if line.action != action.action)
        self.lines = Lines(read.today, (*others, new), read.names, read.themes, read.closed)
        self.whole.pop(action.action, None)
        self.show_cards()
        self.view.put(action.action)
        self.view.redraw()
