"""The views of the talks' screen that are lists: made when one is first shown, filled anew whenever it is."""

from typing import TYPE_CHECKING

from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.talks.records import TalksRecords

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.talks.lists import Drawing

EMPTY = {
    "due": "Nobody is due for anything, and everybody who missed a talk has caught up. 5 lists the topics.",
    "shift": KeyWords(
        "Nobody on this shift still has to have a talk. {talks.shift-after=]} "
        "goes to the next shift, {talks.plan=p} plans one all the same."
    ),
    "talks": KeyWords("No talk is planned or held yet: {talks.plan=p} plans one."),
    "topics": KeyWords(
        "No topics yet: {talks.library=y} takes some from the starting library, {talks.topic=o} enters your own."
    ),
}


class TalksLists(TalksRecords):
    """Makes and fills the lists; what one adds up to is `list_words`, empty while it is read."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._drawing: Drawing | None = None
        self.list_words = ""
        self.wanted_topic = ""
        """A topic that the cursor is to be put on once the topics are there."""
        self._filling = Again(self, self._fill_list, "talks")

    def tell(self) -> None:
        """Say what the view adds up to."""
        raise NotImplementedError

    def make_list(self, view: str) -> None:
        """Put the list of a view among the views."""
        from sfm_tui.widgets.talks.lists import Drawing, ItemList

        self._drawing = self._drawing or Drawing(self.session)
        self.lists[view] = made = ItemList(self._drawing.of(view), id=view)
        self.query_one("#views").mount(made)

    def fill(self) -> None:
        """Read the list that is shown."""
        self._filling()

    async def _fill_list(self) -> None:
        from sfm_tui.widgets.talks.lists import read_view

        view, at = self.view, self.shift_at
        matrix = self.grid.matrix if self.grid is not None and self.grid.whole else None
        if view not in self.lists or (view == "due" and matrix is None):
            return
        filled = await self.session.read(lambda store: read_view(store, view, matrix, at))
        if view != self.view:
            return
        self.shift = filled.shift or self.shift
        if self._drawing is not None:
            self._drawing.people = filled.people
            self._drawing.learn(view, filled.items)
        self.list_words = filled.words
        await self.lists[view].take(filled.items, EMPTY[view])
        if view == "topics" and self.wanted_topic:
            wanted, self.wanted_topic = self.wanted_topic, ""
            await self.lists[view].find(lambda item: item.topic.topic == wanted)
        self.tell()
