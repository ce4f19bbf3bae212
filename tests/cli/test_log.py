"""`sfm log`: one incident from the command line."""

import re
from zoneinfo import ZoneInfo

import pytest

from sfm_tui.cli.incoming import reported_at
from sfm_tui.clock import BadTime, iso, parse_file_time
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

LONDON = ZoneInfo("Europe/London")
NOW = parse_file_time("2026-11-21T22:15:35", LONDON)


def test_it_says_number_and_head_once_it_is_on_disk(desk: Sfm) -> None:
    ran = desk("log", "--what", "Tailgating at the barrier", "--where", "GATE3")
    assert ran.code == 0
    found = re.fullmatch(r"(\d{4}-0001) · head (\d+·[0-9a-f]{4}( [0-9a-f]{4}){3})\n", ran.out)
    assert found, ran
    assert desk.inside("verify", "--head", found[2]).code == 0
    (incident,) = desk.incidents()
    assert incident["number"] == found[1]
    assert incident["location"] == "GATE3"
    assert incident["state"] == "open"


@pytest.mark.parametrize(
    ("options", "category", "guessed", "severity", "assumed"),
    [
        (["--what", "Shop theft"], "Theft", True, 3, True),
        (["--what", "Man collapsed"], "Medical", True, 2, True),
        (["--what", "Something odd"], "", False, 3, True),
        (["--what", "Man collapsed", "--severity", "4"], "Medical", True, 4, False),
        (["--what", "Man collapsed", "--category", "complaint"], "Complaint", False, 4, True),
        (["--what", "Man collapsed", "--category", "Panel 7"], "Panel 7", False, 3, True),
    ],
)
def test_category_and_severity_as_the_desk_guesses_them(
    desk: Sfm, options: list[str], category: str, guessed: bool, severity: int, assumed: bool
) -> None:
    number = desk.inside("log", *options, "--where", "yard").out.split()[0]
    with Store.open(desk.db) as store:
        incident = store.incidents.get(number)
    assert (incident.category, incident.category_guessed) == (category, guessed)
    assert (incident.severity, incident.severity_assumed) == (severity, assumed)


@pytest.mark.parametrize(("by", "person"), [((), "cli"), (("--by", "panel 3"), "panel 3")])
def test_who_did_it(desk: Sfm, by: tuple[str, ...], person: str) -> None:
    desk.inside("log", "--what", "x", "--where", "y", *by)
    assert _last_author(desk) == (person, 1)


def test_who_signed_on_last_did_it(desk: Sfm) -> None:
    with Store.open(desk.db) as store:
        store.people.sign_on("okafor")
    desk.inside("log", "--what", "x", "--where", "y")
    assert _last_author(desk) == ("okafor", 1)
    desk.inside("log", "--what", "x", "--where", "y", "--by", "two\nlines").refused("--by", "line break")


def _last_author(desk: Sfm) -> tuple[str, int]:
    with Store.open(desk.db) as store, store.reading() as connection:
        row = connection.exec_driver_sql("SELECT author, confirmed FROM ledger ORDER BY seq DESC LIMIT 1").one()
        return row[0], row[1]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-21T22:10", "2026-11-21T22:10:00+00:00"),
        ("2026-11-21 22:10:05", "2026-11-21T22:10:05+00:00"),
        (" 2026-11-21T22:10:05.999Z ", "2026-11-21T22:10:05+00:00"),
        ("2026-11-21t23:10:05+0100", "2026-11-21T22:10:05+00:00"),
        ("2026-11-21T17:10:05 -05", "2026-11-21T22:10:05+00:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+01:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00+00:00"),
        ("2210", "2026-11-21T22:10:00+00:00"),
        ("-5", "2026-11-21T22:10:35+00:00"),
        ("y 2310", "2026-11-20T23:10:00+00:00"),
        ("14/11 0630", "2026-11-14T06:30:00+00:00"),
    ],
)
def test_when_it_was_reported(text: str, at: str) -> None:
    assert iso(reported_at(text, NOW, LONDON), LONDON) == at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-10-25T01:30", ["twice", "+01:00", "+00:00"]),
        ("25/10/2026 0130", ["twice", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"]),
        ("2026-03-29T01:30", ["not exist"]),
        ("2475", ["2475"]),
        ("2026-02-30T10:00", ["2026-02-30"]),
        ("soon", ["soon"]),
    ],
)
def test_when_it_cannot_have_been_reported(text: str, words: list[str]) -> None:
    with pytest.raises(ValueError) as refused:
        reported_at(text, NOW, LONDON)
    assert "\n" not in str(refused.value)
    for word in words:
        assert word in str(refused.value)


def test_a_report_from_the_future_is_refused(desk: Sfm) -> None:
    desk.inside("log", "--what", "x", "--where", "y", "--reported", "2999-01-01T00:00").refused("ahead")
    assert desk.incidents() == []
    assert issubclass(BadTime, ValueError)


@pytest.mark.parametrize(
    "text", ["[/red]", "[@click=app.quit]x", "'; DROP TABLE incident", "=cmd()", "‮rtl", "🚨" * 50, "a\tb"]
)
def test_hostile_text_is_kept_as_typed(desk: Sfm, text: str) -> None:
    assert desk.inside("log", "--what", text, "--where", text, "--category", text).code == 0
    (found,) = desk.incidents()
    assert (found["summary"], found["location"], found["category"]) == (text, text, text)
    shown = desk.inside("incidents").out
    assert shown.count("\n") == 1
    assert shown[:-1].isprintable()


def test_a_control_character_is_refused(desk: Sfm) -> None:
    desk.inside("log", "--what", "a\x1b[2Jb", "--where", "y").refused("U+001B")


def test_a_new_store_is_made(sfm: Sfm) -> None:
    assert sfm.inside("log", "--what", "x", "--where", "y").code == 0
    assert sfm.inside("verify").code == 0
