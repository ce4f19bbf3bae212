"""The site's settings, its people and places, links between records, and what is being typed."""

from datetime import date

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Person, Post
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.site import Desk, Response, Site
from sfm_tui.storage.errors import Clash, Refused, StoreError, refused
from sfm_tui.storage.store import Store

# ── the site ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_without_a_site(empty_store: Store) -> None:
    assert empty_store.sites.get() is None
    assert empty_store.sites.terms() == ResponseTerms()
    assert empty_store.tz.key == "UTC"


def test_settings_come_back_as_they_were_set(empty_store: Store, me: Author, site: Site) -> None:
    assert empty_store.sites.set(site, me)
    assert empty_store.sites.get() == site
    assert empty_store.tz.key == "Europe/London"
    head = empty_store.head()
    assert not empty_store.sites.set(site, me), "it stood so already"
    assert empty_store.head() == head
    half = site.model_copy(update={"response": Response(target_percent=97.5), "desk": Desk(bell=False)})
    assert empty_store.sites.set(half, me, saw=site, why="new contract")
    assert empty_store.sites.get() == half
    assert empty_store.sites.terms().target_percent == 97.5


def test_settings_that_another_changed_are_not_overwritten(store: Store, me: Author, site: Site) -> None:
    other = site.model_copy(update={"name": "Northgate"})
    store.sites.set(other, Author("patel"))
    with pytest.raises(Clash, match="changed meanwhile"):
        store.sites.set(site.model_copy(update={"client": "New client"}), me, saw=site)
    assert store.sites.get() == other


def test_entries_carry_the_site_that_was_set_before_them(empty_store: Store, me: Author, site: Site) -> None:
    empty_store.incidents.open(me)
    empty_store.sites.set(site, me)
    empty_store.incidents.open(me)
    with empty_store.reading() as connection:
        assert connection.exec_driver_sql("SELECT site FROM ledger ORDER BY seq").scalars().all() == ["-", "-", "NRP"]


# ── people and places ────────────────────────────────────────────────────────────────────────────────────────

RECORDS = [
    Person(person="x", name="[/x]", role="client", left_on=date(2026, 11, 30)),
    Officer(
        officer="2001", name="A", call_sign="Zulu", opt_out=True, weekly_hours="37.5", inducted_on=date(2026, 1, 2)
    ),
    Post(
        post="CCTV",
        name="CCTV",
        activity="CCTV-PSS",
        lone=True,
        critical=True,
        special_case=True,
        check_call_minutes=30,
    ),
    Location(location="ROOF", name="Roof", inside="ATRIUM", hidden=True),
    CategoryRecord(name="Ticket touting", severity=4, words=("tout*", "tickets, black market"), hidden=True),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.noun)
def test_a_record_comes_back_as_it_was_set(store: Store, me: Author, record: Person | Officer) -> None:
    assert store.reference.set(record, me)
    assert store.reference.get(type(record), record.key) == record
    assert record in store.reference.all(type(record))
    head = store.head()
    assert not store.reference.set(record, me)
    assert store.head() == head


def test_a_record_that_another_changed_is_not_overwritten(store: Store, me: Author) -> None:
    saw = store.reference.get(Officer, "1001")
    assert saw is not None
    store.reference.set(saw.model_copy(update={"phone": "07700 900111"}), Author("patel"))
    with pytest.raises(Clash, match="officer 1001 was changed meanwhile"):
        store.reference.set(saw.model_copy(update={"name": "Lee Shaw"}), me, saw=saw)
    with pytest.raises(Clash, match="officer 1001 is there already"):
        store.reference.set(saw.model_copy(update={"name": "Lee Shaw"}), me, why="new")


def test_a_renamed_officer_is_called_so_from_then_on(store: Store, me: Author, clock: FrozenClock) -> None:
    number = store.incidents.open(me).number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    shaw = store.reference.get(Officer, "1001")
    assert shaw is not None
    store.reference.set(shaw.model_copy(update={"call_sign": "Lima 1"}), me)
    store.incidents.stamp(number, "on scene", me, officer="1001")
    assert [line.text for line in store.incidents.log(number)][1:] == ["Shaw dispatched", "Lima 1 on scene"]
    assert store.reference.names()["1001"] == "Lima 1"
    assert store.reference.people_names()["marsh"] == "D. Marsh"


