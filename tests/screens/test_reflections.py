"""The screen of reflections: writing, versions, criteria, coverage; files of any record from its own screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.reference import Topic
from sfm_tui.storage.store import Store
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.long_form import LongForm
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.reading import Reading
from sfm_tui.widgets.lists.rows import Rows
from tests.conftest import ME

HOSTILE = "[@click=app.quit]x [/x] =1+1 😀 " + "w" * 300
STANDARD = """
standard = "OWN"
title = "Our own"
[[criterion]]
code = "1"
title = "Only one"
"""


async def opened(app: SfmApp, pilot: Any, settle: Any, key: str = "") -> Any:
    app.go_to("reflections", key)
    await settle(pilot)
    return app.screen


def said(screen: Any) -> str:
    """Everything that the right half says."""
    return " ".join(screen.query_one(Reading).all_text.split())


def listed(screen: Any) -> str:
    rows = screen.query_one("#pages", Rows)
    return "\n".join("".join(text for text, _ in line) for item in rows.items for line in rows._draw(item, 60))


def put(form: Form, name: str, text: str) -> None:
    """Write into a field of a form, as typing does."""
    n = next(n for n, field in enumerate(form.fields) if field.name == name)
    field: Any = form.query_one(f"#f{n}")
    if form.fields[n].long:
        field.text = text
    else:
        field.value = text


async def test_a_reflection_is_written_kept_tagged_and_covers(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any]
) -> None:
    number = store.incidents.open(ME).number
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle)
        assert "n writes the first one" in said(screen)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        put(app.screen.query_one(Form), "learned", "half")
        await pilot.press("f2")  # a call comes in meanwhile
        await until(pilot, lambda: not isinstance(app.screen, LongForm))
        app.go_to("reflections")
        await until(pilot, lambda: app.screen is screen)
        app.session.half_written.clear()  # as after a new start: the store alone knows
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        form = app.screen.query_one(Form)
        assert form.values["learned"] == "half"
        put(form, "title", HOSTILE)
        put(form, "about", "talk T-99")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is no talk T-99" in str(form.query_one("#form-echo").render()))
        put(form, "about", number[-4:])
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, MarkDialog))
        await pilot.press("6", "enter", "ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        page = store.reflections.get("R-01")
        assert (page.title, page.learned, page.day) == (HOSTILE, "half", "2026-11-21")
        assert [tag.criterion for tag in store.standards.tags_of("reflection:R-01")] == ["6"]
        words = said(screen)
        assert "What I learned half" in words
        assert "Not written: what i did, what prompted it" in words
        assert "ST0330 6 Improvement Planning and Implementation" in words
        assert f"Belongs to incident {number}" in words
        await pilot.press("3")
        await settle(pilot)
        words = said(screen)
        assert "A public tracker lists it among standards that lose funding" in words
        assert "1 of 25 have evidence" in words
        assert "✓ 6 Improvement Planning … 1 · · · · ·" in words
        assert "○ 5 Contract Performance … none yet" in words
        screen.rows.put_cursor("criterion:6")
        screen._show_row()
        assert "✓ 1 record shows it Reflection R-01" in said(screen)
        screen.rows.put_cursor("criterion:5")
        screen._show_row()
        assert "○ No evidence yet" in said(screen)
        await pilot.press("g")
        await until(pilot, lambda: app.screen.query("#f0"))
        await pilot.press(*number[-4:], "enter")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert f"✓ 1 record shows it Incident incident {number}" in said(screen)


async def test_every_edit_is_a_version_that_can_be_read_and_put_back(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any]
) -> None:
    store.reflections.add("The gate lane", ME, did="Moved the responder")
    store.notes.add("PDCA", ME, kind="framework", text="Plan, do, check, act", source="Deming")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle, "R-01")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        put(app.screen.query_one(Form), "did", "Moved the responder off the lane")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert "version 2 What I did Moved the responder off the lane" in said(screen)
        await pilot.press("v")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen.query("#text-scroll"))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert [one.did for one in store.reflections.versions("R-01")] == [
            "Moved the responder", "Moved the responder off the lane", "Moved the responder",
        ]  # fmt: skip
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query("#f0"))
        await pilot.press("o", "l", "d", "enter")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert "OUT OF USE: old" in said(screen)
        assert "Reflections: 0" in screen.query_one("#totals").said
        await pilot.press("x")
        await settle(pilot)
        assert store.reflections.get("R-01").withdrawn == ""
        await pilot.press("y")
        await until(pilot, lambda: app.screen.query("#history"))
        assert len(app.screen.query_one("#history", Rows).items) == 5
        await pilot.press("escape", "2")
        await settle(pilot)
        assert "N-01  PDCA" in listed(screen)
        assert "Text Plan, do, check, act Source Deming" in said(screen)


async def test_a_site_loads_its_own_standard(
    app: SfmApp, settle: Callable[..., Any], until: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text("nothing = 1")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle, "coverage")
        await pilot.press("s")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("l", "o", "a", "d", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        form = app.screen.query_one(Form)
        put(form, "path", str(path))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no standard" in str(form.query_one("#form-echo").render()))
        path.write_text(STANDARD)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert "Our own" in listed(screen)
        assert "0 of 1 have evidence" in said(screen)


@pytest.mark.parametrize("place", ["incident", "action", "card", "talk", "page"])
async def test_a_file_is_attached_from_the_opened_record(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any], tmp_path: Path, place: str
) -> None:
    photo = tmp_path / "gate.txt"
    photo.write_text("seen at the gate")
    number = store.incidents.open(ME).number
    store.actions.add("Keys", ME)
    store.reflections.add("Gate", ME)
    store.reference.set(Topic(topic="keys", title="Keys"), ME)
    talk = store.talks.plan("keys", ME).talk
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        if place == "incident":
            app.open_incident(number)
            ref = f"incident:{number}"
        elif place in ("action", "card"):
            app.go_to("board", "A-01")
            ref = "action:A-01"
        elif place == "talk":
            app.go_to("talks", talk)
            ref = f"talk:{talk}"
        else:
            app.go_to("reflections", "R-01")
            ref = "reflection:R-01"
        await settle(pilot)
        if place == "action":
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query("#advice"))
        under = app.screen
        await pilot.press("ctrl+k")
        await until(pilot, lambda: type(app.screen) is FormDialog)
        form = app.screen.query_one(Form)
        put(form, "path", str(photo))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is under)
        assert [one.name for one in store.attachments.of(ref)] == ["gate.txt"]


async def test_any_record_is_tagged_where_its_links_are_and_a_locked_desk_hides_all(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any]
) -> None:
    store.actions.add("Keys", ME)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.go_to("board", "A-01")
        await settle(pilot)
        board = app.screen
        await pilot.press("o")
        await until(pilot, lambda: getattr(app.screen, "question", "").startswith("A-01"))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, MarkDialog))
        await pilot.press("p", "d", "c", "a", "enter", "ctrl+s")
        await until(pilot, lambda: app.screen is board)
        await settle(pilot)
        assert [tag.criterion for tag in store.standards.tags_of("action:A-01")] == ["pdca"]
        screen = await opened(app, pilot, settle, "coverage")
        screen.rows.put_cursor("criterion:pdca")
        screen._show_row()
        assert "✓ 1 record shows it Action action A-01" in said(screen)
        for place in ("reflections", "assessment"):
            app.session.locked = False
            app.go_to(place)
            await settle(pilot)
            app.session.locked = True
            app.screen.locked_changed()
            assert not app.screen.query_one("#columns").display
