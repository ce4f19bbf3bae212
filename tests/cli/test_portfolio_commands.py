"""`sfm attach`, `assessments`, `reflections`, `standard`: what is printed, as JSON and as lines."""

from pathlib import Path

import pytest

from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")


@pytest.fixture
def portfolio(desk: Sfm) -> Sfm:
    with Store.open(desk.db) as store:
        action = store.actions.add("Responder", BY)
        page = store.reflections.add("Late [/x]", BY, day="2026-11-01", did="=Counted\n\x85 twice".replace("\x85", "-"),
                                     criteria=[("ST0330", "5")], sources=[action.ref])  # fmt: skip
        store.reflections.change(page, BY, learned="Look first")
        store.notes.add("PDCA", BY, kind="framework", criteria=[("ST0330", "pdca")])
        checks = [Check(level=2, holds=True, evidence="Stand-up")]
        store.assessments.assess("leadership", [], BY, evidence="None", assessed_on="2026-05-01")
        row = store.assessments.assess("leadership", checks, BY, assessed_on="2026-11-01")
        store.links.make(row.ref, action.ref, BY)
    return desk


def test_reflections_and_notes(portfolio: Sfm) -> None:
    assert portfolio.inside("reflections").lines == ["R-01  2026-11-01  Late [/x]  ST0330:5"]
    (page,) = portfolio.inside("reflections", "--json").json
    assert (page["reflection"], page["version"], page["did"]) == ("R-01", 2, "=Counted\n- twice")
    assert (page["tags"], page["links"]) == ([{"standard": "ST0330", "criterion": "5"}], ["action:A-01"])
    whole = portfolio.inside("reflections", "R-01")
    assert "What I learned\n  Look first" in whole.out
    assert "version 2" in whole.out
    assert [note["note"] for note in portfolio.inside("reflections", "--notes", "--json").json] == ["N-01"]
    assert "Kind\n  framework" in portfolio.inside("reflections", "N-01").out
    portfolio.inside("reflections", "R-09").refused("there is no reflection R-09")


def test_assessments(portfolio: Sfm) -> None:
    ran = portfolio.inside("assessments")
    assert ran.lines[0] == "Leadership: level 2, reactive, on 2026-11-01, before that 1 on 2026-05-01"
    assert ran.lines[1].startswith("  next: 3, process-focused: Two or three aims")
    assert ran.lines[2:4] == ["  answered by A-01", "Engagement: not assessed"]
    rows = portfolio.inside("assessments", "--json").json
    assert [[*row] for row in rows] == [
        ["enabler", "assessed_on", "assessor", "level", "evidence", "strengths", "confidence"]
    ] * 2
    assert [row["level"] for row in rows] == [2, 1]


def test_a_standard_is_shown_edited_and_loaded(portfolio: Sfm, tmp_path: Path) -> None:
    assert portfolio.inside("standard").lines == ["ST0330  Security First Line Manager  evidence for 2 of 25"]
    ran = portfolio.inside("standard", "show", "ST0330")
    assert "area       5                Contract Performance and Management  1 reflection" in ran.lines
    assert "area       1                Area 1 (title not known)  -" in ran.lines
    shown = {row["criterion"]: row for row in portfolio.inside("standard", "show", "ST0330", "--json").json["criteria"]}
    assert shown["5"]["records"] == ["reflection:R-01"]
    assert shown["1"]["placeholder"]
    text = portfolio.inside("standard", "show", "ST0330", "--toml").out
    file = tmp_path / "own.toml"
    file.write_text(text.replace('code = "5"', 'code = "K5"'), encoding="utf-8")
    ran = portfolio.inside("standard", "load", str(file))
    assert (ran.code, ran.out) == (0, "ST0330: Security First Line Manager, 25 criteria\n")
    assert "1 record tagged with what it does not have (5)" in ran.err
    file.write_text("standard = 1", encoding="utf-8")
    portfolio.inside("standard", "load", str(file)).refused("this is no standard")
    portfolio.inside("standard", "mend").refused("write list, show CODE or load FILE")
    portfolio.inside("standard", "show").refused("needs a CODE")
    portfolio.inside("standard", "show", "X").refused("there is no standard «X»")


def test_a_file_is_attached_and_verified(portfolio: Sfm, tmp_path: Path) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + bytes(2000))
    ran = portfolio.inside("attach", "reflection:R-01", str(photo), "--about", "At close")
    assert ran.code == 0
    assert ran.out.startswith("gate.jpg  2.0 kB  image/jpeg  ")
    (one,) = portfolio.inside("attach", "reflection:R-01", "--json").json
    assert (one["name"], one["size"], one["about"]) == ("gate.jpg", 2003, "At close")
    assert portfolio.inside("attach", "action:A-01").out == "no files are attached to action:A-01\n"
    note = tmp_path / "note.txt"
    note.write_bytes(b"812")
    assert portfolio.inside("attach", "action:A-01", str(note)).out.startswith("note.txt  3 bytes  text/plain  ")
    assert portfolio.inside("attach", "a1").out.startswith("note.txt  3 bytes  text/plain  ")
    portfolio.inside("attach", "A-99").refused("there is no record «A-99»: write its number")
    portfolio.inside("attach", "action:A-99", str(photo)).refused("there is no action A-99")
    portfolio.inside("attach", "action:A-01", str(tmp_path)).refused("is a folder")
    assert portfolio.inside("verify").code == 0
    copy = tmp_path / "copy.db"
    assert portfolio.inside("backup", str(copy)).code == 0
    place = tmp_path / "copy.db.files" / one["sha256"][:2] / one["sha256"]
    assert place.read_bytes() == photo.read_bytes()
    place.write_bytes(b"x")
    lost = portfolio.inside("--db", str(tmp_path / "new" / "sfm.db"), "restore", str(copy))
    assert lost.code == 1
    assert "is missing from sfm.db.files" in lost.err
    told = portfolio.inside("--db", str(copy), "verify", "--json")
    assert (told.code, told.json["ok"]) == (1, False)
    assert "was altered" in told.json["problems"][0]
