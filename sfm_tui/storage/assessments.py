"""Self-assessment in the store: what was found of each enabler, by whom, and which action answers it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.assessment import (
    ENABLERS,
    FILE_FIELDS,
    LABELS,
    LEVELS,
    Assessment,
    AssessmentSet,
    Check,
    Standing,
    enabler_of,
    held,
    profile,
)
from sfm_tui.domain.desk import Author
from sfm_tui.storage.action_checks import today
from sfm_tui.storage.errors import Clash, Refused, StoreError, damaged, refused
from sfm_tui.storage.history import Act, of
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

_COLUMNS = ", ".join(Assessment.model_fields)
_ALL = f"SELECT {_COLUMNS} FROM assessment"
WRITTEN = ("evidence", "strengths", "confidence", "gaps", "views")
"""The fields of a row that can be put right; its level comes from its checks."""


class AssessmentClash(Clash):
    """The row is not as the screen showed it; `now` is how it stands."""

    def __init__(self, text: str, now: Assessment) -> None:
        super().__init__(text)
        self.now = now


class Assessments:
    """Acts on self-assessments, and what is read of them. A row is known by enabler, day and assessor."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def assess(
        self, enabler: str, checks: Iterable[Check], by: Author, *, assessed_on: str = "", assessor: str = "",
        evidence: str = "", strengths: str = "", confidence: str = "", gaps: str = "", views: str = "",
        client_id: str | None = None,
    ) -> Assessment:  # fmt: skip
        """Enter what was found of an enabler: for each level above the lowest whether it holds, and by what.

        The row's level is the highest up to which all hold. Today and who does this, where no day and no assessor are
        given; several may assess on one day, and `domain.assessment.CONSENSUS` is what they agree on. Without a text
        of its own, the evidence is that of the levels that hold. Raises Clash where that row is there already.
        """
        check_confirmed(by)
        found = _checked(checks)
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, AssessmentSet.kind)):
                return _there(transaction, seen[1].partition(":")[2])
            level = held(found)
            new = _made(
                enabler=_code(enabler), assessed_on=assessed_on or today(transaction), assessor=assessor or by.person,
                level=level, evidence=(evidence.strip() and evidence) or _told(found, level), strengths=strengths,
                confidence=confidence, gaps=gaps, views=views,
            )  # fmt: skip
            if new.assessed_on > today(transaction):
                raise Refused(f"{LABELS['assessed_on']}: {new.assessed_on} is still to come: choose today or earlier")
            for row in transaction.writer.all(
                f"{_ALL} WHERE assessed_on = ? AND assessor = ?", (new.assessed_on, new.assessor)
            ):
                there = _row(row)
                if there.code == new.code:
                    raise AssessmentClash(
                        f"{new.assessor} assessed {ENABLERS[new.code].lower()} on {new.assessed_on} already",
                        there,
                    )
            _append(transaction, None, (), new, found, by, "", client_id)
            return new

    def change(
        self, saw: Assessment, by: Author, *, checks: Iterable[Check] | None = None, why: str, **fields: str
    ) -> Assessment:
        """Put a row right, with a reason; `checks`, where given, replace all that stand.

        Raises AssessmentClash where the row was changed meanwhile.
        """
        check_confirmed(by)
        wrong = [name for name in fields if name not in WRITTEN]
        if wrong:
            raise TypeError(f"no field that can be put right: {wrong[0]}")
        if not why.strip():
            raise Refused("a reason is needed: it stands beside the changed row")
        with self._store.writing() as transaction:
            now = _there(transaction, saw.key)
            if now != saw:
                raise AssessmentClash(f"{saw.key} was changed meanwhile: look again, then change it", now)
            old = _checks_of(transaction.writer.all(*_checks_sql(now.key)))
            new_checks = old if checks is None else _checked(checks)
            new = _made(**{**now.row(), **fields, "level": held(new_checks) if checks is not None else now.level})
            if (new, new_checks) != (now, old):
                _append(transaction, now, old, new, new_checks, by, why)
            return new

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def all(self) -> list[Assessment]:
        """Every row, the newest day first."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"{_ALL} ORDER BY assessed_on DESC, enabler, assessor").all()
        return [_row(row) for row in rows]

    def get(self, key: str) -> Assessment:
        """One row by its key, `leadership:2026-11-21:okafor`. Raises StoreError where there is none."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"{_ALL} WHERE assessment = ?", (key,)).all()
        return _only(rows, key)

    def checks(self, key: str) -> tuple[Check, ...]:
        """The levels above the lowest that were looked at in a row, the lowest first."""
        with self._store.reading() as connection:
            return _checks_of(connection.exec_driver_sql(*_checks_sql(key)).all())

    def profile(self, until: str | None = None) -> tuple[Standing, ...]:
        """Where each enabler stands now and stood before; with `until`, as of that day."""
        return profile(self.all(), until)

    def named(self, ref: str) -> list[Assessment]:
        """The rows that a reference names: one, or all of an enabler and day where it gives no assessor."""
        return _named(ref, self.all())

    def actions(self) -> dict[str, tuple[str, ...]]:
        """The actions that answer each row, by the row's key."""
        found: dict[str, dict[str, None]] = {}
        rows = self.all()
        for source, target in self._links():
            for row in _named(source, rows):
                found.setdefault(row.key, {})[target.partition(":")[2]] = None
        return {key: tuple(actions) for key, actions in found.items()}

    def answered_by(self) -> dict[str, tuple[Assessment, ...]]:
        """The rows that each action answers, by the action's number: what the plan shows beside it."""
        found: dict[str, dict[str, Assessment]] = {}
        rows = self.all()
        for source, target in self._links():
            for row in _named(source, rows):
                found.setdefault(target.partition(":")[2], {})[row.key] = row
        return {action: tuple(some.values()) for action, some in found.items()}

    def history(self, key: str) -> list[Act]:
        """Every act on a row, files that brought or changed it among them, the first one first."""
        from sfm_tui.storage.record_history import imported_rows

        row = self.get(key)
        keys = {name: getattr(row, name) for name in FILE_FIELDS[:3]}
        checks = self._checks_told(row.ref)
        acts = [
            replace(act, text=" · ".join(filter(None, (act.text, checks.get(act.seq)))))
            for act in of(self._store, row.ref)
        ]
        for seq, at, author, confirmed, file, fields in imported_rows(self._store, "assessment", keys):
            said = " · ".join(f"{LABELS[name]}: {value}" for name, value in fields.items() if value)
            acts.append(Act(seq, at, author, confirmed, "imported", f"{file} · {said}"))
        return sorted(acts, key=lambda act: act.seq)

    def _checks_told(self, ref: str) -> dict[int, str]:
        """What each entry says of the levels, in words, where it changed them."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT l.seq, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
                " WHERE l.subject = ? AND l.kind = 'assessment.set'",
                (ref,),
            ).all()
        told = {}
        for seq, payload in rows:
            data = json.loads(payload)
            old, new = data.get("old_checks", []), data.get("new_checks", [])
            if old != new:
                told[seq] = " · ".join(
                    f"level {one['level']} {'holds' if one['holds'] else 'does not hold'}: {one.get('evidence') or '-'}"
                    for one in new
                    if one not in old
                )
        return told

    def _links(self) -> list[tuple[str, str]]:
        """Rows and the actions that they are linked with, whichever came first."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT source, target, id FROM link WHERE struck = '' AND source >= 'assessment:'"
                " AND source < 'assessment;' AND target >= 'action:' AND target < 'action;'"
                " UNION SELECT target, source, id FROM link WHERE struck = '' AND target >= 'assessment:'"
                " AND target < 'assessment;' AND source >= 'action:' AND source < 'action;' ORDER BY 3"
            ).all()
        return [(row[0], row[1]) for row in rows]


