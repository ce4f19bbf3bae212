from datetime import date

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.reports.gather import day_book
from sfm_tui.reports.sheet_text import book_text
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.reports.scenes import UNSIGNED, plain_incident

DAY = date(2026, 11, 21)
OCTOBER = 1_792_888_200


def test_occurrences_and_entries_are_one_list(store: Store, clock: FrozenClock, me: Author) -> None:
    store.occurrences.log("Keys 4 to cleaner", me, officer="1003", post="GATE")
    wrong = store.occurrences.log("Visitor for unit 2", me)
    store.occurrences.strike(wrong.occurrence, "it was unit 3", me)
    heard = store.occurrences.log("Glass breaking", me, at=NOW - 1000)
    number = store.incidents.open(me, summary="Window broken", occurrence=heard.occurrence).number
    clock.advance(60)
    store.incidents.note(number, "No entry made", UNSIGNED)
    book = day_book(store, DAY, me)
    assert book.note == "3 lines of the book, entries of 1 incident"
    assert book_text(book) == (
        f"""\
Northgate Retail Park (NRP)
Daily occurrence book                                          Sat 21 Nov 2026
==============================================================================

3 lines of the book, entries of 1 incident

Sat 21 Nov 2026 GMT
21:58:55  other B2026-00003 · J. Okafor · made incident 2026-0001 · late
          entry, written 22:15:35
          Glass breaking
22:15:35  keys B2026-00001 · J. Okafor · post Gatehouse · officer Diaz
          Keys 4 to cleaner
22:15:35  visitor B2026-00002 · J. Okafor
          ~~Visitor for unit 2~~
          struck: it was unit 3
22:15:35  incident 2026-0001 · J. Okafor
          Window broken
22:16:35  incident 2026-0001/1 · A. Patel · author unconfirmed
          No entry made

------------------------------------------------------------------------------
Ledger head {store.head().long}
Printed Sat 21 Nov 2026 22:16:35 GMT by J. Okafor
"""
    )


def test_long_texts_are_whole(store: Store, me: Author) -> None:
    long = "word " * 3000 + "end"
    store.occurrences.log(long, me)
    store.incidents.note(plain_incident(store, me), long, me)
    texts = [row.text for row in day_book(store, DAY, me).rows]
    assert texts.count(long) == 2


def test_a_day_without_lines_is_a_book_all_the_same(store: Store, me: Author) -> None:
    book = day_book(store, date(2026, 11, 20), me)
    assert book.rows == ()
    assert book_text(book).startswith("Northgate Retail Park (NRP)\nDaily occurrence book")


def test_the_night_the_clocks_go_back(store: Store, clock: FrozenClock, me: Author) -> None:
    for at in (OCTOBER, OCTOBER + 3600):
        clock.set(at)
        store.occurrences.log("All correct", me)
    book = day_book(store, date(2026, 10, 25), me)
    assert book.note.endswith("the clocks change: this day has 25 h")
    assert [(row.stretch, row.clock) for row in book.rows] == [
        ("Sun 25 Oct 2026 BST", "01:30:00"),
        ("Sun 25 Oct 2026 GMT", "01:30:00"),
    ]
    text = book_text(book)
    assert text.index("Sun 25 Oct 2026 BST") < text.index("Sun 25 Oct 2026 GMT")


def test_a_store_without_a_site_prints_too(empty_store: Store, me: Author) -> None:
    empty_store.occurrences.log("All correct", me)
    book = day_book(empty_store, DAY, me)
    assert book.foot.site == "Site not yet named"
    assert "22:15:35" in book_text(book)
