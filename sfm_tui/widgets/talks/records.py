"""The record under the cursor of the talks' screen: a talk, a topic, of a pair the officer's latest talk on it."""

from typing import TYPE_CHECKING, Any

from textual import on

from sfm_tui.storage.training_part import talks_of
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.records.looked_up import LookedUp
from sfm_tui.widgets.talks.acting import TalksActing
from sfm_tui.widgets.talks.matrix import TalkMatrix

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

Pair = tuple[str, str]
"""An officer and a topic."""


class TalksRecords(TalksActing):
    """Knows which record the cursor is on, whichever view is shown."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._latest = LookedUp[Pair](self, _talks_of, "the latest talk")

    @property
    def shown_talk(self) -> str:
        """The number of the talk that is shown, empty where none is."""
        raise NotImplementedError

    @property
    def _item(self) -> Any:
        return self.lists[self.view].item if self.view in self.lists else None

    @property
    def _pair_here(self) -> Pair | None:
        """The officer and topic under the cursor."""
        if self.view == "matrix":
            place = self.matrix.place
            return self.pair(*place) if place is not None else None
        item = self._item if self.view in ("due", "shift") else None
        return (item.officer, item.topic) if item is not None else None

    def current_record(self) -> tuple[str, str] | None:
        """The talk that is open or under the cursor, the topic, or the latest talk of the pair there."""
        talk = self.shown_talk
        if not talk and self.view in ("talks", "topics"):
            if (item := self._item) is None:
                return None
            if self.view == "topics":
                return f"topic:{item.topic.topic}", item.topic.title
            talk = item.talk
        if not talk and (pair := self._pair_here) is not None:
            talk = next(iter(self._latest.known(pair)), "")
        return (f"talk:{talk}", talk) if talk else None

    async def open_links(self) -> None:
        """The links of the record under the cursor; of a pair that never had a talk, what makes one."""
        pair = self._pair_here
        if pair is not None and not await self._latest.ask(pair):
            topic = self.grid.titles.get(pair[1], pair[1]) if self.grid is not None else pair[1]
            who = self.session.officer_name(pair[0])
            self.say(f"{who} has had no talk on {topic} yet · {key_of('talks.plan', 'p')} plans one")
        else:
            await super().open_links()

    @on(TalkMatrix.Moved)
    @on(LongList.Highlighted, "#due, #shift")
    def _rested(self) -> None:
        self._latest.rest_on(self._pair_here)


def _talks_of(store: "Store", pair: Pair) -> list[str]:
    return [had.talk for had in talks_of(store, *pair)]
