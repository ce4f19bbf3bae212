from datetime import date

import pytest

from sfm_tui.domain.riddor import possibly_reportable

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "details",
    [{}, {"injury": ""}, {"hospital": "No"}, {"injury": "none", "hospital": "-", "days_off": "0"}, {"days_off": "3"}],
)
def test_nothing_is_asked_where_nobody_was_hurt(details: dict[str, str]) -> None:
    assert possibly_reportable(details, DAY) == ""


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"hospital": "Yes, by ambulance"}, "taken to hospital, by Tue 1 Dec 2026"),
        ({"injury": "Broken wrist"}, "if it is a specified injury, by Tue 1 Dec 2026"),
        ({"injured": "A. Visitor"}, "if it is a specified injury, by Tue 1 Dec 2026"),
        ({"days_off": "8"}, "unfit for over 7 days, by Sun 6 Dec 2026"),
        ({"days_off": "about 10 days"}, "unfit for over 7 days, by Sun 6 Dec 2026"),
        ({"days_off": "4"}, "unfit for over 3 days, to be recorded"),
        ({"days_off": "7"}, "unfit for over 3 days, to be recorded"),
    ],
)
def test_each_ground_has_its_day(details: dict[str, str], words: str) -> None:
    assert possibly_reportable(details, DAY) == f"Possibly reportable (RIDDOR): {words}: ask the responsible person"


def test_several_grounds_stand_side_by_side() -> None:
    said = possibly_reportable({"injury": "Concussion", "hospital": "yes", "days_off": "9"}, DAY)
    assert "taken to hospital, by Tue 1 Dec 2026; unfit for over 7 days, by Sun 6 Dec 2026" in said
    assert "specified" not in said
