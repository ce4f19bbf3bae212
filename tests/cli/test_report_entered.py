"""A document that `sfm report` makes is a record where it is known who made it: numbered, with its digest, linked."""

import hashlib
import shutil
from pathlib import Path

import pytest

from sfm_tui.storage.store import Store
from tests.cli.running import Sfm


@pytest.fixture
def own(northgate: Sfm, tmp_path: Path) -> Sfm:
    """The invented site in a store that may be written to."""
    return Sfm(Path(shutil.copy(northgate.db, tmp_path / "sfm.db")), tmp_path)


def test_a_plan_is_entered_and_linked_to_its_action(own: Sfm, tmp_path: Path) -> None:
    target = tmp_path / "plan.txt"
    ran = own.inside("report", "action-plan", "A-07", "-o", str(target), "--by", "okafor")
    assert (ran.code, ran.out, ran.err) == (0, f"{target}\n", "")
    told = own.inside("thread", "D-01", "--json").json
    assert told["text"] == "Action plan, A-07"
    last = told["stations"][-1]
    assert (last["record"], last["side"], last["who"]) == ("report:D-01", "here", "Josephine Okafor")
    refs = [one["record"] for one in told["stations"]]
    assert {"action:A-07", "measure:response-time", "finding:no-responder:2026-11-04T17:00"} <= set(refs)
    assert any("document D-01: Action plan, A-07" in line for line in own.inside("thread", "A-07").lines)
    with Store.open(own.db) as store:
        made = store.documents.get("D-01")
    assert made.digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert f"Ledger head {made.head}" in target.read_text()


def test_a_review_is_linked_to_what_it_tells_of(own: Sfm, tmp_path: Path) -> None:
    where = str(tmp_path / "review.txt")
    assert own.inside("report", "contract-review", "--month", "2026-10", "-o", where, "--by", "okafor").code == 0
    with Store.open(own.db) as store:
        made = store.documents.get("D-01")
        linked = {one.source for one in store.links.of(made.ref)}
    assert (made.title, made.period, made.form) == ("Contract review", "October 2026", "txt")
    assert {"action:A-07", "measure:response-time", "briefing:P-05", "talk:T-16"} <= linked
    assert not any(ref.startswith("incident:") for ref in linked)


def test_nothing_is_entered_where_nobody_is_known(own: Sfm, tmp_path: Path) -> None:
    assert own.inside("report", "action-log", "-o", str(tmp_path / "log.txt")).code == 0
    own.inside("thread", "D-01").refused("there is no record «D-01»")


def test_a_file_that_cannot_be_entered_stands(own: Sfm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sfm_tui.storage import documents
    from sfm_tui.storage.errors import StoreError

    def refuse(*_args: object, **_more: object) -> None:
        raise StoreError("the store cannot be written")

    monkeypatch.setattr(documents.Documents, "made", refuse)
    target = tmp_path / "log.txt"
    ran = own.inside("report", "action-log", "-o", str(target), "--by", "okafor")
    assert (ran.code, ran.out) == (0, f"{target}\n")
    assert "is made, but not entered among the documents: the store cannot be written" in ran.err
    assert target.exists()


def test_a_sheet_in_a_file_is_entered_and_a_printed_one_is_not(own: Sfm, tmp_path: Path) -> None:
    assert own.inside("print", "2026-0099", "--by", "okafor").code == 0
    own.inside("thread", "D-01").refused("there is no record «D-01»")
    where = str(tmp_path / "sheet.txt")
    assert own.inside("print", "2026-0099", "-o", where, "--by", "okafor").out == f"{where}\n"
    assert own.inside("book", "--date", "2026-11-20", "-o", str(tmp_path / "book.txt"), "--by", "okafor").code == 0
    with Store.open(own.db) as store:
        some = [(one.report, one.name, one.period) for one in store.documents.all()]
        linked = [one.source for one in store.links.of("report:D-01")]
    assert some == [("D-02", "occurrence-book", "Fri 20 Nov 2026"), ("D-01", "incident", "2026-0099")]
    assert linked == ["incident:2026-0099"]
