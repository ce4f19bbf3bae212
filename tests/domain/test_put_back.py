"""What taking an act back makes of a record that others change too."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.put_back import ChangedSince, put_back

NAMES = st.sampled_from(["limit", "name", "desk"])
VALUES = st.integers(0, 2)
RECORDS = st.dictionaries(NAMES, VALUES | st.dictionaries(st.sampled_from(["bell", "lock"]), VALUES))


def flat(record: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """A record as one level of paths, a table among them only where it is empty."""
    found: dict[tuple[str, ...], Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value:
            found |= {(name, part): inner for part, inner in value.items()}
        else:
            found[(name,)] = value
    return found


@given(RECORDS, RECORDS)
def test_an_act_that_nobody_followed_goes_back_whole(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert put_back(old, new, new) == old


@given(RECORDS, RECORDS)
def test_what_stands_as_before_is_left_so(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert put_back(old, new, old) == old


@given(
    st.dictionaries(NAMES, VALUES), st.dictionaries(NAMES, VALUES), st.dictionaries(NAMES, VALUES),
)  # fmt: skip
def test_each_field_goes_back_stays_or_is_told(
    old: dict[str, Any], new: dict[str, Any], now: dict[str, Any]
) -> None:  # fmt: skip
    """The oracle: field by field, without tables."""
    nothing = object()
    wanted: dict[str, Any] = {}
    told = []
    for name in ("limit", "name", "desk"):
        was, made, there = (each.get(name, nothing) for each in (old, new, now))
        value = there if was == made else was
        if was != made and there not in (was, made):
            told.append(name)
        if value is not nothing:
            wanted[name] = value
    if told:
        with pytest.raises(ChangedSince) as refused:
            put_back(old, new, now)
        assert sorted(refused.value.fields) == sorted(told)
    else:
        assert put_back(old, new, now) == wanted


@given(RECORDS, RECORDS, RECORDS)
def test_what_the_act_did_not_touch_is_never_changed(
    old: dict[str, Any], new: dict[str, Any], now: dict[str, Any]
) -> None:
    try:
        found = flat(put_back(old, new, now))
    except ChangedSince:
        return
    was, made, there = flat(old), flat(new), flat(now)
    for path in {*there, *found}:
        touched = any(was.get(one) != made.get(one) for one in {*was, *made} if one[0] == path[0])
        if not touched:
            assert found.get(path) == there.get(path)


def test_inside_a_table_only_the_field_that_was_changed_goes_back() -> None:
    old = {"desk": {"bell": True, "lock": 5}}
    new = {"desk": {"bell": False, "lock": 5}}
    assert put_back(old, new, {"desk": {"bell": False, "lock": 9}}) == {"desk": {"bell": True, "lock": 9}}
    with pytest.raises(ChangedSince, match=r"desk\.bell"):
        put_back(old, {"desk": {"lock": 5}}, {"desk": {"bell": False, "lock": 9}})


def test_a_table_that_the_act_made_goes_but_for_what_others_put_there() -> None:
    now = {"desk": {"lock": 15, "keymap": {"app.new": "f10"}}}
    assert put_back({}, {"desk": {"lock": 15}}, now) == {"desk": {"keymap": {"app.new": "f10"}}}
    with pytest.raises(ChangedSince, match=r"desk\.lock"):
        put_back({}, {"desk": {"lock": 15}}, {"desk": {"lock": 20}})
