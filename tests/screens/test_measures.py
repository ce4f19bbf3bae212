"""The screen of measures: its figures are those of `sfm measure` and `sfm effect`, its acts are in the ledger."""

import json
from fractions import Fraction
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.cli.effect import object_of as effect_object
from sfm_tui.cli.measuring import object_of as measure_object
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.chart import Break, Dot, bounds_of, chart
from sfm_tui.domain.rounding import two
from sfm_tui.storage.effects import action_effect
from sfm_tui.storage.series import series
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.measures.effect_view import EffectView
from sfm_tui.widgets.measures.measure_view import MeasureView
from sfm_tui.widgets.measures.plot import MOST, recent
from sfm_tui.widgets.plot.plot import PlotView
from tests.conftest import ME

HOSTILE = "[@click=app.quit]x [/x] =1+1 😀"
ALL_KNOWN = 9


def words(screen: Any, place: str) -> str:
    """All that a list says, whatever is in sight."""
    rows = screen.query_one(place, Rows)
    return "\n".join("".join(text for text, _ in line) for item in rows.items for line in rows._draw(item, 400))


async def opened(app: SfmApp, pilot: Any, until: Any, key: str = "") -> Any:
    app.go_to("measures", key)
    await until(pilot, lambda: app.current_mode == "measures" and app.screen.is_mounted)
    screen = app.screen
    await until(pilot, lambda: screen._known and all(one.chart for one in screen._known.values()), "all are read")
    return screen


async def test_every_chart_is_that_of_the_command_line(story: SfmApp, until: Any, settle: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until)
        assert len(screen._known) == ALL_KNOWN
        store = await story.session.store()
        for code, known in screen._known.items():
            some = await story.session.read(lambda store, code=code: series(store, code))
            assert known.series == some
            said = measure_object(some, known.chart)
            assert said["assurance"] == known.chart.assurance
            assert [point["value"] for point in said["points"]] == [
                pytest.approx(two(dot.value)) for dot in known.chart.dots
            ]
        assert store is not None
        screen.show_record("response-within")
        await settle(pilot)
        said = measure_object(screen.current.series, screen.current.chart)
        drawn = screen.query_one("#chart", PlotView).text
        for name in ("centre", "upper", "lower"):
            assert f"{name} {said[name]:g}" in drawn
        assert "target 95" in drawn
        assert "A-07" not in drawn  # its measure is the response time
        told = words(screen, "#said")
        assert "Hit or miss: some weeks will meet 95 % and some not, by chance alone" in told
        assert f"limits {said['lower']:g} to {said['upper']:g} %, trial limits: from {said['baseline']} points" in told
        assert "▼ Worse: 4 weeks near the lower limit of 53.86 % (12 Oct to 2 Nov)" in told


async def test_the_list_says_value_target_assurance_and_signal(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, until)
        listed = words(screen, "#measures")
        assert "! Response time" in listed
        assert "target 3:00, hit or miss · ▲" in listed
        assert "target 95 %, hit or miss · ▼" in listed
        assert "· no signal" in listed
        assert "4 with a signal" in screen.query_one("#totals", Words).said
        assert not screen.query_one("#right").display
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.query_one("#right").display)
        assert not screen.query_one("#measures").display
        assert screen.query_one("#measure-head", Words).said.startswith("Responses within the limit · 100 %")
        await pilot.press("escape")
        await until(pilot, lambda: screen.rows.has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: story.current_mode == "desk")


async def test_the_effect_is_that_of_the_command_line(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until, "response-time")
        await pilot.press("i")
        view = screen.query_one(EffectView)
        await until(pilot, lambda: view.shown is not None)
        found = await story.session.read(lambda store: action_effect(store, "A-07"))
        said = effect_object(found)
        told = words(screen, "#effect-said")
        assert said["verdict"] == "better"
        assert f"✓ Better: Response time fell by 0:{-said['change']:.0f} (95 % " in told
        for side in ("baseline", "follow_up"):
            row = next(line for line in told.split("\n") if line.strip().startswith(side.replace("_", "-")))
            assert f"{said[side]['n']:,}" in row
            assert f"{said[side]['within_percent']:g} %" in row
        assert screen.current.measure == "response-time"
        assert "After 3 months" in told
        assert "to be looked at then" in told
        points = view.shown.points.points
        assert sum(one.place == "before" for one in points) == said["baseline"]["n"]
        assert sum(one.place == "after" for one in points) == said["follow_up"]["n"]
        assert sum(one.good for one in points if one.place == "after") == found.found.follow_up.within
        await until(pilot, lambda: "A-07 in effect" in screen.query_one("#effect-plot", PlotView).text)
        await pilot.press("c")
        await until(pilot, lambda: story.current_mode == "board")
        story.go_to("measures", "effect:A-05")
        await until(pilot, lambda: view.shown is not None and view.shown.action == "A-05")
        assert "Too early" in words(screen, "#effect-said")
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(MeasureView).display)


