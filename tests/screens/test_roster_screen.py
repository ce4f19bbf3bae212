"""The roster on screen: found, filled, taken back; other days, other terminals, hostile names, every terminal."""

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Post
from sfm_tui.storage.store import Store
from sfm_tui.widgets.records.history_dialog import HistoryDialog
from sfm_tui.widgets.roster.board import BY_OFFICER
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.preview import RosterPreview
from tests.screens.painting import painted, show_tags, unreadable, with_colours
from tests.screens.roster_fakes import at, crowd, held, shown
from tests.test_theme import ENOUGH, PALETTES, Color, ratio

WIDE, NARROW = (120, 36), (80, 24)
OTHER = Author("patel")


@pytest.fixture
def roster(store: Store, me: Author) -> Store:
    crowd(store, me)
    return store


async def to_roster(app: SfmApp, pilot: Pilot[Any], until: Any) -> Any:
    """Go to the roster, to the week of the crowded Thursday."""
    await until(pilot, lambda: app.session.data.site is not None)
    app.go_to("roster", str(at("12:00")))
    await until(pilot, lambda: type(app.screen).__name__ == "Roster" and app.screen.board is not None, "the roster")
    await until(pilot, lambda: app.screen.timeline.cursor_at == at("12:00"), "Thursday")
    await until(pilot, lambda: app.screen.findings_list.items, "the findings")
    return app.screen


def kinds(screen: Any) -> list[str]:
    """The kinds of the findings of the Thursday that are listed."""
    day = (at("00:00"), at("2026-11-27T00:00"))
    some = [one.finding for one in screen.findings_list.items]
    return [found.kind for found in some if found.start < day[1] and day[0] < found.end]


def under_cursor(screen: Any) -> str:
    """What is said of the place under the cursor."""
    return str(screen.query_one("PlaceWords").text)


async def test_the_lone_peak_is_found_filled_and_taken_back(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await to_roster(app, pilot, until)
        before = [one.finding for one in screen.findings_list.items]
        assert kinds(screen).count("no-responder") == 1
        assert "no-responder" in kinds(screen)
        await pilot.press("f")
        await until(pilot, lambda: "Which findings?" in shown(app))
        letter = re.search(r"(\w) nobody free +\d", shown(app))
        assert letter is not None
        await pilot.press(letter[1])
        await until(pilot, lambda: "only nobody free" in str(screen.findings_list.border_title))
        screen.findings_list.focus()
        screen.findings_list.put_cursor(next(
            one.finding[:5] for one in screen.findings_list.items if one.finding.start == at("17:00")
        ))  # fmt: skip
        await pilot.press("enter")
        await until(pilot, lambda: "Put an officer on Response" in shown(app))
        number = re.search(r"(\d) +Put an officer on Response", shown(app))
        assert number is not None
        await pilot.press(number[1])
        await until(pilot, lambda: isinstance(app.screen, FillDialog) and app.screen._found)
        await pilot.press(*"reid", "enter")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "no-responder" not in kinds(screen), "the finding goes")
        await until(pilot, lambda: screen.board.seq == roster.head().seq)
        resp = next(row for row in screen.timeline.rows if row.code == "RESP")
        assert any(bar.duty and bar.duty.officer == "1002" for lane in resp.lanes for bar in lane)
        await pilot.press("escape", "u")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "no-responder" in kinds(screen), "the finding is back")
        assert sorted(one.finding for one in screen.findings_list.items if one.finding.officer) == sorted(
            found for found in before if found.officer
        )
        assert len(screen.findings_list.items) == len(before)


