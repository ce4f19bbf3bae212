"""The board: walked, narrowed, moved through the gates and back, dragged, and kept true while others write."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.flows import Raised
from sfm_tui.widgets.board import acting as board_acting
from sfm_tui.widgets.board.drawing import HEAD
from sfm_tui.widgets.board.view import BoardView
from sfm_tui.widgets.everywhere.say import Outcome, SayLine
from sfm_tui.widgets.lists.line_above import Words
from tests.conftest import ME
from tests.screens.board_site import board_site, put

SIZE = (120, 36)
PATEL = Author("patel")
Settle = Callable[[Pilot[Any]], Any]


@pytest.fixture
def plan(store: Store) -> Store:
    return board_site(store, ME)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The flows that the board asked for, each of which does nothing."""
    seen: list[tuple[Any, ...]] = []

    def flow(name: str) -> Any:
        async def asked(_app: Any, _session: Any, *given: Any) -> None:
            seen.append((name, *given))

        return asked

    names = ("new_action", "open_action", "gate", "review", "steps", "history", "themes", "measures")
    monkeypatch.setattr(board_acting, "flows", lambda: SimpleNamespace(**{name: flow(name) for name in names}))
    return seen


def view(app: SfmApp) -> BoardView:
    return app.screen.query_one(BoardView)


def said(app: SfmApp) -> str:
    return app.screen.query_one(SayLine).said


def totals(app: SfmApp) -> str:
    return app.screen.query_one("#totals", Words).said


def current(app: SfmApp) -> str:
    card = view(app).current
    return card.action if card is not None else ""


def shown(app: SfmApp) -> list[list[str]]:
    return [[card.action for card in column.cards] for column in view(app).columns]


async def opened(app: SfmApp, pilot: Pilot[Any], settle: Settle) -> None:
    app.go_to("board")
    await settle(pilot)