async def test_the_effect_of_an_earlier_cycle_can_be_read(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until, "tailgating")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("1")
        view = screen.query_one(EffectView)
        await until(pilot, lambda: view.shown is not None)
        assert (view.shown.effect.action.cycle, view.shown.effect.action.in_effect_on) == (1, "2026-10-09")
        screen.show_record("effect:A-05")
        await until(pilot, lambda: view.shown is not None and view.shown.effect.action.cycle == 2)
        screen.show_record("effect:A-05#1")
        await until(pilot, lambda: view.shown is not None and view.shown.effect.action.cycle == 1)
        said = effect_object(await story.session.read(lambda store: action_effect(store, "A-05", 1)))
        assert f" {said['verdict'].capitalize()}: " in words(screen, "#effect-said").split("\n")[0]


async def test_limits_of_other_points_are_said_beside_the_chart(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until, "response-time")
        usual = screen.current.chart
        await pilot.press("b")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("n")
        await until(pilot, lambda: story.screen.query("#f0"))
        await pilot.press("backspace", "backspace", "1", "enter")
        await pilot.pause()
        assert "2 or more" in str(story.screen.query_one("#e0").render())
        await pilot.press("backspace", "6", "enter")
        await until(pilot, lambda: story.screen is screen and screen.current.chart != usual)
        assert screen.current.chart.limits.base == 6
        await until(
            pilot, lambda: "limits: first 6 points" in screen.query_one("#measure-head", Words).said
        )  # fmt: skip
        await pilot.press("b")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("w")
        await until(pilot, lambda: "wide steps left out" in screen.query_one("#measure-head", Words).said)


async def test_a_phase_is_offered_where_an_action_came_into_effect(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until, "response-time")
        assert "A-07 in effect since 9 Nov 2026" in words(screen, "#said")
        assert screen.current.series.breaks == ()
        await pilot.press("p")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(story.screen, FormDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: story.screen is screen and screen.current.series.breaks)
        begun = screen.current.series.breaks[0]
        assert begun.reason == "A-07 in effect: Dedicated responder at peak"
        assert len(screen.current.chart.phases) == 2
        assert "a phase begins 9 Nov 2026 · u takes it back" in screen._said.said
        await until(pilot, lambda: "A-07, new phase" in screen.query_one("#chart", PlotView).text)
        assert "no limits: fewer than 5 points" in words(screen, "#said")
        store = await story.session.store()
        with store.reading() as connection:
            kind, payload = connection.exec_driver_sql(
                "SELECT l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq ORDER BY l.seq DESC LIMIT 1"
            ).one()
        assert kind == "phase.set"
        assert json.loads(payload)["new"]["reason"] == begun.reason
        await pilot.press("e")
        await until(pilot, lambda: story.screen.query("#said") and story.screen is not screen)
        listed = story.screen.query_one(Rows)
        await until(pilot, lambda: listed.items)
        place = next(n for n, one in enumerate(listed.items) if hasattr(one.entry, "reason"))
        await pilot.press(*["down"] * place, "x")
        await until(pilot, lambda: story.screen.query("#f0"))
        await pilot.press(*"soon", "enter")
        await until(pilot, lambda: len(listed.items) == len(screen.current.series.dots))
        await pilot.press("escape")
        await until(pilot, lambda: story.screen is screen and screen.current.series.breaks == ())
        await pilot.press("y")
        await until(pilot, lambda: story.screen.query("#history") and story.screen.query_one("#history", Rows).items)
        acts = story.screen.query_one("#history", Rows).items
        assert [act.verb for act in acts] == ["phase dropped", "phase set"]
        assert "reason: A-07 in effect: Dedicated responder at peak · since: 2026-11-09 (why: soon)" in acts[0].text


