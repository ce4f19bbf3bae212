"""The files of the improvement plan: what is refused and where, twice without a change, the same bytes out."""

from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.tables import BY_NAME
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.exchange.folders import OFFICERS, SITE, contents, files_of, make, table_of

PEOPLE = (
    "person,name,role,left_on\r\nokafor,J. Okafor,supervisor,\r\nmarsh,H. Marsh,manager,\r\n"
    "stokes,Len Stokes,other,2026-02-10\r\n"
)
THEMES = "theme,title,objective\r\nresponse,Response,Nobody waits\r\nkeys,'=Keys,\r\n"
MEASURES = "measure,name,unit,better,target\r\nlate,Late responses,a week,lower,2\r\ndrift,Drift,s,higher,-2.50\r\n"
PHASES = "measure,from,reason\r\nlate,2026-03-02,A-07 in effect\r\nshift-fill,2026-03-02T19:00,New contract\r\n"
READINGS = (
    "measure,at,value,n\r\nlate,2026-02-02,5,9\r\nlate,2026-02-09,6.50,\r\nlate,2026-03-02T07:00:00+00:00,-1,\r\n"
)
HEAD = ",".join(column.name for column in BY_NAME["actions"].columns)
ACTIONS = (
    f"{HEAD}\r\n"
    "A-07,1,closed,response,Dedicated responder,3 minutes in 95%,22 of 41 late,yes,Response covers,,okafor,Shaw,,"
    "2026-02-01,2026-02-02,2026-02-09,2026-02-27,late,2026-01-01,2026-01-31,2,Late a week\r\n"
    'A-07,2,check,response,Dedicated responder,3 minutes in 95%,"Half,\nor so",no,,A second radio,okafor,,,,'
    "2026-03-01,,2026-03-31,response-time,,,3:00,Late a week\r\n"
    "old 3,1,plan,,Key register,,,no,,,,,,,,,,,,,,\r\n"
)
STEPS = (
    "action,step,by,text,support,timescale,done_on\r\n"
    "A-07,1,manager,Roster one officer alone,,2026-02-09,2026-02-08\r\n"
    "A-07,2,team,Say it at stand-up,A sheet,weekly,\r\n"
)
REVIEWS = (
    "action,cycle,reviewed_on,outcome,evaluation,next_actions,next_review,reviewer\r\n"
    "A-07,1,2026-02-20,partially met,Better at lunch,Look at close,2026-03-20,marsh\r\n"
    "A-07,2,2026-03-10,not met,'-3 is no figure,,,marsh\r\n"
)
FILES = {
    "site.toml": SITE, "officers.csv": OFFICERS, "people.csv": PEOPLE, "themes.csv": THEMES, "measures.csv": MEASURES,
    "phases.csv": PHASES, "readings.csv": READINGS, "actions.csv": ACTIONS, "steps.csv": STEPS, "reviews.csv": REVIEWS,
    "links.csv": "from,to,kind\r\nfinding:no-responder:2026-03-01T17:00,action:A-07,led to\r\n",
}  # fmt: skip
NAMES = ("themes", "measures", "phases", "readings", "actions", "steps", "reviews")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "in", FILES)


def test_they_come_in_once_and_out_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    store = empty_store
    report = import_folder(store, folder, me)
    assert (report.bad, report.notes) == ([], [])
    before = contents(store)
    assert not import_folder(store, folder, me).stored
    assert contents(store) == before
    assert rebuild.differences(store) == []
    whole = store.actions.dossier("A-07")
    assert [one.stage for one in whole.cycles] == ["closed", "check"]
    assert [review.outcome for review in whole.reviews(2)] == ["not met"]
    assert [step.text for step in whole.steps(2)] == ["Roster one officer alone", "Say it at stand-up"]
    assert store.measures.readings("late")[-1].value == "-1"
    assert "imported" in {act.verb for act in whole.history}
    assert store.actions.add("New card", me).action == "A-08"
    with Store.open(tmp_path / "fresh.db", FrozenClock(NOW)) as fresh:
        import_folder(fresh, folder, me)
        export_folder(fresh, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(NOW)) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
    out = files_of(tmp_path / "out")
    assert out == files_of(tmp_path / "again")
    for name in NAMES:
        there = table_of(folder / f"{name}.csv")
        assert table_of(tmp_path / "out" / f"{name}.csv")[0] == there[0]
        assert len(table_of(tmp_path / "out" / f"{name}.csv")) == len(there)


def test_a_workbook_says_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    export_folder(empty_store, tmp_path / "plan.xlsx")
    before = contents(empty_store)
    assert not import_folder(empty_store, tmp_path / "plan.xlsx", me).stored
    assert contents(empty_store) == before


