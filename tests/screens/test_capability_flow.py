"""A person's capability plan on screen: in its own encrypted file, closed by a locked desk, nowhere in the store."""

from pathlib import Path
from typing import Any

from textual.command import CommandPalette
from textual.widgets import Label, OptionList

from sfm_tui.app import SfmApp
from sfm_tui.domain.capability import CapabilityLine, CapabilityPlan
from sfm_tui.storage.capability import CapabilityFile
from sfm_tui.storage.store import Store
from sfm_tui.widgets.capability.flow import capability
from sfm_tui.widgets.capability.plan import PlanDialog
from sfm_tui.widgets.capability.private import PrivateForm, PrivateSave
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.forms.text_field import TextField
from sfm_tui.widgets.lists.rows import Rows

PHRASE = "three or four words"
SECRET = "Punctuality [/x] 🦊"


def put(app: SfmApp, **texts: str) -> None:
    form = app.screen.query_one(Form)
    for n, field in enumerate(form.fields):
        if field.name in texts:
            widget: Any = form.query_one(f"#f{n}")
            setattr(widget, "text" if isinstance(widget, TextField) else "value", texts[field.name])


def echo(app: SfmApp) -> str:
    return str(app.screen.query_one("#form-echo", Label).content)


def framed(app: SfmApp) -> bool:
    return app.screen.query_one("#dialog").styles.border_top[0] == "round"


def said(app: SfmApp) -> str:
    return str(app.screen.query_one("#said", Label).content)


async def test_a_plan_is_begun_written_reviewed_and_hidden_by_the_lock(
    app: SfmApp, store: Store, tmp_path: Path, settle: Any, until: Any
) -> None:
    path = tmp_path / "plan.sfmc"
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.act(capability(app, app.session), "capability")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, PrivateForm))
        put(app, file=str(path), passphrase="short", again="short", employee="T. Reid", manager="D. Marsh")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "characters at least" in echo(app))
        put(app, passphrase=PHRASE, again="another one")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "the two differ" in echo(app))
        put(app, again=PHRASE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog) and app.screen.query_one(Rows).items)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, PrivateForm))
        put(app, area=SECRET, due="20 dec", review_dates="1 dec, 10 dec")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog) and len(app.screen.query_one(Rows).items) == 2)
        await pilot.press("r")
        await until(pilot, lambda: "put the cursor on a row" in str(app.screen.query_one("#said", Label).content))
        await pilot.press("down", "r")
        await until(pilot, lambda: isinstance(app.screen, PrivateForm))
        put(app, evaluation="on time since", reviewed_on="20 nov")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog) and app.screen.query_one(Rows).items[1][2])
        app.duty.lock.lock()
        await until(pilot, lambda: app.session.locked and not isinstance(app.screen, PlanDialog))
        app.duty.lock.unlock()
        await until(pilot, lambda: not any(isinstance(one, PlanDialog) for one in app.screen_stack))
    with CapabilityFile.open(path, PHRASE) as file:
        assert file.plan().employee == "T. Reid"
        assert (file.lines()[1].area, file.lines()[1].review_dates) == (SECRET, "2026-12-01 2026-12-10")
        assert [one.evaluation for one in file.reviews()] == ["on time since"]
    assert store.drafts.all() == []
    for name in (path.name, "sfm.db", "sfm.db-wal"):
        held = (tmp_path / name).read_bytes() if (tmp_path / name).exists() else b""
        assert b"Punctuality" not in held


async def test_the_form_is_written_from_the_opened_plan_alone(
    app: SfmApp, store: Store, tmp_path: Path, settle: Any, until: Any
) -> None:
    path = tmp_path / "plan.sfmc"
    plan = CapabilityPlan(employee="T. Reid", manager="D. Marsh", agreed_on="2026-11-02")
    with CapabilityFile.create(path, PHRASE, plan) as file:
        file.add_line(CapabilityLine(area=SECRET, gap="3 late starts, October"))
    head = store.head()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.act(app.push_screen_wait(PlanDialog(app.session, path, PHRASE)), "capability")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog) and app.screen.query_one(Rows).items)
        assert framed(app)
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, PrivateSave))
        assert framed(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog) and "not encrypted" in said(app))
    form = tmp_path / "plan-form.pdf"
    assert form.read_bytes().startswith(b"%PDF-")
    assert form.stat().st_mode & 0o077 == 0
    assert store.head() == head
    assert sorted(one.name for one in tmp_path.glob("plan*")) == ["plan-form.pdf", "plan.sfmc"]


async def test_two_terminals_in_one_row(app: SfmApp, tmp_path: Path, settle: Any, until: Any) -> None:
    """Another terminal's other fields stay; in the same one this one is told, and the second ^S puts what is typed."""
    path, line = tmp_path / "plan.sfmc", CapabilityLine(area="Radio", gap="3 late starts")
    with CapabilityFile.create(path, PHRASE, CapabilityPlan(employee="T. Reid", manager="D. Marsh")) as file:
        file.add_line(line)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.act(app.push_screen_wait(PlanDialog(app.session, path, PHRASE)), "capability")
            await until(
                pilot, lambda: isinstance(app.screen, PlanDialog) and len(app.screen.query_one(Rows).items) == 2
            )
            await pilot.press("down", "enter")
            await until(pilot, lambda: isinstance(app.screen, PrivateForm))
            put(app, gap="2 late starts", support="a mentor")
            file.change_line(1, line, gap="4 late starts", timescale="12 weeks")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "3 late starts → 4 late starts). ^S again puts" in echo(app))
            assert file.lines()[1].gap == "4 late starts"
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, PlanDialog))
        assert file.lines()[1] == line.with_(gap="2 late starts", support="a mentor", timescale="12 weeks")


async def test_a_wrong_passphrase_is_told_at_its_field(
    app: SfmApp, tmp_path: Path, settle: Any, until: Any
) -> None:  # fmt: skip
    path = tmp_path / "plan.sfmc"
    CapabilityFile.create(path, PHRASE, CapabilityPlan(employee="T. Reid", manager="D. Marsh")).close()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.act(capability(app, app.session), "capability")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, PrivateForm))
        put(app, file=str(path), passphrase="not this one")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "passphrase is wrong" in echo(app))
        put(app, passphrase=PHRASE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PlanDialog))


async def test_the_palette_knows_it_by_name(app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"capability")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert app.screen.question.startswith("A person's own capability plan")
