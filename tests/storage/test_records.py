"""Every record is found by what people call it, and told in one line; what is not there is refused in one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import links, records
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.search import restrict_to_last
from sfm_tui.storage.store import Store
from tests.conftest import DEMO_NOW, NOW

NO_ROWS = ("theme", "weekly")


@pytest.fixture
def full(tmp_path: Path, demo_bytes: Callable[[int], bytes]) -> Iterator[Store]:
    """The demo: records of nearly every kind."""
    path = tmp_path / "demo.db"
    path.write_bytes(demo_bytes(DEMO_NOW))
    with Store.open(path, FrozenClock(DEMO_NOW)) as store:
        yield store


def test_every_record_of_every_kind_is_found_by_its_number(full: Store) -> None:
    for kind, (table, column) in {**links.TABLE_OF, "assessment": ("assessment", "assessment")}.items():
        with full.reading() as connection:
            sql = f"SELECT t.{column} FROM {table} t WHERE 1{restrict_to_last(kind)} ORDER BY 1"
            keys = [str(row[0]) for row in connection.exec_driver_sql(sql)]
        assert keys or kind in NO_ROWS, kind
        for key in (*keys[:2], *keys[-2:]):
            if kind != "roster":  # an entry of the ledger is no number by itself
                assert f"{kind}:{key}" in [one.ref for one in records.find(full, key)], kind
            (one,) = records.find(full, f"{kind}:{key}")
            assert one.ref == f"{kind}:{key}"
            assert one.text


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("99", "incident:2026-0099"), (" 0099 ", "incident:2026-0099"), ("a7", "action:A-07"), ("A-7", "action:A-07"),
        ("t-16", "talk:T-16"), ("p05", "briefing:P-05"), ("b2026-00181", "occurrence:B2026-00181"),
        ("response time", "measure:response-time"), ("measure:shift-fill", "measure:shift-fill"),
        ("breach:2026-0099", "breach:2026-0099"), ("complaint:late, again", "complaint:late, again"),
        ("finding:no-responder:2026-11-04T17:00", "finding:no-responder:2026-11-04T17:00"),
    ],
)  # fmt: skip
def test_as_people_type_it(full: Store, typed: str, ref: str) -> None:
    assert records.the_one(full, typed).ref == ref


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A-99", "there is no record «A-99»: write its number"), ("action:A-99", "there is no action «A-99»"),
        ("incident:2026-9999", "there is no incident «2026-9999»"), ("[/x]", "there is no record"),
        ("breach:2026-9999", "there is no late response"), ("measure:luck", "there is no measure «luck»"),
        ("finding:luck:2026-11-04T17:00", "is no finding: write finding:KIND"), ("luck:1", "is no kind of record"),
        ("finding:no-responder:tomorrow", "is no finding"), ("roster:9999999", "there is no roster change «9999999»"),
        ("roster:١", "there is no roster change"), ("report:D-99", "there is no document «D-99»"),
        ("x" * 6000, "there is no record"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_one_line(full: Store, typed: str, words: str) -> None:
    with pytest.raises(StoreError) as refused:
        records.the_one(full, typed)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_number_of_two_records_is_told_with_both(store: Store, me: Author) -> None:
    store.measures.add("GATE", "Gate", me, better="lower")
    with pytest.raises(StoreError, match="is 2 records: write measure:GATE or post:GATE"):
        records.the_one(store, "GATE")
    assert records.the_one(store, "post:GATE").text == "Gatehouse"


def test_a_change_of_the_roster_is_told_by_its_entry(store: Store, me: Author) -> None:
    done = store.roster.assign("1001", "GATE", NOW + 3600, NOW + 7200, me)
    one = records.the_one(store, f"roster:{done.seq}")
    assert (one.text, one.state, one.at) == ("Shaw, GATE, Sat 21 Nov 2026 23:15–00:15", "assign", NOW)


def test_a_late_response_says_its_figure(full: Store) -> None:
    assert records.the_one(full, "breach:2026-0099").state == "8:55, limit 3:00"
    assert list(records.late_figures(full, ["2026-0099", "2026-0001", "nope"])) == ["2026-0099"]


def test_a_finding_of_an_hour_that_comes_twice_is_told_with_its_post(store: Store) -> None:
    early, late = (f"finding:uncovered:2026-10-25T01:30+0{hours}:00:GATE1" for hours in (1, 0))
    found = records.describe(store, [early, late])
    assert {one.text for one in found.values()} == {"uncovered, GATE1"}
    assert [found[late].at, found[early].at] == [1792888200 + 3600, 1792888200]