async def test_a_reading_typed_here_is_charted(app: SfmApp, store: Store, until: Any, clock: FrozenClock) -> None:
    store.measures.add("late", HOSTILE, ME, unit="%", target="95", better="higher")
    for n, value in enumerate(("100", "100", "99.5", "100")):
        store.measures.read("late", value, ME, at=f"2026-11-{n + 1:02}", n=20)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, until, "late")
        assert "no limits yet" in words(screen, "#measures")
        assert "Whether 95 % is met reliably cannot be said: fewer than 5 points" in words(screen, "#said")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press(*"99")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen and len(screen.current.chart.dots) == 5)
        limits = screen.current.chart.limits
        assert limits.upper == 100  # a percentage has no limit beyond
        await until(pilot, lambda: "upper 100" in screen.query_one("#chart", PlotView).text)
        assert "trial limits: from 5 points" in words(screen, "#said")
        await pilot.press("v")
        await until(pilot, lambda: screen.query_one(MeasureView).as_table)
        listed = words(screen, "#said")
        assert "99.5" in listed
        assert listed.count("Nov 2026") == 5
        await pilot.press("escape")
        assert not screen.query_one(MeasureView).as_table


async def test_what_another_terminal_enters_is_charted_and_the_cursor_stays(
    app: SfmApp, store: Store, until: Any, clock: FrozenClock
) -> None:
    store.measures.add("late", "Late rounds", ME, target="3")
    store.measures.read("late", "4", ME, at="2026-11-01")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, until, "late")
        with Store.open(store.path, clock) as other:
            other.measures.read("late", "2", ME, at="2026-11-02")
            other.measures.phase("late", "2026-11-02", "New rota", ME)
        app._tick()
        await until(pilot, lambda: len(screen.current.series.dots) == 2 and len(screen.current.chart.phases) == 2)
        assert screen.current.measure == screen.rows.current.measure == "late"
        await until(pilot, lambda: "new phase" in screen.query_one("#chart", PlotView).text)
        assert "new phase since 2 Nov 2026: New rota" in words(screen, "#said")


@pytest.mark.parametrize("values", [[], ["7"], ["7", "8", "9", "7"], ["5"] * 6])
async def test_few_or_equal_values_say_why_there_are_no_limits(
    app: SfmApp, store: Store, until: Any, values: list[str]
) -> None:
    store.measures.add("late", "Late rounds", ME, target="3")
    for n, value in enumerate(values):
        store.measures.read("late", value, ME, at=f"2026-11-{n + 1:02}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, until, "late")
        found = screen.current.chart
        assert (found.limits.upper, len(found.dots)) == (None, len(values))
        drawn = screen.query_one("#chart", PlotView)
        if values:
            assert found.limits.why in words(screen, "#said")
            await until(pilot, lambda: drawn.text.count("•") == len(values))
            assert "upper" not in drawn.text
        else:
            await until(pilot, lambda: "No reading yet" in drawn.text)
        screen.show_record("response-within")
        await until(pilot, lambda: "No week has a value yet" in drawn.text)


async def test_an_effect_without_a_measure_says_what_is_missing(app: SfmApp, store: Store, until: Any) -> None:
    store.measures.add("late", "Late rounds", ME)
    bare = store.actions.add(HOSTILE, ME)
    named = store.actions.add("Rounds", ME, measure="late")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, until)
        view = screen.query_one(EffectView)
        for action, said in (
            (bare.action, "names no measure"),
            (named.action, "not set: baseline from, baseline to, in effect on"),
            ("A-99", "A-99"),
        ):
            screen.show_record(f"effect:{action}")
            await until(pilot, lambda action=action: view.shown is not None and view.shown.action == action)
            assert said in words(screen, "#effect-said")


async def test_a_locked_desk_hides_the_figures(app: SfmApp, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, until)
        assert screen.query_one("#totals", Words).said == "Measures: 5 · m enters what the team counts itself"
        app.session.locked = True
        screen.locked_changed()
        assert not screen.query_one("#columns").display
        app.session.locked = False
        screen.locked_changed()
        assert screen.query_one("#columns").display


def test_the_picture_of_a_long_series_is_its_end() -> None:
    values = [n % 3 for n in range(600)] + [50] + [1, 2] * 100
    found = chart([Dot(n, Fraction(value)) for n, value in enumerate(values)], [Break(450, "half way")])
    end = recent(found)
    assert end.dots == found.dots[-MOST:]
    assert end.ranges == found.ranges[-MOST:]
    cut = len(values) - MOST
    for before, after in zip(found.phases, end.phases, strict=True):
        assert after.limits == before.limits
        assert after.stop == before.stop - cut
        kept = {(one.kind, n) for one in before.signals for n in one.points if n >= cut}
        assert {(one.kind, n + cut) for one in after.signals for n in one.points} == kept
    assert ("outside", 600 - cut) in {(one.kind, n) for one in end.phases[-1].signals for n in one.points}
    assert recent(end) is end


def test_a_share_is_never_beyond_what_is_possible() -> None:
    found = chart([Dot(n, Fraction(v)) for n, v in enumerate((100, 99, 100, 98, 100, 97))], bounds=bounds_of("%"))
    assert found.limits.upper == 100
