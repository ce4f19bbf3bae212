"""«Before you go» on the desk: points unread, talks due, a handover that waits; each leads to where it is done."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.storage.before_going import read_before_going
from sfm_tui.storage.store import Store
from sfm_tui.widgets.desk.before_rows import BeforeItem, draw_before
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.shift_site import shift_site

WIDE, NARROW = (120, 36), (80, 24)
PATEL = Author("patel")


@pytest.fixture
def left(store: Store, me: Author) -> Store:
    """Two points that all of the shift have not heard, a talk that Shaw has never had, a handover of Patel's."""
    shift_site(store, me)
    store.briefings.add("Nobody holds two posts", me, priority="high")
    store.briefings.add("Fire panel isolated in unit 9", me)
    store.reference.set(Topic(topic="RADIO", title="Radio discipline"), me)
    store.talks.require("RADIO", ["1001"], me)
    store.handovers.sign("All quiet", PATEL, saw="")
    return store


def shown(app: SfmApp, name: str = "before") -> list[str]:
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _style in spans).rstrip() for _n, spans in rows._lines()]


async def open_desk(app: SfmApp, pilot: Any, settle: Any) -> None:
    await settle(pilot)
    app._tick()
    await settle(pilot)


@given(st.text("ab «»界", max_size=70), st.sampled_from(("", " since 14 Nov")), st.text("cd", max_size=30))
def test_a_line_goes_on_below_without_a_word_lost(words: str, since: str, who: str) -> None:
    item = BeforeItem("board", "A-01", words + since, who, "warn")
    for width in (48, 60):
        drawn = ["".join(text for text, _style in spans) for spans in draw_before(item, width, most=2)]
        assert " ".join(" ".join(drawn).split()) == " ".join(f"! {words}{since} {who}".split())
        assert len(drawn) == 1 or cell_len(drawn[0]) <= width
        assert len(draw_before(item, width)) == 1


async def test_what_is_left_gives_way_to_the_cover(app: SfmApp, left: Store, me: Author, settle: Any) -> None:
    left.actions.add("Tailgating at the staff gate", me, owner="1002", due="2026-11-14")
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert [line for line in shown(app) if "A-01" in line or "since" in line] == [
            "! A-01 «Tailgating at the staff gate» due",
            "  since 14 Nov  Reid",
        ]
        await pilot.resize_terminal(120, 24)
        await settle(pilot)
        assert len(shown(app)) == len(app.screen.query_one("#before", Rows).items), "a line each where it is low"


def test_what_is_left(left: Store, me: Author) -> None:
    left.handovers.keep("half", me)
    before = read_before_going(left)
    assert {(one.briefing, one.officer) for one in before.unread} == {
        (point, officer) for point in ("P-01", "P-02") for officer in ("1001", "1002", "1003")
    }
    assert [(need.officer, need.topic, need.state) for need in before.needs] == [("1001", "RADIO", "never")]
    assert before.waits is not None
    assert (before.waits.handover, before.drafted_by) == ("H-01", ("okafor",))
    left.handovers.accept("H-01", me)
    left.briefings.acknowledge(["P-01", "P-02"], ["1001", "1002", "1003"], me)
    done = read_before_going(left)
    assert (done.unread, done.waits) == ((), None)


async def test_each_line_leads_to_where_it_is_done(
    app: SfmApp, left: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app) == [
            "! H-01 waits to be accepted  from A. Patel", "! 2 briefing points unread  Shaw, Reid, Diaz",
            "· 1 talk due  Shaw",
        ]  # fmt: skip
        app.screen.query_one("#before").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.query_one(Words).said == "! H-01 from A. Patel waits to be accepted"
        await pilot.press("f12", "d")
        await settle(pilot)
        app.screen.query_one("#before").focus()
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "6 to acknowledge" in app.screen.query_one(Words).said


