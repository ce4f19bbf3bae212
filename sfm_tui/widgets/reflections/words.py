"""What the screen of reflections says: pages in full, the criteria of a standard and which records show them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sfm_tui.domain.attachment import size_words
from sfm_tui.domain.reflection import LABELS, WRITTEN, Page
from sfm_tui.domain.standard import Covered, Criterion, Standard, Tag
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, fit, one_line
from sfm_tui.widgets.lists.reading import Para
from sfm_tui.widgets.lists.rows import Lines, Span
from sfm_tui.widgets.records.attaching import file_words

if TYPE_CHECKING:
    from sfm_tui.storage.attachments import Attachment
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.store import Store

Row = Page | Covered | Standard
VIEWS = ("reflection", "note", "coverage")
HEADINGS = {
    "area": "Areas", "criterion": "Criteria", "behaviour": "Behaviours", "topic": "Topics", "framework": "Frameworks",
}  # fmt: skip
COLUMNS = {"reflection": "Refl", "note": "Note", "action": "Act", "talk": "Talk", "incident": "Inc", "": "More"}
"""The columns of the coverage table: kinds of records, and what each is called; the last one is of all others."""
WIDE_TABLE = 60
_SHORT = 20


@dataclass(frozen=True)
class Shelf:
    """All that the screen shows: the pages, what each is evidence for, its links and files, one standard's coverage."""

    pages: dict[str, tuple[Page, ...]] = field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    standard: Standard | None = None
    covered: tuple[Covered, ...] = ()
    astray: tuple[Tag, ...] = ()
    tags: dict[str, tuple[Tag, ...]] = field(default_factory=dict)
    links: "dict[str, tuple[Link, ...]]" = field(default_factory=dict)
    files: "dict[str, tuple[Attachment, ...]]" = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def rows(self, view: str) -> list[Row]:
        """What the list of a view holds."""
        if view != "coverage":
            return [*self.pages.get(view, ())]
        return [*((self.standard,) if self.standard is not None else ()), *self.covered]

    @property
    def shown(self) -> int:
        """How many criteria have evidence."""
        return sum(one.count > 0 for one in self.covered)

    def called(self, ref: str) -> str:
        """A record in words: a page with its title."""
        kind, _, key = ref.partition(":")
        for page in self.pages.get(kind, ()):
            if page.key == key:
                return f"{key} {page.title}"
        return ref.replace(":", " ", 1)


def criterion_name(one: Criterion) -> str:
    """A criterion by its title, with the number before it where it has one."""
    return f"{one.code} {one.title}" if one.code[:1].isdigit() else one.title


def row_key(row: Row) -> str:
    """What tells a row from the others."""
    if isinstance(row, Page):
        return row.ref
    return f"criterion:{row.criterion.code}" if isinstance(row, Covered) else "standard"


def read_shelf(store: "Store", standard: str = "") -> Shelf:
    """Read all that the screen shows; the coverage is that of a standard, the first one where none is named."""
    pages: dict[str, tuple[Page, ...]] = {
        "reflection": tuple(store.reflections.all(withdrawn=True)),
        "note": tuple(store.notes.all(withdrawn=True)),
    }
    refs = [page.ref for some in pages.values() for page in some]
    standards = tuple(store.standards.all())
    chosen = next((one for one in standards if one.standard == standard), standards[0] if standards else None)
    files: dict[str, list[Attachment]] = {}
    for one in store.attachments.all():
        files.setdefault(one.record, []).insert(0, one)
    return Shelf(
        pages=pages,
        standards=standards,
        standard=chosen,
        covered=store.standards.coverage(chosen.standard) if chosen is not None else (),
        astray=tuple(store.standards.astray(chosen.standard)) if chosen is not None else (),
        tags={ref: tuple(store.standards.tags_of(ref)) for ref in refs},
        links={ref: tuple(store.links.of(ref)) for ref in refs},
        files={record: tuple(some) for record, some in files.items()},
        names=store.reference.people_names(),
    )


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────


