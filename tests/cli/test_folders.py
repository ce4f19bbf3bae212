"""`sfm import` and `sfm export`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Sfm

Folder = Callable[..., Path]

SITE = 'code = "NRP"\nname = "Northgate"\ntimezone = "Europe/London"\n'
INCIDENTS = "number,reported,category,severity,location,summary\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a site folder of the files given."""

    def make(**files: str) -> Path:
        place = tmp_path / "site"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name, text in files.items():
            (place / name.replace("_", ".")).write_text(text, encoding="utf-8", newline="")
        return place

    return make


def test_what_changed_is_told_for_each_file(sfm: Sfm, folder: Folder) -> None:
    rows = INCIDENTS + "2026-0001,2026-03-01T10:00,Theft,3,yard,one\r\n2026-0002,2026-03-01T11:00,Theft,3,yard,two\r\n"
    place = folder(site_toml=SITE, incidents_csv=rows, notes_txt="x")
    first = sfm.inside("import", str(place))
    assert (first.code, first.err) == (0, "")
    assert "2 rows: 2 new" in first.out
    assert "notes.txt" in first.out
    head = sfm.inside("verify", "--json").json["head"]
    assert f"stored · head {head[: head.index('·') + 5]}" in first.out
    again = sfm.inside("import", str(place))
    assert again.code == 0
    assert "2 rows: 2 unchanged" in again.out
    assert "nothing to store" in again.out
    assert sfm.inside("verify", "--json").json["head"] == head


def test_bad_rows_are_all_told_and_nothing_is_stored(sfm: Sfm, folder: Folder) -> None:
    rows = INCIDENTS + (
        "2026-0001,2026-03-01T10:00,Theft,7,yard,one\r\n"
        "2026-0002,2026-03-29T01:30,Theft,9,yard,two\r\n"
        "2026-0003,2026-03-01T11:00,Theft,3,yard,good\r\n"
    )
    place = folder(site_toml=SITE, incidents_csv=rows)
    ran = sfm("import", str(place))
    assert ran.code == 1
    errors = ran.err.splitlines()
    assert [line.split(": ")[:2] for line in errors[:3]] == [
        ["incidents.csv:2", "severity"],
        ["incidents.csv:3", "reported"],
        ["incidents.csv:3", "severity"],
    ]
    assert errors[3:] == ["sfm: nothing was stored: 2 bad rows; put them right, or import the others with --skip-bad"]
    assert sfm.incidents() == []
    skipped = sfm.inside("import", str(place), "--skip-bad")
    assert skipped.code == 1
    assert [i["summary"] for i in sfm.incidents()] == ["good"]
    assert (place / "rejected" / "incidents.csv").is_file()
    assert "rejected" in skipped.out


def test_a_dry_run_says_what_would_be_and_makes_no_store(sfm: Sfm, folder: Folder) -> None:
    place = folder(site_toml=SITE, incidents_csv=INCIDENTS + "A1,29/03/2026 19:00,Theft,3,yard,one\r\n")
    assert sfm.inside("import", str(place), "--dry-run").code == 1
    ran = sfm.inside("import", str(place), "--dry-run", "--day-first")
    assert ran.code == 0
    assert "1 row: 1 new" in ran.out
    assert "dry run: nothing was stored" in ran.out
    assert not sfm.db.exists()
    assert sfm.inside("import", str(place), "--day-first").code == 0
    assert sfm.incidents()[0]["reported"] == "2026-03-29T19:00:00+01:00"


def test_who_imported(sfm: Sfm, folder: Folder) -> None:
    sfm.inside("import", str(folder(site_toml=SITE)), "--by", "marsh")
    from sfm_tui.storage.store import Store

    with Store.open(sfm.db) as store, store.reading() as connection:
        assert {row[0] for row in connection.exec_driver_sql("SELECT author FROM ledger")} == {"marsh"}


def test_out_and_in_again_gives_the_same(desk: Sfm, tmp_path: Path) -> None:
    desk.inside("log", "--what", "=cmd() é", "--where", "GATE3")
    ran = desk.inside("export", str(tmp_path / "out"))
    assert (ran.code, ran.err) == (0, "")
    assert "incidents.csv" in ran.out
    assert "left out" in ran.out
    other = tmp_path / "other.db"
    assert desk.inside("import", str(tmp_path / "out"), "--db", str(other)).code == 0
    assert desk.inside("export", str(tmp_path / "out2"), "--db", str(other)).code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "out2").iterdir())
    for name in names:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()
    desk.inside("export", str(tmp_path / "out")).refused("already")
    assert desk.inside("export", str(tmp_path / "out"), "--replace").code == 0
    assert desk.inside("export", str(tmp_path / "out.xlsx")).code == 0
    assert desk.inside("import", str(tmp_path / "out.xlsx")).code == 0


def test_the_roster_of_some_days(desk: Sfm, tmp_path: Path) -> None:
    days = ("--from", "2026-03-23", "--to", "2026-03-30")
    ran = desk.inside("export", str(tmp_path / "week"), *days)
    assert ran.code == 0
    assert "incidents.csv" not in ran.out
    assert "left out: all that is not the roster of these days" in ran.out
    assert "all of it was there already" in desk.inside("import", str(tmp_path / "week")).out
    desk.inside("export", str(tmp_path / "week2"), "--from", "2026-03-30", "--to", "2026-03-23").refused("not later")
    desk.inside("export", str(tmp_path / "week2"), "--to", "30/03").refused("--to")
    assert not (tmp_path / "week2").exists()


def test_hostile_cells_are_told_in_one_line(sfm: Sfm, folder: Folder) -> None:
    rows = INCIDENTS + '"20\x1b[2J26","2026-03-01T10:00\nx",Theft,"[/red]\n‮",yard,one\r\n'
    ran = sfm.inside("import", str(folder(site_toml=SITE, incidents_csv=rows)))
    assert ran.code == 1
    assert all(line.isprintable() for line in ran.err.splitlines())