def _named(ref: str, rows: Iterable[Assessment]) -> list[Assessment]:
    parts = ref.removeprefix("assessment:").split(":", 2)
    try:
        code = enabler_of(parts[0])
    except ValueError:
        return []
    return [
        row
        for row in rows
        if row.code == code
        and (len(parts) < 2 or row.assessed_on == parts[1])
        and (len(parts) < 3 or row.assessor == parts[2])
    ]


def _checks_sql(key: str) -> tuple[str, tuple[str]]:
    return "SELECT level, holds, evidence FROM level_check WHERE assessment = ? ORDER BY level", (key,)


def _checks_of(rows: Sequence[Sequence[Any]]) -> tuple[Check, ...]:
    return tuple(Check(level=level, holds=bool(holds), evidence=evidence) for level, holds, evidence in rows)


def _checked(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks by level. Raises Refused for a level twice, or one that holds by nothing."""
    found: dict[int, Check] = {}
    for check in checks:
        if check.level in found:
            raise Refused(f"level {check.level} stands there twice: answer each once")
        if check.holds and not check.evidence.strip():
            raise Refused(f"level {check.level}, {LEVELS[check.level]}: write what shows that it holds")
        found[check.level] = check
    return tuple(found[level] for level in sorted(found))


def _told(checks: Iterable[Check], level: int) -> str:
    """The evidence of the levels that count, a line each."""
    return "\n".join(
        f"{check.level} {LEVELS[check.level]}: {check.evidence}" for check in checks if check.level <= level
    )


def _code(text: str) -> str:
    try:
        return enabler_of(text)
    except ValueError as error:
        raise Refused(f"{LABELS['enabler']}: {error}") from error


def _made(**fields: Any) -> Assessment:
    try:
        return Assessment(**fields)
    except ValidationError as error:
        raise refused(error, LABELS) from error


def _row(row: Sequence[Any]) -> Assessment:
    try:
        return Assessment.model_validate(dict(zip(Assessment.model_fields, row, strict=True)))
    except ValueError as error:
        raise damaged("the store", f"assessment {row[0]} {row[1]}") from error


def _only(rows: Sequence[Sequence[Any]], key: str) -> Assessment:
    if not rows:
        raise StoreError(f"there is no assessment {quoted(key)}")
    return _row(rows[0])


def _there(transaction: "Transaction", key: str) -> Assessment:
    return _only(transaction.writer.all(f"{_ALL} WHERE assessment = ?", (key,)), key)


def _append(
    transaction: "Transaction", old: Assessment | None, old_checks: Iterable[Check], new: Assessment,
    new_checks: Iterable[Check], by: Author, why: str, client_id: str | None = None,
) -> None:  # fmt: skip
    event = AssessmentSet(
        key=new.key, old=old.row() if old else None, new=new.row() if old else _filled(new),
        old_checks=tuple(map(_plain, old_checks)),
        new_checks=tuple(map(_plain, new_checks)), why=why,
    )  # fmt: skip
    transaction.append(event, by, client_id)


def _filled(new: Assessment) -> dict[str, Any]:
    return {name: value for name, value in new.row().items() if value != ""}


def _plain(check: Check) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(check.model_dump_json())
    return plain
