"""A person's own capability plan on its form; the documents of a store know nothing of it."""

from datetime import date
from pathlib import Path

from sfm_tui.clock import zone
from sfm_tui.domain.capability import CapabilityLine, CapabilityPlan, CapabilityReview, Signature
from sfm_tui.reports.blocks import BlockPaper, Facts, Table
from sfm_tui.reports.capability_form import capability_form
from sfm_tui.reports.docx_set import set_docx
from sfm_tui.reports.registry import KINDS
from sfm_tui.reports.render import job_of
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.capability import CapabilityFile
from tests.conftest import NOW
from tests.reports.pdf import squeezed

LONDON = zone("Europe/London")
PHRASE = "three or four words"


def paper_of(file: CapabilityFile) -> BlockPaper:
    return capability_form(file.plan(), file.lines(), file.reviews(), date(2026, 11, 21), NOW, LONDON)


def test_what_was_agreed_signed_and_reviewed_stands_on_it(tmp_path: Path) -> None:
    plan = CapabilityPlan(
        employee="S. Nobody", manager="D. Marsh", stage=2, agreed_on="2026-10-01", earlier_plans="2026-08-03",
    )  # fmt: skip
    with CapabilityFile.create(tmp_path / "plan", PHRASE, plan) as file:
        row = file.add_line(
            CapabilityLine(
                area="Records", gap="24 errors, September", risk=True, risk_measures="Read before they are filed",
                manager_actions="A quiet place", employee_actions="Done before the shift ends", due="2026-12-01",
            )
        )  # fmt: skip
        file.change(plan, signed_employee=Signature(name="S. Nobody", on="2026-10-01"))
        file.review(CapabilityReview(number=row, reviewed_on="2026-11-02", outcome="partially met", evaluation="9"))
        paper = paper_of(file)
    tables = {block.title: block for block in paper.blocks if isinstance(block, Table)}
    assert tables["Agreed by"].rows == (
        ("Employee", "S. Nobody", "S. Nobody", "1 Oct 2026"), ("Manager", "D. Marsh", "", ""),
    )  # fmt: skip
    (line,) = tables["The plan"].rows
    assert line[4:6] == (
        "Yes\nRead before they are filed", "1. Manager: A quiet place\n2. Employee: Done before the shift ends",
    )  # fmt: skip
    assert [one[3].count("☒") for one in tables["Reviews"].rows] == [1, 0]
    head = [(fact.label, fact.value) for block in paper.blocks if isinstance(block, Facts) for fact in block.rows]
    assert ("Stage in the process", "2 formal") in head
    assert ("Earlier plans", "3 Aug 2026") in head
    assert ("Date of review", "2 Nov 2026") in head
    pdf, step = set_pdf(job_of(paper))
    assert step == 1
    assert "Confidential" in squeezed(pdf)
    assert set_docx(job_of(paper)).startswith(b"PK")


def test_a_plan_that_is_only_begun_can_be_printed(tmp_path: Path) -> None:
    with CapabilityFile.create(tmp_path / "plan", PHRASE, CapabilityPlan(employee="A", manager="B")) as file:
        _, step = set_pdf(job_of(paper_of(file)))
    assert step == 1


def test_no_document_of_the_store_is_one() -> None:
    assert not [name for name, kind in KINDS.items() if "capab" in f"{name} {kind.what} {kind.make}"]
