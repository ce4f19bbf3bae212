"""The way that somebody came along links, place by place and record by record, so that it can be gone back."""

from typing import NamedTuple

MOST = 100
"""Steps that are remembered; the oldest are forgotten."""


class Spot(NamedTuple):
    """Where somebody was: the place, the record its cursor was on (`action:A-07`), the incidents open over it."""

    place: str
    ref: str = ""
    incidents: tuple[str, ...] = ()


class Trail:
    """Steps along links. A place that one goes to by itself begins a new way."""

    def __init__(self) -> None:
        self._steps: list[tuple[Spot, str]] = []

    def __len__(self) -> int:
        return len(self._steps)

    def follow(self, left: Spot, place: str, key: str) -> None:
        """A link was followed from a spot to a record of a place; to the same record it is no step."""
        same = key == left.ref or left.ref.partition(":")[2] in ("", key)
        here = same and not left.incidents and left.place == place
        if not here:
            self._steps = [*self._steps[1 - MOST :], (left, key)]

    def back(self) -> Spot | None:
        """The spot before, taken off the way; None at its beginning."""
        return self._steps.pop()[0] if self._steps else None

    def arrived(self, key: str) -> bool:
        """Whether the record of this key is the one to which the last step led."""
        return bool(self._steps) and self._steps[-1][1].rpartition(":")[2] == key.rpartition(":")[2]

    def forget(self) -> None:
        """Somebody went elsewhere by themselves."""
        self._steps.clear()
