"""The matrix of self-assessment: twenty cells, each short, each a text of its own."""

from itertools import combinations

from sfm_tui.domain.assessment import ENABLERS, LEVELS
from sfm_tui.domain.rubric import cell, rubric


def test_there_is_a_short_text_for_each_level_of_each_enabler() -> None:
    assert [*rubric()] == [*ENABLERS]
    for code in ENABLERS:
        assert [*rubric()[code]] == [*LEVELS]
        for level in LEVELS:
            assert 25 <= len(cell(code, level).split()) <= 45, (code, level)


def test_no_cell_repeats_another() -> None:
    cells = [cell(code, level) for code in ENABLERS for level in LEVELS]
    runs = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (text.split() for text in cells)]
    assert not [pair for pair in combinations(runs, 2) if pair[0] & pair[1]]
