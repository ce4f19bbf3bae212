"""The form of an action that is closed while what stands above its fields is still being read."""

import asyncio
from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.forms.record_form import FormField


async def test_nothing_is_said_of_a_form_that_is_gone(app: SfmApp, settle: Any, until: Any) -> None:
    read = asyncio.Event()

    async def look() -> list[str]:
        await read.wait()
        return ["a line"]

    async def save(_typed: dict[str, str]) -> None: ...

    async with app.run_test() as pilot:
        await settle(pilot)
        dialog = ActionDialog(
            app.session, "action:new", "New", [FormField("title", "What", "")], save, blank={"title": ""}, look=look
        )
        await app.push_screen(dialog)
        await until(pilot, lambda: any(one.name == "read the action" for one in app.workers))
        reading = [one for one in app.workers if one.name == "read the action"]
        gone = app.pop_screen()
        while dialog.query("#dialog"):
            await asyncio.sleep(0)
        read.set()
        await app.workers.wait_for_complete(reading)
        await gone
        assert [one.error for one in reading] == [None]
