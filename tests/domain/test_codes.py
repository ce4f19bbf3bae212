"""Codes made from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.codes import person_code, site_code
from sfm_tui.domain.text import clean_code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Northgate Retail Park", "NRP"), ("Atrium", "ATRI"), ("", ""), ("...", ""), ("St. Åsa's Hospital", "SAH"),
     ("the old mill", "TOM")],
)  # fmt: skip
def test_site_codes(name: str, code: str) -> None:
    assert site_code(name) == code


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("J. Okafor", (), "okafor"),
        ("Åsa Lindqvist", (), "lindqvist"),
        ("Jo Okafor", ("okafor",), "jokafor"),
        ("Jo Okafor", ("Okafor", "jokafor"), "okafor2"),
        ("Okafor", ("okafor", "okafor2"), "okafor3"),
        ("Pat O'Neill", (), "oneill"),
        ("", (), ""),
    ],
)
def test_person_codes(name: str, taken: tuple[str, ...], code: str) -> None:
    assert person_code(name, taken) == code


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=4))
def test_a_code_is_free_and_can_be_kept(name: str, taken: list[str]) -> None:
    code = person_code(name, taken)
    assert code.casefold() not in {t.casefold() for t in taken} or not code
    for made in (code, site_code(name)):
        if made:
            assert clean_code(made)