def test_what_has_no_column_outlives_an_import(empty_store: Store, folder: Path, me: Author) -> None:
    store = empty_store
    import_folder(store, folder, me)
    store.actions.change(store.actions.get("A-07"), me, cause="Two posts at once", gap="41 late")
    assert import_folder(store, folder, me).stored
    card = store.actions.get("A-07")
    assert (card.cause, card.gap) == ("Two posts at once", "Half,\nor so")
    assert rebuild.differences(store) == []


ROW = "A-9,1,do,,Area,Level,Gap,no,,,okafor,,,,2026-03-02,,2026-03-31,,,,,Count"


@pytest.mark.parametrize(
    ("name", "text", "column", "why"),
    [
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("2026-03-31", "2026-03-01"), "due", "is before the start"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", "Shaw and Reid"), "owner", "names 2 people"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", "okafr"), "owner", "nobody called «okafr»"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", '"okafor, marsh"'), "owner", "names 2 people"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", "okafor marsh"), "owner", "names 2 people"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", "Night team"), "owner", "is no one person"),
        (
            "actions.csv",
            f"{HEAD}\r\n" + ROW.replace("okafor", "stokes"),
            "owner",
            "left on «2026-02-10», before the action was started on «2026-03-02»",
        ),
        ("actions.csv", f"{HEAD}\r\n" + ROW + "\r\n" + ROW.replace("Gap", "Other"), "cycle", "stands in line 2"),
        (
            "actions.csv",
            f"{HEAD}\r\n" + ROW.replace("do,,", "do,,").replace("2026-03-31,,", "2026-03-31,mood,"),
            "measure",
            "there is no measure «mood»",
        ),
        ("links.csv", "from,to,kind\r\nincident:A-99,action:A-07,", "from", "there is no incident «A-99»"),
        ("links.csv", "from,to,kind\r\naction:A-99,action:A-07,", "from", "there is no action «A-99»"),
        ("readings.csv", "measure,at,value\r\nresponse-time,2026-02-16,4", "measure", "is computed from the log"),
        (
            "actions.csv",
            f"{HEAD}\r\n" + ROW.replace(",do,", ",doing,"),
            "stage",
            "write plan, do, check, act or closed",
        ),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("A-9,1", "A-9,0"), "cycle", "number of the cycle"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("do,,", "do,astral,"), "theme", "there is no theme «astral»"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("Area", ""), "area", "empty"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace(",no,", ",maybe,"), "safety_risk", "write yes or no"),
        ("steps.csv", "action,step,by,text,timescale\r\nA-99,1,team,Do it,now", "action", "there is no action «A-99»"),
        ("steps.csv", "action,step,by,text,timescale\r\nA-07,3,all,Do it,now", "by", "write manager, officer or team"),
        ("reviews.csv", REVIEWS + "A-07,3,2026-03-11,met,Good,,,marsh\r\n", "cycle", "«A-07» has no cycle 3"),
        ("reviews.csv", REVIEWS + "A-99,1,2026-03-11,met,Good,,,marsh\r\n", "cycle", "there is no action «A-99»"),
        ("reviews.csv", REVIEWS.replace("not met", "failed"), "outcome", "write met, partially met or not met"),
        ("reviews.csv", REVIEWS.replace("2026-03-20", "2026-02-20"), "next_review", "is not after the review"),
        ("reviews.csv", REVIEWS.replace("2026-02-20", "2026-02-01"), "reviewed_on", "before the action began"),
        ("readings.csv", "measure,at,value\r\nlate,2026-02-16,four", "value", "is no number"),
        ("readings.csv", "measure,at,value\r\nmood,2026-02-16,4", "measure", "there is no measure «mood»"),
        ("readings.csv", "measure,at,value\r\nlate,2026-03-29T01:30,4", "at", ""),
        ("readings.csv", "measure,at,value\r\nlate,3000-01-01,4", "at", "a year from 1900 to 2999"),
        ("phases.csv", "measure,from,reason\r\nlate,2026-03-02,", "reason", "empty"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("2026-03-31", "1026-03-31"), "due", "a year from 1900 to 2999"),
        ("measures.csv", MEASURES.replace("higher", "up"), "better", "write lower or higher"),
    ],
)
def test_a_bad_row_is_told_and_nothing_stored(
    empty_store: Store, folder: Path, me: Author, name: str, text: str, column: str, why: str
) -> None:
    (folder / name).write_text(text + "\r\n", encoding="utf-8", newline="")
    report = import_folder(empty_store, folder, me)
    bad = [one for one in report.bad if one.file == name]
    assert [one.column for one in bad] == [column]
    assert why in bad[0].problem
    assert empty_store.head().seq == 0


