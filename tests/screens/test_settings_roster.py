"""Licences, absences and cover on screen: entered, changed, taken off with a reason, and refused as a file is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock, parse_file_time
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.domain.roster_records import AbsenceRecord, CoverRecord, LicenceRecord
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.record_history import history, roster_subject
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.history_dialog import HistoryDialog
from tests.screens.settings_forms import echo, edit, form_open, go, go_empty, items, put, said, save

SIZE = (80, 24)
HOSTILE = "[/red] [@click=app.quit]x"
NUMBER = "0000123412341234"


def at(store: Store, text: str) -> int:
    return parse_file_time(text, store.tz)


async def new(pilot: Any, until: Any, **fields: str) -> None:
    """Enter a record."""
    await pilot.press("n")
    await until(pilot, lambda: form_open(pilot.app))
    for name, text in fields.items():
        await put(pilot.app, pilot, name, text)


def rows(app: SfmApp) -> list[str]:
    """The lines of the records as they are drawn."""
    screen: Any = app.screen_stack[0]
    return [" / ".join("".join(part for part, _ in line) for line in screen.section.draw(item, 100))
            for item in items(app)]  # fmt: skip


async def of_officer(app: SfmApp, pilot: Any, until: Any, key: str, section: str, code: str = "1001") -> None:
    """To the licences or absences of an officer, or the cover of a post."""
    await go(app, pilot, until, "officers" if key in "la" else "posts")
    app.screen.query_one("#records", Rows).put_cursor(code)
    await pilot.press(key)
    screen: Any = app.screen
    await until(pilot, lambda: screen.section.name == section)


async def test_a_licence_is_entered_renewed_and_taken_off(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await of_officer(app, pilot, until, "l", "licences")
        await new(pilot, until, sector="DS", number="0000 1234 1234 1234", expires="2026-12-10")
        assert "in 19 days" in echo(app)
        await pilot.press("ctrl+s")
        assert "write its 16 digits, without spaces" in echo(app)
        await put(app, pilot, "number", NUMBER)
        await put(app, pilot, "checked_on", "3 nov")
        await save(app, pilot, until)
        first = LicenceRecord(officer="1001", sector="DS", number=NUMBER, expires=date(2026, 12, 10),
                              checked_on=date(2026, 11, 3))  # fmt: skip
        assert store.roster.records(LicenceRecord) == [first]
        await until(pilot, lambda: items(app))
        assert "! active, expires in 19 days · to Thu 10 Dec 2026" in rows(app)[0]
        assert "as last checked on Tue 3 Nov 2026" in rows(app)[0]
        await new(pilot, until, sector="DS", number="0000999999999999", starts="2026-12-11", expires="2029-12-10")
        await save(app, pilot, until)
        await until(pilot, lambda: len(items(app)) == 2)
        assert [held.expires.year for held in store.roster.records(LicenceRecord)] == [2026, 2029]
        app.screen.query_one("#records", Rows).cursor = 0
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        assert isinstance(app.screen, AskDialog)
        await pilot.press(*"twice", "enter")
        await until(pilot, lambda: len(items(app)) == 1)
        assert store.roster.records(LicenceRecord) == [first]
        assert store.roster.history(officer="1001")[0].why == "twice"
        await pilot.press("escape")
        screen: Any = app.screen
        await until(pilot, lambda: screen.section.name == "officers" and items(app))
        await until(pilot, lambda: screen.query_one("#records", Rows).current.officer == "1001")
        assert "DS ! 19 days left" in rows(app)[[o.officer for o in items(app)].index("1001")]


async def test_a_licence_is_suspended_and_who_did_it_is_told(app: SfmApp, store: Store, until: Any) -> None:
    held = LicenceRecord(officer="1002", sector="SG", number=NUMBER, expires=date(2028, 1, 1))
    store.roster.set(held, Author("patel"))
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "licences")
        await edit(app, pilot, until, "1002 SG 2028-01-01")
        await put(app, pilot, "status", "suspended")
        await put(app, pilot, "checked_on", "2026-12-24")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "still to come" in echo(app))
        await put(app, pilot, "checked_on", "today")
        await save(app, pilot, until)
        await until(pilot, lambda: "✖ suspended" in rows(app)[0])
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog) and app.screen.query(Rows))
        acts = app.screen.query_one(Rows).items
        assert [act.author for act in acts] == ["okafor", "patel"]
        assert acts[0].text == "status: active → suspended · checked on: nothing → 2026-11-21"
        await pilot.press("escape")


async def test_a_licence_of_nobody_is_refused_and_what_was_typed_stays(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go_empty(app, pilot, until, "licences")
        await new(pilot, until, officer=HOSTILE, number=NUMBER, expires="2027-01-01")
        await pilot.press("ctrl+s")
        assert "there is no officer «[/red] [@click=app.quit]x»" in echo(app)
        await put(app, pilot, "officer", "1003")
        assert "Diaz" in echo(app)
        await put(app, pilot, "starts", "2027-01-02")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "start after it expires" in echo(app))
        await put(app, pilot, "starts", "")
        await save(app, pilot, until)
        assert [held.officer for held in store.roster.records(LicenceRecord)] == ["1003"]


def test_history_tells_of_the_file_that_brought_it_and_of_what_took_it_off(
    store: Store, tmp_path: Path, me: Author
) -> None:
    head = "officer,sector,number,starts,expires,status\n"
    (tmp_path / "licences.csv").write_text(
        f"{head}1001,SG,{NUMBER},,2028-01-01,active\n1002,SG,{NUMBER},,2028-01-01,active\n"
    )
    import_folder(store, tmp_path, Author("marsh"))
    held = store.roster.get(LicenceRecord, "1001", "SG", "2028-01-01")
    assert held is not None
    store.roster.remove(held, me, "never had it")
    acts = history(store, roster_subject(held))
    assert [act.author for act in acts] == ["marsh", "okafor"]
    assert acts[0].text.startswith("licences.csv · officer: 1001 · sector: SG")
    assert acts[1].text == "taken off (why: never had it)"
    start = at(store, "2026-11-24T19:00")
    gone = AbsenceRecord(officer="1001", start=start, end=start + 3600, reason="sick")
    store.roster.set(gone, me)
    store.roster.set(gone.model_copy(update={"end": start + 7200}), me, saw=gone)
    assert (
        "end: Tue 24 Nov 2026 20:00:00 GMT → Tue 24 Nov 2026 21:00:00 GMT"
        in history(store, roster_subject(gone))[-1].text
    )


async def test_an_absence_is_entered_and_moved(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await of_officer(app, pilot, until, "a", "absences", "1003")
        await new(pilot, until, start="tue 0700", end="+48h", reason=HOSTILE)
        await put(app, pilot, "end", "mon 0700")
        await pilot.press("tab")
        await save(app, pilot, until)
        (gone,) = store.roster.records(AbsenceRecord)
        assert (gone.officer, gone.reason) == ("1003", HOSTILE)
        assert (gone.start, gone.end) == (at(store, "2026-11-24T07:00"), at(store, "2026-11-30T07:00"))
        await until(pilot, lambda: items(app))
        await edit(app, pilot, until, f"1003 {gone.start}")
        await save(app, pilot, until)
        assert said(app) == "the absence stands as it was"
        await edit(app, pilot, until, f"1003 {gone.start}")
        await put(app, pilot, "start", "25/11 0700")
        await save(app, pilot, until)
        (moved,) = store.roster.records(AbsenceRecord)
        assert (moved.start, moved.end) == (at(store, "2026-11-25T07:00"), gone.end)


async def test_an_officer_who_is_away_is_seen_as_away(app: SfmApp, store: Store, me: Author, until: Any) -> None:
    now = store.clock.now()
    store.roster.set(
        AbsenceRecord(officer="1002", start=now - 60, end=at(store, "2026-11-23T07:00"), reason="sick"), me
    )
    store.roster.set(AbsenceRecord(officer="1003", start=now + 60, end=now + 120, reason="sick"), me)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        away = {officer.officer: "away until Mon 23 Nov 07:00" in row
                for officer, row in zip(items(app), rows(app), strict=True)}  # fmt: skip
    assert away == {"1001": False, "1002": True, "1003": False}


async def test_an_end_that_is_no_time_is_told(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await of_officer(app, pilot, until, "a", "absences")
        await new(pilot, until, start="29/03/2027 0130", end="whenever", reason="leave")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cannot be read" in echo(app))
        await put(app, pilot, "start", "28/03/2027 0130")
        await put(app, pilot, "end", "0700")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "does not exist" in echo(app))
        assert store.roster.records(AbsenceRecord) == []


async def test_cover_repeats_in_words_and_shows_its_next_dates(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await of_officer(app, pilot, until, "c", "cover", "GATE")
        await new(pilot, until, headcount="2", start="fri 1900", end="0700", repeat="Fri and Sat until 31 Dec")
        assert "next on Sat 21 Nov, Fri 27 Nov, Sat 28 Nov, Fri 4 Dec …" in echo(app)
        await put(app, pilot, "excepted", "2026-12-25")
        await save(app, pilot, until)
        (row,) = store.roster.records(CoverRecord)
        assert (row.post, row.headcount, row.excepted) == ("GATE", 2, "2026-12-25")
        assert row.repeat == "FREQ=WEEKLY;BYDAY=FR,SA;UNTIL=20261231"
        await until(pilot, lambda: items(app))
        assert "2 × 19:00–07:00" in rows(app)[0]
        assert "but for 1 day" in rows(app)[0]
        await edit(app, pilot, until, " ".join(map(str, row.key)))
        for wrong, why in (("FREQ=SECONDLY", "more often than once an hour"), ("now and then", "no repeat rule")):
            await put(app, pilot, "repeat", wrong)
            assert why in echo(app)
            await pilot.press("ctrl+s")
            await until(pilot, lambda why=why: why in echo(app))
        await put(app, pilot, "repeat", "FREQ=DAILY;INTERVAL=2")
        await put(app, pilot, "why", "the client wants every other day")
        await save(app, pilot, until)
        (row,) = store.roster.records(CoverRecord)
        assert row.repeat == "FREQ=DAILY;INTERVAL=2"
        assert store.roster.history(post="GATE")[0].why == "the client wants every other day"


async def test_any_name_can_be_listed_and_opened(app: SfmApp, store: Store, until: Any) -> None:
    me, start = Author("patel"), at(store, "2026-11-24T19:00")
    for n, name in enumerate((HOSTILE, "W" * 500, "Zoë 🚓 陳", "=1+1")):
        store.reference.set(Officer(officer=f"70{n}", name=name, call_sign=name), me)
        store.reference.set(Post(post=f"P{n}", name=name), me)
        expires = date(2027, 1, 1)
        store.roster.set(LicenceRecord(officer=f"70{n}", sector="SG", number=NUMBER, expires=expires), me)
        store.roster.set(AbsenceRecord(officer=f"70{n}", start=start, end=start + 3600, reason=name), me)
        store.roster.set(CoverRecord(post=f"P{n}", start=start, end=start + 3600, repeat="FREQ=DAILY"), me)
    async with app.run_test(size=SIZE) as pilot:
        for section in ("licences", "absences", "cover"):
            await go(app, pilot, until, section)
            await until(pilot, lambda: len(items(app)) == 4)
            assert any(HOSTILE[:18] in row for row in rows(app))
            app.screen.query_one("#records", Rows).cursor = 1
            await pilot.press("enter")
            await until(pilot, lambda: form_open(app))
            await pilot.press("escape")
            await until(pilot, lambda: not form_open(app))
        await of_officer(app, pilot, until, "l", "licences", "700")
        await until(pilot, lambda: len(items(app)) == 1)


async def test_a_rule_that_words_cannot_say_stays_as_it_is(app: SfmApp, store: Store, until: Any) -> None:
    start = at(store, "2026-11-21T19:00")
    rule = "FREQ=DAILY;UNTIL=20261231T235959"
    store.roster.set(CoverRecord(post="GATE", start=start, end=start + 3600, repeat=rule), Author("patel"))
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "cover")
        await edit(app, pilot, until, f"GATE {start} {start + 3600} {rule}")
        await put(app, pilot, "headcount", "3")
        await save(app, pilot, until)
        (row,) = store.roster.records(CoverRecord)
        assert (row.repeat, row.headcount) == (rule, 3)


async def test_a_clash_is_told_and_only_what_was_changed_here_is_saved_over_it(
    app: SfmApp, store: Store, until: Any
) -> None:
    start = at(store, "2026-11-24T19:00")
    old = AbsenceRecord(officer="1001", start=start, end=start + 3600, reason="sick")
    store.roster.set(old, Author("patel"))
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "absences")
        await edit(app, pilot, until, f"1001 {start}")
        await put(app, pilot, "reason", "court")
        store.roster.set(old.model_copy(update={"end": start + 7200}), Author("patel"), saw=old)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "somebody changed this meanwhile: Until is now" in echo(app))
        await save(app, pilot, until)
        (now,) = store.roster.records(AbsenceRecord)
        assert (now.end, now.reason) == (start + 7200, "court")


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_how_licences_look(snap_compare: Any, store: Store, clock: FrozenClock, size: Any, until: Any) -> None:
    me = Author("okafor")
    for officer, sector, expires, status in (
        ("1001", "SG", date(2028, 1, 1), "active"), ("1001", "CCTV-PSS", date(2026, 12, 1), "active"),
        ("1002", "SG", date(2026, 11, 1), "active"), ("1003", "DS", date(2028, 1, 1), "suspended"),
    ):  # fmt: skip
        record = LicenceRecord.model_validate(
            {"officer": officer, "sector": sector, "number": NUMBER, "expires": expires, "status": status,
             "checked_on": date(2026, 11, 3) if sector == "SG" else None}
        )  # fmt: skip
        store.roster.set(record, me)
    store.people.sign_on("okafor")
    app = SfmApp(store.path, clock)
    app.session.take_desk("okafor", "J. Okafor")

    async def ready(pilot: Any) -> None:
        await go(app, pilot, until, "licences")

    assert snap_compare(app, terminal_size=size, run_before=ready)
