"""A store with a year of a made site: its incidents, its roster, its check calls and talks; rows, no history."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.cache import folder
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Post, Topic
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage.schema import CURRENT
from sfm_tui.storage.store import Store

FIRST = 1_767_225_600
"""The first of January 2026, a local midnight."""
DAY, HOUR = 86_400, 3600
WINDOW = FIRST, FIRST + 365 * DAY
NOW = WINDOW[1] + DAY
POSTS = ("GATE", "RESP", "DESK", "YARD", "WALK")
_BATCH = 50_000


def of(incidents: int) -> Path:
    """The path of a store with so many incidents in the year, made where it is not there yet."""
    path = folder("figures", f"{CURRENT}") / f"{incidents}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with Store.open(part, FrozenClock(NOW)) as store:
            _fill(store, incidents)
        part.rename(path)
    return path


def _fill(store: Store, incidents: int) -> None:
    by = Author("okafor")
    limits = {"1": 120, "4": 600}
    response = Response(limit_seconds=180, target_percent=95, limits=limits)
    store.sites.set(Site(code="NGT", name="Northgate", timezone="Europe/London", response=response), by)
    for n, post in enumerate(POSTS):
        minutes = 60 if post == "YARD" else None
        store.reference.set(Post(post=post, name=post, responder=n == 1, check_call_minutes=minutes), by)
    for n in range(20):
        store.reference.set(Officer(officer=_officer(n), name=f"Officer {n}"), by)
    store.reference.set(Topic(topic="T-1", title="Response"), by)
    rng = random.Random(incidents)
    for table, rows in (
        ("incident", _incidents(rng, incidents)), ("licence", _licences()), ("duty", _duties()), ("cover", _cover()),
    ):  # fmt: skip
        with store.writing() as transaction:
            for n, row in enumerate(rows, start=1):
                transaction.writer.insert(table, row)
                if n % _BATCH == 0:
                    transaction.writer.flush()


def _officer(n: int) -> str:
    return f"10{n:02}"


def _incidents(rng: random.Random, many: int) -> Iterator[dict[str, Any]]:
    fixed = {
        "state": "closed", "details": "{}", "seq": 1, "imported": 0, "category_guessed": 0, "severity_assumed": 0,
        "police_ref": "", "evidence": "", "occurred": None,
    }  # fmt: skip
    for n in range(many):
        reported = FIRST + 365 * DAY * n // many
        dispatched = reported + rng.randint(5, 60)
        arrived = rng.random() < 0.9
        on_scene = dispatched + round(rng.lognormvariate(4.6, 0.5)) if arrived else None
        yield {
            **fixed, "id": n + 1, "number": f"N{n:07}", "reported": reported, "dispatched": dispatched,
            "on_scene": on_scene, "resolved": reported + 1800, "closed": reported + 3600,
            "severity": rng.randint(1, 4), "outcome": "resolved" if arrived else "stood down",
            "struck": "raised twice" if rng.random() < 0.01 else "", "category": f"Category {n % 12}",
            "location": f"GATE{n % 40}", "officers": _officer(n % 20), "summary": f"What happened, in some words, {n}",
        }  # fmt: skip


def _licences() -> Iterator[dict[str, Any]]:
    for n in range(20):
        yield {
            "officer": _officer(n), "sector": "SG", "number": f"{n:016}", "starts": None, "expires": "2026-11-30",
            "status": "active", "status_from": None, "checked_on": None,
        }  # fmt: skip


def _duties() -> Iterator[dict[str, Any]]:
    """Four crews of five, each two days and two nights, then four days off."""
    for day in range(365):
        for half in (0, 1):
            crew = (day // 2 + 2 * half) % 4
            for n, post in enumerate(POSTS):
                start = FIRST + day * DAY + (7 + 12 * half) * HOUR
                yield {
                    "officer": _officer(crew * 5 + n), "post": post, "start": start, "end": start + 12 * HOUR,
                    "booked_on": start + (day * 7 + n) % 400, "booked_off": None, "status": "worked",
                }  # fmt: skip


def _cover() -> Iterator[dict[str, Any]]:
    for post in POSTS:
        for half in (0, 1):
            start = FIRST + (7 + 12 * half) * HOUR
            yield {
                "post": post, "start": start, "end": start + 12 * HOUR, "headcount": 1, "repeat": "FREQ=DAILY",
                "excepted": "",
            }  # fmt: skip
