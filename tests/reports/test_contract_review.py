"""The contract review where there is little, nothing, very much, or text that means something to a typesetter."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Post
from sfm_tui.domain.site import Response, Site
from sfm_tui.reports.blocks import BlockPaper, Chart, Facts, Para, Side, Table
from sfm_tui.reports.blocks_text import paper_text
from sfm_tui.reports.docx_set import set_docx
from sfm_tui.reports.gather_review import contract_review
from sfm_tui.reports.html_set import set_html
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import job_of
from sfm_tui.reports.review_words import MOST_ROWS
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.reports.pdf import pages_of, squeezed, text_of

LONDON = zone("Europe/London")
DAY = 86_400
HOSTILE = (
    "#panic() *bold* <b>x</b> &amp; {{ 7*7 }} [/x] =1+1 ]]> <!-- \u202eabc \U0001f600 مرحبا 王 "
    "</w:t><script>alert(1)</script> " + "W" * 60
)


def month(name: str) -> tuple[int, int]:
    year, number = map(int, name.split("-"))
    after = f"{year + number // 12}-{number % 12 + 1:02}"
    return parse_file_time(f"{name}-01T00:00", LONDON), parse_file_time(f"{after}-01T00:00", LONDON)


def review(store: Store, window: tuple[int, int], me: Author) -> BlockPaper:
    return contract_review(store, Asked(window=window), me)


def respond(store: Store, clock: FrozenClock, me: Author, at: int, seconds: int, **fields: Any) -> str:
    """An incident reported at an instant, with somebody there so many seconds later."""
    now = clock.now()
    clock.set(at)
    number = store.incidents.open(me, reported=at, summary="Alarm", **fields).number
    clock.set(at + seconds)
    store.incidents.stamp(number, "on scene", me, officer="1001")
    clock.set(now)
    return number


def tables(paper: BlockPaper) -> Iterator[Table]:
    for block in paper.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Side):
            yield from block.tables


def table(paper: BlockPaper, title: str) -> Table:
    return next(one for one in tables(paper) if one.title.startswith(title))


def lead(paper: BlockPaper) -> str:
    return next(block.text for block in paper.blocks if isinstance(block, Para) and block.role == "lead")


def document_bytes(paper: BlockPaper, form: str = "pdf") -> bytes:
    """A document in one format, made here: a process for each would take most of the time."""
    if form == "pdf":
        return set_pdf(job_of(paper))[0]
    if form == "txt":
        return paper_text(paper).encode()
    return set_docx(job_of(paper)) if form == "docx" else set_html(job_of(paper))


def words_of(paper: BlockPaper, form: str) -> str:
    """The text of a document in one format, without white space."""
    made = document_bytes(paper, form)
    if form == "pdf":
        return squeezed(made)
    if form == "html":
        text = _Page(made.decode()).text
    elif form == "txt":
        text = made.decode()
    else:
        text = _docx_text(made)
    return re.sub(r"\s+", "", text)


def _docx_text(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return "".join("".join(ElementTree.fromstring(package.read(name)).itertext()) for name in parts)


class _Page(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", set[str](), list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "data", "srcset")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


# ── little or nothing ────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_with_nothing_in_it(empty_store: Store, me: Author) -> None:
    paper = contract_review(empty_store, Asked(window=month("2026-12")), me)
    assert "nothing to hold against the target" in lead(paper)
    assert "No improvement action is open." in lead(paper)
    assert paper.subtitle == "Site not yet named"
    for form in ("pdf", "docx", "html"):
        assert "Contractreview,December2026" in words_of(paper, form)


def test_a_month_without_incidents(store: Store, me: Author) -> None:
    paper = review(store, month("2026-10"), me)
    first = table(paper, "Figures of the period").rows[0]
    assert first == ("Responses within the limit", "no responses", "–", "0 responses", "95 %", "no figure")
    assert table(paper, "Incidents by category").rows == ()
    assert table(paper, "Late responses").rows == ()
    assert not any(isinstance(block, Chart) for block in paper.blocks)
    assert "Nothing was recorded as changed" in table(paper, "Changes from").empty


def test_a_handful_of_responses_is_given_one_by_one(store: Store, clock: FrozenClock, me: Author) -> None:
    for n, seconds in enumerate((60, 240, 100)):
        respond(store, clock, me, NOW - 20 * DAY + n * DAY, seconds)
    paper = review(store, month("2026-11"), me)
    row = table(paper, "Figures of the period").rows[0]
    assert row[1] == "fewer than 5 responses: 60, 100, 240 s"
    assert "3 responses counted, 2 of them within the limit: too few for a percentage" in lead(paper)
    assert "One was late" in lead(paper)


def test_few_responses_below_the_target_may_be_chance(store: Store, clock: FrozenClock, me: Author) -> None:
    for n in range(10):
        respond(store, clock, me, NOW - 20 * DAY + n * DAY, 60 if n else 400)
    paper = review(store, month("2026-11"), me)
    row = table(paper, "Figures of the period").rows[0]
    assert (row[1], row[2], row[5]) == ("90.00 %", "59.58 to 98.21", "△ below, may be chance, low n")
    assert "may be chance" in lead(paper)


def test_a_period_that_is_not_over_says_so(store: Store, me: Author) -> None:
    def alerts(paper: BlockPaper) -> list[str]:
        return [block.text for block in paper.blocks if isinstance(block, Para) and block.role == "alert"]

    assert "This period is not over" in alerts(review(store, month("2026-11"), me))[0]
    assert alerts(review(store, month("2026-10"), me)) == []


def test_duties_to_come_are_no_proof_of_few_late_starts(store: Store, me: Author) -> None:
    store.roster.assign("1001", "GATE", NOW + DAY, NOW + 2 * DAY, me)
    rows = {row[0]: row[1:] for row in table(review(store, month("2026-11"), me), "Figures of the period").rows}
    for name in ("Late starts", "No-shows"):
        assert rows[name] == ("0 so far", "–", "1 duty", rows[name][3], "–")


def test_no_category_and_no_target_are_said_so(store: Store, me: Author) -> None:
    site = store.sites.get()
    assert site is not None
    store.sites.set(site.model_copy(update={"response": Response(limit_seconds=120)}), me, saw=site, why="none agreed")
    store.incidents.open(me, summary="x")
    paper = review(store, month("2026-11"), me)
    assert table(paper, "Incidents by category").rows[0][0] == "no category"
    facts = {fact.label: fact.value for block in paper.blocks if isinstance(block, Facts) for fact in block.rows}
    assert facts["Target"] == "this site has set none"


def test_categories_with_severe_incidents_are_not_hidden_among_more(store: Store, me: Author) -> None:
    for n in range(9):
        for _ in range(2):
            store.incidents.open(me, summary="x", category=f"Often {n}", severity=3)
    store.incidents.open(me, summary="x", category="Assault", severity=1)
    rows = table(review(store, month("2026-11"), me), "Incidents by category").rows
    assert [row for row in rows if row[0] == "Assault"] == [("Assault", "1", "1")]
    assert rows[-2:] == (("4 more", "8", "0"), ("all", "19", "1"))


def test_an_action_without_a_baseline(store: Store, me: Author) -> None:
    action = store.actions.add("Gate cover", me, measure="response-time", in_effect_on="2026-11-02", owner="patel")
    bare = store.actions.add("Radio", me, in_effect_on="2026-11-03")
    paper = review(store, month("2026-10"), me)
    assert f"{action.action} «Gate cover», in effect since 2 Nov 2026: too early to tell" in lead(paper)
    assert "not set: baseline_from, baseline_to" in lead(paper)
    rows = table(paper, "Open on").rows
    assert (rows[0][0], rows[0][1], rows[0][3]) == ("A-01 Gate cover", "A. Patel", "no day yet")
    bullets = [item for block in paper.blocks for item in getattr(block, "items", ())]
    assert f"{bare.action} «Radio»: no effect can be told, it names no measure." in bullets


def test_without_days_there_is_no_review(store: Store, me: Author) -> None:
    with pytest.raises(ReportError, match="about days"):
        contract_review(store, Asked(), me)


# ── very much ────────────────────────────────────────────────────────────────────────────────────────────────


def test_forty_breaches_and_fifty_actions(store: Store, clock: FrozenClock, me: Author) -> None:
    for n in range(40):
        respond(store, clock, me, NOW - 20 * DAY + n * 7000, 300 + n)
    for n in range(50):
        store.actions.add(f"Action {n} " + "long " * 60, me, agreed_on="2026-11-03", due="2026-12-01")
    for n in range(30):
        store.briefings.add(f"Point {n} " + "word " * 400, me)
    paper = review(store, month("2026-11"), me)
    assert "0.00 % of 40 responses" in lead(paper)
    pdf = document_bytes(paper)
    pages = text_of(pdf).split("\f")
    first = next(n for n, page in enumerate(pages) if "Every response over its limit" in page)
    assert first <= 4
    assert len(table(paper, "Late responses").rows) == 40
    headed = [page for page in pages if "of the first" in page]
    assert len(headed) >= 2, "the header of the table is repeated on each page"
    shown = [row[0] for one in tables(paper) if "due" in [column.head for column in one.columns] for row in one.rows]
    assert len(shown) == 50
    assert all(len(cell) < 200 for one in tables(paper) for row in one.rows for cell in row)


def test_what_is_no_reading_for_paper_is_cut_and_says_so(store: Store, me: Author) -> None:
    for n in range(MOST_ROWS + 20):
        store.briefings.add(f"Point {n}", me, since="2026-11-02")
        store.incidents.open(me, summary="x", category=f"Category {n}")
    paper = review(store, month("2026-11"), me)
    cut = {one.title: len(one.rows) for one in tables(paper) if len(one.rows) == MOST_ROWS}
    assert cut == {
        "Incidents and responses by category: the first 400 of 420": MOST_ROWS,
        "Changes, in order: the last 400 of 411": MOST_ROWS,
    }


# ── text that means something to a typesetter ────────────────────────────────────────────────────────────────


@pytest.fixture
def hostile(store: Store, clock: FrozenClock, me: Author) -> BlockPaper:
    """A review with one text wherever a person can type."""
    line = HOSTILE[:190]
    store.sites.set(
        Site(
            code="NRP", name=line, client=line, timezone="Europe/London",
            response=Response(limit_seconds=180, target_percent=95),
        ),
        me, saw=store.sites.get(), why="test",
    )  # fmt: skip
    store.reference.set(Officer(officer="1001", name=line, call_sign=line), me, why="test")
    store.reference.set(Post(post="RESP", name=line, responder=True), me, why="test")
    for n in range(6):
        respond(store, clock, me, NOW - 20 * DAY + n * DAY, 300, category=line, location=line)
    store.briefings.add(HOSTILE, me, since="2026-11-02")
    store.actions.add(line, me, owner="1001", measure="response-time", in_effect_on="2026-11-05", gap=HOSTILE)
    return contract_review(store, Asked(window=month("2026-11"), names=True), me)


def test_hostile_text_is_text_in_the_pdf(hostile: BlockPaper) -> None:
    pdf, step = set_pdf(job_of(hostile))
    assert step == 1
    said = squeezed(pdf)
    assert said.count("#panic()*bold*<b>x</b>&amp;{{7*7}}[/x]=1+1]]><!--‹U+202E›abc‹U+1F600›") >= 3
    assert "Printedbynumber" in said
    assert "U+1F600GRINNINGFACE" in said


@pytest.mark.parametrize("form", ["docx", "html", "txt"])
def test_hostile_text_is_text_in_every_format(hostile: BlockPaper, form: str) -> None:
    said = words_of(hostile, form)
    assert said.count("#panic()*bold*<b>x</b>&amp;{{7*7}}[/x]=1+1]]><!--‹U+202E›abc\U0001f600مرحبا王") >= 3
    assert "U+202ERIGHT-TO-LEFTOVERRIDE" in said
    assert "\u202e" not in said


def test_the_page_asks_for_nothing_else(hostile: BlockPaper) -> None:
    page = _Page(document_bytes(hostile, "html").decode())
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form", "b", "image", "use"})
    assert all(link.startswith("#part-") for link in page.links)
    text = document_bytes(hostile, "html").decode()
    assert "default-src 'none'" in text
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert "url(" not in text


def test_the_docx_is_made_to_be_edited(store: Store, clock: FrozenClock, me: Author) -> None:
    for n in range(30):
        respond(store, clock, me, NOW - 40 * DAY + n * DAY, 100 + n * 10)
    docx = pytest.importorskip("docx")
    made = document_bytes(review(store, month("2026-10"), me), "docx")
    document = docx.Document(io.BytesIO(made))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    assert styles.count("Heading 1") >= 6
    assert "Heading 2" in styles
    headers = made_of(made, "word/document.xml").count("<w:tblHeader/>")
    assert headers >= 8
    core = document.core_properties
    assert (core.title, core.language) == ("Contract review, October 2026, Northgate Retail Park (NRP)", "en-GB")
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
    alts = re.findall(r'descr="([^"]+)"', made_of(made, "word/document.xml"))
    assert len(alts) == 2
    assert all("Line chart of" in alt for alt in alts)
    assert 'w:val="en-GB"' in made_of(made, "word/styles.xml")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = package.namelist()
        assert not [name for name in names if "thumbnail" in name]
        pictures = [package.read(name) for name in names if name.startswith("word/media/")]
    assert all(int.from_bytes(picture[16:20], "big") > 1800 for picture in pictures), "sharp enough for print"
    everything = "".join(made_of(made, name) for name in names if name.endswith((".xml", ".rels")))
    assert not re.search(r"python-docx|Macintosh|/home/|/tmp/|/root/", everything)


def made_of(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return package.read(name).decode()


def test_the_pdf_has_bookmarks_a_title_and_words_for_its_drawings(store: Store, clock: FrozenClock, me: Author) -> None:
    for n in range(30):
        respond(store, clock, me, NOW - 40 * DAY + n * DAY, 100 + n * 10)
    pdf = document_bytes(review(store, month("2026-10"), me))
    assert b"/Outlines" in pdf
    assert b"/Alt" in pdf
    assert b"pdfuaid:part" in pdf
    assert pages_of(pdf) >= 3


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_one_document_is_one_file_byte_for_byte(store: Store, me: Author, form: str) -> None:
    paper = review(store, month("2026-10"), me)
    assert document_bytes(paper, form) == document_bytes(paper, form)


# ── what was changed ─────────────────────────────────────────────────────────────────────────────────────────


def bullets(paper: BlockPaper) -> list[str]:
    return [item for block in paper.blocks for item in getattr(block, "items", ())]


def test_changes_of_the_roster_come_from_the_ledger(store: Store, me: Author) -> None:
    store.roster.assign("1001", "GATE", NOW + DAY, NOW + 2 * DAY, me)
    store.roster.assign("1002", "RESP", NOW + DAY, NOW + 2 * DAY, me)
    store.roster.assign("1003", "RESP", NOW + 3 * DAY, NOW + 4 * DAY, me)
    store.roster.undo_last(me)
    said = bullets(review(store, month("2026-11"), me))
    assert "Changes of the roster, as the ledger has them: put on a duty 2." in said
    assert "Changes of the roster, as the ledger has them: none." in bullets(review(store, month("2026-09"), me))


def test_what_came_in_the_month_after_is_marked(store: Store, me: Author) -> None:
    store.briefings.add("Nobody holds two posts", me, since="2026-11-09")
    store.briefings.add("Radio check", me, since="2026-10-09")
    october, august = (table(review(store, month(name), me), "Changes from") for name in ("2026-10", "2026-08"))
    assert [row[0] for row in october.rows] == ["9 Oct", "→ 9 Nov"]
    assert october.title == "Changes from 1 Oct 2026 to 21 Nov 2026"
    assert august.rows == ()
    assert august.title == "Changes from 1 Aug 2026 to 1 Oct 2026"


def test_the_hours_of_the_summary_are_a_pattern_or_none(store: Store, clock: FrozenClock, me: Author) -> None:
    for hour in (0, 0, 0, 4, 4, 9):
        respond(store, clock, me, NOW - 10 * DAY - hour * 3600, 300)
    said = lead(review(store, month("2026-11"), me))
    assert "6 were late: each time nobody was free to respond; most in the hours from 18:00 (2) and 22:00 (3)." in said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_docx(store: Store, clock: FrozenClock, me: Author, tmp_path: Path) -> None:
    for n in range(30):
        respond(store, clock, me, NOW - 40 * DAY + n * DAY, 100 + n * 10)
    (tmp_path / "review.docx").write_bytes(document_bytes(review(store, month("2026-10"), me), "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "review.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    said = squeezed((tmp_path / "review.pdf").read_bytes())
    assert "ContractreviewOctober2026" in said.replace(",", "")
    assert "page1of" in said


def test_a_limit_that_changed_within_the_period_is_told(store: Store, clock: FrozenClock, me: Author) -> None:
    site = store.sites.get()
    assert site is not None
    tighter = site.model_copy(update={"response": Response(limit_seconds=120, target_percent=90)})
    store.sites.set(tighter, me, saw=site, why="new contract")
    paper = review(store, month("2026-11"), me)
    facts = {
        fact.label: fact.value
        for block in paper.blocks
        for fact in getattr(block, "rows", ())
        if hasattr(fact, "label")
    }
    assert facts["Limit changed"].startswith("Sat 21 Nov 2026 22:15:35 GMT: severity 1 120 s")
    assert facts["Target"] == "90 % of responses within the limit"
