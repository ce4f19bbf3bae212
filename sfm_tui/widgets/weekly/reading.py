"""The review of a week as it is read: the last one where it is not held yet, else this week's, or the one gone to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.period import Period
from sfm_tui.domain.weekly import Standing, monday_of_week, week_after, week_of
from sfm_tui.storage.weekly_rows import Review
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.weekly.computing import WeeklyComputing
from sfm_tui.widgets.weekly.words import KEYS, coming_words

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


@dataclass(frozen=True)
class _Read:
    """What a week's review needs of the store."""

    review: Review
    before: tuple[Standing, ...]
    all: tuple[Review, ...]
    names: dict[str, str]


class WeeklyReading(WeeklyComputing):
    """Holds the review that is shown, what was decided before it, and all reviews; a subclass shows them."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.review = Review(week_of(self.model.today))
        self.page = 0
        self.view = "page"
        self._before: tuple[Standing, ...] = ()
        self._all: tuple[Review, ...] = ()
        self._names: dict[str, str] = {}
        self._wanted = False
        self._fresh = True
        self._read = Again(self, self._read_all, "weekly review")

    def _tell(self) -> None:
        raise NotImplementedError

    def _first_page(self) -> None:
        raise NotImplementedError

    def show_record(self, key: str) -> None:
        """Go to the review of a week, `2026-W47`: where it was left, or its summary where it was held."""
        try:
            monday_of_week(key)
        except ValueError as error:
            self.say(str(error), "bad")
            return
        self._go_week(key)

    async def _read_all(self) -> None:
        if self.session.data.site is None:
            self._tell()
            return
        self._seq = self.session.data.head_seq
        week, begins = self.review.week, self._fresh and not self._wanted
        last = week_after(week_of(self.model.today), -1)
        found = await self.session.read(lambda store: _look(store, week, last if begins else ""))
        if week != self.review.week or (begins and self._wanted):
            self._read()  # another week was asked for meanwhile
            return
        if found.review.week != week:
            self.review = found.review
            self._take_period()
        self.review, self._before, self._all = found.review, found.before, found.all
        self._names = found.names
        if self._fresh:
            self._fresh = False
            if self.review.held_at is not None:
                self.show_view("summary")
            else:
                left = self.review.undecided
                self.page = KEYS.index(left[0]) if left else 0
            self._say_state()
        self.fill()
        self.compute_figures()

    def _go_week(self, week: str) -> None:
        if week > week_of(self.model.today):
            self.say("that is the present week: nothing lies ahead yet")
            return
        self._wanted = True
        if week != self.review.week:
            self.review, self._before = Review(week), ()
            self._take_period()
        self._fresh = True
        self._first_page()
        self._read()

    def _take_period(self) -> None:
        self.model.period = Period.of("week", monday_of_week(self.review.week), self.model.today)

    def _say_state(self) -> None:
        """Say what one should know of a week when one comes to it."""
        said = coming_words(self.review, self._all, week_of(self.model.today))
        if said is not None:
            self.say(*said)


def _look(store: "Store", week: str, last: str = "") -> _Read:
    """What there is of a week; of the `last` one instead, where that is given and its review is not held yet."""
    review = store.weekly.get(last or week)
    if last and review.held_at is not None:
        review = store.weekly.get(week)
    names = {**store.reference.names(), **store.reference.people_names()}
    return _Read(review, tuple(store.weekly.before(review.week)), tuple(store.weekly.all()), names)
