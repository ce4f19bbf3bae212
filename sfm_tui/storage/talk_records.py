"""What is read of toolbox talks: one as it stands, its register, what was put right beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain import talks as acts
from sfm_tui.domain.talks import TalkFields
from sfm_tui.domain.training import EVERYBODY
from sfm_tui.storage.errors import Refused, StoreError

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction

FIELDS = tuple(TalkFields.model_fields)
COLUMNS = (
    "talk, topic, title, state, planned_for, held_at, minutes, presenter, key_points, ticked, questions,"
    " understanding, cancelled, locked, seq"
)
ONE = f"SELECT {COLUMNS} FROM talk WHERE talk = ?"
REGISTER = "SELECT officer, result, signed_at, off_duty, pin, catch_up_on FROM attendance WHERE talk = ?"


@dataclass(frozen=True)
class Talk:
    """A talk as it stands; `ticked` are the points that were gone through, `locked` says that it is its register."""

    talk: str
    topic: str
    title: str
    state: str
    planned_for: int | None
    held_at: int | None
    minutes: int | None
    presenter: str
    key_points: str
    ticked: str
    questions: str
    understanding: str
    cancelled: str
    locked: int
    seq: int

    @property
    def points(self) -> list[str]:
        """The points, one by one."""
        return acts.points_of(self.key_points)

    @property
    def fields(self) -> dict[str, Any]:
        """What a person writes of it."""
        return {name: getattr(self, name) for name in FIELDS}


@dataclass(frozen=True)
class Attendee:
    """A line of a register. `result` is `present` (not signed yet), `attended`, `absent` or `catch-up`.

    `off_duty` flags a signature of somebody whom the roster did not have on duty; `pin` that their PIN was right.
    """

    officer: str
    result: str
    signed_at: int | None
    off_duty: bool
    pin: bool
    catch_up_on: str


@dataclass(frozen=True)
class Correction:
    """What was put right beside a locked register."""

    seq: int
    at: int
    author: str
    text: str


def topic_of(transaction: "Transaction", topic: str) -> tuple[str, str]:
    """The title and points of a topic. Raises Refused where there is none."""
    row = transaction.one("SELECT title, points FROM topic WHERE topic = ?", (topic,))
    if row is None:
        raise Refused(f"there is no topic {quoted(topic)}: choose one, or enter it first")
    return row[0], row[1]


def check_not_over(transaction: "Transaction", planned_for: int | None) -> None:
    """Refuse a time for a talk that is over."""
    if planned_for is not None and planned_for < transaction.now:
        raise Refused("the talk is planned for a time that is over: choose a later one")


def read_talk(transaction: "Transaction", talk: str) -> Talk:
    """A talk as this transaction sees it. Raises StoreError where there is none."""
    row = transaction.one(ONE, (talk,))
    if row is None:
        raise StoreError(f"there is no talk {talk}")
    return Talk(*row)


def open_talk(transaction: "Transaction", talk: str) -> Talk:
    """The same, refused where it is completed or cancelled."""
    there = read_talk(transaction, talk)
    if there.state == "completed":
        raise Refused(f"{talk} is completed and locked: write a correction beside it")
    if there.state == "cancelled":
        raise Refused(f"{talk} was cancelled ({there.cancelled}): plan a new one")
    return there


def running_talk(transaction: "Transaction", talk: str) -> Talk:
    """The same, refused where it has not begun or is over."""
    there = open_talk(transaction, talk)
    if there.state != "running":
        raise Refused(f"{talk} has not begun: start it first")
    return there


def attendee_of(row: Any) -> Attendee:
    """A line of a register, as `REGISTER` gives it."""
    officer, result, signed_at, off, pin, catch_up_on = row
    return Attendee(officer, result, signed_at, bool(off), bool(pin), catch_up_on)


def register_of(transaction: "Transaction", talk: str) -> list[Attendee]:
    """The register as this transaction sees it."""
    return [attendee_of(row) for row in transaction.writer.all(f"{REGISTER} ORDER BY officer", (talk,))]


def attendee(transaction: "Transaction", talk: str, officer: str) -> Attendee:
    """An officer's line of it."""
    return attendee_of(transaction.one(f"{REGISTER} AND officer = ?", (talk, officer)))


def check_who(transaction: "Transaction", who: Iterable[str]) -> None:
    """Refuse what is neither `all`, nor a post, nor an officer."""
    for one in who:
        if one == EVERYBODY:
            continue
        sql = "SELECT 1 FROM post WHERE post = ? UNION ALL SELECT 1 FROM officer WHERE officer = ?"
        if transaction.one(sql, (one, one)) is None:
            raise Refused(f"{quoted(one)} is neither all, nor a post, nor an officer: choose one of them")
