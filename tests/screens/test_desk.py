"""The desk: what it shows first, and that it says what the store says."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import book
from sfm_tui.storage.first_paint import MOST_LINES, DeskReader
from sfm_tui.storage.incidents import Incidents
from sfm_tui.storage.log_lines import LogLines
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.rows import Rows


def busy_site(store: Store, me: Author, clock: FrozenClock) -> list[str]:
    """Three incidents running, one closed, one void, a few lines in the book."""
    incidents: Incidents = store.incidents
    numbers = [incidents.open(me, summary=f"Number {n}", location="GATE3").number for n in range(5)]
    incidents.stamp(numbers[0], "dispatched", me, officer="1001")
    clock.advance(200)
    incidents.stamp(numbers[0], "on scene", me, officer="1001")
    incidents.set_state(numbers[1], "on hold", me)
    incidents.set_state(numbers[3], "closed", me)
    incidents.void(numbers[4], "twice", me)
    store.occurrences.log("Keys to unit 14 issued", me)
    store.occurrences.log("[/x] [@click=app.quit]visitor", me)
    return numbers


def test_the_first_paint_reads_what_the_store_says(store: Store, me: Author, clock: FrozenClock) -> None:
    busy_site(store, me, clock)
    store.people.sign_on("okafor")
    reader = DeskReader(store.path)
    try:
        data = reader.read(lines=50)
    finally:
        reader.close()
    site = store.sites.get()
    assert site is not None
    assert data.site is not None
    assert (data.site.code, data.site.name, data.site.timezone) == (site.code, site.name, site.timezone)
    assert data.site.terms == site.terms
    head = store.head()
    assert (data.head_seq, data.head_hash, data.head_short) == (head.seq, head.hash, head.short)
    assert (data.at_desk, data.at_desk_name) == ("okafor", "J. Okafor")
    assert data.names == store.reference.names()
    wanted = [store.incidents.get(r.number) for r in data.running]
    assert [i.number for i in wanted] == ["2026-0003", "2026-0002", "2026-0001"] or len(wanted) == 3
    for shown, incident in zip(data.running, wanted, strict=True):
        assert incident.running
        for name in ("state", "summary", "location", "category", "severity", "officers", "reported", "dispatched",
                     "on_scene", "resolved", "outcome"):  # fmt: skip
            assert getattr(shown, name) == getattr(incident, name), name
    with store.reading() as connection:
        lines = book.newest(connection, 50)
    assert [(x.seq, x.at, x.number, x.occurrence, x.text, x.struck) for x in data.lines] == [
        (x.seq, x.at, x.incident, x.occurrence, x.text, x.struck) for x in lines
    ]


def test_the_reader_notices_what_others_write(store: Store, me: Author) -> None:
    reader = DeskReader(store.path)
    try:
        reader.changed()
        assert not reader.changed()
        store.occurrences.log("Patrol complete", me)
        assert reader.changed()
        assert not reader.changed()
    finally:
        reader.close()


async def test_enter_opens_what_the_cursor_is_on_and_escape_comes_back(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    busy_site(store, me, clock)
    app.session.look()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        opened = app.screen.current_incident()
        assert opened == app.session.data.running[1].number
        await pilot.press("escape")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "running"
        assert app.screen.current_incident() == opened


async def test_the_log_says_how_many_lines_there_are(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    def write(line: str) -> None:
        store.occurrences.log(line, me)
        app.session.look_if_changed()
        app._redraw()

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        log = app.screen.query_one("#log", Rows)
        assert log.border_title == "Log"
        for n in range(1, MOST_LINES):
            write(f"Line {n}")
            assert log.border_title == f"Log · {n}"
        app.duty.shift.look()
        await until(pilot, lambda: app.session.log_lines is not None and app.session.log_lines.total == 39)
        counted, app.session.log_lines = app.session.log_lines, None
        write("Line 40")
        assert log.border_title == "Log · 40+", "nobody has counted yet"
        app.session.log_lines = counted
        for n in range(3):
            write(f"Line {41 + n}")
            assert log.border_title == f"Log · 40 of {41 + n}", "known before it is counted again"
        app.session.log_lines = LogLines()
        write("Line 44")
        assert log.border_title == "Log · 40 of 40+", "more than are shown came since it was counted"
        app.duty.shift.look()
        await until(pilot, lambda: app.session.log_lines != LogLines() and app.session.log_lines is not None)
        await settle(pilot)
        assert app.session.log_lines is not None
        assert (log.border_title, app.session.log_lines.total) == ("Log · 40 of 44", 44)


async def test_what_another_terminal_writes_appears(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        store.incidents.open(me, summary="From the other terminal")
        app._tick()
        await settle(pilot)
        rows = app.screen.query_one("#running", Rows)
        assert [r.summary for r in rows.items] == ["From the other terminal"]


async def test_stamp_keys_mean_the_row_under_the_cursor(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    first = store.incidents.open(me, summary="one").number
    clock.advance(5)
    store.incidents.open(me, summary="two")
    app.session.look()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "f9")
        await settle(pilot)
        assert store.incidents.get(first).resolved == clock.now()


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48), (40, 12)])
async def test_the_desk_stands_at_every_size(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, size: tuple[int, int], settle: Any
) -> None:
    busy_site(store, me, clock)
    app.session.look()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_picture(
    same_salts: None, snap_compare: Any, store: Store, me: Author, clock: FrozenClock, size: tuple[int, int]
) -> None:
    busy_site(store, me, clock)
    store.people.sign_on("okafor")
    program = SfmApp(store.path, clock)
    program.session.person = "okafor"

    async def ready(pilot: Any) -> None:
        for _ in range(3):
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()

    assert snap_compare(program, terminal_size=size, run_before=ready)
    program.session.close()
