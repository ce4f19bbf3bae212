"""What the roster is held to, on screen: rest, hours, bank holidays, peaks."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.app import SfmApp
from sfm_tui.domain.site import Peak, Rest, Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.settings.roster_rules import RosterRules, ruled_site, rules_of
from sfm_tui.widgets.settings.sections import Scene
from tests.screens.settings_forms import echo, edit, form_open, go, go_empty, items, put, said, save

SIZE = (80, 24)
HOSTILE = "[/red] [@click=app.quit]x"


def site_of(store: Store) -> Site:
    site = store.sites.get()
    assert site is not None
    return site


async def test_rest_and_bank_holidays_are_set(app: SfmApp, store: Store, until: Any) -> None:
    before = site_of(store)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "rules")
        assert [row.words for row in items(app)] == ["GB ENG", "not set", "not set", "not set"]
        await edit(app, pilot, until, "daily_hours")
        await put(app, pilot, "subdivision", "Kent")
        assert "«Kent» is no part of GB" in echo(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "«Kent» is no part of GB" in echo(app))
        await put(app, pilot, "subdivision", "Scotland")
        assert "the next bank holiday is Saint Andrew's Day, Mon 30 Nov 2026" in echo(app)
        await put(app, pilot, "daily_hours", "never")
        await pilot.press("ctrl+s")
        assert "a number up to 24" in echo(app)
        await put(app, pilot, "daily_hours", "11")
        await put(app, pilot, "weekly_average_hours", "48")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "the mean needs the weeks" in echo(app))
        await put(app, pilot, "average_weeks", "17.5")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "whole weeks" in echo(app))
        await put(app, pilot, "average_weeks", "17")
        await put(app, pilot, "max_duty_hours", "12.5")
        await save(app, pilot, until)
        assert said(app) == "the rules are saved · u takes it back"
        await until(pilot, lambda: items(app)[2].words == "48 h over 17 weeks")
        await edit(app, pilot, until, "daily_hours")
        await save(app, pilot, until)
        assert said(app) == "the rules stand as they were"
    site = site_of(store)
    assert site.rest == Rest(daily_hours=11, weekly_average_hours=48, average_weeks=17, max_duty_hours=12.5)
    assert site.subdivision == "Scotland"
    assert site.model_copy(update={"rest": before.rest, "subdivision": before.subdivision}) == before


async def test_peaks_are_entered_changed_and_taken_off(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go_empty(app, pilot, until, "peaks")
        await pilot.press("n")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "name", HOSTILE)
        await put(app, pilot, "days", "noday")
        assert "names no days" in echo(app)
        await put(app, pilot, "days", "mon-fri")
        assert "mon, tue, wed, thu, fri" in echo(app)
        await put(app, pilot, "start", "1700")
        await put(app, pilot, "end", "2500")
        await pilot.press("ctrl+s")
        assert "no time of day" in echo(app)
        await put(app, pilot, "end", "19:00")
        await save(app, pilot, until)
        assert site_of(store).peaks == (Peak(name=HOSTILE, days="mon-fri", start="17:00", end="19:00"),)
        await until(pilot, lambda: len(items(app)) == 1)
        await pilot.press("right")
        await edit(app, pilot, until, "0")
        await put(app, pilot, "days", "mon-sun")
        await save(app, pilot, until)
        assert site_of(store).peaks[0].days == "mon-sun"
        await until(pilot, lambda: items(app)[0][1].days == "mon-sun")
        await pilot.press("x")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("y")
        await until(pilot, lambda: said(app).endswith("is taken off · u takes it back"))
        assert site_of(store).peaks == ()


hours = st.none() | st.integers(1, 24) | st.sampled_from([7.5, 11.25])


@given(st.none() | st.builds(Rest, daily_hours=hours, max_duty_hours=hours,
                             weekly_average_hours=hours, average_weeks=st.integers(1, 104)))  # fmt: skip
def test_a_form_that_is_not_touched_changes_nothing(rest: Rest | None) -> None:
    site = Site(code="X", timezone="Europe/London", country="GB", subdivision="ENG", rest=rest)
    row = rules_of(site)[0]
    fields = RosterRules().fields(Scene((), date(2026, 11, 21)), row)
    assert ruled_site(site, {field.name: field.value for field in fields}) == site