@pytest.mark.parametrize("inside", ["U14", "ROOF", "NOWHERE"])
def test_a_place_lies_inside_another_that_there_is(store: Store, me: Author, inside: str) -> None:
    store.reference.set(Location(location="ROOF", name="Roof", inside="U14"), me)
    with pytest.raises(StoreError, match=r"inside itself|no location NOWHERE"):
        store.reference.set(Location(location="U14", name="Unit 14", inside=inside), me)
    with pytest.raises(StoreError, match="inside itself"):
        store.reference.set(Location(location="ATRIUM", name="Atrium", inside="ROOF"), me)


def test_categories_are_the_site_s_over_the_defaults(store: Store, me: Author) -> None:
    assert store.reference.categories() == list(DEFAULT_CATEGORIES)
    store.reference.set(CategoryRecord(name="Theft", severity=1), me)
    store.reference.set(CategoryRecord(name="Drone", hidden=True), me)
    store.reference.set(CategoryRecord(name="Ticket touting", words=("tout",)), me)
    found = {c.name: c for c in store.reference.categories()}
    assert (found["Theft"].severity, found["Theft"].words) == (
        1,
        next(c.words for c in DEFAULT_CATEGORIES if c.name == "Theft"),
    )
    assert "Drone" not in found
    assert "Drone" in {c.name for c in store.reference.categories(hidden=True)}
    assert found["Ticket touting"].words == ("tout",)


@pytest.mark.parametrize("officer", ["10 01", "", " 1001", "10\n01", "10\u00a001", "x" * 501, "a\0"])
def test_a_staff_number_is_one_word(officer: str) -> None:
    with pytest.raises(ValueError, match="officer") as error:
        Officer(officer=officer, name="A")
    line = str(refused(error.value))
    assert line.startswith("Officer: ")
    assert "\n" not in line


def test_hostile_names_are_kept(store: Store, me: Author) -> None:
    for n, name in enumerate(("[/red]", "'; DROP TABLE officer; --", "=cmd()", "\u202ex", "👮")):
        store.reference.set(Officer(officer=f"30{n}", name=name, call_sign=name), me)
        assert store.reference.names()[f"30{n}"] == name


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_links_are_made_struck_and_made_again(store: Store, me: Author) -> None:
    one, two = (f"incident:{store.incidents.open(me).number}" for _ in range(2))
    links = store.links
    links.make(one, two, me)
    links.make(two, one, me, link="same men")
    head = store.head()
    links.make(one, two, me)
    assert store.head() == head, "it stands already"
    assert [(x.source, x.target, x.link) for x in links.of(one)] == [(one, two, ""), (two, one, "same men")]
    links.strike(one, two, "not the same", me)
    assert [x.struck for x in links.of(two)] == ["not the same", ""]
    with pytest.raises(Clash, match="struck already"):
        links.strike(one, two, "again", me)
    links.make(one, two, me)
    assert [x.struck for x in links.of(two)] == ["", ""]
    assert len(links.of(two)) == 2


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("incident:2026-0001", "incident:2026-0009", "there is no incident 2026-0009"),
        ("incident:2026-0001", "incident:2026-0001", "not linked to itself"),
        ("incident:2026-0001", "nonsense", "names no record"),
        ("incident:2026-0001", "recipe:1", "names no record"),
        ("incident:2026-0001", "incident:", "names no record"),
        ("officer:9999", "incident:2026-0001", "there is no officer 9999"),
        ("complaint:a\0b", "incident:2026-0001", "Source: the control character"),
    ],
)
def test_links_that_cannot_be(store: Store, me: Author, source: str, target: str, said: str) -> None:
    store.incidents.open(me)
    head = store.head()
    with pytest.raises(StoreError, match=said):
        store.links.make(source, target, me)
    with pytest.raises(StoreError):
        store.links.strike(source, target, "why", me)
    assert store.head() == head


