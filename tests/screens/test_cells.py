"""Prose that has no room is cut between words; whatever it is, in the cells there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sfm_tui.widgets.lists.cells import clip, clip_words, one_line


@pytest.mark.parametrize(
    ("width", "cut"),
    [
        (60, "To leave Plan it needs: cause and evidence, measure, target"),
        (58, "To leave Plan it needs: cause and evidence, measure …"),
        (54, "To leave Plan it needs: cause and evidence, measure …"),
        (52, "To leave Plan it needs: cause and evidence …"),
        (1, "…"),
        (0, ""),
    ],
)
def test_prose_is_cut_between_words(width: int, cut: str) -> None:
    assert clip_words("To leave Plan it needs: cause and evidence, measure, target", width) == cut


def test_a_word_longer_than_most_is_cut() -> None:
    assert clip_words("keys " + "x" * 5000, 40) == clip("keys " + "x" * 5000, 40)


@given(st.text(alphabet="ab 学\n,·", max_size=80), st.integers(0, 60))
def test_it_never_takes_more_cells_and_what_fits_is_whole(text: str, width: int) -> None:
    cut = clip_words(text, width)
    assert cell_len(cut) <= width
    if cell_len(one_line(text)) <= width:
        assert cut == one_line(text).rstrip()
    elif width:
        assert cut.endswith("…")
        assert one_line(text).startswith(cut[:-1].rstrip())
