"""Which fields the program has, from its source, and where in the source a field on the screen was made."""

import ast
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field
from sfm_tui.widgets.forms.record_form import Form, FormField

ROOT = Path(__file__).parents[2]
HOMES = ("screens", "sfm_tui/app", "sfm_tui/widgets")
WIDGETS = {"Input", "TextArea"}
DESCRIBED = {"FormField": "record_form", "Field": "dialogs"}
"""What describes a field that a form or a question shows, and the module that it is imported from."""
Site = tuple[str, int, int]
"""A file, a line and a column: where something is made."""


def field_sites() -> dict[Site, str]:
    """Every place in the source where a field is made that can be changed, and a name for it."""
    trees = {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for home in HOMES
        for file in sorted((ROOT / home).rglob("*.py"))
    }
    takes_letters = _kinds(trees)
    found: dict[Site, str] = {}
    for file, tree in trees.items():
        described = {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for name in node.names
            if DESCRIBED.get(name.name) == (node.module or "").rpartition(".")[2]
        }
        seen: Counter[str] = Counter()
        for where, call in _calls(tree):
            kind = call.func.id if isinstance(call.func, ast.Name) else ""
            if not (kind in described and not _fixed(call)) and kind not in takes_letters:
                continue
            name = f"{file} {where} {_name(call, kind)}"
            seen[name] += 1
            found[file, call.lineno, call.col_offset] = f"{name} {seen[name]}" if seen[name] > 1 else name
    return found


def _kinds(trees: dict[str, ast.Module]) -> set[str]:
    """The classes of widgets that take letters, those of the program among them."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    kinds = set(WIDGETS)
    while more := {name for name, above in bases.items() if above & kinds} - kinds:
        kinds |= more
    return kinds


def _calls(tree: ast.AST, where: str = "") -> list[tuple[str, ast.Call]]:
    """Each call, and the function that it stands in."""
    found = []
    for node in ast.iter_child_nodes(tree):
        inner = where
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{where}.{node.name}".lstrip(".")
        if isinstance(node, ast.Call):
            found.append((inner, node))
        found += _calls(node, inner)
    return found


def _fixed(call: ast.Call) -> bool:
    """Whether what is described always stands as it is."""
    fixed = next((word.value for word in call.keywords if word.arg == "fixed"), None)
    return isinstance(fixed, ast.Constant) and bool(fixed.value)


def _name(call: ast.Call, kind: str) -> str:
    given = [word.value for word in call.keywords if word.arg == "id"] if kind not in DESCRIBED else call.args[:1]
    return given[0].value if given and isinstance(given[0], ast.Constant) else kind


# ── in the program while it runs ─────────────────────────────────────────────────────────────────────────────────


def watch() -> None:
    """From now on every field and every question knows where it was made."""
    for kind in (Input, TextArea, Field, FormField, ModalScreen):
        _remember(kind)


def _remember(kind: type[Any]) -> None:
    plain = kind.__init__

    def noted(self: Any, *args: Any, **more: Any) -> None:
        plain(self, *args, **more)
        object.__setattr__(self, "made_at", _made_at(self, sys._getframe(1)))

    kind.__init__ = noted


def _made_at(made: Any, frame: FrameType | None) -> Site | None:
    """Where the class of something was called; of a copy with another value, where the first was made."""
    while frame is not None and frame.f_code.co_name in ("__init__", "replace", "_replace", "noted"):
        caller = frame.f_locals.get("obj", frame.f_locals.get("self"))
        if caller is not made:
            if isinstance(caller, Field | FormField):
                return getattr(caller, "made_at", None)
            break
        frame = frame.f_back
    if frame is None:
        return None
    file = Path(frame.f_code.co_filename)
    line, column = _place(frame.f_code, frame.f_lasti)
    return (file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else str(file), line, column)


def _place(code: CodeType, at: int) -> tuple[int, int]:
    line, _end, column, _last = list(code.co_positions())[at // 2]
    return (line or 0, column or 0)


def described(field: Any) -> Field | FormField | None:
    """What describes a field on the screen, if anything does."""
    place = str(field.id or "")[1:]
    if place.isdigit():
        for owner in field.ancestors:
            fields = owner.fields if isinstance(owner, Form) else owner._fields if isinstance(owner, AskDialog) else ()
            if int(place) < len(fields):
                one: Field | FormField = fields[int(place)]
                return one
    return None


def made_at(field: Any) -> frozenset[Site]:
    """Where a field on the screen was made: the widget, and what describes it."""
    sites = (getattr(one, "made_at", None) for one in (field, described(field)))
    return frozenset(site for site in sites if site is not None)


def only_chosen(form: Form) -> set[Site]:
    """Where those fields of a form were made that take no letters."""
    made = (getattr(field, "made_at", None) for field in form.fields if field.choices or field.fixed)
    return {site for site in made if site is not None}
