"""The lists of the talks screen: who is due, the next shift, the talks, the topics."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from sfm_tui.clock import day_text, local_date, sure_clock
from sfm_tui.domain.training import Need
from sfm_tui.widgets.lists.record_list import RecordList, RowsInMemory, cell, content
from sfm_tui.widgets.lists.rows import Span
from sfm_tui.widgets.talks.reader import read_shift
from sfm_tui.widgets.talks.topics import who_words
from sfm_tui.widgets.talks.words import SIGNS, day_words, due_words, every

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.briefing import Shift
    from sfm_tui.domain.reference import Topic
    from sfm_tui.domain.training import Matrix
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Talk
    from sfm_tui.storage.training import Absentee
    from sfm_tui.widgets.everywhere.session import Session

MANY = 1000
WIDE = 100
"""Cells from which on a name has room for its surname."""
_STATE_STYLE = {"running": "warn", "planned": "accent", "completed": "good", "cancelled": "struck"}
_STATE_SIGN = {"running": "●", "planned": "○", "completed": "✓", "cancelled": "✖"}


@dataclass(frozen=True)
class DueItem:
    """A topic that an officer needs, or a talk that they missed and have not caught up on (`absentee`)."""

    officer: str
    topic: str
    need: Need | None = None
    absentee: "Absentee | None" = None


@dataclass(frozen=True)
class TopicItem:
    """A topic, and who must have had it."""

    topic: "Topic"
    who: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    n: int
    item: Any


class ItemList(RecordList[_Line, tuple[int, int]]):
    """A list of items in memory, drawn one line each as they come into view."""

    def __init__(self, draw: Callable[[Any, int], Sequence[Span]], *, id: str) -> None:
        self._draw_item = draw
        self._items: RowsInMemory[_Line] = RowsInMemory(lambda line: (line.n, 0))
        super().__init__(self._items, self._draw_row, key=lambda line: (line.n, 0), empty="", id=id)

    def _draw_row(self, line: _Line, width: int, selected: bool) -> Content:
        return content(self._draw_item(line.item, width), selected)

    @property
    def item(self) -> Any | None:
        """What the cursor is on."""
        return self.row.item if self.row is not None else None

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self._items.rows)

    async def take(self, items: Sequence[Any], empty: str) -> None:
        """Show these; the cursor stays on its line."""
        anew = not self._items.rows
        self._items.rows = [_Line(n, item) for n, item in enumerate(items)]
        self.say_when_empty(empty)
        await self.reload(keep=not anew)

    async def find(self, wanted: Callable[[Any], bool]) -> None:
        """Put the cursor on the first item that is wanted, if there is one."""
        line = next((line for line in self._items.rows if wanted(line.item)), None)
        if line is not None:
            await self.goto((line.n, 0))


class Drawing:
    """How each item is drawn."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.people: Mapping[str, str] = {}
        self._widths: dict[str, tuple[int, ...]] = {}

    def learn(self, view: str, items: Sequence[Any]) -> None:
        """How wide the parts of these items are, so that no column takes more than it needs."""
        drawn = [self._parts(view, item) for item in items]
        self._widths[view] = tuple(max(map(cell_len, column)) for column in zip(*drawn, strict=True))

    def _parts(self, view: str, item: Any) -> tuple[str, ...]:
        """What a line has beside its signs and states: who and since when, or number and presenter, or key and whom."""
        if view == "talks":
            return item.talk, self.people.get(item.presenter, item.presenter)
        if view == "topics":
            return item.topic.topic, item.topic.title, who_words(item.who, self._session)
        title = item.need.title if item.need is not None else item.absentee.title
        return self._session.officer_name(item.officer), title, self._since(item)[0]

    def of(self, view: str) -> Callable[[Any, int], Sequence[Span]]:
        """The drawing of a view's items."""
        made: dict[str, Callable[[Any, int], Sequence[Span]]] = {
            "due": self.due, "shift": partial(self.due, view="shift"), "talks": self.talk, "topics": self.topic,
        }  # fmt: skip
        return made[view]

    def due(self, item: DueItem, width: int, view: str = "due") -> list[Span]:
        """A need or a catch-up: sign, officer, topic, since when."""
        names, titles, whens = self._widths.get(view) or (16, 40, 33)
        names = min(16, names)
        room = max(14, min(titles, width - names - min(whens, 33) - 6))
        words, style = self._since(item)
        sign = "↻" if item.need is None else SIGNS[item.need.state][0]
        title = item.need.title if item.need is not None else item.absentee.title if item.absentee is not None else ""
        return [(f"{sign} ", style), (cell(self._session.officer_name(item.officer), names), "plain"), ("  ", "plain"),
                (cell(title, room), "plain"), ("  ", "plain"), (words, style)]  # fmt: skip

    def _since(self, item: DueItem) -> Span:
        """Since when it is due or was missed."""
        today = local_date(self._session.now(), self._session.tz)
        if item.need is not None:
            return due_words(item.need, today), SIGNS[item.need.state][1]
        missed = item.absentee
        assert missed is not None
        if not missed.catch_up_on:
            return f"missed {missed.talk}, no catch-up day set", "warn"
        late, day = missed.late(today), day_words(date.fromisoformat(missed.catch_up_on))
        return f"missed {missed.talk}, catch-up {'was due ' if late else ''}{day}", "bad" if late else "warn"

    def talk(self, talk: "Talk", width: int) -> list[Span]:
        """Number, state, when, topic, presenter."""
        tz = self._session.tz
        style, sign = _STATE_STYLE[talk.state], _STATE_SIGN[talk.state]
        at = talk.held_at if talk.held_at is not None else talk.planned_for
        when = moment_words(at, tz) if at is not None else "no time set"
        presenter = self.people.get(talk.presenter, talk.presenter)
        number, names = self._widths.get("talks") or (6, 22)
        number, names = min(7, number), min(14 if width < WIDE else 22, names)
        if width < WIDE:
            when = when.partition(" ")[2] if at is not None else when
        whens = 18 if width < WIDE else 22
        room = max(14, width - 15 - number - whens - names)
        return [(f"{sign} ", style), (cell(talk.talk, number) + " ", "accent"), (cell(talk.state, 10), style),
                (cell(when, whens), "plain"), (cell(talk.title, room), "plain"), ("  ", "plain"),
                (cell(presenter, names), "muted")]  # fmt: skip

    def topic(self, item: TopicItem, width: int) -> list[Span]:
        """Title, how often, for whom."""
        topic = item.topic
        keys, titles, whom = self._widths.get("topics") or (13, 40, 12)
        keys = min(13, keys)
        room = max(18, min(titles, width - keys - min(whom, 20) - 14))
        who = who_words(item.who, self._session)
        often = cell(every(topic.refresher_months).removeprefix("every "), 11)
        return [(cell(topic.topic, keys) + " ", "accent"), (cell(topic.title, room), "plain"), ("  ", "plain"),
                (often, "muted"), (who, "plain" if item.who else "muted")]  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """The items of a view and what they add up to; of the view of a shift, which one it is."""

    items: Sequence[Any]
    words: str
    shift: "Shift | None" = None
    people: Mapping[str, str] = field(default_factory=dict)


