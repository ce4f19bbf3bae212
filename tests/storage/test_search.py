"""Search: what was typed is only ever words, each record comes once, the newest first."""

import sqlite3
import string

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage import sqlite_only
from sfm_tui.storage.listing import Filter, IncidentLine
from sfm_tui.storage.search import Hit, Search
from sfm_tui.storage.sqlite_only import match_expression
from sfm_tui.storage.store import Store
from tests.examples import tries

TERMS = ResponseTerms()
HOSTILE = [
    '"', "*", "NEAR(", "NEAR(a b, 2)", "words:x", "a AND", "NOT", "OR OR", "^gate", "(gate", "gate)", "{a}", "col : x",
    "-gate", "+gate", "'; DROP TABLE search; --", "[/red]",
    "🚨", "👩‍👩‍👧", "\x00", "\ud800", "a", "é", "\u202e", "*" * 500,
    "x" * 100_000, "gate " * 20_000, '"' * 9, "ga\x00te", "ﬁre", "١٢٣", "Ⅷ", "𝕏 𝕐", "\u0301\u0301", "ß", "İ",
]  # fmt: skip


def find(store: Store, text: str, wanted: Filter | None = None, at_least: int = 50) -> list[Hit]:
    search = Search(text, wanted or Filter(), TERMS)
    with store.reading() as connection:
        return search.more(connection, at_least)


def subjects(store: Store, text: str, wanted: Filter | None = None) -> list[str]:
    return [hit.subject for hit in find(store, text, wanted)]


@pytest.fixture
def filled(store: Store, me: Author, clock: FrozenClock) -> Store:
    """Three incidents and two lines of the book."""
    for what, where in (("Tailgating", "Gate 3 (north)"), ("Café fire alarm", "Unit 14"), ("Lost child", "Atrium")):
        store.incidents.open(me, summary=what, location=where)
        clock.advance(60)
    store.incidents.note("2026-0001", "Male, red jacket, left by gate 3", me)
    store.occurrences.log("Keys 14 out to cleaners, gate 3", me)
    store.occurrences.log("Patrol all correct", me)
    store.incidents.note("2026-0002", "CAD 1147 given", me)
    return store


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: ascii(t[:12]))
def test_no_query_can_break_it(filled: Store, text: str) -> None:
    for typed in (text, f"gate {text}", f"{text} gate", f"gate{text}"):
        for hit in find(filled, typed):
            assert hit.subject
    expression = match_expression(text)
    assert len(expression) < 1500
    assert set(expression) & set(string.punctuation) <= {'"', "*"}


@given(st.text(max_size=60))
@example("ab\ufdfaab")
@settings(max_examples=tries(400), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_words_to_fts5(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite_only.SEARCH.replace(", columnsize=0", ""))
    expression = match_expression(text)
    if expression:
        connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall()
    connection.close()


WORD = st.text(alphabet=string.ascii_letters + "éàßñøŁ" + string.digits, min_size=2, max_size=12)


@given(st.lists(WORD, min_size=1, max_size=6), st.data())
@settings(max_examples=tries(200), deadline=None)
def test_what_was_written_is_found_by_its_words(words: list[str], data: st.DataObject) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite_only.SEARCH.replace(", columnsize=0", ""))
    connection.execute("INSERT INTO search (rowid, words) VALUES (7, ?)", (" ".join(words),))
    typed = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    last = typed[-1]
    typed[-1] = last[: data.draw(st.integers(2, len(last)))]
    query = "SELECT rowid FROM search WHERE search MATCH ?"
    assert connection.execute(query, (match_expression(" ".join(typed)),)).fetchall() == [(7,)]
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tailgating", ["incident:2026-0001"]),
        ("TAILG", ["incident:2026-0001"]),
        ("gate 3", ["occurrence:B2026-00001", "incident:2026-0001"]),
        ("gate 3 ", ["occurrence:B2026-00001", "incident:2026-0001"]),
        ("3 gate", ["occurrence:B2026-00001", "incident:2026-0001"]),
        ("jacket red", ["incident:2026-0001"]),
        ("cafe", ["incident:2026-0002"]),
        ("cafe\u0301 ala", ["incident:2026-0002"]),
        ("2026-0002", ["incident:2026-0002"]),
        ("1147", ["incident:2026-0002"]),
        ("14", ["occurrence:B2026-00001", "incident:2026-0002"]),
        ("pat", ["occurrence:B2026-00002"]),
        ("pat ", []),
        ("p", []),
        ("g 3", []),
        ("", []),
        ("   ", []),
        ("nothing of the kind", []),
    ],
)
def test_what_is_found(filled: Store, typed: str, found: list[str]) -> None:
    assert sorted(subjects(filled, typed)) == sorted(found)


