"""Bank holidays by country and part."""

from datetime import date

import pytest

from sfm_tui.domain.bank_holidays import bank_holidays

FIRST, LAST = date(2026, 11, 1), date(2027, 1, 5)


@pytest.mark.parametrize("part", ["ENG", "England", "eng", "GB-ENG", "england"])
def test_england(part: str) -> None:
    found = [f"{day:%d %b}" for day in bank_holidays("GB", part, FIRST, LAST)]
    assert found == ["25 Dec", "26 Dec", "28 Dec", "01 Jan"]


@pytest.mark.parametrize("part", ["SCT", "Scotland"])
def test_scotland_has_saint_andrew_and_the_second_of_january(part: str) -> None:
    found = bank_holidays("gb", part, FIRST, LAST)
    assert date(2026, 11, 30) in found
    assert date(2027, 1, 4) in found
    assert bank_holidays("UK", part, FIRST, LAST) == found


def test_days_are_cut_to_the_span() -> None:
    assert bank_holidays("GB", "ENG", date(2026, 12, 25), date(2026, 12, 25)).keys() == {date(2026, 12, 25)}
    assert bank_holidays("GB", "ENG", date(2026, 12, 24), date(2026, 12, 24)) == {}
    assert bank_holidays("", "", FIRST, LAST) == {}


@pytest.mark.parametrize(
    ("country", "part", "said"),
    [("XX", "", "«XX» is no country"), ("GB", "Kent", "«Kent» is no part of GB: it has ENG"),
     ("[/x]", "", "no country"), ("VA", "x", "no part of VA")],
)  # fmt: skip
def test_what_is_not_known_is_told_in_one_line(country: str, part: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        bank_holidays(country, part, FIRST, LAST)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
