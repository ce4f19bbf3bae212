"""`u` right after a signature: one line says that it stands, and nothing is entered."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from tests.conftest import NOW
from tests.screens.log_fakes import said
from tests.screens.shift_site import shift_site
from tests.screens.talks_site import talks_site

SIZE = (100, 30)


async def pressed(app: SfmApp, pilot: Any, settle: Any, place: str) -> str:
    """What `u` makes a place say."""
    app.go_to(place)
    await settle(pilot)
    await pilot.press("u")
    await settle(pilot)
    return said(app)


async def test_a_signed_handover_stands(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    store.handovers.sign("All quiet", me, saw="")
    head = store.head()
    async with app.run_test(size=SIZE) as pilot:
        line = await pressed(app, pilot, settle, "handover")
        assert line == "H-01 is signed: a signature stands, and the next handover says what is to be put right"
        assert await pressed(app, pilot, settle, "handover") == "nothing was done here that this key takes back"
    assert store.head() == head


async def test_a_talk_that_was_signed_for_says_how_it_is_struck(
    app: SfmApp, store: Store, clock: FrozenClock, me: Author, settle: Any
) -> None:
    talks_site(store, clock, me)
    store.talks.plan("response", me)
    store.talks.start("T-01", me, present=["1001"])
    store.talks.sign("T-01", "1001", me)
    head = store.head()
    async with app.run_test(size=SIZE) as pilot:
        line = await pressed(app, pilot, settle, "talks")
        signed = "Shaw signed for T-01: a signature stands, unless it is struck with a reason on their line"
        assert line == f"{signed} · once more: what you did before it"
    assert store.head() == head


async def test_an_acknowledged_point_stands_and_the_tick_before_it_goes(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    store.briefings.add("Gate 2 barrier is stiff", Author("reid"))
    shift = store.briefings.for_shift().shift.start
    store.briefings.tell(["P-01"], shift, me)
    store.briefings.acknowledge(["P-01"], ["1001", "1002"], me)
    head = store.head().seq
    async with app.run_test(size=SIZE) as pilot:
        line = await pressed(app, pilot, settle, "briefing")
        assert line.startswith("P-01 is acknowledged, by Shaw, Reid: a signature stands · once more")
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert app.screen.question.startswith("P-01 read out")
        await pilot.press("t")
        await settle(pilot)
        assert said(app) == "P-01 is not read out: the tick is taken back"
    assert store.head().seq == head + 1
    assert store.briefings.for_shift().lines[0].told_at is None


async def test_what_was_signed_at_the_desk_stands_and_the_roster_goes_back_after_it(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.occurrences.log("Written while locked", Author(me.person, confirmed=False))
    store.roster.assign("1001", "GATE", NOW, NOW + 3600, me)
    store.people.sign_entries(store.people.unsigned(), me)
    async with app.run_test(size=SIZE) as pilot:
        line = await pressed(app, pilot, settle, "roster")
        assert line.startswith("you signed what was written here: a signature stands · once more")
        await pilot.press("u")
        await until(pilot, lambda: "Take back the last act" in str(getattr(app.screen, "question", "")))


async def test_what_was_done_after_a_signature_goes_back_at_once(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.handovers.sign("All quiet", me, saw="")
    store.briefings.add("Gate 2 barrier is stiff", me)
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("briefing")
        await settle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert app.screen.question.startswith("P-01 added")
