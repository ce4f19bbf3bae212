"""In a long form the field that is typed in is always seen whole, above the line that says what it is for."""

from typing import Any

import pytest
from textual.widgets import Label

from sfm_tui.app import SfmApp
from sfm_tui.widgets.forms.long_form import LongForm
from sfm_tui.widgets.forms.record_form import FormField


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_each_field_is_seen(app: SfmApp, until: Any, size: tuple[int, int]) -> None:
    fields = [FormField(f"n{n}", f"Field {n}", f"{n}", "what it is for", long=n % 5 == 3) for n in range(26)]

    async def save(_values: dict[str, str]) -> None: ...

    async with app.run_test(size=size) as pilot:
        form = LongForm(app.session, "form:test", "Many fields", fields, save, blank={})
        app.push_screen(form)
        await until(pilot, lambda: form.is_mounted and app.focused is not None)
        echo = form.query_one("#form-echo", Label)
        for _ in range(26):
            await pilot.press("down")
            await pilot.pause()
            field = app.focused
            assert field is not None
            await until(pilot, lambda field=field: field.region.bottom <= echo.region.y)
            assert field.region.y >= form.query_one("#dialog").region.y