def row_lines(shelf: Shelf, row: Row, width: int) -> Lines:
    """A row of the list."""
    if isinstance(row, Standard):
        return [[(fit(f"{row.standard} {row.title}", width), "accent")],
                [(f"  {shelf.shown} of {len(shelf.covered)} have evidence", "muted")]]  # fmt: skip
    if isinstance(row, Covered):
        one, many = row.criterion, row.count
        mark: Span = (" ✓ ", "good") if many else (" ○ ", "muted")
        told = str(many) if many else "none"
        text = fit(f"{'  ' if one.inside else ''}{criterion_name(one)}", max(4, width - 10))
        line: list[Span] = [mark, (text, "plain"), (f" {told:>5}", "good" if many else "muted")]
        first = next(other for other in shelf.covered if other.criterion.kind == one.kind)
        return [[(f"{HEADINGS[one.kind]}", "accent")], line] if first == row and not one.inside else [line]
    tone = "struck" if row.withdrawn else "plain"
    name = f"{row.key}  {clip(row.title, max(4, width - len(row.key) - 2))}"
    more = [day(row.day)]
    codes = [clip(tag.criterion, _SHORT) for tag in shelf.tags.get(row.ref, ())]
    more.append(f"shows {', '.join(codes)}" if codes else "no criteria yet")
    if row.withdrawn:
        more = ["out of use", row.withdrawn]
    return [[(name, tone)], [(f"      {clip(one_line(' · '.join(more)), max(4, width - 6))}", "muted")]]


# ── what stands beside it ────────────────────────────────────────────────────────────────────────────────────


def row_paras(shelf: Shelf, row: Row | None, view: str, width: int) -> list[Para]:
    """All that is said of a row, for a width in cells."""
    if isinstance(row, Standard):
        return _standard_paras(shelf, row, width)
    if isinstance(row, Covered):
        return _criterion_paras(shelf, row)
    if isinstance(row, Page):
        return page_paras(shelf, row)
    if view == "note":
        return [
            Para("Study notes: frameworks, cases and references that you read."),
            Para(f"{key_of('pages.write', 'n')} writes the first one."),
        ]
    return [
        Para("A reflection says what you did, what prompted it, what worked and why, what was hard, what you learned,"
             " how it maps to the standard and what is next."),
        Para(f"{key_of('pages.write', 'n')} writes the first one; what is half written is kept."),
    ]  # fmt: skip


def body_paras(page: Page) -> list[Para]:
    """What a person wrote on a page, and which of its questions are not answered."""
    paras, empty = [], []
    for name in WRITTEN[page.noun]:
        if name in ("title", "day"):
            continue
        text = str(getattr(page, name))
        if text.strip():
            paras += [Para(LABELS[name], "accent"), Para(text), Para()]
        else:
            empty.append(LABELS[name].lower())
    if empty:
        paras += [Para(f"Not written: {', '.join(empty)}", "muted"), Para()]
    return paras


def page_paras(shelf: Shelf, page: Page) -> list[Para]:
    """A page in full, with its criteria, links and files."""
    who = shelf.names.get(page.author, page.author)
    paras = [Para(f"{page.key} {page.title}", "bold"),
             Para(f"{day(page.day)} · {who} · version {page.version}", "muted")]  # fmt: skip
    if page.withdrawn:
        paras.append(Para(f"OUT OF USE: {page.withdrawn} ({key_of('pages.withdraw', 'x')} puts it back)", "warn"))
    paras += [Para(), *body_paras(page), Para("Evidence for", "accent")]
    tags = shelf.tags.get(page.ref, ())
    paras += [Para(_criterion_words(shelf, tag), head="  ") for tag in tags]
    if not tags:
        paras.append(Para(f"nothing yet: {key_of('pages.tags', 'g')} chooses criteria of the standard", "muted", "  "))
    links = [link for link in shelf.links.get(page.ref, ()) if not link.struck]
    paras.append(Para("Belongs to", "accent"))
    for link in links:
        other = link.target if link.source == page.ref else link.source
        paras.append(Para(shelf.called(other), "plain", "  ", other))
    if not links:
        paras.append(Para(f"no record yet: {key_of('pages.links', 'o')} links one", "muted", "  "))
    files = [one for one in shelf.files.get(page.ref, ()) if not one.struck]
    if files:
        paras.append(Para("Files", "accent"))
        paras += [Para(f"{file_words(one)}, {size_words(one.size)}", head="  ") for one in files]
    return paras


