"""Rows of a CSV file: separators, byte-order mark, quotes, line numbers, and what is no CSV."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.exchange.header import Header
from sfm_tui.exchange.kinds import Context
from sfm_tui.exchange.read import CsvSource, Row, separator_of
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.exchange.tables import BY_NAME, TABLES
from tests.examples import tries

Reading = Callable[[bytes | str], list[Row]]


@pytest.fixture
def rows(tmp_path: Path) -> Reading:
    """The rows of a file of these bytes."""

    def read(data: bytes | str) -> list[Row]:
        path = tmp_path / "x.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(CsvSource(path).rows())

    return read


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_marks_ends_and_separators(rows: Reading, mark: bytes, end: str, sep: str) -> None:
    text = end.join([sep.join(["number", '"on_scene"']), sep.join(["A-1", '"x' + sep + 'y"']), ""])
    assert rows(mark + text.encode()) == [(1, ["number", "on_scene"], "", ""), (2, ["A-1", f"x{sep}y"], "", "")]


@pytest.mark.parametrize(
    ("header", "separator"),
    [("a;b;c", ";"), ('"a,b";"c,d";e', ";"), ('"x ""q"", y";z', ";"), ("a", ","), ("a\tb", "\t"), ("a,b;c,d", ",")],
)
def test_the_separator_is_told_by_the_header_alone(header: str, separator: str) -> None:
    assert separator_of(header) == separator


def test_lines_are_those_of_the_file(rows: Reading) -> None:
    text = '\r\n\nnumber,text\r\n\nA-1,"one\r\ntwo\n\nthree"\r\n,\r\nA-2,x\n'
    assert rows(text) == [
        (3, ["number", "text"], "", ""),
        (5, ["A-1", "one\r\ntwo\n\nthree"], "", ""),
        (10, ["A-2", "x"], "", ""),
    ]


def test_a_last_line_without_its_end(rows: Reading) -> None:
    assert rows("a,b\n1,2")[-1] == (2, ["1", "2"], "", "")


def test_a_cell_of_a_hundred_kilobytes(rows: Reading) -> None:
    long = "x" * 100_000 + "\n" + 'say ""so""' * 100
    assert rows(f'a,b\n1,"{long}"\n')[1].cells[1] == long.replace('""', '"')


def test_a_quotation_mark_that_is_never_closed(rows: Reading) -> None:
    found = rows('a,b\n1,2\n3,"open\n5,6\n')
    assert [row[:2] for row in found[:2]] == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert found[2].line == 3
    assert "never closed" in found[2].problem
    assert found[2].cells == ['3,"open\n5,6']
    assert len(found) == 3


def test_text_after_a_closing_mark_spoils_its_row_alone(rows: Reading) -> None:
    found = rows('a,b\n1,"x" y\n3,4\n')
    assert (found[1].line, found[1].cells) == (2, ['1,"x" y'])
    assert "double the marks" in found[1].problem
    assert found[2] == (3, ["3", "4"], "", "")


def test_a_mark_inside_plain_text_is_text(rows: Reading) -> None:
    assert rows('a,b\n6" pipe,x\n')[1].cells == ['6" pipe', "x"]


def test_a_bare_carriage_return(rows: Reading) -> None:
    found = rows("a,b\n1,x\ry\n3,4\n")
    assert "carriage return" in found[1].problem
    assert found[2].line == 3


def test_utf16_is_named(rows: Reading) -> None:
    found = rows("a,b\n1,2\n".encode("utf-16"))
    assert len(found) == 1
    assert "UTF-16" in found[0].problem


def test_an_empty_file_has_no_rows(rows: Reading) -> None:
    assert rows(b"") == rows(b"\xef\xbb\xbf") == rows(b"\r\n\r\n") == []


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="cannot be read"):
        CsvSource(tmp_path / "none.csv")


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff"), max_size=12)


@settings(max_examples=tries(60))
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2).filter(any), max_size=6), st.sampled_from(",;\t"))
def test_whatever_a_csv_writer_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], separator: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=separator).writerows([["one", "two"], *table])
    found = list(CsvSource(path).rows())
    assert [row.cells for row in found] == [["one", "two"], *table]
    lines = path.read_bytes().decode().split("\n")
    assert all(0 < row.line <= len(lines) for row in found)


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = BY_NAME["people"]


def test_columns_in_any_order_and_an_optional_one_missing() -> None:
    header = Header(PEOPLE, ["role", "person", "name"])
    values, problems = header.converter(Context())(["client", "pugh", "G. Pugh"])
    assert (values, problems, header.problems, header.notes) == (["pugh", "G. Pugh", "client", None], [], [], [])


def test_a_header_that_is_spelt_loosely_is_read_and_reported() -> None:
    header = Header(PEOPLE, [" Person", "NAME", "role", "Left on"])
    assert header.places == [0, 1, 2, 3]
    assert header.notes == [
        "the column « Person» is read as person",
        "the column «NAME» is read as name",
        "the column «Left on» is read as left_on",
    ]


def test_unknown_columns_are_reported_and_ignored() -> None:
    header = Header(PEOPLE, ["person", "shoe size", "name", "role", "", ""])
    assert header.problems == []
    assert header.notes[0] == "the column «shoe size» is not known: ignored"
    values, problems = header.converter(Context())(["pugh", "44", "G. Pugh", "client", "", "x"])
    assert (values, problems) == (["pugh", "G. Pugh", "client", None], [])


def test_a_column_twice_is_refused() -> None:
    header = Header(PEOPLE, ["person", "name", "role", "Name"])
    assert header.problems == [("Name", "the header has this column twice: keep one")]


def test_each_missing_column_is_named() -> None:
    assert Header(PEOPLE, ["person"]).problems == [
        ("name", "the column is missing: add it to the header"),
        ("role", "the column is missing: add it to the header"),
    ]


def test_every_bad_column_of_a_row_is_reported() -> None:
    convert = Header(PEOPLE, ["person", "name", "role", "left_on"]).converter(Context())
    _, problems = convert([" pugh", "", "boss", "31/12/2026"])
    assert [column for column, _ in problems] == ["person", "name", "role", "left_on"]
    assert problems[2][1] == "«boss»: write supervisor, manager, client or other"


@pytest.mark.parametrize("cells", [["a"], ["a", "b", "c", "d"]])
def test_a_row_of_the_wrong_width(cells: list[str]) -> None:
    convert = Header(PEOPLE, ["person", "name", "role"]).converter(Context())
    assert convert(cells)[1] == [("", f"{len(cells)} cells where the header has 3: check separators and quotes")]


def test_bytes_that_are_no_utf8_are_named_even_in_a_column_nobody_knows() -> None:
    convert = Header(PEOPLE, ["person", "name", "role", "note"]).converter(Context())
    bad = b"caf\xe9".decode(errors="surrogateescape")
    _, problems = convert(["pugh", bad, "client", bad])
    assert problems == [
        ("name", "the byte 0xE9 after «caf» is not UTF-8: save the file as CSV in UTF-8"),
        ("note", "the byte 0xE9 after «caf» is not UTF-8: save the file as CSV in UTF-8"),
    ]


# ── the descriptions themselves ──────────────────────────────────────────────────────────────────────────────


def test_the_contract_column_by_column() -> None:
    """As the exchange format writes it: * for keys, ? for what may be empty."""
    marks = {table.file: " ".join(c.name + "*" * c.key + "?" * c.optional for c in table.columns) for table in TABLES}
    contract = {
        "people.csv": "person* name role left_on?",
        "posts.csv": "post* name activity responder lone critical? special_case check_call_minutes?",
        "locations.csv": "location* name inside?",
        "officers.csv": "officer* name call_sign? opt_out weekly_hours? inducted_on? left_on? phone?",
        "licences.csv": "officer* sector* number starts? expires* status status_from? checked_on?",
        "cover.csv": "post* start* end* headcount repeat*? except?",
        "duties.csv": "officer* post* start* end booked_on? booked_off? status?",
        "absences.csv": "officer* start* end reason",
        "checkcalls.csv": "post* due* officer? received? action?",
        "patrols.csv": "patrol* due* officer? started? ended? points_due points_made findings?",
        "incidents.csv": "number* occurred? reported dispatched? on_scene? resolved? closed? state? category severity"
        " location officers? summary outcome? struck? police_ref? evidence?",
        "stamps.csv": "incident* officer* kind* at* written_at struck?",
        "entries.csv": "incident* entry* at written_at author text amends? struck?",
        "occurrences.csv": "occurrence* at written_at author kind post? officer? text incident? struck?",
        "topics.csv": "topic* title points refresher_months?",
        "requirements.csv": "topic* who*",
        "talks.csv": "talk* topic held_at minutes presenter key_points",
        "attendance.csv": "talk* officer* signed_at? result?",
        "briefings.csv": "briefing* text priority from until? repeat? owner?",
        "acknowledgements.csv": "briefing* officer* at*",
        "handovers.csv": "handover* at from to? accepted_at? text",
        "links.csv": "from* to* kind?",
        "themes.csv": "theme* title objective?",
        # The day of agreement may be empty here: a card that is still being planned has none.
        "actions.csv": "action* cycle* stage theme area required_level gap safety_risk risk_measures? support? owner"
        " consulted? cost? agreed_on? started_on? in_effect_on? due measure? baseline_from? baseline_to? target?"
        " how_measured",
        "steps.csv": "action* step* by text support? timescale done_on?",
        "reviews.csv": "action* cycle* reviewed_on* outcome evaluation next_actions? next_review? reviewer",
        "measures.csv": "measure* name unit better target?",
        "phases.csv": "measure* from* reason",
        "readings.csv": "measure* at* value n?",
        "assessments.csv": "enabler* assessed_on* assessor* level evidence strengths? confidence?",
    }
    assert {file: marks[file] for file in contract} == contract
