"""Erasing what has no number of its own, months of duties, days of check calls, cover; and the plan and its reviews."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CompensationRecord, CoverRecord, DutyRecord, PatrolRecord
from sfm_tui.domain.stretches import COLUMN_OF, stretch_of, to_hold
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.record_history import history, roster_subject
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
from tests.conftest import NOW
from tests.storage.decisions import still_open

DAY, YEAR = 86_400, 365 * 86_400
SECRETS = ("Zanzibarius", "Quetzalcoatlus", "Xylophonist", "Wolfenstein", "Vermillionaire", "Ulyssesian")
NEW = ("duties", "calls", "cover", "actions", "weekly", "assessments")


def traces(path: Path) -> list[str]:
    """Which of the secrets stand anywhere in a store's files."""
    data = [(one.name, one.read_bytes().lower()) for one in path.parent.glob(path.name + "*") if one.is_file()]
    return [f"{word} in {name}" for word in SECRETS for name, raw in data if word.lower().encode() in raw]


def sound(store: Store) -> None:
    """The chain holds, and the tables are what the ledger adds up to."""
    assert verify.check(store.path).problems == []
    assert rebuild.differences(store) == []


def due(store: Store, kind: str) -> list[str]:
    return [old.record.partition(":")[2] for old in store.retention.page(kind)]


def kept(store: Store, kind: str) -> dict[str, str]:
    return {old.record.partition(":")[2]: old.why for old in store.retention.page(kind, which="kept")}


# ── duties, check calls, cover ───────────────────────────────────────────────────────────────────────────────


def a_month(store: Store, me: Author) -> DutyRecord:
    """A duty of Shaw with all that hangs on it, a secret in each text."""
    store.roster.assign("1001", "RESP", NOW, NOW + 9 * 3600, me, why="Zanzibarius asked for it")
    duty = store.roster.duty("1001", "RESP", NOW)
    assert duty is not None
    store.roster.book_on(duty, me, at=NOW)
    store.roster.set(
        CompensationRecord(officer="1001", start=NOW - 3600, given="Quetzalcoatlus", why="Xylophonist"), me
    )
    store.roster.missed_call("RESP", NOW - 60, "Wolfenstein", me, officer="1001")
    store.roster.set(PatrolRecord(patrol="YARD", due=NOW, officer="1001", findings="Vermillionaire"), me)
    store.roster.set(CoverRecord(post="RESP", start=NOW, end=NOW + 9 * 3600), me)
    return duty


def test_months_of_duties_go_whole(store: Store, me: Author, clock: FrozenClock) -> None:
    a_month(store, me)
    made = store.roster.last_act(me)
    assert made is not None
    later = DutyRecord(officer="1001", post="GATE", start=NOW + 40 * DAY, end=NOW + 40 * DAY + 3600)
    other = DutyRecord(officer="1002", post="RESP", start=NOW + 300 * DAY, end=NOW + 300 * DAY + 3600)
    store.roster.set(later, me)
    store.roster.set(other, me)
    assert len({word.split()[0] for word in traces(store.path)}) == 5
    head = store.head()
    clock.advance(2 * YEAR + 2 * DAY)
    assert [old.text for old in store.retention.page("duties")] == ["Shaw, 1 duty"]
    assert due(store, "duties") == ["1001:2026-11"]
    assert due(store, "calls") == ["2026-11-21"]
    assert due(store, "cover") == []
    gone = erase(store, ["duties", "calls"], me, why="yearly")
    assert gone.records == 2
    erase(store, ["occurrences"], me)
    assert traces(store.path) == []
    assert store.roster.records(DutyRecord) == [later, other]
    assert store.roster.records(PatrolRecord) == store.roster.records(CompensationRecord) == []
    assert store.roster.records(CoverRecord) != []
    assert verify.check(store.path, known=(head.seq, head.hash.hex())).ok
    sound(store)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT record, kind, day FROM erased WHERE kind <> 'occurrences'").all() == [
            ("duties:1001:2026-11", "duties", "2026-11-22"), ("calls:2026-11-21", "calls", "2026-11-21"),
        ]  # fmt: skip
        left = connection.exec_driver_sql("SELECT count(*) FROM ledger WHERE kind = 'ledger.restated'").scalar()
    assert left == 0, "nothing is said again of what went whole"


def test_an_act_on_several_months_keeps_what_stays(
    store: Store, me: Author, clock: FrozenClock, tmp_path: Path
) -> None:
    """A pattern of two months, of which one goes: the other's history still tells of it, and it is still exported."""
    from sfm_tui.domain.roster_changes import Change

    two = [
        DutyRecord(officer="1001", post="GATE", start=NOW + days * DAY, end=NOW + days * DAY + 3600) for days in (0, 30)
    ]
    store.roster.change("pattern", [Change(None, one) for one in two], me, why="four on, four off")
    clock.advance(2 * YEAR + DAY)
    assert erase(store, ["duties"], me).records == 1
    assert store.roster.records(DutyRecord) == two[1:]
    (act,) = history(store, roster_subject(two[1]))
    assert act.verb == "pattern"
    assert act.text.endswith("(why: four on, four off)")
    assert [one.why for one in store.roster.history(officer="1001")] == ["four on, four off"]
    sound(store)
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", clock) as again:
        assert not import_folder(again, tmp_path / "out", me).refused
        assert again.roster.records(DutyRecord) == two[1:]


