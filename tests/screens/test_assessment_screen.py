"""The screen of self-assessment: levels, form, profile, an action from a row, files of a row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.domain.assessment import ENABLERS, LEVELS, Check
from sfm_tui.domain.attachment import size_words
from sfm_tui.domain.rubric import cell
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.assessment.flows import so_far
from sfm_tui.widgets.assessment.words import mark_of, ref_words
from sfm_tui.widgets.forms.long_form import LongForm
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.lists.reading import Reading, flow
from sfm_tui.widgets.records.attaching import check_path
from tests.conftest import ME

HOSTILE = "[@click=app.quit]x [/x] =1+1 😀 " + "w" * 300


def yes(level: int, evidence: str = "seen") -> Check:
    return Check(level=level, holds=True, evidence=evidence)


async def opened(app: SfmApp, pilot: Any, settle: Any, key: str = "") -> Any:
    app.go_to("assessment", key)
    await settle(pilot)
    return app.screen


def said(screen: Any) -> str:
    """Everything that the right half says, as one line of words."""
    return " ".join(screen.query_one(Reading).all_text.split())


def put(form: Form, name: str, text: str) -> None:
    """Write into a field of a form, as typing does."""
    n = next(n for n, field in enumerate(form.fields) if field.name == name)
    if form.fields[n].choices:
        widget: Any = form.query_one(f"#f{n}")
        widget._at = [key for key, _ in form.fields[n].choices].index(text)
    elif form.fields[n].long:
        form.query_one(f"#f{n}").text = text
    else:
        form.query_one(f"#f{n}").value = text


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_cell_is_read_whole_beside_its_level(
    app: SfmApp, settle: Callable[..., Any], size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot, settle)
        assert "0 of 4" in screen.query_one("#totals").said
        for enabler, title in ENABLERS.items():
            for level, word in LEVELS.items():
                screen.levels.put_cursor(f"{enabler}:{level}")
                screen._show_place()
                await pilot.pause()
                assert f"{title}: {level} {word} {cell(enabler, level)}" in said(screen)
                assert "Not assessed yet: n assesses" in said(screen)
                reading = screen.query_one(Reading)
                assert len(reading.items) <= reading.size.height  # all of it is in sight
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "desk"


async def test_a_level_counts_only_over_the_lower_ones_and_the_profile_tells_before(
    app: SfmApp, store: Store, settle: Callable[..., Any]
) -> None:
    store.assessments.assess("leadership", [yes(2)], ME, assessed_on="2026-05-21", views="Tenants hear nothing")
    store.assessments.assess(
        "leadership", [yes(2, "aims hang"), yes(3, HOSTILE), Check(level=4, holds=False), yes(5)], ME,
        gaps="no aims for the year", strengths="both crews know them", confidence="high",
    )  # fmt: skip
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle)
        words = said(screen)
        assert "Leadership before ●●○○○ 2 reactive now ●●●○○ 3 process-focused ▲ one level up" in words
        assert "Engagement now not assessed" in words
        assert [mark_of(screen.known, "leadership", level)[2] for level in LEVELS] == [
            "holds", "holds", "now", "not yet ▶ next", "does not count",
        ]  # fmt: skip
        screen.show_record("leadership:2026-11-21:okafor")
        await settle(pilot)
        assert screen.levels.current.key == "leadership:3"
        words = said(screen)
        assert "J. Okafor: holds: [@click=app.quit]x [/x] =1+1 😀" in words
        assert "Target: 4 proactive Aims for the year" in words
        assert "Gaps: no aims for the year" in words
        assert "No action answers it yet: a raises one" in words
        screen.levels.put_cursor("leadership:5")
        screen._show_place()
        assert "it does not count: level 4 proactive does not hold" in said(screen)


async def test_an_enabler_is_assessed_in_the_form_and_half_of_it_is_kept(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle, "engagement")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        form = app.screen.query_one(Form)
        put(form, "holds2", "yes")
        put(form, "views", "half")
        await pilot.press("f2")  # a call comes in: the incident opens over the form
        await until(pilot, lambda: not isinstance(app.screen, LongForm))
        app.go_to("assessment")
        await until(pilot, lambda: app.screen is screen)
        assert store.drafts.get("assessment:new:okafor:engagement").body["views"] == "half"
        app.session.half_written.clear()  # as after a new start: the store alone knows
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        form = app.screen.query_one(Form)
        assert (form.values["holds2"], form.values["views"]) == ("yes", "half")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "level 2 reactive holds" in str(form.query_one("#form-echo").render()))
        put(form, "by2", "stand-up of 20 Nov")
        put(form, "holds4", "yes")
        put(form, "by4", HOSTILE)
        assert so_far(form.values) == "comes to level 2 reactive; 4 does not count while 3 does not hold"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        row = store.assessments.get("engagement:2026-11-21:okafor")
        assert (row.level, row.views) == (2, "half")
        assert [check.level for check in store.assessments.checks(row.key)] == [2, 4]
        assert store.drafts.get("assessment:new:okafor:engagement") is None
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, LongForm))
        form = app.screen.query_one(Form)
        put(form, "holds3", "yes")
        put(form, "by3", "questions of 14 Nov")
        put(form, "why", "looked again")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        assert store.assessments.get(row.key).level == 4


async def test_a_row_raises_an_action_and_each_shows_the_other(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any]
) -> None:
    row = store.assessments.assess("methodology", [yes(2)], ME, gaps="Causes are not counted")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, settle, row.key)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        values = app.screen.query_one(Form).values
        assert values["area"] == "Methodology and rigour: from reactive to process-focused"
        assert cell("methodology", 3) in values["required_level"]
        assert "Causes are not counted" in values["gap"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        await settle(pilot)
        assert store.assessments.actions() == {row.key: ("A-01",)}
        assert "Answered by A-01 Methodology and rigour: from reactive" in said(screen)
        reading = screen.query_one(Reading)
        reading.focus()
        reading.cursor = next(n for n, line in enumerate(reading.items) if line.go == "action:A-01")
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "board")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        about = app.screen.query_one("#about")
        told = "self-assessment of Methodology and rigour, 21 Nov 2026 (okafor)"
        await until(pilot, lambda: told in str(about.render()))


async def test_a_file_is_attached_to_a_row(
    app: SfmApp, store: Store, settle: Callable[..., Any], until: Callable[..., Any], tmp_path: Path
) -> None:
    row = store.assessments.assess("leadership", [], ME, evidence="nothing hangs there")
    photo = tmp_path / "board [x].txt"
    photo.write_text("aims")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, settle, row.key)
        await pilot.press("ctrl+k")
        await until(pilot, lambda: app.screen.query("#form-hint"))
        form = app.screen.query_one(Form)
        put(form, "path", str(tmp_path / "none.txt"))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "there is no file" in str(form.query_one("#form-echo").render())
        put(form, "path", f"'{photo}'")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        (one,) = store.attachments.of(row.ref)
        await settle(pilot)
        assert "File: board [x].txt, 4 bytes" in said(screen)
        assert (one.name, one.size) == ("board [x].txt", 4)
        await pilot.press("ctrl+k")
        await until(pilot, lambda: getattr(app.screen, "question", "").endswith("its files"))
        await pilot.press("2")
        await until(pilot, lambda: app.screen.query("#text-scroll"))
        told = "".join(str(part.render()) for part in app.screen.query("Static"))
        assert str(store.attachments.path(one.hash)) in told
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


def test_what_a_typed_path_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a b.txt").write_text("x" * 2048)
    (tmp_path / "empty").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path(' "~/a b.txt" ') == tmp_path / "a b.txt"
    assert check_path("~/a b.txt") == "a b.txt, 2.0 kB"
    for text, problem in (
        (str(tmp_path), "a folder"), ("~/none", "there is no file"), ("~/empty", "is empty"),
        ("\0", "no file can be called that"), ("~nobody-here/a", "no folder of that person"), ("  ", "type where"),
        ("x" * 5000, "cannot be read: its name is too long"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=problem):
            check_path(text)
    assert [size_words(size) for size in (1, 1024, 3 << 20)] == ["1 byte", "1.0 kB", "3.0 MB"]


def test_lines_hold_all_of_a_text_however_long_its_words() -> None:
    text = f"{HOSTILE}\nsecond " + "😀" * 90
    lines = flow(text, 20)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert ref_words("incident:2026-0142") == "incident 2026-0142"
    assert ref_words("assessment:of the wind") == "assessment of the wind"