async def test_the_plan_is_walked(app: SfmApp, plan: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        assert shown(app) == [["A-01", "A-02"], ["A-03"], ["A-04"], []]
        assert totals(app) == "Improvement plan: 4 open · ✖ 1 overdue · 1 closed (c)"
        assert current(app) == "A-01"
        lines = [view(app).render_line(y).text for y in range(HEAD + 6)]
        assert lines[0].split("  ")[0] == "Plan (2)"
        assert [text.split("  ")[0] for text in lines[HEAD + 1 : HEAD + 3]] == ["▌A-01 Dedicated responder at", "▌peak"]
        assert "✓ may go on" in lines[HEAD + 5]
        assert "~ partially met" in lines[HEAD + 3]
        for key, at in (("j", "A-02"), ("l", "A-03"), ("right", "A-04"), ("l", ""), ("h", "A-04"), ("left", "A-03")):
            await pilot.press(key)
            assert current(app) == at, key
        await pilot.press("c")
        await settle(pilot)
        assert shown(app)[4] == ["A-05"]
        assert current(app) == "A-03"
        await pilot.press("escape")
        await settle(pilot)
        assert len(shown(app)) == 4
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "desk"


async def test_a_card_goes_on_and_back(app: SfmApp, plan: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("greater_than_sign")
        await settle(pilot)
        assert plan.actions.get("A-01").stage == "do"
        assert said(app) == "A-01 is in Do now · u takes it back"
        assert current(app) == "A-01"
        assert view(app).stage == "do"
        await pilot.press("H")
        await settle(pilot)
        assert plan.actions.get("A-01").stage == "plan"
        await pilot.press("L", "h")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert plan.actions.get("A-01").stage == "plan"
        assert said(app) == "A-01 is back in Plan: its move was taken back"
        kinds = [act.text for act in plan.actions.history("A-01")]
        assert len(kinds) > 4
        await pilot.press("less_than_sign")
        assert said(app) == "A-01 is in Plan: there is no stage before it"


async def test_a_shut_gate_says_what_is_missing_and_leads_there(
    app: SfmApp, plan: Store, calls: list[tuple[Any, ...]], settle: Settle
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("j", "greater_than_sign")
        await settle(pilot)
        assert calls == [("gate", "A-02", "do")]
        assert said(app).startswith("A-02 cannot go to Do yet: Required level of performance")
        assert plan.actions.get("A-02").stage == "plan"
        assert current(app) == "A-02"


async def test_a_reason_opens_the_gate(
    app: SfmApp, plan: Store, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    async def gate(_app: Any, session: Any, number: str, to: Any) -> Outcome:
        saw = await session.read(lambda store: store.actions.get(number))
        await session.write(lambda store, by: store.actions.move(saw, to, by, why="the client asked"))
        return Outcome("moved with a reason", "warn")

    monkeypatch.setattr(board_acting, "flows", lambda: SimpleNamespace(gate=gate))
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("j", "L")
        await settle(pilot)
        assert said(app) == "moved with a reason"
        assert (current(app), view(app).stage) == ("A-02", "do")
        await pilot.press("u")
        await settle(pilot)
        assert plan.actions.get("A-02").stage == "plan"


async def test_keys_lead_to_the_flows(app: SfmApp, plan: Store, calls: list[tuple[Any, ...]], settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        for key in ("n", "enter", "g", "r", "s", "y", "t", "m"):
            await pilot.press(key)
            await settle(pilot)
    assert calls == [
        ("new_action",), ("open_action", "A-01"), ("gate", "A-01", "do"), ("review", "A-01"), ("steps", "A-01"),
        ("history", "A-01"), ("themes",), ("measures", "late"),
    ]  # fmt: skip


async def test_the_cursor_goes_to_a_new_card(
    app: SfmApp, plan: Store, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    async def write(_app: Any, session: Any) -> Raised:
        made = await session.write(lambda store, by: store.actions.add("Keys at handover", by))
        return Raised("it is on the board", action=made.action)

    monkeypatch.setattr(board_acting, "flows", lambda: SimpleNamespace(new_action=write))
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("l", "n")
        await settle(pilot)
        assert (current(app), view(app).stage) == ("A-06", "plan")
        assert said(app) == "it is on the board"


async def test_the_later_of_two_terminals_is_told(
    app: SfmApp, plan: Store, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        monkeypatch.setattr(app.session, "look_if_changed", lambda: False)
        put(plan, PATEL, plan.actions.get("A-01"), "check")
        await pilot.press("greater_than_sign")
        await settle(pilot)
        assert said(app).startswith("A-01 was changed meanwhile by A. Patel at 22:15:35 (Stage: plan → check)")
        assert plan.actions.get("A-01").stage == "check"
        assert (current(app), view(app).stage) == ("A-01", "check")


async def test_a_move_is_not_taken_back_over_somebody_elses(app: SfmApp, plan: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("L")
        await settle(pilot)
        put(plan, PATEL, plan.actions.get("A-01"), "act")
        await pilot.press("u")
        await settle(pilot)
        assert said(app) == "A-01 was moved meanwhile: it is in Act now"
        assert plan.actions.get("A-01").stage == "act"
        await pilot.press("u")
        await settle(pilot)
        assert plan.actions.get("A-01").stage == "do"


async def test_what_others_do_is_seen_and_the_cursor_stays(
    app: SfmApp, plan: Store, clock: FrozenClock, settle: Settle
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("j")
        other = Store.open(plan.path, clock)
        other.actions.add("Written elsewhere", PATEL, due="2026-11-22")
        put(other, PATEL, other.actions.get("A-01"), "do")
        other.close()
        app._tick()
        await settle(pilot)
        assert shown(app)[:2] == [["A-06", "A-02"], ["A-03", "A-01"]]
        assert current(app) == "A-02"


async def test_a_day_that_ends_makes_actions_overdue(
    app: SfmApp, plan: Store, clock: FrozenClock, settle: Settle
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        clock.advance(3 * 86400)
        app._tick()
        await settle(pilot)
        assert totals(app) == "Improvement plan: 4 open · ✖ 2 overdue · 1 closed (c)"


async def test_narrowed_by_owner_due_and_text(app: SfmApp, plan: Store, settle: Settle, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("f")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Show only")
        await pilot.press("v")
        await settle(pilot)
        assert shown(app) == [[], ["A-03"], [], []]
        assert totals(app) == "Improvement plan: only overdue: 1 of 4 · ✖ 1 overdue · Esc shows all"
        assert current(app) == "A-03"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "Find in the plan")
        await pilot.press(*"PATROLS", "enter")
        await settle(pilot)
        assert shown(app) == [["A-02"], [], [], []]
        assert current(app) == "A-02", "a stage where nothing fits is left for the nearest card"
        await pilot.press("f")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Show only")
        await pilot.press("o")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "Whose actions?")
        await pilot.press(*"okafor", "enter")
        await settle(pilot)
        assert shown(app) == [[], [], [], []]
        line = view(app).render_line(HEAD + 1).text.strip()
        assert line == "Nothing fits what the board is narrowed to: Esc shows all again."


async def test_a_measure_that_is_computed_is_drawn_too(
    app: SfmApp, plan: Store, clock: FrozenClock, settle: Settle
) -> None:
    for week, seconds in enumerate((100, 120, 300)):
        for n in range(5):
            at = clock.now() - (28 - 7 * week) * 86400 - n * 3600
            number = plan.incidents.open(ME, summary="Alarm", reported=at).number
            plan.incidents.stamp(number, "on scene", ME, officer="1001", at=at + seconds)
    plan.actions.change(plan.actions.get("A-04"), ME, measure="response-time")
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("right", "right")
        await settle(pilot)
        assert current(app) == "A-04"
        foot = app.screen.query_one("#board-foot")
        lines = [foot.render_line(y).text.strip() for y in range(foot.size.height)]
        assert lines[3] == "Response time ▁▂┆█ now 5:00"


async def test_a_card_is_dragged(app: SfmApp, plan: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        await pilot.mouse_down("#board", offset=(5, HEAD + 2))
        await pilot.hover("#board", offset=(40, HEAD + 2))
        await pilot.mouse_up("#board", offset=(40, HEAD + 2))
        await settle(pilot)
        assert plan.actions.get("A-01").stage == "do"
        assert (current(app), view(app).stage) == ("A-01", "do")


async def test_one_goes_to_an_action_by_its_number(app: SfmApp, plan: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        app.go_to("board", "A-05")
        await settle(pilot)
        assert (current(app), view(app).stage) == ("A-05", "closed")
        app.go_to("board", "A-99")
        await settle(pilot)
        assert said(app) == "there is no action A-99"


async def test_only_lines_that_differ_are_drawn(
    app: SfmApp, plan: Store, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        board, drawn = view(app), []
        monkeypatch.setattr(board, "refresh", lambda *regions, **_: drawn.extend(region.y for region in regions))
        board.redraw()
        assert drawn == []
        board.action_walk(1)
        assert drawn == [*range(HEAD + 1, HEAD + 6), *range(HEAD + 7, HEAD + 11)]


async def test_hostile_names_stand_as_they_are(app: SfmApp, plan: Store, settle: Settle) -> None:
    for text in ("[/x]", "[@click=app.quit]x", "=1+1", "W" * 200, "🙂"):
        plan.actions.add(text, ME, owner="okafor")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("j", "j", "j", "j")
        await settle(pilot)
        assert current(app) == "A-08"
        strips = [view(app).render_line(y) for y in range(view(app).size.height)]
        assert all(strip.cell_length == 80 for strip in strips)
        assert any("[@click=app.quit]x" in strip.text for strip in strips)
        app.session.locked = True
        app.screen.locked_changed()
        assert not view(app).display


async def test_an_empty_plan_says_what_to_do(app: SfmApp, store: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(app, pilot, settle)
        assert "n writes the first one" in view(app).render_line(HEAD + 1).text
        await pilot.press("greater_than_sign", "u", "r")
        assert said(app) == "there is no card under the cursor · n writes a new action"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_how_it_looks(
    same_salts: None, snap_compare: Any, store: Store, clock: FrozenClock, settle: Settle, size: tuple[int, int]
) -> None:
    store.people.sign_on("okafor")
    board_site(store, ME)
    program = SfmApp(store.path, clock)
    program.session.person = "okafor"

    async def ready(pilot: Pilot[Any]) -> None:
        await opened(program, pilot, settle)
        await pilot.press("right", "right")
        await settle(pilot)

    try:
        assert snap_compare(program, terminal_size=size, run_before=ready)
    finally:
        program.session.close()
