"""Weekly reviews in the store: what was decided on each figure of a week, what became of it, and which were held."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sfm_tui.clock import clock_text, local_date
from sfm_tui.domain.desk import Author
from sfm_tui.domain.weekly import (
    FIGURES,
    Answer,
    Decision,
    Standing,
    WeeklyAnswered,
    WeeklyDecided,
    WeeklyHeld,
    monday_of_week,
    week_after,
    week_of,
)
from sfm_tui.storage.action_checks import person, today
from sfm_tui.storage.errors import Clash, Refused, StoreError, refused
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.links import make_in
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.weekly_rows import COLUMNS, ROW, Review, decision_of, read_review, read_standings, review_of

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

_LABELS = {"text": "Decision", "who": "Who", "due": "By when", "action": "Action", "figure": "Figure",
           "weekly": "Week", "struck": "Reason"}  # fmt: skip


class Weekly:
    """Acts on weekly reviews, and what is read of them.

    A review begins with the first that is said in it. A decision is given as the screen showed it: Clash where it was
    corrected meanwhile, Refused for what a field does not take or a week that is still to come.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── saying ───────────────────────────────────────────────────────────────────────────────────────────────

    def decide(
        self, week: str, figure: str, text: str, by: Author, *, who: str = "", due: str | None = None,
        shown: str = "", client_id: str | None = None,
    ) -> Decision:  # fmt: skip
        """Note what is to be done; the writer does it where nobody is named. What said «no action needed» is struck."""
        with self._writing(week, by) as transaction:
            fields = {"text": text, "who": _who(transaction, who) or by.person, "due": due}
            return self._add(transaction, week, by, client_id, figure=figure, shown=shown, **fields)

    def leave(
        self, week: str, figure: str, why: str, by: Author, *, shown: str = "", client_id: str | None = None
    ) -> Decision:
        """Note that no action is needed, and why. Refused where something was decided already."""
        with self._writing(week, by) as transaction:
            made = {"kind": "none", "figure": figure, "shown": shown, "text": why}
            return self._add(transaction, week, by, client_id, **made)

    def raised(
        self, week: str, figure: str, action: str, by: Author, *, shown: str = "", client_id: str | None = None
    ) -> Decision:
        """Note that an improvement action was raised, which is linked to the review."""
        with self._writing(week, by) as transaction:
            made = {"kind": "action", "figure": figure, "shown": shown, "action": action}
            done = self._add(transaction, week, by, client_id, **made)
            make_in(transaction, done.ref, f"action:{action}", by)
            return done

    def change(self, saw: Decision, by: Author, *, why: str, **fields: Any) -> Decision:
        """Correct the text, who or by when of a decision, with a reason; what stood there stays as a version."""
        wrong = [name for name in fields if name not in ("text", "who", "due")]
        if wrong:
            raise TypeError(f"no field that a person corrects: {wrong[0]}")
        if not why.strip():
            raise Refused("a reason is needed: it stands beside what was corrected")
        with self._writing(saw.weekly, by) as transaction:
            now = self._same(transaction, saw)
            if "who" in fields:
                fields["who"] = _who(transaction, fields["who"]) or by.person
            typed = {name: value for name, value in fields.items() if getattr(now, name) != value}
            return self._correct(transaction, now, typed, by, why) if typed else now

    def strike(self, saw: Decision, why: str, by: Author) -> Decision:
        """Strike what was decided, with a reason; it stays readable."""
        if not why.strip():
            raise Refused("a reason is needed: it stands beside what was struck")
        with self._writing(saw.weekly, by) as transaction:
            now = self._same(transaction, saw)
            return self._correct(transaction, now, {"struck": why}, by, why)

    def answer(self, saw: Standing, answer: Answer, by: Author, note: str = "") -> None:
        """Say what became of a decision; where it is not to be done any more, why. That of an action is its stage."""
        with self._writing(saw.decision.weekly, by) as transaction:
            if saw.decision.kind != "decision":
                raise Refused("whether that is done is said on the board" if saw.decision.kind == "action"
                              else "no action was needed there: there is nothing to be done")  # fmt: skip
            now = self._same(transaction, saw.decision)
            if answer == "dropped" and not note.strip():
                raise Refused("a reason is needed: why it is not to be done any more")
            row = transaction.one(
                "SELECT answer, note, author, at FROM weekly_answer WHERE weekly = ? AND number = ?", saw.key
            )
            was: Answer = row[0] if row else "open"
            if (was, row[1] if row else "") != (saw.answer, saw.note):
                who = f" by {row[2]} at {clock_text(row[3], site_zone(transaction))}" if row else ""
                raise Clash(f"that was answered meanwhile{who} ({was}): look again")
            if (answer, note) != (saw.answer, saw.note):
                transaction.append(
                    WeeklyAnswered(weekly=now.weekly, number=now.number, was=was, answer=answer, note=note), by
                )

    def hold(self, week: str, figures: Mapping[str, str], by: Author) -> Review:
        """Note that a review was gone through to its end, with what each figure was, in words.

        Refused where it was held already and nothing was said in it since.
        """
        with self._writing(week, by) as transaction:
            review = read_review(transaction.writer.all, week)
            newest = transaction.one("SELECT max(seq) FROM weekly_decision WHERE weekly = ?", (week,))[0] or 0
            if review.held_at is not None and newest < _held_seq(transaction, week) and review.week_over:
                raise Refused(f"the review of {week} was held already, and nothing was said in it since")
            over = _over(week, today(transaction))
            event = WeeklyHeld(weekly=week, over=over, figures=dict(figures), undecided=review.undecided)
            transaction.append(event, by)
            return read_review(transaction.writer.all, week)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, week: str) -> Review:
        """The review of a week; one in which nothing was said yet is empty."""
        with self._store.reading() as connection:
            return read_review(connection.exec_driver_sql, week)

    def all(self) -> list[Review]:
        """Every review that was begun, the newest week first."""
        with self._store.reading() as connection:
            ask = connection.exec_driver_sql
            said: dict[str, list[Standing]] = {}
            for one in read_standings(ask):
                said.setdefault(one.decision.weekly, []).append(one)
            rows = ask(f"SELECT {ROW} FROM weekly ORDER BY weekly DESC").all()
        return [review_of(row, said.get(row[0], [])) for row in rows]

    def before(self, week: str) -> list[Standing]:
        """What was decided in the reviews of earlier weeks, as it stands now, the oldest first."""
        with self._store.reading() as connection:
            return read_standings(connection.exec_driver_sql, "d.weekly < ?", (week,))

    def versions(self, week: str, number: int) -> list[Decision]:
        """Every version of what was decided, the first one first. Raises StoreError where there is none."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {COLUMNS} FROM weekly_decision d WHERE weekly = ? AND number = ? ORDER BY version",
                (week, number),
            ).all()
        if not rows:
            raise StoreError(f"the review of {week} has no decision {number}")
        return [decision_of(row) for row in rows]

    def missed(self) -> str:
        """The week that is over where its review is not held yet; empty where it is, or none was ever begun."""
        now, tz = self._store.clock.now(), self._store.tz
        last = week_after(week_of(local_date(now, tz)), -1)
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT (SELECT held_at IS NOT NULL AND week_over FROM weekly WHERE weekly = ?),"
                " EXISTS (SELECT 1 FROM weekly WHERE weekly < ?)",
                (last, last),
            ).one()
        return "" if row[0] or not row[1] else last

    # ── within ───────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _writing(self, week: str, by: Author) -> "Iterator[Transaction]":
        check_confirmed(by)
        with self._store.writing() as transaction:
            try:
                monday = monday_of_week(week)
            except ValueError as error:
                raise Refused(str(error)) from error
            if monday.isoformat() > today(transaction):
                raise Refused(f"the week {week} is still to come: its figures can be reviewed once it has begun")
            yield transaction

    def _add(
        self, transaction: "Transaction", week: str, by: Author, client_id: str | None, **fields: Any
    ) -> Decision:  # fmt: skip
        if client_id is not None and (seen := transaction.seen(client_id, WeeklyDecided.kind)):
            row = transaction.one(f"SELECT {COLUMNS} FROM weekly_decision d WHERE d.seq = ?", (seen[0],))
            return decision_of(row)
        review = read_review(transaction.writer.all, week)
        made = _valid({"weekly": week, "number": len(review.decisions) + 1, "version": 1, **fields})
        if made.due is not None and made.due < today(transaction):
            raise Refused(f"{_LABELS['due']}: {made.due} is over already: choose today or a later day")
        said = review.on(made.figure)
        others = [one.decision for one in said if one.decision.kind != "none"]
        if made.kind == "none" and others:
            raise Refused(f"{FIGURES[made.figure]} has a decision already: strike or correct it instead")
        if made.kind == "none" and said:
            raise Refused(f"«no action needed» is noted for {FIGURES[made.figure]} already: correct it instead")
        for one in said:
            if one.decision.kind == "none":
                self._correct(
                    transaction, one.decision, {"struck": "something was decided"}, by, "something was decided"
                )
        new = {name: value for name, value in _body(made).items() if value not in ("", None)}
        event = WeeklyDecided(weekly=week, number=made.number, version=1, new=new)
        transaction.append(event, by, client_id)
        return made

    def _correct(
        self, transaction: "Transaction", now: Decision, fields: dict[str, Any], by: Author, why: str
    ) -> Decision:
        if now.struck:
            raise Refused(f"that is struck already ({now.struck})")
        new = _valid({**now.row(), **fields, "version": now.version + 1})
        if new.due is not None and new.due != now.due and new.due < today(transaction):
            raise Refused(f"{_LABELS['due']}: {new.due} is over already: choose today or a later day")
        event = WeeklyDecided(
            weekly=new.weekly, number=new.number, version=new.version, old=_body(now), new=_body(new), why=why
        )
        transaction.append(event, by)
        return new

    def _same(self, transaction: "Transaction", saw: Decision) -> Decision:
        row = transaction.one(
            f"SELECT {COLUMNS}, d.author, d.at FROM weekly_decision d WHERE weekly = ? AND number = ?"
            " ORDER BY version DESC LIMIT 1",
            (saw.weekly, saw.number),
        )
        if row is None:
            raise StoreError(f"the review of {saw.weekly} has no decision {saw.number}")
        now = decision_of(row)
        if now.version != saw.version:
            when = clock_text(row[-1], site_zone(transaction))
            what = "struck" if now.struck else "corrected"
            raise Clash(f"that was {what} meanwhile by {row[-2]} at {when}: look again")
        return now


def _who(transaction: "Transaction", typed: str) -> str:
    return person(transaction, typed, "Who")


def _over(week: str, day: str) -> bool:
    return week < week_of(date.fromisoformat(day))


def _held_seq(transaction: "Transaction", week: str) -> int:
    row = transaction.one(
        "SELECT max(seq) FROM ledger WHERE subject = ? AND kind = ?", (f"weekly:{week}", WeeklyHeld.kind)
    )
    return int(row[0] or 0)


def _valid(fields: dict[str, Any]) -> Decision:
    try:
        return Decision.model_validate(fields)
    except ValidationError as error:
        raise refused(error, _LABELS) from error


def _body(made: Decision) -> dict[str, Any]:
    return {name: value for name, value in made.row().items() if name not in ("weekly", "number", "version")}