def _criterion_words(shelf: Shelf, tag: Tag) -> str:
    standard = next((one for one in shelf.standards if one.standard == tag.standard), None)
    found = standard.get(tag.criterion) if standard is not None else None
    if found is None:
        return f"{tag.standard} {tag.criterion}: not in the standard any more"
    return f"{tag.standard} {criterion_name(found)}"


def _criterion_paras(shelf: Shelf, row: Covered) -> list[Para]:
    one = row.criterion
    paras = [Para(criterion_name(one), "bold"), Para(one.kind, "muted")]
    if one.placeholder:
        paras.append(
            Para(
                f"Its title is not known here: load the standard with its titles ({key_of('pages.standard', 's')})",
                "warn",
            )
        )
    if one.text:
        paras.append(Para(one.text))
    if one.assessed_by:
        paras.append(Para(one.assessed_by, head="Assessed by: "))
    paras.append(Para())
    if not row.count:
        return [
            *paras,
            Para("○ No evidence yet", "warn"),
            Para(f"{key_of('pages.tags', 'g')} names a record that shows it", "muted"),
        ]
    paras.append(Para(f"✓ {row.count} {'record shows' if row.count == 1 else 'records show'} it", "good"))
    for kind, records in row.records.items():
        paras.append(Para(kind.capitalize(), "accent"))
        paras += [Para(shelf.called(record), "plain", "  ", record) for record in records]
    if row.inside:
        paras.append(Para(f"{row.inside} more by the criteria inside this area", "muted"))
    return paras


def _standard_paras(shelf: Shelf, row: Standard, width: int) -> list[Para]:
    level = f", level {row.level}" if row.level else ""
    paras = [Para(f"{row.standard} {row.title}{level}", "bold"), Para(row.version, "muted"), Para()]
    if row.status:
        paras += [Para("Status", "accent"), Para(row.status, "warn"), Para()]
    for label, words in (("Graded", row.grading), ("Assessed by", row.assessment)):
        if words:
            paras.append(Para(", ".join(words), head=f"{label}: "))
    told = f"{shelf.shown} of {len(shelf.covered)} have evidence"
    paras += [Para(), Para(told, "good" if shelf.shown else "warn"), *table_paras(shelf, width)]
    if shelf.astray:
        paras += [Para(), Para("Tagged with what this standard does not have (any more)", "warn")]
        paras += [Para(f"{tag.criterion}: {shelf.called(tag.record)}", "plain", "  ", tag.record)
                  for tag in shelf.astray]  # fmt: skip
    return paras


def table_paras(shelf: Shelf, width: int) -> list[Para]:
    """The coverage as a table: how many records of each kind show a criterion; one that has none says so."""
    names = list(COLUMNS.values())
    if width < WIDE_TABLE:
        names = [name[0] for name in names[:-1]] + ["+"]
    cells = max(map(len, names)) + 1
    room = max(10, width - cells * len(names) - 1)
    head = " ".join(fit(name, cells - 1) for name in names)
    paras = [Para(head, "accent", fit("", room))]
    if width < WIDE_TABLE:
        paras.insert(0, Para("R reflections, N notes, A actions, T talks, I incidents, + others", "muted"))
    for one in shelf.covered:
        name = fit(f"{'✓' if one.count else '○'} {criterion_name(one.criterion)}", room - 1) + " "
        if not one.count:
            paras.append(Para("none yet", "warn", name))
            continue
        known = [len(one.records.get(kind, ())) for kind in COLUMNS if kind]
        many = [*known, one.count - sum(known)]
        paras.append(Para(" ".join(fit(str(n or "·"), cells - 1) for n in many), "plain", name))
    return paras
