"""The dashboard on screen: what it says of a small site, other days, views, what is kept, where it leads."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.reference import Location
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.figures.heat import HeatMap
from sfm_tui.widgets.figures.live import LiveLine
from sfm_tui.widgets.figures.reader import _READERS, Part, Results
from sfm_tui.widgets.figures.text import Sentences
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.plot.plot import PlotView
from tests.conftest import ME, NOW

DAY, HOUR = 86_400, 3600
SIZES = [(80, 24), (120, 36)]
HOSTILE = "[/x] [@click=app.quit]x =1+1 😀 " + "w" * 200
Settle = Callable[[Pilot[Any]], Any]


def came(store: Store, clock: FrozenClock, at: int, seconds: int, **fields: str) -> str:
    """An incident that an officer came to after so many seconds."""
    clock.set(at)
    number = store.incidents.open(ME, reported=at).number
    clock.set(at + seconds)
    store.incidents.stamp(number, "on scene", ME, officer="1001", at=at + seconds)
    if fields:
        store.incidents.change(number, dict(fields), ME)
    clock.set(at + seconds + 300)
    store.incidents.stamp(number, "resolved", ME)
    store.incidents.set_state(number, "closed", ME)
    clock.set(NOW)
    return number


@pytest.fixture
def site(store: Store, clock: FrozenClock) -> Store:
    """Three responses this week, the last of them late; five a week in the six weeks before, three of October late."""
    for week in range(6, 0, -1):
        for n in range(5):
            late = week == 4 and n < 3
            came(store, clock, NOW - week * 7 * DAY - n * 3 * HOUR, 400 if late else 100 + 10 * n)
    for n, seconds in enumerate((130, 164, 200)):
        came(store, clock, NOW - 2 * DAY + n * HOUR, seconds, category="Theft", location="Gate 3")
    return store


def lines(app: SfmApp, name: str) -> list[str]:
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _ in line) for _, line in rows._drawn]


def head(app: SfmApp) -> str:
    return app.screen.query_one("#period", Words).said


async def opened(app: SfmApp, pilot: Pilot[Any], settle: Settle) -> Any:
    await settle(pilot)
    app.session.look_if_changed()
    app.go_to("figures")
    await settle(pilot)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_this_week_says_how_it_stands(app: SfmApp, site: Store, settle: Settle, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, settle)
        table = lines(app, "table")
        assert len(table) == 11
        assert table[0].split()[:5] == ["·", "Within", "the", "limit", "–"]
        assert head(app).startswith("This week so far, Mon 16 – Sat 21 Nov 2026")
        assert "as of 22:15" in head(app)
        said = app.screen.query_one("#said", Sentences).text
        assert "nly 3 responses, too few for a figure: 2:10, 2:44, 3:20" in said
        assert lines(app, "causes")[0].startswith("▲ nobody free")
        assert lines(app, "live")[0].startswith("today 0 responses  ·  Nothing is running")


async def test_other_days_by_keys(app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        await pilot.press("p", "t")
        await settle(pilot)
        assert head(app).startswith("The last 12 weeks so far, Mon 31 Aug – Sat 21 Nov 2026")
        assert lines(app, "table")[0].split()[4:6] == ["87.9", "%"]
        assert (
            "87.9 % of 33 responses within the limit (73–95), target 95: ▲"
            in app.screen.query_one("#said", Sentences).text
        )
        await pilot.press("p", "o")
        await settle(pilot)
        assert head(app).startswith("Oct 2026, Thu 1 – Sat 31 Oct 2026")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await settle(pilot)
        assert app.screen.query_one(SayLine).said == "that is the present one: nothing lies ahead yet"
        await pilot.press("p", "d")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"1/12/2026", "enter")
        assert isinstance(app.focused, Input)
        app.focused.value = "19 oct - 25 oct"
        await pilot.press("enter")
        await settle(pilot)
        assert head(app).startswith("These days, Mon 19 – Sun 25 Oct 2026")
        assert lines(app, "table")[0].split()[4:6] == ["40", "%"]


async def test_the_last_wish_wins_and_old_figures_stay_until_then(app: SfmApp, site: Store, settle: Settle) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle)
        before = lines(app, "table")[1]
        for _ in range(4):
            screen.action_step(-1)
        assert screen.model.stale("kpis")
        assert lines(app, "table")[1] == before
        assert "computing …" in head(app)
        await settle(pilot)
        assert screen.model.period.words == "A week, Mon 19 – Sun 25 Oct 2026"
        assert lines(app, "table")[0].split()[4:6] == ["40", "%"]
        assert "computing" not in head(app)


async def test_what_was_computed_is_kept(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    own = Results.read

    async def seen(self: Results, part: Part) -> None:
        read.append(part.name)
        await own(self, part)

    monkeypatch.setattr(Results, "read", seen)
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(app, pilot, settle)
        assert read[:2] == ["today", "kpis"]
        read.clear()
        app.go_to("desk")
        await settle(pilot)
        app.go_to("figures")
        await settle(pilot)
        assert read == []
        await pilot.press("p", "t")
        await settle(pilot)
        assert "weeks" not in read
        read.clear()
        await pilot.press("p", "w")
        await settle(pilot)
        assert read == []
        site.incidents.open(ME, reported=NOW)
        monkeypatch.setattr(Results, "due", lambda self, part: not self.fresh(part))
        app.session.look_if_changed()
        app._redraw()
        await settle(pilot)
        assert "kpis" in read
        assert "1 running  ● 0034 0:00 of 3:00" in lines(app, "live")[0]
        clock.set(NOW + 200)
        app.screen.query_one(LiveLine).redraw()
        assert "✖ 0034 3:20 OVER by 0:20" in lines(app, "live")[0]


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_draws_whatever_is_typed(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Settle, size: tuple[int, int]
) -> None:
    site.reference.set(Location(location="ODD", name=HOSTILE), ME)
    came(site, clock, NOW - DAY, 500, category=HOSTILE[:60], location="ODD")
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot, settle)
        await pilot.press("p", "t", "2")
        await settle(pilot)
        assert "target" in screen.query_one("#weeks-large", PlotView).text
        await pilot.press("down", "3")
        await settle(pilot)
        heat = screen.query_one(HeatMap)
        assert heat.has_focus
        assert "over the limit" in screen.query_one("#hour-said", Sentences).text
        await pilot.press("up", "left", "4")
        await settle(pilot)
        assert "limit 3:00" in screen.query_one("#spread-plot", PlotView).text
        await pilot.press("5")
        await settle(pilot)
        months = lines(app, "month-rows")
        assert months[0].split()[:3] == ["▲", "Nov", "2026"]
        assert months[3].strip() == "3 late, with nobody free; 17–18 h (1), 20–21 h (1), 23–00 h (1)"
        for by in "hco":
            await pilot.press("b", by)
            await settle(pilot)
            assert lines(app, "split-rows")
        await pilot.press("b", "l")
        await settle(pilot)
        assert "[/x] [@click=app.q" in "\n".join(lines(app, "split-rows"))
        await pilot.press("escape")
        await settle(pilot)
        assert screen.view == "figures"
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "desk"


async def test_the_ways_to_where_it_comes_from(app: SfmApp, site: Store, settle: Settle) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle)
        await pilot.press("p", "t")
        await settle(pilot)
        screen.overview.causes.focus()
        await pilot.press("enter")
        await settle(pilot)
        assert app.current_mode == "trace"
        trace: Any = app.screen
        assert trace.period.first.isoformat() == "2026-08-31"
        assert trace.only.cause == "no-free-responder"
        for downs, place in ((4, "roster"), (10, "log")):
            app.go_to("figures")
            await settle(pilot)
            screen.overview.table.focus()
            await pilot.press("home", *["down"] * downs, "enter")
            await settle(pilot)
            assert app.current_mode == place


async def test_what_an_action_in_effect_did_is_one_key_away(story: SfmApp, settle: Settle) -> None:
    """On the figures that it moves alone; Escape leads back in the end."""
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, settle)
        assert screen.overview.key == "within"
        assert "i shows what A-07 did." in screen.query_one("#said", Sentences).text
        await pilot.press("2")
        await settle(pilot)
        assert "i shows what A-07 did." in screen.query_one("#weeks-said", Sentences).text
        await pilot.press("i")
        await settle(pilot)
        assert story.current_mode == "measures"
        measures: Any = story.screen
        assert measures._effect == ("A-07", 1)
        for _ in range(4):
            if story.current_mode == "measures":
                await pilot.press("escape")
                await settle(pilot)
        assert story.screen is screen
        await pilot.press("1", "end")
        await settle(pilot)
        assert screen.overview.key == "reports"
        assert not screen.check_action("effect", ())
        await pilot.press("i")
        await settle(pilot)
        assert story.screen is screen


async def test_an_hour_of_the_week_leads_to_its_late_responses(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Settle, until: Callable[..., Any]
) -> None:
    """Not to those of the same hour on other days; an action from it is of the same ones."""
    came(site, clock, NOW - 29 * DAY, 500)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle)
        await pilot.press("p", "t", "3")
        await settle(pilot)
        screen.query_one(HeatMap).cursor = (4, 23)
        await pilot.press("enter")
        await settle(pilot)
        trace: Any = app.screen
        assert app.current_mode == "trace"
        assert trace.late.border_title.startswith("1 late")
        assert trace.late.current.late.response == 500
        assert trace.query_one("#period", Words).said.endswith(
            "5 of 34 responses late · only reported Fri 23:00–00:00: 1 · Esc shows all"
        )
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert app.screen is screen
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert "1 of the 5 late ones reported Fri 23:00–00:00." in app.screen.query_one(Form).values["gap"]


async def test_an_action_is_raised_filled_in(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle)
        await pilot.press("p", "t")
        await settle(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        values = app.screen.query_one(Form).values
        assert "87.9 % of 33 responses" in values["gap"]
        assert (values["measure"], values["baseline_from"][:1]) != ("", "")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press(*["down"] * 9, "a")
        await settle(pilot)
        assert app.screen.query_one(SayLine).said == "there is no figure to raise an action from yet"
        assert screen.overview.key == "calls"


async def test_what_cannot_be_computed_is_said_once(
    app: SfmApp, site: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Part] = []

    def broken(_store: Store, part: Part) -> None:
        tries.append(part)
        raise ValueError("a duty at GATE is held by 9999, whom the roster does not have")

    monkeypatch.setitem(_READERS, "kpis", broken)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle)
        assert "held by 9999" in screen.query_one(SayLine).said
        for _ in range(3):
            screen.tick()
            await settle(pilot)
        assert len(tries) == len(set(tries))
        assert "computing" in lines(app, "table")[0]


async def test_nothing_to_count_says_what_to_do(app: SfmApp, settle: Settle) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, settle)
        said = app.screen.query_one("#said", Sentences).text
        assert said.startswith("Nothing to count yet: F2 opens the first incident")
        for key in "23456":
            await pilot.press(key)
            await settle(pilot)


async def test_a_locked_desk_hides_the_figures(app: SfmApp, site: Store, settle: Settle) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle)
        app.session.locked = True
        screen.locked_changed()
        assert lines(app, "live") == ["(locked)"]
        assert not screen.query_one("#views").display
        assert screen.query_one("#period", Words).said == "(locked)"
