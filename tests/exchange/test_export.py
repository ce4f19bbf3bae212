"""What an export writes: the same bytes for the same store, nothing that runs, and all of it or none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Person
from sfm_tui.domain.site import Desk, Site
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries
from tests.exchange.folders import WHOLE, files_of, make, table_of
from tests.exchange.strategies import HOSTILE, fill

ME = Author("okafor")


def again(folder: Path, target: Path, clock: FrozenClock | None = None) -> Path:
    """Import an export into an empty store and export that."""
    with Store.open(target / "again.db", clock) as store:
        report = import_folder(store, folder, ME)
        assert report.bad == []
        assert report.notes == []
        return export_folder(store, target / "again").path


def round_trip(data: st.DataObject, tmp_path: Path) -> None:
    """Work in a store, export it, import that into an empty one, export that."""
    clock = FrozenClock(NOW)
    with Store.open(tmp_path / "a.db", clock) as store:
        fill(data.draw, store, clock)
        first = export_folder(store, tmp_path / "first").path
        assert files_of(first) == files_of(export_folder(store, tmp_path / "twice").path)
        head = store.head()
        if any(first.iterdir()):
            assert import_folder(store, first, ME).bad == []
        assert store.head() == head, "a store's own export is no news to it"
    if any(first.iterdir()):
        assert files_of(again(first, tmp_path)) == files_of(first)


SLOW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(SLOW, max_examples=tries(25))
@given(st.data())
def test_export_import_export_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    round_trip(data, tmp_path_factory.mktemp("round"))


@pytest.mark.soak
@settings(SLOW, max_examples=tries(1000))
@given(st.data())
def test_the_same_bytes_a_thousand_times(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    round_trip(data, tmp_path_factory.mktemp("round"))


@pytest.mark.parametrize("text", [t for t in HOSTILE if t.strip()], ids=lambda text: ascii(text[:12]))
def test_hostile_text_comes_back_as_it_was(store: Store, tmp_path: Path, me: Author, text: str) -> None:
    done = store.incidents.open(me, summary=text, severity=3)
    store.incidents.note(done.number, text, me)
    store.occurrences.log(text, me)
    folder = export_folder(store, tmp_path / "out").path
    for path in folder.glob("*.csv"):
        cells = [cell for row in table_of(path) for cell in row]
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in cells if cell)
    with Store.open(tmp_path / "b.db", store.clock) as other:
        import_folder(other, folder, me)
        assert other.incidents.get(done.number).summary == store.incidents.get(done.number).summary
        mine, theirs = ([line.text for line in s.incidents.log(done.number) if line.entry] for s in (store, other))
        assert mine == theirs


def test_the_form_of_a_file(empty_store: Store, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, make(tmp_path / "in", WHOLE), me)
    report = export_folder(empty_store, tmp_path / "out")
    assert list(report.files.items()) == [
        ("site.toml", 1), ("people.csv", 1), ("posts.csv", 1), ("locations.csv", 2), ("officers.csv", 2),
        ("incidents.csv", 2), ("stamps.csv", 2), ("entries.csv", 2), ("occurrences.csv", 1), ("links.csv", 2),
    ]  # fmt: skip
    files = files_of(tmp_path / "out")
    assert files["stamps.csv"] == (
        b"incident,officer,kind,at,written_at,struck\r\n"
        b"A-1,NG01,dispatched,2026-03-28T19:00:30+00:00,2026-03-28T19:00:31+00:00,\r\n"
        b"A-1,NG01,on scene,2026-03-28T19:02:00+00:00,2026-03-28T19:02:05+00:00,\r\n"
    )
    assert files["posts.csv"] == (
        b"post,name,activity,responder,lone,critical,special_case,check_call_minutes\r\n"
        b"GATE,Main gate,SG,no,no,no,no,\r\n"
    )
    assert files["site.toml"].decode() == (
        'code = "NRP"\nname = "Northgate Retail Park"\ntimezone = "Europe/London"\n\n'
        '[response]\nclock_starts = "reported"\nlimit_seconds = 180\n'
    )
    assert report.left_out == [
        "the ledger itself: who entered what and when, and what stood there before (sfm backup keeps it)"
    ]


def test_rows_stand_in_the_order_of_their_keys(store: Store, tmp_path: Path, me: Author) -> None:
    for code in ("b", "é", "B", "10", "9", "a"):
        store.reference.set(Person(person=code, name="x"), me)
    folder = export_folder(store, tmp_path / "out").path
    keys = [row[0] for row in table_of(folder / "people.csv")][1:]
    assert keys == sorted(keys)


def test_both_hours_of_the_october_night(store: Store, tmp_path: Path, me: Author, clock: FrozenClock) -> None:
    clock.set(1_792_888_200)  # 2026-10-25 00:30 UTC
    store.occurrences.log("before", me)
    clock.advance(3600)
    store.occurrences.log("after", me)
    folder = export_folder(store, tmp_path / "out").path
    assert [row[1] for row in table_of(folder / "occurrences.csv")[1:]] == [
        "2026-10-25T01:30:00+01:00",
        "2026-10-25T01:30:00+00:00",
    ]
    assert files_of(again(folder, tmp_path)) == files_of(folder)


def test_only_tables_with_rows_get_a_file(empty_store: Store, tmp_path: Path, me: Author) -> None:
    report = export_folder(empty_store, tmp_path / "out")
    assert report.files == {}
    assert files_of(tmp_path / "out") == {}
    empty_store.reference.set(Officer(officer="1", name="x"), me)
    assert list(export_folder(empty_store, tmp_path / "out").files) == ["officers.csv"]


def test_what_is_left_out_is_named(store: Store, tmp_path: Path, me: Author) -> None:
    number = store.incidents.open(me, severity=None, occurred=NOW - 60).number
    store.incidents.change(number, {"caller": "Mr Pugh"}, me)
    store.incidents.strike_stamp(number, "occurred", "", NOW - 60, "misheard", me)
    store.incidents.note(number, "x", Author("patel", confirmed=False))
    store.incidents.call_out(number, "Duty manager", "07700 900123", me)
    for kind in ("one", "two"):
        store.links.make(f"incident:{number}", "audit:A-1", me, link=kind)
    store.links.make(f"incident:{number}", "audit:A-2", me)
    store.links.strike(f"incident:{number}", "audit:A-2", "wrong", me)
    store.people.set_pin("okafor", "", "1234", me)
    store.drafts.keep("incident:new", "okafor", {"summary": "x"})
    told = "\n".join(export_folder(store, tmp_path / "out").left_out)
    for words in (
        "the ledger itself", "details of 1 incidents, which have no column (Caller, ", "1 struck times of incidents",
        "severity of 1 incidents was only assumed", "1 entries, made while the desk was locked", "1 struck links",
        "1 pairs of records are linked in several ways", "the PINs of 1 people", "1 drafts", "as notes",
    ):  # fmt: skip
        assert words in told
    assert table_of(tmp_path / "out" / "links.csv")[1:] == [[f"incident:{number}", "audit:A-1", "one; two"]]


def test_categories_places_out_of_use_and_the_desk_come_back(
    store: Store, tmp_path: Path, me: Author, site: Site
) -> None:
    store.sites.set(site.model_copy(update={"desk": Desk(lock_after_minutes=5)}), me)
    own = [
        CategoryRecord(name="Goose", severity=2, words=("goose", "geese*")),
        CategoryRecord(name="Theft", severity=1),
        CategoryRecord(name="Drone", severity=3, hidden=True),
    ]
    for record in (*own, CategoryRecord(name="Assault", severity=2), Location(location="U14", name="x", hidden=True)):
        store.reference.set(record, me)
    folder = export_folder(store, tmp_path / "out").path
    with Store.open(tmp_path / "b.db", store.clock) as other:
        assert import_folder(other, folder, me).bad == []
        assert {c.name: c for c in other.reference.all(CategoryRecord)} == {c.name: c for c in own}
        assert other.reference.categories(hidden=True) == store.reference.categories(hidden=True)
        assert [p.location for p in other.reference.all(Location) if p.hidden] == ["U14"]
        assert other.sites.get() == store.sites.get()
        assert files_of(export_folder(other, tmp_path / "out2").path) == files_of(folder)
        assert not import_folder(other, folder, me).stored


def test_a_folder_that_holds_such_a_file_is_left_alone(store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "out", {"links.csv": "mine", "notes.txt": "mine too"})
    with pytest.raises(ExchangeError, match=r"links\.csv already"):
        export_folder(store, folder)
    assert files_of(folder) == {"links.csv": b"mine", "notes.txt": b"mine too"}
    assert "officers.csv" in export_folder(store, folder, replace=True).files
    assert (folder / "links.csv").read_bytes() == b"from,to,kind\r\n"
    assert (folder / "notes.txt").read_bytes() == b"mine too"
    assert not [name for name in files_of(folder) if name.endswith(".tmp")]
    with Store.open(tmp_path / "b.db", store.clock) as other:
        assert import_folder(other, folder, me).bad == []


def test_a_file_in_the_place_of_the_folder(store: Store, tmp_path: Path) -> None:
    make(tmp_path, {"out": "mine"})
    with pytest.raises(ExchangeError, match="is a file"):
        export_folder(store, tmp_path / "out")


@pytest.mark.parametrize("replace", [False, True])
def test_a_disk_that_fills_up_leaves_no_half_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    folder = export_folder(store, tmp_path / "out").path if replace else make(tmp_path / "out", {})
    before = files_of(folder)
    calls = 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExchangeError, match=r"posts\.csv cannot be written: the disk is full; make room"):
        export_folder(store, folder, replace=replace)
    assert files_of(folder) == before


def test_an_export_can_be_stopped(store: Store, tmp_path: Path) -> None:
    def stop(what: str, done: int, of: int) -> None:
        if what == "writing officers.csv":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_folder(store, tmp_path / "out", progress=stop)
    assert files_of(tmp_path / "out") == {}
