"""What becomes of single rows: taken, refused with a reason, or there already."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Location, Officer, Post
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.report import Bad, ImportReport
from sfm_tui.storage.store import Store
from tests.exchange.folders import ENTRIES, INCIDENTS, LINKS, OCCURRENCES, STAMPS, WHOLE, incidents, make

Import = Callable[..., ImportReport]


@pytest.fixture
def bring(empty_store: Store, tmp_path: Path, me: Author) -> Import:
    """Import the whole small folder with some files exchanged or taken out (None)."""

    def run(**files: str | bytes | None) -> ImportReport:
        named = {f"{name}.csv": text for name, text in files.items() if name not in ("skip_bad", "day_first")}
        folder = tmp_path / "site"
        for old in folder.iterdir() if folder.exists() else ():
            if old.is_file():
                old.unlink()
        make(folder, {name: text for name, text in (WHOLE | named).items() if text is not None})
        options = {name: bool(files[name]) for name in ("skip_bad", "day_first") if name in files}
        return import_folder(empty_store, folder, me, **options)

    return run


def bad(report: ImportReport, *where: object) -> str:
    """The problem of the one row that is bad by itself, which stands there."""
    own = [b for b in report.bad if "is refused itself" not in b.problem]
    assert [(b.file, b.line, b.column) for b in own] == [where], report.bad
    assert not report.stored
    return own[0].problem


# ── as it came ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_folder_comes_in_as_it_is(bring: Import, empty_store: Store) -> None:
    report = bring()
    assert report.bad == []
    assert report.stored
    assert {f.file: (f.rows, f.new) for f in report.files} == {
        "people.csv": (1, 1), "posts.csv": (1, 1), "locations.csv": (2, 2), "officers.csv": (2, 2),
        "incidents.csv": (2, 2), "stamps.csv": (2, 2), "entries.csv": (2, 2), "occurrences.csv": (1, 1),
        "links.csv": (2, 2),
    }  # fmt: skip
    incident = empty_store.incidents.get("A-1")
    assert (incident.summary, incident.location, incident.state, incident.severity) == (
        "Bag taken",
        "ATRIUM",
        "open",
        3,
    )
    assert [(s.stamp, s.officer) for s in empty_store.incidents.stamps("A-1")] == [
        ("reported", ""),
        ("dispatched", "NG01"),
        ("on scene", "NG01"),
    ]
    notes = [line for line in empty_store.incidents.log("A-1") if line.entry]
    assert [(n.entry, n.text, n.author, n.amends) for n in notes] == [
        ("1", "Male in a red coat", "okafor", ""),
        ("2", "The coat is blue", "okafor", "1"),
    ]
    assert notes[0].written_at - notes[0].at == 10
    assert empty_store.occurrences.get("B-1").incident == "A-1"
    assert empty_store.sites.get().timezone == "Europe/London"
    assert empty_store.reference.get(Officer, "NG02").opt_out


@pytest.mark.parametrize(
    ("columns", "row", "state"),
    [
        ("", "", "open"),
        (",closed", ",2026-03-28T21:00", "closed"),
        (",closed,state", ",2026-03-28T21:00,", "closed"),
        (",closed,state", ",,on hold", "on hold"),
        (",state", ",closed", "closed"),
    ],
)
def test_the_state_follows_from_the_closing_where_it_is_not_said(
    bring: Import, empty_store: Store, columns: str, row: str, state: str
) -> None:
    text = f"number,reported,category,severity,location,summary{columns}\nX,2026-03-28T19:00,,4,,{row}\n"
    assert bring(incidents=text, stamps=None, entries=None, occurrences=None, links=None).bad == []
    found = empty_store.incidents.get("X")
    assert (found.state, found.category, found.location, found.summary) == (state, "", "", "")


def test_numbers_of_the_sites_own_form_raise_its_count(bring: Import, empty_store: Store, me: Author) -> None:
    rows = incidents("2026-0141,2026-03-28T19:00,,4,,x", "2026-0007,2026-03-28T19:00,,4,,y")
    bring(incidents=rows, stamps=None, entries=None, occurrences=None, links=None)
    assert empty_store.incidents.open(me, severity=3).number == "2026-0142"


def test_a_category_that_is_new_is_made_and_an_old_one_left_alone(bring: Import, empty_store: Store) -> None:
    rows = incidents("X,2026-03-28T19:00,Theft,1,,", "Y,2026-03-28T19:00,Goose attack,2,,")
    bring(incidents=rows, stamps=None, entries=None, occurrences=None, links=None)
    found = {c.name: c.severity for c in empty_store.reference.categories()}
    assert (found["Theft"], found["Goose attack"]) == (3, 2)


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (",2026-03-28T19:00,Theft,3,,x", "number", "it is empty and must not be"),
        ("X,,Theft,3,,x", "reported", "it is empty and must not be"),
        ("X,2026-03-29T01:30,Theft,3,,x", "reported", "does not exist"),
        ("X,2026-10-25T01:30,Theft,3,,x", "reported", "comes twice that night"),
        ("X,28/03/2026 19:00,Theft,3,,x", "reported", "day first"),
        ("X,2026-03-28T19:00,Theft,5,,x", "severity", "«5»: write 1 (critical), 2, 3 or 4 (low)"),
        ("X,2026-03-28T19:00,Theft,,,x", "severity", "it is empty and must not be"),
        ('X,2026-03-28T19:00,"The\nft",3,,x', "category", "a line break"),
        ("X,2026-03-28T19:00,Theft,3,,a\0b", "summary", "the control character U+0000 at position 2"),
        ("X,2026-03-28T19:00,Theft,3,,a\x1b[2J", "summary", "the control character U+001B"),
        (f"X,2026-03-28T19:00,Theft,3,,{'x' * 200_001}", "summary", "200,001 characters"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(bring: Import, row: str, column: str, problem: str) -> None:
    text = incidents("A-1,2026-03-28T19:00,Theft,3,,x", row)
    assert problem in bad(bring(incidents=text), "incidents.csv", 3, column)


def test_every_bad_row_and_column_is_reported(bring: Import) -> None:
    text = incidents("X,never,Theft,9,,x", "A-1,2026-03-28T19:00,Theft,3,,x", "short")
    report = bring(incidents=text)
    assert [(b.line, b.column) for b in report.bad] == [(2, "reported"), (2, "severity"), (4, "")]
    assert not report.stored
    assert report.refused
    assert str(report.bad[1]) == "incidents.csv, line 2, severity: «9»: write 1 (critical), 2, 3 or 4 (low)"


def test_bytes_that_are_no_utf8_are_named_with_their_line(bring: Import) -> None:
    data = INCIDENTS.encode() + b"X,2026-03-28T19:00,Theft,3,,caf\xe9\r\n"
    assert "byte 0xE9 after «caf»" in bad(bring(incidents=data), "incidents.csv", 4, "summary")


@pytest.mark.parametrize(
    "text", ["", "number,reported\n", "number,Number,reported,category,severity,location,summary\n"]
)
def test_a_header_that_will_not_do(bring: Import, text: str) -> None:
    report = bring(incidents=text, stamps=None, entries=None, occurrences=None, links=None)
    assert {(b.file, b.line) for b in report.bad} == {("incidents.csv", 1)}
    assert not report.stored


def test_times_without_an_offset_need_a_site(bring: Import, empty_store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "bare", {"incidents.csv": incidents("X,2026-03-28T19:00,Theft,3,,x")})
    assert "add site.toml" in bad(import_folder(empty_store, folder, me), "incidents.csv", 2, "reported")
    make(folder, {"incidents.csv": incidents("X,2026-03-28T19:00+00:00,Theft,3,,x")})
    assert import_folder(empty_store, folder, me).bad == []


def test_times_go_by_the_zone_of_the_store_where_the_folder_names_none(
    store: Store, tmp_path: Path, me: Author
) -> None:
    folder = make(tmp_path / "bare", {"incidents.csv": incidents("X,2026-06-28T19:00,Theft,3,,x")})
    assert import_folder(store, folder, me).bad == []
    assert store.incidents.get("X").reported == 1_782_669_600


def test_days_before_months_where_it_is_said(bring: Import) -> None:
    text = incidents("A-1,28/03/2026 19:00,Theft,3,ATRIUM,x")
    assert bring(incidents=text, day_first=True, stamps=None, entries=None, occurrences=None, links=None).bad == []


# ── what rows name ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "missing"),
    [
        ("stamps", STAMPS.replace("A-1,NG01,on scene", "A-9,NG01,on scene"), 3, "incident", "no incident «A-9»"),
        ("stamps", STAMPS.replace("A-1,NG01,on scene", "A-1,NG09,on scene"), 3, "officer", "no officer «NG09»"),
        ("entries", ENTRIES.replace("A-1,2,", "A-9,3,").replace("blue,1", "blue,"), 3, "incident", "no incident «A-9»"),
        ("entries", ENTRIES.replace("blue,1", "blue,7"), 3, "amends", "incident «A-1» has no entry «7»"),
        ("entries", ENTRIES.replace("blue,1", "blue,2"), 3, "amends", "entry «2» amends itself"),
        ("entries", ENTRIES.replace("A-1,2,", "A-2,2,"), 3, "amends", "incident «A-2» has no entry «1»"),
        ("occurrences", OCCURRENCES.replace("GATE", "YARD"), 2, "post", "no post «YARD»: add it to posts.csv"),
        ("occurrences", OCCURRENCES.replace("NG02", "NG09"), 2, "officer", "no officer «NG09»"),
        ("occurrences", OCCURRENCES.replace(",A-1", ",A-9"), 2, "incident", "no incident «A-9»"),
        ("links", LINKS.replace("incident:A-1,action", "incident:A-9,action"), 3, "from", "no incident «A-9»"),
        ("links", LINKS.replace("occurrence:B-1", "occurrence:B-9"), 2, "from", "no occurrence «B-9»"),
        (
            "links",
            LINKS.replace("occurrence:B-1", "somewhere"),
            2,
            "from",
            "write kind:key, such as incident:2026-0142",
        ),
        ("links", LINKS.replace("occurrence:B-1", "incident:A-1"), 2, "to", "linked to itself"),
        ("locations", "location,name,inside\nMALL,Mall,PARK\n", 2, "inside", "no location «PARK»"),
    ],
)
def test_what_a_row_names_must_be_there(
    bring: Import, name: str, text: str, line: int, column: str, missing: str
) -> None:
    assert missing in bad(bring(**{name: text}), f"{name}.csv", line, column)


def test_officers_of_an_incident_must_be_there(bring: Import) -> None:
    text = "number,reported,category,severity,location,summary,officers\nA-1,2026-03-28T19:00,,3,,x,NG01 NG07 NG08\n"
    report = bring(incidents=text)
    assert [(b.column, b.problem.partition(":")[0]) for b in report.bad[:2]] == [
        ("officers", "there is no officer «NG07»"),
        ("officers", "there is no officer «NG08»"),
    ]


def test_what_a_row_names_may_stand_in_the_store(store: Store, tmp_path: Path, me: Author) -> None:
    number = store.incidents.open(me, severity=3).number
    store.incidents.note(number, "first", me)
    text = (
        f"incident,entry,at,written_at,author,text,amends\n{number},x,2026-11-21T22:00,2026-11-21T22:00,me,second,1\n"
    )
    stamps = f"incident,officer,kind,at,written_at\n{number},1001,clear,2026-11-21T22:00,2026-11-21T22:00\n"
    report = import_folder(store, make(tmp_path / "more", {"entries.csv": text, "stamps.csv": stamps}), me)
    assert report.bad == []
    assert [line.amends for line in store.incidents.log(number) if line.entry] == ["", "1"]


def test_an_entry_may_amend_one_that_stands_further_down(bring: Import) -> None:
    head, first, second = ENTRIES.splitlines()
    assert bring(entries="\n".join([head, second, first])).bad == []


def test_an_amendment_falls_with_what_it_amends(bring: Import, empty_store: Store) -> None:
    head = "incident,entry,at,written_at,author,text,amends\n"
    rows = [f"A-1,{n},2026-03-28T19:0{n},2026-03-28T19:0{n},okafor,x,{n + 1}\n" for n in range(1, 5)]
    report = bring(entries=head + "".join(rows) + "A-1,5,never,2026-03-28T19:05,okafor,x,\n", skip_bad=True)
    assert [(b.line, b.column) for b in report.bad] == [(2, "amends"), (3, "amends"), (4, "amends"), (5, "amends"),
                                                        (6, "at")]  # fmt: skip
    assert [line for line in empty_store.incidents.log("A-1") if line.entry] == []
    count = next(f for f in report.files if f.file == "entries.csv")
    assert (count.rows, count.new, count.bad) == (5, 0, 5)


def test_places_that_come_round_to_themselves(bring: Import) -> None:
    text = "location,name,inside\nA,a,B\nB,b,C\nC,c,A\nD,d,A\nE,e,E\n"
    report = bring(locations=text)
    assert [(b.line, b.column, b.problem.partition(":")[0]) for b in report.bad] == [
        (2, "inside", "it comes round to itself («A» → «B» → «C» → «A»)"),
        (3, "inside", "it comes round to itself («B» → «C» → «A» → «B»)"),
        (4, "inside", "it comes round to itself («C» → «A» → «B» → «C»)"),
        (5, "inside", "location «A» is refused itself, in line 2"),
        (6, "inside", "it comes round to itself («E» → «E»)"),
    ]


def test_places_that_would_come_round_with_those_of_the_store(store: Store, tmp_path: Path, me: Author) -> None:
    folder = make(tmp_path / "x", {"locations.csv": "location,name,inside\nATRIUM,Atrium,U14\n"})
    assert "comes round" in bad(import_folder(store, folder, me), "locations.csv", 2, "inside")


def test_rows_fall_with_what_they_name(bring: Import, empty_store: Store) -> None:
    report = bring(
        officers="officer,name,opt_out\nNG01,Shaw,perhaps\nNG02,Reid,no\n",
        incidents=INCIDENTS.replace("Theft,3", "Theft,7"),
        skip_bad=True,
    )
    assert [(b.file, b.line, b.column) for b in report.bad] == [
        ("officers.csv", 2, "opt_out"),
        ("incidents.csv", 2, "severity"),
        ("stamps.csv", 2, "incident"),
        ("stamps.csv", 2, "officer"),
        ("stamps.csv", 3, "incident"),
        ("stamps.csv", 3, "officer"),
        ("entries.csv", 2, "incident"),
        ("entries.csv", 3, "incident"),
        ("occurrences.csv", 2, "incident"),
        ("links.csv", 2, "from"),
        ("links.csv", 2, "to"),
        ("links.csv", 3, "from"),
    ]
    assert report.bad[2].problem == "incident «A-1» is refused itself, in incidents.csv, line 2: put that right first"
    assert report.stored
    assert empty_store.incidents.get("A-2").summary == "Smoke"
    assert [o.officer for o in empty_store.reference.all(Officer)] == ["NG02"]


# ── the same key ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_twice_changes_nothing_and_two_unlike_ones_clash(bring: Import) -> None:
    same = INCIDENTS + INCIDENTS.splitlines()[1] + "\n"
    report = bring(incidents=same)
    assert report.bad == []
    assert next((f.new, f.unchanged) for f in report.files if f.file == "incidents.csv") == (2, 1)


def test_two_unlike_rows_of_one_key(bring: Import) -> None:
    text = INCIDENTS + "A-1,2026-03-28T19:00,Theft,2,ATRIUM,Bag taken\n"
    problem = bad(bring(incidents=text), "incidents.csv", 4, "number")
    assert problem == "«A-1» stands in line 2 with other contents: keep one of them"
    stamps = STAMPS + "A-1,NG01,on scene,2026-03-28T19:02:00,2026-03-28T19:02:09\n"
    problem = bad(bring(stamps=stamps), "stamps.csv", 4, "at")
    assert "«A-1» «NG01» «on scene» «2026-03-28T19:02:00+00:00» stands in line 3" in problem


def test_the_same_text_in_two_unicode_forms_is_the_same(bring: Import) -> None:
    text = incidents("cafe\u0301,2026-03-28T19:00,,3,,x", "caf\u00e9,2026-03-28T19:00,,3,,x")
    assert bring(incidents=text, stamps=None, entries=None, occurrences=None, links=None).bad == []


def test_a_logged_row_with_other_contents_is_a_conflict(bring: Import, empty_store: Store) -> None:
    bring()
    head = empty_store.head()
    report = bring(
        incidents=INCIDENTS.replace("19:00,Theft,3", "19:01,Theft,2"),
        entries=ENTRIES.replace("red", "green"),
        stamps=STAMPS.replace("19:02:05", "19:02:06"),
        occurrences=OCCURRENCES.replace("Keys 7 out", "Keys 8 out"),
    )
    assert [(b.file, b.line, b.column) for b in report.bad] == [
        ("incidents.csv", 2, "reported"),
        ("incidents.csv", 2, "severity"),
        ("stamps.csv", 3, "written_at"),
        ("entries.csv", 2, "text"),
        ("occurrences.csv", 2, "text"),
    ]
    assert report.bad[0].problem == (
        "the store has «2026-03-28T19:00:00+00:00», the file «2026-03-28T19:01:00+00:00»:"
        " what is logged is not changed by an import"
    )
    assert empty_store.head() == head


def test_a_row_of_the_store_is_recognised_however_it_is_written(bring: Import, empty_store: Store) -> None:
    bring()
    head = empty_store.head()
    rows = ["A-1;2026-03-28 20:00:00+01:00; Theft;3 ;ATRIUM;Bag taken"]
    text = "\n".join(["number;reported;category;severity;location;summary", rows[0].replace("; Theft", ";Theft")])
    report = bring(incidents=text)
    assert report.bad == []
    assert empty_store.head() == head


def test_reference_rows_are_updated_and_missing_ones_stay(bring: Import, empty_store: Store) -> None:
    bring()
    report = bring(
        officers="officer,name,opt_out,phone\nNG01,Danny Shaw,no,+44 1\n",
        posts=WHOLE["posts.csv"].replace("Main gate,SG,no", "Main gate,DS,yes"),
        incidents=None, stamps=None, entries=None, occurrences=None, links=None,
    )  # fmt: skip
    assert report.bad == []
    assert next((f.new, f.changed) for f in report.files if f.file == "officers.csv") == (0, 1)
    assert {o.officer: (o.name, o.phone) for o in empty_store.reference.all(Officer)} == {
        "NG01": ("Danny Shaw", "+44 1"),
        "NG02": ("Reid", ""),
    }
    assert empty_store.reference.get(Post, "GATE") == Post(post="GATE", name="Main gate", activity="DS", responder=True)


def test_a_place_out_of_use_stays_so_when_it_is_renamed(store: Store, tmp_path: Path, me: Author) -> None:
    store.reference.set(Location(location="GATE3", name="Gate 3 (north)", hidden=True), me)
    folder = make(tmp_path / "x", {"locations.csv": "location,name,inside\nGATE3,Gate three,\n"})
    assert import_folder(store, folder, me).bad == []
    assert store.reference.get(Location, "GATE3") == Location(location="GATE3", name="Gate three", hidden=True)


def test_a_link_of_another_kind_takes_the_place_of_the_old(bring: Import, empty_store: Store) -> None:
    bring()
    bring(links=LINKS.replace("led to", "caused"))
    assert [(link.link, link.struck != "") for link in empty_store.links.of("action:A-07")] == [
        ("led to", True),
        ("caused", False),
    ]
    head = empty_store.head()
    bring(links=LINKS.replace("led to", "caused"))
    assert empty_store.head() == head


def test_bad_rows_read_as_lines() -> None:
    assert str(Bad("people.csv", 0, "", "it is empty")) == "people.csv: it is empty"
    assert str(Bad("people.csv", 3, "", "short")) == "people.csv, line 3: short"
