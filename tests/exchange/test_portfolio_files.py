"""`assessments.csv`: read once, the same bytes out, what it has no column for stays; what is left out is named."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import ENABLERS, Check, held
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW
from tests.examples import tries
from tests.exchange.folders import SITE, contents, files_of, make
from tests.exchange.strategies import HOSTILE, codes, lines, said

HEAD = "enabler,assessed_on,assessor,level,evidence,strengths,confidence"
ROWS = (
    f"{HEAD}\r\n"
    'leadership,2026-05-21,okafor,2,"Aims named\nat stand-up",\'=Calm,low\r\n'
    "leadership,2026-11-20,okafor,3,Aims on the board,,\r\n"
    "Methodology and rigour,2026-11-20,gate crew,1,No baseline,,high\r\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(
        tmp_path / "in",
        {"site.toml": SITE, "assessments.csv": ROWS,
         "links.csv": "from,to,kind\r\nassessment:leadership:2026-11-20:okafor,action:A-01,led to\r\n"},
    )  # fmt: skip


def test_it_comes_in_once_and_out_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    report = import_folder(empty_store, folder, me)
    assert (report.bad, report.unknown) == ([], [])
    assert [note.file for note in report.notes] == ["links.csv"]
    before = contents(empty_store)
    assert not import_folder(empty_store, folder, me).stored
    assert contents(empty_store) == before
    assert rebuild.differences(empty_store) == []
    export_folder(empty_store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(NOW)) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "again")
    written = (tmp_path / "out" / "assessments.csv").read_bytes().decode()
    assert sorted(csv.reader(io.StringIO(written))) == sorted(csv.reader(io.StringIO(ROWS)))
    leadership, *_, methodology = empty_store.assessments.profile()
    assert (leadership.now, leadership.before, methodology.now) == (3, 2, 1)
    (row,) = leadership.rows
    assert [check.holds for check in empty_store.assessments.checks(row.key)] == [True, True]
    assert empty_store.assessments.actions() == {row.key: ("A-01",)}
    assert [act.verb for act in empty_store.assessments.history(row.key)] == ["imported"]


def test_what_has_no_column_outlives_an_import(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    row = empty_store.assessments.get("leadership:2026-11-20:okafor")
    checks = [
        Check(level=2, holds=True, evidence="a"),
        Check(level=3, holds=True, evidence="b"),
        Check(level=4, holds=False),
    ]
    empty_store.assessments.change(row, me, checks=checks, gaps="Nights", evidence="Other words", why="looked again")
    assert import_folder(empty_store, folder, me).stored
    there = empty_store.assessments.get(row.key)
    assert (there.evidence, there.gaps) == ("Aims on the board", "Nights")
    assert list(empty_store.assessments.checks(row.key)) == checks
    make(folder, {"assessments.csv": f"{HEAD}\r\nleadership,2026-11-20,okafor,4,More,,\r\n"})
    assert import_folder(empty_store, folder, me).stored
    assert held(empty_store.assessments.checks(row.key)) == empty_store.assessments.get(row.key).level == 4
    assert rebuild.differences(empty_store) == []


ROW = "leadership,2026-05-21,okafor,2,Seen,,"


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (
            ROW.replace("leadership", "morale"),
            "enabler",
            "none of the four: write leadership, engagement",
        ),
        (ROW.replace("leadership", ""), "enabler", "empty"),
        (ROW.replace("2026-05-21", "soon"), "assessed_on", "soon"),
        (ROW.replace("okafor", ""), "assessor", "empty"),
        (ROW.replace(",2,", ",6,"), "level", "write a level, 1 to 5"),
        (ROW.replace(",2,", ",0,"), "level", "write a level, 1 to 5"),
        (ROW.replace(",2,", ",2.5,"), "level", "write a level, 1 to 5"),
        (ROW.replace("Seen", ""), "evidence", "empty"),
        (f"{ROW}\r\n{ROW.replace('Seen', 'Other')}", "assessor", "stands in line 2 with other contents"),
    ],
)
def test_a_bad_row_is_told_and_nothing_stored(
    empty_store: Store, folder: Path, me: Author, row: str, column: str, why: str
) -> None:
    make(folder, {"assessments.csv": f"{HEAD}\r\n{row}\r\n"})
    report = import_folder(empty_store, folder, me)
    assert [(one.file, one.column) for one in report.bad] == [("assessments.csv", column)]
    assert why in report.bad[0].problem
    assert empty_store.head().seq == 0


def test_a_day_that_is_still_to_come_is_taken_and_told(empty_store: Store, folder: Path, me: Author) -> None:
    later = ROW.replace("2026-05-21", "2036-05-21")
    make(folder, {"assessments.csv": f"{HEAD}\r\n{ROW}\r\n{later}\r\n"})
    report = import_folder(empty_store, folder, me)
    assert (report.bad, report.stored) == ([], True)
    (note,) = [note.text for note in report.notes if note.file == "assessments.csv"]
    assert note.startswith("line 3, assessed_on: «2036-05-21» is still to come")


def test_what_is_left_out_is_named(store: Store, me: Author, tmp_path: Path) -> None:
    photo = tmp_path / "x.txt"
    photo.write_bytes(b"minutes")
    page = store.reflections.add("Late", me, criteria=[("ST0330", "5")])
    store.reflections.change(page, me, did="x")
    store.notes.add("PDCA", me)
    store.attachments.add(page.ref, photo, me)
    store.standards.load('standard = "A"\ntitle = "A"\n[[criterion]]\ncode = "x"\ntitle = "X"', me)
    store.assessments.assess("leadership", [Check(level=2, holds=True, evidence="x")], me, gaps="g")
    said = "\n".join(export_folder(store, tmp_path / "out").left_out)
    for words in (
        "1 reflections",
        "1 study notes",
        "1 attached files",
        "1 standards",
        "1 tags",
        "of 1 self-assessments",
    ):
        assert words in said
    store.links.make(page.ref, "audit:keys", me)
    export_folder(store, tmp_path / "out", replace=True)
    with Store.open(tmp_path / "other.db", FrozenClock(NOW)) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []


rows = st.lists(
    st.tuples(
        st.sampled_from([*ENABLERS, *ENABLERS.values()]), st.dates().map(str).filter(lambda day: day > "1900"), codes,
        st.integers(1, 5).map(str), st.one_of(said, st.sampled_from([text for text in HOSTILE if text.strip()])),
        lines, lines,
    ),
    max_size=6, unique_by=lambda row: row[:3],
)  # fmt: skip


@settings(max_examples=tries(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows)
def test_any_rows_go_round(rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        with Store.open(home / "a.db", FrozenClock(NOW)) as one, Store.open(home / "b.db", FrozenClock(NOW)) as other:
            for enabler, day, assessor, level, evidence, strengths, confidence in rows:
                if not "1900" <= day <= "2026-11-21":
                    continue
                checks = [Check(level=n, holds=True, evidence="x") for n in range(2, int(level) + 1)]
                key = {"assessed_on": day, "assessor": assessor, "evidence": evidence}
                if any(row.code == enabler_code(enabler) for row in one.assessments.all() if row.assessor == assessor
                       and row.assessed_on == day):  # fmt: skip
                    continue
                one.assessments.assess(enabler, checks, ME, **key, strengths=strengths, confidence=confidence)
            export_folder(one, home / "out")
            assert import_folder(other, home / "out", ME).bad == [] if files_of(home / "out") else True
            export_folder(other, home / "again")
            assert files_of(home / "out") == files_of(home / "again")
            assert rebuild.differences(other) == []


def enabler_code(text: str) -> str:
    return next(code for code, title in ENABLERS.items() if text in (code, title))
