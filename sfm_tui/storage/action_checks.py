"""What an act on an action refuses: an owner who is nobody here, a record that is not as the screen showed it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from sfm_tui.clock import clock_text, local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import LABELS, Action, Row, changes_words, names_in
from sfm_tui.domain.call_names import begins_name
from sfm_tui.domain.complaint import first_complaint
from sfm_tui.domain.gates import Need, is_team
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.repeat_words import rule_of
from sfm_tui.storage.action_rows import read_action
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import site_zone

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction

R = TypeVar("R", bound=Row)


class ActionClash(Clash):
    """Somebody else changed the same card; `now` is how it stands, for the form that keeps what was typed."""

    def __init__(self, text: str, now: Action | None) -> None:
        super().__init__(text)
        self.now = now


class GateShut(Refused):
    """A card cannot leave its stage yet; `needs` says what is missing, in the order of the form."""

    def __init__(self, action: Action, to: str, needs: list[Need]) -> None:
        more = f", and {len(needs) - 1} more" if len(needs) > 1 else ""
        super().__init__(f"{action.action} cannot go to {to.capitalize()} yet: {needs[0].words}{more}")
        self.needs = needs


def ask_of(transaction: "Transaction") -> Any:
    """A function that asks a transaction for rows."""
    return transaction.writer.all


def today(transaction: "Transaction") -> str:
    """The site's day, as ISO text."""
    return local_date(transaction.now, site_zone(transaction)).isoformat()


def there(transaction: "Transaction", action: str, cycle: int | None = None) -> Action:
    """A cycle of an action, the last where none is named. Raises StoreError where there is none."""
    found = read_action(ask_of(transaction), action, cycle)
    if found is None:
        raise StoreError(f"there is no action {action}" + (f" with a cycle {cycle}" if cycle else ""))
    return found


def at_work(transaction: "Transaction", saw: Action) -> Action:
    """The cycle at work. Raises ActionClash where the screen showed an earlier one, or one that is not there."""
    now = there(transaction, saw.action)
    if now.cycle != saw.cycle:
        raise ActionClash(
            f"{saw.action} was sent round again meanwhile{_who(transaction, saw.action)}: cycle {saw.cycle} is over,"
            f" cycle {now.cycle} is in {now.stage.capitalize()}", now,
        )  # fmt: skip
    return now


def check_same(transaction: "Transaction", saw: Action, now: Action, names: Iterable[str]) -> None:
    """Raise ActionClash where one of these fields is not as the screen showed it, with what it is now and by whom."""
    if words := changes_words(saw, now, names):
        raise ActionClash(
            f"{saw.action} was changed meanwhile{_who(transaction, saw.action)} ({words}):"
            " look again, then change it", now,
        )  # fmt: skip


def _who(transaction: "Transaction", action: str) -> str:
    row = transaction.one(
        "SELECT coalesce(nullif(p.name, ''), l.author), l.at FROM ledger l LEFT JOIN person p ON p.person = l.author"
        " WHERE l.subject = ? AND l.kind NOT IN ('file.attached', 'file.struck', 'record.tagged')"
        " ORDER BY l.seq DESC LIMIT 1",
        (f"action:{action}",),
    )
    return f" by {row[0]} at {clock_text(row[1], site_zone(transaction))}" if row else ""


def person(transaction: "Transaction", typed: str, what: str = "owner") -> str:
    """The code or staff number of the one person whom a text names: by code, number, name, call sign, or the beginnings
    of a name's words where only one of those who are here is called so.

    Raises Refused for nobody, several, a team, or somebody who has left.
    """
    wanted = typed.strip()
    if not wanted:
        return ""
    people: list[tuple[str, set[str], str | None, str]] = [
        (key, {key.casefold(), str(name).casefold(), str(call_sign).casefold()}, left, str(name))
        for key, name, call_sign, left in (
            *transaction.writer.all("SELECT person, name, '', left_on FROM person"),
            *transaction.writer.all("SELECT officer, name, call_sign, left_on FROM officer"),
        )
    ]
    found = [one for one in people if one[0] == wanted] or [one for one in people if wanted.casefold() in one[1]]
    if not found and not is_team(wanted):
        here = (one for one in people if not one[2] or one[2] >= today(transaction))
        found = [one for one in here if begins_name(wanted, one[3])]
    if len(found) > 1:
        gone = [one for one in found if one[2] and one[2] < today(transaction)]
        found = [one for one in found if one not in gone] or found[:1]
    if len(found) > 1:
        keys = " or ".join(one[0] for one in found)
        raise Refused(f"{what}: {quoted(wanted)} may be {keys}: write the code or staff number")
    if not found:
        if len(names_in(wanted.replace(",", ";"))) > 1:
            raise Refused(f"{what}: {quoted(wanted)} names several people: choose the one who answers for it")
        if is_team(wanted):
            raise Refused(f"{what}: {quoted(wanted)} is no one person: name the one who answers for it")
        raise Refused(f"{what}: there is nobody called {quoted(wanted)}: choose somebody of the site")
    key, _, left, _ = found[0]
    if left and left < today(transaction):
        raise Refused(f"{what}: {quoted(wanted)} left on {left}: name somebody who is here")
    return key


def check_fields(transaction: "Transaction", fields: Mapping[str, Any], tz: ZoneInfo, start: str) -> dict[str, Any]:
    """What was typed into the form, with the owner as a code and the reviews' rule as an RRULE.

    Raises Refused for an owner, a theme, a measure or a rule that will not do.
    """
    found = dict(fields)
    if found.get("owner"):
        found["owner"] = person(transaction, found["owner"])
    if found.get("theme"):
        _known(transaction, "theme", found["theme"])
    if found.get("measure") and found["measure"] not in COMPUTED:
        _known(transaction, "measure", found["measure"])
    if str(found.get("review_repeat", "")).strip():
        from datetime import date

        from sfm_tui.domain.repeat_rule import read_rule

        try:
            found["review_repeat"] = rule_of(found["review_repeat"], date.fromisoformat(start))
            read_rule(found["review_repeat"], tz)
        except ValueError as error:
            raise Refused(f"{LABELS['review_repeat']}: {error}") from error
    return found


def _known(transaction: "Transaction", noun: str, key: str) -> None:
    if transaction.one(f"SELECT 1 FROM {noun} WHERE {noun} = ?", (key,)) is None:
        raise Refused(f"there is no {noun} {quoted(key)}: choose one of the list, or enter it first")


def made(saw: R, fields: Mapping[str, Any]) -> R:
    """A record with other fields. Raises Refused, in one line that names the field as the form does."""
    try:
        return saw.with_(**fields)
    except ValidationError as error:
        raise refusal(error) from error


def refusal(error: ValidationError) -> Refused:
    """The first complaint of a record in one line, the field by the form's name."""
    first = first_complaint(error)
    what, where = first.what, [str(part) for part in first.where]
    if not where:  # a rule between fields says itself which one it is about
        name, colon, rest = what.partition(": ")
        where, what = ([name], rest) if colon and name in _NAMED else ([], what)
    said = ": ".join((*(_NAMED.get(name, name.replace("_", " ").capitalize()) for name in where), what))
    return Refused(said, first.names, what)


_NAMED = {
    **LABELS, "next_review": "Next review", "reviewed_on": "Reviewed on", "who": "By", "timescale": "Timescale",
    "done_on": "Done on", "reviewer": "Reviewer", "evaluation": "Evaluation", "outcome": "Outcome", "text": "Text",
}  # fmt: skip
