"""The agreed actions of a card: tick them, write more, change them, take one off with a reason."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.clock import local_date
from sfm_tui.domain.action import BY, Action, Step
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.actions.words import day, step_more
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


class StepsDialog(ActList[Step]):
    """The steps of the cycle at work."""

    EMPTY = KeyWords("No step is agreed yet. {steps.new=n} writes one.")
    HINT = KeyWords(
        "Enter or {steps.tick=Space} ticks · {steps.new=n} new · "
        "{steps.edit=e} change · {steps.drop=x} take off · {steps.undo=u} takes back · Esc goes back"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Done", id="steps.tick", tooltip="Mark the step as done today, or as open again"),
        Binding("n", "new", "New", id="steps.new", tooltip="Agree one more step"),
        Binding("e", "edit", "Change", id="steps.edit", tooltip="Change the step, or the day on which it was done"),
        Binding("x", "drop", "Take off", id="steps.drop", tooltip="Take the step off the plan, with a reason"),
        Binding("u", "undo", "Undo", id="steps.undo", tooltip="Take back your last change of a step or an action"),
    ]

    def __init__(self, session: "Session", action: Action) -> None:
        super().__init__(session, f"Agreed actions of {action.action}: {clip(action.area, 60)}")
        self._action = action

    async def items(self) -> Sequence[Step]:
        """The steps, in their order."""
        whole = await self.session.read(lambda store: store.actions.dossier(self._action.action))
        self._action = whole.action
        return whole.steps(whole.action.cycle)

    def item_key(self, item: Step) -> object:
        """Its number."""
        return item.step

    def draw_item(self, item: Step, width: int) -> Lines:
        """A mark, who, what; below it support and time."""
        done = item.done_on is not None
        first, *rest = wrap(item.text, max(20, width - 18), 4)
        lines: Lines = [
            [("[x] " if done else "[ ] ", "good" if done else "muted"), (f"{clip(item.step, 4):>2} ", "accent"),
             (f"{item.who:<8} ", "muted"), (first, "muted" if done else "plain")]
        ]  # fmt: skip
        lines += [[(" " * 16, "plain"), (piece, "muted" if done else "plain")] for piece in rest]
        words = " · ".join([*step_more(item), *([f"✓ done {day(item.done_on)}"] if done else [])])
        return [*lines, [(" " * 16, "plain"), (clip(words, max(10, width - 18)), "good" if done else "muted")]] \
            if words else lines  # fmt: skip

    @on(Rows.Chosen)
    def action_tick(self) -> None:
        """Mark the step as done, or as open again."""
        step = self.rows.current
        if step is not None:
            self.do(self._tick(step))

    async def _tick(self, step: Step) -> str:
        now = await self.session.write(lambda store, by: store.actions.done_step(step, by))
        return f"step {step.step} is {'done' if now.done_on else 'open again'}"

    def action_new(self) -> None:
        """Agree one more step."""
        self.do(self._ask(None))

    def action_edit(self) -> None:
        """Change the step."""
        if self.rows.current is not None:
            self.do(self._ask(self.rows.current))

    def action_undo(self) -> None:
        """Take back one's own last change of a step or an action."""
        self.take_back("actions")

    def action_drop(self) -> None:
        """Take it off the plan."""
        if self.rows.current is not None:
            self.do(self._drop(self.rows.current))

    async def _drop(self, step: Step) -> str | None:
        title = f"Take step {step.step} off the plan"
        answer = await self.app.push_screen_wait(AskDialog(title, [Field("why", "Why (it stands in the history):")]))
        if answer is None:
            return None
        await self.session.write(lambda store, by: store.actions.drop_step(step, answer["why"], by))
        return f"step {step.step} is off the plan"

    async def _ask(self, step: Step | None) -> str | None:
        today = local_date(self.session.now(), self.session.tz)
        action, check = self._action, day_check(today)

        def words(text: str) -> str:
            try:
                return check(text)
            except ValueError:
                return ""  # «within two weeks» is a timescale, too

        fields = [
            FormField("who", "By", step.who if step else "manager", choices=tuple((who, who) for who in BY)),
            FormField("text", "What", step.text if step else "", "what they do, where and how long", needed=True,
                      long=True),
            FormField("support", "Support", step.support if step else "", "what they get for it", long=True),
            FormField("timescale", "Timescale", step.timescale if step else "", "a day, or words; a day is watched",
                      check=words),
            FormField("done_on", "Done on", (step.done_on or "") if step else "", "empty while it is open",
                      check=check),
        ]  # fmt: skip

        async def save(typed: dict[str, str]) -> Step:
            done = typed["done_on"].strip()
            try:
                done_on = iso_day(done, today) if done else None
            except ValueError as error:
                raise FieldError("done_on", str(error)) from None
            by_when = typed["timescale"].strip()
            with suppress(ValueError):
                by_when = iso_day(by_when, today) if by_when else ""
            new: dict[str, Any] = {"who": typed["who"], "support": typed["support"].strip(), "timescale": by_when,
                                   "done_on": done_on}  # fmt: skip
            text = typed["text"].strip()

            def act(store: "Store", by: "Author") -> Step:
                if step is None:
                    return store.actions.add_step(action, text, by, **new)
                return store.actions.change_step(step, by, text=text, **new)

            return await self.session.write(act)

        title = f"Step {step.step} of {action.action}" if step else f"A step of {action.action}"
        done: Step | None = await self.app.push_screen_wait(FormDialog(title, fields, save, focus="text"))
        return f"step {done.step} saved" if done is not None else None


async def steps(app: "App[Any]", session: "Session", number: str) -> Outcome | None:
    """Show the steps of an action and act on them."""
    action = await session.read(lambda store: store.actions.get(number))
    done = await app.push_screen_wait(StepsDialog(session, action))
    return Outcome(f"{number}: {done}") if done else None
