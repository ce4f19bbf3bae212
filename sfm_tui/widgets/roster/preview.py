"""What an act on the roster would do, shown before it is saved: one dialog for every act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from sfm_tui.domain.roster_changes import Change, Verb
from sfm_tui.domain.roster_weigh import touched
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.widgets.desk.preview import styled
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.roster.effect_lines import effect_lines
from sfm_tui.widgets.roster.scene import Effect, Scene, look, meanwhile

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

NARROWEST = 20
WORKING = "working out what it changes …"


@dataclass(frozen=True)
class Proposal:
    """An act that is not saved yet. `reason` asks for one, and `needed` says that there is no saving without it.

    `undoes` is the entry that it takes back; such an act may bring findings back that no other may bring.
    """

    title: str
    verb: Verb
    changes: tuple[Change, ...]
    reason: str = "Reason, if there is one to keep"
    needed: bool = False
    undoes: int = 0
    note: str = ""

    def save(self, store: "Store", by: "Author", why: str, made_for: Iterable[str] = ()) -> "Done":
        """Store it, linked to the records that it is made for."""
        if self.undoes:
            return store.roster.undo_last(by, seq=self.undoes)
        return store.roster.change(self.verb, self.changes, by, why=why, made_for=made_for)


@dataclass(frozen=True)
class Saved:
    """An act that was saved, and what it did."""

    done: "Done"
    effect: Effect


class RosterPreview(Modal[Saved | None]):
    """Shows what goes, what comes and what it costs in hours. Enter saves; Escape changes nothing."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "RosterPreview")
        + """
    RosterPreview > #dialog { width: 104; }
    RosterPreview #told { height: auto; max-height: 12; scrollbar-size-vertical: 1; }
    RosterPreview #why-label { margin-top: 1; }
    RosterPreview .-off { display: none; }
    RosterPreview #echo { min-height: 1; height: auto; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="roster-preview.back", tooltip="Leave everything as it is"),
        Binding("enter", "save", "Save", id="roster-preview.save", tooltip="Save what is shown"),
        Binding("pageup", "scroll(-1)", "Up", show=False, id="roster-preview.up", tooltip="Scroll up"),
        Binding("pagedown", "scroll(1)", "Down", show=False, id="roster-preview.down", tooltip="Scroll down"),
    ]

    def __init__(self, session: "Session", scene: Scene, proposal: Proposal, why: str = "") -> None:
        super().__init__()
        self._session = session
        self._scene = scene
        self._proposal = proposal
        self._why = why
        self._busy = False
        self.effect: Effect | None = None
        self._asks = bool(proposal.reason) and not proposal.undoes

    @property
    def question(self) -> str:
        """What is asked."""
        return self._proposal.title

    def compose(self) -> ComposeResult:
        """What it does, the reason, how to leave it."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._proposal.title).markup
            with VerticalScroll(id="told", can_focus=False):
                yield Static(WORKING, id="effect", markup=False)
            yield Label(self._proposal.reason, id="why-label", classes="label", markup=False)
            yield Input(self._why, id="why", select_on_focus=False)
            yield Label("", id="echo", classes="echo", markup=False)
            yield Label("Enter saves · Esc goes back", classes="hint", id="preview-hint", markup=False)

    def on_mount(self) -> None:
        """Work out the effect; the reason takes the keys, where one is asked for."""
        for part in ("#why", "#why-label"):
            self.query_one(part).set_class(not self._asks, "-off")
        if self._asks:
            self.query_one("#why").focus()
        self._act(self._tell())

    @property
    def why(self) -> str:
        """The reason as it is typed."""
        return self.query_one("#why", Input).value.strip() if self._asks else ""

    def _act(self, work: Any) -> None:
        cast("Program", self.app).act(work, "roster preview")

    # ── what it would do ─────────────────────────────────────────────────────────────────────────────────────

    async def _tell(self) -> None:
        with keys_wait(self.app):
            effect = await self._session.read(lambda _store: self._scene.effect(self._proposal.changes))
        if not is_there(self):
            return
        self.effect = effect
        self._draw_effect()
        if self._is_over:
            self.query_one("#why-label", Label).update("This time is over: why is its record changed? It is kept")
        if self.effect.weighed.warnings:
            label = "Against the limits of rest and hours: why? It is kept with the change"
            self.query_one("#why-label", Label).update(label)
        barred = self._barred
        self._echo(f"✖ {barred}" if barred else "", bad=True)
        leave = "Esc goes back: nothing was saved" if barred else "Enter saves · Esc goes back"
        self.query_one("#preview-hint", Label).update(leave)

    @property
    def _barred(self) -> str:
        """Why it cannot be saved at all; empty where it can."""
        if self.effect is None or self._proposal.undoes or not self.effect.weighed.bars:
            return ""
        first, *others = self.effect.weighed.bars
        more = f" and {len(others)} more" if others else ""
        return f"no reason lifts this: {self._scene.words.finding(first)}{more}"

    @property
    def _needs_reason(self) -> bool:
        if self._proposal.undoes or self.effect is None:
            return False
        return self._proposal.needed or bool(self.effect.weighed.warnings) or self._is_over

    @property
    def _is_over(self) -> bool:
        """Whether it changes what is on record of a time that is over; a no-show is always told afterwards."""
        ends = [end for _, end in touched(self._proposal.changes)]
        return self._proposal.verb != "no-show" and bool(ends) and max(ends) <= self._session.now()

    def _echo(self, text: str, *, bad: bool = False) -> None:
        self.echo("echo", text, bad=bad)

    def _draw_effect(self) -> None:
        if self.effect is not None and is_there(self):
            width = max(self.query_one("#told").size.width - 1, NARROWEST)
            lines = effect_lines(
                self._scene, self.effect, self._proposal.changes, self._proposal.note, width, self._session.now()
            )
            self.query_one("#effect", Static).update(styled(lines))

    def on_resize(self) -> None:
        """Fit the lines to the new size, once it is known."""
        self.call_after_refresh(self._draw_effect)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    @on(Input.Submitted, "#why")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    @on(Input.Changed, "#why")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.effect is not None and not self._barred:
            self._echo("")

    def action_save(self) -> None:
        """Save what is shown."""
        if self._busy:
            return
        if self.effect is None:
            self._echo("one moment: its effect is being worked out")
        elif self._barred:
            self._echo(f"✖ {self._barred}", bad=True)
        elif self._needs_reason and not self.why:
            self._echo("✖ a reason is needed: it is kept with the change", bad=True)
        else:
            self._busy = True
            self._act(self._save(self.effect))

    async def _save(self, effect: Effect) -> None:
        why, proposal, made_for = self.why, self._proposal, self._session.roster_sources

        def act(store: "Store", by: "Author") -> "Done":
            told = meanwhile(store, self._scene, proposal.changes)
            if told:
                raise _Faster(f"{told}: look at what it does now, Enter saves it all the same")
            return proposal.save(store, by, why, made_for)

        try:
            done = await self._session.write(act)
        except _Faster as error:
            self._scene = await self._session.read(lambda store: look(store, *self._scene.span))
            await self._tell()
            if not self._barred:
                self._echo(f"✖ {error}", bad=True)
        except (StoreError, ValueError, OSError) as error:
            self._echo(f"✖ {error_words(error)}", bad=True)
        else:
            if is_there(self):
                self.dismiss(Saved(done, effect))
        finally:
            self._busy = False

    def action_scroll(self, by: int) -> None:
        """Scroll what is told."""
        told = self.query_one("#told", VerticalScroll)
        told.scroll_relative(y=by * max(1, told.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Save nothing."""
        if not self._busy:
            self.dismiss(None)


class _Faster(Clash):
    """Somebody else changed something near: what would be saved is not what was shown."""


async def propose(
    app: Any, session: "Session", span: tuple[int, int], plan: "Callable[[Store], Proposal]"
) -> Saved | None:
    """Read the roster around a span, plan an act on it, and show it; None where it was left.

    Raises StoreError where it cannot be planned.
    """

    def ask(store: "Store") -> tuple[Scene, Proposal]:
        proposal = plan(store)
        return look(store, *span), proposal

    with keys_wait(app):
        scene, proposal = await session.read(ask)
    saved: Saved | None = await app.push_screen_wait(RosterPreview(session, scene, proposal))
    return saved


__all__ = ["Proposal", "RosterPreview", "Saved", "propose"]
