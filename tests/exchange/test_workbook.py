"""Workbooks: sheets in, the kinds of cells they have, sheets out, nothing that runs."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.kinds import DATE, TIME, YES_NO
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.exchange.workbook import cell_text
from sfm_tui.storage.store import Store
from tests.exchange.folders import SITE, STAMPS, WHOLE, contents, files_of, make, table_of
from tests.exchange.strategies import HOSTILE

Sheets = dict[str, list[list[Any]]]


def save(path: Path, sheets: Sheets) -> Path:
    """A workbook with these sheets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


INCIDENTS: list[list[Any]] = [
    ["number", "reported", "category", "severity", "location", "summary", "closed"],
    ["A-1", datetime(2026, 3, 28, 19, 0), "Theft", 3, "Gate 3", "=HYPERLINK(1)", None],
    [17, "2026-03-28T20:00", "Fire", 1.0, None, None, datetime(2026, 3, 28, 21, 0, 30)],
]
OFFICERS: list[list[Any]] = [
    ["officer", "name", "opt_out", "weekly_hours", "inducted_on", "phone"],
    [1001, "Shaw", True, 37.5, date(2026, 1, 5), "07700 900201"],
    ["NG02", "Reid", "no", 42.0, "2026-01-05", None],
]


def test_cells_become_what_a_csv_file_would_hold(store: Store, tmp_path: Path, me: Author) -> None:
    book = save(tmp_path / "in" / "records.xlsx", {"incidents": INCIDENTS, "Officers.csv": OFFICERS})
    sheet = load_workbook(book)["incidents"]
    assert sheet["F2"].data_type == "f"
    report = import_folder(store, book, me)
    assert report.bad == []
    assert [f.file for f in report.files] == ["records.xlsx, officers", "records.xlsx, incidents"]
    first, second = store.incidents.get("A-1"), store.incidents.get("17")
    assert (first.reported, first.severity, first.summary) == (1_774_724_400, 3, "")
    assert (second.severity, second.location, second.closed) == (1, "", 1_774_731_630)
    shaw = store.reference.get(Officer, "1001")
    assert shaw == Officer(
        officer="1001", name="Shaw", opt_out=True, weekly_hours="37.5", inducted_on=date(2026, 1, 5),
        phone="07700 900201",
    )  # fmt: skip
    reid = store.reference.get(Officer, "NG02")
    assert reid is not None
    assert (reid.weekly_hours, reid.inducted_on) == ("42", date(2026, 1, 5))
    assert not import_folder(store, book, me).stored


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, None, ""),
        (3.0, None, "3"),
        (3.25, None, "3.25"),
        (1e-7, None, "0.0000001"),
        (1e22, None, "1e+22"),
        (-0.0, None, "0"),
        (16, None, "16"),
        (True, YES_NO, "yes"),
        (False, YES_NO, "no"),
        (True, None, "TRUE"),
        (datetime(2026, 3, 29), DATE, "2026-03-29"),
        (datetime(2026, 3, 29), TIME, "2026-03-29T00:00:00"),
        (datetime(2026, 3, 29, 18, 59, 59, 999_000), TIME, "2026-03-29T19:00:00"),
        (datetime(2026, 3, 29, 18, 59, 59, 500_000), TIME, "2026-03-29T18:59:59.500000"),
        (date(2026, 3, 29), DATE, "2026-03-29"),
        (time(19, 30), None, "19:30:00"),
        ("_x000D_", None, "\r"),
        ("_x005F_x000D_", None, "_x000D_"),
        ("_x0041_", None, "_x0041_"),
    ],
)
def test_one_cell(value: Any, kind: Any, text: str) -> None:
    assert cell_text(value, kind) == text


def test_the_clock_change_nights_hold_for_sheets_too(store: Store, tmp_path: Path, me: Author) -> None:
    rows = [INCIDENTS[0], ["A", datetime(2026, 3, 29, 1, 30), "", 3], ["B", datetime(2026, 10, 25, 1, 30), "", 3]]
    report = import_folder(store, save(tmp_path / "x.xlsx", {"incidents": rows}), me)
    assert [(b.file, b.line, b.column) for b in report.bad] == [
        ("x.xlsx, incidents", 2, "reported"),
        ("x.xlsx, incidents", 3, "reported"),
    ]
    assert "does not exist" in report.bad[0].problem
    assert "comes twice" in report.bad[1].problem


def test_rows_between_and_after_that_are_empty(store: Store, tmp_path: Path, me: Author) -> None:
    rows = [[None], INCIDENTS[0], [], [None] * 9, INCIDENTS[2], ["X", "never", None, 3], [None, None, ""]]
    report = import_folder(store, save(tmp_path / "x.xlsx", {"incidents": rows}), me)
    assert [(b.line, b.column) for b in report.bad] == [(6, "reported")]
    assert report.files[0].rows == 2


def test_a_cell_beyond_the_header_is_a_bad_row(store: Store, tmp_path: Path, me: Author) -> None:
    rows = [INCIDENTS[0], [*INCIDENTS[2], None, "stray"]]
    report = import_folder(store, save(tmp_path / "x.xlsx", {"incidents": rows}), me)
    assert report.bad[0].problem == "9 cells where the header has 7: check separators and quotes"