def test_imported_months(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    """An officer who is called as a post is does not take another's duties along."""
    rows = [
        "GATE,RESP,2024-03-31T22:00+01:00,2024-04-01T07:00+01:00,,,worked",
        "1001,GATE,2024-03-30T22:00+00:00,2024-03-31T07:00+01:00,,,worked",
        "1001,GATE,2026-03-30T22:00+01:00,2026-03-31T07:00+01:00,,,worked",
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "officers.csv").write_text("officer,name,opt_out\nGATE,G. Ate,no\n")
    (tmp_path / "in" / "duties.csv").write_text(
        "officer,post,start,end,booked_on,booked_off,status\n" + "\n".join(rows) + "\n"
    )
    assert not import_folder(store, tmp_path / "in", me).refused
    store.holds.place("officer:GATE", "a claim", me)
    assert (due(store, "duties"), kept(store, "duties")) == (
        ["1001:2024-03"], {"GATE:2024-03": "held (hold on officer GATE): a claim"}
    )  # fmt: skip
    erase(store, ["duties"], me)
    assert [one.officer for one in store.roster.records(DutyRecord)] == ["1001", "GATE"]
    sound(store)
    store.holds.lift("officer:GATE", "settled", me)
    erase(store, ["duties"], me)
    assert len(store.roster.records(DutyRecord)) == 1
    sound(store)


def test_what_today_is_counted_from_stays_whatever_the_rule(store: Store, me: Author, clock: FrozenClock) -> None:
    a_month(store, me)
    site = store.sites.get()
    assert site is not None
    store.sites.set(site.model_copy(update={"retention": {"duties": 1}}), me)
    clock.advance(YEAR)
    assert due(store, "duties") == []
    assert kept(store, "duties") == {"1001:2026-11": "today's figures still count it"}
    clock.advance(40 * DAY)
    assert due(store, "duties") == ["1001:2026-11"]


def test_cover_goes_when_its_repeat_is_over(store: Store, me: Author, clock: FrozenClock) -> None:
    start, end = NOW, NOW + 3600
    for post, repeat in (("GATE", "FREQ=DAILY"), ("RESP", "FREQ=DAILY;UNTIL=20271231T000000")):
        store.roster.set(CoverRecord(post=post, start=start, end=end, repeat=repeat), me)
    clock.advance(6 * YEAR + 30 * DAY)
    assert due(store, "cover") == []
    clock.advance(400 * DAY)
    assert due(store, "cover") == ["RESP:2026-11"]
    erase(store, ["cover"], me)
    assert [one.post for one in store.roster.records(CoverRecord)] == ["GATE"]
    sound(store)


def test_a_hold_on_the_time_or_the_act_keeps_the_month(store: Store, me: Author, clock: FrozenClock) -> None:
    a_month(store, me)
    clock.advance(7 * YEAR)
    period = "period:2026-11-22..2026-11-22"
    store.holds.place(period, "an inquiry", me)
    assert due(store, "duties") == due(store, "cover") == []
    assert due(store, "calls") == ["2026-11-21"]
    store.holds.lift(period, "over", me)
    (act, *_) = [one.seq for one in store.roster.history(officer="1001") if one.noun == "duty"]
    action = store.actions.add("Cover", me)
    store.links.make(action.ref, f"roster:{act}", me)
    store.holds.place(action.ref, "an inquiry", me)
    assert kept(store, "duties") == {"1001:2026-11": "held (hold on action A-01): an inquiry"}
    store.holds.lift(action.ref, "over", me)
    erase(store, ["duties"], me)
    (there,) = [one for one in read_thread(store, action.ref).stations if one.ref == f"roster:{act}"]
    assert there.text == "erased (duties: 2 years after the last of them ended, the usual time)"
    sound(store)


@given(st.sampled_from(sorted(COLUMN_OF)), st.integers(-2_208_988_800, 4_102_444_800))
def test_a_row_lies_in_the_stretch_that_sqlite_names(table: str, at: int) -> None:
    import sqlite3

    noun = {"duty": "duties", "compensation": "duties", "cover": "cover"}.get(table, "calls")
    (month, day) = sqlite3.connect(":memory:").execute(
        "SELECT strftime('%Y-%m', ?1, 'unixepoch'), date(?1, 'unixepoch')", (at,)
    ).fetchone()  # fmt: skip
    stretch = stretch_of(f"calls:{day}" if noun == "calls" else f"{noun}:A:B:{month}")
    assert stretch is not None
    assert table in stretch.tables
    assert stretch.low <= at < stretch.high
    assert stretch.who == ("" if noun == "calls" else "A:B")
    assert stretch_of("incident:2026-0001") is None


def test_what_is_held_for_a_stretch() -> None:
    assert [to_hold(one) for one in (
        "absence:A:1:1795299335", "duties:A:1:2026-12", "cover:GATE:2026-02", "calls:2026-12-31", "incident:2026-0001"
    )] == [
        "officer:A:1", "officer:A:1", "period:2026-02-01..2026-02-28", "period:2026-12-31..2026-12-31",
        "incident:2026-0001",
    ]  # fmt: skip


# ── actions, weekly reviews, self-assessments ────────────────────────────────────────────────────────────────


def test_a_closed_action_goes_with_all_of_it(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    number = store.incidents.open(me, summary="Late").number
    action = store.actions.add("Zanzibarius", me, gap="Quetzalcoatlus", sources=[f"incident:{number}"])
    store.actions.add_step(action, "Xylophonist", me)
    store.actions.consult(store.actions.get("A-01"), "Wolfenstein", me, notes="Vermillionaire")
    store.actions.move(store.actions.get("A-01"), "closed", me, why="not worth it, said Ulyssesian")
    still = store.actions.add("Still open", me)
    decided = store.weekly.raised("2026-W46", "fill", "A-01", me)
    store.weekly.decide("2026-W47", "fill", "Look again", me)
    clock.advance(6 * YEAR + 3 * DAY)
    assert (due(store, "actions"), kept(store, "actions")) == (["A-01"], {"A-02": "it is not closed"})
    erase(store, ["actions"], me)
    assert traces(store.path) == []
    assert [one.action for one in store.actions.all()] == [still.action]
    assert store.actions.add("Next", me).action == "A-03", "no number is given twice"
    assert [one.key for one in still_open(store)] == [("2026-W47", 1)], "what was erased had been closed"
    assert decided.action == "A-01"
    sound(store)
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", clock) as again:
        assert not import_folder(again, tmp_path / "out", me).refused, "no link leads to what is not there"
        assert again.actions.get("A-02").area == "Still open"


def test_a_weekly_review_goes_when_all_is_done(store: Store, me: Author, clock: FrozenClock) -> None:
    for week in ("2026-W45", "2026-W46", "2026-W47"):
        store.weekly.decide(week, "fill", f"Zanzibarius {week}", me)
        store.weekly.leave(week, "mean", "Quetzalcoatlus", me)
    store.weekly.hold("2026-W45", {"fill": "Wolfenstein"}, me)
    for one in still_open(store):
        if one.key[0] != "2026-W46":
            store.weekly.answer(one, "done", me, "Xylophonist")
    clock.advance(3 * YEAR + 3 * DAY)
    assert due(store, "weekly") == ["2026-W45"]
    assert kept(store, "weekly") == {
        "2026-W46": "what was decided in it is not done yet", "2026-W47": "it is the last review"
    }  # fmt: skip
    erase(store, ["weekly"], me)
    assert [one.week for one in store.weekly.all()] == ["2026-W47", "2026-W46"]
    sound(store)
    (one,) = still_open(store)
    store.weekly.answer(one, "dropped", me, "no longer wanted")
    store.weekly.decide("2029-W40", "fill", "Later", me)
    clock.advance(4 * YEAR)
    erase(store, ["weekly"], me)
    assert traces(store.path) == []
    sound(store)
    assert store.weekly.decide("2026-W45", "fill", "Said anew", me).number == 1
    sound(store)


def test_a_self_assessment_goes_when_newer_days_stand(
    store: Store, me: Author, clock: FrozenClock, tmp_path: Path
) -> None:
    words = iter(SECRETS)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "assessments.csv").write_text(
        "enabler,assessed_on,assessor,level,evidence,strengths,confidence\n"
        f"Leadership,2026-01-05,okafor,2,{next(words)},{next(words)},low\n"
        f"engagement,2026-01-05,okafor,2,Kept,,low\n"
    )
    assert not import_folder(store, folder, me).refused
    for _ in range(3):
        store.assessments.assess("leadership", [Check(level=2, holds=True, evidence=next(words, "Later"))], me)
        clock.advance(DAY)
    clock.advance(4 * YEAR)
    assert due(store, "assessments") == ["Leadership:2026-01-05:okafor", "leadership:2026-11-21:okafor"]
    assert set(kept(store, "assessments").values()) == {"the profile of today is made from it"}
    before = store.assessments.profile()
    erase(store, ["assessments"], me)
    assert store.assessments.profile() == before
    assert [word for word in traces(store.path) if word[:5] in ("Zanzi", "Quetz", "Xylop")] == []
    sound(store)
    assert len(store.assessments.all()) == 3
    store.holds.place("assessment:engagement:2026-01-05:okafor", "asked for", me)
    assert store.holds.of("assessment:engagement:2026-01-05:okafor") == "held: asked for"


@pytest.mark.parametrize("kind", NEW)
def test_a_new_kind_is_empty_where_there_is_nothing(store: Store, kind: str) -> None:
    (count,) = [one for one in store.retention.counts() if one.rule.kind.name == kind]
    assert (count.due, count.kept, count.oldest) == (0, 0, None)
    assert store.retention.page(kind, which="all") == []
