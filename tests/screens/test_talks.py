"""Toolbox talks on screen: raised from an incident, held, signed, caught up, seen from the matrix."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, Label, TextArea

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.talks.matrix import TalkMatrix
from sfm_tui.widgets.talks.pair_words import PairWords
from tests.conftest import ME, NOW
from tests.screens.talks_site import DAY, HOUR, ON_DUTY, held, talks_site

SIZE = (100, 30)


@pytest.fixture
def site(store: Store, clock: FrozenClock) -> Store:
    return talks_site(store, clock, ME)


def said(app: SfmApp) -> str:
    return app.screen.query_one(SayLine).said


async def typed(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*("space" if c == " " else c for c in text))


async def test_the_matrix_says_who_is_due(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Callable[[Pilot[Any]], Any]
) -> None:
    held(site, clock, ME, "radio", NOW - 170 * DAY, ("1001", "1002"))
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        matrix = app.screen.query_one(TalkMatrix)
        assert [name for _, name in matrix.rows] == ["Amin", "Bell", "Diaz", "Khan", "Reid", "Shaw"]
        assert [name for _, name in matrix.columns] == ["Keys", "Radio discipline", "Response at peak"]
        totals = app.screen.query_one("#totals", Words).said
        assert totals == "Training 16.7% in date, 2 of 12: · 10 never, ! 2 due soon"
        await pilot.press("end", "right")
        await settle(pilot)
        pair = app.screen.query_one(PairWords)
        assert pair.items == [("due", "Shaw, Radio discipline: attended 4 Jun 2026, due again 4 Dec 2026, in 13 days")]
        lines = [strip.text for strip in map(matrix.render_line, range(matrix.size.height))]
        assert lines[8].split() == ["▌Shaw", "1/2", "–", "[!]", "·"]


async def test_from_the_incident_to_the_catch_up(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Callable[[Pilot[Any]], Any], until: Callable[..., Any]
) -> None:
    number = site.incidents.open(ME, summary="Late to gate 3").number
    site.incidents.stamp(number, "on scene", ME, officer="1001")
    site.incidents.set_state(number, "closed", ME)
    async with app.run_test(size=SIZE) as pilot:
        app.open_incident(number)
        await settle(pilot)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: getattr(app.screen, "question", "").startswith(number))
        await pilot.press("t")
        await until(pilot, lambda: "what about" in str(getattr(app.screen, "_title", "")))
        await typed(pilot, "peak")
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "Plan a talk: Response at peak")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: site.talks.open() != [])
        await settle(pilot)
        assert [(link.source, link.target) for link in site.links.of("talk:T-01")] == [
            (f"incident:{number}", "talk:T-01")
        ]

        app.go_to("talks", "T-01")
        await until(pilot, lambda: app.screen.query("#talk-points") and app.focused is not None
                    and app.focused.id == "talk-points")  # fmt: skip
        await pilot.press("b")
        await until(pilot, lambda: site.talks.get("T-01").state == "running")
        await settle(pilot)
        assert [one.officer for one in site.talks.register("T-01")] == list(ON_DUTY)
        await pilot.press("space")
        await settle(pilot)
        assert site.talks.get("T-01").ticked == "Who goes"
        missing = app.screen.query_one("#talk-missing", Rows)
        assert missing.items == ["not signed yet: Bell, Diaz, Khan, Reid, Shaw: let them sign, or take them off the "
                                 "list of those present"]  # fmt: skip

        await pilot.press("s")
        await until(pilot, lambda: app.screen.query("#sign-number"))
        for n, officer in enumerate(ON_DUTY[:4], start=1):
            await typed(pilot, officer)
            await pilot.press("enter")
            await until(pilot, lambda n=n: sum(a.result == "attended" for a in site.talks.register("T-01")) == n)
        await until(pilot, lambda: app.screen.query_one("#sign-who", Label).render().plain == "to sign: Bell")
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("a")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Who is absent?")
        await pilot.press("1")
        await until(pilot, lambda: "Bell is absent" in str(getattr(app.screen, "_title", "")))
        app.screen.query_one(Input).value = "20/11/2026"
        await pilot.press("enter")
        echo = app.screen.query_one("#form-echo", Label)
        await until(pilot, lambda: echo.render().plain.startswith("✖ 20 Nov 2026 lies in the past"))
        app.screen.query_one(Input).value = "tomorrow"
        await pilot.press("enter")
        await settle(pilot)
        line = next(one for one in site.talks.register("T-01") if one.officer == "1005")
        assert (line.result, line.catch_up_on) == ("absent", "2026-11-22")

        clock.advance(540)
        await pilot.press("c")
        await until(pilot, lambda: "not on the list" in str(getattr(app.screen, "question", "")))
        await pilot.press("enter", "ctrl+s")
        await settle(pilot)
        assert (site.talks.get("T-01").state, site.talks.get("T-01").minutes) == ("completed", 9)
        assert said(app).startswith("T-01 completed after 9 min")

        clock.advance(10 * HOUR)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "question", "").startswith("Bell, Response"))
        await pilot.press("c")
        await until(pilot, lambda: "Bell catches up" in str(getattr(app.screen, "_title", "")))
        await typed(pilot, "1004")
        await pilot.press("enter", "enter")
        await until(
            pilot, lambda: "that is not Bell's number" in app.screen.query_one("#form-echo", Label).render().plain
        )
        assert site.talks.absentees() != []
        app.screen.query(Input).first().value = "1005"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: site.talks.absentees() == [])
        await settle(pilot)
        line = next(one for one in site.talks.register("T-01") if one.officer == "1005")
        assert (line.result, line.off_duty, line.signed_at) == ("catch-up", True, clock.now())

        clock.set(NOW + 165 * DAY)
        site.reference.set(site_topic(site), ME)
        app._tick()
        await settle(pilot)
        await pilot.press("1")
        await until(pilot, lambda: "5 due soon" in app.screen.query_one("#totals", Words).said)
        await pilot.press("f")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Show only")
        await pilot.press("d")
        await settle(pilot)
        assert [name for _, name in app.screen.query_one(TalkMatrix).rows] == ["Bell", "Diaz", "Khan", "Reid", "Shaw"]
        assert [name for _, name in app.screen.query_one(TalkMatrix).columns] == ["Response at peak"]


def site_topic(store: Store) -> Any:
    """A topic with one point more: something was written, so the screen reads anew."""
    from sfm_tui.domain.reference import Topic

    keys = store.reference.get(Topic, "keys")
    assert keys is not None
    return keys.model_copy(update={"points": "One more"})


async def test_an_incident_in_the_middle_takes_nothing_away(
    app: SfmApp, site: Store, settle: Callable[[Pilot[Any]], Any], until: Callable[..., Any]
) -> None:
    site.talks.plan("response", ME)
    site.talks.start("T-01", ME)
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "talk-points")
        await pilot.press("down", "space", "tab")
        await typed(pilot, "why not")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.TITLE_TEXT == "incident")
        await settle(pilot)
        app.go_to("desk")
        await settle(pilot)
        app.go_to("talks")
        await settle(pilot)
        area = app.screen.query_one("#talk-questions", TextArea)
        assert (area.text, area.has_focus) == ("why not", True)
        assert site.talks.get("T-01").ticked == "When the clock starts"
        await typed(pilot, " me")
        await until(
            pilot, lambda: (d := site.drafts.get("talk:T-01")) is not None and d.body.get("questions") == "why not me"
        )
    again = SfmApp(site.path, app.session.clock)
    again.session.person = "okafor"
    try:
        async with again.run_test(size=SIZE) as pilot:
            again.go_to("talks")
            await settle(pilot)
            await until(pilot, lambda: again.screen.query("#talk-questions"))
            area = again.screen.query_one("#talk-questions", TextArea)
            await until(pilot, lambda: area.text == "why not me")
            await pilot.press("escape")
            await until(pilot, lambda: site.talks.get("T-01").questions == "why not me")
            await settle(pilot)
            assert site.drafts.get("talk:T-01") is None
    finally:
        again.session.close()


async def test_left_for_the_lists_it_is_where_it_was_when_opened_again(
    app: SfmApp, site: Store, settle: Callable[[Pilot[Any]], Any], until: Callable[..., Any]
) -> None:
    site.talks.plan("response", ME)
    site.talks.start("T-01", ME)
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "talk-points")
        for way_out in ("4", "escape"):
            if way_out == "escape":
                await pilot.press("tab", "tab", "tab")
            place = app.focused and app.focused.id
            assert place == ("talk-points" if way_out == "4" else "talk-register")
            await pilot.press(way_out)
            await settle(pilot)
            await pilot.press("4")
            await settle(pilot)
            await pilot.press("enter")
            await until(pilot, lambda place=place: app.screen.query_one(f"#{place}").has_focus)
            await settle(pilot)
            assert app.screen.query_one(f"#{place}").has_focus
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, MarkDialog))


async def test_typed_text_is_text(
    app: SfmApp, site: Store, settle: Callable[[Pilot[Any]], Any], clock: FrozenClock
) -> None:
    from sfm_tui.domain.reference import Officer, Topic

    for n, hostile in enumerate(("[/x]", "[@click=app.quit]x", "=1+1", "w" * 5000, "🚨 radio")):
        site.reference.set(Topic(topic=f"x{n}", title=hostile[:200], points=hostile), ME)
        site.reference.set(Officer(officer=f"9{n}", name=hostile[:200], call_sign=hostile[:200]), ME)
        site.talks.require(f"x{n}", ["all"], ME)
    site.talks.plan("x1", ME, key_points="[/x]\n[@click=app.quit]x\n" + "w" * 5000)
    site.talks.start("T-01", ME, present=["90", "91", "93", "94"])
    site.talks.sign("T-01", "91", ME)
    site.talks.absent("T-01", "94", ME, catch_up_on=date(2026, 11, 30))
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to("talks")
        await settle(pilot)
        for key in ("escape", "1", "right", "v", "down", "2", "3", "4", "enter", "escape", "5"):
            await pilot.press(key)
            await settle(pilot)
            for widget in app.screen.query("#views > *, #totals, #pair-words, #talk-points, #talk-register"):
                if widget.display and widget.region:
                    widths = {cell_len(widget.render_line(y).text) for y in range(widget.size.height)}
                    assert max(widths) <= widget.size.width, (key, widget)
        assert app.is_running


async def test_a_locked_desk_shows_nothing_of_it(
    app: SfmApp, site: Store, settle: Callable[[Pilot[Any]], Any], until: Callable[..., Any]
) -> None:
    site.talks.plan("response", ME)
    site.talks.start("T-01", ME)
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "talk-points")
        await settle(pilot)
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert not app.screen.query("#talk-points")
        await pilot.press("c", "space", "s")
        await pilot.pause()
        assert site.talks.get("T-01").ticked == ""
