"""The rules of the timeline, as laws over any sequence of acts."""

from dataclasses import dataclass, field
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sfm_tui.domain.incidents import COLUMN_OF, OFFICER_STAMPS
from sfm_tui.domain.timeline import (
    NAMING,
    AlreadyStamped,
    Stamp,
    StampRefused,
    Standing,
    check_new,
    check_time,
    effect_of_correction,
    effect_of_stamp,
    effect_of_strike,
    ending_stamp,
    first_arrival_first,
    out_of_order,
    still_out,
)
from tests.examples import tries

NOW = 1_795_299_335
OFFICERS = ("1001", "1002", "1003")
EMPTY = dict.fromkeys(COLUMN_OF.values())


@dataclass
class Incident:
    """An incident and its stamps, changed by the rules alone."""

    stamps: list[Stamp] = field(default_factory=lambda: [Stamp("reported", "", 0)])
    times: dict[str, int | None] = field(default_factory=lambda: {**EMPTY, "reported": 0})
    officers: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def standing(self) -> Standing:
        return Standing(dict(self.times), self.officers, self.outcome)

    def take(self, sets: dict[str, object]) -> None:
        for name, value in sets.items():
            if name == "officers":
                self.officers = tuple(value)
            elif name == "outcome":
                self.outcome = str(value)
            else:
                assert name in self.times
                assert value != self.times[name], "a time that stays is not set"
                self.times[name] = value

    def stamp(self, new: Stamp) -> None:
        check_new(self.stamps, new)
        self.take(effect_of_stamp(self.standing, self.stamps, new))
        self.stamps.append(new)

    def strike(self, old: Stamp) -> None:
        self.take(effect_of_strike(self.standing, self.stamps, old))
        self.stamps[self.stamps.index(old)] = Stamp(old.stamp, old.officer, old.at, "why")

    def correct(self, old: Stamp, at: int) -> None:
        self.take(effect_of_correction(self.standing, self.stamps, old, at))
        self.stamps[self.stamps.index(old)] = Stamp(old.stamp, old.officer, old.at, "why")
        self.stamps.append(Stamp(old.stamp, old.officer, at))

    def holding(self, stamp: str) -> list[Stamp]:
        return [s for s in self.stamps if s.stamp == stamp and not s.struck]


stamps = st.one_of(
    st.builds(Stamp, st.sampled_from(OFFICER_STAMPS), st.sampled_from(OFFICERS), st.integers(-50, 50)),
    st.builds(
        Stamp, st.sampled_from(["occurred", "resolved", "dispatched", "on scene"]), st.just(""), st.integers(-9, 50)
    ),
)
acts = st.lists(
    st.tuples(st.sampled_from(["stamp", "stamp", "strike", "correct"]), stamps, st.integers(0, 30)), max_size=25
)


def run(steps: list[tuple[str, Stamp, int]]) -> Incident:
    incident = Incident()
    for act, new, pick in steps:
        try:
            if act == "stamp":
                incident.stamp(new)
            else:
                held = [s for s in incident.stamps if not s.struck]
                old = held[pick % len(held)]
                if act == "strike":
                    incident.strike(old)
                else:
                    incident.correct(old, new.at)
        except StampRefused:
            continue
    return incident


@given(acts)
@settings(max_examples=tries(400), deadline=None)
def test_own_times_are_those_of_the_stamps_that_hold(steps: list[tuple[str, Stamp, int]]) -> None:
    incident = run(steps)
    for stamp, column in COLUMN_OF.items():
        held = [s.at for s in incident.holding(stamp)]
        if stamp in ("dispatched", "on scene"):
            assert incident.times[column] == min(held, default=None), f"{column} is the first of its officers'"
        else:
            assert len(held) <= 1, f"{stamp} holds once"
            assert incident.times[column] == (held[0] if held else None)


@given(acts)
@example(
    [("stamp", Stamp(*s), 0) for s in (("dispatched", "1001", 1), ("on scene", "", 0), ("on scene", "1002", 1))]
    + [("strike", Stamp("on scene", "", 0), 2)]
)
@settings(max_examples=tries(400), deadline=None)
def test_the_first_on_scene_stands_first(steps: list[tuple[str, Stamp, int]]) -> None:
    incident = run(steps)
    arrivals = [s for s in incident.holding("on scene") if s.officer]
    assert {s.officer for s in arrivals} <= set(incident.officers)
    assert len(set(incident.officers)) == len(incident.officers)
    if arrivals and incident.times["on_scene"] == min(s.at for s in arrivals):
        first = min(s.at for s in arrivals)
        assert incident.officers[0] in {s.officer for s in arrivals if s.at == first}


@given(acts)
@settings(max_examples=tries(400), deadline=None)
def test_an_officer_is_named_while_a_stamp_of_his_holds(steps: list[tuple[str, Stamp, int]]) -> None:
    incident = run(steps)
    naming = {s.officer for s in incident.stamps if not s.struck and s.officer and s.stamp in NAMING}
    assert naming <= set(incident.officers)