def test_the_newest_entry_comes_first_and_a_record_once(filled: Store, me: Author) -> None:
    assert subjects(filled, "gate") == ["occurrence:B2026-00001", "incident:2026-0001"]
    filled.incidents.note("2026-0001", "gate 3 again", me)
    hits = find(filled, "gate")
    assert [hit.subject for hit in hits] == ["incident:2026-0001", "occurrence:B2026-00001"]
    assert [hit.seq for hit in hits] == sorted((hit.seq for hit in hits), reverse=True)


def test_a_new_text_is_found_and_the_old_one_still(filled: Store, me: Author) -> None:
    filled.incidents.change("2026-0003", {"summary": "Missing toddler"}, me)
    assert subjects(filled, "toddler") == subjects(filled, "lost") == ["incident:2026-0003"]


def test_a_filter_holds_while_searching(filled: Store) -> None:
    assert subjects(filled, "gate", Filter(state="running")) == ["incident:2026-0001"], "occurrences have no state"
    assert subjects(filled, "gate", Filter(severity=1)) == []
    filled.incidents.void("2026-0001", "in error", Author("okafor"))
    assert subjects(filled, "gate", Filter(state="void")) == ["incident:2026-0001"]
    assert subjects(filled, "gate", Filter(state="running")) == []


def test_a_long_search_is_read_in_pieces(store: Store, me: Author, clock: FrozenClock) -> None:
    numbers = []
    for n in range(150):
        numbers.append(store.incidents.open(me, summary=f"touting {n}").number)
        if n % 3 == 0:
            store.incidents.note(numbers[n // 2], "more touting", me)
    search, found = Search("touting", Filter(), TERMS), []
    with store.reading() as connection:
        while not search.done:
            found += search.more(connection, 20)
        assert search.more(connection) == []
    assert sorted(hit.subject for hit in found) == sorted(f"incident:{n}" for n in numbers)
    assert [hit.seq for hit in found] == sorted((hit.seq for hit in found), reverse=True)


def test_an_incident_is_found_by_the_name_of_its_place(store: Store, me: Author) -> None:
    first = store.incidents.open(me, summary="Alarm", location="U14").number
    second = store.incidents.open(me, summary="Theft").number
    store.incidents.change(second, {"location": "GATE3"}, me)
    with store.reading() as connection:
        for typed, wanted in (("unit 14", first), ("north", second)):
            hits = Search(typed, Filter(), ResponseTerms()).more(connection)
            assert [hit.subject for hit in hits] == [f"incident:{wanted}"]
    assert "Where: Gate 3 (north)" in [line.text for line in store.incidents.log(second)]


def test_records_read_by_an_earlier_search_are_read_anew_once_anything_was_written(filled: Store, me: Author) -> None:
    def states(wanted: Filter | None = None) -> dict[str, str]:
        return {
            hit.subject: hit.found.state for hit in find(filled, "gate", wanted) if isinstance(hit.found, IncidentLine)
        }

    assert states() == states() == {"incident:2026-0001": "open"}
    assert states(Filter(state="closed")) == {}
    filled.incidents.set_state("2026-0001", "closed", me)
    assert states() == states(Filter(state="closed")) == {"incident:2026-0001": "closed"}
    assert states(Filter(state="open")) == {}
    with Store.open(filled.path) as other:
        other.incidents.set_state("2026-0001", "open", me, why="not over")
    assert states() == states(Filter(state="open")) == {"incident:2026-0001": "open"}
