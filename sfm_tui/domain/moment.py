"""Who stood where at an instant, who of them was free to respond, on two posts, or busy on an incident.

The definitions are those of rules.md, «Breach trace». Instants are epoch seconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Held, Span

FORGOTTEN_SECONDS = 12 * 3600
"""How long after its report an incident keeps its officers busy where nothing tells when it let go of them."""


@dataclass(frozen=True, slots=True)
class Outing:
    """An incident as far as it keeps officers busy; one that was struck is none.

    `ended` is the last unstruck clear or stood-down stamp of each officer who has one.
    """

    number: str
    officers: tuple[str, ...]
    reported: int
    dispatched: int | None = None
    resolved: int | None = None
    closed: int | None = None
    ended: Mapping[str, int] = field(default_factory=dict)

    def busy(self, officer: str) -> Span:
        """From when until when it keeps an officer busy who is named on it; may be empty."""
        since = self.reported if self.dispatched is None else self.dispatched
        for until in (self.ended.get(officer), self.resolved, self.closed):
            if until is not None:
                return since, until
        return since, self.reported + FORGOTTEN_SECONDS


class AtPosts:
    """Somebody who has active duties, and where they stand by them."""

    __slots__ = ()
    duties: tuple[Duty, ...]

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts, each once, in alphabetical order."""
        return tuple(sorted({duty.post for duty in self.duties}))

    @property
    def on_two_posts(self) -> bool:
        """Whether they have active duties at two or more posts."""
        return len(self.posts) > 1


@dataclass(frozen=True, slots=True)
class Stand(AtPosts):
    """An officer on duty: their active duties by start, and the incidents that keep them busy, the oldest first.

    `responds` says that the roster has them free to respond; `may_stand` that they may stand at all of their posts.
    """

    officer: str
    duties: tuple[Duty, ...]
    responds: bool
    may_stand: bool
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """Everybody on duty at an instant, by officer; nobody where duties of that time were erased, which `gone` says."""

    at: int
    stands: tuple[Stand, ...]
    gone: bool = False

    @property
    def free_responders(self) -> tuple[str, ...]:
        """Those whom the roster has free to respond, busy or not."""
        return tuple(stand.officer for stand in self.stands if stand.responds)

    @property
    def busy_responders(self) -> tuple[str, ...]:
        """Those of the free responders whom another incident keeps busy."""
        return tuple(stand.officer for stand in self.stands if stand.responds and stand.incidents)

    @property
    def overlapping(self) -> tuple[str, ...]:
        """Those on two or more posts."""
        return tuple(stand.officer for stand in self.stands if stand.on_two_posts)

    def stand(self, officer: str) -> Stand | None:
        """How one officer stands, None where they are not on duty."""
        return next((stand for stand in self.stands if stand.officer == officer), None)


class Moments:
    """Answers for any instant over a roster and the incidents around it; making it takes one pass over both."""

    def __init__(self, presence: Presence, outings: Iterable[Outing]) -> None:
        self._presence = presence
        self._busy = Held(
            (*outing.busy(officer), (outing.reported, outing.number, officer))
            for outing in outings
            for officer in dict.fromkeys(outing.officers)
        )

    def at(self, when: int, *, besides: str = "") -> Moment:
        """Who stands where at an instant; the incident `besides` keeps nobody busy: it is the one asked about."""
        held: dict[str, list[Duty]] = {}
        for duty in self._presence.duties(when):
            held.setdefault(duty.officer, []).append(duty)
        busy = self.busy(when, besides=besides)
        free = set(self._presence.free_responders(when))
        return Moment(
            when,
            tuple(
                Stand(
                    officer,
                    tuple(duties),
                    officer in free,
                    all(self._presence.may_stand(officer, duty.post, when) for duty in duties),
                    busy.get(officer, ()),
                )
                for officer, duties in sorted(held.items())
            ),
        )

    def busy(self, when: int, *, besides: str = "") -> dict[str, tuple[str, ...]]:
        """The officers whom incidents keep busy at an instant, on duty or not, each with the incidents' numbers."""
        found: dict[str, tuple[str, ...]] = {}
        for _reported, number, officer in sorted(self._busy.at(when)):
            if number != besides:
                found[officer] = (*found.get(officer, ()), number)
        return found
