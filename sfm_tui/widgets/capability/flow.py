"""The way to a person's own capability plan: opened, or begun, by the name of its file and its passphrase."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain.capability import CapabilityPlan
from sfm_tui.storage.capability import CapabilityFile, WrongPassphrase
from sfm_tui.widgets.capability.fields import head_fields, head_values, new_passphrase, twice
from sfm_tui.widgets.capability.plan import PlanDialog, with_file
from sfm_tui.widgets.capability.private import PrivateForm
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_path import typed_path

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session


def _path(text: str) -> Path:
    try:
        return typed_path(text).absolute()
    except ValueError as error:
        raise FieldError("file", str(error)) from None


async def capability(app: "App[Any]", session: "Session") -> None:
    """Open a person's capability plan, or begin one, in a file that is named with its passphrase."""
    choices = [Choice("open", "Open a plan", letter="o"), Choice("new", "Begin a new plan", letter="n")]
    chosen = await app.push_screen_wait(ChooseDialog("A person's own capability plan (kept apart, encrypted)", choices))
    if chosen is None:
        return
    where = FormField("file", "File", "", "its path; it is no part of the store, nor of its backups", needed=True)
    today = local_date(session.now(), session.tz)

    async def open_it(typed: dict[str, str]) -> tuple[Path, str]:
        path, passphrase = _path(typed["file"]), typed["passphrase"]
        try:
            await asyncio.to_thread(with_file, path, passphrase, lambda file: file.plan())
        except WrongPassphrase as error:
            raise FieldError("passphrase", str(error)) from None
        return path, passphrase

    async def begin(typed: dict[str, str]) -> tuple[Path, str]:
        path, passphrase = _path(typed["file"]), twice(typed)
        plan = CapabilityPlan(**head_values(typed, None, today))

        def make() -> None:
            CapabilityFile.create(path, passphrase, plan).close()

        await asyncio.to_thread(make)
        return path, passphrase

    if chosen == "new":
        fields = [where, *new_passphrase(), *head_fields(None, today)]
        form = PrivateForm(session, "A new capability plan", fields, begin, focus="file")
    else:
        fields = [where, FormField("passphrase", "Passphrase", needed=True, password=True)]
        form = PrivateForm(session, "Open a capability plan", fields, open_it, focus="file")
    opened = await app.push_screen_wait(form)
    if opened is not None:
        await app.push_screen_wait(PlanDialog(session, *opened))
