"""An action that is raised from a record knows what the store knows of it."""

from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Location
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.action_sketches import LONGEST_AREA, sketch_of
from sfm_tui.storage.store import Store
from tests.conftest import ME

FIXTURE = Path(__file__).parents[2] / "fixtures" / "northgate"
DAY = 86400
HOSTILE = "[/x] [@click=app.quit]x =1+1 🦊"


def test_an_incident_tells_how_often_the_like_of_it_came(store: Store, me: Author, clock: FrozenClock) -> None:
    store.reference.set(Location(location="G9", name=f"Gate 9 {HOSTILE}"), me)
    numbers = []
    for days in (40, 27, 3, 0):
        done = store.incidents.open(me, summary="Keys", reported=clock.now() - days * DAY)
        store.incidents.change(done.number, {"category": "Tailgating", "location": "G9"}, me)
        numbers.append(done.number)
    store.incidents.void(numbers[2], "twice", me)
    sketch = sketch_of(store, f"incident:{numbers[-1]}")
    assert sketch.area == f"Tailgating, Gate 9 {HOSTILE}"
    assert sketch.gap == (
        f"2 incidents of «Tailgating», Gate 9 {HOSTILE} in the four weeks Sun 25 Oct – Sat 21 Nov 2026,"
        f" the last one {numbers[-1]}"
    )
    assert sketch.sources == (f"incident:{numbers[-1]}",)
    plain = store.incidents.open(me, summary=f"A door\n{HOSTILE} " + "x" * 300).number
    assert sketch_of(store, f"incident:{plain}").area == f"A door {HOSTILE} {'x' * 300}"[:LONGEST_AREA]
    assert sketch_of(store, f"incident:{plain}").gap == ""


@pytest.mark.parametrize("ref", ["incident:2026-9999", "finding:", "finding:no-such:2026-11-04T17:00",
                                 "finding:uncovered:yesterday", "talk:T-1", "complaint:the client, =1+1"])  # fmt: skip
def test_a_record_that_tells_nothing_still_names_itself(store: Store, ref: str) -> None:
    sketch = sketch_of(store, ref, "  What\n stood there ")
    assert (sketch.area, sketch.sources, sketch.gap) == ("What stood there", (ref,), "")


def test_a_finding_tells_how_often_and_how_long(store: Store) -> None:
    import_folder(store, FIXTURE, ME)
    sketch = sketch_of(store, "finding:no-responder:2026-11-04T17:00", "Nobody free")
    assert sketch.gap == (
        "48 times in the four weeks Thu 8 Oct – Wed 4 Nov 2026, 96 h in all, by the roster's findings"
    )
    assert sketch.required_level.startswith("An officer stands free")
    assert (sketch.target, sketch.measure) == ("0 in four weeks", "")
    gap = sketch_of(store, "finding:uncovered:2026-11-22T00:00:YARD")
    assert (gap.measure, gap.baseline_from, gap.target) == ("shift-fill", "2026-10-26", "")


def test_other_records_are_called_by_their_words(store: Store, me: Author) -> None:
    book = store.occurrences.log(f"Keys\n{HOSTILE} " + "x" * 300, me)
    point = store.briefings.add("Nobody holds\ntwo posts", me)
    assert sketch_of(store, f"occurrence:{book.occurrence}").area == f"Keys {HOSTILE} {'x' * 300}"[:LONGEST_AREA]
    assert sketch_of(store, f"briefing:{point.briefing}").area == "Nobody holds two posts"
    assert sketch_of(store, "talk:T-99").area == ""
