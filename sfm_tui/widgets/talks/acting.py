"""What is done on the talks screen: planning, narrowing, topics and who must have them, acts on a pair."""

from typing import TYPE_CHECKING, Any

from textual import on

from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.talks.grid import Grid
from sfm_tui.widgets.talks.matrix import TalkMatrix

if TYPE_CHECKING:
    from sfm_tui.domain.briefing import Shift
    from sfm_tui.widgets.everywhere.say import Outcome
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.talks.lists import DueItem, ItemList


class TalksActing(RecordsScreen):
    """The acts of the talks screen; a subclass shows what they change."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.view = "matrix"
        self.turned = False
        self.grid: Grid | None = None
        self.lists: dict[str, ItemList] = {}
        self.shift: Shift | None = None
        self.shift_at: int | None = None

    def show_matrix(self) -> None:
        """Draw the matrix as the grid has it."""
        raise NotImplementedError

    def fill(self) -> None:
        """Read the list that is shown."""
        raise NotImplementedError

    def open_talk(self, talk: str) -> None:
        """Show one talk."""
        raise NotImplementedError

    @property
    def matrix(self) -> TalkMatrix:
        """The matrix."""
        return self.query_one(TalkMatrix)

    def pair(self, row: str, column: str) -> tuple[str, str]:
        """Officer and topic at a crossing."""
        return (column, row) if self.turned else (row, column)

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _topic(self) -> str:
        """The topic under the cursor, empty where there is none."""
        if self.view == "matrix":
            place = self.matrix.place
            return self.pair(*place)[1] if place else ""
        item: Any = self.lists[self.view].item if self.view in self.lists else None
        topic = getattr(item, "topic", "")
        return topic if isinstance(topic, str) else topic.topic

    def action_plan(self) -> None:
        """Plan a talk."""
        self._plan(self._topic if self.view != "talks" else "")

    def _plan(self, topic: str) -> None:
        from sfm_tui.widgets.talks import flows as talk_flows

        async def flow() -> "Outcome | None":
            talk = await talk_flows.plan(self.app, self.session, topic=topic)
            if talk is not None:
                self.open_talk(talk.talk)
            return None

        self.do(flow, "plan a talk")

    def action_turn(self) -> None:
        """Rows for columns."""
        place = self.matrix.place
        self.turned = not self.turned
        if place is not None:
            self.matrix.row = self.matrix.column = 0
            self.show_matrix()
            self.matrix.put(place[1], place[0])
        self.show_matrix()

    def action_filter(self) -> None:
        """Narrow the matrix."""
        from sfm_tui.widgets.talks.filter import ask_filter

        async def flow() -> None:
            grid = self.grid
            if grid is None:
                return
            only = await ask_filter(self.app, self.session, grid, self.matrix.place and self.pair(*self.matrix.place))
            if only is not None:
                grid.narrow(only)
                self.show_matrix()

        self.do(flow, "filter")

    def action_shift(self, by: int) -> None:
        """The shift after, or before."""
        from sfm_tui.domain.briefing import EARLY_SECONDS

        if self.shift is not None:
            self.shift_at = self.shift.end if by > 0 else self.shift.start - EARLY_SECONDS - 1
            self.fill()

    def action_who(self) -> None:
        """Who must have had the topic."""
        from sfm_tui.widgets.talks import topics as talk_topics

        item = self.lists["topics"].item
        if item is not None:
            self.do(lambda: talk_topics.require(self.app, self.session, item.topic), "requirement")

    def action_topic(self) -> None:
        """Enter a topic."""
        from sfm_tui.widgets.talks import topics as talk_topics

        self.do(lambda: talk_topics.edit(self.app, self.session, None), "topic")

    def action_library(self) -> None:
        """Take topics from the library."""
        from sfm_tui.widgets.talks import topics as talk_topics

        self.do(lambda: talk_topics.library(self.app, self.session), "library")

    def action_undo(self) -> None:
        """Take back one's own last change of a topic, or of who must have had it."""
        from sfm_tui.widgets.records.taking_back import take_back

        self.do(lambda: take_back(self.app, self.session, "topics"), "undo")

    @on(TalkMatrix.Chosen)
    def _pair_chosen(self, event: TalkMatrix.Chosen) -> None:
        self._pair_menu(*self.pair(event.row, event.column))

    def _pair_menu(self, officer: str, topic: str) -> None:
        from sfm_tui.widgets.talks.pair import pair_menu

        async def flow() -> "Outcome | None":
            title = self.grid.titles.get(topic, topic) if self.grid is not None else topic
            answer = await pair_menu(self.app, self.session, officer, topic, title)
            if isinstance(answer, str):
                verb, _, key = answer.partition(" ")
                self._plan(topic) if verb == "plan" else self.open_talk(key)
                return None
            return answer

        self.do(flow, "pair")

    @on(LongList.Failed)
    def _failed(self, event: LongList.Failed) -> None:
        self.say(str(event.error), "bad")

    @on(LongList.Chosen, "#due, #shift")
    def _due_chosen(self, event: LongList.Chosen) -> None:
        item: DueItem = event.row.item
        self._pair_menu(item.officer, item.topic)

    @on(LongList.Chosen, "#talks")
    def _talk_chosen(self, event: LongList.Chosen) -> None:
        self.open_talk(event.row.item.talk)

    @on(LongList.Chosen, "#topics")
    def _topic_chosen(self, event: LongList.Chosen) -> None:
        from sfm_tui.widgets.talks import topics as talk_topics

        self.do(lambda: talk_topics.edit(self.app, self.session, event.row.item.topic), "topic")