@given(acts, stamps)
@settings(max_examples=tries(400), deadline=None)
def test_a_strike_undoes_a_stamp(steps: list[tuple[str, Stamp, int]], new: Stamp) -> None:
    incident = run(steps)
    had = new.stamp not in NAMING or any(
        s.officer == new.officer and s.stamp in NAMING and not s.struck for s in incident.stamps
    )
    before = (dict(incident.times), set(incident.officers), incident.outcome)
    listed = new.officer in incident.officers
    try:
        incident.stamp(new)
    except StampRefused:
        return
    incident.strike(new)
    times, officers, outcome = before
    assert incident.times == times
    assert incident.outcome == outcome
    # A person may have named an officer before any stamp; with the only such stamp struck, the officer is off again.
    assert set(incident.officers) == (officers if had or not listed else officers - {new.officer})


@given(acts, st.integers(0, 30), st.integers(-50, 50))
@settings(max_examples=tries(300), deadline=None)
def test_a_correction_there_and_back_changes_nothing(steps: list[tuple[str, Stamp, int]], pick: int, at: int) -> None:
    incident = run(steps)
    held = [s for s in incident.stamps if not s.struck]
    old = held[pick % len(held)]
    before = (dict(incident.times), set(incident.officers), incident.outcome)
    try:
        incident.correct(old, at)
        incident.correct(Stamp(old.stamp, old.officer, at), old.at)
    except StampRefused:
        return
    assert (incident.times, set(incident.officers), incident.outcome) == before


def test_the_order_of_typing_does_not_matter() -> None:
    typed = [
        Stamp("dispatched", "1001", 95),
        Stamp("dispatched", "1002", 80),
        Stamp("on scene", "1001", 126),
        Stamp("on scene", "1002", 140),
        Stamp("resolved", "", 300),
    ]
    for order in permutations(typed):
        incident = Incident()
        for stamp in order:
            incident.stamp(stamp)
        assert incident.times == {**EMPTY, "reported": 0, "dispatched": 80, "on_scene": 126, "resolved": 300}
        assert incident.officers == ("1001", "1002")
        assert incident.outcome == "resolved"


def walk(*typed: tuple[str, str, int]) -> Incident:
    incident = Incident()
    for stamp in typed:
        incident.stamp(Stamp(*stamp))
    return incident


def test_what_the_stamps_say_of_the_outcome() -> None:
    assert walk(("dispatched", "1001", 10)).outcome == ""
    assert walk(("dispatched", "1001", 10), ("stood down", "1001", 20)).outcome == "stood down"
    assert walk(("dispatched", "1001", 10), ("dispatched", "1002", 12), ("stood down", "1001", 20)).outcome == ""
    sent_again = walk(("dispatched", "1001", 10), ("stood down", "1001", 20), ("dispatched", "1002", 30))
    assert sent_again.outcome == "", "somebody is sent again: it is not stood down any more"
    sent_again.stamp(Stamp("on scene", "1002", 40))
    sent_again.stamp(Stamp("resolved", "", 50))
    assert sent_again.outcome == "resolved"
    down = walk(("dispatched", "1001", 10), ("stood down", "1001", 20), ("resolved", "", 30))
    assert down.outcome == "stood down", "resolved without an arrival: the figures leave it out as stood down"
    chosen = Incident(outcome="false alarm")
    chosen.stamp(Stamp("resolved", "", 30))
    assert chosen.outcome == "false alarm", "what a person chose stays"


def test_what_an_import_knew_stays() -> None:
    """An imported incident's first arrival is that of its row, whoever is stamped later."""
    imported = Incident(
        stamps=[Stamp("reported", "", 0), Stamp("on scene", "", 60)],
        times={**EMPTY, "reported": 0, "on_scene": 60},
        officers=("1001",),
    )
    imported.stamp(Stamp("on scene", "1002", 90))
    assert imported.times["on_scene"] == 60
    assert imported.officers == ("1001", "1002")
    imported.stamp(Stamp("on scene", "1003", 50))
    assert imported.times["on_scene"] == 50
    assert imported.officers == ("1003", "1001", "1002")


REFUSED = [
    Stamp("reported", "", 5),
    Stamp("closed", "", 5),
    Stamp("resolved", "1001", 5),
    Stamp("occurred", "1001", 5),
]


@pytest.mark.parametrize("new", REFUSED, ids=lambda s: f"{s.stamp}-{s.officer}")
def test_stamps_that_are_given_otherwise(new: Stamp) -> None:
    with pytest.raises(StampRefused):
        check_new([Stamp("reported", "", 0)], new)


