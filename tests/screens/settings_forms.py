"""The settings screen and its forms, driven as a person does."""

from typing import Any

from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.forms.cycle import Cycle
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.lists.rows import Rows


def said(app: SfmApp) -> str:
    """What the screen says."""
    return next(s for s in reversed(app.screen_stack) if s.query(SayLine)).query_one(SayLine).said


def echo(app: SfmApp) -> str:
    """The line below the form."""
    return " ".join(str(label.render()) for label in app.screen.query("#form-echo"))


def form_open(app: SfmApp) -> bool:
    """Whether a form is on top and takes keys."""
    return isinstance(app.screen, FormDialog) and app.focused is not None


def items(app: SfmApp) -> list[Any]:
    """The records that are listed."""
    return app.screen_stack[0].query_one("#records", Rows).items


async def go(app: SfmApp, pilot: Any, until: Any, section: str) -> None:
    """To the records of a section."""
    if app.current_mode != "settings":
        app.go_to("settings")
        await until(pilot, lambda: app.screen.query("#sections") and app.focused is not None)
    screen: Any = app.screen
    sections = screen.query_one("#sections", Rows)
    sections.focus()
    await pilot.pause()
    names = [each.name for each in screen.sections]
    await pilot.press("home", *["down"] * names.index(section))
    await until(pilot, lambda: screen.section.name == section)
    await until(pilot, lambda: items(app))
    await pilot.press("enter")
    await pilot.pause()


async def edit(app: SfmApp, pilot: Any, until: Any, key: str) -> None:
    """Open a record in its form."""
    app.screen.query_one("#records", Rows).put_cursor(key)
    await pilot.press("enter")
    await until(pilot, lambda: form_open(app))


async def put(app: SfmApp, pilot: Any, name: str, text: str) -> None:
    """Fill a field of the form."""
    form = app.screen.query_one(Form)
    n = [field.name for field in form.fields].index(name)
    widget = form.query_one(f"#f{n}")
    widget.focus()
    await pilot.pause()
    if isinstance(widget, Input):
        widget.value = text
    else:
        assert isinstance(widget, Cycle)
        while widget.value != text:
            await pilot.press("right")
    await pilot.pause()


async def save(app: SfmApp, pilot: Any, until: Any) -> None:
    """Save the form and wait until it has gone."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: not isinstance(app.screen, FormDialog))


async def go_empty(app: SfmApp, pilot: Any, until: Any, section: str) -> None:
    """To a section without records."""
    app.go_to("settings")
    await until(pilot, lambda: app.screen.query("#sections") and app.focused is not None)
    screen: Any = app.screen
    await pilot.press("home", *["down"] * [each.name for each in screen.sections].index(section))
    await until(pilot, lambda: screen.section.name == section)
