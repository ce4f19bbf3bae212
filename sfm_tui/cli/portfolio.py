"""`sfm attach`, `assessments`, `reflections` and `standard`: what a supervisor shows as evidence."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.say import counted, cut, json_text, one_line, print_json_array
from sfm_tui.cli.stores import author, opened

if TYPE_CHECKING:
    from sfm_tui.domain.assessment import Standing
    from sfm_tui.domain.reflection import Page
    from sfm_tui.domain.standard import Covered
    from sfm_tui.storage.attachments import Attachment
    from sfm_tui.storage.store import Store

LIST, SHOW, LOAD = "list", "show", "load"


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


# ── attachments ──────────────────────────────────────────────────────────────────────────────────────────────


def run_attach(path: Path, record: str, source: str, about: str, by: str, *, as_json: bool) -> int:
    """Attach a file to a record, or list a record's files where none is named; its printed number will do."""
    from sfm_tui.storage.records import ref_of

    with opened(path) as store:
        record = ref_of(store, record)
        if source:
            found = [store.attachments.add(record, Path(source), author(store, by), about=about)]
        else:
            found = store.attachments.of(record)
        if as_json:
            print_json_array(_file_object(store, one) for one in found)
            return 0
        for one in found:
            print(cut(_file_line(one), _width()))
        if not found:
            print(f"no files are attached to {one_line(record)}")
    return 0


def _file_line(one: "Attachment") -> str:
    from sfm_tui.domain.attachment import size_words

    struck = f"STRUCK: {one_line(one.struck)}" if one.struck else ""
    size = size_words(one.size)
    return "  ".join(filter(None, (one_line(one.name), size, one.media, one.hash[:12], one_line(one.about), struck)))


def _file_object(store: "Store", one: "Attachment") -> dict[str, Any]:
    from sfm_tui.clock import iso

    return {
        "record": one.record, "name": one.name, "media": one.media, "size": one.size, "sha256": one.hash,
        "about": one.about, "at": iso(one.at, store.tz), "author": one.author, "struck": one.struck or None,
    }  # fmt: skip


# ── self-assessment ──────────────────────────────────────────────────────────────────────────────────────────


def run_assessments(path: Path, *, as_json: bool) -> int:
    """Show where each enabler stands, what it was before and what the next level looks like; all rows as JSON."""
    with opened(path) as store:
        if as_json:
            from sfm_tui.exchange.portfolio_tables import ASSESSMENTS
            from sfm_tui.exchange.values import object_of

            names = [column.name for column in ASSESSMENTS.columns]
            rows = store.assessments.all()
            print_json_array(object_of(ASSESSMENTS, tuple(getattr(r, n) for n in names), store.tz) for r in rows)
            return 0
        actions = store.assessments.actions()
        for standing in store.assessments.profile():
            for line in _standing_lines(standing, actions):
                print(cut(line, _width()))
    return 0


def _standing_lines(standing: "Standing", actions: dict[str, tuple[str, ...]]) -> list[str]:
    from sfm_tui.domain.assessment import ENABLERS, LEVELS
    from sfm_tui.domain.rubric import cell

    title = ENABLERS[standing.enabler]
    if standing.now is None:
        return [f"{title}: not assessed"]
    before = f", before that {standing.before} on {standing.before_on}" if standing.before is not None else ""
    apart = f", assessors {counted(standing.spread, 'level')} apart" if standing.spread else ""
    lines = [f"{title}: level {standing.now}, {LEVELS[standing.now]}, on {standing.now_on}{before}{apart}"]
    if standing.next is not None:
        lines.append(f"  next: {standing.next}, {LEVELS[standing.next]}: {cell(standing.enabler, standing.next)}")
    answers = sorted({action for row in standing.rows for action in actions.get(row.key, ())})
    if answers:
        lines.append(f"  answered by {', '.join(answers)}")
    return lines


# ── reflections and notes ────────────────────────────────────────────────────────────────────────────────────


def run_reflections(path: Path, number: str, *, notes: bool, as_json: bool) -> int:
    """List reflections, or study notes, the newest first; with a number the whole of one."""
    with opened(path) as store:
        pages: list[Page]
        if number:
            pages = [store.notes.get(number) if number.startswith("N-") or notes else store.reflections.get(number)]
        else:
            pages = [*(store.notes.all() if notes else store.reflections.all())]
        if as_json:
            print_json_array(_page_object(store, page) for page in pages)
        elif number:
            _print_page(store, pages[0])
        else:
            for page in pages:
                print(cut(f"{page.key}  {page.day}  {one_line(page.title)}  {_tags(store, page)}".rstrip(), _width()))
            if not pages:
                print("no study notes" if notes else "no reflections")
    return 0


