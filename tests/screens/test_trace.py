"""Why late: what the screen says is what `sfm trace` and `sfm kpi` say, and an action raised from it is filled in."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.geometry import Size

from sfm_tui.app import SfmApp
from sfm_tui.cli import figures, tracing
from sfm_tui.clock import FrozenClock
from sfm_tui.clock.days import Days
from sfm_tui.domain.advice import advice
from sfm_tui.domain.desk import Author
from sfm_tui.domain.gates import NO_FACTS
from sfm_tui.domain.kpi import Figures, Responses, Terms
from sfm_tui.domain.reference import Officer
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.trace import Breach, Late
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.store import Store
from sfm_tui.storage.tracing import breaches
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.incident.moment_dialog import MomentDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.trace.key import Wanted, days_key, read_key
from sfm_tui.widgets.trace.lists import LateList, in_order
from tests.conftest import NOW
from tests.screens.shift_site import shift_site
from tests.screens.test_moment_screen import two_incidents

OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 31))
HOSTILE = "[@click=app.quit]x[/x] =1+1 \U0001f525"
NARROW, WIDE = (80, 24), (120, 36)


@pytest.fixture
def northgate(tmp_path: Path, northgate_bytes: bytes) -> Iterator[Store]:
    path = tmp_path / "northgate.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, FrozenClock(NOW)) as store:
        yield store


@pytest.fixture
def desk(northgate: Store) -> Iterator[SfmApp]:
    northgate.people.sign_on("okafor")
    program = SfmApp(northgate.path, FrozenClock(NOW))
    program.session.person = "okafor"
    yield program
    program.session.close()


def text(app: SfmApp, name: str) -> list[str]:
    """What a list shows."""
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(part for part, _ in line).rstrip() for item in rows.items for line in rows._draw(item, 118)]


async def open_october(app: SfmApp, pilot: Any, settle: Any, **only: Any) -> Any:
    await settle(pilot)
    app.go_to("trace", days_key(OCTOBER, **only))
    await settle(pilot)
    return app.screen


async def test_it_says_what_the_command_line_says(desk: SfmApp, northgate: Store, settle: Any) -> None:
    window = OCTOBER.bounds(northgate.tz)
    trace = json.loads(json.dumps(tracing.object_of(breaches(northgate, window), northgate.tz)))
    response = figures.object_of(kpis(northgate, window), northgate)["response"]
    async with desk.run_test(size=WIDE) as pilot:
        screen = await open_october(desk, pilot, settle)
        late = text(desk, "late")
        assert [line[1:10] for line in late] == [one["incident"] for one in reversed(trace["breaches"])]
        groups = text(desk, "groups")
        assert groups[0].split()[-3:] == ["13", "of", "45"]
        assert [int(line.split()[-2]) if "█" in line else int(line.split()[-1]) for line in groups[1:5]] == list(
            trace["by_cause"].values()
        )
        hours = {one["hour"]: one for one in trace["by_hour"]}
        assert len(groups[5:]) == len(hours) == 4
        for line in groups[5:]:
            words = line.split()
            one = hours[int(words[0][:2])]
            assert words[2] == str(one["breaches"])
            assert f"{one['free_responders']:.2f} free then" in line
            assert f"of {next(h['n'] for h in response['by_hour'] if h['hour'] == one['hour'])} " in line
        assert screen.query_one("#period").said == f"October 2026 · 13 of {response['n']} responses late"
        totals = str(screen.query_one("#totals").content)
        low, high = response["within_interval_95"]
        assert totals.startswith(f"{response['within_percent']} % (95 %: {low}–{high}) within 3:00 (S1 2:00)")
        assert f"target {response['target_percent']:g} %" in totals
        assert "1 struck, 7 stood down, 1 out of order" in totals


async def test_the_minute_follows_the_cursor_and_leads_on(desk: SfmApp, settle: Any) -> None:
    async with desk.run_test(size=NARROW) as pilot:
        screen = await open_october(desk, pilot, settle)
        screen.late.put_cursor("2026-0069")
        screen._look()
        await settle(pilot)
        minute = " ".join(text(desk, "minute"))
        assert "2026-0069 Thu 15 Oct 2026 17:30" in minute
        assert "Romeo 2, at Responder, also held Main gate: nobody stood free." in minute
        assert "A-07 came of it" in minute
        await pilot.press("c")
        await settle(pilot)
        assert desk.screen.view.current.action == "A-07"
        desk.go_to("trace")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert desk.screen.number == "2026-0069"
        await pilot.press("escape")
        await settle(pilot)
        assert desk.screen is screen
        await pilot.press("r")
        await settle(pilot)
        place = desk.screen.timeline.place
        assert desk.screen.TITLE_TEXT == "roster"
        assert place.start <= 1_792_081_800 < place.end


async def test_an_action_from_the_whole_period(desk: SfmApp, northgate: Store, settle: Any, until: Any) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        screen = await open_october(desk, pilot, settle)
        assert screen.only == EVERYTHING
        await pilot.press("A")
        await until(pilot, lambda: type(desk.screen).__name__ == "ActionDialog")
        before = len(northgate.actions.all())
        form = desk.screen.query_one(Form).values
        assert form["area"] == "Main gate and Responder held by one officer, 12–14 and 17–18"
        assert len(northgate.actions.all()) == before, "nothing is saved until the person saves"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(northgate.actions.all()) > before)
        await settle(pilot)
        made = northgate.actions.get("A-11")
        assert made.gap == (
            "October 2026: 71.1 % of 45 responses within 3:00 (S1 2:00), 95 % interval 57 to 82, target 95 %;"
            " 10 of the 13 late ones with overlapping duties, 12–14 and 17–18."
        )
        assert (made.baseline_from, made.baseline_to) == ("2026-10-01", "2026-10-31")
        assert (made.measure, made.target, made.theme) == ("response-within", "95 %", "response")
        assert "95 %" in made.required_level
        sources = [link.source for link in northgate.links.of("action:A-11")]
        assert sum(one.startswith("incident:") for one in sources) == 13
        assert "finding:double-booked:2026-10-13T12:00:GATE+RESP" in sources
        hints = advice(made, NO_FACTS, sources, "2026-11-21", northgate.tz)
        assert {hint.field for hint in hints} == {"support", "owner"}, "only what a person alone can say"
        assert desk.screen._said.said.startswith("A-11 is on the board")
        await pilot.press("c")
        await settle(pilot)
        assert desk.screen.view.current.action == "A-11"


async def test_an_action_from_a_cause_and_an_hour(desk: SfmApp, northgate: Store, settle: Any, until: Any) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        screen = await open_october(desk, pilot, settle)
        screen.groups.focus()
        await pilot.press("down", "a")
        await until(pilot, lambda: type(desk.screen).__name__ == "ActionDialog")
        gap = desk.screen.query_one(Form).values["gap"]
        assert gap.endswith("10 of the 13 late ones with overlapping duties, 12–14 and 17–18.")
        await pilot.press("escape")
        await until(pilot, lambda: desk.screen is screen)
        screen.groups.put_cursor(Only(hour=17))
        await pilot.press("a")
        await until(pilot, lambda: type(desk.screen).__name__ == "ActionDialog")
        gap = desk.screen.query_one(Form).values["gap"]
        assert gap.endswith("4 of the 13 late ones reported between 17:00 and 18:00.")
        assert northgate.actions.all()[-1].action != "A-11"


async def test_what_has_an_action_already_leads_to_it(desk: SfmApp, northgate: Store, settle: Any, until: Any) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        screen = await open_october(desk, pilot, settle, cause="no-free-responder")
        assert [line[:10] for line in text(desk, "late")] == ["→2026-0069"]
        assert "only nobody free: 1" in screen.query_one("#period").said
        for key in ("a", "A"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(desk.screen, ChooseDialog))
            assert "A-07 came of" in desk.screen.question
            await pilot.press("escape")
            await until(pilot, lambda: desk.screen is screen)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(desk.screen, ChooseDialog))
        await pilot.press("1")
        await settle(pilot)
        assert desk.screen.view.current.action == "A-07"


async def test_narrowed_ordered_and_paged(desk: SfmApp, settle: Any, until: Any) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        screen = await open_october(desk, pilot, settle)
        await pilot.press("o")
        first = [one.late.response - one.late.limit for one in screen.late.items]
        assert first == sorted(first, reverse=True)
        screen.groups.focus()
        screen.groups.put_cursor(Only(hour=12))
        await pilot.press("enter")
        assert len(screen.late.items) == 4
        assert screen.late.has_focus
        await pilot.press("escape")
        assert len(screen.late.items) == 13
        await pilot.press("f")
        await until(pilot, lambda: isinstance(desk.screen, ChooseDialog))
        await pilot.press("end", "enter")
        await until(pilot, lambda: desk.screen is screen)
        days = {screen.traced.weekday_of(one) for one in screen.traced.breaches}
        kept = [one for one in screen.traced.breaches if screen.traced.weekday_of(one) == max(days)]
        assert {one.late.incident for one in screen.late.items} == {one.late.incident for one in kept}
        assert 0 < len(kept) < 13
        await pilot.press("escape")
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert screen.query_one("#period").said.startswith("September 2026 · ")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await settle(pilot)
        assert "Nov 2026 · " in screen.query_one("#period").said
        await pilot.press("right_square_bracket")
        assert "still to come" in screen._said.said
        await pilot.press("p")
        await until(pilot, lambda: isinstance(desk.screen, ChooseDialog))
        await pilot.press("o")
        await settle(pilot)
        assert screen.query_one("#period").said.startswith("October 2026 · 13 of 45")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_panes_take_turns(desk: SfmApp, settle: Any, size: tuple[int, int]) -> None:
    async with desk.run_test(size=size) as pilot:
        screen = await open_october(desk, pilot, settle)
        parts = [screen.late, screen.groups, screen.query_one("#minute")]

        def seen() -> list[bool]:
            return [part.region.area > 0 for part in parts]

        assert seen() == [True, size == WIDE, True]
        await pilot.press("g")
        assert screen.groups.has_focus
        await pilot.pause()
        assert seen()[1]
        await pilot.press("g", "m")
        await pilot.pause()
        assert seen() == [False, False, True]
        assert parts[2].has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert seen() == [True, size == WIDE, True]
        assert screen.late.has_focus
        screen.late.put_cursor("2026-0081")
        screen._look()
        await settle(pilot)
        await pilot.press("m", "end")
        assert "2026-0080" in "".join(part for part, _ in screen._minute.current[1])
        await pilot.press("enter")
        await settle(pilot)
        assert desk.screen.number == "2026-0080", "the other incident, on whose line the cursor stood"


async def test_from_an_incident_and_back(desk: SfmApp, settle: Any, until: Any) -> None:
    async with desk.run_test(size=WIDE) as pilot:
        await settle(pilot)
        desk.open_incident("2026-0063")
        await settle(pilot)
        desk.screen.query_one("#timeline").focus()
        await pilot.press("w")
        await settle(pilot)
        assert desk.screen.TITLE_TEXT == "why late"
        assert desk.screen.late.current.late.incident == "2026-0063"
        await pilot.press("enter")
        await settle(pilot)
        desk.screen.query_one("#timeline").focus()
        await pilot.press("m")
        await until(pilot, lambda: isinstance(desk.screen, MomentDialog))
        await pilot.press("w")
        await settle(pilot)
        assert desk.screen.late.current.late.incident == "2026-0063"
        desk.open_incident("2026-0001")
        await settle(pilot)
        desk.screen.query_one("#timeline").focus()
        await pilot.press("w")
        await settle(pilot)
        assert "2026-0001 was not over its limit" in desk.screen._said.said


async def test_nothing_yet_and_nothing_late(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        app.go_to("trace")
        await settle(pilot)
        screen: Any = app.screen
        assert "No incidents yet: F2" in screen.late._empty
        await pilot.press("a", "A", "r", "c", "o", "g", "g", "m", "m", "f")
        number = store.incidents.open(me, summary="Quick").number
        store.incidents.stamp(number, "stood down", me, officer="1001")
        await settle(pilot)
        app._tick()
        await settle(pilot)
        assert "counts for none: 1 stood down" in screen.late._empty
        store.incidents.stamp(store.incidents.open(me, summary="Quick").number, "on scene", me, officer="1001")
        app._tick()
        await settle(pilot)
        assert screen.late._empty.startswith("The one response was within the limit.")
        assert "fewer than 5 responses: no percentage" in str(screen.query_one("#totals").content)


async def test_hostile_names_and_no_roster(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    old = store.reference.get(Officer, "1001")
    store.reference.set(Officer(officer="1001", name="A" * 150, call_sign=HOSTILE), me, saw=old)
    number = store.incidents.open(me, summary=HOSTILE, location="x" * 99).number
    clock.advance(600)
    store.incidents.stamp(number, "on scene", me, officer="1001")
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        app.go_to("trace", number)
        await settle(pilot)
        minute = " ".join(text(app, "minute"))
        assert "By the roster nobody was on duty." in minute
        assert "not on duty by the roster" in minute
        assert "[@click=app.quit]x[/x]" in minute
        await pilot.press("a")
        await until(pilot, lambda: type(app.screen).__name__ == "ActionDialog")
        gap = app.screen.query_one(Form).values["gap"]
        assert gap == (
            f"{number}, Sat 21 Nov 2026 22:15: 10:00 against a limit of 3:00. These days: 1 response (10:00), 1 over"
            " 3:00 (S4 10:00), too few for a percentage, target 95 %."
        ).replace("These days", "Mon 31 Aug – Sat 21 Nov 2026")


async def test_a_locked_desk_hides_it(desk: SfmApp, settle: Any) -> None:
    async with desk.run_test(size=NARROW) as pilot:
        screen = await open_october(desk, pilot, settle)
        desk.session.locked = True
        screen.locked_changed()
        assert not screen.query_one("#trace").display
        assert not screen.query_one("#totals").display
        await pilot.press("a")
        await settle(pilot)
        assert desk.screen is screen


async def test_at_midnight_and_when_others_write(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        app.go_to("trace")
        await settle(pilot)
        screen: Any = app.screen
        number = store.incidents.open(me, summary="Slow").number
        app._tick()
        await settle(pilot)
        assert screen.late.items == []
        clock.advance(2 * 3600)
        store.incidents.stamp(number, "on scene", me, officer="1001")
        app._tick()
        await settle(pilot)
        assert [one.late.incident for one in screen.late.items] == [number]
        assert "Sat 21 Nov 2026" not in screen.query_one("#period").said, "the twelve weeks end with today"
        screen.show_record("2026-11-02/2026-11-08")
        await settle(pilot)
        clock.advance(86_400)
        app._tick()
        await settle(pilot)
        assert screen.query_one("#period").said.startswith("Mon 2 – Sun 8 Nov 2026")


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_picture(
    same_salts: None,
    snap_compare: Any,
    store: Store,
    me: Author,
    clock: FrozenClock,
    settle: Any,
    size: tuple[int, int],
) -> None:
    shift_site(store, me)
    clock.advance(1200)
    two_incidents(store, me, clock)
    store.people.sign_on("okafor")
    program = SfmApp(store.path, clock)
    program.session.person = "okafor"

    async def show(pilot: Any) -> None:
        await settle(pilot)
        program.go_to("trace")
        await settle(pilot)

    assert snap_compare(program, terminal_size=size, run_before=show)
    program.session.close()


def test_keys_of_places() -> None:
    assert read_key(days_key(OCTOBER)) == Wanted(OCTOBER)
    assert read_key(days_key(OCTOBER, "unexplained", 7)) == Wanted(OCTOBER, Only("unexplained", 7))
    assert read_key(days_key(OCTOBER, "unexplained", 7, 6)) == Wanted(OCTOBER, Only("unexplained", 7, 6))
    assert read_key(days_key(OCTOBER, weekday=0)) == Wanted(OCTOBER, Only(weekday=0))
    assert read_key(days_key(OCTOBER, hour=0)) == Wanted(OCTOBER, Only(hour=0))
    for odd in ("2026-0063", "2026-13-01/2026-13-02", "a/b", "/", "", "2026-10-01/"):
        assert read_key(odd) == Wanted(incident=odd)
    assert read_key("2026-10-01/2026-10-31 nonsense 99") == Wanted(OCTOBER)
    assert PlaceWanted("trace", days_key(OCTOBER)).place == "trace"


def test_a_long_list_costs_what_is_seen_of_it() -> None:
    """Ten thousand late responses: wherever the cursor goes, only the lines in view are drawn."""
    some = tuple(Breach(Late(f"2026-{n:05}", NOW + 60 * n, 400, 180, "1001"), (), 3, 0, 0) for n in range(10_000))
    traced = Traced(
        OCTOBER, OCTOBER.bounds(ZoneInfo("Europe/London")), "Europe/London", Responses(Figures(), {}),
        Terms(ResponseTerms()), some, {},
    )  # fmt: skip
    drawn = 0

    class Counting(LateList):
        def _draw_late(self, breach: Breach, width: int) -> Any:
            nonlocal drawn
            drawn += 1
            return super()._draw_late(breach, width)

    rows = Counting()
    rows._size = Size(100, 20)
    rows.put(in_order(some, "newest"), traced)
    for by in (1, 10, 100_000, -1, -100_000):
        drawn = 0
        rows.action_move(by)
        assert drawn <= 21
    assert len(rows.items) == 10_000
