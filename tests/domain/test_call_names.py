"""Names on screen: one officer each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.call_names import begins_name, call_names

ROMEO = ("1", "Romeo 1", "Shaw", None)
words = st.sampled_from(["", "Romeo 1", "Shaw", "Ann"])
crowds = st.dictionaries(
    st.sampled_from(["1", "2", "3", "4"]), st.tuples(words, words, st.sampled_from([None, "2026-11-01"]))
)


def test_call_sign_then_name_then_number() -> None:
    assert call_names([ROMEO, ("2", "", "Reid", None), ("3", "", "", None)]) == {"1": "Romeo 1", "2": "Reid", "3": "3"}


def test_two_of_the_same_call_sign_have_their_numbers() -> None:
    assert call_names([ROMEO, ("2", "Romeo 1", "Reid", None)]) == {"1": "Romeo 1 (1)", "2": "Romeo 1 (2)"}


def test_who_has_left_leaves_the_call_sign_to_the_next() -> None:
    assert call_names([("0", "Romeo 1", "Old", "2026-01-31"), ROMEO]) == {"0": "Romeo 1 (0)", "1": "Romeo 1"}


@given(crowds)
def test_no_name_means_two(crowd: dict[str, tuple[str, str, str | None]]) -> None:
    names = call_names((officer, *rest) for officer, rest in crowd.items())
    assert names.keys() == crowd.keys()
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("typed", "name", "begins"),
    [
        ("lindq", "Åsa Lindqvist", True), ("asa", "Åsa Lindqvist", True), ("Å. L", "Åsa Lindqvist", False),
        ("LINDQ as", "Åsa Lindqvist", True), ("qvist", "Åsa Lindqvist", False), ("li", "Åsa Lindqvist", False),
        ("lindqvist rahman", "Åsa Lindqvist", False), ("", "Åsa Lindqvist", False), ("mar", "", False),
    ],
)  # fmt: skip
def test_the_beginnings_of_a_name(typed: str, name: str, begins: bool) -> None:
    assert begins_name(typed, name) is begins