async def test_what_is_done_goes(app: SfmApp, left: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        left.handovers.accept("H-01", me)
        left.briefings.acknowledge(["P-01"], ["1001", "1002", "1003"], me)
        app._tick()
        await settle(pilot)
        app.duty.shift.look()
        await settle(pilot)
        assert shown(app)[0] == "! 1 briefing point unread  Shaw, Reid, Diaz"
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "Shaw" not in "".join(shown(app))


async def test_a_narrow_desk_has_it_in_a_line(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    store.roster.assign("1001", "GATE", store.clock.now() - 600, store.clock.now() + 3600, me)
    store.briefings.add("Nobody holds two posts", me)
    async with app.run_test(size=NARROW) as pilot:
        await open_desk(app, pilot, settle)
        running = app.screen.query_one("#running")
        assert str(running.border_subtitle) == "before you go: 1 unread"
        await pilot.press("v")
        await settle(pilot)
        assert shown(app) == ["! 1 briefing point unread  Shaw"]
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert not running.border_subtitle


async def test_nothing_left_takes_no_room(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert not app.screen.query_one("#before").display


async def test_what_is_due_of_the_plan(app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any) -> None:
    shift_site(store, me)
    late = store.actions.add("Dedicated responder", me, owner="1002", due="2026-11-19", review_dates="2026-11-21")
    store.actions.move(late, "do", me, why="at once")
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app) == [
            "! A-01 «Dedicated responder» due since 19 Nov  Reid",
            "· A-01 «Dedicated responder» review due today  Reid",
        ]
        app.go_to("briefing")
        await settle(pilot)
        assert "due: A-01 overdue, A-01 review" in str(app.screen.query_one("#points", Rows).border_title)
        app.go_to("desk")
        await settle(pilot)
        assert app.session.before_going is not None
        known = app.session.before_going.plan
        store.incidents.open(me, summary="Nothing of the plan")
        assert read_before_going(store, app.session.before_going).plan.due is known.due
        store.actions.add("Late patrols", me, due="2026-11-20")
        await open_desk(app, pilot, settle)
        app.duty.shift.look()
        await settle(pilot)
        assert shown(app)[0] == "! 2 actions overdue  Reid"
        app.screen.query_one("#before").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert app.current_mode == "board"
        assert app.screen.view.current.action == "A-01"


async def test_a_review_that_repeats_comes_again(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    card = store.actions.add(
        "Dedicated responder", me, owner="1002", started_on="2026-11-07", review_repeat="every saturday"
    )
    store.actions.move(card, "do", me, why="at once")
    store.actions.review(card.with_(stage="do"), "partially met", "Fewer", me, reviewed_on="2026-11-14")
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app) == ["· A-01 «Dedicated responder» review due today  Reid"]
        app.go_to("briefing")
        await settle(pilot)
        assert "due: A-01 review" in str(app.screen.query_one("#points", Rows).border_title)
        store.actions.review(store.actions.get("A-01"), "partially met", "Fewer still", me)
        app.go_to("desk")
        await open_desk(app, pilot, settle)
        app.duty.shift.look()
        await settle(pilot)
        assert not app.screen.query_one("#before").display


async def test_whether_a_change_has_held_is_asked_until_somebody_looks(
    app: SfmApp, store: Store, me: Author, settle: Any
) -> None:
    shift_site(store, me)
    store.measures.add("late", "Late responses", me)
    card = store.actions.add("Dedicated responder", me, owner="1002", measure="late", in_effect_on="2026-08-20")
    store.actions.move(card, "closed", me, why="as it was agreed")
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app) == ["! A-01 «Dedicated responder» to look again", "  since 20 Nov  Reid"]
        app.go_to("briefing")
        await settle(pilot)
        assert "due: A-01 look again" in str(app.screen.query_one("#points", Rows).border_title)
        store.actions.review(store.actions.get("A-01"), "met", "It has held", me)
        app.go_to("desk")
        await open_desk(app, pilot, settle)
        app.duty.shift.look()
        await settle(pilot)
        assert not app.screen.query_one("#before").display
