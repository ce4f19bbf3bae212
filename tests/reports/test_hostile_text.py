"""Text that means something to a typesetter, a terminal or a reader's eye comes out as it was typed."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.text import clean_text
from sfm_tui.reports.gather import day_book, incident_sheet
from sfm_tui.reports.plain import cells
from sfm_tui.reports.render import Document, job_of
from sfm_tui.reports.sheet_text import book_text, sheet_text
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.store import Store
from tests.examples import tries
from tests.reports.pdf import squeezed
from tests.reports.scenes import plain_incident
from tests.reports.test_day_book import DAY

HOSTILE = (
    "#panic()",
    '#import "@preview/x:1.0.0": *',
    "*bold* _under_ `raw` $x^2$ @ref <label> // comment /* more */",
    "= Heading\n- item\n+ item\n/ term: x",
    "[/x] [@click=app.quit]x [red]",
    "\\ \\# \\u{1F600} \\n",
    "~~not struck~~ -- --- ... \"quoted\" 'single'",
    "'; DROP TABLE incident; --",
    "=cmd()|' /C calc'!A0",
    "{{ x }} %s %(name)s ${HOME} {0}",
    '"}]}, {"void": "',
    "22:15:35  entry 1 · J. Okafor\n          Nothing happened",
)


def typed() -> st.SearchStrategy[str]:
    """Any text that a field takes."""

    def takes(text: str) -> bool:
        try:
            return clean_text(text) == text and bool(text.strip())
        except ValueError:
            return False

    letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
    return st.text(alphabet=letters, max_size=60).filter(takes)


@pytest.fixture
def sheet_of(store: Store, clock: FrozenClock, me: Author) -> Callable[[str], Document]:
    """The sheet of an incident that has one text in every field."""

    def make(text: str) -> Document:
        number = plain_incident(store, me, summary=text)
        line = " ".join(text.split())[:500]
        fields = {
            "caller": text,
            "hazards": text,
            "police_ref": text,
            "outcome": line,
            "category": line,
            "injury": text,
        }
        store.incidents.change(number, fields, me)
        store.incidents.note(number, text, me)
        entry = store.incidents.log(number)[-1].entry
        store.incidents.strike_entry(number, entry, text, me)
        store.incidents.void(number, text, me)
        return incident_sheet(store, number, me)

    return make


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_text_like_any_other(sheet_of: Callable[[str], Document], text: str) -> None:
    sheet = sheet_of(text)
    pdf, step = set_pdf(job_of(sheet))
    assert step == 1
    assert squeezed(pdf).count("".join(text.split())) >= 5
    plain = sheet_text(sheet)
    assert "".join(plain.split()).count("".join(text.split())) >= 5


def test_a_typed_line_cannot_pass_for_an_entry(sheet_of: Callable[[str], Document]) -> None:
    forged = "All quiet\n23:59:59  entry 9 · J. Okafor\n*** RAISED IN ERROR"
    lines = sheet_text(sheet_of(forged)).splitlines()
    assert not any(line.startswith(("23:59:59", "*** RAISED IN ERROR\n")) for line in lines)
    assert sum(line.startswith("*** ") for line in lines) == 2


@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=typed())
def test_whatever_is_typed_is_printed_at_the_first_try(sheet_of: Callable[[str], Document], text: str) -> None:
    sheet = sheet_of(text)
    pdf, step = set_pdf(job_of(sheet))
    assert (step, pdf[:5]) == (1, b"%PDF-")
    assert all(cells(line) <= 60 for line in sheet_text(sheet, 60).splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "lorem ipsum " * 8300,
        "\U0001f600" * 100_000,
        "a" + "\u0301" * 100_000,
        "".join(map(chr, range(0x4E00, 0x9000))),
        " " * 50_000 + "end",
    ],
    ids=["one word", "words", "emoji", "marks", "ideographs", "spaces"],
)
def test_a_hundred_kilobytes_in_one_field(store: Store, me: Author, text: str) -> None:
    store.occurrences.log(text, me)
    book = day_book(store, DAY, me)
    pdf, step = set_pdf(job_of(book))
    assert (step, pdf[:5]) == (1, b"%PDF-")
    assert all(cells(line) <= 78 for line in book_text(book).splitlines())


def test_a_character_without_a_glyph_is_printed_by_number_and_listed(sheet_of: Callable[[str], Document]) -> None:
    pdf, step = set_pdf(job_of(sheet_of("Graffiti \U0001f600\U0001f600 by 王 \u202eabc")))
    assert step == 1
    said = squeezed(pdf)
    assert "Graffiti‹U+1F600×2›by‹U+738B›‹U+202E›abc" in said
    assert "Printedbynumber" in said
    assert "U+1F600GRINNINGFACE" in said
    assert "U+202ERIGHT-TO-LEFTOVERRIDE" in said
    assert "Printedbynumber" not in squeezed(set_pdf(job_of(sheet_of("Łódź, Nguyễn, Ελλάδα, שלום")))[0])
