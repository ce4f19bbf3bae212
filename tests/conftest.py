"""What tests share: a clock that stands still, a real store in a folder of its own, a small invented site."""

import gc
import hashlib
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fixtures.generate import FOLDER
from sfm_tui import demo
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Location, Officer, Person, Post
from sfm_tui.domain.site import CallOut, Response, Site
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import driver, ledger
from sfm_tui.storage.store import Store
from tests.examples import soaking, tries

# How long an example takes hangs on the machine, and says nothing of the law. Every run tries the same examples, so
# that what failed fails again; `make soak` tries others each time.
settings.register_profile(
    "tests", max_examples=tries(100), deadline=None, derandomize=not soaking(),
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("tests")

# A test makes many objects and keeps few: to look for what can go after each 700 of them takes a tenth of its time.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """What was read and collected stays until the end: nobody need look through it for what can go."""
    gc.freeze()


NOW = 1_795_299_335
"""Sat 21 Nov 2026 22:15:35 GMT, mid-shift."""
DEMO_NOW = 1_795_299_461
"""22:17:41 of the same evening, for tests of the demo that may take any moment: it is made once for all of them."""


PROMISED = driver.PRAGMAS
"""What every connection is set to outside these tests."""


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """No power fails during a test: what it enters need not reach the disk itself, which would be most of its wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            driver, "PRAGMAS", tuple((name, 0 if name == "synchronous" else value) for name, value in PROMISED)
        )
        yield


@pytest.fixture
def full_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections are set to what the store's promises rest on."""
    monkeypatch.setattr(driver, "PRAGMAS", PROMISED)


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands at `NOW` until the test moves it."""
    return FrozenClock(NOW)


@pytest.fixture
def me() -> Author:
    """The supervisor at the desk, J. Okafor."""
    return ME


@pytest.fixture
def site() -> Site:
    """Northgate Retail Park: three minutes from the report, ten at severity 4, a call-out list for severity 1."""
    return NORTHGATE


ME = Author("okafor")
NORTHGATE = Site(
    code="NRP",
    name="Northgate Retail Park",
    client="Northgate Estates",
    timezone="Europe/London",
    country="GB",
    subdivision="ENG",
    response=Response(clock_starts="reported", limit_seconds=180, target_percent=95, limits={"4": 600}),
    callout=(CallOut(severity=1, who="Duty manager", phone="07700 900123"),),
)
PEOPLE = (
    Person(person="okafor", name="J. Okafor", role="supervisor"),
    Person(person="patel", name="A. Patel", role="supervisor"),
    Person(person="marsh", name="D. Marsh", role="manager"),
)
OFFICERS = (
    Officer(officer="1001", name="L. Shaw", call_sign="Shaw"),
    Officer(officer="1002", name="T. Reid", call_sign="Reid"),
    Officer(officer="1003", name="M. Diaz", call_sign="Diaz"),
)
POSTS = (
    Post(post="GATE", name="Gatehouse"),
    Post(post="RESP", name="Response", responder=True, check_call_minutes=60),
)
LOCATIONS = (
    Location(location="GATE3", name="Gate 3 (north)"),
    Location(location="ATRIUM", name="Atrium"),
    Location(location="U14", name="Unit 14", inside="ATRIUM"),
)


@pytest.fixture
def empty_store(tmp_path: Path, clock: FrozenClock, empty_bytes: bytes) -> Iterator[Store]:
    """A new store with nothing in it, not even a site."""
    path = tmp_path / "empty.db"
    path.write_bytes(empty_bytes)
    with Store.open(path, clock) as store:
        yield store


class StoreBytes(bytes):
    """The bytes of a store; a test that fails does not print them."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes of a store>"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], bytes]:
    """Gives the bytes of a store by its name, made in the first process of the run that asks for it."""
    known: dict[str, bytes] = {}
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def of(name: str, make: Callable[[Path], object]) -> bytes:
        if name not in known:
            kept = shared / f"{name}.made"
            if not kept.exists():
                path = tmp_path_factory.mktemp(name) / "sfm.db"
                make(path)
                path.replace(kept)
            known[name] = StoreBytes(kept.read_bytes())
        return known[name]

    return of


@contextmanager
def salts_of(name: str) -> Iterator[None]:
    """The salts of the ledger are the same in every run, and so is its head."""
    with same_random(lambda n, size: hashlib.shake_256(f"{name} {n}".encode()).digest(size)):
        yield


@contextmanager
def same_random(draw: Callable[[int, int], bytes]) -> Iterator[None]:
    """The ledger gets its random bytes from `draw`, which is told how often it was asked before, and the size."""
    asked = itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "urandom", lambda size: draw(next(asked), size))
        yield


@pytest.fixture(scope="session")
def empty_bytes(made_once: Callable[..., bytes]) -> bytes:
    """The bytes of a new store with nothing in it: to copy them takes a fifth of what making it takes."""
    return made_once("empty", lambda path: Store.open(path, FrozenClock(NOW)).close())


@pytest.fixture(scope="session")
def small_store(made_once: Callable[..., bytes]) -> bytes:
    """The bytes of a store with the small site; its ledger has the same head in every run."""

    def make(path: Path) -> None:
        with salts_of("small"), Store.open(path, FrozenClock(NOW)) as store:
            store.sites.set(NORTHGATE, ME)
            for record in (*PEOPLE, *OFFICERS, *POSTS, *LOCATIONS):
                store.reference.set(record, ME)

    return made_once("small", make)


@pytest.fixture(scope="session")
def northgate_bytes(made_once: Callable[..., bytes]) -> bytes:
    """The bytes of a store with the invented site, imported once; its ledger has the same head in every run."""

    def make(path: Path) -> None:
        with salts_of("northgate"), Store.open(path, FrozenClock(NOW)) as store:
            import_folder(store, FOLDER, ME)

    return made_once("northgate", make)


@pytest.fixture(scope="session")
def demo_bytes(made_once: Callable[..., bytes]) -> Callable[[int], bytes]:
    """Gives the bytes of the demo as it stands at a moment; each is made once."""
    return lambda now: made_once(f"demo-{now}", lambda path: demo.make_demo(path, now, clock=FrozenClock(now)))


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock, small_store: bytes) -> Iterator[Store]:
    """A store with the small site: three people, officers 1001 Shaw, 1002 Reid and 1003 Diaz, posts, locations."""
    path = tmp_path / "sfm.db"
    path.write_bytes(small_store)
    with Store.open(path, clock) as store:
        yield store
