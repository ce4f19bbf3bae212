"""A shift on the small site: who is on duty at 22:15, what is due, and a gap in the night."""

from datetime import date

from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CoverRecord, LicenceRecord, PatrolRecord
from sfm_tui.domain.site import Peak, Site
from sfm_tui.storage.store import Store

HOUR = 3600
STARTED = 1_795_287_600
"""Sat 21 Nov 2026 19:00 GMT."""


def shift_site(store: Store, me: Author, *, diaz: bool = True) -> None:
    """Shaw responds until 07:00, Reid keeps the gate until 03:00, Diaz is at both of them until midnight.

    Hourly check calls are due from the responder; those of 20:00 to 22:00 came in time.
    """
    site = store.sites.get()
    assert site is not None
    peaks = (Peak(name="night", days="mon-sun", start="02:00", end="04:00"),)
    store.sites.set(Site(**{**site.model_dump(), "peaks": peaks}), me)
    end = STARTED + 12 * HOUR
    for officer in ("1001", "1002", "1003"):
        store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)
    for post in ("GATE", "RESP"):
        store.roster.set(CoverRecord(post=post, start=STARTED, end=end), me)
    store.roster.assign("1001", "RESP", STARTED, end, me)
    store.roster.assign("1002", "GATE", STARTED, STARTED + 8 * HOUR, me)
    for post in ("GATE", "RESP") if diaz else ():
        store.roster.assign("1003", post, STARTED, STARTED + 5 * HOUR, me)
    for officer, post in (("1001", "RESP"), ("1002", "GATE")):
        duty = store.roster.duty(officer, post, STARTED)
        assert duty is not None
        store.roster.book_on(duty, me, at=STARTED - 60)
    for n in (1, 2, 3):
        store.roster.check_call("RESP", STARTED + n * HOUR, me, officer="1001", received=STARTED + n * HOUR + 60)


def walk(store: Store, me: Author, due: int) -> None:
    """A round of fourteen points that is due."""
    store.roster.set(PatrolRecord(patrol="WALK", due=due, officer="1002", points_due=14), me)
