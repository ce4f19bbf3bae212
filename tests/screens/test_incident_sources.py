"""The log's sources against what the store says: every page is a slice of the whole list."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.incident import sources as incident_sources
from sfm_tui.widgets.incident.sources import Listing, Searching, incident_of, log_key


@pytest.fixture
async def session(store: Store, clock: FrozenClock, me: Author) -> AsyncIterator[Session]:
    for n in range(150):
        clock.advance(30)
        store.incidents.open(me, summary=f"Gate {n}", severity=1 + n % 4)
        if n % 3 == 0:
            store.occurrences.log(f"Gate round {n}", me)
    session = Session(store.path, clock)
    session.first_look()
    await session.store()
    yield session
    session.close()


async def whole(source: Any) -> list[Any]:
    """Every row, read forward in uneven pages."""
    rows: list[Any] = []
    while True:
        page = list(await source.page(log_key(rows[-1]) if rows else None, forward=True, limit=37))
        rows += page
        if len(page) < 37:
            return rows


@pytest.mark.parametrize("wanted", [Filter(), Filter(severity=2), Filter(severity=2, state="closed")])
@pytest.mark.parametrize("search", [False, True])
async def test_every_page_is_a_slice_of_the_whole(session: Session, wanted: Filter, search: bool) -> None:
    source = Searching(session, "gate", wanted) if search else Listing(session, wanted)
    rows = await whole(source)
    expected = 0 if wanted.state else 38 if wanted.severity else 200 if search else 150
    assert len(rows) == len({log_key(row) for row in rows}) == expected
    for at in range(0, len(rows), 13):
        key = log_key(rows[at])
        for limit in (1, 10, 70):
            fresh = Searching(session, "gate", wanted) if search else source
            assert list(await fresh.page(key, forward=True, limit=limit)) == rows[at + 1 : at + 1 + limit]
            assert list(await fresh.page(key, forward=False, limit=limit)) == rows[max(0, at - limit) : at]
    assert list(await source.page(None, forward=False, limit=9)) == rows[-9:]


async def test_a_search_stops_at_the_most_and_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incident_sources, "MOST_HITS", 80)
    source = Searching(session, "gate", Filter())
    assert source.words == "…"
    await source.page(None, forward=True, limit=10)
    assert source.words == "56+ found"
    rows = await whole(source)
    assert len(rows) == 80
    assert source.words.startswith("the newest 80 found, there may be more")
    assert len(await source.page(None, forward=False, limit=1000)) == 80


async def test_after_a_change_a_record_is_found_where_it_stands_now(session: Session, store: Store, me: Author) -> None:
    source = Searching(session, "gate", Filter())
    rows = await whole(source)
    old = rows[120]
    number = incident_of(old)
    assert number is not None
    store.incidents.note(number, "Gate shut", me)
    source.renew()
    assert await source.page(log_key(old), forward=False, limit=5) == []
    after = await source.page(log_key(old), forward=True, limit=3)
    assert list(after) == rows[:3]


async def test_a_store_that_cannot_be_read_is_an_error_not_an_empty_list(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise StoreError("the disk failed")

    monkeypatch.setattr("sfm_tui.storage.listing.page", broken)
    with pytest.raises(StoreError, match="the disk failed"):
        await Listing(session, Filter()).page(None, forward=True, limit=10)
