"""Whom to send: officers in the order in which one would ask them, with what they are doing now.

Those on duty stand first, the free before those at a post, these before the busy; then everybody else. Where there is
no roster for now, it goes by the running incidents alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.widgets.shift.words import posts_of, short_number

if TYPE_CHECKING:
    from sfm_tui.storage.on_duty import OnDuty
    from sfm_tui.widgets.everywhere.session import Session

FREE, AT_POST, TWO_POSTS, BARRED, BUSY, OFF_DUTY, OFF_BUSY, HERE = range(8)


@dataclass(frozen=True)
class Pick:
    """An officer to choose: `forms` tell what they are doing, the longest first."""

    officer: str
    name: str
    rank: int
    forms: tuple[str, ...]

    @property
    def state(self) -> str:
        """What they are doing, in full."""
        return self.forms[0]

    def fitted(self, room: int) -> str:
        """What they are doing, in the longest form that has room; the shortest where none has."""
        return next((form for form in self.forms if len(form) <= room), self.forms[-1])


def who_can_go(
    session: "Session", officers: Iterable[tuple[str, str]], here: Collection[str], number: str
) -> list[Pick]:
    """The officers (code and name) for an incident, on which `here` are already; the order given stays among equals."""
    shift = session.shift
    there = {who.officer: who for who in shift.on_duty} if shift is not None else {}
    out = _named_on_others(session, number) if shift is None else shift.busy
    picks = []
    rank: int
    forms: tuple[str, ...]
    for officer, name in officers:
        if officer in here:
            rank, forms = HERE, ("here",)
        elif officer in there:
            rank, forms = _on_duty(there[officer], number)
        elif officer in out and out[officer] != number:
            rank, forms = OFF_BUSY, (f"on {short_number(out[officer])}",)
        else:
            rank, forms = OFF_DUTY, ("off duty", "off") if there else ("free",)
        picks.append(Pick(officer, name, rank, forms))
    return sorted(picks, key=lambda pick: pick.rank)


def _on_duty(who: "OnDuty", number: str) -> tuple[int, tuple[str, ...]]:
    posts = posts_of(who)
    if who.incident and who.incident != number:
        busy = f"on {short_number(who.incident)}"
        return BUSY, (f"{busy} ({posts})", busy)
    if who.on_two_posts:
        return TWO_POSTS, (f"{posts} (two duties!)", f"{posts} (two!)", "two duties!")
    if not who.may_stand:
        return BARRED, (f"{posts}, may not stand there", f"{posts} ✖", "✖")
    if who.free:
        return FREE, (f"free ({posts})", "free")
    return AT_POST, (posts,)


def _named_on_others(session: "Session", number: str) -> dict[str, str]:
    """Who is named on another running incident that is neither resolved nor stood down."""
    busy: dict[str, str] = {}
    for other in session.data.running:
        if other.number != number and other.resolved is None and other.outcome != "stood down":
            for officer in other.officers:
                busy.setdefault(officer, other.number)
    return busy