def test_a_review_is_held_to_the_beginning_that_the_store_has(empty_store: Store, folder: Path, me: Author) -> None:
    store = empty_store
    import_folder(store, folder, me)
    before = contents(store)
    make(folder, {"actions.csv": f"{HEAD}\r\n", "reviews.csv": REVIEWS + "A-07,1,2026-02-01,met,Early,,,marsh\r\n"})
    assert [bad.column for bad in import_folder(store, folder, me).bad] == ["reviewed_on"]
    make(folder, {"reviews.csv": REVIEWS, "actions.csv": ACTIONS.replace("2026-02-02,2026-02-09", "2026-02-21,")})
    (bad,) = import_folder(store, folder, me).bad
    assert (bad.file, bad.line, bad.column) == ("actions.csv", 2, "started_on")
    assert contents(store) == before


def notes_of(store: Store, folder: Path, me: Author, files: dict[str, str]) -> list[str]:
    """What an import notes; it must be stored all the same."""
    report = import_folder(store, make(folder, files), me)
    assert (report.bad, report.stored) == ([], True)
    return [str(note) for note in report.notes]


def row(old: str = "", new: str = "", text: str = ROW) -> str:
    return f"{HEAD}\r\n{text.replace(old, new)}\r\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("actions.csv", row("A-9,1", "A-9,3"), "line 2, cycle: «A-9» has a cycle 3, and no cycles 1, 2"),
        ("actions.csv", row("A-9,1", "A-07,3"), "line 2, stage: cycle 2 of «A-07» is in check, and cycle 3 is there"),
        ("actions.csv", row("okafor,,,,2026-03-02", "stokes,,,2026-02-01,"), "left on 2026-02-10, and the action is"),
        ("actions.csv", row(",,2026-03-31,,,,,", ",2026-03-09,2026-03-31,,2026-02-01,2026-03-09,,"), "on both sides"),
        ("reviews.csv", REVIEWS.replace("marsh", "the client's auditor"), "line 2 and 1 more, reviewer: «the client"),
        ("readings.csv", READINGS.replace("2026-02-09", "2026-12-09"), "line 3, at: «2026-12-09» is still to come"),
        ("reviews.csv", REVIEWS.replace("2026-03-10", "2027-03-10"), "reviewed_on: «2027-03-10» is still to come"),
    ],
)
def test_what_is_odd_is_taken_and_told(
    empty_store: Store, folder: Path, me: Author, name: str, text: str, words: str
) -> None:
    import_folder(empty_store, folder, me)
    (note,) = notes_of(empty_store, folder, me, {name: text})
    assert note.startswith(f"{name}: line ")
    assert words in note
    assert not import_folder(empty_store, folder, me).notes


def test_an_owner_is_known_by_code_number_name_or_call_sign(empty_store: Store, folder: Path, me: Author) -> None:
    rows = "\r\n".join(ROW.replace("A-9", f"B-{n}").replace("okafor", who) for n, who in enumerate(
        ("okafor", "NG02", "J. Okafor", "shaw", "j. okafor")))  # fmt: skip
    import_folder(empty_store, folder, me)
    assert notes_of(empty_store, folder, me, {"actions.csv": f"{HEAD}\r\n{rows}\r\n"}) == []
    assert empty_store.actions.get("B-2").owner == "J. Okafor"


def test_without_people_and_actions_nobody_is_unknown(empty_store: Store, tmp_path: Path, me: Author) -> None:
    """A folder that says nothing of people, or of the plan, cannot be held to it."""
    files = {"site.toml": SITE, "officers.csv": OFFICERS, "links.csv": "from,to\r\naudit:keys,action:A-99\r\n"}
    assert notes_of(empty_store, tmp_path / "a", me, files) == [
        "links.csv: line 2, to: there is no action «A-99» yet: the link is kept as it is"
    ]
    assert notes_of(empty_store, tmp_path / "b", me, {"actions.csv": row("okafor", "lead")}) == [
        "actions.csv: line 2, owner: «lead» is kept as written: there is no people.csv to compare with yet"
    ]


def test_a_refused_owner_is_told_where_it_stands(empty_store: Store, folder: Path, me: Author) -> None:
    make(folder, {"people.csv": PEOPLE.replace("okafor,J. Okafor,supervisor", "okafor,J. Okafor,boss")})
    report = import_folder(empty_store, folder, me)
    owners = {bad.problem for bad in report.bad if bad.column == "owner"}
    assert owners == {"person «okafor» is refused itself, in people.csv, line 2: put that right first"}


def test_many_notes_are_cut_with_their_number(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    rows = "".join(f"A-07,1,2026-04-{n:02d},met,Good,,,auditor {n}\r\n" for n in range(1, 31))
    notes = notes_of(empty_store, folder, me, {"reviews.csv": REVIEWS.splitlines()[0] + "\r\n" + rows})
    assert len(notes) == 21
    assert notes[-1] == "reviews.csv: 10 more things are worth a look"


def test_a_gap_of_5000_words(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    long = " ".join(f"late{n}" for n in range(5_000))
    assert notes_of(empty_store, folder, me, {"actions.csv": ACTIONS + ROW.replace("Gap", long) + "\r\n"}) == []
    assert empty_store.actions.get("A-9").gap == long
