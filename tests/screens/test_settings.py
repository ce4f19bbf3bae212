"""What a site sets, on screen: every section is listed, edited, added to; a clash is told and nothing typed is lost."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock, duration_text
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Person, Post
from sfm_tui.domain.site import CallOut, Desk, Response, Site
from sfm_tui.storage.record_history import history
from sfm_tui.storage.store import Store
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.history_dialog import HistoryDialog
from sfm_tui.widgets.settings.sections import Scene
from sfm_tui.widgets.settings.site_sections import SiteSection, changed_site, settings_of
from tests.screens.settings_forms import echo, edit, form_open, go, items, put, said, save

SIZE = (80, 24)
HOSTILE = "[/red] [@click=app.quit]x"


async def test_each_section_is_listed(app: SfmApp, until: Any) -> None:
    counts = {}
    async with app.run_test(size=SIZE) as pilot:
        for section in ("site", "people", "officers", "posts", "locations", "categories", "callout", "own"):
            await go(app, pilot, until, section)
            counts[section] = len(items(app))
    assert counts == {
        "site": 11, "people": 3, "officers": 3, "posts": 2, "locations": 3, "categories": 30, "callout": 1, "own": 5
    }  # fmt: skip


async def test_an_officer_is_changed_and_a_new_one_entered(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        await edit(app, pilot, until, "1002")
        await put(app, pilot, "call_sign", HOSTILE)
        await put(app, pilot, "opt_out", "yes")
        await put(app, pilot, "inducted_on", "14 nov")
        assert echo(app).startswith("Sat 14 Nov 2026")
        await put(app, pilot, "left_on", "next year")
        await pilot.press("ctrl+s")
        assert "cannot be read as a day" in echo(app)
        await put(app, pilot, "left_on", "")
        await save(app, pilot, until)
        assert store.reference.get(Officer, "1002") == Officer(
            officer="1002", name="T. Reid", call_sign=HOSTILE, opt_out=True, inducted_on=date(2026, 11, 14)
        )
        assert said(app) == "officer 1002 saved · u takes it back"
        await pilot.press("n")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "officer", "1001")
        await put(app, pilot, "name", "Twice")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is a officer 1001 already" in echo(app) or "already" in echo(app))
        await put(app, pilot, "officer", "2001")
        await save(app, pilot, until)
        assert store.reference.get(Officer, "2001") == Officer(officer="2001", name="Twice")
        assert len(items(app)) == 4


async def test_saving_without_a_change_enters_nothing(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        before = store.head()
        for section, key in (("posts", "RESP"), ("people", "marsh"), ("locations", "U14"), ("categories", "Theft"),
                             ("callout", "0"), ("site", "limit")):  # fmt: skip
            await go(app, pilot, until, section)
            await edit(app, pilot, until, key)
            await save(app, pilot, until)
            assert "stands as it was" in said(app)
            await pilot.press("escape")
        assert store.head() == before


async def test_people_posts_and_locations(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "people")
        await pilot.press("n")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "name", "Åsa Okafor")
        assert app.screen.query_one(Form).values["person"] == "aokafor"
        await put(app, pilot, "role", "manager")
        await save(app, pilot, until)
        assert store.reference.get(Person, "aokafor") == Person(person="aokafor", name="Åsa Okafor", role="manager")
        await go(app, pilot, until, "posts")
        await edit(app, pilot, until, "RESP")
        await put(app, pilot, "check_call_minutes", "0")
        await pilot.press("ctrl+s")
        assert "whole minutes, 1 to 1440" in echo(app)
        await put(app, pilot, "check_call_minutes", "")
        await put(app, pilot, "lone", "yes")
        await put(app, pilot, "activity", "DS")
        await save(app, pilot, until)
        assert store.reference.get(Post, "RESP") == Post(
            post="RESP", name="Response", activity="DS", responder=True, lone=True
        )
        await go(app, pilot, until, "locations")
        await edit(app, pilot, until, "ATRIUM")
        await put(app, pilot, "inside", "U14")
        assert "U14 lies inside ATRIUM itself" in echo(app)
        await put(app, pilot, "inside", "nowhere")
        assert "there is no location «nowhere»" in echo(app)
        await put(app, pilot, "inside", "GATE3")
        await put(app, pilot, "hidden", "yes")
        await save(app, pilot, until)
        assert store.reference.get(Location, "ATRIUM") == Location(
            location="ATRIUM", name="Atrium", inside="GATE3", hidden=True
        )


async def test_a_category_is_hidden_and_one_is_added(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "categories")
        await edit(app, pilot, until, "Drone")
        await put(app, pilot, "hidden", "yes")
        await save(app, pilot, until)
        assert "Drone" not in {c.name for c in store.reference.categories()}
        assert items(app)[-1].name == "Drone"
        await pilot.press("n")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "name", "theft")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "already" in echo(app))
        await put(app, pilot, "name", f"Trolley {HOSTILE}")
        await put(app, pilot, "severity", "4")
        await put(app, pilot, "words", "trolley*, cart ,")
        await save(app, pilot, until)
        assert store.reference.all(CategoryRecord)[-1] == CategoryRecord(
            name=f"Trolley {HOSTILE}", severity=4, words=("trolley*", "cart")
        )


async def test_the_call_out_list_keeps_its_order(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "callout")
        await pilot.press("n")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "who", "999 first")
        await put(app, pilot, "phone", "999")
        await put(app, pilot, "place", "1")
        await save(app, pilot, until)
        first, second = (
            CallOut(severity=1, who="999 first", phone="999"),
            CallOut(severity=1, who="Duty manager", phone="07700 900123"),
        )
        assert site_of(store).callout == (first, second)
        app.screen.query_one("#records", Rows).put_cursor("0")
        await pilot.press("x")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "999 first is off the call-out list · u takes it back")
        assert site_of(store).callout == (second,)


def site_of(store: Store) -> Site:
    """The site as it is."""
    site = store.sites.get()
    assert site is not None
    return site


async def test_the_site_is_changed_and_the_desk_follows(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "site")
        await edit(app, pilot, until, "limit")
        assert app.focused is not None
        assert app.focused.id == "f5"
        await put(app, pilot, "limit", "4m30s")
        await put(app, pilot, "limit1", "2")
        await put(app, pilot, "limit4", "")
        await put(app, pilot, "target", "nan")
        await pilot.press("ctrl+s")
        assert "is no number" in echo(app)
        await put(app, pilot, "target", "97.5 %")
        await put(app, pilot, "lock", "10")
        await put(app, pilot, "bell", "no")
        await put(app, pilot, "timezone", "lisbon")
        await save(app, pilot, until)
        await until(pilot, lambda: app.session.tz.key == "Europe/Lisbon")
    site = site_of(store)
    assert site.response == Response(limit_seconds=270, target_percent=97.5, limits={"1": 120})
    assert site.desk == Desk(lock_after_minutes=10, bell=False)
    assert site.callout  # what the form does not ask for stays
    assert site.country == "GB"


async def test_a_clash_is_told_and_only_what_was_changed_here_is_saved_over_it(
    app: SfmApp, store: Store, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        await edit(app, pilot, until, "1001")
        await put(app, pilot, "phone", "07700 900001")
        old = store.reference.get(Officer, "1001")
        assert old is not None
        store.reference.set(old.model_copy(update={"call_sign": "Sierra"}), Author("patel"), saw=old)
        app._tick()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "somebody changed this meanwhile: Call sign is now «Sierra»" in echo(app))
        assert app.screen.query_one(Form).values["phone"] == "07700 900001"
        await save(app, pilot, until)
    new = store.reference.get(Officer, "1001")
    assert new is not None
    assert (new.call_sign, new.phone) == ("Sierra", "07700 900001")


async def test_a_clash_of_the_site_is_told_too(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "site")
        await edit(app, pilot, until, "client")
        await put(app, pilot, "client", "Another Estates")
        store.sites.set(site_of(store).model_copy(update={"name": "Northgate II"}), Author("patel"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Name is now «Northgate II»" in echo(app))
        await save(app, pilot, until)
    assert (site_of(store).name, site_of(store).client) == ("Northgate II", "Another Estates")


async def test_escape_does_not_drop_what_was_typed_without_a_word(app: SfmApp, store: Store, until: Any) -> None:
    before = store.head()
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "people")
        await edit(app, pilot, until, "marsh")
        await pilot.press("escape")
        assert not isinstance(app.screen, FormDialog)
        await edit(app, pilot, until, "marsh")
        await put(app, pilot, "name", "Somebody else")
        await pilot.press("escape")
        assert form_open(app)
        assert "Not saved yet" in str(app.screen.query_one("#form-hint").render())
        await pilot.press("escape")
        assert not isinstance(app.screen, FormDialog)
        await pilot.press("escape")
        assert app.focused is not None
        assert app.focused.id == "sections"
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "desk")
    assert store.head() == before


async def test_who_changed_it_and_when(app: SfmApp, store: Store, until: Any) -> None:
    old = store.reference.get(Officer, "1001")
    assert old is not None
    store.reference.set(old.model_copy(update={"call_sign": HOSTILE}), Author("patel"), saw=old)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        app.screen.query_one("#records", Rows).put_cursor("1001")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog) and app.screen.query(Rows))
        acts = app.screen.query_one(Rows).items
        assert [act.author for act in acts] == ["patel", "okafor"]
        assert acts[0].text == f"call sign: Shaw → {HOSTILE}"
        await pilot.press("escape")


def test_history_of_the_site_names_what_changed(store: Store) -> None:
    site = site_of(store)
    store.sites.set(site.model_copy(update={"response": Response(limit_seconds=240), "callout": ()}), Author("marsh"))
    first, second = history(store, "site:NRP")
    assert "timezone: Europe/London" in first.text
    assert second.text == (
        "callout: S1 Duty manager 07700 900123 → not set · response.limit_seconds: 180 → 240 · "
        "response.limits.4: 600 → not set · response.target_percent: 95 → not set"
    )


def test_history_of_a_record_tells_of_imports(store: Store, tmp_path: Path) -> None:
    from sfm_tui.exchange.importer import import_folder

    (tmp_path / "officers.csv").write_text("officer,name,call_sign,opt_out\n1001,L. Shaw,Sierra,no\n9,N. Ine,,yes\n")
    import_folder(store, tmp_path, Author("marsh"))
    acts = history(store, "officer:1001")
    assert [act.author for act in acts] == ["okafor", "marsh"]
    assert "officers.csv · " in acts[1].text
    assert "call_sign: Sierra" in acts[1].text
    assert [act.author for act in history(store, "officer:9")] == ["marsh"]
    assert history(store, "officer:none") == []


async def test_ones_own_colours_and_bell(app: SfmApp, store: Store, until: Any) -> None:
    before = store.head()
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "own")
        await pilot.press("enter")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "theme", "light")
        await put(app, pilot, "bell", "no")
        await put(app, pilot, "motion", "none")
        await save(app, pilot, until)
        await until(pilot, lambda: app.theme == "sfm-light")
        assert app.duty.config.bell is False
    assert Path(os.environ["SFM_CONFIG"]).read_text() == 'theme = "light"\nbell = false\nmotion = "none"\n'
    assert store.head() == before


async def test_another_terminals_change_shows(app: SfmApp, store: Store, me: Author, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "posts")
        store.reference.set(Post(post="NEW", name=HOSTILE), me)
        app._tick()
        await until(pilot, lambda: len(items(app)) == 3)


@given(
    limit=st.integers(1, 86_400),
    limits=st.dictionaries(st.sampled_from("1234"), st.integers(1, 86_400)),
    target=st.none() | st.integers(0, 100) | st.sampled_from([97.5, 99.9]),
    lock=st.none() | st.integers(1, 1440),
    flags=st.tuples(st.booleans(), st.booleans()),
    named=st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20),
)
def test_a_site_form_that_is_not_touched_changes_nothing(
    limit: int, limits: dict[Any, int], target: Any, lock: int | None, flags: tuple[bool, bool], named: str
) -> None:
    site = Site(
        code="X", name=named, timezone="Europe/London", peaks=(),
        response=Response(clock_starts="dispatched", limit_seconds=limit, limits=limits, target_percent=target),
        callout=(CallOut(severity=2, who="W"),), retention={"incidents": 72},
        desk=Desk(lock_after_minutes=lock, bell=flags[0], single_letter_keys=flags[1]),
    )  # fmt: skip
    row = settings_of(site)[0]
    fields = SiteSection().fields(Scene((), date(2026, 11, 21)), row)
    assert changed_site(site, {field.name: field.value for field in fields}) == site
    assert next(f.value for f in fields if f.name == "limit") == duration_text(limit)


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize("section", ["site", "officers"])
def test_how_it_looks(snap_compare: Any, store: Store, clock: FrozenClock, size: Any, section: str, until: Any) -> None:
    store.reference.set(
        Officer(officer="7", name=HOSTILE, call_sign="[x]", left_on=date(2026, 10, 1)), Author("okafor")
    )
    store.people.sign_on("okafor")
    app = SfmApp(store.path, clock)
    app.session.take_desk("okafor", "J. Okafor")

    async def ready(pilot: Any) -> None:
        await go(app, pilot, until, section)
        if size[0] == 80:
            await pilot.press("enter")
            await until(pilot, lambda: form_open(app))

    assert snap_compare(app, terminal_size=size, run_before=ready)
    app.session.close()


async def test_a_text_longer_than_its_field_is_shown_and_not_a_bar(app: SfmApp, store: Store, until: Any) -> None:
    store.reference.set(Location(location="LONG", name="Corridor " * 40), Author("okafor"))
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "locations")
        await edit(app, pilot, until, "LONG")
        row = app.screen.query_one("#f1", Input).region.y
        line = app.screen._compositor.render_strips()[row]
        assert "Corridor Corridor" in "".join(segment.text for segment in line)
