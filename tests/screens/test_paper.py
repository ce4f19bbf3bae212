"""The paper screen shows every document that `sfm report` can make, as it stands in the store, and saves it whole."""

import json
import subprocess
import sys
import threading
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import ModalScreen

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.clock.days import Days
from sfm_tui.domain.desk import Author
from sfm_tui.domain.period import Period
from sfm_tui.reports import gather, render
from sfm_tui.reports.registry import KINDS, Asked
from sfm_tui.reports.text_of import text_of
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.paper.key import Wanted, paper_key, read_key
from sfm_tui.widgets.paper.saving import SaveDialog, target_of
from sfm_tui.widgets.paper.view import PaperView
from sfm_tui.widgets.paper.wish import Wish, asked_of, period_of, turned, whole_days
from tests.conftest import NOW

NARROW, WIDE = (80, 24), (120, 36)
HOSTILE = "[@click=app.quit]x[/x] =1+1 \U0001f525 " + "w" * 5000
OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is written outside the test's own folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


def seen(app: SfmApp) -> str:
    return app.screen.query_one(PaperView).text


def about(app: SfmApp) -> str:
    return str(app.screen.query_one("#about").said)


async def open_paper(app: SfmApp, pilot: Any, settle: Any, kind: str = "", **about: Any) -> Any:
    """Go to the screen; to a document there, without reading the first one of the list."""
    await settle(pilot)
    app.go_to("paper", paper_key(kind, **about) if kind else "")
    await settle(pilot)
    return app.screen


async def choose(app: SfmApp, pilot: Any, settle: Any, kind: str) -> None:
    """Move the cursor of the list to a document."""
    rows = app.screen.query_one("#kinds", Rows)
    rows.focus()
    by = list(KINDS).index(kind) - rows.cursor
    await pilot.press(*["down" if by > 0 else "up"] * abs(by))
    await settle(pilot)


async def settle_dialog(pilot: Any, kind: Any = ModalScreen) -> None:
    """Waits until a dialog that a worker asks has come up and takes keys."""
    for _ in range(500):
        await pilot.pause()
        if isinstance(pilot.app.screen, kind) and pilot.app.screen.focused is not None:
            return
        await pilot.pause(0.01)
    raise AssertionError(f"no {kind.__name__} came up")


# ── what is seen ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_document_of_the_registry_is_there_and_can_be_seen(story: SfmApp, settle: Any) -> None:
    async with story.run_test(size=WIDE) as pilot:
        screen = await open_paper(story, pilot, settle)
        assert [kind.name for kind in screen.query_one("#kinds", Rows).items] == list(KINDS)
        for kind in KINDS.values():
            await choose(story, pilot, settle, kind.name)
            assert screen.kind is kind
            made = screen.made
            assert made.document is not None, f"{kind.name}: {made.problem}"
            text = seen(story)
            assert text.splitlines() == text_of(made.document, screen.query_one(PaperView).columns).rstrip().split("\n")
            assert made.document.foot.head in text
            assert "reading" not in text.splitlines()[0]


