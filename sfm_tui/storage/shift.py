"""The shift as it is now, read at one moment for the desk: who is there, what is due, the hours ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.cover_ahead import CoverAhead, cover_ahead
from sfm_tui.domain.moment import Moments
from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Duty
from sfm_tui.storage.on_duty import CallLine, OnDuty, PatrolLine, check_calls, found_on_duty, patrols
from sfm_tui.storage.outings import read_outings
from sfm_tui.storage.roster_rows import read_roster

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

HOUR = 3600
AHEAD_SECONDS = 12 * HOUR
KEPT_SECONDS = HOUR
"""How long the hours ahead are good for: they are read for that much more than is shown."""

COMING_SECONDS = HOUR
CALLS_BACK, CALLS_AHEAD = 12 * HOUR, HOUR
_OTHER_KINDS = ("incident.%", "occurrence.%", "desk.%")


@dataclass(frozen=True)
class Shift:
    """All of it as of `at`, when the ledger ended with entry `seq`.

    `coming` are duties that start within the hour and are not booked on to. `calls` are those that nobody has
    answered: due, late or missed without a word of what was done, and the next. `patrols` are those that are not
    done. `busy` names, for every officer on an incident, its number.
    """

    at: int
    seq: int
    on_duty: tuple[OnDuty, ...]
    coming: tuple[Duty, ...]
    calls: tuple[CallLine, ...]
    patrols: tuple[PatrolLine, ...]
    busy: dict[str, str]
    ahead: CoverAhead
    has_roster: bool

    @property
    def free(self) -> int:
        """How many are free to respond, and on no incident."""
        return sum(who.free for who in self.on_duty)


def read_shift(store: "Store", before: Shift | None = None) -> Shift:
    """The shift now; the hours ahead are taken from `before` as long as nothing on the roster was written since.

    Raises ValueError where the roster names an officer or a post that it does not have.
    """
    now = store.clock.now()
    names = store.reference.names()
    rules = store.roster.rules()
    with store.reading() as connection:
        seq = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM ledger").scalar_one()
        roster = read_roster(connection, now, now + COMING_SECONDS)
        outings = read_outings(connection, now, sent_again=True)
        known = before is not None and now < before.ahead.window[0] + KEPT_SECONDS and now >= before.ahead.window[0]
        if known and before is not None:
            wrote = f"SELECT 1 FROM ledger WHERE seq > ?{' AND kind NOT LIKE ?' * len(_OTHER_KINDS)} LIMIT 1"
            known = connection.exec_driver_sql(wrote, (before.seq, *_OTHER_KINDS)).first() is None
    moments = Moments(Presence(roster, rules.timezone), outings)
    if known and before is not None:
        ahead = before.ahead
    else:
        window = now, now + AHEAD_SECONDS + KEPT_SECONDS
        ahead = cover_ahead(store.roster.load(window), rules, window)
    return Shift(
        at=now,
        seq=seq,
        on_duty=tuple(found_on_duty(moments.at(now), names)),
        coming=_coming(roster.duties, now),
        calls=tuple(call for call in check_calls(store, (now - CALLS_BACK, now + CALLS_AHEAD), now) if _open(call)),
        patrols=tuple(
            round_ for round_ in patrols(store, (now - CALLS_BACK, now + CALLS_AHEAD), now) if round_.state != "done"
        ),
        busy={officer: numbers[0] for officer, numbers in moments.busy(now).items()},
        ahead=ahead,
        has_roster=bool(ahead.posts),
    )


def _coming(duties: Iterable[Duty], now: int) -> tuple[Duty, ...]:
    soon = [d for d in duties if d.active and d.booked_on is None and now < d.start <= now + COMING_SECONDS]
    return tuple(sorted(soon, key=lambda duty: (duty.start, duty.post, duty.officer)))


def _open(call: CallLine) -> bool:
    return call.received is None and not (call.state == "missed" and call.action)
