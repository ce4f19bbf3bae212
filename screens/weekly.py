"""The weekly review: the figures of a week one by one, what was decided on each, and what is still open."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.domain.weekly import FIGURES, to_ask, week_after, week_of
from sfm_tui.storage.weekly_rows import Review
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.weekly.page import StepBar, WeeklyPage
from sfm_tui.widgets.weekly.reading import WeeklyReading
from sfm_tui.widgets.weekly.words import (
    KEYS,
    Entry,
    Hint,
    Item,
    draw_item,
    draw_review,
    head_words,
    page_items,
    shown_words,
    summary_items,
    weeks_listed,
)

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


class Weekly(WeeklyReading):
    """A page for each figure, a summary at the end, and the list of all reviews."""

    TITLE_TEXT = "weekly review"
    CSS_PATH = "weekly.tcss"
    HIDDEN = "#views, StepBar"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="weekly.back", tooltip="The page, then the dashboard"),
        Binding("right", "step(1)", "Next", key_display="←→", id="weekly.next", tooltip="The next figure; the summary"),
        Binding("left", "step(-1)", "Previous", show=False, id="weekly.previous", tooltip="The figure before"),
        *(Binding(str(n), f"page({n - 1})", FIGURES[figure], show=False, id=f"weekly.{figure}",
                  tooltip=f"Go to: {FIGURES[figure].lower()}") for n, figure in enumerate(KEYS, start=1)),
        Binding("d", "note('decide')", "Decide", id="weekly.decide", tooltip="Note what is to be done, by whom, when"),
        Binding("o", "note('leave')", "No action", id="weekly.none", tooltip="Note that no action is needed, and why"),
        Binding("a", "raise_action", "Action", id="weekly.raise",
                tooltip="Raise an improvement action from the figure, filled in already"),
        Binding("t", "answer", "Done?", id="weekly.answer",
                tooltip="Say whether the decision under the cursor was done"),
        Binding("e", "correct", "Correct", show=False, id="weekly.correct",
                tooltip="Correct the decision under the cursor; what stood there is kept"),
        Binding("x", "strike", "Strike", show=False, id="weekly.strike",
                tooltip="Strike the decision under the cursor, with a reason"),
        Binding("w", "why", "Why", show=False, id="weekly.why",
                tooltip="Where the figure comes from: why late, roster, talks"),
        Binding("s", "summary", "Summary", id="weekly.summary", tooltip="All figures with their decisions"),
        Binding("h", "hold", "End review", id="weekly.hold", tooltip="End the review: it is kept with its figures"),
        Binding("l", "list", "Reviews", id="weekly.list", tooltip="All reviews, also past ones"),
        Binding("left_square_bracket", "week(-1)", "Earlier", show=False, id="weekly.earlier",
                tooltip="The week before"),
        Binding("right_square_bracket", "week(1)", "Later", show=False, id="weekly.later", tooltip="The week after"),
        Binding("u", "undo", "Undo", show=False, id="weekly.undo", tooltip="Whether your last act can be taken back"),
        *usual_keys("weekly"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._steps = StepBar()
        self._page = WeeklyPage(self.model, self._draw)
        self._summary = Rows[Item](self._draw, key=lambda item: item.key, id="summary", always_cursor=True)
        self._list = Rows[Review](
            self._draw_review, key=lambda review: review.week, id="reviews", always_cursor=True, empty="reading …"
        )

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """The week, the steps, and the page, the summary or the list."""
        yield Words(id="week")
        yield self._steps
        with Container(id="views"):
            yield self._page
            yield self._summary
            yield self._list

    def on_mount(self) -> None:
        """Show the last week where it is not reviewed yet, else this one."""
        self.show_view("page")
        self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        super().locked_changed()
        self._tell()

    def current_record(self) -> tuple[str, str] | None:
        """The review that is shown."""
        return f"weekly:{self.review.week}", self.review.week

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw(self, item: Item, width: int) -> Lines:
        return draw_item(item, width, self._names, self.model.today.isoformat())

    def _draw_review(self, review: Review, width: int) -> Lines:
        return draw_review(review, width, self._names, self._held(review))

    def _held(self, review: Review) -> str:
        if review.held_at is None:
            return ""
        tz = self.session.tz
        return f"{day_text(local_date(review.held_at, tz))} {short_clock(review.held_at, tz)}"

    def fill(self) -> None:
        """Draw what is shown."""
        if self.view == "page":
            figure = KEYS[self.page]
            asked = to_ask(list(self._before), figure)
            self._page.fill(self.review.week, self.page, page_items(self.review, asked, figure))
        elif self.view == "summary":
            self._summary.show(summary_items(self.review, self._before, self._figures_shown()))
        else:
            self._list.show(weeks_listed(self._all, week_of(self.model.today)))
        self._steps.show(self.page if self.view == "page" else -1, self._noted)
        self._tell()
        self.refresh_bindings()

    @property
    def _noted(self) -> frozenset[str]:
        return frozenset(FIGURES) - frozenset(self.review.undecided)

    def _figures_shown(self) -> dict[str, str]:
        """The figures in words: as they were when the review was held, else as they are."""
        if self.review.held_at is not None:
            return dict(self.review.figures)
        if self.model.stale("kpis"):
            return {}
        cards, so_far = self.model.cards(), self.model.period.present
        return {key: shown_words(cards, key, self.review.week, so_far=so_far) for key in KEYS}

    def _tell(self) -> None:
        """Say which week, how far one is, and what is to be known of it."""
        head = self.query_one("#week", Words)
        if self.session.locked:
            head.say("(locked)")
            return
        if self.session.data.site is None:
            head.say(f"No site yet: {key_of('app.go-to', 'F12')} s takes you to the settings.")
            return
        if self.view == "list":
            held = sum(review.held_at is not None for review in self._all)
            head.say(f"Weekly reviews: {held} held")
            return
        page = self.page if self.view == "page" else None
        over = self.review.week < week_of(self.model.today)
        head.say(head_words(self.review, page, held=self._held(self.review), over=over))

    def show_view(self, view: str) -> None:
        """Show the page, the summary or the list, and give it the keys."""
        self.view = view
        shown = {"page": self._page, "summary": self._summary, "list": self._list}
        for name, part in shown.items():
            part.display = name == view
        self._steps.display = view != "list" and not self.session.locked
        (self._page.rows if view == "page" else self._summary if view == "summary" else self._list).focus()
        self.fill()

    def _first_page(self) -> None:
        self._summary.cursor = 0
        self.go_page(0)

    def go_page(self, page: int) -> None:
        """Show the page of a figure."""
        self.page = page
        self._page.rows.cursor = 0
        self.show_view("page")

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def entry(self) -> Entry | None:
        """The decision under the cursor; on a page where there is one alone, that."""
        rows = self._page.rows if self.view == "page" else self._summary
        some = [item for item in rows.items if isinstance(item, Entry)]
        if isinstance(rows.current, Entry):
            return rows.current
        return some[0] if self.view == "page" and len(some) == 1 else None

    def action_step(self, by: int) -> None:
        """The next figure, after the last the summary; or the one before."""
        if self.view == "summary":
            if by < 0:
                self.go_page(len(KEYS) - 1)
        elif self.page + by == len(KEYS):
            self.show_view("summary")
        else:
            self.go_page(max(0, self.page + by))

    def action_page(self, page: int) -> None:
        """Go to a figure."""
        self.go_page(page)

    @on(StepBar.Chosen)
    def _step_clicked(self, event: StepBar.Chosen) -> None:
        self.go_page(event.page)

    def action_summary(self) -> None:
        """All figures with what was decided."""
        self.show_view("summary")

    def action_list(self) -> None:
        """All reviews."""
        self.show_view("list")
        self._list.put_cursor(self.review.week)

    def action_week(self, by: int) -> None:
        """The week before, or after."""
        self._go_week(week_after(self.review.week, by))

    def action_back(self) -> None:
        """From the summary or the list to the page, from there to the dashboard; all that was noted is kept."""
        if self.went_back():
            return
        if self.view == "list" or (self.view == "summary" and self.review.held_at is None):
            self.show_view("page")
        else:
            self.post_message(PlaceWanted("figures"))

    @on(Rows.Chosen, "#reviews")
    def _review_chosen(self, event: Rows.Chosen) -> None:
        self._go_week(event.item.week)

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Rows.Chosen, "#decisions")
    @on(Rows.Chosen, "#summary")
    def _item_chosen(self, event: Rows.Chosen) -> None:
        if isinstance(event.item, Entry):
            self.opened(event.item)
        elif isinstance(event.item, Hint) and event.item.figure:
            self.go_page(KEYS.index(event.item.figure))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something to what is shown."""
        if action in ("note", "raise_action", "why"):
            return self.view == "page"
        if action in ("answer", "correct", "strike"):
            return self.view != "list" and self.entry is not None
        if action == "hold":
            return self.view == "summary" or (self.view == "page" and not self.review.undecided)
        if action == "summary":
            return self.view == "page"
        if action in ("step", "week"):
            return self.view != "list"
        return super().check_action(action, parameters)


SCREEN = Weekly
