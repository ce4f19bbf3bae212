"""The roster of a week on paper: who stands where, what is missing, and nights on which the clocks change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, parse_file_time, to_local, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_records import CoverRecord, DutyRecord
from sfm_tui.reports.blocks import BlockPaper, Para, Table
from sfm_tui.reports.blocks_text import paper_text
from sfm_tui.reports.gather_week import week
from sfm_tui.reports.paper import Foot, ReportError
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import job_of
from sfm_tui.reports.roster_week import WeekData, roster_week, week_window
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.store import Store
from tests.reports.pdf import pages_of, squeezed

LONDON = zone("Europe/London")
HOUR = 3600
FOOT = Foot("Northgate", "1·0", "Printed", (2026, 11, 21, 22, 15, 35))


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


def paper_of(store: Store, me: Author, day: str) -> BlockPaper:
    return week(store, Asked(day=date.fromisoformat(day)), me)


def grid(paper: BlockPaper) -> dict[str, tuple[str, ...]]:
    """The days of each post by the first line of its cell."""
    found = next(one for one in paper.blocks if isinstance(one, Table) and one.title == "Posts and days")
    return {row[0].split("\n")[0]: row[1:] for row in found.rows}


def lead(paper: BlockPaper) -> str:
    return next(one.text for one in paper.blocks if isinstance(one, Para) and one.role == "lead")


def test_an_empty_roster_says_so(store: Store, me: Author) -> None:
    paper = paper_of(store, me, "2026-11-18")
    assert lead(paper) == "0 duties of 0 officers; no findings."
    text = paper_text(paper)
    assert "No duty is planned in this week, and no post asks for cover." in " ".join(text.split())
    assert "Nothing is wrong with the roster of this week." in text
    pdf, step = set_pdf(job_of(paper))
    assert (step, pages_of(pdf)) == (1, 1)


def test_duties_gaps_and_reasons_are_those_of_the_store(store: Store, me: Author) -> None:
    start = at("2026-11-16T06:00")
    store.roster.set(CoverRecord(post="GATE", start=start, end=start + 12 * HOUR, headcount=2), me)
    store.roster.assign("1001", "GATE", at("2026-11-16T06:00"), at("2026-11-16T14:00"), me)
    store.roster.assign("1002", "RESP", at("2026-11-15T19:00"), at("2026-11-16T07:00"), me)
    store.roster.assign("1003", "GATE", at("2026-11-20T19:00"), at("2026-11-22T20:00"), me)
    gone = store.roster.duty("1003", "GATE", at("2026-11-20T19:00"))
    assert gone is not None
    store.roster.cancel(gone, me, "ill")
    paper = paper_of(store, me, "2026-11-22")
    rows = grid(paper)
    assert rows["RESP"][0].startswith("Sun 19:00–07:00 T. Reid")
    assert rows["GATE"][0].split("\n")[0].startswith("06:00–14:00 L. Shaw")
    assert rows["GATE"][4] == "19:00–Sun 20:00 M. Diaz (cancelled)"
    assert rows["GATE"][1] == "–"
    window = week_window(date(2026, 11, 22), LONDON)
    found = findings(store.roster.load(window), window, store.roster.rules())
    told = next(one for one in paper.blocks if isinstance(one, Table) and one.title == "Findings, by time")
    assert [(row[1].split("\n")[0], row[3]) for row in told.rows] == [(one.kind, one.why) for one in found]
    assert {one.kind for one in found} >= {"uncovered", "unlicensed"}
    assert "✗ 06:00–18:00 nobody" in rows["GATE"][0]
    assert rows["GATE"][0].count("✗ unlicensed") == 1
    assert lead(paper).startswith("2 duties of 2 officers; ")


@pytest.mark.parametrize(
    ("on", "night", "hours", "day_hours"),
    [("2026-10-25", "2026-10-24", "13 h", "25"), ("2026-03-29", "2026-03-28", "11 h", "23")],
)
def test_a_night_on_which_the_clocks_change(
    store: Store, me: Author, on: str, night: str, hours: str, day_hours: str
) -> None:
    store.roster.assign("1001", "GATE", at(f"{night}T19:00"), at(f"{on}T07:00"), me)
    paper = paper_of(store, me, on)
    assert grid(paper)["GATE"][5].startswith(f"19:00–07:00 ({hours}) L. Shaw")
    text = " ".join(paper_text(paper).split())
    assert f"{day_hours} hours: the clocks change that night" in text


def test_the_hour_that_comes_twice_has_its_zone(store: Store, me: Author) -> None:
    first = at("2026-10-25T01:30+01:00")
    store.roster.assign("1001", "GATE", first, first + HOUR, me)
    cell = grid(paper_of(store, me, "2026-10-25"))["GATE"][6]
    assert cell.startswith("01:30 BST–01:30 GMT (1 h) L. Shaw")


@pytest.mark.parametrize("on", [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
def test_a_day_that_no_roster_has_is_refused(on: date) -> None:
    with pytest.raises(ReportError, match="1900 to 2999"):
        week_window(on, LONDON)


NIGHTS = (at("2026-10-24T00:00"), at("2026-03-28T00:00"), at("2026-11-18T00:00"))


@given(
    st.sampled_from(NIGHTS),
    st.lists(st.tuples(st.integers(-200, 200), st.integers(1, 120)), min_size=1, max_size=12),
)
def test_each_duty_of_the_week_stands_in_one_cell_and_no_other_does(day: int, some: list[tuple[int, int]]) -> None:
    window = week_window(to_local(day, LONDON).date(), LONDON)
    duties = tuple(
        Duty(f"x{n:02}x", "GATE", day + first * HOUR // 2, day + (first + length) * HOUR // 2)
        for n, (first, length) in enumerate(some)
    )
    inside = [one for one in duties if one.start < window[1] and window[0] < one.end]
    data = WeekData(window, LONDON, (Post(post="GATE", name="Gatehouse"),), tuple(inside), (), {}, FOOT)
    paper = roster_week(data)
    cells = grid(paper).get("GATE", ())
    for one in duties:
        shown = [n for n, cell in enumerate(cells) if one.officer in cell]
        if one not in inside:
            assert shown == []
            continue
        on = to_local(max(one.start, window[0]), LONDON).weekday()
        assert shown == [on]
        assert "".join(cells).count(one.officer) == 1
    assert lead(paper).startswith(f"{len(inside)} dut")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_week_goes_from_monday_to_monday(on: date) -> None:
    start, end = (to_local(edge, LONDON) for edge in week_window(on, LONDON))
    assert (start.weekday(), end.weekday()) == (0, 0)
    assert start.date() <= on < end.date() == start.date() + timedelta(days=7)
    assert start.hour == end.hour == 0


def test_many_posts_with_hostile_names_run_over_pages(store: Store, clock: FrozenClock, me: Author) -> None:
    name = "#panic() <b>x</b> \u202eabc \U0001f600 " + "W" * 40
    store.reference.set(Officer(officer="2001", name=name[:60]), me)
    for n in range(40):
        store.reference.set(Post(post=f"P{n:02}", name=name), me)
    changes = [
        store.roster.plan_assign("2001", f"P{n:02}", at("2026-11-16T06:00"), at("2026-11-16T18:00"))[0]
        for n in range(40)
    ]
    store.roster.change("assign", changes, me)
    assert len(store.roster.records(DutyRecord)) == 40
    pdf, step = set_pdf(job_of(paper_of(store, me, "2026-11-16")))
    assert step == 1
    text = squeezed(pdf)
    assert "#panic()<b>x</b>‹U+202E›abc‹U+1F600›" in text
    assert "GRINNINGFACE" in text
    assert pages_of(pdf) > 2