def test_a_workbook_in_a_folder_stands_beside_csv_files(empty_store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "in", {name: text for name, text in WHOLE.items() if name != "officers.csv"})
    sheets: Sheets = {
        "Sheet1": [["officer", "name", "opt_out"], ["NG01", "Shaw", "no"], ["NG02", "Reid", "yes"]],
    }
    save(folder / "officers.xlsx", sheets)
    save(folder / "more.xlsx", {"scratch": [["x"]], "blank": []})
    make(folder, {"~$more.xlsx": "lock"})
    report = import_folder(empty_store, folder, me)
    assert report.bad == []
    assert report.unknown == ["more.xlsx, sheet «scratch»"]
    assert len(empty_store.reference.all(Officer)) == 2


def test_one_table_in_two_places_is_refused(empty_store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "in", WHOLE)
    save(folder / "all.xlsx", {"officers": OFFICERS})
    report = import_folder(empty_store, folder, me)
    assert [(b.file, b.problem) for b in report.bad] == [
        ("officers.csv", "officers comes twice: it is in all.xlsx, officers as well, keep one")
    ] or "comes twice" in report.bad[0].problem
    assert not report.stored


def test_what_is_no_workbook(store: Store, tmp_path: Path, me: Author) -> None:
    before = contents(store)
    (tmp_path / "x.xlsx").write_bytes(b"no zip at all")
    assert "cannot be read as an .xlsx workbook" in import_folder(store, tmp_path / "x.xlsx", me).bad[0].problem
    book = save(tmp_path / "y.xlsx", {"incidents": INCIDENTS})
    data = {name: zipfile.ZipFile(book).read(name) for name in zipfile.ZipFile(book).namelist()}
    with zipfile.ZipFile(book, "w") as cut:
        for name, text in data.items():
            cut.writestr(name, text[: len(text) // 2] if "sheet1" in name else text)
    report = import_folder(store, book, me)
    assert "damaged" in report.bad[0].problem
    assert contents(store) == before


def test_bad_rows_of_a_sheet_come_out_as_csv(store: Store, tmp_path: Path, me: Author) -> None:
    rows = [INCIDENTS[0], INCIDENTS[2], ["X", "never", None, 3, None, "kept"]]
    report = import_folder(store, save(tmp_path / "in" / "x.xlsx", {"incidents": rows}), me, skip_bad=True)
    assert report.stored
    assert report.rejected == [tmp_path / "in" / "rejected" / "incidents.csv"]
    found = table_of(report.rejected[0])
    assert found[0] == [*INCIDENTS[0], "why"]
    assert found[1][:6] == ["X", "never", "", "3", "", "kept"]
    assert found[1][7].startswith("reported: «never» is no time")


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_comes_back_as_it_was(empty_store: Store, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, make(tmp_path / "in", WHOLE), me)
    report = export_folder(empty_store, tmp_path / "out.xlsx")
    assert list(report.files) == [name for name in WHOLE if name != "site.toml"]
    assert report.left_out[0] == "site.toml: a workbook has no sheet for it"
    with Store.open(tmp_path / "b.db") as other:
        import_folder(other, make(tmp_path / "site", {"site.toml": SITE}), me)
        assert import_folder(other, tmp_path / "out.xlsx", me).bad == []
        export_folder(other, tmp_path / "b")
    export_folder(empty_store, tmp_path / "a")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    export_folder(empty_store, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "out.xlsx").read_bytes()


def test_hostile_text_in_a_workbook(store: Store, tmp_path: Path, me: Author) -> None:
    said = [text for text in HOSTILE if text.strip()]
    for text in said:
        store.occurrences.log(text, me)
    store.reference.set(Post(post="=1", name="+1"), me)
    export_folder(store, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    with Store.open(tmp_path / "b.db", store.clock) as other:
        other.sites.set(store.sites.get(), me)
        assert import_folder(other, tmp_path / "out.xlsx", me).bad == []
        export_folder(other, tmp_path / "b")
    export_folder(store, tmp_path / "a")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_what_a_sheet_cannot_hold_is_not_cut_off(store: Store, tmp_path: Path, me: Author) -> None:
    store.occurrences.log("x" * 32_768, me)
    with pytest.raises(ExchangeError, match=r"occurrences\.csv, text of B2026-00001: 32,768 characters"):
        export_folder(store, tmp_path / "out.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


def test_a_workbook_that_is_there_is_replaced_only_if_asked(store: Store, tmp_path: Path) -> None:
    make(tmp_path, {"out.xlsx": "mine"})
    with pytest.raises(ExchangeError, match="is there already"):
        export_folder(store, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes() == b"mine"
    assert "officers.csv" in export_folder(store, tmp_path / "out.xlsx", replace=True).files


def test_a_store_with_nothing_in_it_makes_a_workbook_all_the_same(empty_store: Store, tmp_path: Path) -> None:
    assert export_folder(empty_store, tmp_path / "out.xlsx").files == {}
    assert load_workbook(tmp_path / "out.xlsx").sheetnames == ["people"]


def test_stamps_keep_their_seconds(store: Store, tmp_path: Path, me: Author) -> None:
    head, *rows = [line.split(",") for line in STAMPS.strip().split("\r\n")]
    number = store.incidents.open(me, severity=3).number
    at = datetime(2026, 3, 28, 19, 0, 59)
    sheet: Sheets = {"stamps": [head, *[[number, "1001", row[2], at, at] for row in rows]]}
    assert import_folder(store, save(tmp_path / "x.xlsx", sheet), me).bad == []
    assert {s.at for s in store.incidents.stamps(number) if s.officer} == {1_774_724_459}
