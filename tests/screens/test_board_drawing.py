"""The board's drawing: which columns are wide, what stands in them, what a card says, a series as one line."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.action import LABELS, Action, Stage
from sfm_tui.domain.effect_words import Judged
from sfm_tui.domain.gates import Need
from sfm_tui.storage.action_board import CardLine, Lines, Series, WholeCard
from sfm_tui.storage.action_reading import Card
from sfm_tui.widgets.board.columns import LEAST, MOST, NARROW, Only, arrange, columns_of
from sfm_tui.widgets.board.drawing import put_cut
from sfm_tui.widgets.board.foot import broken
from sfm_tui.widgets.board.spark import BLOCKS, START, spark
from sfm_tui.widgets.board.words import (
    card_height,
    card_lines,
    due_words,
    foot_lines,
    needs_words,
    short_day,
    title_lines,
)
from sfm_tui.widgets.roster.cells import Cells

TODAY = "2026-11-21"
READ = Lines(TODAY, (), {"1002": "Reid"}, {"b": "Alpha", "a": "Beta"}, 0)


def line(action: str, stage: Stage = "plan", theme: str = "", due: str | None = None, owner: str = "1002") -> CardLine:
    return CardLine(action, stage, theme, f"Area of {action}", owner, due)


lines = st.lists(
    st.builds(
        line,
        st.integers(1, 99).map(lambda n: f"A-{n:02}"),
        st.sampled_from(("plan", "do", "check", "act", "closed")),
        st.sampled_from(("", "a", "b")),
        st.sampled_from((None, "2026-11-20", "2026-11-21", "2026-12-24")),
    ),
    unique_by=lambda one: one.action,
)


@given(lines, st.booleans())
def test_every_card_stands_once_under_its_theme(some: list[CardLine], closed: bool) -> None:
    columns = columns_of(some, READ, closed=closed)
    shown = [card for column in columns for card in column.cards]
    assert sorted(shown) == sorted(one for one in some if closed or one.stage != "closed")
    for column in columns:
        assert all(card.stage == column.stage for card in column.cards)
        heading = None
        seen = []
        for entry in column.entries:
            if isinstance(entry, str):
                heading = entry
                seen.append(entry)
            elif heading is not None:
                assert heading == (READ.themes.get(entry.theme) or "no theme")
        assert len(seen) == len(set(seen)), "a theme has one heading in a column"
        assert [column.entries[place] for place in column.places] == column.cards
        for y in range(column.lines):
            place, within = column.at_line(y) or (-1, -1)
            assert column.starts[place] + within == y
            assert within < (1 if isinstance(column.entries[place], str) else card_height(column.stage))
        assert column.at_line(column.lines) is None


titled = st.lists(
    st.builds(
        lambda n, stage, theme, area: line(f"A-{n:02}", stage, theme)._replace(area=area),
        st.integers(1, 99),
        st.sampled_from(("plan", "check")),
        st.sampled_from(("", "a")),
        st.text("ab 界\n…", max_size=90),
    ),
    unique_by=lambda one: one.action,
    max_size=6,
)


@given(titled, st.integers(24, 40), st.integers(0, 60))
def test_titles_take_the_lines_they_need_while_all_cards_fit(some: list[CardLine], width: int, room: int) -> None:
    read = replace(READ, themes={"a": "Somebody free to go, at every hour"})
    for column in columns_of(some, read, closed=False):
        plain = column.lines
        column.fit(width, room)
        assert column.lines <= max(plain, room)
        needed = sum(len(title_lines(entry, width)) - 1 for entry in column.entries)
        if plain + needed <= room:
            assert column.lines == plain + needed, "what there is room for stands whole"
        for place, entry in enumerate(column.entries):
            stop = column.starts[place + 1] if place + 1 < len(column.starts) else column.lines
            height = column.titles[place]
            if not isinstance(entry, str):
                shown = card_lines(entry, "Reid", None, TODAY, width, height)
                assert len(shown) == card_height(column.stage) + height - 1
                height = len(shown)
                if column.titles[place] > 1:
                    told = [" ".join("".join(text for text, _ in spans).split()) for spans in shown]
                    whole = " ".join(filter(None, told[: column.titles[place]]))
                    assert whole == " ".join(f"{entry.action} {entry.area}".split())
            assert stop - column.starts[place] == height
        for n, place in enumerate(column.places):
            first, last = column.span(n)
            assert last == (column.starts[place + 1] if place + 1 < len(column.starts) else column.lines)
            assert column.at_line(first) == (place - (place > 0 and isinstance(column.entries[place - 1], str)), 0)
        column.fit(width, 0)
        assert column.lines == plain, "a smaller screen takes them back"


def test_what_a_card_needs_goes_on_below_without_a_word_lost() -> None:
    text = "Cause and evidence: nothing is written; Measure: nothing is written; Target: " + "to be said " * 9
    for width in range(40, 120):
        lines = broken([("To leave Plan: ", "warn"), (text.strip(), "plain")], width)
        said = ["".join(part for part, _ in spans) for spans in lines]
        assert max(map(len, said)) <= width
        assert " ".join(" ".join(said).split()) == "To leave Plan: " + text.strip()


def test_themes_come_in_the_order_of_their_titles_and_what_is_due_first() -> None:
    some = [line("A-01"), line("A-02", theme="a"), line("A-03", theme="b"), line("A-04", theme="b", due="2026-12-01")]
    column = columns_of(some, READ, closed=False)[0]
    told = [entry if isinstance(entry, str) else entry.action for entry in column.entries]
    assert told == ["Alpha", "A-04", "A-03", "Beta", "A-02", "no theme", "A-01"]


@given(st.integers(4, 5), st.integers(20, 300), st.integers(0, 4), st.integers(0, 4))
def test_columns_fit_and_the_current_one_is_wide(count: int, width: int, current: int, first: int) -> None:
    current = min(current, count - 1)
    found = arrange(count, width, current, first)
    assert current in found.wide
    ends = [x + size for x, size in found.at]
    assert [x for x, _ in found.at] == [0, *ends[:-1]]
    assert ends[-1] <= width
    if width >= LEAST + (count - 1) * NARROW:
        assert all(size == NARROW for n, (_, size) in enumerate(found.at) if n not in found.wide)
        assert all(LEAST <= found.at[n][1] <= MOST for n in found.wide)


@pytest.mark.parametrize(("width", "wide"), [(80, 2), (100, 3), (120, 4), (160, 4)])
def test_how_many_columns_are_wide(width: int, wide: int) -> None:
    assert len(arrange(4, width, 0, 0).wide) == wide


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.floats(-1e6, 1e6)), max_size=80).map(sorted),
    st.none() | st.integers(0, 1000),
    st.integers(0, 40),
)
def test_a_series_fits_and_says_where_the_action_began(
    readings: list[tuple[int, float]], start: int | None, width: int
) -> None:
    text = spark(readings, start, width)
    assert len(text) <= width
    assert set(text) <= {*BLOCKS, START}
    if text:
        shown = readings[-(width - (start is not None)) :]
        assert text.count(START) == (start is not None)
        assert len(text) == len(shown) + (start is not None)
        if start is not None:
            assert text.index(START) == sum(at < start for at, _ in shown)
        blocks = text.replace(START, "")
        for (_, one), block in zip(shown, blocks, strict=True):
            for (_, other), below in zip(shown, blocks, strict=True):
                assert one <= other or BLOCKS.index(block) >= BLOCKS.index(below)


def whole(stage: Stage, *needs: str, outcome: str = "", review: str | None = None, series: bool = False) -> WholeCard:
    action = Action(action="A-07", stage=stage, area="Responder")
    missing = tuple(Need(f"{LABELS[name]}: nothing is written", name) for name in needs)
    late = review is not None and review < TODAY
    card = Card(action, "Reid", False, outcome, review, late, missing)
    readings = tuple((n, float(value)) for n, value in enumerate((7, 6, 7, 3, 2)))
    return WholeCard(card, Series("Late", "a week", readings) if series else None, 3 if series else None)


def said(one: CardLine, card: WholeCard | None, width: int = 30) -> list[str]:
    return ["".join(text for text, _ in spans) for spans in card_lines(one, "Reid", card, TODAY, width)]


def test_a_card_says_how_it_stands() -> None:
    one = line("A-07", "check", due="2026-11-19")
    assert said(one, whole("check", "side_effects", outcome="partially met", series=True)) == [
        "A-07 Area of A-07", "Reid · ✖ overdue 19 Nov", "~ partially met █▇█┆▂▁", "needs: side effects", "",
    ]  # fmt: skip
    assert said(one, whole("check", outcome="met", review="2026-11-20"))[2:4] == ["✖ review late 20 Nov", "✓ may go on"]
    assert said(one, whole("check", outcome="not met", review="2026-12-20"))[2] == "✖ not met"
    assert said(one, whole("check", review=TODAY))[2] == "! review today"
    assert said(one, None)[2:] == ["", "", ""]


BETTER = Judged("better", "58.5 → 95.7 %", "up by 37.1 points (95 %: +17.2 to +51.9)", 41, 23, 20, cases=True)
EARLY = Judged("too early", before=41, after=14, needed=20, cases=True, by=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("stage", "effect", "width", "words"),
    [
        ("check", BETTER, 30, "better ✓ 58.5 → 95.7 %"),
        ("act", BETTER, 12, "better ✓"),
        ("check", EARLY, 30, "too early … 14 of 20 after"),
        ("check", Judged("too early", before=3, after=9, needed=7), 30, "too early … 3 of 7 before"),
        ("check", Judged("worse", "4 → 6 a week", "", 7, 7, 7), 30, "worse ✖ 4 → 6 a week"),
        ("check", Judged("no clear change", "58.5 → 60.1 %", "", 41, 23, 20), 22, "no clear change ~"),
        ("check", None, 30, "effect: no measure late"),
    ],
)
def test_a_checked_card_says_what_its_measure_tells(
    stage: Stage, effect: Judged | None, width: int, words: str
) -> None:
    one = line("A-07", stage)
    card = whole(stage, "side_effects", outcome="met", series=True)
    card = replace(card, card=replace(card.card, action=card.card.action.with_(measure="late")))
    assert said(one, card, width)[3] == "effect: reading …"
    card = replace(card, effect=effect, judged=True)
    assert said(one, card, width)[3] == words
    assert said(one, card, width)[4].startswith("needs: side")


def test_the_foot_tells_the_effect_in_full_and_leaves_the_series_out_where_there_is_no_room() -> None:
    card = replace(whole("check", series=True), effect=BETTER, judged=True)

    def foot(rows: int) -> list[str]:
        return ["".join(text for text, _ in spans)
                for spans in foot_lines(line("A-07", "check"), "Reid", "", card, TODAY, 110, rows)]  # fmt: skip

    assert foot(4)[2] == "better ✓ 58.5 → 95.7 % · up by 37.1 points (95 %: +17.2 to +51.9) · n 41 and 23"
    assert foot(5)[2].startswith("Late ")
    assert foot(5)[3] == foot(4)[2]
    card = replace(card, effect=EARLY)
    assert foot(4)[2] == "too early … 14 of 20 after, enough about 30 Nov at this rate"


def test_what_is_missing_is_not_cut_where_there_is_room() -> None:
    card = whole("plan", "gap", "cause", "measure", "target", "baseline_from", "baseline_to", "owner")
    assert said(line("A-07"), card)[2:] == ["needs: gap, cause, measure,", "  target, baseline, owner"]


def test_days_and_needs_in_words() -> None:
    assert short_day("2026-12-02", TODAY) == "2 Dec"
    assert short_day("2027-01-02", TODAY) == "2 Jan 2027"
    assert due_words(line("A-01", due=TODAY), TODAY) == ("! due today", "warn")
    assert due_words(line("A-01", "act", due="2026-11-01"), TODAY) == ("✖ overdue 1 Nov", "bad")
    assert due_words(line("A-01", "closed", due="2026-11-01"), TODAY) == ("closed", "muted")
    assert due_words(line("A-01"), TODAY) == ("no due date", "muted")
    assert needs_words(()) == ""


def test_narrowing() -> None:
    some = [
        line("A-01", due="2026-11-20"),
        line("A-02", due="2026-11-22", theme="a"),
        line("A-03", "act", due="2026-11-01"),
        line("A-04", due="2026-11-30", owner=""),
        line("A-05", due="2026-12-01"),
    ]

    def left(only: Only) -> list[str]:
        return [one.action[-1] for one in only.take(some, TODAY)]

    assert left(Only()) == ["1", "2", "3", "4", "5"]
    assert left(Only(when="overdue")) == ["1", "3"]
    assert left(Only(when="week")) == ["1", "2", "3"]
    assert left(Only(when="month")) == ["1", "2", "3", "4"]
    assert left(Only(theme="a")) == ["2"]
    assert left(Only(theme="", owner="1002")) == ["1", "3", "5"]
    assert left(Only(text="x", found=frozenset({"A-05"}))) == ["5"]
    assert Only(owner="1002", theme="", when="overdue", text="[/x]").words(READ.names, READ.themes) == (
        "Reid, no theme, overdue, «[/x]»"
    )


@given(st.text(max_size=60), st.integers(2, 30))
def test_whatever_is_typed_keeps_to_its_cells(text: str, width: int) -> None:
    cells = Cells.blank(40)
    put_cut(cells, 3, 3 + width, [(text, "title"), (" and more", "muted")])
    assert len(cells.chars) == 40
    assert set(cells.chars[:3]) == set(cells.chars[3 + width :]) == {" "}
