"""A person's own capability plan on screen: its rows with their reviews, changed by keys, closed when the desk locks.

Nothing that is typed here goes into the store: no draft, no ledger, no search.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from sfm_tui.clock import local_date
from sfm_tui.domain.action import Row
from sfm_tui.domain.capability import CapabilityLine, CapabilityPlan, CapabilityReview
from sfm_tui.storage.capability import CapabilityClash, CapabilityFile
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.actions.words import MARKS, day
from sfm_tui.widgets.capability.fields import (
    STAGES,
    head_fields,
    head_values,
    new_passphrase,
    review_fields,
    review_of,
    row_fields,
    row_of,
    twice,
)
from sfm_tui.widgets.capability.private import Private, PrivateForm, PrivateSave
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

T = TypeVar("T")
R = TypeVar("R", bound=Row)
Entry = tuple[int, CapabilityLine | CapabilityPlan, tuple[CapabilityReview, ...]]
HEAD = 0


class PlanDialog(ActList[Entry], Private):
    """The plan: its head, then a row each with its last review."""

    HINT = (
        f"Enter changes · {key_of('capability.new', 'n')} new row · {key_of('capability.review', 'r')} review "
        f"· {key_of('capability.paper', 'P')} paper · {key_of('capability.passphrase', 'p')} passphrase · Esc"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New row", id="capability.new", tooltip="Write a row of the plan"),
        Binding("r", "review", "Review", id="capability.review", tooltip="Review the row under the cursor"),
        Binding("P", "paper", "On paper", id="capability.paper", tooltip="Write the form as PDF or Word, to be signed"),
        Binding("p", "passphrase", "Passphrase", id="capability.passphrase", tooltip="Encrypt it under another one"),
    ]

    def __init__(self, session: "Session", path: Path, passphrase: str) -> None:
        super().__init__(session, f"Capability plan, {clip(path.name, 60)}")
        self._path = path
        self._passphrase = passphrase

    def on_mount(self) -> None:
        """Begin to watch the lock."""
        self.watch_lock()

    @property
    def _today(self) -> date:
        return local_date(self.session.now(), self.session.tz)

    async def _with(self, act: Callable[[CapabilityFile], T]) -> T:
        return await asyncio.to_thread(with_file, self._path, self._passphrase, act)

    async def items(self) -> Sequence[Entry]:
        """The head and the rows."""

        def ask(file: CapabilityFile) -> list[Entry]:
            reviews = file.reviews()
            rows: list[Entry] = [
                (number, line, tuple(one for one in reviews if one.number == number))
                for number, line in file.lines().items()
            ]
            return [(HEAD, file.plan(), ()), *rows]

        return await self._with(ask)

    def item_key(self, item: Entry) -> object:
        """The row's number."""
        return item[0]

    def draw_item(self, item: Entry, width: int) -> Lines:
        """Who and when, with the plans before; or the row with what is due, and its reviews, the last one first."""
        number, entry, reviews = item
        if isinstance(entry, CapabilityPlan):
            return _head_lines(entry, width)
        lines: Lines = []
        for n, piece in enumerate(wrap(entry.area, max(20, width - 6), 2)):
            lines.append([(f"{number:>3} " if n == 0 else "    ", "accent"), (piece, "plain")])
        lines.append([("    ", "plain"), (f"to reach by {day(entry.due)}" if entry.due else "no date", "muted")])
        for review in reversed(reviews):
            said = f"{MARKS[review.outcome]} {review.outcome}, {day(review.reviewed_on)}: {review.evaluation}"
            lines += [[("    ", "plain"), (piece, "muted")] for piece in wrap(said, max(20, width - 6), 2)]
        return lines

    async def _ask(self, title: str, fields: list[FormField], save: Any, focus: str = "") -> Any:
        return await self.app.push_screen_wait(PrivateForm(self.session, title, fields, save, focus=focus))

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        if self.rows.current is not None:
            number, entry, _reviews = self.rows.current
            if isinstance(entry, CapabilityPlan):
                self.do(self._head(entry))
            else:
                self.do(self._row(number, entry))

    def action_new(self) -> None:
        """Write a row."""
        self.do(self._row(None, None))

    def action_review(self) -> None:
        """Review the row under the cursor."""
        number = self.rows.current[0] if self.rows.current is not None else HEAD
        self.do(self._review(number) if number != HEAD else self._no_row())

    def action_paper(self) -> None:
        """Write the form into a file, to be printed and signed."""
        self.do(self._paper())

    def action_passphrase(self) -> None:
        """Encrypt the file under another passphrase."""
        self.do(self._change_passphrase())

    async def _head(self, plan: CapabilityPlan) -> str | None:
        seen = _Seen(plan)

        async def save(typed: dict[str, str]) -> CapabilityPlan:
            values = head_values(typed, plan, self._today)
            return await self._with(lambda file: seen.put(file.change, values))

        done = await self._ask("The plan", head_fields(plan, self._today), save)
        return "saved" if done is not None else None

    async def _row(self, number: int | None, line: CapabilityLine | None) -> str | None:
        seen = _Seen(line) if line is not None else None

        async def save(typed: dict[str, str]) -> str:
            row = row_of(typed, self._today)

            def put(file: CapabilityFile) -> str:
                signed = file.plan().signed
                if number is None or seen is None:
                    made = file.add_line(row)
                else:
                    made = number
                    seen.put(partial(file.change_line, number), row.row())
                anew = signed and not file.plan().signed
                return f"row {made} saved" + (": the plan is to be signed anew" if anew else "")

            return await self._with(put)

        title = f"Row {number}" if number is not None else "A row of the plan"
        done = await self._ask(title, row_fields(line, self._today), save, "area")
        return str(done) if done is not None else None

    async def _review(self, number: int) -> str | None:
        async def save(typed: dict[str, str]) -> CapabilityReview:
            made = review_of(typed, number, self._today)
            await self._with(lambda file: file.review(made))
            return made

        done = await self._ask(f"Review of row {number}", review_fields(self._today), save, "outcome")
        return f"row {number} reviewed: {done.outcome}" if done is not None else None

    async def _no_row(self) -> str | None:
        raise ValueError(
            f"put the cursor on a row: it is a row that is reviewed ({key_of('capability.new', 'n')} writes one)"
        )

    async def _paper(self) -> str | None:
        """Save the form where the person says; what they alone may read is readable to them alone there too."""
        now, tz, today = self.session.now(), self.session.tz, self._today

        def form(file: CapabilityFile) -> Any:
            from sfm_tui.reports.capability_form import capability_form

            return capability_form(file.plan(), file.lines(), file.reviews(), today, now, tz)

        beside = self._path.with_name(f"{self._path.stem}-form.pdf")
        dialog = PrivateSave(self.session, "the form", beside, ("pdf", "docx"), lambda _tell: self._with(form), str)
        done = await self.app.push_screen_wait(dialog)
        if done is None:
            return None
        return f"{done.text}: it is not encrypted, print it and put it away"

    async def _change_passphrase(self) -> str | None:
        async def save(typed: dict[str, str]) -> bool:
            new = twice(typed)
            await self._with(lambda file: file.change_passphrase(new))
            self._passphrase = new
            return True

        done = await self._ask("Another passphrase", new_passphrase(), save)
        return "it opens with the new passphrase from now on" if done else None


