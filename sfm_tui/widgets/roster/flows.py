"""What a person does to the roster from any screen: fill a gap, act on a duty, take back the last act.

Each flow runs in a worker, shows what it would do before it saves, and gives what was stored, or None where all was
left as it was. Raises StoreError, in one line, for what cannot be.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.planned import planned_text
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.rest import REST
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_records import CompensationRecord, DutyRecord
from sfm_tui.domain.roster_ways import Way, ways
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.roster import duty_acts as roster_duty_acts
from sfm_tui.widgets.roster.amends import compensate, undo
from sfm_tui.widgets.roster.booking import book_off, book_off_at, book_on, book_on_at
from sfm_tui.widgets.roster.drop import cancel, no_show, put_back
from sfm_tui.widgets.roster.duty_acts import OneDuty
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.preview import Saved
from sfm_tui.widgets.roster.scene import Scene, look

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

AnyDuty = Duty | DutyRecord
LONGEST_GIVEN = 36
LONGEST_HOURS = 12
"""How much of a gap is offered to one officer where the site sets no longest duty."""

EARLY_SECONDS = 2 * 3600
"""From how long before its start a duty's officer can be booked on from its menu."""


@dataclass(frozen=True)
class Gap:
    """A span in which a post needs somebody: `short` heads where that is known; `finding` is what told of it.

    `post` is empty where it could be any responder post.
    """

    post: str
    start: int
    end: int
    short: int | None = None
    finding: Finding | None = None

    @classmethod
    def of(cls, finding: Finding) -> "Gap":
        """The gap that a finding tells of."""
        short = finding.short if finding.kind in (UNCOVERED, UNDER_COVERED) else None
        return cls(finding.post or "", finding.start, finding.end, short, finding)


def _done(saved: Saved | None) -> "Done | None":
    return saved.done if saved is not None else None


# ── a gap, a finding ─────────────────────────────────────────────────────────────────────────────────────────


async def fill(app: "App[Any]", session: "Session", gap: Gap) -> "Done | None":
    """Put somebody where they are needed; of a finding, first ask which of the things that would help."""
    with keys_wait(app):
        scene = await session.read(lambda store: look(store, gap.start, gap.end))
    if gap.finding is None:
        post = gap.post or await _responder_post(app, session, scene)
        if not post:
            return None
        return await _put_there(app, session, scene, post, gap)
    finding = gap.finding
    given = await session.read(lambda store: _given(store, finding)) if finding.kind == REST else ""
    helps = ways(scene.roster, scene.rules.timezone, gap.finding)
    if not helps:
        raise StoreError("the duties that this was about are not there any more: look again")
    while True:
        way = helps[0] if len(helps) == 1 else await _which_way(app, scene, finding, helps, given)
        if way is None:
            return None
        done = await _go(app, session, scene, gap, way)
        if done is not None or len(helps) == 1:
            return done


def _given(store: "Store", finding: Finding) -> str:
    """What was given already for a rest cut short."""
    record = store.roster.get(CompensationRecord, finding.officer, finding.start)
    return record.given if record is not None else ""


async def _which_way(app: "App[Any]", scene: Scene, finding: Finding, helps: list[Way], given: str) -> Way | None:
    words = scene.words
    choices = []
    for n, way in enumerate(helps):
        if way.act == "compensate":
            label = "Compensatory rest is recorded" if given else "Record the compensatory rest that was given"
            choices.append(Choice(str(n), label, clip(given, LONGEST_GIVEN)))
            continue
        where = words.where(way.post)
        if way.duty is None:
            label = f"Put an officer on {where}"
        else:
            label = f"Let another officer take {words.who(way.duty.officer)}'s {where}"
        whole = (way.start, way.end) == (finding.start, finding.end)
        choices.append(Choice(str(n), label, "" if whole else words.span(way.start, way.end)))
    chosen = await app.push_screen_wait(ChooseDialog(words.finding_by_time(finding), choices))
    return helps[int(chosen)] if chosen is not None else None


async def _go(app: "App[Any]", session: "Session", scene: Scene, gap: Gap, way: Way) -> "Done | None":
    span = (way.start, way.end)
    if way.act == "compensate":
        assert gap.finding is not None
        return await compensate(app, session, gap.finding)
    if way.duty is not None:
        return _done(await roster_duty_acts.hand_on(app, session, way.duty, span))
    return await _put_there(app, session, scene, way.post, gap)


async def _put_there(app: "App[Any]", session: "Session", scene: Scene, post: str, gap: Gap) -> "Done | None":
    """Choose who takes a gap; of one that is too long for one officer, its first part."""
    most = int((scene.rules.max_duty_hours or LONGEST_HOURS) * 3600)
    end, note = gap.end, ""
    if end - gap.start > most:
        end = gap.start + most
        note = f"its first {hours_text(most)}: the gap lasts until {planned_text(gap.end, scene.words.tz)}"
    dialog = FillDialog(session, scene, post, (gap.start, end), short=gap.short, note=note)
    return _done(await app.push_screen_wait(dialog))


