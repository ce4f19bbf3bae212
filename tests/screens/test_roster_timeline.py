"""The roster drawn: which cells are what, both clock-change nights, lanes that never overlap, rows kept true."""

import unicodedata
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sfm_tui.clock.refusal import BadTime
from sfm_tui.domain.findings import findings
from sfm_tui.domain.roster import Duty, Licence, Roster
from sfm_tui.widgets.forms.typed_days import nearest_day
from sfm_tui.widgets.roster.axis import Axis, at_hour, day_marks, fitted, hour_marks, midnights, period
from sfm_tui.widgets.roster.bars import Bar, TimeRow, Trouble, bar_at, label_forms, officer_row, post_row, shown
from sfm_tui.widgets.roster.board import BY_OFFICER, BY_POST, Board, only_roster
from sfm_tui.widgets.roster.cells import lane_cells, mark_cells
from sfm_tui.widgets.roster.cover import need_cells, peak_cells, strip_cells
from tests.domain.applied import applied
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import LICENCES, LONDON, REST, ROSTER, at, cover, duty, peak
from tests.domain.test_roster_effect import some_changes
from tests.examples import tries

WEEK = at("2026-11-23 00:00"), at("2026-11-30 00:00")
NAMES = {"N1": "Shaw", "N2": "Romeo 2", "N3": "[@click=app.quit]x"}


def board(roster: Roster, rules: object = None, window: tuple[int, int] = WEEK) -> Board:
    kept = replace(REST, peaks=(peak("12:00", "14:00"),)) if rules is None else rules
    return Board(roster, window, kept, names=NAMES, posts={"GATE": "Gatehouse"}, holidays={}, seq=1)


def line(row: TimeRow, axis: Axis, lane: int = 0) -> str:
    return lane_cells(row.lanes[lane], axis).text


# ── the axis ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("night", "hours", "labels"),
    [
        ("2026-03-28", 11, ["00", "02", "03"]),
        ("2026-10-24", 13, ["00", "01", "01", "02", "03"]),
        ("2026-11-24", 12, ["00", "01", "02", "03"]),
    ],
)
def test_a_night_is_as_long_as_it_is(night: str, hours: int, labels: list[str]) -> None:
    noon = at(f"{night} 12:00")
    axis = fitted("day", noon, 76, LONDON)
    assert axis.step == 1200
    morning = date.fromisoformat(night).toordinal() + 1
    start, end = at(f"{night} 19:00"), at(f"{date.fromordinal(morning)} 07:00")
    first, stop = axis.cells(start, min(end, axis.end))
    assert (end - start) // 3600 == hours
    assert axis.span(first)[0] == start
    texts = [text for column, text, _ in hour_marks(axis, LONDON) if column >= axis.cells(start, start + 1)[0]]
    shown_hours = texts[texts.index("00") :]
    assert shown_hours[: len(labels)] == labels
    row = post_row("GATE", "Gate", [Duty("N1", "GATE", start, end)], Trouble(()), NAMES)
    assert line(row, axis).strip() == "Shaw" + "━" * (stop - first - 4)


def test_an_hour_that_comes_twice_says_so_where_there_is_little_room() -> None:
    axis = fitted("day", at("2026-10-24 12:00"), 69, LONDON)
    assert axis.step == 1800
    texts = [text for _, text, _ in hour_marks(axis, LONDON)]
    assert texts[texts.index("22") :][:3] == ["22", "01×2", "04"]


def test_the_day_of_a_change_says_so() -> None:
    axis = fitted("week", at("2026-10-21 12:00"), 169, LONDON)
    assert [text for _, text, _ in day_marks(axis, LONDON, {}, date(2026, 10, 21))] == [
        "Mon 19 Oct", "Tue 20 Oct", "Wed 21 Oct", "Thu 22 Oct", "Fri 23 Oct", "Sat 24 Oct", "↶Sun 25 Oct",
    ]  # fmt: skip
    wide = fitted("day", at("2026-10-25 12:00"), 200, LONDON)
    assert day_marks(wide, LONDON, {}, date(2026, 10, 21))[0][1] == "Sun 25 Oct · ↶ 25 h, clocks go back"


