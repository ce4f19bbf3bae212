"""What is done under an action: agreed steps, reviews, and who was consulted."""

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sfm_tui.clock import local_date
from sfm_tui.domain import action_events as acts
from sfm_tui.domain.action import Action, By, Outcome, Review, Step, check_review
from sfm_tui.domain.desk import Author
from sfm_tui.domain.text import clean_day
from sfm_tui.storage.action_checks import ask_of, at_work, made, person, refusal, there, today
from sfm_tui.storage.action_rows import columns, next_step, read_steps, record
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class ActionSteps:
    """Acts on the steps, reviews and consultations of an action."""

    _store: "Store"

    # ── agreed actions ───────────────────────────────────────────────────────────────────────────────────────

    def add_step(
        self, saw: Action, text: str, by: Author, *, who: By = "manager", support: str = "", timescale: str = "",
        done_on: str | None = None,
    ) -> Step:  # fmt: skip
        """Agree one more step in the cycle at work."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            key = next_step(read_steps(ask_of(transaction), [now.action]).get(now.action, ()))
            try:
                step = Step(
                    action=now.action, step=key, cycle=now.cycle, who=who, text=text, support=support,
                    timescale=timescale, done_on=done_on,
                )  # fmt: skip
            except ValidationError as error:
                raise refusal(error) from error
            check_done(transaction, step)
            transaction.append(acts.StepSet(action=now.action, cycle=now.cycle, step=key, new=step.row()), by)
            return step

    def change_step(self, saw: Step, by: Author, *, why: str = "", **fields: Any) -> Step:
        """Change fields of a step. Clash where it was changed meanwhile."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            _expected_step(transaction, saw)
            step = made(saw, {**fields, "action": saw.action, "step": saw.step, "cycle": saw.cycle})
            check_done(transaction, step)
            if step != saw:
                transaction.append(
                    acts.StepSet(
                        action=saw.action, cycle=saw.cycle, step=saw.step, old=saw.row(), new=step.row(), why=why
                    ), by,
                )  # fmt: skip
            return step

    def done_step(self, saw: Step, by: Author, *, on: str | None = None) -> Step:
        """Mark a step as done, today where no day is given; one that is done is open again."""
        if saw.done_on is not None and on is None:
            return self.change_step(saw, by, done_on=None)
        return self.change_step(saw, by, done_on=on or local_date(self._store.clock.now(), self._store.tz).isoformat())

    def drop_step(self, saw: Step, why: str, by: Author) -> None:
        """Take a step off the plan, with a reason; the ledger keeps it."""
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands in the action's history")
        with self._store.writing() as transaction:
            _expected_step(transaction, saw)
            transaction.append(
                acts.StepDropped(action=saw.action, cycle=saw.cycle, step=saw.step, old=saw.row(), why=why), by
            )

    # ── reviews ──────────────────────────────────────────────────────────────────────────────────────────────

    def review(
        self, saw: Action, outcome: Outcome, evaluation: str, by: Author, *, reviewer: str = "",
        reviewed_on: str = "", next_actions: str = "", next_review: str | None = None,
    ) -> Review:  # fmt: skip
        """Enter a review of the cycle at work, by the one at the desk and of today where nothing else is given.

        Raises Refused for a review before the action began, Clash where that day has one already.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            who = person(transaction, reviewer, "reviewer") if reviewer.strip() else by.person
            try:
                review = Review(
                    action=now.action, cycle=now.cycle, reviewed_on=reviewed_on or today(transaction), outcome=outcome,
                    evaluation=evaluation, next_actions=next_actions, next_review=next_review, reviewer=who,
                )  # fmt: skip
            except ValidationError as error:
                raise refusal(error) from error
            _check_review(transaction, now, review)
            if _review(transaction, review) is not None:
                raise Clash(f"{now.action} was reviewed on {review.reviewed_on} already: look at that review")
            transaction.append(_set(review, None, ""), by)
            return review

    def change_review(self, saw: Review, why: str, by: Author, **fields: Any) -> Review:
        """Put a review right, with a reason; what it said before stays in the history."""
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands beside the changed review")
        with self._store.writing() as transaction:
            if _review(transaction, saw) != saw:
                raise Clash(f"the review of {saw.reviewed_on} was changed meanwhile: look again, then change it")
            if fields.get("reviewer"):
                fields["reviewer"] = person(transaction, fields["reviewer"], "reviewer")
            review = made(saw, {**fields, "action": saw.action, "cycle": saw.cycle, "reviewed_on": saw.reviewed_on})
            _check_review(transaction, there(transaction, saw.action, saw.cycle), review)
            if review != saw:
                transaction.append(_set(review, saw, why), by)
            return review

    # ── consulted ────────────────────────────────────────────────────────────────────────────────────────────

    def consult(self, saw: Action, who: str, by: Author, *, notes: str = "", on: str = "") -> Action:
        """Note who was asked for their view, with the notes of the meeting; their name is added to the form."""
        check_confirmed(by)
        if not who.strip():
            raise Refused("Consulted: write who was asked")
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            try:
                day = clean_day(on or today(transaction))
            except ValueError as error:
                raise Refused(str(error)) from error
            consulted = now.consulted
            if who.casefold() not in consulted.casefold():
                consulted = f"{consulted}, {who}" if consulted.strip() else who
            transaction.append(
                acts.ActionConsulted(
                    action=now.action, cycle=now.cycle, on=day, who=who, notes=notes, consulted=consulted
                ), by,
            )  # fmt: skip
            return there(transaction, now.action)


def _set(review: Review, old: Review | None, why: str) -> acts.ReviewSet:
    return acts.ReviewSet(
        action=review.action, cycle=review.cycle, reviewed_on=review.reviewed_on, old=old.row() if old else None,
        new=review.row(), why=why,
    )  # fmt: skip


def _review(transaction: "Transaction", saw: Review) -> Review | None:
    row = transaction.one(
        f"SELECT {columns(Review)} FROM review WHERE action = ? AND cycle = ? AND reviewed_on = ?",
        (saw.action, saw.cycle, saw.reviewed_on),
    )
    return record(Review, row) if row else None


def _check_review(transaction: "Transaction", action: Action, review: Review) -> None:
    try:
        check_review(action, review, today(transaction))
    except ValueError as error:
        raise Refused(f"Reviewed on: {error}") from error


def check_done(transaction: "Transaction", step: Step) -> None:
    """Refuse a step that is done on a day to come."""
    if step.done_on is not None and step.done_on > today(transaction):
        raise Refused(f"Done on: {step.done_on} is still to come: a step is marked once it is done")


def _expected_step(transaction: "Transaction", saw: Step) -> None:
    row = transaction.one(f"SELECT {columns(Step)} FROM step WHERE action = ? AND step = ?", (saw.action, saw.step))
    if row is None:
        raise StoreError(f"{saw.action} has no step {saw.step}: it was taken off the plan")
    if record(Step, row) != saw:
        raise Clash(f"step {saw.step} of {saw.action} was changed meanwhile: look again, then change it")
