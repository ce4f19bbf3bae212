"""A busy night at Northgate, made through the store's own acts, for the documents to be read against."""

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store

PATEL = Author("patel")
UNSIGNED = Author("patel", confirmed=False)


def rich_incident(store: Store, clock: FrozenClock, me: Author) -> str:
    """An assault at unit 14: two officers, a wrong stamp, a late entry, a correction, a strike, an injury."""
    book = store.occurrences.log("PIR zone 4 reset, contractor in unit 12", me, officer="1003", post="GATE")
    line = store.occurrences.log("Shouting heard by unit 14", me, at=clock.now() - 60)
    acts = store.incidents
    number = acts.open(
        me, summary="Two males fighting outside unit 14", location="U14", category="Assault", occurrence=line.occurrence
    ).number
    clock.advance(95)
    acts.stamp(number, "dispatched", me, officer="1001")
    clock.advance(10)
    acts.stamp(number, "dispatched", me, officer="1002")
    clock.advance(21)
    acts.stamp(number, "on scene", me, officer="1001")
    wrong = acts.stamp(number, "on scene", me, officer="1002").at
    clock.advance(30)
    acts.correct_stamp(number, "on scene", "1002", wrong, wrong + 25, "read from the wrong radio", me)
    note = acts.note(number, "One male detained at gate 2", me)
    clock.advance(60)
    first = acts.log(number)[-1].entry
    acts.note(number, "One male detained at gate 3, not gate 2", PATEL, amends=first)
    acts.note(number, "Police on their way", UNSIGNED)
    struck = acts.note(number, "Suspect is the shop's own staff", me)
    acts.strike_entry(number, acts.log(number)[-1].entry, "hearsay, not seen", me)
    clock.advance(1500)
    acts.note(number, "CCTV saved from camera 14", me, at=note.at)
    acts.change(
        number,
        {
            "severity": 2,
            "police_ref": "CAD 4411/21NOV",
            "evidence": "EXH/14/1",
            "injury": "Cut above the eye",
            "injured": "Member of the public",
            "hospital": "Yes, by ambulance",
            "caller": "Duty manager, unit 14",
            "hazards": "Broken glass",
            "emergency": "Police and ambulance on scene",
        },
        me,
    )
    acts.change(number, {"caller": "Assistant manager, unit 14"}, me, why="misheard")
    for officer in ("1001", "1002"):
        acts.stamp(number, "clear", me, officer=officer)
    acts.stamp(number, "resolved", me)
    acts.set_state(number, "closed", me)
    store.links.make(f"incident:{number}", f"occurrence:{book.occurrence}", me, link="same zone")
    assert struck.number == number
    return number


def plain_incident(store: Store, me: Author, summary: str = "Tailgating") -> str:
    """An incident about which nothing else is known."""
    return store.incidents.open(me, summary=summary).number
