"""A damaged file: whatever was done to its bytes, there is one line for it, no traceback, and nothing made worse."""

import contextlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Person, Post
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.site import Site
from sfm_tui.storage import backup, book, doctor, driver, rebuild, verify
from sfm_tui.storage.errors import NotAStore, StoreError
from sfm_tui.storage.listing import Filter, page
from sfm_tui.storage.search import Search
from sfm_tui.storage.store import Store

NOW = 1_795_299_335
ME = Author("okafor")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store with some of everything, closed in order."""
    path = tmp_path_factory.mktemp("sound") / "sfm.db"
    clock = FrozenClock(NOW)
    with Store.open(path, clock) as store:
        store.sites.set(Site(code="NRP", name="Northgate", timezone="Europe/London"), ME)
        store.reference.set(Person(person="okafor", name="J. Okafor"), ME)
        store.reference.set(Officer(officer="1001", name="L. Shaw"), ME)
        store.reference.set(Post(post="GATE", name="Gatehouse"), ME)
        store.reference.set(Location(location="G3", name="Gate 3"), ME)
        store.reference.set(CategoryRecord(name="Ticket touting", words=("tout", "tickets")), ME)
        for n in range(60):
            number = store.incidents.open(ME, summary=f"Tailgating {n} " + "word " * 40).number
            store.incidents.stamp(number, "dispatched", ME, officer="1001")
            store.incidents.note(number, f"note {n}", ME)
            store.incidents.change(number, {"caller": f"radio {n}"}, ME)
            line = store.occurrences.log(f"Keys {n} out", ME).occurrence
            store.links.make(f"occurrence:{line}", f"incident:{number}", ME)
            clock.advance(60)
        store.drafts.keep("incident:new", "okafor", {"what": "half a sent"})
    return path.read_bytes()


def acts(store: Store) -> Iterator[Callable[[], Any]]:
    """Everything that a desk reads."""
    terms = ResponseTerms()

    def listed() -> None:
        with store.reading() as connection:
            lines = page(connection, Filter(), terms, None, forward=True, limit=100)
        for line in lines:
            store.incidents.get(line.number)
            store.incidents.stamps(line.number)
            store.incidents.log(line.number)
            store.links.of(f"incident:{line.number}")

    def found() -> None:
        with store.reading() as connection:
            Search("tailgating", Filter(), terms).more(connection, 500)
            book.day(connection, 0, 2**40)
            book.newest(connection, 50)

    yield store.head
    yield listed
    yield found
    yield store.sites.get
    for record in (Person, Officer, Post, Location, CategoryRecord):
        yield lambda record=record: store.reference.all(record)
    yield store.reference.categories
    yield store.drafts.all
    yield store.people.unsigned
    yield lambda: store.occurrences.get("B2026-00001")
    yield lambda: verify.check(store.path)


def one_line(error: StoreError) -> None:
    line = str(error)
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    assert len(line) < 600


def spoil(data: bytes, chance: random.Random) -> bytes:
    """Flip bytes, blank or shuffle a page, or cut the end off."""
    spoilt, size = bytearray(data), 4096
    pages = len(data) // size
    how = chance.choice(["flip", "flip", "flip", "blank", "swap", "cut", "noise"])
    if how == "flip":
        for _ in range(chance.choice([1, 3, 20, 200])):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    elif how == "cut":
        del spoilt[chance.randrange(1, len(spoilt)) :]
    else:
        one = chance.randrange(pages) * size
        other = chance.randrange(pages) * size
        whole = spoilt[one : one + size]
        if how == "blank":
            whole = bytearray(size)
        elif how == "noise":
            whole = bytearray(chance.randbytes(size))
        else:
            spoilt[one : one + size] = spoilt[other : other + size]
        spoilt[other : other + size] = whole
    return bytes(spoilt)


def read_all(path: Path, spoilt: bytes) -> bool:
    """Open and read a damaged store; gives whether anything was refused."""
    path.write_bytes(spoilt)
    refused = False
    try:
        store = Store.open(path, FrozenClock(NOW))
    except StoreError as error:
        one_line(error)
        assert path.read_bytes() == spoilt, "opening it made it another file"
        return True
    with store:
        for act in acts(store):
            try:
                act()
            except StoreError as error:
                one_line(error)
                refused = True
        put_back = None
        with contextlib.suppress(StoreError), store.reading() as connection:
            put_back = connection.exec_driver_sql("SELECT 1 FROM local WHERE name = 'guards_put_back'").first()
    if not put_back:  # a guard that says something else is put back, with a note: the one thing that reading writes
        assert path.read_bytes() == spoilt, "reading it made it another file"
    return refused


def write_some(path: Path, spoilt: bytes) -> None:
    """Write into a damaged store, copy it, examine it, put it back: lines, never a traceback."""
    path.write_bytes(spoilt)
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    try:
        with Store.open(path, FrozenClock(NOW)) as store:
            for n in range(3):
                for act in (
                    lambda n=n: store.incidents.open(ME, summary=f"after {n}"),
                    lambda n=n: store.incidents.note("2026-0007", f"after {n}", ME),
                    lambda: store.incidents.stamp("2026-0008", "on scene", ME, officer="1001"),
                    lambda n=n: store.incidents.change("2026-0009", {"caller": f"after {n}"}, ME),
                    lambda n=n: store.drafts.keep("x", "okafor", {"n": n}),
                    lambda: store.sites.set(Site(code="NRP", timezone="UTC"), ME),
                ):
                    try:
                        act()
                    except StoreError as error:
                        one_line(error)
    except StoreError as error:
        one_line(error)
    findings = doctor.examine(path)
    assert all("\n" not in finding.value for finding in findings)
    copy = path.with_name("copy.db")
    copy.unlink(missing_ok=True)
    try:
        report = backup.backup(path, copy)
        back = path.with_name("back.db")
        if report.ok:
            backup.restore(copy, back, clock=FrozenClock(NOW))
    except StoreError as error:
        one_line(error)
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_store_is_read_or_refused(tmp_path: Path, sound: bytes, seed: int) -> None:
    spoilt = spoil(sound, random.Random(seed))
    read_all(tmp_path / "sfm.db", spoilt)
    write_some(tmp_path / "sfm.db", spoilt)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(12, 1500))
def test_a_damaged_store_is_read_or_refused_often(tmp_path: Path, sound: bytes, seed: int) -> None:
    test_a_damaged_store_is_read_or_refused(tmp_path, sound, seed)


@pytest.mark.soak
def test_most_of_the_damage_is_noticed(tmp_path: Path, sound: bytes) -> None:
    noticed = sum(read_all(tmp_path / f"{n}.db", spoil(sound, random.Random(n))) for n in range(1000, 1020))
    assert noticed >= 6, "the ways to spoil a store spoil too little for this test to mean anything"


def test_a_sound_store_is_read(tmp_path: Path, sound: bytes) -> None:
    assert not read_all(tmp_path / "sfm.db", sound)


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("UPDATE incident SET details = '{' WHERE id = 1", lambda s: s.incidents.get("2026-0001")),
        ("UPDATE incident SET officers = CAST(x'ff' AS TEXT)", lambda s: s.incidents.get("2026-0001")),
        ("UPDATE site SET settings = '{}'", lambda s: s.sites.get()),
        ("UPDATE site SET settings = '['", lambda s: s.sites.terms()),
        ("UPDATE draft SET body = '{\"a'", lambda s: s.drafts.get("incident:new")),
        ("UPDATE officer SET left_on = 'soon'", lambda s: s.reference.all(Officer)),
        ("UPDATE officer SET name = 'a' || char(0) || 'b'", lambda s: s.reference.get(Officer, "1001")),
    ],
)
def test_a_record_that_cannot_be_read_back_is_named(
    tmp_path: Path, sound: bytes, raw: Callable[..., Any], sql: str, read: Callable[[Store], Any]
) -> None:
    path = tmp_path / "sfm.db"
    path.write_bytes(sound)
    with raw(path, guards=True) as connection:
        connection.execute(sql)
    with Store.open(path) as store:
        with pytest.raises(NotAStore, match="is damaged") as refused:
            read(store)
    one_line(refused.value)


def test_records_changed_by_hand_are_found(tmp_path: Path, sound: bytes, raw: Callable[..., Any]) -> None:
    path = tmp_path / "sfm.db"
    path.write_bytes(sound)
    with Store.open(path, FrozenClock(NOW)) as store:
        assert rebuild.differences(store) == []
    with raw(path, guards=True) as connection:
        connection.execute("UPDATE incident SET dispatched = dispatched - 60 WHERE number = '2026-0007'")
        connection.execute("DELETE FROM occurrence WHERE occurrence = 'B2026-00003'")
        connection.execute(
            "INSERT INTO link SELECT 999, 'incident:2026-0001', 'incident:2026-0002', '', '', seq FROM link LIMIT 1"
        )
    assert verify.check(path).ok, "the ledger is as it was"
    with Store.open(path, FrozenClock(NOW)) as store:
        at = NOW + 6 * 60
        assert rebuild.differences(store) == [
            f"incident 7: dispatched is {at - 60}, the ledger says {at}",
            "occurrence 3 was removed: the ledger tells of it",
            "link 999 was put in: the ledger does not tell of it",
        ]
        assert len(rebuild.differences(store, most=2)) == 2


def test_the_driver_s_own_lines_are_put_in_words(tmp_path: Path) -> None:
    from sfm_tui.storage.errors import StoreBusy, StoreFull, StoreReadOnly, explain

    error = driver.driver().OperationalError
    cases = {
        "database or disk is full": StoreFull,
        "attempt to write a readonly database": StoreReadOnly,
        "unable to open database file": StoreReadOnly,
        "database is locked": StoreBusy,
        "database disk image is malformed": NotAStore,
        "file is not a database": NotAStore,
        "disk I/O error": StoreError,
        "something\nelse": StoreError,
    }
    for text, kind in cases.items():
        explained = explain(error(text), "/x/sfm.db")
        assert type(explained) is kind
        assert "/x/sfm.db" in str(explained)
        one_line(explained)
    assert type(explain(OSError(28, "No space left on device"))) is StoreFull
    assert type(explain(PermissionError(13, "Permission denied"))) is StoreReadOnly