def test_a_bank_holiday_stands_on_the_line_of_days() -> None:
    axis = fitted("day", at("2026-12-25 12:00"), 76, LONDON)
    marks = day_marks(axis, LONDON, {date(2026, 12, 25): "Christmas Day"}, date(2026, 12, 24))
    assert marks[0] == (0, "Fri 25 Dec ★ Christmas Day", "holiday")
    week = fitted("week", at("2026-12-25 12:00"), 66, LONDON)
    assert "★Fri 25" in [text for _, text, _ in day_marks(week, LONDON, {date(2026, 12, 25): "C"}, date(2026, 1, 1))]


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(1_792_000_000, 1_793_500_000), st.sampled_from(["week", "day", "12 h"]), st.integers(20, 160))
def test_marks_stand_where_their_time_is(when: int, zoom: str, columns: int) -> None:
    axis = fitted(zoom, when, columns, LONDON)
    start, end = period(zoom, when, LONDON)
    assert start <= when < end <= axis.end
    assert axis.start == start
    for marks in (hour_marks(axis, LONDON), day_marks(axis, LONDON, {}, date(2026, 10, 25))):
        for (column, text, _), (later, _, _) in pairwise(marks):
            assert column + len(text) < later
        assert all(column + len(text) <= columns for column, text, _ in marks)
        assert cell_len(mark_cells(marks, columns).text) == columns
    days = [day for _, day in midnights(axis, LONDON)]
    assert days == sorted(set(days))


@settings(max_examples=tries(200), deadline=None)
@given(st.data())
def test_every_span_that_is_shown_has_a_cell_near_its_time(data: st.DataObject) -> None:
    axis = Axis(1_000_000, data.draw(st.sampled_from([300, 1200, 10_800])), data.draw(st.integers(1, 100)))
    start = data.draw(st.integers(axis.start - 50_000, axis.end + 50_000))
    end = start + data.draw(st.integers(1, 100_000))
    first, stop = axis.cells(start, end)
    if not axis.meets(start, end):
        assert first == stop
        return
    assert 0 <= first < stop <= axis.columns
    assert axis.span(first)[0] <= max(start, axis.start) + axis.step
    assert axis.span(stop - 1)[1] >= min(end, axis.end) - axis.step
    later = axis.cells(end, end + 100_000)
    if min(end, axis.end) - max(start, axis.start) >= axis.step and later[1]:
        assert stop <= later[0] or later[0] == axis.columns - 1


# ── the bars and their cells ─────────────────────────────────────────────────────────────────────────────────


def test_two_posts_at_once_are_hatched_for_as_long_as_they_last() -> None:
    roster = replace(
        ROSTER,
        duties=[
            duty("N1", "RESP", "2026-11-26 07:00", "2026-11-26 19:00"),
            duty("N1", "GATE", "2026-11-26 12:00", "2026-11-26 14:00"),
        ],
        cover=[cover("GATE", "2026-11-26 07:00", "2026-11-26 19:00")],
    )
    made = board(roster)
    axis = fitted("day", at("2026-11-26 12:00"), 72, LONDON)
    gate, resp = made.rows(BY_POST)[:2]
    assert line(resp, axis)[3:39] == "Shaw" + "━" * 11 + "▒✖×2▒▒" + "━" * 15
    assert line(gate, axis)[3:18] == "✖ nobody here" + "╌" * 2
    assert line(gate, axis)[18:24] == "│Shaw▒"
    assert line(gate, axis)[24:39] == "│✖ nobody here" + "╌"
    assert peak_cells(made.cover, axis).text[18:24] == "✖none░"
    assert strip_cells(made.cover, axis).text[3:39] == "1" * 15 + "═" * 6 + "1" * 15
    assert need_cells(made.cover, axis).text[3:27].split() == ["0/1", "1/1", "0/1"]
    week = fitted("week", at("2026-11-26 12:00"), 66, LONDON)
    assert "▒" in line(resp, week)
    morning = Axis(at("2026-11-26 06:00"), 600, 30)
    assert "▒" not in line(resp, morning), "what is out of sight is not drawn at the edge"


