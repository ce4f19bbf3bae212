"""What the matrix of topics by officers shows: its axes, what they are narrowed to, how each pair stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sfm_tui.domain.codes import sort_name
from sfm_tui.domain.training import STATES, Matrix, State, TopicTerms
from sfm_tui.storage.training_part import Axes

Label = tuple[str, str]
"""A code and what it is called."""


@dataclass(frozen=True)
class Only:
    """What the matrix is narrowed to; `at_post` are the officers of `post`."""

    topic: str = ""
    officer: str = ""
    post: str = ""
    at_post: frozenset[str] = frozenset()
    state: State | None = None

    def words(self, officers: Mapping[str, str], topics: Mapping[str, str]) -> str:
        """The same in words; empty where it is not narrowed."""
        parts = [self.topic and topics.get(self.topic, self.topic), self.officer and officers.get(self.officer, "")]
        parts += [self.post and f"officers of {self.post}", self.state or ""]
        return ", ".join(part for part in parts if part)


class Grid:
    """The axes by name, and the pairs of the matrix that has been read: a part of it at first, then all."""

    def __init__(self, axes: Axes, names: Mapping[str, str]) -> None:
        self.made_of = (axes, dict(names))
        self.titles = {topic.topic: topic.title for topic in axes.topics}
        self.names = {officer: names.get(officer, officer) for officer in axes.officers}
        self.terms: dict[str, TopicTerms] = {topic.topic: topic for topic in axes.topics}
        self._officers: list[Label] = sorted(self.names.items(), key=lambda one: (sort_name(one[1]), one[0]))
        self._topics: list[Label] = list(self.titles.items())
        self.officers, self.topics = self._officers, self._topics
        self.only = Only()
        self.matrix: Matrix | None = None
        self.whole = False
        self.counts: dict[State, int] | None = None
        self._known: tuple[frozenset[str], frozenset[str]] | None = None
        self._tallies: dict[tuple[bool, str], str] = {}

    def take_part(self, matrix: Matrix, topics: Iterable[str], officers: Iterable[str]) -> None:
        """Show a part of the matrix as long as the whole is being read."""
        self.matrix, self.whole = matrix, False
        self._known = frozenset(topics), frozenset(officers)

    def take_whole(self, matrix: Matrix, counts: dict[State, int]) -> None:
        """Show all of it."""
        self.matrix, self.whole, self.counts, self._known = matrix, True, counts, None
        self._tallies.clear()
        self.narrow(self.only)

    def sign_of(self, officer: str, topic: str) -> State | str | None:
        """How a pair stands; an empty text where that is not read yet."""
        if self.matrix is None:
            return ""
        if self._known is not None and (topic not in self._known[0] or officer not in self._known[1]):
            return ""
        return self.matrix.state(officer, topic)

    def narrow(self, only: Only) -> None:
        """Show a part of the officers and topics; of a state those that have a pair in it."""
        self.only = only
        officers = [one for one in self._officers if _kept(one[0], only.officer)]
        if only.post:
            officers = [one for one in officers if one[0] in only.at_post]
        topics = [one for one in self._topics if _kept(one[0], only.topic)]
        if only.state is not None and self.matrix is not None and self.whole:
            state, matrix = only.state, self.matrix
            topics = [t for t in topics if any(matrix.state(o, t[0]) == state for o, _ in officers)]
            officers = [o for o in officers if any(matrix.state(o[0], t) == state for t, _ in topics)]
        self.officers, self.topics = officers, topics
        self._tallies.clear()

    def tally(self, code: str, *, officer: bool) -> str:
        """`7/9`: of what a row must have, what is in date; empty until all is read, or where it must have nothing."""
        if not self.whole or self.matrix is None:
            return ""
        found = self._tallies.get((officer, code))
        if found is None:
            pairs = ((code, t) for t, _ in self.topics) if officer else ((o, code) for o, _ in self.officers)
            states = [state for pair in pairs if (state := self.matrix.state(*pair)) is not None]
            good = sum(state in ("in date", "due") for state in states)
            found = self._tallies[officer, code] = f"{good}/{len(states)}" if states else ""
        return found


def count_states(matrix: Matrix) -> dict[State, int]:
    """How many pairs of officer and topic are in each state. For a thread: a large site has 50,000."""
    counts = dict.fromkeys(STATES, 0)
    state_of: Callable[[str, str], State | None] = matrix.state
    for topic in matrix.topics:
        for officer in matrix.officers:
            state = state_of(officer, topic.topic)
            if state is not None:
                counts[state] += 1
    return counts


def _kept(code: str, wanted: str) -> bool:
    return not wanted or code == wanted


def shown_of(labels: Sequence[Label], first: int, count: int) -> list[str]:
    """The codes of some labels, for reading the part of the matrix that is seen first."""
    return [code for code, _ in labels[first : first + count]]
