"""Any sequence of acts at the desk: the ledger verifies, and the records are what it adds up to."""

import contextlib
import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.incidents import COLUMN_OF, DETAILS, OFFICER_STAMPS
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Person
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.listing import Filter, page
from sfm_tui.storage.search import Search
from sfm_tui.storage.store import Store
from tests.examples import tries

NOW = 1_795_299_335
OFFICERS = ("1001", "1002", "1003")
TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["Tailgating at gate 3", "[/red] [@click=app.quit]x", "'; DROP TABLE incident; --", "=cmd()", "é́"]),
)
LINE = st.text(alphabet=st.characters(exclude_characters="\n\r"), max_size=30)
WHY = st.sampled_from(["misheard", "in error", "wrong key", "  "])
COUNT = itertools.count()


class Desk(RuleBasedStateMachine):
    """Acts on a real store; what the desk is told is kept beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="sfm-laws-")
        self.clock = FrozenClock(NOW)
        self.store = Store.open(Path(self.folder.name) / "sfm.db", self.clock)
        self.numbers: list[str] = []
        self.lines: list[str] = []
        self.notes: dict[str, str] = {}
        self.heads: list[Any] = []

    def teardown(self) -> None:
        """What must hold of any store, whatever was done to it."""
        try:
            self.check()
        finally:
            self.store.close()
            self.folder.cleanup()

    def check(self) -> None:
        store = self.store
        for head in self.heads[-3:]:
            report = verify.check(store.path, known=(head.seq, head.hash.hex()))
            assert report.ok, report.problems
        assert self.numbers == [f"{n[:4]}-{i:04d}" for i, n in enumerate(self.numbers, 1)], "gaps or doubles"
        assert self.lines == [f"{n[:5]}-{i:05d}" for i, n in enumerate(self.lines, 1)], "gaps or doubles"
        self.check_incidents()
        with rebuild.rebuild_beside(store, Path(self.folder.name) / "again.db") as again:
            assert rebuild.state(again) == rebuild.state(store)
            assert again.head() == store.head()
        assert rebuild.differences(store) == []
        for word, number in self.notes.items():
            with store.reading() as connection:
                hits = Search(word, Filter(), ResponseTerms()).more(connection)
            assert [hit.subject for hit in hits] == [f"incident:{number}"]

    def check_incidents(self) -> None:
        with self.store.reading() as connection:
            listed = page(connection, Filter(), ResponseTerms(), None, forward=True, limit=1000)
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert sorted(line.number for line in listed) == sorted(self.numbers)
        for number in self.numbers:
            incident = self.store.incidents.get(number)
            holding = [s for s in self.store.incidents.stamps(number) if not s.struck]
            for stamp, column in COLUMN_OF.items():
                own = [s.at for s in holding if s.stamp == stamp]
                assert getattr(incident, column) == min(own, default=None), (number, stamp)
            assert (incident.state == "closed") == (incident.closed is not None)
            arrivals = [s for s in holding if s.stamp == "on scene" and s.officer]
            if arrivals and incident.on_scene == min(s.at for s in arrivals) and incident.officers:
                first = {s.officer for s in arrivals if s.at == incident.on_scene}
                assert incident.officers[0] in first or not first & set(incident.officers)
            keys = [line.entry for line in self.store.incidents.log(number) if line.entry]
            assert len(set(keys)) == len(keys)

    @initialize(clock_starts=st.sampled_from(["reported", "dispatched"]))
    def site(self, clock_starts: Any) -> None:
        terms = Response(clock_starts=clock_starts, limit_seconds=180)
        self.store.sites.set(Site(code="NRP", timezone="Europe/London", response=terms), Author("okafor"))
        for officer in OFFICERS:
            self.store.reference.set(Officer(officer=officer, name=f"Officer {officer}"), Author("okafor"))
        self.store.reference.set(Person(person="okafor", name="J. Okafor"), Author("okafor"))
        self.store.reference.set(Person(person="patel", name="A. Patel"), Author("okafor"))
        self.heads.append(self.store.head())

    def act(self, do: Any) -> Any:
        """Do something; what is refused must leave the head where it was."""
        before, refusal, done = self.store.head(), "", None
        try:
            done = do()
        except StoreError as error:
            refusal = str(error)
        assert "\n" not in refusal
        if refusal:
            assert self.store.head() == before, "it was refused, and something was entered"
        else:
            self.heads.append(self.store.head())
        return done

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(
        what=TEXT, where=LINE, category=LINE, ago=st.integers(-200, 4000), severity=st.sampled_from([None, 1, 2, 3, 4])
    )
    def opens(self, what: str, where: str, category: str, ago: int, severity: Any) -> None:
        at = self.clock.now() - ago
        done = self.act(
            lambda: self.store.incidents.open(
                Author("okafor"), reported=at, summary=what, location=where, category=category, severity=severity
            )
        )
        if done:
            self.numbers.append(done.number)
            assert done.head == self.store.head()

    @rule(text=TEXT, confirmed=st.booleans())
    def logs(self, text: str, confirmed: bool) -> None:
        done = self.act(lambda: self.store.occurrences.log(text, Author("patel", confirmed)))
        if done:
            self.lines.append(done.occurrence)

    @precondition(lambda self: self.lines)
    @rule(pick=st.integers(0, 50), what=TEXT)
    def raises(self, pick: int, what: str) -> None:
        line = self.lines[pick % len(self.lines)]
        done = self.act(lambda: self.store.incidents.open(Author("okafor"), summary=what, occurrence=line))
        if done:
            self.numbers.append(done.number)
            assert self.store.occurrences.get(line).incident == done.number

    @precondition(lambda self: self.lines)
    @rule(pick=st.integers(0, 50), why=WHY)
    def strikes_a_line(self, pick: int, why: str) -> None:
        self.act(lambda: self.store.occurrences.strike(self.lines[pick % len(self.lines)], why, Author("okafor")))

    @precondition(lambda self: self.numbers)
    @rule(
        pick=st.integers(0, 50),
        stamp=st.sampled_from([*OFFICER_STAMPS, "resolved", "occurred", "closed"]),
        officer=st.sampled_from(["", *OFFICERS, "9999"]),
        ago=st.integers(-130, 600),
        confirmed=st.booleans(),
    )
    def stamps(self, pick: int, stamp: str, officer: str, ago: int, confirmed: bool) -> None:
        number, at = self.numbers[pick % len(self.numbers)], self.clock.now() - ago
        by = Author("okafor", confirmed)
        self.act(lambda: self.store.incidents.stamp(number, stamp, by, officer=officer, at=at))

    def a_stamp(self, pick: int) -> tuple[str, Any]:
        number = self.numbers[pick % len(self.numbers)]
        stamps = self.store.incidents.stamps(number)
        return number, stamps[pick % len(stamps)]

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 200), why=WHY)
    def strikes_a_stamp(self, pick: int, why: str) -> None:
        number, s = self.a_stamp(pick)
        self.act(lambda: self.store.incidents.strike_stamp(number, s.stamp, s.officer, s.at, why, Author("okafor")))

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 200), ago=st.integers(-130, 600), back=st.booleans(), why=WHY)
    def corrects_a_stamp(self, pick: int, ago: int, back: bool, why: str) -> None:
        number, s = self.a_stamp(pick)
        at, by = self.clock.now() - ago, Author("okafor")
        correct = self.store.incidents.correct_stamp
        done = self.act(lambda: correct(number, s.stamp, s.officer, s.at, at, why, by))
        if done and back:
            self.act(lambda: correct(number, s.stamp, s.officer, at, s.at, why, by))

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 50), text=TEXT, amends=st.sampled_from(["", "1", "2"]), unique=st.booleans())
    def notes_something(self, pick: int, text: str, amends: str, unique: bool) -> None:
        number = self.numbers[pick % len(self.numbers)]
        word = f"zq{next(COUNT)}qz" if unique else ""
        done = self.act(lambda: self.store.incidents.note(number, f"{word} {text}", Author("okafor"), amends=amends))
        if done and word:
            self.notes[word] = number

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 50), key=st.integers(1, 4), why=WHY)
    def strikes_a_note(self, pick: int, key: int, why: str) -> None:
        number = self.numbers[pick % len(self.numbers)]
        self.act(lambda: self.store.incidents.strike_entry(number, str(key), why, Author("okafor")))

    @precondition(lambda self: self.numbers)
    @rule(
        pick=st.integers(0, 50),
        new=st.fixed_dictionaries(
            {},
            optional={
                "summary": TEXT,
                "location": LINE,
                "category": LINE,
                "severity": st.sampled_from([1, 2, 3, 4, 5]),
                "severity_assumed": st.booleans(),
                "category_guessed": st.booleans(),
                "officers": st.lists(st.sampled_from([*OFFICERS, "9999"]), max_size=3),
                "outcome": st.sampled_from(["", "resolved", "stood down", "false alarm"]),
                "police_ref": TEXT,
                **dict.fromkeys(list(DETAILS)[:3], TEXT),
            },
        ),
        why=WHY,
    )
    def changes(self, pick: int, new: dict[str, Any], why: str) -> None:
        number = self.numbers[pick % len(self.numbers)]
        self.act(lambda: self.store.incidents.change(number, new, Author("okafor"), why=why))

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 50), state=st.sampled_from(["open", "on hold", "closed", "closed"]), why=WHY)
    def sets_the_state(self, pick: int, state: Any, why: str) -> None:
        number = self.numbers[pick % len(self.numbers)]
        self.act(lambda: self.store.incidents.set_state(number, state, Author("okafor"), why=why))

    @precondition(lambda self: len(self.numbers) > 2)
    @rule(pick=st.integers(0, 50), why=WHY)
    def voids(self, pick: int, why: str) -> None:
        self.act(lambda: self.store.incidents.void(self.numbers[pick % len(self.numbers)], why, Author("okafor")))

    @precondition(lambda self: self.numbers)
    @rule(pick=st.integers(0, 50), who=LINE)
    def calls_out(self, pick: int, who: str) -> None:
        number = self.numbers[pick % len(self.numbers)]
        self.act(lambda: self.store.incidents.call_out(number, who, "07700 900123", Author("okafor")))

    @precondition(lambda self: len(self.numbers) > 1)
    @rule(one=st.integers(0, 50), other=st.integers(0, 50), strike=st.booleans(), why=WHY)
    def links(self, one: int, other: int, strike: bool, why: str) -> None:
        source, target = (f"incident:{self.numbers[n % len(self.numbers)]}" for n in (one, other))
        links = self.store.links
        if strike:
            self.act(lambda: links.strike(source, target, why, Author("okafor")))
        else:
            self.act(lambda: links.make(source, target, Author("okafor")))

    @rule(pick=st.sampled_from(OFFICERS), name=LINE)
    def renames_an_officer(self, pick: str, name: str) -> None:
        with contextlib.suppress(ValueError):
            record = Officer(officer=pick, name=name)
            self.act(lambda: self.store.reference.set(record, Author("okafor")))

    @rule(name=st.sampled_from(["A", "B", "C"]), inside=st.sampled_from(["", "A", "B", "C", "D"]))
    def sets_a_location(self, name: str, inside: str) -> None:
        record = Location(location=name, name=name, inside=inside)
        self.act(lambda: self.store.reference.set(record, Author("okafor")))

    @rule(words=st.lists(st.sampled_from(["tout", "tickets"]), max_size=2), hidden=st.booleans())
    def sets_a_category(self, words: list[str], hidden: bool) -> None:
        record = CategoryRecord(name="Ticket touting", words=tuple(words), hidden=hidden)
        self.act(lambda: self.store.reference.set(record, Author("okafor")))

    @rule(zone=st.sampled_from(["Europe/London", "UTC", "Europe/Paris"]))
    def sets_the_site(self, zone: str) -> None:
        self.act(lambda: self.store.sites.set(Site(code="NRP", timezone=zone), Author("okafor")))

    @rule(who=st.sampled_from(["okafor", "patel", "nobody"]))
    def signs_on(self, who: str) -> None:
        self.act(lambda: self.store.people.sign_on(who))

    @rule(some=st.integers(1, 3))
    def signs_what_waits(self, some: int) -> None:
        waiting = self.store.people.unsigned()
        self.act(lambda: self.store.people.sign_entries(waiting[:some], Author("patel")))
        assert not set(waiting[:some]) & set(self.store.people.unsigned())

    @invariant()
    def the_head_only_grows(self) -> None:
        assert [head.seq for head in self.heads] == sorted(head.seq for head in self.heads)


QUICK = settings(
    max_examples=tries(12),
    stateful_step_count=30,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
Desk.TestCase.settings = QUICK
TestDesk = Desk.TestCase


class LongDesk(Desk):
    """The same for long."""


LongDesk.TestCase.settings = settings(QUICK, max_examples=tries(150), stateful_step_count=120)
TestLongDesk = pytest.mark.soak(LongDesk.TestCase)