def test_who_may_not_stand_there_is_seen_from_midnight_on() -> None:
    night = [duty("N1", "GATE", "2026-11-26 19:00", "2026-11-27 07:00")]
    roster = replace(ROSTER, duties=night, licences=[Licence("N1", "SG", "2026-11-26"), *LICENCES[1:]])
    axis = fitted("day", at("2026-11-26 12:00"), 72, LONDON)
    row = board(roster).rows(BY_POST)[0]
    assert line(row, axis)[39:] == "Shaw" + "━" * 11 + "░✖ no licence░░░░░"
    assert row.lanes[0][0].parts[0].start == at("2026-11-27 00:00")


def test_what_does_not_count_is_told_apart_and_below() -> None:
    duties = [
        duty("N1", "GATE", "2026-11-26 07:00", "2026-11-26 19:00", "cancelled"),
        duty("N2", "GATE", "2026-11-26 07:00", "2026-11-26 19:00"),
        duty("N3", "GATE", "2026-11-26 19:00", "2026-11-27 07:00", "no-show"),
    ]
    row = board(replace(ROSTER, duties=duties)).rows(BY_POST)[0]
    kinds = [[bar.kind for bar in lane] for lane in row.lanes]
    assert kinds == [["duty", "idle"], ["idle"]]
    axis = fitted("day", at("2026-11-26 12:00"), 72, LONDON)
    cells = lane_cells(row.lanes[1], axis)
    assert cells.text.strip() == "Shaw cancelled" + "┄" * 22
    assert {cells.styles[3], cells.styles[30]} == {"idle-label", "idle"}
    assert "[@click=app.quit]x no-show" in line(row, axis)


def test_an_officers_row_has_absences_pauses_and_posts() -> None:
    duties = [
        duty("N1", "GATE", "2026-11-26 07:00", "2026-11-26 19:00"),
        duty("N1", "GATE", "2026-11-27 01:00", "2026-11-27 07:00"),
    ]
    made = board(replace(ROSTER, duties=duties))
    assert [row.label for row in made.rows(BY_OFFICER)] == ["[@click=app.quit]x", "Romeo 2", "Shaw"]
    row = made.rows(BY_OFFICER)[2]
    axis = fitted("day", at("2026-11-26 12:00"), 72, LONDON)
    assert line(row, axis).strip() == "GATE" + "━" * 32 + "│!short rest" + "~" * 6 + "│!GATE" + "━" * 9


@pytest.mark.parametrize(
    ("name", "room", "label"),
    [
        ("Romeo 1", 8, "Romeo 1━"), ("Romeo 1", 4, "R1━━"), ("Romeo 1", 1, "R"), ("Shaw", 3, "Sha"),
        ("L. Shaw", 5, "Shaw━"), ("L. Shaw", 3, "LS━"), ("Officer S139", 5, "S139━"), ("Officer S139", 3, "S1…"),
        ("Shawcross-Hale", 6, "Shawc…"),
    ],
)  # fmt: skip
def test_a_name_is_cut_so_that_it_names_nobody_else(name: str, room: int, label: str) -> None:
    bar = Bar("duty", 0, room * 600, label_forms(name), duty=Duty("N1", "GATE", 0, room * 600))
    assert lane_cells((bar,), Axis(0, 600, room)).text == label


@pytest.mark.parametrize("name", ["[/x]", "=1+1", "a" * 5000, "👩🏽‍🚒 Łódź 消防", "\x1b[31mred\n", "ـ‮abc", ""])
@pytest.mark.parametrize("columns", [1, 2, 7, 40])
def test_hostile_names_never_change_the_width(name: str, columns: int) -> None:
    bars = [
        Bar("duty", 0, 3600 * 3, label_forms(name), duty=Duty("N1", "GATE", 0, 3600 * 3)),
        Bar("absence", 3600 * 3, 3600 * 9, (f"away: {name}", "away")),
    ]
    for step in (600, 3600):
        cells = lane_cells(tuple(bars), Axis(0, step, columns), [(1, "daily"), (3, "now")])
        assert cell_len(cells.text) == columns
        assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in cells.text)
        assert "".join(text for text, _ in cells.runs()) == cells.text


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(0, 1 << 32))
def test_lanes_never_overlap_and_lose_nothing(seed: int) -> None:
    case = make_case(Random(seed))
    trouble = Trouble(findings(case.roster, case.window, case.rules))
    held = list({(d.officer, d.post, d.start): d for d in case.roster.duties if d.start < d.end}.values())
    for post in case.roster.posts:
        mine = [d for d in held if d.post == post.post]
        row = post_row(post.post, post.post, mine, trouble, {})
        bars = [bar for lane in row.lanes for bar in lane]
        assert {bar.duty for bar in bars if bar.duty} == set(mine)
        assert [bar.finding for bar in bars if bar.kind == "gap"].count(None) == 0
        assert len([bar for bar in bars if bar.kind == "gap"]) == len(trouble.of_post(post.post))
        for lane in row.lanes:
            assert all(one.end <= other.start for one, other in pairwise(lane))
            low, high = case.window
            assert set(shown(lane, low, high)) == {bar for bar in lane if bar.start < high and low < bar.end}
            at_low = bar_at(lane, low, low + 900)
            assert (at_low is None) == (not shown(lane, low, low + 900))
    for officer in case.roster.officers:
        mine = [d for d in held if d.officer == officer.officer]
        away = [a for a in case.roster.absences if a.officer == officer.officer]
        row = officer_row(officer.officer, "", mine, away, trouble)
        assert sum(bar.kind in ("duty", "idle") for lane in row.lanes for bar in lane) == len(mine)