def _tags(store: "Store", page: "Page") -> str:
    return " ".join(f"{tag.standard}:{tag.criterion}" for tag in store.standards.tags_of(page.ref))


def _page_object(store: "Store", page: "Page") -> dict[str, Any]:
    tags = [{"standard": tag.standard, "criterion": tag.criterion} for tag in store.standards.tags_of(page.ref)]
    links = [link.source if link.target == page.ref else link.target for link in store.links.of(page.ref)
             if not link.struck]  # fmt: skip
    return {
        page.noun: page.key,
        **{k: v for k, v in page.row().items() if k != page.noun},
        "tags": tags,
        "links": links,
    }


def _print_page(store: "Store", page: "Page") -> None:
    from sfm_tui.domain.reflection import LABELS, WRITTEN

    state = f"  OUT OF USE: {one_line(page.withdrawn)}" if page.withdrawn else ""
    print(f"{page.key}  {page.day}  {one_line(page.author)}  version {page.version}{state}")
    for name in WRITTEN[page.noun]:
        value = getattr(page, name)
        if value and name != "day":
            print(f"\n{LABELS[name]}")
            for line in value.splitlines():
                print(f"  {one_line(line)}")
    if tags := _tags(store, page):
        print(f"\nEvidence for\n  {tags}")


# ── standards ────────────────────────────────────────────────────────────────────────────────────────────────


def run_standard(path: Path, what: str, name: str, by: str, *, as_toml: bool, as_json: bool) -> int:
    """List standards, show one with the evidence that there is, or load one from a file."""
    if what not in (LIST, SHOW, LOAD):
        complain(f"«{what}»: write {LIST}, {SHOW} CODE or {LOAD} FILE")
        return BAD_USE
    if what != LIST and not name:
        complain(f"{what} needs a {'CODE, such as ST0330' if what == SHOW else 'FILE'}")
        return BAD_USE
    with opened(path) as store:
        if what == LOAD:
            return _load(store, Path(name), by)
        if what == SHOW:
            return _show(store, name, as_toml=as_toml, as_json=as_json)
        rows = [(one, store.standards.coverage(one.standard)) for one in store.standards.all()]
        if as_json:
            print_json_array(
                {"standard": one.standard, "title": one.title, "criteria": len(covered),
                 "with_evidence": sum(1 for each in covered if each.count)}
                for one, covered in rows
            )  # fmt: skip
            return 0
        for one, covered in rows:
            some = sum(1 for each in covered if each.count)
            line = f"{one.standard}  {one_line(one.title)}  evidence for {some} of {len(covered)}"
            print(cut(line, _width()))
    return 0


def _load(store: "Store", file: Path, by: str) -> int:
    loaded = store.standards.load_file(file, author(store, by))
    print(f"{loaded.standard}: {one_line(loaded.title)}, {counted(len(loaded.criteria), 'criterion', 'criteria')}")
    astray = store.standards.astray(loaded.standard)
    if astray:
        codes = ", ".join(sorted({tag.criterion for tag in astray}))
        complain(f"{counted(len(astray), 'record')} tagged with what it does not have ({codes}): tag them anew")
    return 0


def _show(store: "Store", code: str, *, as_toml: bool, as_json: bool) -> int:
    standard, covered = store.standards.get(code), store.standards.coverage(code)
    if as_toml:
        from sfm_tui.domain.standard import toml_of

        print(toml_of(standard), end="")
    elif as_json:
        print(json_text({
            "standard": standard.standard, "title": standard.title, "status": standard.status,
            "criteria": [_covered_object(one) for one in covered],
        }))  # fmt: skip
    else:
        print(f"{standard.standard}  {one_line(standard.title)}")
        if standard.status:
            print(cut(one_line(standard.status), _width()))
        wide = max(len(one.criterion.code) for one in covered)
        for one in covered:
            print(cut(_covered_line(one, wide), _width()))
    return 0


def _covered_line(one: "Covered", wide: int) -> str:
    criterion = one.criterion
    unknown = " (title not known)" if criterion.placeholder else ""
    by_kind = ", ".join(f"{len(records)} {kind}" for kind, records in one.records.items())
    inside = f"{one.inside} inside" if one.inside else ""
    said = ", ".join(filter(None, (by_kind, inside))) or "-"
    return f"{criterion.kind:9}  {criterion.code:{wide}}  {one_line(criterion.title)}{unknown}  {said}"


def _covered_object(one: "Covered") -> dict[str, Any]:
    criterion = one.criterion
    return {
        "criterion": criterion.code, "kind": criterion.kind, "title": criterion.title,
        "placeholder": criterion.placeholder, "evidence": one.count,
        "records": [record for records in one.records.values() for record in records],
    }  # fmt: skip
