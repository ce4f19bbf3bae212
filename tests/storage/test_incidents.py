"""The acts of the desk on an incident, one by one."""

from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.incidents import EntryImported, IncidentImported, StampImported
from sfm_tui.domain.reference import CategoryRecord
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.store import Store

HOSTILE = [
    "[/red]",
    "[@click=app.quit]x",
    "'; DROP TABLE incident; --",
    "=cmd()|' /C calc'!A0",
    "\u202eright to left\u200f",
    "👩‍👩‍👧‍👦 🚨",
    "tab\tand\nline\r\nends",
    "{braces} %s %(x)s ${y}",
    "\"quotes\" \\ and 'more'",
    "x" * 100_000,
]
REFUSED = ["a\0b", "bell\x07", "escape\x1b[31m", "c1\x9b31m", "half \ud800 a pair", "x" * 200_001]


@pytest.fixture
def number(store: Store, me: Author) -> str:
    """An open incident."""
    return store.incidents.open(me, summary="Tailgating, gate 3", location="GATE3").number


def texts(store: Store, number: str) -> list[str]:
    return [line.text for line in store.incidents.log(number)]


def test_a_number_belongs_to_the_local_year_of_the_report(store: Store, me: Author, clock: FrozenClock) -> None:
    new_year = 1_798_761_600  # 2027-01-01T00:00:00Z
    clock.set(new_year + 30)
    assert store.incidents.open(me).number == "2027-0001"
    assert store.incidents.open(me, reported=new_year - 1).number == "2026-0001"
    assert store.incidents.open(me, reported=new_year).number == "2027-0002"
    assert store.occurrences.log("x", me, at=new_year - 1).occurrence == "B2026-00001"
    store.sites.set(store.sites.get().model_copy(update={"timezone": "America/New_York"}), me)
    assert store.incidents.open(me).number == "2026-0002", "there it is still the old year"


def test_numbers_go_on_after_those_that_were_imported(store: Store, me: Author, clock: FrozenClock) -> None:
    def come(number: str) -> None:
        with store.writing() as transaction:
            transaction.append(IncidentImported(number=number, reported=clock.now(), severity=3), me)

    for number in ("2026-0142", "2026-0100", "INC-7", "2026-014", "2026-00143", "2026-１", "2026-9999999999", "١-0001"):
        come(number)
    assert store.incidents.open(me).number == "2026-0143"
    come("2026-999999999")
    with pytest.raises(StoreError, match="no incident number left"):
        store.incidents.open(me)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:12])
def test_text_is_kept_as_it_was_typed(store: Store, me: Author, text: str) -> None:
    line = " ".join(text.split())[:500]
    number = store.incidents.open(me, summary=text, location=line, category=line).number
    store.incidents.note(number, text, me)
    store.incidents.change(number, {"caller": text, "police_ref": text, "outcome": line}, me, why=text)
    incident = store.incidents.get(number)
    assert (incident.summary, incident.location, incident.category) == (text, line, line)
    assert (incident.details["caller"], incident.police_ref, incident.outcome) == (text, text, line)
    assert text in texts(store, number)
    store.incidents.void(number, text, me)
    assert store.incidents.get(number).struck == text
    assert store.occurrences.get(store.occurrences.log(text, me).occurrence).text == text


@pytest.mark.parametrize("text", REFUSED, ids=lambda t: ascii(t[:12]))
@pytest.mark.parametrize("field", ["summary", "location", "caller", "evidence"])
def test_what_no_terminal_should_see_is_refused_and_the_field_named(
    store: Store, me: Author, number: str, field: str, text: str
) -> None:
    head = store.head()
    label = {"summary": "What", "location": "Where", "caller": "Caller", "evidence": "Evidence"}[field]
    with pytest.raises(Refused, match=f"^{label}: ") as refused:
        store.incidents.change(number, {field: text}, me)
    assert "\n" not in str(refused.value)
    if field in ("summary", "location"):
        with pytest.raises(Refused, match=f"^{label}: "):
            store.incidents.open(me, **{field: text})
    with pytest.raises(Refused, match=r"^Text: "):
        store.incidents.note(number, text, me)
    with pytest.raises(Refused, match=r"^Reason: "):
        store.incidents.void(number, text, me)
    assert store.head() == head