async def _responder_post(app: "App[Any]", session: "Session", scene: Scene) -> str:
    posts = [post.post for post in scene.roster.posts if post.responder]
    if not posts:
        raise StoreError(f"no post is there to respond: say of one that it is, {key_of('app.go-to', 'F12')} s, Posts")
    if len(posts) == 1:
        return posts[0]
    choices = [Choice(post, scene.words.where(post)) for post in posts]
    return await app.push_screen_wait(PickDialog("At which post?", choices)) or ""


# ── a duty ───────────────────────────────────────────────────────────────────────────────────────────────────


async def move(app: "App[Any]", session: "Session", duty: AnyDuty) -> "Done | None":
    """Another time, another post or both."""
    return _done(await roster_duty_acts.move(app, session, duty))


async def split(app: "App[Any]", session: "Session", duty: AnyDuty) -> "Done | None":
    """Two duties of one, the second to the same officer, another one or nobody."""
    return _done(await roster_duty_acts.split(app, session, duty))


async def swap(app: "App[Any]", session: "Session", duty: AnyDuty) -> "Done | None":
    """Two officers take each other's duty."""
    return _done(await roster_duty_acts.swap(app, session, duty))


async def extend(app: "App[Any]", session: "Session", duty: AnyDuty) -> "Done | None":
    """A duty ends later, or earlier."""
    return _done(await roster_duty_acts.extend(app, session, duty))


async def replace(app: "App[Any]", session: "Session", duty: AnyDuty, span: "Span | None" = None) -> "Done | None":
    """Another officer takes a duty, or the part of it in `span`."""
    return _done(await roster_duty_acts.hand_on(app, session, duty, span))


# ── the menu ─────────────────────────────────────────────────────────────────────────────────────────────────

Flow = Callable[["App[Any]", "Session", AnyDuty], Awaitable["Done | None"]]
_ACTS: dict[str, tuple[str, str, Flow]] = {
    "on": ("b", "Book on now", book_on),
    "on-at": ("t", "Book on at a time …", book_on_at),
    "off": ("b", "Book off now", book_off),
    "off-at": ("t", "Book off at a time …", book_off_at),
    "no-show": ("x", "No-show", no_show),
    "replace": ("r", "Another officer takes it, or a part", replace),
    "swap": ("w", "Swap with another duty", swap),
    "extend": ("e", "Longer or shorter", extend),
    "move": ("m", "Move to another time or post", move),
    "split": ("s", "Split", split),
    "cancel": ("c", "Cancel", cancel),
    "back": ("p", "Put back: it holds again", put_back),
}


def acts_for(duty: DutyRecord, now: int) -> list[str]:
    """The acts that make sense for a duty at an instant."""
    if not duty.active:
        return ["back"]
    acts = []
    if duty.booked_on is None and duty.start - EARLY_SECONDS <= now:
        acts += ["on", "on-at"]
    elif duty.booked_on is not None and duty.booked_off is None:
        acts += ["off", "off-at"]
    if duty.booked_on is None and duty.start <= now:
        acts.append("no-show")
    return [*acts, "replace", "swap", "extend", "move", "split", "cancel"]


async def duty_acts(app: "App[Any]", session: "Session", duty: AnyDuty) -> "Done | None":
    """Ask what to do with a duty, of all that makes sense for it now, and do it; Escape in an act comes back here."""
    while True:
        one = await OneDuty.of(app, session, duty)
        choices = [Choice(key, _ACTS[key][1], letter=_ACTS[key][0]) for key in acts_for(one.duty, session.now())]
        short = [f for f in one.scene.findings if f.kind == REST and f.officer == duty.officer and f.end == duty.start]
        if not one.duty.active:
            choices.append(Choice("fill", "Fill what it leaves", letter="f"))
        if short:
            choices.append(Choice("rest", "Record compensatory rest", letter="k"))
        state = "" if one.duty.status == "planned" else f" ({one.duty.status})"
        chosen = await app.push_screen_wait(ChooseDialog(f"{one.title}{state}", choices))
        if chosen is None:
            return None
        if chosen == "fill":
            done = await fill(app, session, Gap(duty.post, duty.start, duty.end))
        elif chosen == "rest":
            done = await compensate(app, session, short[0])
        else:
            done = await _ACTS[chosen][2](app, session, one.duty)
        if done is not None:
            return done


__all__ = [
    "Gap", "book_off", "book_on", "cancel", "compensate", "duty_acts", "extend", "fill", "move", "no_show", "put_back",
    "replace", "split", "swap", "undo",
]  # fmt: skip
