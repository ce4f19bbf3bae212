"""The form of an action: its fields, plain advice while one writes, and the ways to its steps, reviews and cycles."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of, with_keys
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.forms.form_dialog import Save
from sfm_tui.widgets.forms.kept_form import KeptForm
from sfm_tui.widgets.forms.record_form import Form, FormField
from sfm_tui.widgets.lists.cells import clip, clip_words

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

Advise = Callable[[dict[str, str]], Sequence[tuple[str, str]]]
"""Gives what there is to say of what is typed: the field, and one line."""
Look = Callable[[], Awaitable[Sequence[str]]]
Take = Callable[[str], Awaitable[Any]]
ADVISE_EVERY = 0.4
_LAST_WORD = 12
"""Cells that the break between two lines may cost."""
WAYS = {
    "steps": KeyWords("{action.steps=^N} steps"), "reviews": KeyWords("{action.review=^R} reviews"),
    "effect": KeyWords("{action.effect=^E} effect"), "agree": KeyWords("{action.agree=^D} agree"),
    "cycles": KeyWords("{action.cycles=^G} cycles"), "history": KeyWords("{action.history=^T} history"),
    "links": KeyWords("{action.links=^F} links"), "files": "",
}  # fmt: skip


async def _nothing() -> Sequence[str]:
    return ()


class ActionDialog(KeptForm):
    """A long form whose last lines stay in sight: what is wrong or understood, the advice, the keys.

    A way in `WAYS` leads to another dialog above it.
    """

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "ActionDialog")
        + """
    ActionDialog > #dialog { width: 104; height: 100%; }
    ActionDialog Form { height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
    ActionDialog Form > Horizontal > .name { width: 22; }
    ActionDialog Form > #form-echo { dock: bottom; height: 1; margin: 0; background: $surface; }
    ActionDialog #advice { height: 2; color: $warning; }
    ActionDialog.-roomy #advice { height: 5; }
    ActionDialog.-roomy Form > #form-echo { height: 2; }
    ActionDialog Form > #form-echo.-bad { height: auto; max-height: 4; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "way('steps')", "Steps", id="action.steps", priority=True,
                tooltip="The agreed actions of this one: tick, change, drop"),
        Binding("ctrl+r", "way('reviews')", "Reviews", id="action.review", priority=True,
                tooltip="The reviews of the result: enter one, put one right"),
        Binding("ctrl+e", "way('effect')", "Effect", id="action.effect", priority=True,
                tooltip="What the measure tells of the change, in full"),
        Binding("ctrl+d", "way('agree')", "Agree", id="action.agree", priority=True,
                tooltip="Agree the plan, or a revised one, on a day as it stands in the form"),
        Binding("ctrl+g", "way('cycles')", "Cycles", id="action.cycles", priority=True,
                tooltip="Read an earlier cycle of this action"),
        Binding("ctrl+t", "way('history')", "History", id="action.history", priority=True,
                tooltip="Every move and field of this action"),
        Binding("ctrl+f", "way('links')", "Links", id="action.links", priority=True,
                tooltip="What the action came from and what came of it: go there, link it, its thread"),
        Binding("ctrl+k", "way('files')", "Files", id="action.files", priority=True,
                tooltip="Attach a file to this action, or see its files"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="action.page-down", tooltip="Eight fields down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="action.page-up", tooltip="Eight fields up"),
    ]  # fmt: skip

    def __init__(
        self, session: "Session", key: str, title: str, fields: Sequence[FormField], save: Save, *,
        blank: dict[str, str], focus: str = "", look: Look = _nothing, more: Look = _nothing, take: Take | None = None,
        advise: Advise = lambda _typed: (), ways: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`look` gives the lines above the fields, `more` those that take longer; `ways` are those that `take` goes."""
        super().__init__(session, key, title, fields, save, blank=blank, focus=focus)
        self._look = look
        self._more = more
        self._take: Take = take or (lambda _way: _nothing())
        self._advise = advise
        self._ways = tuple(ways)
        named = filter(None, (with_keys(WAYS[way]) for way in self._ways))
        self._hint = " ".join((f"{key_of('form.save', '^S')} saves", *named, "Esc back"))
        self._said: list[str] = []

    def compose(self) -> ComposeResult:
        """What the action is, its form, the advice."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Label("…", classes="hint", id="about", markup=False)
            yield Form(self._fields)
            yield Label("", id="advice", markup=False)
            yield Label(self._hint, classes="hint", id="form-hint", markup=False)

    def on_mount(self) -> None:
        """Begin to advise."""
        self.set_class(self.app.size.height >= 30, "-roomy")
        self.set_interval(ADVISE_EVERY, self._tell)
        self.call_after_refresh(self._tell)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        app = cast("Program", self.app)
        app.act(self._read_about(), "read the action", keys_wait=False)

    def on_resize(self) -> None:
        """More room, more advice."""
        self.set_class(self.app.size.height >= 30, "-roomy")

    def _tell(self) -> None:
        form = self.query_one(Form)
        here = self._here(form)
        found = sorted(self._advise(form.values), key=lambda one: one[0] != here)
        most = 5 if self.has_class("-roomy") else 2
        lines = [f"! {clip(words, 200)}" for _field, words in found]
        if len(lines) > most:
            lines = [*lines[: most - 1], f"  … and {len(lines) - most + 1} more to think of"]
        if lines != self._said:
            self._said = lines
            self.query_one("#advice", Label).update("\n".join(lines))

    def _here(self, form: Form) -> str:
        focused = self.focused
        if focused is None or not (focused.id or "").startswith("f"):
            return ""
        return form.fields[int(str(focused.id)[1:])].name

    @on(Form.Sent)
    def _before_sending(self) -> None:
        self._tell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A way that does not lead on from here is no key."""
        return parameters[0] in self._ways if action == "way" else True

    def action_way(self, way: str) -> None:
        """Go another way; the form stays below it with what is typed."""

        async def work() -> None:
            await self._take(way)
            await self._read_about()

        if not self._busy:
            app = cast("Program", self.app)
            app.act(work(), f"action {way}")

    async def _read_about(self) -> None:
        lines = [*await self._look()]
        self._show_about(lines)
        if is_there(self) and (more := await self._more()):
            self._show_about([*lines, *more])

    def _show_about(self, lines: Sequence[str]) -> None:
        if is_there(self):
            width = self.query_one("#dialog").content_size.width
            self.query_one("#about", Label).update(
                "\n".join(clip_words(line, 2 * width - _LAST_WORD) for line in lines)
            )
            self.query_one("#about", Label).display = bool(lines)

    def action_page(self, by: int) -> None:
        """Eight fields down or up."""
        for _ in range(8):
            self.focus_next() if by > 0 else self.focus_previous()
