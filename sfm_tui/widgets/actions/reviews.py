"""The reviews of an action, its earlier cycles' too: read them, enter one more, put one right with a reason."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.domain.action import Review
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.actions.review import change_review, review
from sfm_tui.widgets.actions.words import MARKS, day
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.lists.cells import wrap
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session

_TONES = {"met": "good", "partially met": "warn", "not met": "bad"}


class ReviewsDialog(ActList[Review]):
    """The reviews, the latest first."""

    EMPTY = KeyWords("No review was held yet. {reviews.new=n} enters one.")
    HINT = KeyWords(
        "{reviews.new=n} new review · Enter or {reviews.edit=e} puts one right, with a reason · Esc goes back"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="reviews.new", tooltip="Enter a review of the result"),
        Binding("e", "edit", "Change", id="reviews.edit", tooltip="Put the review right, with a reason"),
    ]

    def __init__(self, session: "Session", number: str) -> None:
        super().__init__(session, f"Reviews of {number}")
        self._number = number
        self._names: dict[str, str] = {}
        self._cycle = 1

    async def items(self) -> Sequence[Review]:
        """The reviews, the latest first."""
        whole = await self.session.read(lambda store: store.actions.dossier(self._number))
        self._names, self._cycle = dict(whole.facts.names), whole.action.cycle
        return whole.facts.reviews[::-1]

    def item_key(self, item: Review) -> object:
        """Its cycle and day."""
        return item.cycle, item.reviewed_on

    def draw_item(self, item: Review, width: int) -> Lines:
        """The day, the outcome, by whom; what was said below it."""
        cycle = f"  cycle {item.cycle}, over" if item.cycle < self._cycle else ""
        lines: Lines = [
            [(f"{day(item.reviewed_on)}  ", "accent"), (f"{MARKS[item.outcome]} {item.outcome}", _TONES[item.outcome]),
             (f"  {self._names.get(item.reviewer, item.reviewer)}{cycle}", "muted")]
        ]  # fmt: skip
        more = [item.evaluation, item.next_actions and f"next: {item.next_actions}",
                item.next_review and f"next review: {day(item.next_review)}"]  # fmt: skip
        lines += [[("  ", "plain"), (piece, "plain")] for part in more if part for piece in wrap(part, width - 4, 6)]
        return lines

    def action_new(self) -> None:
        """Enter a review."""
        self.do(self._new())

    async def _new(self) -> str | None:
        done = await review(self.app, self.session, self._number)
        return done.text if done is not None else None

    @on(Rows.Chosen)
    def action_edit(self) -> None:
        """Put the review right."""
        if self.rows.current is not None:
            self.do(self._edit(self.rows.current))

    async def _edit(self, saw: Review) -> str | None:
        done = await change_review(self.app, self.session, saw)
        return f"the review of {day(done.reviewed_on)} says «{done.outcome}» now" if done is not None else None


async def reviews(app: "App[Any]", session: "Session", number: str) -> Outcome | None:
    """Show the reviews of an action and act on them; where there is none yet, the form of the first."""
    held = await session.read(lambda store: store.actions.dossier(number).facts.reviews)
    if not held:
        return await review(app, session, number)
    done = await app.push_screen_wait(ReviewsDialog(session, number))
    return Outcome(f"{number}: {done}") if done else None