@settings(max_examples=tries(80), deadline=None)
@given(st.integers(0, 1 << 32))
def test_the_strip_shows_the_worst_instant_of_each_column(seed: int) -> None:
    case = make_case(Random(seed))
    made = Board(case.roster, case.window, case.rules, names={}, posts={}, holidays={}, seq=0)
    columns = 24
    axis = Axis(case.window[0], max(case.step, (case.window[1] - case.window[0]) // columns // 900 * 900), columns)
    gaps = [f for f in made.findings if f.kind in ("uncovered", "under-covered")]
    for column in range(columns):
        low, high = axis.span(column)
        shorts = {
            sum(f.short or 0 for f in gaps if f.start <= instant < f.end)
            for instant in range(low, min(high, case.window[1]), case.step)
        }
        assert made.cover.worst(low, high)[1] == max(shorts, default=0)


@settings(max_examples=tries(80), deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_board_that_took_up_changes_is_as_one_read_anew(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick, days=pick.choice((2, 4, 10)))
    unique = {(d.officer, d.post, d.start): d for d in case.roster.duties}
    away = {(a.officer, a.start): a for a in case.roster.absences}
    roster = replace(case.roster, duties=list(unique.values()), absences=list(away.values()))

    def fresh(of: Roster) -> Board:
        return Board(of, case.window, case.rules, names={}, posts={}, holidays={}, seq=0)

    kept = fresh(roster)
    kept.rows(BY_POST), kept.rows(BY_OFFICER)
    for seq in range(3):
        changes = only_roster(some_changes(pick, case, roster))
        if not changes:
            continue
        roster = applied(roster, changes)
        kept.apply(changes, seq)
        anew = fresh(roster)
        assert kept.findings == anew.findings
        assert kept.cover == anew.cover
        assert kept.rows(BY_POST) == anew.rows(BY_POST)
        assert kept.rows(BY_OFFICER) == anew.rows(BY_OFFICER)


# ── the day that is typed ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26/11", "2026-11-26"), ("20/11", "2026-11-20"), ("thu", "2026-11-26"), ("today", "2026-11-21"),
        ("tomorrow", "2026-11-22"), ("1/1", "2027-01-01"), ("2025-03-01", "2025-03-01"), ("29/2", "2024-02-29"),
        ("last week", "2026-11-09"), ("-2", "2026-11-19"), ("next week", "2026-11-28"),
    ],
)  # fmt: skip
def test_the_nearest_day_of_that_name_is_meant(text: str, day: str) -> None:
    assert nearest_day(text, date(2026, 11, 24), date(2026, 11, 21)) == date.fromisoformat(day)


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(BadTime, match="cannot be read as a day"):
        nearest_day("soon", date(2026, 11, 24), date(2026, 11, 21))


def test_half_a_day_is_looked_at_from_six() -> None:
    assert period("12 h", at("2026-11-26 05:00"), LONDON) == (at("2026-11-25 18:00"), at("2026-11-26 06:00"))
    assert at_hour(date(2026, 10, 25), 1, LONDON) == at("2026-10-25 01:00")
