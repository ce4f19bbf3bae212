"""Stores with a made roster, for the screen: made once and kept in the benchmarks' cache."""

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks import cache, roster_making
from benchmarks.roster_making import DAY
from benchmarks.stores import kind_of
from sfm_tui.clock import SystemClock
from sfm_tui.domain import reference, roster
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_changes import Change, RosterChanged
from sfm_tui.domain.roster_records import CoverRecord, DutyRecord, LicenceRecord, RosterRecord
from sfm_tui.domain.site import Peak, Rest, Site
from sfm_tui.storage.store import Store

SITE = Site(
    code="BEN",
    name="Bench",
    timezone="Europe/London",
    rest=Rest(daily_hours=11, weekly_average_hours=48, average_weeks=17, max_duty_hours=13),
    peaks=(
        Peak(name="midday", days="mon-sun", start="12:00", end="14:00"),
        Peak(name="close", days="mon-sun", start="17:00", end="19:00"),
    ),
)
PER_ENTRY = 5_000


def copy_of(duties: int, officers: int, posts: int) -> Path:
    """A fresh copy of a store with a roster by pattern, half of it before this week and half after."""
    made = _made(duties, officers, posts)
    copy = cache.folder("stores", "copies") / f"roster-{duties}-{officers}-{posts}.db"
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    return copy


def _made(duties: int, officers: int, posts: int) -> Path:
    days = -(-duties // officers) * 2
    monday = SystemClock().now() // (7 * DAY) * 7 * DAY - 3 * DAY
    first = monday - days // 14 * 7 * DAY
    path = (
        cache.folder("stores")
        / f"roster-{duties}-{officers}-{posts}-{first}-{kind_of(roster_making.__file__, __file__)}.db"
    )
    if path.is_file():
        return path
    for old in path.parent.glob(f"roster-{duties}-{officers}-{posts}-*"):
        old.unlink()
    unfinished = path.with_suffix(".unfinished")
    with Store.open(unfinished) as store:
        fill(store, roster_making.by_pattern(duties, officers, posts, first))
    return unfinished.rename(path)


def fill(store: Store, made: roster.Roster) -> None:
    """Enter a roster in an empty store: the site, its posts and officers, licences, cover and duties."""
    store.sites.set(SITE, Author("bench"))
    store.reference.set(reference.Person(person="okafor", name="J. Okafor"), Author("bench"))
    author = store.people.sign_on("okafor")
    events = [reference.PostSet(key=p.post, new=reference.plain(_post(p))) for p in made.posts] + [
        reference.OfficerSet(key=o.officer, new=reference.plain(_officer(o))) for o in made.officers
    ]
    records = _records(made)
    with store.writing() as transaction:
        for event in events:
            transaction.append(event, author)
        while batch := [Change(None, record).plain() for record in islice(records, PER_ENTRY)]:
            transaction.append(RosterChanged(verb="pattern", changes=tuple(batch)), author)


def _records(made: roster.Roster) -> Iterator[RosterRecord]:
    for n, held in enumerate(made.licences):
        yield LicenceRecord.model_validate(
            {"officer": held.officer, "sector": held.sector, "number": f"{n:016}", "expires": held.expires},
            strict=False,
        )
    for row in made.cover:
        yield CoverRecord(post=row.post, start=row.start, end=row.end, headcount=row.headcount, repeat=row.repeat)
    for duty in {(d.officer, d.post, d.start): d for d in made.duties}.values():
        yield DutyRecord.of(duty)


def _post(post: roster.Post) -> reference.Post:
    return reference.Post(
        post=post.post, name=f"Post {post.post}", responder=post.responder, critical=post.critical
    )  # fmt: skip


def _officer(officer: roster.Officer) -> reference.Officer:
    return reference.Officer(officer=officer.officer, name=f"Officer {officer.officer}", weekly_hours="42")
