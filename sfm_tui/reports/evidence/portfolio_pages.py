"""Pages of a pack that a person wrote for it: reflections, study notes, self-assessment, what covers the standard."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sfm_tui.domain.assessment import ENABLERS, LEVELS, Assessment
from sfm_tui.domain.reflection import LABELS, WRITTEN
from sfm_tui.domain.standard import Standard, coverage
from sfm_tui.reports.evidence.telling import Page, Teller, facts, heading, markdown, paragraphs, table

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_HEAD = ("title", "day", "kind")


def reflections_page(store: "Store", keys: Sequence[str], tell: Teller) -> Page:
    """`reflections.md`: each chosen reflection as it stands now. Raises StoreError."""
    text = heading("Reflections")
    for key in keys:
        page = store.reflections.get(key)
        title = f"{tell.record('Reflection', key)}: {tell.text(page.title)}"
        text += f"\n{heading(title, 2)}\n"
        text += facts([("Day", tell.day(page.day))])
        text += _texts(page, "reflection", tell)
    return Page("reflections.md", text, " ".join(f"reflection:{key}" for key in keys))


def notes_page(store: "Store", keys: Sequence[str], tell: Teller) -> Page:
    """`study_notes.md`: each chosen note on a framework, a case or a reference. Raises StoreError."""
    text = heading("Study notes")
    for key in keys:
        page = store.notes.get(key)
        text += f"\n{heading(tell.text(page.title), 2)}\n" + facts([("Kind", page.kind), ("Day", tell.day(page.day))])
        text += _texts(page, "note", tell)
    return Page("study_notes.md", text, " ".join(f"note:{key}" for key in keys))


def _texts(page: object, noun: str, tell: Teller) -> str:
    fields = [name for name in WRITTEN[noun] if name not in _HEAD]
    return paragraphs([(LABELS[name], tell.text(getattr(page, name))) for name in fields], 3)


def assessment_page(rows: Iterable[Assessment], tell: Teller) -> Page:
    """The chosen rows of the self-assessment, by enabler and day."""
    found = sorted(rows, key=lambda row: (list(ENABLERS).index(row.code), row.assessed_on, row.assessor))
    text = heading("Self-assessment of continuous improvement")
    for row in found:
        text += f"\n{heading(ENABLERS[row.code], 2)}\n" + facts(
            [
                ("Assessed", tell.day(row.assessed_on)),
                ("Assessor", tell.person(row.assessor)),
                ("Level", f"{row.level} {LEVELS[row.level]}"),
                ("Confidence", tell.text(row.confidence)),
            ]
        )
        text += paragraphs(
            [
                ("Evidence", tell.text(row.evidence)),
                ("Strengths", tell.text(row.strengths)),
                ("Gaps", tell.text(row.gaps)),
                ("Views of those served", tell.text(row.views)),
            ],
            3,
        )
    return Page("evidence/self-assessment.md", text, " ".join(row.ref for row in found))


def coverage_page(store: "Store", standard: Standard, places: Mapping[str, Sequence[str]]) -> Page:
    """`coverage.md`: each criterion with the pack's documents that are evidence for it; `places` by record."""
    chosen = [tag for tag in store.standards.tags(standard.standard) if tag.record in places]
    rows = []
    for covered in coverage(standard, chosen):
        documents = sorted({place for some in covered.records.values() for ref in some for place in places[ref]})
        one = covered.criterion
        links = ", ".join(f"[{place}]({place})" for place in documents)
        rows.append((one.kind, markdown(one.code), markdown(one.title), links or "none in this pack"))
    text = heading(f"What is shown of {markdown(standard.title)}")
    text += f"\n{table(('Kind', 'Code', 'Criterion', 'Documents'), rows)}"
    return Page("coverage.md", text)


def standard_of(store: "Store", name: str) -> Standard | None:
    """The standard that a pack is mapped to: the one that is named, else the first that the store has.

    Raises StoreError for a name that there is not.
    """
    if name:
        return store.standards.get(name)
    everything = store.standards.all()
    return everything[0] if everything else None