class _Seen(Generic[R]):
    """A record as its form showed it, and as it stood when that was last told: only what was typed is put."""

    def __init__(self, shown: R) -> None:
        self._shown = self._now = shown

    def put(self, act: Callable[..., R], values: Mapping[str, Any]) -> R:
        """Change the fields that were typed. Raises StoreError where one was changed meanwhile; again, it is put."""
        typed = {name: value for name, value in values.items() if value != getattr(self._shown, name)}
        try:
            return act(self._now, **typed)
        except CapabilityClash as error:
            self._now = error.now
            raise StoreError(f"{error}. {key_of('form.save', '^S')} again puts what you typed there") from None


def _head_lines(plan: CapabilityPlan, width: int) -> Lines:
    signed = [f"{one.name} {day(one.on)}" for one in (plan.signed_employee, plan.signed_manager) if one]
    before = [
        f"earlier {what}: {', '.join(map(day, days.split()))}"
        for what, days in (("plans", plan.earlier_plans), ("reviews", plan.earlier_reviews))
        if days
    ]
    said = [f"agreed {day(plan.agreed_on) or '–'}", f"signed: {', '.join(signed) or 'nobody yet'}", *before]
    return [
        [
            (clip(plan.employee, width // 2), "bold"),
            (f" · manager {plan.manager} · stage {dict(STAGES)[str(plan.stage)]}", "muted"),
        ],
        *([(piece, "muted")] for piece in wrap(" · ".join(said), width, 3)),
    ]


def with_file(path: Path, passphrase: str, act: Callable[[CapabilityFile], T]) -> T:
    """What an act gives, done on the file that a passphrase opens. Raises StoreError where it does not."""
    with CapabilityFile.open(path, passphrase) as file:
        return act(file)