async def test_a_low_terminal_says_of_how_many_documents(story: SfmApp, settle: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await open_paper(story, pilot, settle)
        rows, page = screen.query_one("#kinds"), screen.query_one("#page")
        assert rows.size.height < len(KINDS)
        assert page.border_title == f"1 of {len(KINDS)}"
        await pilot.press("end")
        await settle(pilot)
        assert page.border_title == f"{len(KINDS)} of {len(KINDS)}"


async def test_a_kind_that_somebody_adds_is_there(
    app: SfmApp, store: Store, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "duty-sheet", replace(KINDS["incident"], name="duty-sheet", what="something new"))
    for summary in ("the first", "the second"):
        store.incidents.open(Author("okafor"), reported=NOW, summary=summary)
    async with app.run_test(size=WIDE) as pilot:
        screen = await open_paper(app, pilot, settle)
        await choose(app, pilot, settle, "duty-sheet")
        assert about(app).startswith("Duty sheet · none yet")
        assert "There is none yet: w asks which." in seen(app)
        await pilot.press("w")
        await settle_dialog(pilot)
        assert isinstance(app.screen, PickDialog)
        await pilot.press("enter")
        await settle_dialog(pilot, AskDialog)
        await pilot.press(*"2026-0001", "enter")
        await settle(pilot)
        assert "2026-0001" in seen(app)
        assert screen.made.document is not None


async def test_the_preview_says_what_the_command_line_says(story: SfmApp, settle: Any) -> None:
    async with story.run_test(size=WIDE) as pilot:
        screen = await open_paper(story, pilot, settle)
        assert about(story) == "Contract review · Oct 2026, Thu 1 – Sat 31 Oct 2026 · PDF"
        store = await story.session.store()
        asked = Asked(window=OCTOBER.bounds(store.tz))
        assert screen.made.asked == asked
        document = KINDS["contract-review"].document(store, asked, story.session.author)
        columns = screen.query_one(PaperView).columns
        assert seen(story) + "\n" == text_of(document, columns)
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert "Sep 2026, Tue 1 – Wed 30 Sep 2026" in about(story)
        assert "September 2026" in seen(story).splitlines()[0]
        await pilot.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        await settle(pilot)
        assert "This month so far" in about(story)
        assert "still to come" in screen._said.said
        assert screen.made.asked.window == Days(date(2026, 11, 1), date(2026, 11, 30)).bounds(store.tz)
        await pilot.press("i")
        await settle(pilot)
        assert screen.made.asked.names
        assert "officers by name" in about(story)


async def test_months_and_days_are_chosen_by_keys(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle)
        await pilot.press("w")
        await settle_dialog(pilot)
        await pilot.press("3")
        await settle(pilot)
        assert "Sep 2026" in about(app)
        await pilot.press("w")
        await settle_dialog(pilot)
        await pilot.press("d")
        await settle_dialog(pilot, AskDialog)
        await pilot.press(*"1 oct - 15 oct", "enter")
        await settle(pilot)
        assert screen.made.asked.window == Days(date(2026, 10, 1), date(2026, 10, 15)).bounds(app.session.tz)
        await choose(app, pilot, settle, "occurrence-book")
        await pilot.press("w")
        await settle_dialog(pilot)
        await pilot.press(*"31/10", "enter")
        await settle(pilot)
        assert "Sat 31 Oct 2026" in about(app)
        assert screen.made.asked == Asked(day=date(2026, 10, 31))
        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert screen.made.asked == Asked(day=date(2026, 10, 30))


async def test_a_record_is_picked_and_the_newest_stands_first(app: SfmApp, store: Store, settle: Any) -> None:
    for summary in ("the first", "the second"):
        store.incidents.open(Author("okafor"), reported=NOW, summary=summary)
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "incident")
        assert "2026-0002, the newest" in about(app)
        await pilot.press("w")
        await settle_dialog(pilot)
        await pilot.press(*"2026-0001", "enter")
        await settle(pilot)
        assert screen.made.asked.record == "2026-0001"
        assert "2026-0001" in seen(app)
        await choose(app, pilot, settle, "handover")
        assert screen.wish.record == ""


async def test_an_empty_site_says_what_to_do_first(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "incident")
        assert seen(app) == "There is no incident yet: F2 opens one."
        assert screen.check_action("save", ()) is None
        await pilot.press("s")
        await settle(pilot)
        assert app.screen is screen


async def test_what_people_typed_is_shown_as_it_is(app: SfmApp, store: Store, settle: Any) -> None:
    store.incidents.open(Author("okafor"), reported=NOW, summary=HOSTILE)
    async with app.run_test(size=NARROW) as pilot:
        await open_paper(app, pilot, settle, "incident")
        await pilot.press("enter", "end")
        await settle(pilot)
        assert "[@click=app.quit]x[/x] =1+1" in seen(app)
        view = app.screen.query_one(PaperView)
        assert all(view.render_line(y).cell_length == view.size.width for y in range(view.size.height))
        assert view.scroll_offset.y > 0