def test_what_holds_is_not_stamped_again() -> None:
    held = [Stamp("resolved", "", 5), Stamp("dispatched", "1001", 7), Stamp("on scene", "", 9, "in error")]
    with pytest.raises(AlreadyStamped) as refused:
        check_new(held, Stamp("resolved", "", 9))
    assert refused.value.held == held[0]
    with pytest.raises(AlreadyStamped):
        check_new(held, Stamp("dispatched", "1001", 7))
    check_new(held, Stamp("dispatched", "1001", 8))
    check_new(held, Stamp("dispatched", "1002", 7))
    check_new(held, Stamp("on scene", "", 9))


def test_the_report_and_the_closing_are_not_struck() -> None:
    incident = Incident()
    for stamp in ("reported", "closed"):
        with pytest.raises(StampRefused, match="only corrected"):
            effect_of_strike(incident.standing, incident.stamps, Stamp(stamp, "", 0))


@pytest.mark.parametrize(("ahead", "refused"), [(-10_000, False), (0, False), (120, False), (121, True), (3600, True)])
def test_two_minutes_ahead_and_no_more(ahead: int, refused: bool) -> None:
    if refused:
        with pytest.raises(StampRefused, match="ahead of now"):
            check_time(NOW + ahead, NOW)
    else:
        check_time(NOW + ahead, NOW)


def test_times_outside_the_calendar_are_refused() -> None:
    for at in (-(10**12), -(2**63), -62_135_596_801):
        with pytest.raises(StampRefused, match="calendar"):
            check_time(at, NOW)


def order(stamp: str, at: int, officer: str = "", *typed: tuple[str, str, int]) -> str:
    incident = walk(*typed)
    return out_of_order(stamp, at, incident.times, officer, incident.stamps)


SENT = ("dispatched", "1001", 10)
THERE = ("on scene", "1001", 60)


@pytest.mark.parametrize(
    ("flag", "stamp", "at", "officer", "typed"),
    [
        ("", "dispatched", 10, "1001", ()),
        ("", "dispatched", 0, "1001", ()),
        ("before reported", "dispatched", -1, "1001", ()),
        ("after reported", "occurred", 5, "", ()),
        ("", "occurred", -5, "", ()),
        ("", "on scene", 60, "1001", (SENT,)),
        ("", "on scene", 10, "1001", (SENT,)),
        ("before dispatched", "on scene", 9, "1001", (SENT,)),
        ("before on scene", "resolved", 30, "", (SENT, THERE)),
        ("after resolved", "on scene", 60, "1001", (SENT, ("resolved", "", 40))),
        ("after on scene", "dispatched", 70, "1001", (THERE,)),
        ("", "dispatched", 70, "1002", (SENT, THERE)),  # somebody else is sent after the first arrived
        ("", "on scene", 90, "1002", (SENT, THERE, ("dispatched", "1002", 70))),
        ("before dispatched", "on scene", 65, "1002", (SENT, THERE, ("dispatched", "1002", 70))),
        ("after on scene", "dispatched", 70, "1001", (SENT, THERE)),
        ("", "dispatched", 120, "1001", (SENT, THERE, ("clear", "1001", 100))),  # sent again after clearing
        ("", "on scene", 150, "1001", (SENT, THERE, ("clear", "1001", 100), ("dispatched", "1001", 120))),
        ("", "clear", 100, "1001", (SENT, THERE)),
        ("before dispatched", "clear", 5, "1001", (SENT, THERE)),
        ("before dispatched", "stood down", 5, "1001", (SENT,)),
        ("", "en route", 12, "1001", (SENT,)),
        ("before dispatched", "en route", 9, "1001", (SENT,)),
    ],
)
def test_what_is_out_of_order(
    flag: str, stamp: str, at: int, officer: str, typed: tuple[tuple[str, str, int], ...]
) -> None:
    assert order(stamp, at, officer, *typed) == (f"out of order: {flag}" if flag else "")


def test_who_is_out_and_what_f8_means() -> None:
    incident = walk(SENT, ("dispatched", "1002", 12), THERE)
    assert still_out(incident.officers, incident.stamps) == ["1001", "1002"]
    assert ending_stamp(incident.stamps, "1001") == "clear"
    assert ending_stamp(incident.stamps, "1002") == "stood down"
    incident.stamp(Stamp("clear", "1001", 100))
    assert still_out(incident.officers, incident.stamps) == ["1002"]
    incident.stamp(Stamp("dispatched", "1001", 120))
    assert still_out(incident.officers, incident.stamps) == ["1001", "1002"]
    assert ending_stamp(incident.stamps, "1001") == "stood down", "sent again, not there yet"
    assert still_out(("1003",), incident.stamps) == ["1003"], "named, never stamped"


def test_first_arrival_first_keeps_the_rest_in_order() -> None:
    arrived = [Stamp("on scene", "1003", 9), Stamp("on scene", "1002", 12), Stamp("on scene", "1001", 1, "struck")]
    assert first_arrival_first(("1001", "1002", "1003"), arrived) == ("1003", "1001", "1002")
    assert first_arrival_first(("1001",), arrived) == ("1001",)
    assert first_arrival_first((), arrived) == ()