async def test_the_words_under_the_cursor_say_who_where_until_when_and_what_is_wrong(
    roster: Store, app: SfmApp, until: Any
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        assert screen.timeline.zoom == "day"
        screen.timeline.go(at("12:00"), "RESP")
        await until(pilot, lambda: under_cursor(screen).startswith("Diaz at Response"))
        assert "Thu 26 Nov 07:00–19:00, 12 h, planned" in under_cursor(screen)
        assert "✖ Diaz is on two duties at once, Patrol and Response" in under_cursor(screen)
        await pilot.press("full_stop")
        await until(pilot, lambda: under_cursor(screen).startswith("Bell at Response"))
        await pilot.press("comma", "comma", "up", "up")
        screen.timeline.go(at("08:00"), "GATE")
        await until(pilot, lambda: under_cursor(screen).startswith("Shaw at Gatehouse"))
        await pilot.press("v")
        assert screen.by == BY_OFFICER
        screen.timeline.go(at("12:00"), "1010")
        await until(pilot, lambda: "away: sick, Thu 26 Nov 00:00" in under_cursor(screen))
        assert "Zoë 🚓 Chen" in shown(app)
        screen.timeline.go(at("12:00"), "1002")
        await until(pilot, lambda: under_cursor(screen).startswith("Thu 26 Nov 12:00  Reid: not on duty"))


async def test_other_days_by_key_by_date_and_past_the_edge(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        assert "Week 48 · Mon 23 – Sun 29 Nov 2026" in shown(app)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Week 49" in shown(app))
        await pilot.press("ctrl+left", "left_square_bracket")
        await until(pilot, lambda: "Week 47" in shown(app))
        await pilot.press("d", *"26/11", "enter")
        await until(pilot, lambda: app.screen is screen and screen.timeline.cursor_at == at("12:00"))
        await until(pilot, lambda: "Week 48" in shown(app))
        screen.timeline.cursor_at = screen.timeline.axis.start
        await pilot.press("left")
        await until(pilot, lambda: "Week 47" in shown(app))
        assert screen.timeline.axis.start <= screen.timeline.cursor_at < screen.timeline.axis.end
        await pilot.press("z", "z", "t")
        assert (screen.timeline.zoom, screen.timeline.cursor_at) == ("12 h", app.session.now())
        assert "▼" in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "desk")


async def test_far_away_days_are_read_when_they_are_wanted(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        window = screen.board.window
        screen.timeline.turn(at("2027-06-10T12:00"))
        await until(pilot, lambda: screen.board.window != window and screen.holds_all)
        await until(pilot, lambda: "Jun 2027" in shown(app))
        screen.timeline.turn(at("2026-12-25T12:00"))
        await until(pilot, lambda: "★Fri 25" in shown(app), "the bank holiday")


async def test_what_another_terminal_writes_is_taken_up_where_one_is(
    roster: Store, app: SfmApp, until: Any, clock: FrozenClock
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await to_roster(app, pilot, until)
        screen.timeline.go(at("20:00"), "RESP")
        board, place = screen.board, screen.timeline.place
        with Store.open(roster.path, clock) as other:
            other.roster.assign("1002", "RESP", at("17:00"), at("19:00"), OTHER)
        app._tick()
        await until(pilot, lambda: "no-responder" not in kinds(screen))
        assert screen.board is board, "only what was touched is made anew"
        after = screen.timeline.place
        assert (after.row.code, after.start) == (place.row.code, place.start)
        with Store.open(roster.path, clock) as other:
            other.reference.set(Post(post="DOCK", name="Dock [/x]", activity="none"), OTHER)
        app._tick()
        await until(pilot, lambda: "Dock [/x]" in shown(app))
        assert screen.board is not board
        after = screen.timeline.place
        assert (after.row.code, after.start) == (place.row.code, place.start)


async def test_history_tells_who_was_dropped_by_whom_and_why(
    roster: Store, app: SfmApp, until: Any, me: Author
) -> None:
    roster.roster.cancel(held(roster, "1001", "GATE", "07:00"), me, why="ill [/x]")
    async with app.run_test(size=WIDE) as pilot:
        screen = await to_roster(app, pilot, until)
        screen.timeline.go(at("08:00"), "GATE")
        screen.timeline.put_row("GATE", 1)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog))
        await until(pilot, lambda: "Shaw dropped from Gatehouse" in shown(app))
        assert "ill [/x]" in shown(app)
        assert "J. Okafor" in shown(app)


async def test_keys_that_mean_a_duty_say_so_where_there_is_none(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        screen.timeline.go(at("2026-11-24T12:00"), "PATROL")
        for key in ("m", "x", "s"):
            await pilot.press(key)
            assert "put the cursor on a duty first" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FillDialog))
        assert "Patrol" in shown(app)


