"""A made history of a site, entered in a store the way the desk enters it: event by event, chained and indexed."""

import random
import time
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count, islice

from benchmarks.wording import LINES, NOTES, PLACES, WHAT, Wording
from sfm_tui.clock import SystemClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.incidents import IncidentOpened, NoteWritten, Stamped, StateChanged
from sfm_tui.domain.occurrences import OccurrenceLogged
from sfm_tui.domain.reference import Location, Officer, Person
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage.store import Store

DAYS = 3650
DAY = 86_400
INCIDENT_PROBABILITY = 0.4
LONGEST_INCIDENT = 6
LIMIT_SECONDS = 7200
"""Long, so that the clocks of the running incidents are still calm at the end of a run."""
_BATCH = 20_000

Progress = Callable[[int], None]


def make(store: Store, entries: int, progress: Progress) -> None:
    """Fill an empty store up to exactly so many ledger entries: a site, its people, ten years of its log.

    Four entries in five are those of incidents (opened, sent, on scene, a note, resolved, closed), all of them
    closed; the others are lines of the occurrence book. `progress` is told the number of entries so far.
    """
    author = _set_up(store)
    rng = random.Random(entries)
    done = store.head().seq
    history = _history(rng, entries - done)
    while batch := list(islice(history, _BATCH)):
        with store.writing() as transaction:
            for at, act in batch:
                transaction.now = at
                transaction.append(act, author)
        done += len(batch)
        progress(done)


def run_two(store: Store, ago: int = 90) -> None:
    """Open two incidents, reported `ago` seconds before now and a minute later: three entries, two clocks."""
    author = Author("okafor")
    now = SystemClock().now()
    for n, (what, where) in enumerate(RUNNING):
        done = store.incidents.open(
            author, reported=now - ago + 60 * n, summary=what, location=where, category="Medical", severity=2
        )
        if not n:
            store.incidents.stamp(done.number, "dispatched", author, officer="1001")


RUNNING = (("Goods lift stuck with a person inside", "Loading bay 4"), ("Dizzy spell, asks for water", "Food court"))
RUN_TWO_ENTRIES = 3


def _set_up(store: Store) -> Author:
    author = Author("okafor")
    response = Response(limit_seconds=LIMIT_SECONDS)
    store.sites.set(Site(code="NGT", name="Northgate", timezone="Europe/London", response=response), author)
    store.reference.set(Person(person="okafor", name="J. Okafor"), author)
    store.reference.set(Person(person="lindqvist", name="A. Lindqvist", role="manager"), author)
    for n in range(1, 13):
        officer = Officer(officer=f"10{n:02d}", name=f"Officer {n}", call_sign=f"Sierra {n}")
        store.reference.set(officer, author)
    for place in PLACES:
        store.reference.set(Location(location=place, name=place), author)
    return store.people.sign_on("okafor")


def _history(rng: random.Random, entries: int) -> Iterator[tuple[int, Event]]:
    """So many acts in the order of their times, each with the time at which it is entered."""
    wording = Wording(rng)
    numbers: dict[tuple[str, int], int] = {}
    start = SystemClock().now() - DAYS * DAY
    begun, order = 0, count()
    waiting: list[tuple[int, int, Event]] = []
    while begun < entries:
        at = start + (DAYS - 1) * DAY * begun // entries
        while waiting and waiting[0][0] <= at:
            yield heappop(waiting)[::2]
        if entries - begun >= LONGEST_INCIDENT and rng.random() < INCIDENT_PROBABILITY:
            acts = _incident(rng, wording, _next(numbers, "incident", at, 4), at)
        else:
            acts = [_line(rng, wording, "B" + _next(numbers, "occurrence", at, 5), at)]
        begun += len(acts)
        for when, act in acts:
            heappush(waiting, (when, next(order), act))
    while waiting:
        yield heappop(waiting)[::2]


def _line(rng: random.Random, wording: Wording, key: str, at: int) -> tuple[int, Event]:
    kind, line = rng.choice(LINES)
    return at, OccurrenceLogged(occurrence=key, at=at, line=kind, text=wording.fill(line))


def _incident(rng: random.Random, wording: Wording, number: str, at: int) -> list[tuple[int, Event]]:
    category, severity, what = rng.choice(WHAT)
    officer = f"10{rng.randint(1, 12):02d}"
    summary, place, note = wording.fill(what), rng.choice(PLACES), wording.fill(rng.choice(NOTES))
    sent, there = at + rng.randint(5, 60), at + rng.randint(70, 400)
    noted, over, closed = there + 60, there + rng.randint(120, 1500), there + 1800
    named = {"dispatched": sent, "officers": [officer]}
    resolved = {"resolved": over, "outcome": "resolved"}
    return [
        (at, IncidentOpened(number=number, reported=at, summary=summary, location=place, category=category,
                            severity=severity, severity_assumed=True)),
        (sent, Stamped(number=number, stamp="dispatched", officer=officer, at=sent, sets=named)),
        (there, Stamped(number=number, stamp="on scene", officer=officer, at=there, sets={"on_scene": there})),
        (noted, NoteWritten(number=number, entry="1", at=noted, text=note)),
        (over, Stamped(number=number, stamp="resolved", at=over, sets=resolved)),
        (closed, StateChanged(number=number, old="open", new="closed", closed=closed)),
    ]  # fmt: skip


def _next(numbers: dict[tuple[str, int], int], what: str, at: int, width: int) -> str:
    year = time.gmtime(at).tm_year
    numbers[what, year] = numbers.get((what, year), 0) + 1
    return f"{year}-{numbers[what, year]:0{width}d}"