def test_decomposed_letters_are_composed(store: Store, me: Author, number: str) -> None:
    store.incidents.change(number, {"summary": "Cafe\u0301"}, me)
    assert store.incidents.get(number).summary == "Café"
    head = store.head()
    store.incidents.change(number, {"summary": "Cafe\u0301"}, me)
    assert store.head() == head, "it is what stands there already"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"severity": 5}, "^Severity: it should be 1, 2, 3 or 4"),
        ({"severity": "2"}, "^Severity: "),
        ({"location": "a\nb"}, "^Where: a line break"),
        ({"officers": ["9999"]}, "there is no officer 9999"),
        ({"officers": ["10 01"]}, "^Officers: white space"),
        ({"details": {"caller": "x"}}, "no field details"),
        ({"reported": 5}, "no field reported"),
        ({"state": "closed"}, "no field state"),
    ],
)
def test_a_change_that_cannot_be(store: Store, me: Author, number: str, new: dict[str, Any], said: str) -> None:
    head = store.head()
    with pytest.raises(StoreError, match=said):
        store.incidents.change(number, new, me)
    assert store.head() == head


def test_a_change_keeps_the_old_value(store: Store, me: Author, number: str) -> None:
    done = store.incidents.change(number, {"location": "ATRIUM", "severity": 2}, me, why="misheard")
    assert done.sets == {"location": "ATRIUM", "severity": 2, "severity_assumed": False}
    incident = store.incidents.get(number)
    assert (incident.location, incident.severity, incident.severity_assumed) == ("ATRIUM", 2, False)
    line = store.incidents.log(number)[-1]
    assert (line.line, line.entry) == ("change", "1")
    assert "Gate 3 (north) → Atrium" in line.text
    assert "(misheard)" in line.text


def test_a_field_that_another_changed_is_not_overwritten(store: Store, me: Author, number: str) -> None:
    store.incidents.change(number, {"location": "ATRIUM"}, Author("patel"))
    with pytest.raises(Clash, match=f"Where of {number} was changed meanwhile to «ATRIUM»"):
        store.incidents.change(number, {"location": "U14", "summary": "new"}, me, saw={"location": "GATE3"})
    assert store.incidents.get(number).summary == "Tailgating, gate 3", "nothing of it was entered"
    store.incidents.change(number, {"summary": "new"}, me, saw={"location": "GATE3"})
    store.incidents.change(number, {"location": "ATRIUM"}, me, saw={"location": "GATE3"})
    store.incidents.change(number, {"location": "U14"}, me, saw={"location": "ATRIUM"})


def test_officers_are_named_once_and_the_first_arrival_first(store: Store, me: Author, number: str) -> None:
    store.incidents.stamp(number, "on scene", me, officer="1002")
    store.incidents.change(number, {"officers": ("1001", "1001", "1002", "1003")}, me)
    assert store.incidents.get(number).officers == ("1002", "1001", "1003")


def test_a_severity_that_was_assumed_is_no_correction(store: Store, me: Author, number: str) -> None:
    store.incidents.change(number, {"severity": 1}, me)
    assert store.incidents.log(number)[-1].line == "opened"
    store.incidents.change(number, {"severity": 2}, me)
    assert store.incidents.log(number)[-1].line == "change"


