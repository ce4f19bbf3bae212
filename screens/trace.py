"""Why late: the responses over their limit of some days, what they add up to, and the minute of each of them."""

from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Label

from sfm_tui.clock import local_date
from sfm_tui.clock.days import Days
from sfm_tui.domain.late_words import period_words
from sfm_tui.domain.period import Period
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows, Span
from sfm_tui.widgets.trace.acting import TraceActing
from sfm_tui.widgets.trace.key import read_key
from sfm_tui.widgets.trace.lists import NEWEST, WORST, GroupList, LateList, hour_lines, in_order
from sfm_tui.widgets.trace.minute import Minute
from sfm_tui.widgets.trace.words import empty_words, period_line, totals_words

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

MOST_KEPT = 6
FEW = 3
"""With no more than so many the list leaves its lines to the minute, where one stands above the other."""
SLOW_SECONDS = 0.3
PATIENCE = 10
"""After a reading that took long, so many times as long passes before what others write is read anew."""


class Trace(TraceActing):
    """The list of late responses, their summary by cause and hour, and the minute of the one under the cursor."""

    TITLE_TEXT = "why late"
    CSS_PATH = "trace.tcss"
    HIDDEN = "#period, #totals, #trace"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="trace.back",
                tooltip="All again, then back to where one came from, or the desk"),
        Binding("a", "raise_here", "Raise", id="trace.raise",
                tooltip="Raise an action, filled in, from what the cursor is on: a response, a cause, an hour"),
        Binding("A", "raise_all", "Of all", show=False, id="trace.raise-all",
                tooltip="Raise an action, filled in, from all that are listed"),
        Binding("p", "period", "Days", id="trace.period", tooltip="This month, last month, 12 weeks, any days"),
        Binding("left_square_bracket", "page(-1)", "Before", show=False, id="trace.before",
                tooltip="The days before these"),
        Binding("right_square_bracket", "page(1)", "After", show=False, id="trace.after",
                tooltip="The days after these"),
        Binding("f", "filter", "Only", id="trace.filter", tooltip="Only those of a cause or an hour of the day"),
        Binding("o", "order", "Order", show=False, id="trace.order", tooltip="The newest first, or the worst"),
        Binding("g", "groups", "Causes", id="trace.groups", tooltip="By cause and hour, and back to the list"),
        Binding("m", "minute", "Minute", id="trace.minute", tooltip="The minute of the response, whole, and back"),
        Binding("r", "roster", "Roster", id="trace.roster", tooltip="The roster at the minute of the response"),
        Binding("c", "board", "Card", id="trace.board", tooltip="The action that came of the response, on the board"),
        *usual_keys("trace", tab="To the next pane"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._wanted = ""
        self._kept: dict[Days, Traced] = {}
        self._stage = ""
        self._read_at, self._took = 0.0, 0.0
        self._read = Again(self, self._read_days, "late responses")
        self._look = Again(self, self._read_minute, "the minute")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Which days and what they come to; the sums and the list; the minute."""
        yield Words(id="period")
        yield Label("", id="totals", markup=False)
        with Container(id="trace"):
            with Vertical(id="left"):
                with Vertical(id="sums"):
                    hours = Rows[list[Span]](lambda line, _width: [line], key=id, id="hours")
                    hours.can_focus = False
                    yield hours
                    yield GroupList(id="groups")
                yield LateList(id="late")
            yield Minute(id="minute")

    @property
    def _minute(self) -> Minute:
        return self.query_one(Minute)

    def on_mount(self) -> None:
        """Show the last twelve weeks."""
        self.late.say_empty("reading …")
        self._minute.border_title = "The minute it came in"
        self.late.focus()
        self._read()

    def read_again(self) -> None:
        """Show the days that are to be shown: at once where they are kept, else as soon as they are read."""
        known = self._kept.get(self.days)
        if known is not None and known.seq == self.session.data.head_seq:
            self.traced = known
            self.show_traced()
        else:
            self.late.border_title = "reading …"
            self._read()

    def tick(self) -> None:
        """At midnight «today» is another day."""
        super().tick()
        if self.period.today != self.today:
            kept = self.period
            self.period = Period.typed(self.days, self.today) if kept.kind == "days" or not kept.present else (
                Period.of(kept.kind, self.today, self.today)
            )  # fmt: skip
            self._read()

    @property
    def _behind(self) -> bool:
        return self.traced is not None and self.traced.seq != self.session.data.head_seq

    def _catch_up(self) -> None:
        """What takes long to read is not read anew at every write."""
        wait = self._read_at + PATIENCE * self._took - monotonic()
        if self._took < SLOW_SECONDS or wait <= 0:
            self._read()
        else:
            self.set_timer(wait, self.data_changed)

    def current_record(self) -> tuple[str, str] | None:
        """The incident whose response was late."""
        breach = self.late.current
        return (f"incident:{breach.late.incident}", breach.late.incident) if breach is not None else None

    def show_record(self, key: str) -> None:
        """Show some days, or one incident, as `widgets.trace_key` names them."""
        wanted = read_key(key)
        if wanted.days is not None:
            self.period, self.only = self._period_of(wanted.days), wanted.only
            self.read_again()
        else:
            self.act(self._find(wanted.incident), "find")

    async def _find(self, number: str) -> None:
        from sfm_tui.storage.why_late import window_of_incident

        found = await self.session.read(lambda store: window_of_incident(store, number))
        if found is None:
            self.say(f"there is no incident {number}", "bad")
            return
        reported, late = found
        if not late:
            self.say(f"{number} was not over its limit, or counts for no response", "warn")
            return
        day = local_date(reported, self.session.tz)
        if not self.period.first <= day <= self.period.last:
            self.period = Period.of("month", day, self.today)
        self.only, self._wanted = EVERYTHING, number
        self.set_class(False, "-groups")
        self.read_again()

    def _period_of(self, days: Days) -> Period:
        """The days as a month, a week or twelve where they are that, so that the ones before are too."""
        for kind in ("month", "week", "weeks"):
            found = Period.of(cast(Any, kind), days.last, self.today)
            if (found.first, found.last) == (days.first, min(days.last, self.today)):
                return found
        return Period.typed(days, self.today)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_days(self) -> None:
        days = self.days
        known = self._kept.get(days)
        if known is None or known.seq != self.session.data.head_seq:
            began, self._stage = monotonic(), "reading"
            telling = self.set_interval(SLOW_SECONDS, self._tell_stage)
            try:
                known = await self.session.read(lambda store: self._traced(store, days))
            finally:
                telling.stop()
                self._stage = ""
            self._read_at, self._took = monotonic(), monotonic() - began
            self._kept.pop(days, None)
            self._kept[days] = known
            while len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        if days == self.days:
            self.traced = known
            self.show_traced()

    def _traced(self, store: "Store", days: Days) -> Traced:
        from sfm_tui.storage.why_late import read_traced

        def tell(words: str) -> None:
            self._stage = words

        return read_traced(store, days, tell)

    def _tell_stage(self) -> None:
        if self._stage:
            self.query_one("#period", Words).say(f"{period_words(self.days)} · {self._stage} …")

    async def _read_minute(self) -> None:
        from sfm_tui.storage.why_late import read_scene

        breach = self.late.current
        if breach is None:
            self.scene = None
        else:
            number = breach.late.incident
            self.scene = await self.session.read(lambda store: read_scene(store, number))
        self._show_minute()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────

    def show_traced(self) -> None:
        """Draw what was read, as far as it is one of those that the list is narrowed to."""
        traced = self.traced
        if traced is None:
            return
        some = in_order(traced.kept(self.only), self.order)
        self.late.say_empty(empty_words(traced, self.only))
        wanted, self._wanted = self._wanted, ""
        self.late.put(some, traced, wanted)
        self.set_class(len(some) <= FEW, "-few")
        self.late.border_title = f"{len(some)} late, {'newest first' if self.order == NEWEST else 'worst first'}"
        self.groups.put(traced)
        hours = self.query_one("#hours", Rows)
        hours.show(hour_lines(traced) if traced.breaches else [])
        self.query_one("#period", Words).say(period_line(traced, self.only, len(some)))
        self.query_one("#totals", Label).update(totals_words(traced))
        self._look()
        self.refresh_bindings()

    def _show_minute(self) -> None:
        if is_there(self):
            self._minute.tell(self.scene if self.late.current is not None else None, self.traced)
            self.refresh_bindings()

    @on(Rows.Highlighted, "#late")
    def _other_response(self) -> None:
        self._minute.cursor = 0
        self._look()

    @on(Rows.Chosen, "#late")
    def _open_incident(self, event: Rows.Chosen) -> None:
        self.post_message(IncidentWanted(event.item.late.incident))

    @on(Rows.Chosen, "#minute")
    def _open_named(self) -> None:
        if self._minute.meant:
            self.post_message(IncidentWanted(self._minute.meant))

    @on(Rows.Chosen, "#groups")
    def _only_group(self, event: Rows.Chosen) -> None:
        self.narrow(event.item.only)

    def narrow(self, only: Only) -> None:
        """List only those of a cause or an hour, or all."""
        self.only = only
        self.set_class(False, "-groups")
        self.late.cursor = 0
        self.late.focus()
        self.show_traced()

    # ── views ────────────────────────────────────────────────────────────────────────────────────────────────

    def action_order(self) -> None:
        """The newest first, or the worst."""
        self.order = WORST if self.order == NEWEST else NEWEST
        self.late.cursor = 0
        self.late.items = []
        self.show_traced()

    def action_groups(self) -> None:
        """To the sums; in a narrow terminal they stand in the list's place."""
        shown = self.has_class("-groups") or self.groups.has_focus
        self.set_class(not shown, "-groups")
        self.set_class(False, "-minute")
        (self.late if shown else self.groups).focus()

    def action_minute(self) -> None:
        """The minute on the whole screen, or beside the list again."""
        shown = self.has_class("-minute")
        self.set_class(not shown, "-minute")
        self.set_class(False, "-groups")
        (self.late if shown else self._minute).focus()

    def action_back(self) -> None:
        """The list again, then all late responses, then the desk."""
        if self.went_back():
            return
        if self.has_class("-groups") or self.has_class("-minute"):
            self.remove_class("-groups", "-minute")
            self.late.focus()
        elif self.only != EVERYTHING:
            self.narrow(EVERYTHING)
        else:
            self.post_message(PlaceWanted("desk"))


SCREEN = Trace
