"""What the talks screen reads: first the part of the matrix that is seen, then all of it and what it adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.training import Matrix, State, TopicTerms
from sfm_tui.storage.training_part import Axes, needs_on_shift, read_axes, read_part
from sfm_tui.widgets.talks.grid import Grid, count_states, shown_of

if TYPE_CHECKING:
    from sfm_tui.domain.briefing import Shift
    from sfm_tui.domain.training import Need
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Read:
    """The axes, and the matrix of some topics and officers, or of all; `counts` only of all."""

    axes: Axes
    names: Mapping[str, str]
    matrix: Matrix
    matrix_topics: tuple[TopicTerms, ...]
    matrix_officers: tuple[str, ...]
    counts: dict[State, int] | None = None


def read_first(store: "Store", room: tuple[int, int]) -> Read:
    """As many officers and topics as there is room for (rows, columns), in the order in which they are shown."""
    tz, now = store.tz, store.clock.now()
    on, names = local_date(now, tz), store.reference.names()
    with store.reading() as connection:
        axes = read_axes(connection, on)
        grid = Grid(axes, names)
        officers = shown_of(grid.officers, 0, room[0])
        topics = [grid.terms[code] for code in shown_of(grid.topics, 0, room[1])]
        matrix = read_part(connection, on, tz, topics, officers, now + 1)
    return Read(axes, names, matrix, tuple(topics), tuple(officers))


def read_whole(store: "Store") -> Read:
    """All of it."""
    tz, now = store.tz, store.clock.now()
    with store.reading() as connection:
        axes = read_axes(connection, local_date(now, tz))
    matrix = store.talks.matrix()
    names = store.reference.names()
    return Read(axes, names, matrix, axes.topics, axes.officers, count_states(matrix))


def read_shift(store: "Store", at: int | None) -> "tuple[Shift, list[Need]]":
    """What the officers of a shift still need: the one at an instant, else the next that has not begun."""
    if at is not None:
        return needs_on_shift(store, at)
    now = store.clock.now()
    shift, needs = needs_on_shift(store, now)
    if shift.officers and shift.start <= now:
        return needs_on_shift(store, shift.end)
    return shift, needs
