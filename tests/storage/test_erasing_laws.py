"""Whatever was done at the desk, and whatever of it is erased: the ledger adds up to the tables, and work goes on."""

import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Officer, Topic
from sfm_tui.domain.retention import BY_NAME
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import AbsenceRecord, CompensationRecord, CoverRecord, DutyRecord
from sfm_tui.domain.weekly import week_of
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.erasing import due_batches, erase_batch
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW
from tests.examples import tries
from tests.storage.decisions import still_open

LOCKED = Author("patel", confirmed=False)
DAY = 86_400
ACTS = (
    "open", "open", "note", "locked note", "sign", "stamp", "stamp again", "strike stamp", "change", "close", "close",
    "void", "log", "raise", "link", "attach", "tag", "absent", "not absent", "leave", "come back", "brief", "withdraw",
    "hand over", "talk", "reflect", "import", "category", "hold", "lift", "wait", "wait", "erase", "erase",
    "assign", "assign", "drop", "pattern", "book on", "call", "cover", "compensate", "undo", "link act",
    "import roster", "action", "finish", "week", "answer", "assess",
)  # fmt: skip
HEAD = "number,reported,closed,state,category,severity,location,summary\n"


class _Desk:
    """Acts on a store, each with whatever there is at the moment; an act that is refused is no act."""

    def __init__(self, store: Store, clock: FrozenClock, folder: Path, pick: Any) -> None:
        self.store, self.clock, self.folder, self.pick = store, clock, folder, pick
        self.numbers: list[str] = []
        self.lines: list[str] = []
        self.n = 0

    def do(self, act: str) -> None:
        self.n += 1
        self.clock.advance(60)
        with suppress(StoreError, ValueError, IndexError):
            getattr(self, act.replace(" ", "_"))()

    @property
    def number(self) -> str:
        return str(self.pick(self.numbers or ["-"]))

    def open(self) -> None:
        self.numbers.append(self.store.incidents.open(ME, summary=f"Words {self.n}", location="GATE3").number)

    def note(self) -> None:
        self.store.incidents.note(self.number, f"note {self.n}", ME)

    def locked_note(self) -> None:
        self.store.incidents.note(self.number, f"locked {self.n}", LOCKED)

    def sign(self) -> None:
        self.store.people.sign_entries(self.store.people.unsigned(), Author("patel"))

    def stamp(self) -> None:
        self.store.incidents.stamp(self.number, "dispatched", ME, officer=self.pick(["1001", "1002"]))

    def strike_stamp(self) -> None:
        number = self.number
        for one in self.store.incidents.stamps(number):
            if one.officer and not one.struck:
                self.store.incidents.strike_stamp(number, one.stamp, one.officer, one.at, "misheard", ME)

    def stamp_again(self) -> None:
        number = self.number
        for one in self.store.incidents.stamps(number):
            if one.officer and one.struck:
                self.store.incidents.stamp(number, one.stamp, ME, officer=one.officer, at=one.at)

    def change(self) -> None:
        self.store.incidents.change(self.number, {"category": f"Word {self.n}", "officers": ["1001"]}, ME, why="seen")

    def close(self) -> None:
        self.store.incidents.set_state(self.number, "closed", ME)

    def void(self) -> None:
        self.store.incidents.void(self.number, "twice", ME)

    def log(self) -> None:
        self.lines.append(self.store.occurrences.log(f"line {self.n}", ME).occurrence)

    def raise_(self) -> None:
        line = self.pick(self.lines or ["-"])
        self.numbers.append(self.store.incidents.open(ME, summary="raised", occurrence=line).number)

    def link(self) -> None:
        self.store.links.make(f"incident:{self.number}", self.pick([f"complaint:Mrs {self.n}", "officer:1001"]), ME)

    def attach(self) -> None:
        path = self.folder / "photo.txt"
        path.write_text(self.pick(["one", "two"]))
        self.store.attachments.add(f"incident:{self.number}", path, ME, about=f"photo {self.n}")

    def tag(self) -> None:
        self.store.standards.tag(f"incident:{self.number}", "ST0330", ["5"], ME)

    def absent(self) -> None:
        start = self.clock.now()
        both = [
            AbsenceRecord(officer=one, start=start, end=start + DAY, reason=f"sick {self.n}")
            for one in ("1001", "1002")
        ]
        self.store.roster.set(both[0], ME)
        self.store.roster.set(both[1], ME)

    def not_absent(self) -> None:
        self.store.roster.remove(self.pick(self.store.roster.records(AbsenceRecord)), ME, "in error")

    def leave(self) -> None:
        one = self.store.reference.get(Officer, "1002")
        assert one is not None
        today = date.fromtimestamp(self.clock.now())
        self.store.reference.set(one.model_copy(update={"left_on": today}), ME)

    def come_back(self) -> None:
        self.store.reference.set(Officer(officer="1002", name=f"Name {self.n}"), ME)

    def brief(self) -> None:
        self.store.briefings.add(f"point {self.n}", ME)

    def withdraw(self) -> None:
        point = self.pick(self.store.briefings.all())
        self.store.briefings.withdraw(point.point, "over", ME)

    def hand_over(self) -> None:
        last = self.store.handovers.last()
        mine = self.store.handovers.sign(f"all well {self.n}", ME, to="patel", saw=last.handover if last else "")
        self.store.handovers.accept(mine.handover, Author("patel"))

    def talk(self) -> None:
        self.store.reference.set(Topic(topic="lone", title="Lone working"), ME)
        talk = self.store.talks.plan("lone", ME).talk
        self.store.talks.cancel(talk, f"nobody came {self.n}", ME)

    def reflect(self) -> None:
        self.store.reflections.add(f"Mine {self.n}", ME, sources=[f"incident:{self.number}"])

    def import_(self) -> None:
        folder = self.folder / f"in{self.n}"
        folder.mkdir()
        rows = [
            f"X{self.n}-{k},2026-01-0{k}T10:00,2026-01-0{k}T11:00,closed,Imported {k},2,gate,came {self.n}\n"
            for k in (1, 2)
        ]
        (folder / "incidents.csv").write_text(HEAD + "".join(rows))
        (folder / "officers.csv").write_text(f"officer,name,opt_out\n1003,Third {self.n},no\n1004,Fourth {self.n},no\n")
        assert not import_folder(self.store, folder, ME).refused

    def category(self) -> None:
        self.store.reference.set(CategoryRecord(name="Imported 1", severity=self.pick([1, 4])), ME)

    def hold(self) -> None:
        self.store.holds.place(self.pick([f"incident:{self.number}", "officer:1001"]), "claim", ME)

    def lift(self) -> None:
        self.store.holds.lift(
            self.pick([hold.target for hold in self.store.holds.all(lifted=False)] or ["-"]), "over", ME
        )

    def assign(self) -> None:
        start = self.clock.now() + self.pick([0, 20, 40]) * DAY
        self.store.roster.assign(self.pick(["1001", "1002"]), self.pick(["GATE", "RESP"]), start, start + 9 * 3600, ME)

    def drop(self) -> None:
        self.store.roster.cancel(self.pick(self.store.roster.records(DutyRecord)), ME, f"sick {self.n}")

    def pattern(self) -> None:
        start = self.clock.now()
        some = [
            DutyRecord(officer=one, post="GATE", start=start + days * DAY, end=start + days * DAY + 3600)
            for days in (0, 30, 60) for one in ("1001", "1002")
        ]  # fmt: skip
        self.store.roster.change("pattern", [Change(None, one) for one in some], ME, why=f"words {self.n}")

    def book_on(self) -> None:
        self.store.roster.book_on(self.pick(self.store.roster.records(DutyRecord)), ME)

    def call(self) -> None:
        self.store.roster.missed_call("RESP", self.clock.now() - 60, f"rang {self.n}", ME, officer="1001")
        self.store.roster.patrol_started("YARD", self.clock.now(), ME, officer="1002")

    def cover(self) -> None:
        start = self.clock.now()
        repeat = self.pick(["", "FREQ=DAILY", "FREQ=WEEKLY;COUNT=9", "FREQ=DAILY;UNTIL=20281231T000000"])
        self.store.roster.set(CoverRecord(post="GATE", start=start, end=start + 3600, repeat=repeat), ME)

    def compensate(self) -> None:
        one = CompensationRecord(officer="1001", start=self.clock.now(), given=f"given {self.n}")
        self.store.roster.set(one, ME)

    def undo(self) -> None:
        self.store.roster.undo_last(ME)

    def link_act(self) -> None:
        act = self.pick(self.store.roster.history())
        self.store.links.make(self.pick(["post:GATE", "officer:1001"]), f"roster:{act.seq}", ME)

    def import_roster(self) -> None:
        folder = self.folder / f"roster{self.n}"
        folder.mkdir()
        day = self.pick(["2026-01-31", "2026-02-01", "2027-06-30"])
        (folder / "duties.csv").write_text(
            "officer,post,start,end,booked_on,booked_off,status\n"
            + "".join(f"{one},RESP,{day}T20:00Z,{day}T23:00Z,,,{self.pick(['worked', 'no-show'])}\n"
                      for one in ("1001", "1002", "1003"))
        )  # fmt: skip
        (folder / "checkcalls.csv").write_text(f"post,due,officer,received,action\nRESP,{day}T20:00Z,1001,,rang\n")
        (folder / "assessments.csv").write_text(
            "enabler,assessed_on,assessor,level,evidence,strengths,confidence\n"
            f"{self.pick(['leadership', 'Leadership', 'resourcing'])},{day},okafor,2,words {self.n},,\n"
        )
        assert not import_folder(self.store, folder, ME).refused

    def action(self) -> None:
        self.store.actions.add(f"area {self.n}", ME, sources=[self.pick(["audit:words", f"incident:{self.number}"])])

    def finish(self) -> None:
        one = self.pick(self.store.actions.all())
        self.store.actions.add_step(one, f"step {self.n}", ME)
        self.store.actions.move(one, "closed", ME, why="no longer needed")

    def week(self) -> None:
        week = week_of(date.fromtimestamp(self.clock.now() - self.pick([1, 9, 99]) * DAY))
        self.store.weekly.decide(week, self.pick(["fill", "mean"]), f"do {self.n}", ME)
        self.store.weekly.hold(week, {"fill": f"words {self.n}"}, ME)

    def answer(self) -> None:
        self.store.weekly.answer(self.pick(still_open(self.store)), self.pick(["done", "open"]), ME, "said")

    def assess(self) -> None:
        self.store.assessments.assess(
            self.pick(["leadership", "engagement"]), [Check(level=2, holds=True, evidence=f"words {self.n}")], ME
        )

    def wait(self) -> None:
        self.clock.advance(self.pick([30, 400, 2500]) * DAY)

    def erase(self) -> None:
        for kind in BY_NAME:
            for records in due_batches(self.store, kind, self.pick([1, 3, 50])):
                erase_batch(self.store, kind, records, ME)


@settings(max_examples=tries(24), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(ACTS), min_size=8, max_size=40), st.randoms(use_true_random=False))
def test_any_acts_and_erasures(small_store: bytes, acts: list[str], random: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "sfm.db", FrozenClock(NOW)
        path.write_bytes(small_store)
        with Store.open(path, clock) as store:
            site = store.sites.get()
            assert site is not None
            months = {"incidents": 12, "reflections": 12, "notes": 6, "officers": 3, "actions": 9, "weekly": 3}
            store.sites.set(site.model_copy(update={"retention": months}), ME)
            desk = _Desk(store, clock, Path(folder), random.choice)
            for act in (*acts, "close", "wait", "erase", "open", "log"):
                desk.do({"raise": "raise_", "import": "import_"}.get(act, act))
            assert verify.check(path).problems == []
            assert rebuild.differences(store) == []
