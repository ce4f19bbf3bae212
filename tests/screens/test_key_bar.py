"""The keys at the bottom: whole words, as many as fit, in their order."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.widgets.everywhere.key_bar import _SHORT, KeyBar, Shown, _size

KEYS = st.lists(
    st.builds(
        Shown,
        st.just("x"),
        st.text("abF1^", min_size=1, max_size=3),
        st.sampled_from(["Open", *_SHORT]),
        st.booleans(),
        st.just(False),
    ),
    max_size=14,
)
LINKS = Shown("ctrl+f", "^F", "Links", True, True)


@given(KEYS, st.integers(1, 160))
def test_no_verb_is_cut_and_no_key_is_skipped(keys: list[Shown], width: int) -> None:
    fitted = KeyBar._fitted(keys, width)
    assert _size(fitted) <= width
    short = [one._replace(verb=_SHORT.get(one.verb, one.verb)) for one in keys]
    assert fitted == keys or fitted == short[: len(fitted)]
    if _size(short) <= width:
        assert len(fitted) == len(keys)
    elif fitted != keys:
        assert _size(short[: len(fitted) + 1]) > width


@given(KEYS, KEYS, st.integers(_size([LINKS]), 160))
def test_the_key_of_the_links_is_the_last_to_go(before: list[Shown], after: list[Shown], width: int) -> None:
    fitted = KeyBar._fitted([*before, LINKS, *after], width)
    assert LINKS in fitted
    assert _size(fitted) <= width
    others, whole = [one for one in fitted if not one.kept], [*before, *after]
    short = [one._replace(verb=_SHORT.get(one.verb, one.verb)) for one in whole]
    assert others == whole or others == short[: len(others)]
    if len(others) < len(whole):
        assert _size([LINKS, *short[: len(others) + 1]]) > width
