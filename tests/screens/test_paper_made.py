"""A document that is saved on the paper screen, or from a record, is listed with the head it is of, and linked."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.paper.key import paper_key
from sfm_tui.widgets.paper.saving import SaveDialog
from tests.conftest import NOW

SIZE = (100, 30)


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are proposed in a folder of the test's own."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


async def save_as_text(app: SfmApp, pilot: Any, settle: Any, until: Any) -> None:
    """Save what the paper screen shows as text."""
    await pilot.press("f")
    await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
    await pilot.press("t")
    await settle(pilot)
    await pilot.press("s")
    await until(pilot, lambda: isinstance(app.screen, SaveDialog))
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, SaveDialog))
    await settle(pilot)


async def test_saved_listed_and_followed(app: SfmApp, store: Store, settle: Any, until: Any, tmp_path: Path) -> None:
    number = store.incidents.open(Author("okafor"), reported=NOW, summary="[/x] Tailgating").number
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("paper", paper_key("incident", record=number))
        await until(pilot, lambda: getattr(app.screen, "made", None) and app.screen.made.document)
        await pilot.press("m")
        await settle(pilot)
        assert "no document was made yet" in app.screen._said.said
        await save_as_text(app, pilot, settle, until)
        (made,) = store.documents.all()
        file = tmp_path / "home" / f"incident-{number}.txt"
        assert (made.report, made.title, made.period, made.form) == ("D-01", "Incident", number, "txt")
        assert made.digest == hashlib.sha256(file.read_bytes()).hexdigest()
        assert f"Ledger head {made.head}" in file.read_text(encoding="utf-8")
        assert "saved as D-01" in app.screen._said.said
        assert [one.source for one in store.links.of(made.ref)] == [f"incident:{number}"]
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        (choice,) = app.screen._choices
        assert f"head {made.head}" in choice.detail
        await pilot.press("enter")
        await until(pilot, lambda: str(getattr(app.screen, "question", "")).startswith("D-01: ← came from 1"))
        await pilot.press("1")
        await until(pilot, lambda: getattr(app.screen, "number", "") == number)


async def test_nothing_is_entered_while_nobody_has_signed_on(
    app: SfmApp, store: Store, settle: Any, until: Any
) -> None:
    store.incidents.open(Author("okafor"), reported=NOW, summary="x")
    app.session.person = ""
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("paper", paper_key("incident", record="2026-0001"))
        await until(pilot, lambda: getattr(app.screen, "made", None) and app.screen.made.document)
        await save_as_text(app, pilot, settle, until)
        assert store.documents.all() == []
        assert app.screen._said.said.startswith("saved · ")
