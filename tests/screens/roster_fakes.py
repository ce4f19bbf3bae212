"""A small roster for the screens: a peak in which the responder is on patrol as well, and who could help."""

from datetime import date
from typing import Any

from sfm_tui.clock import parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.domain.roster_records import AbsenceRecord, CoverRecord, DutyRecord, LicenceRecord
from sfm_tui.domain.site import Peak, Rest
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
HOSTILE = "[/red] [@click=app.quit]x"
LONG = "W" * 5000
THURSDAY = "2026-11-26"


def at(text: str) -> int:
    """The instant of a London time such as `2026-11-26T07:00`; a time alone is of the Thursday."""
    return parse_file_time(text if "T" in text else f"{THURSDAY}T{text}", LONDON)


def crowd(store: Store, me: Author) -> None:
    """Officers with licences, cover and a Thursday: Diaz holds patrol and response at once, Khan and Bell the night."""
    site = store.sites.get()
    assert site is not None
    rest = Rest(daily_hours=11, weekly_average_hours=48, average_weeks=17, max_duty_hours=12)
    peaks = (Peak(name="close", days="mon-sun", start="17:00", end="19:00"),)
    store.sites.set(site.model_copy(update={"rest": rest, "peaks": peaks}), me, saw=site)
    store.reference.set(Post(post="PATROL", name="Patrol"), me)
    names = ("Khan", "Bell", "Amin", "Ward", "Price", HOSTILE, "Zoë 🚓 Chen")
    for n, name in enumerate(names, start=1004):
        left = date(2026, 11, 1) if name == "Ward" else None
        store.reference.set(Officer(officer=str(n), name=name, weekly_hours="42", left_on=left), me)
    for n in range(1001, 1001 + 3 + len(names)):
        if n != 1008:  # Price
            licence = LicenceRecord(officer=str(n), sector="SG", number="0000000000000001", expires=date(2028, 1, 1))
            store.roster.set(licence, me)
    for post, first in (("GATE", "2026-11-23T07:00"), ("RESP", "2026-11-23T07:00")):
        end = at(first.replace("23T", "24T"))
        store.roster.set(CoverRecord(post=post, start=at(first), end=end, repeat="FREQ=DAILY"), me)
    for officer, post, start, end in (
        ("1001", "GATE", "07:00", "19:00"),
        ("1003", "PATROL", "07:00", "19:00"),
        ("1003", "RESP", "07:00", "19:00"),
        ("1004", "GATE", "19:00", "2026-11-27T07:00"),
        ("1005", "RESP", "19:00", "2026-11-27T07:00"),
        ("1006", "PATROL", "2026-11-27T05:00", "2026-11-27T17:00"),
    ):
        store.roster.assign(officer, post, at(start), at(end), me)
    away = AbsenceRecord(officer="1010", start=at("00:00"), end=at("2026-11-28T00:00"), reason="sick")
    store.roster.set(away, me)


def held(store: Store, officer: str, post: str, start: str) -> DutyRecord:
    """A duty of the store."""
    duty = store.roster.duty(officer, post, at(start))
    assert duty is not None
    return duty


def shown(app: Any) -> str:
    """All that the screen on top shows, line by line."""
    screen = app.screen
    return "\n".join("".join(segment.text for segment in strip) for strip in screen._compositor.render_strips())
