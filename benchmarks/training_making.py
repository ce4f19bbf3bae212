"""A store with so many officers, topics and years of talks, everybody required to have had every topic."""

from pathlib import Path

from benchmarks import cache
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Topic
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store

BY = Author("okafor")
HELD = 12
"""Talks on one topic a year: each officer hears one of them."""

DAY = 86_400


def of(officers: int, topics: int, weeks: int) -> Path:
    """The path of such a store, made if it is not in the cache. Talks end at `NOW`."""
    path = cache.folder("stores") / f"training-{officers}-{topics}-{weeks}.db"
    if not path.is_file():
        unfinished = path.with_suffix(".unfinished")
        for old in path.parent.glob(f"{unfinished.name}*"):
            old.unlink()
        with Store.open(unfinished, FrozenClock(NOW)) as store:
            _fill(store, officers, topics, weeks)
        unfinished.rename(path)
    return path


NOW = 1_795_299_335


def _fill(store: Store, officers: int, topics: int, weeks: int) -> None:
    store.sites.set(Site(code="B", timezone="Europe/London"), BY)
    staff = [f"NG{n:04d}" for n in range(officers)]
    for officer in staff:
        store.reference.set(Officer(officer=officer, name=f"Officer {officer}"), BY)
    codes = [f"topic-{n:03d}" for n in range(topics)]
    for n, code in enumerate(codes):
        store.reference.set(Topic(topic=code, title=f"Topic {n}", refresher_months=(6, 12, 24, None)[n % 4]), BY)
        store.talks.require(code, ["all"], BY)
    with store.writing() as transaction:
        seq, count = transaction.head.seq, 0
        step = 52 * 7 * DAY // HELD
        for n, code in enumerate(codes):
            for turn in range(weeks * 7 * DAY // step):
                held_at = NOW - turn * step - (n + 1) * 3600
                count += 1
                talk = f"T-{count:02d}"
                transaction.writer.insert("talk", _talk(talk, code, held_at, seq))
                for officer in staff[turn % HELD :: HELD]:
                    transaction.writer.insert("attendance", _line(talk, code, officer, held_at + 600, seq))


def _talk(talk: str, topic: str, held_at: int, seq: int) -> dict[str, object]:
    return {
        "talk": talk, "topic": topic, "title": topic, "state": "completed", "planned_for": None, "held_at": held_at,
        "minutes": 10, "presenter": "okafor", "key_points": "One\nTwo\nThree", "ticked": "One\nTwo", "questions": "",
        "understanding": "", "cancelled": "", "locked": 1, "seq": seq,
    }  # fmt: skip


def _line(talk: str, topic: str, officer: str, at: int, seq: int) -> dict[str, object]:
    return {
        "talk": talk, "officer": officer, "signed_at": at, "result": "attended", "topic": topic, "had_at": at,
        "off_duty": 0, "pin": 0, "catch_up_on": "", "seq": seq,
    }  # fmt: skip
