"""A client's copy: names go, the sense of the sentence stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.pack.names import Known
from sfm_tui.domain.pack.unnamed import Unnamed

PEOPLE = Unnamed((
    Known("Officer", "1001", ("Danny Shaw", "Romeo 1"), people=True),
    Known("Officer", "NG04", ("Tamara Bell", "Papa 2"), people=True),
    Known("Officer", "12", ("Inés Diaz", "Patrol 2"), people=True),
    Known("Officer", "2019", ("L. O'Connell", "Shaw"), people=True),
    Known("Person", "stokes", ("Len Stokes",), people=True),
    Known("Person", "Mrs A. Kowalska-Nowak", ("Mrs A. Kowalska-Nowak",), people=True),
))  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("D. Shaw late; DANNY SHAW, danny  shaw", "an officer late; an officer, an officer"),
        ("Shaw's radio, Romeo 1, romeo-1", "an officer's radio, an officer, an officer"),
        ("officer 1001 and 1001", "an officer and an officer"),
        ("ng04, T.Bell and Bell: the bell rang", "an officer, an officer and an officer: the bell rang"),
        ("INES Di\u0301az; In\u0301es", "an officer; In\u0301es"),
        ("Patrol takes the gate, patrol 2 the mall", "Patrol takes the gate, an officer the mall"),
        ("O'Connell, O\u2019Connell", "an officer, an officer"),
        ("Mrs Kowalska-Nowak; len stokes; Stokes", "a person; a person; a person"),
    ],
)
def test_names_become_what_people_are(typed: str, told: str) -> None:
    assert PEOPLE.text(typed) == told


@pytest.mark.parametrize(
    "typed",
    [
        "12 officers at 12:00 in unit 12, since 2019",
        "incident 2026-1001, on 9/1001, 1,001.1001 s",
        "Shawl, Bellow and Shawfield",
        "#panic() <b> \u202e \U000f0001 &amp; ﬁ",
    ],
)
def test_all_else_stays_as_it_was_typed(typed: str) -> None:
    assert PEOPLE.text(typed) == typed


WAYS = ("Danny Shaw", "D. Shaw", "Romeo 1", "tamara bell", "NG04", "len stokes", "Kowalska-Nowak", "staff number 12")


@given(st.lists(st.sampled_from((*WAYS, "the gate", "at 12:30", "–", "\n")), max_size=12), st.sampled_from(" ,;/("))
def test_no_name_is_left_and_nothing_is_done_twice(parts: list[str], gap: str) -> None:
    told = PEOPLE.text(gap.join(parts))
    assert not any(way.casefold() in told.casefold() for way in WAYS)
    assert PEOPLE.text(told) == told
    assert told.count("the gate") == parts.count("the gate")