def test_a_stamp_is_told_and_not_overwritten(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    clock.advance(95)
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    clock.advance(31)
    done = store.incidents.stamp(number, "on scene", me, officer="1001")
    assert done.sets == {"on_scene": clock.now()}
    clock.advance(300)
    store.incidents.stamp(number, "resolved", me)
    with pytest.raises(Clash, match=r"«resolved» is stamped on 2026-0001 already, 22:22:41: correct it instead"):
        store.incidents.stamp(number, "resolved", Author("patel"), at=clock.now() - 60)
    assert texts(store, number) == ["Tailgating, gate 3", "Shaw dispatched", "Shaw on scene", "Resolved"]
    assert store.incidents.get(number).outcome == "resolved"


@pytest.mark.parametrize(
    ("stamp", "officer", "at", "said"),
    [
        ("on scene", "1001", 121, "ahead of now"),
        ("on scene", "9999", 0, "there is no officer 9999"),
        ("lunch", "", 0, "there is no stamp «lunch»"),
        ("reported", "", 0, "correct it instead"),
        ("closed", "", 0, "by closing it"),
        ("resolved", "1001", 0, "leave the officer out"),
        ("occurred", "", -(10**13), "outside the calendar"),
    ],
)
def test_a_stamp_that_cannot_be(
    store: Store, me: Author, number: str, clock: FrozenClock, stamp: str, officer: str, at: int, said: str
) -> None:
    head = store.head()
    with pytest.raises(StoreError, match=said):
        store.incidents.stamp(number, stamp, me, officer=officer, at=clock.now() + at)
    assert store.head() == head


def test_times_of_opening_are_held_to_the_same(store: Store, me: Author, clock: FrozenClock) -> None:
    for times in ({"reported": clock.now() + 121}, {"occurred": clock.now() + 121}, {"reported": -(10**14)}):
        with pytest.raises(Refused):
            store.incidents.open(me, **times)
    assert store.incidents.open(me, reported=clock.now() + 120).number == "2026-0001"


def test_a_stamp_out_of_order_is_kept_and_flagged(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    store.incidents.stamp(number, "dispatched", me, officer="1001", at=clock.now() + 60)
    done = store.incidents.stamp(number, "on scene", me, officer="1001", at=clock.now() + 30)
    assert done.flagged == "out of order: before dispatched"
    assert store.incidents.get(number).on_scene == clock.now() + 30
    assert store.incidents.stamps(number)[1].flagged == done.flagged
    assert "(out of order: before dispatched)" in texts(store, number)[-1]
    done = store.incidents.correct_stamp(number, "on scene", "1001", done.at, clock.now() + 40, "still wrong", me)
    assert done.flagged
    assert [s.flagged for s in store.incidents.stamps(number) if not s.struck and s.stamp == "on scene"] == [
        done.flagged
    ]
    done = store.incidents.correct_stamp(number, "on scene", "1001", done.at, clock.now() + 90, "typed wrong", me)
    assert not done.flagged


def test_a_correction_back_to_the_same_second(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    first, second = clock.now(), clock.now() - 60
    store.incidents.stamp(number, "on scene", me, officer="1001")
    for n in range(3):
        store.incidents.correct_stamp(number, "on scene", "1001", first, second, f"there {n}", me)
        assert store.incidents.get(number).on_scene == second
        store.incidents.correct_stamp(number, "on scene", "1001", second, first, f"back {n}", me)
        assert store.incidents.get(number).on_scene == first
    held = [(s.at, s.struck) for s in store.incidents.stamps(number) if s.stamp == "on scene"]
    assert held == [(second, "back 2"), (first, "")]
    lines = [line for line in store.incidents.log(number) if line.line == "change"]
    assert [line.entry for line in lines] == ["1", "2", "3", "4", "5", "6"]
    assert lines[0].text == "Shaw on scene: 22:15:35 → 22:14:35 (corrected: there 0)"
    stamped = next(line for line in store.incidents.log(number) if line.line == "stamp")
    assert stamped.struck == "there 0", "the line that told of it was struck with it"


def test_a_correction_needs_a_stamp_that_holds_and_a_reason(
    store: Store, me: Author, number: str, clock: FrozenClock
) -> None:
    now = clock.now()
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    store.incidents.stamp(number, "dispatched", me, officer="1001", at=now - 30)
    correct, strike = store.incidents.correct_stamp, store.incidents.strike_stamp
    with pytest.raises(StoreError, match="a reason is needed"):
        correct(number, "dispatched", "1001", now, now - 5, " ", me)
    with pytest.raises(Clash, match="already"):
        correct(number, "dispatched", "1001", now, now - 30, "typed wrong", me)
    with pytest.raises(Refused, match="ahead of now"):
        correct(number, "dispatched", "1001", now, now + 500, "typed wrong", me)
    strike(number, "dispatched", "1001", now, "in error", me)
    with pytest.raises(Clash, match=r"struck meanwhile \(in error\)"):
        correct(number, "dispatched", "1001", now, now - 5, "typed wrong", me)
    with pytest.raises(Clash, match="struck meanwhile"):
        strike(number, "dispatched", "1001", now, "in error", me)
    with pytest.raises(Clash, match="no such stamp"):
        strike(number, "dispatched", "1002", now, "in error", me)
    with pytest.raises(Refused, match="only corrected"):
        strike(number, "reported", "", now, "in error", me)
    correct(number, "reported", "", now, now - 20, "read the radio log", me)
    assert store.incidents.get(number).reported == now - 20


def test_a_stamp_struck_can_be_given_again(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    store.incidents.strike_stamp(number, "dispatched", "1001", clock.now(), "undone", me)
    assert store.incidents.get(number).officers == ()
    assert store.incidents.get(number).dispatched is None
    store.incidents.stamp(number, "dispatched", Author("patel"), officer="1001")
    (stamp,) = [s for s in store.incidents.stamps(number) if s.stamp == "dispatched"]
    assert (stamp.struck, stamp.author) == ("", "patel")
    assert store.incidents.get(number).officers == ("1001",)


def test_closing_and_reopening(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    state = store.incidents.set_state
    state(number, "on hold", me)
    with pytest.raises(Clash, match="on hold already"):
        state(number, "on hold", me)
    state(number, "open", me)
    clock.advance(60)
    state(number, "closed", me)
    incident = store.incidents.get(number)
    assert (incident.state, incident.closed, incident.running) == ("closed", clock.now(), False)
    with pytest.raises(StoreError, match="a reason is needed"):
        state(number, "open", me)
    state(number, "open", me, why="police called back")
    incident = store.incidents.get(number)
    assert (incident.state, incident.closed, incident.running) == ("open", None, True)
    state(number, "closed", me)  # in the very second of the first closing
    closings = [(s.at, s.struck) for s in store.incidents.stamps(number) if s.stamp == "closed"]
    assert closings == [(clock.now(), "")]
    store.incidents.correct_stamp(number, "closed", "", clock.now(), clock.now() - 30, "late", me)
    assert store.incidents.get(number).closed == clock.now() - 30
    with pytest.raises(Refused, match="reopen"):
        store.incidents.strike_stamp(number, "closed", "", clock.now() - 30, "x", me)
    assert texts(store, number)[1:5] == ["Put on hold", "Taken up again", "Closed", "Reopened: police called back"]


def test_a_void_incident_stays_visible_and_still(store: Store, me: Author, number: str) -> None:
    store.incidents.void(number, "raised twice", me)
    incident = store.incidents.get(number)
    assert (incident.struck, incident.running) == ("raised twice", False)
    with pytest.raises(Clash, match=r"void already \(raised twice\)"):
        store.incidents.void(number, "again", me)
    for act in (
        lambda: store.incidents.stamp(number, "on scene", me),
        lambda: store.incidents.set_state(number, "closed", me),
    ):
        with pytest.raises(StoreError, match="raised in error"):
            act()
    store.incidents.note(number, "see 2026-0002", me)
    assert texts(store, number)[-2:] == ["Raised in error: raised twice", "see 2026-0002"]


def test_notes_amend_and_are_struck_readably(store: Store, me: Author, number: str, clock: FrozenClock) -> None:
    store.incidents.note(number, "Male, red jacket", me, at=clock.now() - 1000)
    store.incidents.note(number, "Male, blue jacket", me, amends="1")
    store.incidents.strike_entry(number, "1", "misheard", me)
    first, second, told = store.incidents.log(number)[1:]
    assert (first.entry, first.text, first.struck) == ("1", "Male, red jacket", "misheard")
    assert (first.at, first.written_at) == (clock.now() - 1000, clock.now())
    assert (second.entry, second.amends) == ("2", "1")
    assert told.text == "Entry 1 struck (misheard)"
    with pytest.raises(StoreError, match="has no entry 9"):
        store.incidents.note(number, "x", me, amends="9")
    with pytest.raises(StoreError, match="has no entry 9"):
        store.incidents.strike_entry(number, "9", "x", me)
    with pytest.raises(Clash, match="struck already"):
        store.incidents.strike_entry(number, "1", "x", me)
    with pytest.raises(StoreError, match="empty"):
        store.incidents.note(number, " \n ", me)


def test_entry_keys_go_on_after_those_that_were_imported(store: Store, me: Author, number: str) -> None:
    for key in ("7", "x", "999999999", "1000000000", "12345678901234567890", "-5", "1e3"):
        with store.writing() as transaction:
            act = EntryImported(number=number, entry=key, at=1, written_at=2, author="J. Okafor", text=key)
            transaction.append(act, me)
    for _ in range(3):
        store.incidents.note(number, "next", me)
    assert [line.entry for line in store.incidents.log(number)][-3:] == ["1000000001", "1000000002", "1000000003"]


def test_an_imported_incident_is_what_its_row_says(store: Store, me: Author, clock: FrozenClock) -> None:
    at = clock.now() - 10_000
    with store.writing() as transaction:
        transaction.append(
            IncidentImported(
                number="2026-0007", reported=at, dispatched=at + 20, on_scene=at + 140, resolved=at + 600,
                closed=at + 700, state="closed", category="Ticket touting", severity=2, location="Gate 3",
                officers=("1002", "1001"), summary="Two touts", outcome="handed to police", police_ref="CAD 114",
            ),
            me,
        )  # fmt: skip
        transaction.append(
            StampImported(number="2026-0007", stamp="on scene", officer="1001", at=at + 150, written_at=at + 155), me
        )
    incident = store.incidents.get("2026-0007")
    assert (incident.on_scene, incident.officers, incident.imported) == (at + 140, ("1002", "1001"), True)
    assert (incident.outcome, incident.police_ref, incident.severity_assumed) == ("handed to police", "CAD 114", False)
    assert [(s.stamp, s.officer) for s in store.incidents.stamps("2026-0007")] == [
        ("reported", ""), ("dispatched", ""), ("on scene", ""), ("on scene", "1001"), ("resolved", ""), ("closed", ""),
    ]  # fmt: skip
    assert store.reference.get(CategoryRecord, "Ticket touting") == CategoryRecord(name="Ticket touting", severity=2)
    store.incidents.stamp("2026-0007", "on scene", me, officer="1003", at=at + 200)
    assert store.incidents.get("2026-0007").officers == ("1002", "1001", "1003")


def test_an_import_does_not_change_what_a_default_category_means(store: Store, me: Author, clock: FrozenClock) -> None:
    with store.writing() as transaction:
        act = IncidentImported(number="2026-0007", reported=clock.now(), category="Theft", severity=1)
        transaction.append(act, me)
    assert {c.name: c.severity for c in store.reference.categories()}["Theft"] == 3


def test_an_occurrence_made_an_incident(store: Store, me: Author, clock: FrozenClock) -> None:
    line = store.occurrences.log("Two males at gate 3", me).occurrence
    at = clock.now()
    clock.advance(120)
    number = store.incidents.open(me, summary="Tailgating", reported=at, occurrence=line).number
    assert store.occurrences.get(line).incident == number
    assert store.links.of(f"incident:{number}")[0].source == f"occurrence:{line}"
    with pytest.raises(Clash, match=f"is incident {number} already"):
        store.incidents.open(me, occurrence=line)
    struck = store.occurrences.log("x", me).occurrence
    store.occurrences.strike(struck, "in error", me)
    with pytest.raises(StoreError, match="is struck"):
        store.incidents.open(me, occurrence=struck)
    with pytest.raises(StoreError, match="there is no occurrence B2026-09999"):
        store.incidents.open(me, occurrence="B2026-09999")


def test_what_there_is_not_is_said(store: Store, me: Author) -> None:
    for act in (
        lambda: store.incidents.get("2026-0009"),
        lambda: store.incidents.note("2026-0009", "x", me),
        lambda: store.incidents.stamp("2026-0009", "on scene", me),
        lambda: store.incidents.void("2026-0009", "x", me),
    ):
        with pytest.raises(StoreError, match="there is no incident 2026-0009"):
            act()
    with pytest.raises(StoreError, match="half a character"):
        store.incidents.get("\ud800")


def test_a_number_is_found_by_its_digits(store: Store, me: Author, clock: FrozenClock) -> None:
    old = store.incidents.open(me, reported=clock.now() - 400 * 86_400).number
    new = store.incidents.open(me).number
    assert (old, new) == ("2025-0001", "2026-0001")
    for typed in ("1", "0001", "#1", " 2026-0001 ", "#2026-0001"):
        assert store.incidents.find_number(typed) == new
    assert store.incidents.find_number("2025-0001") == old
    for typed in ("", "2", "x", "99999999999999999999", "²", "%", "2026"):
        assert store.incidents.find_number(typed) is None
