"""The search of the log finds what the team is told as well, and leads to where it is shown."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.store import Store
from sfm_tui.widgets.desk.preview import Preview
from sfm_tui.widgets.incident.sources import Searching

WIDE = (120, 36)


@pytest.fixture
def told(store: Store, me: Author) -> Store:
    """Something of each kind about the barrier."""
    store.incidents.open(me, summary="Barrier of gate 2 hit by a van")
    store.occurrences.log("Barrier looked at by the fitter", me)
    store.briefings.add("Gate 2 barrier is stiff [/x]\nLift it by hand", me, priority="high")
    store.reference.set(Topic(topic="GATES", title="Barriers and gates"), me)
    store.talks.plan("GATES", me, key_points="The barrier\nThe gate")
    store.handovers.sign("All quiet but for the barrier", Author("patel"), saw="")
    return store


def drawn(app: SfmApp) -> list[str]:
    rows = app.screen.incidents
    return [str(app.screen._draw_row(row, 110, False)) for row in rows._window.rows]


async def search(app: SfmApp, pilot: Any, settle: Any, text: str) -> None:
    await settle(pilot)
    await pilot.press("f3")
    await settle(pilot)
    app.screen.field.value = text
    await settle(pilot)
    await pilot.press("down")
    await settle(pilot)


async def test_each_kind_is_found_and_shown(app: SfmApp, told: Store, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await search(app, pilot, settle, "barrier")
        assert [line.split()[0] for line in drawn(app)] == ["H-01", "T-01", "GATES", "P-01", "DOB", "2026-0001"]
        assert "Gate 2 barrier is stiff [/x] Lift it by hand" in drawn(app)[3]
        await pilot.press("down", "down", "down")
        await settle(pilot)
        assert app.screen.query_one(Preview).shown.endswith("Gate 2 barrier is stiff [/x]\nLift it by hand")


@pytest.mark.parametrize(("downs", "mode"), [(0, "handover"), (1, "talks"), (2, "talks"), (3, "briefing"), (4, "book")])
async def test_enter_leads_there(app: SfmApp, told: Store, settle: Any, downs: int, mode: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await search(app, pilot, settle, "barrier")
        await pilot.press(*["down"] * downs, "enter")
        await settle(pilot)
        assert app.current_mode == mode


async def test_what_came_with_a_file_is_paged_like_the_rest(
    app: SfmApp, told: Store, me: Author, tmp_path: Any, settle: Any
) -> None:
    for n in range(120):
        told.briefings.add(f"Barrier rule {n}", me)
    export_folder(told, tmp_path / "out")
    with Store.open(tmp_path / "new.db", told.clock) as other:
        import_folder(other, tmp_path / "out", me)
        other.occurrences.log("The barrier again", me)
    program = SfmApp(tmp_path / "new.db", told.clock)
    source = Searching(program.session, "barrier", Filter())
    found: list[Any] = []
    start = None
    while page := await source.page(start, forward=True, limit=17):
        found += page
        start = (page[-1].seq, 0, page[-1].subject)
    subjects = [hit.subject for hit in found]
    assert len(subjects) == len(set(subjects)) == 121 + 5
    before = await source.page((found[60].seq, 0, found[60].subject), forward=False, limit=20)
    assert [hit.subject for hit in before] == subjects[40:60]
    program.session.close()
