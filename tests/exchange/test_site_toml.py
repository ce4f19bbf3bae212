"""`site.toml`: what it sets, what is wrong in it and on which line, what is passed over."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location
from sfm_tui.domain.site import Desk, Rest, Site
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.site_toml import SiteFile, read_site, write_site
from sfm_tui.storage.store import Store
from tests.exchange.folders import INCIDENTS, LOCATIONS, SITE, contents, make
from tests.exchange.strategies import categories, codes, sites

FULL = """\
code = "NRP"
name = "Northgate"
client = "Estates"
timezone = "Europe/London"
country = "GB"
subdivision = "ENG"

[response]
clock_starts = "dispatched"
limit_seconds = 200
target_percent = 95

[response.limits]
1 = 120
4 = 600

[rest]
daily_hours = 11
weekly_average_hours = 47.5
average_weeks = 17
max_duty_hours = 13

[[peaks]]
name = "opening"
days = "mon-fri"
start = "07:30"
end = 09:30:00

[[peaks]]
days = "sat,sun"
start = "09:00"
end = "11:00"

[[callout]]
severity = 1
who = "Duty manager"
phone = "+44 7700 900101"

[retention]
incidents = 72
"""


def read(tmp_path: Path, text: str | bytes) -> SiteFile:
    """A file of this text, read."""
    return read_site(make(tmp_path, {"site.toml": text}) / "site.toml")


def test_all_that_the_contract_names(tmp_path: Path) -> None:
    found = read(tmp_path, FULL)
    assert (found.bad, found.notes) == ([], [])
    site = found.site
    assert site is not None
    assert (site.code, site.client, site.country, site.subdivision) == ("NRP", "Estates", "GB", "ENG")
    assert site.terms.limit(1) == 120
    assert site.terms.limit(2) == 200
    assert site.terms.clock_starts == "dispatched"
    assert site.rest == Rest(daily_hours=11, weekly_average_hours=47.5, average_weeks=17, max_duty_hours=13)
    assert [(p.name, p.days, p.start, p.end) for p in site.peaks] == [
        ("opening", "mon-fri", "07:30", "09:30"),
        ("", "sat,sun", "09:00", "11:00"),
    ]
    assert [(c.severity, c.who, c.phone) for c in site.callout] == [(1, "Duty manager", "+44 7700 900101")]
    assert site.retention == {"incidents": 72}


def test_a_byte_order_mark_and_crlf_are_taken(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + SITE.replace("\n", "\r\n").encode()).bad == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "problem"),
    [
        ('timezone = "Europe/London"', 'timezone = "London"', 4, "timezone", "use an IANA name such as Europe/London"),
        ('code = "NRP"', "", 0, "code", "it is missing: add it"),
        ('code = "NRP"', "code = 7", 1, "code", '«7»: write text in quotes, "..."'),
        ('code = "NRP"', 'code = " NRP"', 1, "code", "white space around «NRP»"),
        ("limit_seconds = 200", "limit_seconds = 0", 10, "response.limit_seconds", "«0»: write 1 or more"),
        ("limit_seconds = 200", 'limit_seconds = "200"', 10, "response.limit_seconds", "«200»: write a whole number"),
        ("limit_seconds = 200", "limit_seconds = 3.5", 10, "response.limit_seconds", "«3.5»: write a whole number"),
        ("target_percent = 95", "target_percent = 101", 11, "response.target_percent", "«101»: write 100 or less"),
        ("target_percent = 95", "target_percent = nan", 11, "response.target_percent", "«nan»: write a number"),
        ('"dispatched"', '"phone"', 9, "response.clock_starts", "«phone»: write 'reported' or 'dispatched'"),
        ("4 = 600", "5 = 600", 15, "response.limits.5", "«5»: write '1', '2', '3' or '4'"),
        ("4 = 600", "4 = 0", 13, "response.limits", "the limit for severity 4 is 0: 1 to 86400 seconds"),
        ("[rest]", "[[rest]]", 17, "rest", "write a table of its own, [...]"),
        ('"sat,sun"', '"weekends"', 30, "peaks.days", "«weekends» names no days: write mon-fri or sat,sun"),
        ('"09:00"', '"9"', 31, "peaks.start", "«9» is no time of day: write 07:30"),
        ("severity = 1", "severity = 9", 35, "callout.severity", "«9»: write 1, 2, 3 or 4"),
        ("incidents = 72", "incidents = 0", 0, "", "retention of «incidents» is 0: months, 1 or more"),
    ],
)
def test_what_is_wrong_names_its_key_and_line(
    tmp_path: Path, old: str, new: str, line: int, column: str, problem: str
) -> None:
    found = read(tmp_path, FULL.replace(old, new))
    assert found.site is None
    assert [(b.file, b.line, b.column) for b in found.bad] == [("site.toml", line, column)], found.bad
    assert problem in found.bad[0].problem


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (SITE + 'client = "open\n', 4, "it is no TOML"),
        (SITE + 'code = "again"\n', 4, "it is no TOML"),
        ("code = NRP\n", 1, "it is no TOML"),
        (SITE.encode() + b'client = "caf\xe9"\n', 4, "the byte 0xE9 is not UTF-8"),
    ],
)
def test_what_is_no_toml_names_its_line(tmp_path: Path, text: str | bytes, line: int, problem: str) -> None:
    found = read(tmp_path, text)
    assert [(b.line, b.column) for b in found.bad] == [(line, "")]
    assert problem in found.bad[0].problem


def test_keys_that_nobody_knows_are_reported_and_ignored(tmp_path: Path) -> None:
    found = read(tmp_path, FULL.replace("[rest]", "[weather]\nrain = 1\n\n[rest]\nnaps = 2") + 'x = "y"\n')
    assert found.bad[0].column == "retention.x"  # months are numbers; a kind that there is not is only told
    found = read(tmp_path, FULL.replace("[rest]", "[weather]\nrain = 1\n\n[rest]\nnaps = 2"))
    assert found.bad == []
    assert found.site is not None
    assert sorted(note.text for note in found.notes) == [
        "the key rest.naps is not known and was ignored",
        "the key weather is not known and was ignored",
    ]


def test_a_kind_that_is_never_erased_is_told_and_kept(tmp_path: Path) -> None:
    found = read(tmp_path, SITE + "[retention]\nvisitors = 3\nincidents = 72\n")
    assert found.site is not None
    assert found.site.retention == {"visitors": 3, "incidents": 72}
    assert [note.text.partition(";")[0] for note in found.notes] == [
        "retention of «visitors»: there is no such kind of record, so it does nothing"
    ]


def test_bad_keys_beside_unknown_ones_are_all_told(tmp_path: Path) -> None:
    found = read(tmp_path, SITE.replace("London", "Nowhere") + "rain = 1\n[response]\nlimit_seconds = -1\n")
    assert [b.column for b in found.bad] == ["timezone", "response.limit_seconds"]


# ── in the store ─────────────────────────────────────────────────────────────────────────────────────────────


def test_another_sites_folder_is_refused_even_with_skip_bad(store: Store, tmp_path: Path, me: Author) -> None:
    before = contents(store)
    folder = make(tmp_path / "x", {"site.toml": SITE.replace("NRP", "OTHER"), "incidents.csv": INCIDENTS})
    report = import_folder(store, folder, me, skip_bad=True)
    assert [(b.file, b.line, b.column) for b in report.bad] == [("site.toml", 1, "code")]
    assert report.bad[0].problem.startswith("«OTHER»: this store belongs to «NRP»")
    assert report.refused
    assert contents(store) == before


def test_a_bad_site_file_is_told_with_the_rows_own_faults_and_stores_nothing(
    empty_store: Store, tmp_path: Path, me: Author
) -> None:
    files = {"site.toml": SITE + "client = 3\n", "incidents.csv": INCIDENTS + "X,2026-03-29T01:30,,3,,\n"}
    report = import_folder(empty_store, make(tmp_path / "x", files), me, skip_bad=True)
    assert [(b.file, b.column) for b in report.bad] == [("site.toml", "client"), ("incidents.csv", "reported")]
    assert "does not exist" in report.bad[1].problem
    assert not report.stored
    assert not (tmp_path / "x" / "rejected").exists()


def test_settings_are_changed_and_the_desks_own_kept(store: Store, tmp_path: Path, me: Author, site: Site) -> None:
    store.sites.set(site.model_copy(update={"desk": Desk(lock_after_minutes=7)}), me)
    report = import_folder(store, make(tmp_path / "x", {"site.toml": FULL}), me)
    assert report.site == "changed"
    found = store.sites.get()
    assert found is not None
    assert (found.response.limit_seconds, found.desk) == (200, Desk(lock_after_minutes=7))
    assert import_folder(store, tmp_path / "x", me).site == "unchanged"


def test_words_and_places_out_of_use(empty_store: Store, tmp_path: Path, me: Author) -> None:
    own = 'hidden_locations = ["ATRIUM"]\n[[categories]]\nname = "Goose"\nseverity = 2\nwords = ["goose", "geese*"]\n'
    folder = make(tmp_path / "x", {"site.toml": SITE + own, "locations.csv": LOCATIONS})
    assert import_folder(empty_store, folder, me, dry_run=True).site == "new"
    assert import_folder(empty_store, folder, me).bad == []
    assert empty_store.reference.all(CategoryRecord) == [
        CategoryRecord(name="Goose", severity=2, words=("goose", "geese*"))
    ]
    assert [p.location for p in empty_store.reference.all(Location) if p.hidden] == ["ATRIUM"]
    assert not import_folder(empty_store, folder, me).stored
    make(folder, {"site.toml": SITE + own.replace("severity = 2", "severity = 1")})
    assert import_folder(empty_store, folder, me).site == "changed"
    assert empty_store.reference.all(CategoryRecord)[0].severity == 1
    make(folder, {"site.toml": SITE + 'hidden_locations = ["NOWHERE"]\n'})
    report = import_folder(empty_store, folder, me)
    assert [b.column for b in report.bad] == ["hidden_locations"]
    assert "there is no location «NOWHERE»" in report.bad[0].problem


def test_a_word_twice_is_refused(tmp_path: Path) -> None:
    twice = '[[categories]]\nname = "Goose"\n' * 2
    assert "«Goose» stands there twice" in read(tmp_path, SITE + twice).bad[0].problem


@given(sites, st.lists(categories, max_size=3, unique_by=lambda c: c.name), st.lists(codes, max_size=3, unique=True))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, site: Site, words: list[CategoryRecord], hidden: list[str]
) -> None:
    path = tmp_path_factory.mktemp("site") / "site.toml"
    path.write_bytes(write_site(site, words, hidden))
    found = read_site(path)
    assert (found.bad, found.notes) == ([], [])
    assert found.site is not None
    kept = {"desk": found.site.desk or (site.desk and Desk()), "rest": found.site.rest or (site.rest and Rest())}
    assert found.site.model_copy(update=kept) == site
    assert list(found.categories) == words
    assert list(found.hidden_locations) == hidden