async def test_it_follows_what_others_write(app: SfmApp, store: Store, settle: Any) -> None:
    store.incidents.open(Author("okafor"), reported=NOW, summary="first words")
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "incident")
        assert "first words" in seen(app)
        number = screen.made.record
        store.incidents.change(number, {"summary": "other words"}, Author("okafor"))
        app._tick()
        await settle(pilot)
        assert "other words" in seen(app)
        screen.made.took = 9.0
        store.incidents.change(number, {"summary": "third words"}, Author("okafor"))
        app._tick()
        await settle(pilot)
        assert "third words" not in seen(app)
        assert "older than the newest entry" in about(app)
        await pilot.press("r")
        await settle(pilot)
        assert "third words" in seen(app)
        assert "older" not in about(app)


async def test_a_locked_desk_shows_no_document(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle)
        app.session.locked = True
        screen.locked_changed()
        assert not screen.query_one("#columns").display
        for key in ("s", "c", "w", "f"):
            await pilot.press(key)
        await settle(pilot)
        assert app._clipboard == ""
        assert not isinstance(app.screen, SaveDialog)


# ── saved ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_saved_in_each_format_and_told_where_it_lies(
    app: SfmApp, settle: Any, until: Any, own_home: Path
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await open_paper(app, pilot, settle)
        await pilot.press("c")
        await settle(pilot)
        assert app._clipboard == text_of(screen.made.document)
        await pilot.press("s")
        await settle_dialog(pilot)
        path = own_home / "contract-review-2026-10.pdf"
        assert app.screen.query_one("#f0").value == str(path)
        await pilot.press("enter")
        await settle(pilot)
        assert path.read_bytes().startswith(b"%PDF")
        assert app.screen is screen
        lies = str(screen.query_one("#lies").render())
        assert str(path) in lies
        await pilot.press("y")
        await settle(pilot)
        assert app._clipboard == str(path)
        await pilot.press("f")
        await settle_dialog(pilot)
        await pilot.press("t")
        await until(pilot, lambda: about(app).endswith("· text"))
        await pilot.press("s")
        await settle_dialog(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert (own_home / "contract-review-2026-10.txt").read_text(encoding="utf-8").startswith("Contract review")
        assert sorted(p.name for p in own_home.iterdir()) == [
            "contract-review-2026-10.pdf",
            "contract-review-2026-10.txt",
        ]


async def test_a_bad_folder_is_one_line_and_what_was_typed_stays(
    app: SfmApp, settle: Any, until: Any, own_home: Path
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_paper(app, pilot, settle, "briefing")
        await pilot.press("s")
        await settle_dialog(pilot)
        field = app.screen.query_one("#f0")
        for typed, wrong in (
            ("/nowhere/at all/x.pdf", "there is no folder /nowhere/at all"),
            (str(own_home), "is a folder"),
            ("x.docx", "not as docx"),
        ):
            field.value = typed
            await pilot.press("enter")
            await until(pilot, lambda wrong=wrong: wrong in str(app.screen.query_one("#form-echo").render()), wrong)
            assert field.value == typed
        assert list(own_home.iterdir()) == []


async def test_over_another_only_with_leave(app: SfmApp, settle: Any, until: Any, own_home: Path) -> None:
    path = own_home / "mine.txt"
    path.write_text("mine", encoding="utf-8")
    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "briefing")
        await pilot.press("s")
        await settle_dialog(pilot)
        for answer, written in (("n", False), ("y", True)):
            app.screen.query_one("#f0").value = "mine.txt"
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
            await pilot.press(answer)
            done: Any = (lambda: app.screen is screen) if written else (lambda: isinstance(app.screen, SaveDialog))
            await until(pilot, done)
            assert (path.read_text(encoding="utf-8") != "mine") == written


async def test_escape_stops_it_and_nothing_is_left(
    app: SfmApp, settle: Any, until: Any, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[Any] = []
    popen = subprocess.Popen

    def start(*args: Any, **more: Any) -> Any:
        children.append(popen([sys.executable, "-c", "import time; time.sleep(60)"], **more))
        return children[-1]

    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "briefing")
        await pilot.press("s")
        await settle_dialog(pilot)
        monkeypatch.setattr(render.subprocess, "Popen", start)
        await pilot.press("enter")
        await until(pilot, lambda: children)
        await until(pilot, lambda: "Esc stops it" in str(app.screen.query_one("#form-hint").render()))
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was written" in str(app.screen.query_one("#form-hint").render()))
        assert children[0].poll() is not None
        assert list(own_home.iterdir()) == []
        monkeypatch.undo()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_an_incident_that_comes_meanwhile_does_not_lose_the_file(
    app: SfmApp, settle: Any, until: Any, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    real = render.render

    def slow(*args: Any, **more: Any) -> Any:
        go_on.wait(10)
        return real(*args, **more)

    async with app.run_test(size=NARROW) as pilot:
        screen = await open_paper(app, pilot, settle, "briefing")
        await pilot.press("s")
        await settle_dialog(pilot)
        monkeypatch.setattr(render, "render", slow)
        await pilot.press("enter")
        await until(pilot, lambda: "making" in str(app.screen.query_one("#form-hint").render()))
        await pilot.press("f2")
        await until(pilot, lambda: "Incident" in type(app.screen).__name__)
        incident = app.screen
        go_on.set()
        await until(pilot, lambda: list(own_home.glob("*.pdf")))
        assert app.screen is incident
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert screen.saved == next(own_home.glob("*.pdf"))


# ── from where one stands ────────────────────────────────────────────────────────────────────────────────────────


async def test_from_the_dashboard_and_back(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        app.go_to("figures")
        await settle(pilot)
        figures: Any = app.screen
        await pilot.press("P")
        await settle(pilot)
        screen: Any = app.screen
        days = figures.model.period.days
        assert app.current_mode == "paper"
        assert screen.made.asked.window == days.bounds(app.session.tz)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is figures


async def test_from_an_incident_and_back(app: SfmApp, store: Store, settle: Any) -> None:
    for summary in ("the first", "the second"):
        store.incidents.open(Author("okafor"), reported=NOW, summary=summary)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        app.open_incident("2026-0001")
        await settle(pilot)
        await pilot.press("ctrl+r")
        await settle_dialog(pilot)
        await pilot.press("l")
        await settle(pilot)
        screen: Any = app.screen
        assert app.current_mode == "paper"
        assert screen.made.asked == Asked(record="2026-0001")
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.current_incident() == "2026-0001"
        assert app.current_mode == "desk"


async def test_from_the_board_the_roster_and_the_briefing(app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for place, keys, kind in (
            ("board", ("P", "a"), "action-plan"),
            ("roster", ("P",), "roster-week"),
            ("book", ("P", "l"), "occurrence-book"),
            ("briefing", ("P", "l"), "briefing"),
        ):
            app.go_to(place)
            await settle(pilot)
            await pilot.press(keys[0])
            for key in keys[1:]:
                await settle_dialog(pilot)
                await pilot.press(key)
            await until(pilot, lambda: app.current_mode == "paper", place)
            await settle(pilot)
            screen: Any = app.screen
            assert (app.current_mode, screen.kind.name) == ("paper", kind)
            assert screen.made.document is not None
            await pilot.press("escape")
            await settle(pilot)
            assert app.current_mode == place


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────

DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(st.sampled_from(sorted(KINDS)), DATES, DATES, st.text(max_size=20), st.text(max_size=20))
def test_a_key_says_what_was_put_in_it(kind: str, first: date, last: date, record: str, back: str) -> None:
    days = Days(min(first, last), max(first, last))
    key = paper_key(kind, days=days, day=first, record=record, at=5, back=back)
    assert read_key(key) == Wanted(kind, days, first, record, 5, back)


@given(st.text(max_size=30) | st.builds(json.dumps, st.lists(st.none() | st.integers() | st.text(max_size=5))))
def test_any_other_key_is_refused(key: str) -> None:
    found = read_key(key)
    assert found is None or isinstance(found.kind, str)


@given(DATES, st.integers(0, 60))
def test_the_days_of_a_month_are_all_of_it(today: date, back: int) -> None:
    period = Period.of("month", today, today)
    for _ in range(back):
        period = period.shifted(-1)
    days = whole_days(period)
    assert days.first.day == 1
    assert days.first <= period.last <= days.last
    assert (days.last.toordinal() + 1 - days.first.toordinal()) in (28, 29, 30, 31)
    assert date.fromordinal(days.last.toordinal() + 1).day == 1
    assert period_of(days, today) == period


def test_a_week_of_the_roster_is_turned_by_weeks() -> None:
    wish = Wish.first(date(2026, 11, 21))
    assert turned(KINDS["occurrence-book"], wish, -1).day == date(2026, 11, 20)
    if "roster-week" in KINDS:
        assert turned(KINDS["roster-week"], wish, 1).day == date(2026, 11, 28)


def test_a_document_without_a_text_of_its_own_shows_its_words(store: Store, clock: FrozenClock) -> None:
    number = store.incidents.open(Author("okafor"), reported=NOW, summary="Glass broken [/x]").number
    sheet = gather.incident_sheet(store, number, Author("okafor"))
    names = [field.name for field in fields(sheet)]
    other = type("NewSheet", (type(sheet),), {})(**{name: getattr(sheet, name) for name in names})
    text = text_of(other)
    assert "Glass broken [/x]" in text
    assert sheet.foot.head in text
    assert max(map(len, text.splitlines())) <= 78


def test_where_it_is_to_be_saved(tmp_path: Path, own_home: Path) -> None:
    forms = ("pdf", "docx")
    assert target_of("a.docx", tmp_path, "pdf", forms) == (tmp_path / "a.docx", "docx")
    assert target_of(" a v1.2 ", tmp_path, "pdf", forms) == (tmp_path / "a v1.2.pdf", "pdf")
    assert target_of("~/a", tmp_path, "pdf", forms) == (own_home / "a.pdf", "pdf")
    for wrong in ("", "/", f"{tmp_path}", "x/", "a.html", "~nobody-of-that-name/x"):
        with pytest.raises(ValueError):
            target_of(wrong, tmp_path, "pdf", forms)


def test_asked_names_only_what_the_document_takes() -> None:
    tz_free = Wish(Period.of("month", date(2026, 10, 5), date(2026, 11, 21)), date(2026, 11, 21), "A-07", None, True)
    from sfm_tui.clock import zone

    tz = zone("Europe/London")
    assert asked_of(KINDS["occurrence-book"], tz_free, tz) == Asked(day=date(2026, 11, 21))
    assert asked_of(KINDS["incident"], tz_free, tz) == Asked(record="A-07")
    assert asked_of(KINDS["contract-review"], tz_free, tz) == Asked(window=OCTOBER.bounds(tz), names=True)
    assert isinstance(PlaceWanted("paper"), PlaceWanted)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_how_it_looks(
    same_salts: None,
    true_colours: None,
    store: Store,
    app: SfmApp,
    snap_compare: Any,
    settle: Any,
    size: tuple[int, int],
) -> None:
    store.incidents.open(Author("okafor"), reported=NOW, summary="Tailgating at the staff gate [/x]")
    app.session.look()

    async def before(pilot: Any) -> None:
        await open_paper(app, pilot, settle, "incident")
        app.screen.query_one("#kinds", Rows).focus()
        app.screen.remove_class("-open")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