def read_view(store: "Store", view: str, matrix: "Matrix | None", at: int | None) -> Filled:
    """Read a list; `matrix` is that of all pairs, which what is due needs, `at` an instant of the shift."""
    if view == "due":
        assert matrix is not None
        items = read_due(store, matrix.needs())
        missed = sum(item.absentee is not None for item in items)
        return Filled(items, f"Due: {len(items) - missed} · to catch up: {missed}")
    if view == "shift":
        shift, needs = read_shift(store, at)
        words = shift_words(shift.start, shift.end, len(shift.officers), len(needs), store.tz)
        return Filled([DueItem(need.officer, need.topic, need=need) for need in needs], words, shift)
    if view == "talks":
        talks, people = read_talks(store)
        running = sum(talk.state == "running" for talk in talks)
        words = f"{len(talks)} talk{'s' if len(talks) != 1 else ''}" + (f" · {running} being held" if running else "")
        return Filled(talks, words, people=people)
    topics = read_topics(store)
    return Filled(topics, f"{len(topics)} topics · {sum(not item.who for item in topics)} that nobody must have")


def read_due(store: "Store", needs: Sequence[Need]) -> list[DueItem]:
    """Catch-ups first, by their day, then the needs, the worst first; one that is a catch-up stands once."""
    missed = store.talks.absentees()
    pairs = {(one.officer, one.topic) for one in missed}
    items = [DueItem(one.officer, one.topic, absentee=one) for one in missed]
    return items + [DueItem(n.officer, n.topic, need=n) for n in needs if (n.officer, n.topic) not in pairs]


def read_talks(store: "Store") -> "tuple[list[Talk], dict[str, str]]":
    """Running and planned talks, then those held, the newest first; and what people are called."""
    talks = store.talks.open()
    before: tuple[int, str] | None = None
    while True:
        page = store.talks.held(MANY, before=before)
        talks += page
        if len(page) < MANY:
            return talks, store.reference.people_names()
        before = (page[-1].held_at or 0, page[-1].talk)


def read_topics(store: "Store") -> list[TopicItem]:
    """The topics by title."""
    from sfm_tui.domain.reference import Topic

    who = store.talks.requirements()
    topics = sorted(store.reference.all(Topic), key=lambda one: (one.title.casefold(), one.topic))
    return [TopicItem(topic, who.get(topic.topic, ())) for topic in topics]


def shift_words(start: int, end: int, count: int, needs: int, tz: "ZoneInfo") -> str:
    """A shift in one line: `Sun 22 Nov 2026 07:00 to 19:00: 5 officers, 3 still to have`."""
    if not count:
        return "no shift is planned within a day"
    same = local_date(start, tz) == local_date(end, tz)
    until = sure_clock(end, tz) if same else moment_words(end, tz)
    return f"{moment_words(start, tz)} to {until}: {count} officer{'s' if count != 1 else ''} · {needs} still to have"


def moment_words(at: int, tz: "ZoneInfo") -> str:
    """`Sat 21 Nov 2026 22:15`."""
    return f"{day_text(local_date(at, tz))} {sure_clock(at, tz)}"
