import unicodedata
from collections import Counter

import pytest

from sfm_tui.reports import glyph_table
from sfm_tui.reports.glyphs import LONG, PIECE, Fitter, fonts
from tests.reports.glyph_probe import FAMILIES, Probe, ranges


@pytest.mark.parametrize("name", FAMILIES)
def test_typst_draws_every_character_of_the_table(name: str) -> None:
    covered = fonts()[list(FAMILIES).index(name)]
    assert len(covered) > 2000
    assert Probe().draws(FAMILIES[name], " ".join(sorted(covered)))
    assert not Probe().draws(FAMILIES[name], "\u4e00")


@pytest.mark.parametrize("name", FAMILIES)
def test_the_table_reads_back(name: str) -> None:
    table = getattr(glyph_table, name)
    assert ranges(map(ord, fonts()[list(FAMILIES).index(name)])) == " ".join(table.split())


def test_what_a_site_in_britain_writes_is_drawn() -> None:
    met: Counter[str] = Counter()
    text = "Łódź Ștefan Ğülşen Nguyễn Đặng ŵŷ Жук Ελλάδα שלום مرحبا پاکستان → ▲ ✓ ✖ ● £ € ½ ° – — … « » “ ” ₂"
    assert Fitter(met).fit(text) == text
    assert not met


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("a\U0001f600b", "a‹U+1F600›b"),
        ("\U0001f600\U0001f600\u4e00", "‹U+1F600×2 U+4E00›"),
        ("\u26a0\ufe0f", "\u26a0"),
        ("\U0001f469\u200d\U0001f469", "‹U+1F469 U+200D U+1F469›"),
        ("e\u0489x", "e‹U+0489›x"),
        ("e" + "\u0331" * 40, "e‹U+0331×40›"),
        ("\ue000", "‹U+E000›"),
        ("line\n\u4e00", "line\n‹U+4E00›"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_no_font_has_is_given_by_number(text: str, fitted: str) -> None:
    assert Fitter(Counter()).fit(text) == fitted


def test_letter_and_marks_must_be_in_one_font() -> None:
    serif, mono = fonts()
    letter = min(c for c in mono - serif if unicodedata.category(c) == "Ll")
    mark = min(c for c in serif - mono if unicodedata.category(c) == "Mn")
    assert Fitter(Counter()).fit(letter + mark) == f"{letter}‹U+{ord(mark):04X}›"


def test_a_narrow_fitter_trusts_latin_alone() -> None:
    met: Counter[str] = Counter()
    assert Fitter(met, narrow=True).fit("naïve £5 → Ł ‹›") == "naïve £5 ‹U+2192› ‹U+0141› ‹›"
    assert met == Counter("→Ł")


def test_long_words_come_in_pieces_and_others_whole() -> None:
    fit = Fitter(Counter()).fit
    assert fit("sixteen.letters. incomprehensible") == "sixteen.letters. incomprehensible"
    word = "0123456789" * 3
    before, fitted, after = fit(f"see {word} there").split(LONG)
    assert (before, fitted.replace(PIECE, ""), after) == ("see ", word, " there")
    assert max(map(len, fitted.split(PIECE))) == 4


def test_a_number_in_brackets_is_not_broken() -> None:
    pieces = Fitter(Counter()).fit("abc\u4e00defgh\U0001f600\U0001f600ijklmnop").strip(LONG).split(PIECE)
    assert pieces == ["abc", "‹U+4E00›", "defg", "h", "‹U+1F600×2›", "ijkl", "mnop"]
