"""The keys at the bottom: whole words, as many as fit, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.widgets.everywhere.key_bar import _SHORT, KeyBar, _size

KEYS = st.lists(
    st.tuples(
        st.just("x"), st.text("abF1^", min_size=1, max_size=3), st.sampled_from(["Open", *_SHORT]), st.booleans()
    ),
    max_size=14,
)


@given(KEYS, st.integers(1, 160))
def test_no_verb_is_cut_and_no_key_is_skipped(keys: list[tuple[str, str, str, bool]], width: int) -> None:
    fitted = KeyBar._fitted(keys, width)
    assert _size(fitted) <= width
    short = [(key, label, _SHORT.get(verb, verb), enabled) for key, label, verb, enabled in keys]
    assert fitted == keys or fitted == short[: len(fitted)]
    if _size(short) <= width:
        assert len(fitted) == len(keys)
    elif fitted != keys:
        assert _size(short[: len(fitted) + 1]) > width
