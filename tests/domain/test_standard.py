"""Standards: what a file may say, what is wrong with one in a line, which criteria have evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.standard import (
    KINDS,
    BadStandard,
    Criterion,
    Standard,
    Tag,
    coverage,
    known_standards,
    read_standard,
    toml_of,
)

OWN = """
standard = "OWN"
title = "Site standard"
[[criterion]]
code = "5"
kind = "area"
title = "Contract"
[[criterion]]
code = "5.1"
title = "Reads the figures"
inside = "5"
[[criterion]]
code = "calm"
kind = "behaviour"
title = "Stays calm"
"""


def test_what_is_known_of_st0330_and_nothing_else() -> None:
    (standard,) = known_standards()
    assert standard.standard == "ST0330"
    areas = {one.code: one for one in standard.criteria if one.kind == "area"}
    assert [*areas] == [str(n) for n in range(1, 11)]
    assert {code for code, one in areas.items() if one.placeholder} == {"1", "2", "4", "8", "9"}
    assert areas["5"].title == "Contract Performance and Management"
    assert not [one for one in standard.criteria if one.kind == "criterion"]
    assert standard.grading == ("Pass", "Distinction")
    assert "1 September 2026" in standard.status


def test_what_is_written_is_read_again() -> None:
    for standard in (*known_standards(), read_standard(OWN)):
        assert read_standard(toml_of(standard)) == standard


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(
    lambda text: text.strip()
)


@given(
    codes=st.lists(st.from_regex(r"[a-z0-9.]{1,4}", fullmatch=True), min_size=1, max_size=5, unique=True),
    titles=st.lists(names, min_size=5, max_size=5),
    kinds=st.lists(st.sampled_from(list(KINDS)), min_size=5, max_size=5),
)  # fmt: skip
def test_any_standard_is_read_again(codes: list[str], titles: list[str], kinds: list[str]) -> None:
    criteria = tuple(
        Criterion(code=code, title=title, kind=kind) for code, title, kind in zip(codes, titles, kinds, strict=False)
    )
    standard = Standard(standard="X", title="x", criteria=criteria)
    assert read_standard(toml_of(standard)) == standard


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("standard =", "standard"), "no TOML"),
        (('standard = "OWN"', ""), "standard: it is missing"),
        (('title = "Stays calm"', ""), "criterion «calm» title: it is missing"),
        (('kind = "area"', 'kind = "field"'), "criterion «5» kind: it should be 'area'"),
        (('code = "5.1"', 'code = "5"'), "criterion «5» stands there twice"),
        (('inside = "5"', 'inside = "6"'), "criterion «5.1»: inside «6», which is no area"),
        (('kind = "behaviour"', 'kind = "behaviour"\ninside = "5"'), "only a criterion lies inside an area"),
        (('code = "calm"', 'code = "ca lm"'), "criterion «ca lm» code: white space"),
        (('code = "calm"', 'code = "calm"\nweight = 3'), "criterion «calm» weight: nobody knows this name"),
        (('title = "Site standard"', "title = 5"), "title: it should be a valid string"),
        ((OWN[OWN.index("[[") :], ""), "criterion: it is missing"),
        ((OWN[OWN.index("[[") :], "criterion = []"), "it has no [[criterion]]"),
        ((OWN[OWN.index("[[") :], "criterion = [3]"), "criterion number 1"),
        ((OWN[OWN.index("[[") :], "criterion = 3"), "write each as [[criterion]]"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(change: tuple[str, str], why: str) -> None:
    with pytest.raises(BadStandard) as told:
        read_standard(OWN.replace(*change, 1))
    assert why in str(told.value)
    assert "\n" not in str(told.value)


def test_coverage_counts_a_record_once_for_its_area() -> None:
    standard = read_standard(OWN)
    tags = [
        Tag("reflection:R-01", "OWN", "5"), Tag("reflection:R-01", "OWN", "5.1"), Tag("action:A-07", "OWN", "5.1"),
        Tag("action:A-07", "OTHER", "5"), Tag("talk:T-01", "OWN", "9"),
    ]  # fmt: skip
    area, criterion, behaviour = coverage(standard, tags)
    assert (area.count, area.inside, area.records) == (2, 1, {"reflection": ("reflection:R-01",)})
    assert criterion.records == {"action": ("action:A-07",), "reflection": ("reflection:R-01",)}
    assert behaviour.count == 0


@given(
    tags=st.lists(
        st.builds(Tag, record=st.sampled_from(["a:1", "a:2", "b:1"]), standard=st.sampled_from(["OWN", "X"]),
                  criterion=st.sampled_from(["5", "5.1", "calm", "gone"]))
    )
)  # fmt: skip
def test_coverage_against_plain_sets(tags: list[Tag]) -> None:
    found = {one.criterion.code: one for one in coverage(read_standard(OWN), tags)}
    own = {code: {tag.record for tag in tags if tag.standard == "OWN" and tag.criterion == code} for code in found}
    assert found["5"].count == len(own["5"] | own["5.1"])
    assert found["5.1"].count == len(own["5.1"])
    assert found["calm"].count == len(own["calm"])