async def test_a_click_puts_the_cursor_there_and_a_second_one_acts(roster: Store, app: SfmApp, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        line = next(n for n, (row, _) in enumerate(screen.timeline._lines) if row.code == "RESP")
        column = screen.timeline.axis.column(at("12:00"))
        spot = (screen.timeline.label_width + column, 2 + line)
        await pilot.click("#time", offset=spot)
        place = screen.timeline.place
        assert (place.row.code, place.bar.duty.officer) == ("RESP", "1003")
        await pilot.click("#time", offset=spot, times=2)
        await until(pilot, lambda: "Another officer takes it" in shown(app))


async def test_an_empty_store_says_what_to_do(store: Store, empty_store: Store, clock: FrozenClock, until: Any,
                                              site: Any, me: Author) -> None:  # fmt: skip
    empty_store.sites.set(site, me)
    app = SfmApp(empty_store.path, clock)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.current_mode == "desk")
        await pilot.press("f12", "r")
        await until(pilot, lambda: "There are no posts yet" in shown(app))
        await pilot.press("down", "right", "enter", "z", "v", "f", "escape", "y")
        empty_store.reference.set(Post(post="GATE", name="Gatehouse"), me)
        app._tick()
        await until(pilot, lambda: "Nobody is on duty this week" in shown(app), "what to do next")
    app.session.close()


async def test_every_word_can_be_read_in_each_theme(roster: Store, app: SfmApp, until: Any) -> None:
    show_tags(app)
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        for keys in ((), ("v", "tab", "down")):
            screen.timeline.go(at("12:00"), "RESP")
            await pilot.press(*keys)
            assert not unreadable(app)


async def test_in_sixteen_colours_every_word_can_be_read(
    roster: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, until: Any
) -> None:
    app = with_colours(roster.path, clock, monkeypatch, TERM="linux")
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        screen.timeline.go(at("12:00"), "RESP")
        await pilot.pause()
        for x, y, segment in painted(app):
            style = segment.style
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            numbers = (style.color.number, style.bgcolor.number)
            for palette, colours in PALETTES.items():
                contrast = ratio(*(Color.parse(colours[n]) for n in numbers if n is not None))
                assert contrast >= ENOUGH, f"{contrast:.2f} in {palette} at {x},{y}: {segment.text!r}"
    app.session.close()


async def test_without_colour_every_state_has_its_sign(
    roster: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, until: Any
) -> None:
    app = with_colours(roster.path, clock, monkeypatch, TERM="xterm-256color", NO_COLOR="1")
    async with app.run_test(size=NARROW) as pilot:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        screen.timeline.go(at("12:00"), "RESP")
        await pilot.pause()
        reverse = [s.text for _, _, s in painted(app, words=False) if s.style is not None and s.style.reverse]
        assert reverse, "the cursor is seen"
        assert "▒" in shown(app)
        assert "✖" in shown(app)
        assert "═" in shown(app)
    app.session.close()


@pytest.mark.parametrize("size", [NARROW, WIDE, (160, 48)])
@pytest.mark.usefixtures("same_salts", "true_colours")
def test_how_it_looks(
    store: Store, app: SfmApp, me: Author, until: Any, snap_compare: Any, size: tuple[int, int], tmp_path: Path
) -> None:
    crowd(store, me)

    async def before(pilot: Pilot[Any]) -> None:
        screen = await to_roster(app, pilot, until)
        await pilot.press("z")
        screen.timeline.go(at("12:00"), "RESP")
        app._tick()
        await until(pilot, lambda: f"{store.head().short}" in shown(app), "the header says the ledger's head")

    assert snap_compare(app, terminal_size=size, run_before=before)
