"""What the roster's screen asks: what its list of findings shall be narrowed to."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.findings import KINDS, Finding
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.roster.board import BY_POST, Board
from sfm_tui.widgets.roster.findings import KIND_WORDS, Only
from sfm_tui.widgets.roster.view import Place

if TYPE_CHECKING:
    from textual.app import App


async def ask_only(
    app: "App[Any]", board: Board, found: Sequence[Finding], place: Place | None, by: str
) -> Only | None:
    """What is chosen; None where the person leaves it as it is. `place` is where the cursor stands."""
    kinds = Counter(finding.kind for finding in found)
    choices = [Choice("", "everything", f"{len(found)}", letter="0")]
    if place is not None:
        choices.append(Choice("here", f"only {place.row.label}, where the cursor stands", letter="h"))
    choices += [Choice("post", "one post …", letter="p"), Choice("officer", "one officer …", letter="o")]
    letters = iter("123456789ab")
    choices += [
        Choice(f"kind:{kind}", KIND_WORDS[kind], f"{kinds[kind]}", letter=next(letters))
        for kind in KINDS
        if kinds[kind]
    ]
    chosen = await app.push_screen_wait(ChooseDialog("Which findings?", choices))
    if chosen is None:
        return None
    if chosen == "here" and place is not None:
        return Only(post=place.row.code) if by == BY_POST else Only(officer=place.row.code)
    if chosen == "post":
        codes = Counter(code for finding in found for code in set((finding.post or "").split("+")) if code)
        code = await _one(app, "Findings of which post?", codes, board.post_names)
        return Only(post=code) if code else None
    if chosen == "officer":
        codes = Counter(finding.officer for finding in found if finding.officer)
        code = await _one(app, "Findings of which officer?", codes, board.names)
        return Only(officer=code) if code else None
    return Only(kind=chosen.removeprefix("kind:"))


async def _one(app: "App[Any]", title: str, codes: "Counter[str]", names: Any) -> str | None:
    choices = [Choice(code, names.get(code) or code, f"{count}") for code, count in sorted(codes.items())]
    return await app.push_screen_wait(ChooseDialog(title, choices, about="" if choices else "None this week."))
