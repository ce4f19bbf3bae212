"""Topics and who must have them, the matrix turned and narrowed, what the next shift still needs."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label, TextArea

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.reference import Topic
from sfm_tui.domain.talk_library import starting_library
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.talks.matrix import TalkMatrix
from tests.conftest import ME, NOW
from tests.screens.talks_site import DAY, held, talks_site

SIZE = (100, 30)
Settle = Callable[[Pilot[Any]], Any]


@pytest.fixture
def site(store: Store, clock: FrozenClock) -> Store:
    return talks_site(store, clock, ME)


def names(app: SfmApp) -> tuple[list[str], list[str]]:
    """What stands on the rows and the columns of the matrix."""
    matrix = app.screen.query_one(TalkMatrix)
    return [name for _, name in matrix.rows], [name for _, name in matrix.columns]


def totals(app: SfmApp) -> str:
    return app.screen.query_one("#totals", Words).said


async def test_topics_from_the_library_and_who_must_have_them(
    app: SfmApp, store: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        assert "no topics yet" in app.screen.query_one(TalkMatrix).empty
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("y")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Topics to start from")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(store.reference.all(Topic)) == len(starting_library()))
        await settle(pilot)
        assert totals(app).startswith(f"{len(starting_library())} topics · {len(starting_library())} that nobody")
        await pilot.press("w")
        await until(pilot, lambda: getattr(app.screen, "question", "").startswith("Who must have had «"))
        await pilot.press("r", "e", "s", "p", "enter", "ctrl+s")
        await settle(pilot)
        first = min(starting_library(), key=lambda one: (one.title.casefold(), one.topic))
        assert store.talks.requirements() == {first.topic: ("RESP",)}


async def test_a_topic_is_entered_and_changed(
    app: SfmApp, site: Store, settle: Settle, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        await pilot.press("o")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "A new topic")
        app.screen.query(Input)[0].value = "Radio discipline!"
        await pilot.pause()
        app.screen.query(Input)[1].value = "radio"
        app.screen.query(Input)[2].value = "x"
        app.screen.query_one(TextArea).text = "[/x] one\ntwo\n"
        echo = app.screen.query_one("#form-echo", Label)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "whole months, 1 to" in str(echo.render()))
        app.screen.query(Input)[2].value = "9"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is a topic radio already" in str(echo.render()))
        app.screen.query(Input)[1].value = "radio-2"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: site.reference.get(Topic, "radio-2") is not None)
        await settle(pilot)
        new = site.reference.get(Topic, "radio-2")
        assert new == Topic(topic="radio-2", title="Radio discipline!", points="[/x] one\ntwo", refresher_months=9)


async def test_the_matrix_is_turned_and_narrowed(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Settle, until: Callable[..., Any]
) -> None:
    held(site, clock, ME, "radio", NOW - 300 * DAY, ("1001", "1002"))
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await pilot.press("down", "right", "v")
        await settle(pilot)
        matrix = app.screen.query_one(TalkMatrix)
        assert names(app)[0] == ["Keys", "Radio discipline", "Response at peak"]
        assert matrix.place == ("radio", "1005"), "the cursor stays on its pair"
        await pilot.press("f")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Show only")
        await pilot.press("o")
        await settle(pilot)
        assert names(app) == (["Radio discipline"], ["Reid", "Shaw"])
        assert totals(app).endswith("· only overdue · Esc shows all")
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("f")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Show only")
        await pilot.press("p")
        await until(pilot, lambda: getattr(app.screen, "_title", "") == "Which post?")
        await pilot.press("r", "e", "s", "p", "enter")
        await settle(pilot)
        assert names(app)[1] == ["Amin", "Shaw"]


async def test_what_the_next_shift_still_needs(app: SfmApp, site: Store, clock: FrozenClock, settle: Settle) -> None:
    held(site, clock, ME, "radio", NOW - 10 * DAY, ("1006",))
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)
        assert totals(app) == "Sun 22 Nov 2026 06:15 to 14:15: 1 officer · 1 still to have"
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert totals(app) == "Sat 21 Nov 2026 21:15 to Sun 22 Nov 2026 06:15: 5 officers · 10 still to have"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_view_is_drawn_within_its_width(
    app: SfmApp, site: Store, settle: Settle, size: tuple[int, int]
) -> None:
    from rich.cells import cell_len

    site.talks.plan("response", ME)
    async with app.run_test(size=size) as pilot:
        app.go_to("talks")
        await settle(pilot)
        for key in "12345":
            await pilot.press(key)
            await settle(pilot)
            for widget in app.screen.query("#views > *"):
                if widget.display:
                    widths = {cell_len(widget.render_line(y).text) for y in range(widget.size.height)}
                    assert widths == {widget.size.width}, widget


async def test_no_list_cuts_a_title_while_another_column_has_room(
    app: SfmApp, site: Store, clock: FrozenClock, settle: Settle
) -> None:
    site.reference.set(Topic(topic="radio", title="Radio discipline and M/ETHANE", refresher_months=6), ME)
    long = "Site induction and assignment instructions"
    site.reference.set(Topic(topic="response", title=long, refresher_months=6), ME)
    held(site, clock, ME, "radio", NOW - 300 * DAY, ("1001",))
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to("talks", "due")
        await settle(pilot)
        for key, view, titles in (
            ("2", "due", ("Radio discipline and M/ETHANE", long)),
            ("3", "shift", ("Radio discipline and M/ETHANE", long)),
            ("4", "talks", ("Radio discipline and M/ETHANE",)),
            ("5", "topics", ("Radio discipline and M/ETHANE",)),
        ):
            await pilot.press(key)
            await settle(pilot)
            shown = app.screen.query_one(f"#{view}")
            text = "\n".join(shown.render_line(y).text for y in range(shown.size.height))
            assert all(f"{title}  " in text for title in titles), text


async def test_what_is_due_is_gone_to_from_elsewhere(app: SfmApp, site: Store, settle: Settle) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks", "due")
        await settle(pilot)
        assert totals(app) == "Due: 12 · to catch up: 0"
        app.go_to("desk")
        app.go_to("talks")
        await settle(pilot)
        assert totals(app) == "Due: 12 · to catch up: 0", "the view is as it was left"


async def test_left_at_once_it_is_read_all_the_same(app: SfmApp, site: Store, settle: Settle, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.go_to("talks")
        app.go_to("desk")
        await settle(pilot)
        app.go_to("talks")
        await until(pilot, lambda: totals(app).startswith("Training 0% in date, 0 of 12"))
