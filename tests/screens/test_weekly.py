"""The weekly review on screen: the walk, what is noted, resumed and held, what was decided before, the list."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.weekly import FIGURES
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.figures.cards import cards_of
from sfm_tui.widgets.figures.text import Sentences
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.forms.text_field import TextField
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.weekly.words import week_days
from tests.conftest import ME, NOW
from tests.storage.decisions import still_open

DAY, HOUR = 86_400, 3600
SIZES = [(80, 24), (120, 36)]
HOSTILE = "[/x] [@click=app.quit]x =1+1 😀 " + "w" * 5000
THIS, LAST, BEFORE = "2026-W47", "2026-W46", "2026-W45"
Settle = Callable[[Pilot[Any]], Any]


def came(store: Store, clock: FrozenClock, at: int, seconds: int) -> None:
    clock.set(at)
    number = store.incidents.open(ME, reported=at).number
    clock.set(at + seconds)
    store.incidents.stamp(number, "on scene", ME, officer="1001", at=at + seconds)
    clock.set(at + seconds + 300)
    store.incidents.stamp(number, "resolved", ME)
    store.incidents.set_state(number, "closed", ME)
    clock.set(NOW)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, small_store: bytes) -> bytes:
    """Six responses last week, one late, and three this week; a review of two weeks ago with something left open."""
    path, clock = tmp_path_factory.mktemp("weekly") / "sfm.db", FrozenClock(NOW)
    path.write_bytes(small_store)
    with Store.open(path, clock) as store:
        _fill(store, clock)
    return path.read_bytes()


@pytest.fixture
def site(tmp_path: Path, clock: FrozenClock, made: bytes) -> Iterator[Store]:
    """That site."""
    path = tmp_path / "weekly.db"
    path.write_bytes(made)
    with Store.open(path, clock) as store:
        yield store


@pytest.fixture
def app(site: Store, clock: FrozenClock) -> Iterator[SfmApp]:
    """The program on it, J. Okafor at the desk."""
    program = SfmApp(site.path, clock)
    program.session.person = "okafor"
    yield program
    program.session.close()


def _fill(store: Store, clock: FrozenClock) -> None:
    store.people.sign_on("okafor")
    for n in range(6):
        came(store, clock, NOW - 8 * DAY + n * HOUR, 400 if n == 3 else 120 + 10 * n)
    for n, seconds in enumerate((130, 164, 200)):
        came(store, clock, NOW - 2 * DAY + n * HOUR, seconds)
    store.weekly.decide(BEFORE, "within", "Put a second officer on at noon", ME, who="A. Patel", due="2026-11-21")
    store.weekly.hold(BEFORE, dict.fromkeys(FIGURES, "as it was"), ME)


def lines(app: SfmApp, name: str) -> list[str]:
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _ in line).rstrip() for _, line in rows._drawn]


def head(app: SfmApp) -> str:
    return app.screen.query_one("#week", Words).said


def said(app: SfmApp) -> str:
    return app.screen.query_one("#weekly-said", Sentences).text


async def opened(app: SfmApp, pilot: Pilot[Any], settle: Settle, week: str = "") -> Any:
    await settle(pilot)
    app.session.look_if_changed()
    app.go_to("weekly", week)
    await settle(pilot)
    return app.screen


async def noted(pilot: Pilot[Any], until: Any, settle: Settle, text: str) -> None:
    """A decision, as it is typed."""
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
    pilot.app.screen.query_one(TextField).text = text
    await pilot.press("ctrl+s")
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_says_the_figure_and_what_was_decided(
    app: SfmApp, site: Store, settle: Settle, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, settle)
        assert head(app) == "Week 46, Mon 9 – Sun 15 Nov 2026 · 1 of 9 · 0 noted"
        assert said(app).startswith("Within the limit. Week 46: 83.3 % of 6 responses within the limit (44–97),")
        assert "target 95: ▲ missed, which chance alone may explain." in said(app)
        assert lines(app, "decisions")[:2] == [
            "○ week 45: Put a second officer on at noon", "    A. Patel, by Sat 21 Nov: not done yet",
        ]  # fmt: skip
        await pilot.press("right")
        assert head(app).endswith("2 of 9 · 0 noted")
        assert said(app).startswith("Response times. Week 46: 3:07 on the mean, of 6 responses,")
        assert "Median 2:30, p90 6:40." in said(app)
        await pilot.press("left", "left", "9")
        assert "9 of 9" in head(app)
        await pilot.press("right")
        await settle(pilot)
        assert "summary" in head(app)


async def test_the_figures_are_those_of_the_command(app: SfmApp, site: Store, settle: Settle) -> None:
    """`cards_of(kpis(…))` is what `sfm kpi` prints, to which tests/cli holds it."""
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle, LAST)
        assert screen.model.cards() == cards_of(kpis(site, week_days(LAST).bounds(site.tz)))


async def test_a_walk_is_left_resumed_and_held(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle)
        await noted(pilot, until, settle, "Ask the agency for two")
        assert app.screen.query_one(SayLine).said == "Within the limit: decided · e corrects it, x strikes it"
        [one] = site.weekly.get(LAST).decisions
        assert (one.decision.who, one.decision.text) == ("okafor", "Ask the agency for two")
        assert one.decision.shown.startswith("Week 46: 83.3 % of 6 responses within the limit (44–97), target 95")
        assert lines(app, "decisions")[2:4] == ["○ Ask the agency for two", "    J. Okafor"]
        await pilot.press("right", "o")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"met", "enter")
        await settle(pilot)
        assert "2 noted" in head(app)
        await pilot.press("f12", "d")
        app.go_to("weekly", LAST)
        await settle(pilot)
        assert "3 of 9 · 2 noted" in head(app)
        assert app.screen.query_one(SayLine).said == "taken up where it was left"
        await pilot.press("s")
        await settle(pilot)
        summary = lines(app, "summary")
        assert summary[0].startswith("Within the limit. 83.3 % of 6 responses within the limit (44–97), target 95:")
        assert summary[1] == "▲ missed, which chance alone may explain."
        assert summary[2:4] == ["○ Ask the agency for two", "    J. Okafor"]
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("e")
        await settle(pilot)
        held = site.weekly.get(LAST)
        assert (held.held_by, held.week_over) == ("okafor", True)
        assert held.figures["within"] == one.decision.shown
        assert "held Sat 21 Nov 2026 22:15" in head(app)
        app.screen.query_one("#summary", Rows).action_move(100)
        assert lines(app, "summary")[-3:] == [
            "Still open from earlier reviews: 1", "○ week 45: Put a second officer on at noon",
            "    A. Patel, by Sat 21 Nov: not done yet",
        ]  # fmt: skip
        await pilot.press("l")
        await settle(pilot)
        assert [line for line in lines(app, "reviews") if line.startswith(("✔", "○"))] == [
            "○ Week 47, Mon 16 – Sun 22 Nov 2026", "✔ Week 46, Mon 9 – Sun 15 Nov 2026",
            "✔ Week 45, Mon 2 – Sun 8 Nov 2026",
        ]  # fmt: skip
        await pilot.press("down", "enter")
        await settle(pilot)
        assert head(app).startswith("Week 45")
        assert "summary" in head(app)
        assert lines(app, "summary")[0] == "Within the limit. as it was"


async def test_what_was_decided_is_answered(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any], clock: FrozenClock
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        clock.set(NOW + DAY)
        await opened(app, pilot, settle)
        assert lines(app, "decisions")[1] == "    A. Patel, by Sat 21 Nov: overdue"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"quicker", "enter")
        await settle(pilot)
        assert lines(app, "decisions")[:2] == [
            "✔ week 45: Put a second officer on at noon", "    A. Patel, by Sat 21 Nov · done: quicker",
        ]  # fmt: skip
        assert still_open(site) == []


async def test_a_correction_needs_a_reason_and_keeps_what_stood(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    site.weekly.decide(LAST, "within", HOSTILE, ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle, LAST)
        assert "2 of 9" in head(app)
        await pilot.press("1", "end", "e")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one(TextField).text = "Say it shorter"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, FormDialog)
        app.screen.query(Input).last().value = "too long"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert [one.text for one in site.weekly.versions(LAST, 1)] == [HOSTILE, "Say it shorter"]
        await pilot.press("end", "x")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"no", "enter")
        await settle(pilot)
        assert lines(app, "decisions")[2:4] == ["– Say it shorter", "    struck: no"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("who", "nobody of that name", "there is nobody called «nobody of that name»: choose somebody of the site"),
        ("due", "2026-01-01", "2026-01-01 is over already: choose today or a later day"),
        ("text", "w" * 200_001, "200,001 characters: at most 200,000 fit in one field"),
    ],
)
async def test_what_a_decision_cannot_be_is_said_at_its_field(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any], field: str, typed: str, said: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle, LAST)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        given = {"text": "Say it shorter", "who": "", "due": "", field: typed}
        form = app.screen.query_one(Form)
        form.query_one(TextField).text = given["text"]
        for widget, name in zip(form.query(Input), ("who", "due"), strict=True):
            widget.value = given[name]
        await pilot.press("ctrl+s")
        echo = form.query_one("#form-echo", Label)
        await until(pilot, lambda: echo.has_class("-bad"))
        at = [one.name for one in form.fields].index(field)
        assert app.focused is form.query_one(f"#f{at}")
        assert form.query_one(f"#l{at}").has_class("-bad")
        assert said in " ".join(str(echo.render()).split())
        assert form.values == given


@pytest.mark.parametrize("size", SIZES)
async def test_whatever_is_typed_is_drawn(app: SfmApp, site: Store, settle: Settle, size: tuple[int, int]) -> None:
    site.weekly.decide(BEFORE, "fill", HOSTILE, ME)
    site.weekly.leave(LAST, "fill", HOSTILE, ME)
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("3")
        assert lines(app, "decisions")[2].startswith("· No action needed: [/x] [@click=app.quit]x =1+1 😀 ww")
        await pilot.press("s")
        await settle(pilot)
        assert any(line.startswith("· No action needed: [/x]") for line in lines(app, "summary"))


async def test_a_week_that_is_not_over_says_so(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.session.look_if_changed()
        app.go_to("figures")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert head(app) == "Week 47, Mon 16 – Sun 22 Nov 2026 · not over · 1 of 9 · 0 noted"
        assert app.screen.query_one(SayLine).said == (
            "week 47 is not over: these are the figures so far; week 46 is not reviewed: [ goes to it"
        )
        assert "Week 47 so far: only 3 responses, too few for a figure: 2:10, 2:44, 3:20" in said(app)
        await pilot.press("right_square_bracket")
        assert "nothing lies ahead yet" in app.screen.query_one(SayLine).said
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert head(app).startswith("Week 46")
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "figures"


async def test_an_action_is_raised_and_noted(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert app.screen.query_one(Form).values["area"]
        await pilot.press("ctrl+s")
        await settle(pilot)
        [one] = site.weekly.get(LAST).decisions
        assert (one.decision.kind, one.decision.action, one.stage) == ("action", "A-01", "plan")
        assert lines(app, "decisions")[2:4] == ["○ Action A-01", "    on the board, in Plan"]
        await pilot.press("end", "enter")
        await settle(pilot)
        assert app.current_mode == "board"


async def test_the_desk_reminds_of_last_weeks_review(app: SfmApp, site: Store, settle: Settle) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        app._tick()
        await settle(pilot)
        before = app.screen.query_one("#before", Rows)
        [item] = [one for one in before.items if one.place == "weekly"]
        assert (item.key, item.words) == (LAST, "last week's figures are not reviewed")
        site.weekly.hold(LAST, {}, ME)
        app._tick()
        app.duty.shift.look()
        await settle(pilot)
        assert not [one for one in app.screen.query_one("#before", Rows).items if one.place == "weekly"]
