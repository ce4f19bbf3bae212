"""`sfm retention`, `hold` and `subject-access`: what is due is told, asked for, and gone."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Person
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm
from tests.conftest import NOW

OLD = NOW - 8 * 365 * 86_400
ME = Author("okafor")


@pytest.fixture
def old(tmp_path: Path) -> Sfm:
    """`sfm` with a store of eight years ago: two closed incidents, one that is open."""
    path = tmp_path / "store" / "old.db"
    with Store.open(path, FrozenClock(OLD)) as store:
        store.sites.set(Site(code="NRP", name="Northgate", timezone="Europe/London", retention={"visitors": 3}), ME)
        store.reference.set(Person(person="okafor", name="Joy Okafor"), ME)
        store.people.sign_on("okafor")
        store.reference.set(Officer(officer="1001", name="Lena Shaw", call_sign="Romeo"), ME)
        store.reference.set(Officer(officer="1002", name="Tom Reid"), ME)
        for summary in ("Zanzibarius fell", "Tom Reid and Lena Shaw met <b>Mrs Quill</b>", "Never closed"):
            number = store.incidents.open(ME, summary=summary).number
            store.incidents.stamp(number, "dispatched", ME, officer="1001")
            store.incidents.note(number, "told Tom Reid", ME)
            if summary != "Never closed":
                store.incidents.set_state(number, "closed", ME)
    return Sfm(path, tmp_path)


def test_what_is_due_is_told_and_goes_when_its_number_is_given(old: Sfm) -> None:
    told = old.inside("retention", "--list")
    assert told.code == 0
    assert told.lines[0].split()[:5] == ["incidents", "2", "due", "1", "stay,"]
    assert "incident:2018-0001 2018-11-23 due since 2024-11-23 Zanzibarius fell" in told.out
    assert "stays: it is still open" in told.out
    assert "retention of «visitors»: there is no such kind" in told.err
    plain = old.inside("retention", "--json").json
    assert plain["rules"][0] == {
        "kind": "incidents", "months": 72, "own": False, "due": 2, "stay": 1, "oldest": "2018-11-23",
        "rule": "incidents: 6 years after it was closed, the usual time",
    }  # fmt: skip
    assert [one["stays"] for one in plain["records"]] == [None, None, "it is still open"]
    copy = old.db.parent / "copy.db"
    assert old.inside("backup", str(copy)).code == 0
    for args in (["--erase"], ["--erase", "--confirm", "3"]):
        left = old.inside("retention", *args)
        assert left.code == 1, left
        assert "nothing was erased" in left.err
        assert str(copy) in left.out
    old.inside("retention", "--erase", "--kind", "visitors").refused("no kind of record «visitors»")
    old.inside("retention", "--erase", "--by", "nobody").refused("nobody called nobody")
    assert old.inside("hold", "add", "2018-0002", "--why", "claim 4711").code == 0
    done = old("retention", "--erase", "--confirm", "1", "--why", "yearly")
    assert done.code == 0, done
    assert "1 record and the text of 4 entries" in done.out
    raw = b"".join(path.read_bytes() for path in old.db.parent.glob("old.db*"))
    assert b"Zanzibarius" not in raw
    assert b"Zanzibarius" in copy.read_bytes()
    assert old.inside("verify").code == 0
    listed = old.inside("incidents", "--json").json
    assert sorted(one["number"] for one in listed) == ["2018-0002", "2018-0003"]
    assert old.inside("retention", "--finish").out == "no erasure is unfinished\n"
    assert old.inside("retention", "--erase").out == "nothing is due\n"


def test_holds(old: Sfm) -> None:
    assert old.inside("hold", "list").out == "nothing is held\n"
    old.inside("hold", "add", "2018-0001").refused("a reason is needed")
    old.inside("hold", "add").refused("say what")
    old.inside("hold", "drop").refused("add, lift or list")
    old.inside("hold", "add", "2018-0009", "--why", "x").refused("2018-0009")
    assert old.inside("hold", "add", "period:2018-01-01..2018-12-31", "--why", "inquiry").code == 0
    assert "0 due" in old.inside("retention").lines[0]
    assert old.inside("hold", "lift", "period:2018-01-01..2018-12-31", "--why", "over").code == 0
    (hold,) = old.inside("hold", "list", "--json").json
    assert (hold["target"], hold["why"], hold["by"], hold["lifted_why"]) == (
        "period:2018-01-01..2018-12-31", "inquiry", "okafor", "over",
    )  # fmt: skip
    assert "lifted" in old.inside("hold", "list").out


def read(path: Path) -> tuple[str, dict[str, object]]:
    with zipfile.ZipFile(path) as zipped:
        return zipped.read("read-me.html").decode(), json.loads(zipped.read("data.json"))


def test_what_is_known_of_an_officer(old: Sfm, tmp_path: Path) -> None:
    target = tmp_path / "shaw.zip"
    done = old.inside("subject-access", "1001", "-o", str(target))
    assert done.code == 0, done
    assert "Not in it: a capability plan" in done.out
    assert "1 record with the words «Lena Shaw»" in done.out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    page, data = read(target)
    assert data["person"] == "officer:1001"
    titles = {part["title"]: part["rows"] for part in data["parts"]}
    assert [row["number"] for row in titles["Incidents that they were sent to"]] == [
        "2018-0001",
        "2018-0002",
        "2018-0003",
    ]
    assert [row["stamped_at"] for row in titles["Their times in incidents"]] == ["2018-11-23T22:15:35+00:00"] * 3
    assert "Lena Shaw" in page
    for others in ("Tom Reid", "Okafor", "okafor"):
        assert others not in page + json.dumps(data), others
    assert "<b>Mrs" not in page, "typed text is no markup"
    old.inside("subject-access", "1001", "-o", str(target)).refused("is there already")
    assert old.inside("subject-access", "1001", "-o", str(target), "--replace", "--unmasked").code == 0
    assert "Tom Reid" in read(target)[0]
    with Store.open(old.db) as store, store.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT subject FROM ledger WHERE kind = 'access.given'").all()
    assert kinds == [("officer:1001",)] * 2


def test_somebody_whom_no_list_has(old: Sfm, tmp_path: Path) -> None:
    found = old.inside("subject-access", "--name", "Quill")
    assert found.lines[0].startswith("incident:2018-0002 Tom")
    target = tmp_path / "quill.zip"
    assert old.inside("subject-access", "--record", "incident:2018-0002", "-o", str(target)).code == 0
    page, data = read(target)
    assert "Mrs Quill" in page
    assert "Lena Shaw" not in page
    assert data["person"] == "outsider"
    old.inside("subject-access", "--record", "2018-0002", "-o", str(target), "--replace")
    assert read(target)[1]["parts"] == data["parts"], "a record is found by its number as it is printed"
    old.inside("subject-access", "--record", "2018-0999", "-o", str(target), "--replace").refused(
        "no record «2018-0999»"
    )
    old.inside("subject-access", "-o", str(target)).refused("say whose")
    old.inside("subject-access", "1001").refused("-o FILE.zip")
    old.inside("subject-access", "9999", "-o", str(target)).refused("nobody called 9999")