def test_what_has_no_table_yet_can_be_linked(store: Store, me: Author) -> None:
    number = store.incidents.open(me).number
    store.links.make("complaint:letter of 3 Nov", f"incident:{number}", me)
    assert store.links.of(f"incident:{number}")[0].source == "complaint:letter of 3 Nov"


def test_the_ends_of_many_links_are_those_of_each(store: Store, me: Author) -> None:
    some = [f"incident:{store.incidents.open(me).number}" for _ in range(4)]
    for source, target in [(0, 1), (1, 2), (2, 0), (3, 1)]:
        store.links.make(some[source], some[target], me)
    store.links.strike(some[3], some[1], "another one", me)
    found = store.links.ends(some)
    for ref in some:
        others = [x.target if x.source == ref else x.source for x in store.links.of(ref) if not x.struck]
        assert found.get(ref, []) == others
    assert store.links.ends([some[3], "roster:1"]) == {}


# ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_drafts_are_kept_as_typed_and_are_no_entry(store: Store, clock: FrozenClock) -> None:
    head = store.head()
    body = {"what": "half a sent\0ence \ud800 [/red]", "severity": 2, "list": [1, "x"], "big": "y" * 100_000}
    store.drafts.keep("incident:new", "okafor", body)
    clock.advance(5)
    store.drafts.keep("incident:2026-0001", "patel", {"note": "x"})
    draft = store.drafts.get("incident:new")
    assert draft is not None
    assert (draft.person, draft.body, draft.at) == ("okafor", body, clock.now() - 5)
    assert [d.key for d in store.drafts.all()] == ["incident:2026-0001", "incident:new"]
    store.drafts.keep("incident:2026-0001", "patel", {})
    store.drafts.drop("incident:new")
    store.drafts.drop("incident:new")
    assert store.drafts.all() == []
    assert store.drafts.get("incident:new") is None
    assert store.head() == head


# ── occurrences ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_of_the_book(store: Store, me: Author, clock: FrozenClock) -> None:
    done = store.occurrences.log("Courier for unit 14, pass 22", me, post="GATE", officer="1001", at=clock.now() - 120)
    assert (done.occurrence, done.kind) == ("B2026-00001", "visitor")
    line = store.occurrences.get(done.occurrence)
    assert (line.at, line.written_at, line.post, line.officer) == (clock.now() - 120, clock.now(), "GATE", "1001")
    assert store.occurrences.log("x", me, kind="alarm").kind == "alarm"
    store.occurrences.strike(done.occurrence, "wrong day", me)
    assert store.occurrences.get(done.occurrence).struck == "wrong day"
    with pytest.raises(Clash, match="struck already"):
        store.occurrences.strike(done.occurrence, "again", me)
    for bad in (" ", "\n"):
        with pytest.raises(StoreError, match="empty"):
            store.occurrences.log(bad, me)
    with pytest.raises(Refused, match="^Text: "):  # noqa: RUF043  (no pattern is meant)
        store.occurrences.log("bell\x07", me)
    with pytest.raises(Refused, match="ahead"):
        store.occurrences.log("x", me, at=clock.now() + 500)
    with pytest.raises(StoreError, match="there is no occurrence B2026-00009"):
        store.occurrences.get("B2026-00009")


def test_lines_go_on_after_those_that_were_imported(store: Store, me: Author, clock: FrozenClock) -> None:
    from sfm_tui.domain.occurrences import OccurrenceImported

    for key in ("B2026-00100", "B2026-²", "B2026-1", "B2026-9999999999", "B2026-١٢٣٤٥", "X2026-00200", "B", ""):
        if key:
            with store.writing() as transaction:
                act = OccurrenceImported(occurrence=key, at=1, written_at=2, author="J. Okafor", line="other", text="x")
                transaction.append(act, me)
    assert store.occurrences.log("next", me).occurrence == "B2026-00101"
