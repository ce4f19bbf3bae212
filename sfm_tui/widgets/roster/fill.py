"""Who could take a span at a post: every officer with a verdict and its reasons, the best first."""

import asyncio
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label
from textual.worker import Worker

from sfm_tui.clock.planned import BadTime, parse_planned, planned_text
from sfm_tui.domain.candidates import Candidate, Verdict
from sfm_tui.domain.findings.words import heads, hours_text
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form import FieldInput, PickInput
from sfm_tui.widgets.lists.narrowed import narrowed
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.roster.candidates import SpanOf, candidate_lines, head_line, longest_name
from sfm_tui.widgets.roster.preview import RosterPreview, Saved
from sfm_tui.widgets.roster.scene import Scene, look
from sfm_tui.widgets.roster.take import taking

if TYPE_CHECKING:
    from sfm_tui.domain.spans import Span
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

READING = "reading the roster …"
_HINT = "letters narrow · ↑↓ or 1–9 and Enter choose · Tab: times · Esc goes back"
_ABOVE_AND_BELOW = 8
"""Lines of the dialog that are not the list."""


class FillDialog(Modal[Saved | None]):
    """Choose an officer for a span at a post, or for a part of it; gives what was saved, or None after Escape.

    With `leaving`, that duty's officer gives up the span, and keeps what is left of the duty.
    """

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "FillDialog")
        + """
    FillDialog > #dialog { width: 104; height: 100%; }
    FillDialog #times { height: 1; }
    FillDialog #times > .name { width: 7; color: $secondary; }
    FillDialog #times > FieldInput { width: 22; background: $panel; }
    FillDialog #times > .-second { margin: 0 0 0 1; width: 6; }
    FillDialog #length { padding: 0 1; color: $muted; }
    FillDialog #search { height: 1; }
    FillDialog #search > .name { width: 7; color: $secondary; }
    FillDialog #search > PickInput { width: 22; background: $panel; }
    FillDialog #counts { padding: 0 1; color: $muted; }
    FillDialog #columns { color: $muted; padding: 0 0 0 5; }
    FillDialog #candidates { height: 1fr; }
    FillDialog #fill-echo { height: 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="roster-fill.back", tooltip="Leave everything as it is"),
        Binding("down", "move(1)", "Down", show=False, id="roster-fill.down", tooltip="The officer below"),
        Binding("up", "move(-1)", "Up", show=False, id="roster-fill.up", tooltip="The officer above"),
        Binding("pagedown", "move(8)", "Page down", show=False, id="roster-fill.page-down", tooltip="Eight down"),
        Binding("pageup", "move(-8)", "Page up", show=False, id="roster-fill.page-up", tooltip="Eight up"),
    ]

    def __init__(
        self, session: "Session", scene: Scene, post: str, span: "Span", *, short: int | None = None,
        leaving: DutyRecord | None = None, note: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._session = session
        self._scene = scene
        self._post = post
        self._asked = span
        self._span = span
        self._short = short
        self._leaving = leaving
        self._note = note
        self._found: list[Candidate] = []
        self._busy = False
        self._why = ""

    @property
    def question(self) -> str:
        """What is asked, in one line."""
        words = self._scene.words
        what = f"{words.span(*self._asked)}, {words.where(self._post)}"
        if self._leaving is not None:
            return f"Instead of {words.who(self._leaving.officer)}: {what}"
        needs = f" (needs {heads(self._short)})" if self._short else ""
        return f"Who could take {what}{needs}"

    def compose(self) -> ComposeResult:
        """The times, the name, the officers."""
        tz = self._scene.words.tz
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self.question).markup
            with Horizontal(id="times"):
                yield Label("From", classes="name", markup=False)
                yield FieldInput(planned_text(self._span[0], tz), id="start", select_on_focus=False)
                yield Label("until", classes="name -second", markup=False)
                yield FieldInput(planned_text(self._span[1], tz), id="end", select_on_focus=False)
                yield Label("", id="length", markup=False)
            with Horizontal(id="search"):
                yield Label("Name", classes="name", markup=False)
                yield PickInput(placeholder="·", id="name")
                yield Label(READING, id="counts", markup=False)
            yield Label("", id="columns", markup=False)
            yield Rows[Candidate](
                self._draw, key=lambda one: one.officer, id="candidates", empty="", always_cursor=True
            )
            yield Label(self._note, id="fill-echo", classes="echo", markup=False)
            yield Label(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The name takes the keys; the list comes from a thread."""
        self._rows.can_focus = False
        self.query_one("#name").focus()
        self._ask()

    @property
    def _rows(self) -> "Rows[Candidate]":
        return self.query_one(Rows)

    def _draw(self, one: Candidate, width: int) -> Lines:
        place = self._rows.items.index(one) + 1
        wide = longest_name(self._scene.words, self._found)
        return candidate_lines(one, place, width, wide, self._scene.words, SpanOf(self._post, *self._span))

    def _echo(self, text: str, *, bad: bool = False) -> None:
        self.echo("fill-echo", text, bad=bad)

    # ── who could ────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self) -> None:
        _: Worker[None] = self.run_worker(
            partial(self._candidates), group="candidates", exclusive=True, exit_on_error=False
        )

    async def _candidates(self) -> None:
        span = self._span
        try:
            if not self._scene.holds(*span):
                self._scene = await self._session.read(lambda store: look(store, *span))
            with keys_wait(self.app) if not self._found else nullcontext():
                found = await asyncio.to_thread(self._scene.candidates, self._post, *span, self._leaving)
        except (StoreError, ValueError, OSError) as error:
            self._echo(f"✖ {error_words(error)}", bad=True)
            return
        self._found = found
        self.query_one("#length", Label).update(hours_text(span[1] - span[0]))
        counts = [sum(one.verdict is verdict for one in found) for verdict in Verdict]
        can, warned, barred = counts
        self.query_one("#counts", Label).update(f"✔ {can} can · ! {warned} with a warning · ✖ {barred} cannot")
        self.query_one("#columns", Label).update(head_line(longest_name(self._scene.words, found)))
        self._narrow()
        self._fit()

    def _narrow(self) -> None:
        words = self._scene.words
        typed = self.query_one("#name", Input).value
        shown = narrowed(self._found, typed, lambda one: f"{one.officer} {words.who(one.officer)}")
        self._rows.say_empty(
            "no officer of that name"
            if self._found
            else f"enter officers first: {key_of('app.go-to', 'F12')} s, Officers"
        )
        self._rows.show(shown)
        if typed.strip():
            self._rows.cursor = 0
            self._rows.redraw()

    def _fit(self) -> None:
        """No higher than the list needs."""
        frame = self.query_one("#dialog")
        lines = sum(len(self._draw(one, frame.size.width - 4)) for one in self._rows.items[: self.app.size.height])
        if not self.query_one("#name", Input).value:
            frame.styles.height = min(max(lines, 3) + _ABOVE_AND_BELOW, max(self.app.size.height - 4, 12))

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the new size."""
        if self._found:
            self.call_after_refresh(self._fit)

    # ── what is typed ────────────────────────────────────────────────────────────────────────────────────────

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        self._echo("")
        self._narrow()

    @on(Input.Changed, "#start")
    @on(Input.Changed, "#end")
    def _timed(self, event: Input.Changed) -> None:
        event.stop()
        if not event.input.has_focus:
            return
        span = self._span_or_why()
        if span is None:
            return
        self._echo(self._scene.words.span(*span))
        if span != self._span:
            self._span = span
            self._ask()

    def _span_or_why(self) -> "Span | None":
        """The span as it is typed, None where it is none: then it says why."""
        try:
            return self._typed_span()
        except BadTime as error:
            self._echo(f"✖ {error}", bad=True)
            return None

    def _typed_span(self) -> "Span":
        """The span as it is typed. Raises BadTime for what is none, or lies outside the duty that is given up."""
        tz, now = self._scene.words.tz, self._session.now()
        start_text, end_text = (self.query_one(f"#{name}", Input).value for name in ("start", "end"))
        start = parse_planned(start_text, near=self._asked[0], now=now, tz=tz)
        if end_text.strip() == planned_text(self._asked[1], tz):
            end = self._asked[1]
        else:
            end = parse_planned(end_text, near=self._asked[1], now=now, tz=tz, after=start)
        if end <= start:
            raise BadTime("it ends before, or when, it starts: an end lies after its start")
        leaving = self._leaving
        if leaving is not None and not leaving.start <= start < end <= leaving.end:
            raise BadTime(f"only {self._scene.words.span(leaving.start, leaving.end)} can be given up")
        return start, end

    @on(PickInput.Picked)
    def _picked(self, event: PickInput.Picked) -> None:
        event.stop()
        if event.place <= len(self._rows.items):
            self._rows.put_cursor(self._rows.items[event.place - 1].officer)
            self._go_on()

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self._go_on()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "name":
            self._go_on()
        else:
            self.query_one("#end" if event.input.id == "start" else "#name").focus()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._echo("")
        self._rows.action_move(by)

    def action_cancel(self) -> None:
        """Assign nobody."""
        if not self._busy:
            self.dismiss(None)

    # ── on to the preview ────────────────────────────────────────────────────────────────────────────────────

    def _go_on(self) -> None:
        one = self._rows.current
        if one is None or self._busy:
            return
        span = self._span_or_why()
        if span is None:
            return
        if span != self._span:
            self._span = span
            self._ask()
            return
        if one.verdict is Verdict.CANNOT:
            self._echo(f"✖ {self._refusal(one)}", bad=True)
            return
        self._busy = True
        cast("Program", self.app).act(self._preview(one, span), "fill")

    def _refusal(self, one: Candidate) -> str:
        words = self._scene.words
        who = words.who(one.officer)
        part = f" · {words.span(*one.partial)} they could: type those times" if one.partial else ""
        return f"{who} cannot, whatever the reason: {', '.join(one.reasons)}{part}"

    async def _preview(self, one: Candidate, span: "Span") -> None:
        try:
            words, post, leaving = self._scene.words, self._post, self._leaving
            with keys_wait(self.app):
                proposal = await self._session.read(lambda store: taking(store, words, one, post, span, leaving))
            shown = RosterPreview(self._session, self._scene, proposal, self._why)
            saved: Saved | None = await self.app.push_screen_wait(shown)
            if saved is not None:
                self.dismiss(saved)
                return
            self._why = shown.why
            self._scene = await self._session.read(lambda store: look(store, *span))
            self._ask()
        except (StoreError, ValueError, OSError) as error:
            self._echo(f"✖ {error_words(error)}", bad=True)
        finally:
            self._busy = False
