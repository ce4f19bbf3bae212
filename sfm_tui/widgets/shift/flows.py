"""What the desk asks about the shift: check calls and rounds that are answered, officers who come and go.

Each flow gives what the screen should say, or None where the person left everything as it was.
"""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import sure_clock
from sfm_tui.domain.check_calls import EARLY_SECONDS, state
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.desk.side import DueItem, DutyItem
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome, Tone
from sfm_tui.widgets.forms.timing import BadTime, echo, settle
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.shift.words import call_state, hours_of, patrol_state

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.roster import Duty
    from sfm_tui.domain.roster_records import PatrolRecord
    from sfm_tui.storage.on_duty import CallLine, PatrolLine
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

LADDER: tuple[tuple[str, bool], ...] = (
    ("rang, found well", True),
    ("rang, no answer", False),
    ("officer sent to visit", False),
    ("visited, found well", True),
    ("escalated to the duty manager", False),
    ("999 called", True),
)
"""What is done about a call that does not come, in its usual order, and whether that settles it."""

OWN = "own"
_RECENT = 3600


def _back() -> str:
    return f" · {key_of('desk.undo', 'u')} takes it back"


async def answer(app: "App[Any]", session: "Session", item: DueItem | None) -> Outcome | None:
    """Record the check call that is due; where several are, or it is late to ask, say which and how it stands.

    A call that is due and the only one is received now, by this one key.
    """
    shift = session.shift
    if item is None and shift is not None:
        now = session.now()
        waiting = [call for call in shift.calls if state(call.due, None, now) == "due"]
        if len(waiting) == 1 and not any(state(call.due, None, now) == "missed" for call in shift.calls):
            return await received(app, session, waiting[0], now)
        item = await _which(app, session)
    if item is None:
        return None
    if item.patrol is not None:
        return await patrol(app, session, item.patrol)
    assert item.call is not None
    return await call_menu(app, session, item.call)


async def _which(app: "App[Any]", session: "Session") -> DueItem | None:
    """Ask which call or round: those that wait first, then the calls of the last hour, for corrections."""
    shift, now = session.shift, session.now()
    assert shift is not None
    done = await session.read(lambda store: store.roster.check_calls(now - _RECENT, now + EARLY_SECONDS))
    calls = [*shift.calls, *(call for call in done if call.received is not None or call.action)]
    items = [DueItem(call.due, call.post, call=call) for call in calls if call.due - EARLY_SECONDS <= now]
    items += [DueItem(line.record.due, line.record.patrol, patrol=line) for line in shift.patrols]
    items.sort(key=lambda item: (*item.press[:1], -item.due, item.code))
    if not items:
        cast("Program", app).say("no check call is due, and no round")
        return None
    choices = [Choice(str(n), f"{one.code} {sure_clock(one.due, session.tz)}", _stands(session, one))
               for n, one in enumerate(items)]  # fmt: skip
    dialog = ChooseDialog if len(choices) <= 9 else PickDialog
    chosen = await app.push_screen_wait(dialog("Which check call or round?", choices))
    return items[int(chosen)] if chosen is not None else None


def _stands(session: "Session", item: DueItem) -> str:
    now = session.now()
    if item.patrol is not None:
        return f"round, {patrol_state(item.patrol, now)[0]}"
    call = item.call
    assert call is not None
    if call.received is not None:
        return f"received {sure_clock(call.received, session.tz)}"
    words = call_state(call, now)[0]
    return f"{words}: {call.action}" if call.action else words


# ── check calls ──────────────────────────────────────────────────────────────────────────────────────────────


def _called(session: "Session", call: "CallLine") -> str:
    who = f", {session.officer_name(call.officer)}" if call.officer else ""
    return f"{call.post} {sure_clock(call.due, session.tz)}{who}"


async def received(app: "App[Any]", session: "Session", call: "CallLine", at: int) -> Outcome:
    """A check call came at an instant."""
    post, due, officer = call.post, call.due, call.officer
    await session.write(lambda store, by: store.roster.check_call(post, due, by, officer=officer, received=at))
    came = state(due, at, at)
    words = {"late": f"LATE by {(at - due) // 60} min", "early": "early"}.get(came, "in time")
    said = f"check call {_called(session, call)}: received {sure_clock(at, session.tz)}, {words}"
    return Outcome(said + _back(), "warn" if came == "late" else "good")


async def call_menu(app: "App[Any]", session: "Session", call: "CallLine") -> Outcome | None:
    """One call: received now or at a time that is typed, or what was done where it did not come."""
    now = session.now()
    if call.received is None and now < call.due - EARLY_SECONDS:
        counts = sure_clock(call.due - EARLY_SECONDS, session.tz)
        return Outcome(f"check call {_called(session, call)} is not due yet: it counts from {counts}", "plain")
    choices = []
    if call.received is None:
        choices.append(Choice("now", "Received, now", sure_clock(now, session.tz), letter="n"))
    choices.append(Choice("at", "Received at another time …", letter="t"))
    if now >= call.due and call.received is None:
        choices.append(Choice("missed", "It did not come: what was done …", letter="m"))
    title = f"{_called(session, call)}: {_stands(session, DueItem(call.due, call.post, call=call))}"
    chosen = await app.push_screen_wait(ChooseDialog(title, choices))
    if chosen == "now":
        return await received(app, session, call, now)
    if chosen == "at":
        return await _received_at(app, session, call)
    if chosen == "missed":
        return await missed(app, session, call)
    return None


async def _received_at(app: "App[Any]", session: "Session", call: "CallLine") -> Outcome | None:
    text = problem = ""
    while True:
        label = f"{_called(session, call)}: received at"
        fields = [Field("time", label, text, "2203, -5, y 2310", echo(session, call.due))]
        given: dict[str, str] | None = await app.push_screen_wait(AskDialog("Check call", fields, hint=problem))
        if given is None:
            return None
        text = given["time"]
        try:
            at = await settle(app, session, text, call.due)
            if at is not None:
                return await received(app, session, call, at)
        except (BadTime, StoreError) as error:
            problem = f"✖ {error}"


async def missed(app: "App[Any]", session: "Session", call: "CallLine") -> Outcome | None:
    """What was done about a call that did not come, step by step until something settles it."""
    done = call.action
    said: Outcome | None = None
    while True:
        title = f"{_called(session, call)} did not come: what was done?"
        choices = [Choice(str(n), words.capitalize()) for n, (words, _settles) in enumerate(LADDER)]
        choices.append(Choice(OWN, "In own words …"))
        about = f"so far: {done}" if done else ""
        chosen = await app.push_screen_wait(ChooseDialog(title, choices, about=about))
        if chosen is None:
            return said
        settles = True
        if chosen == OWN:
            given = await app.push_screen_wait(AskDialog(title, [Field("text", "What was done:")]))
            if given is None:
                continue
            step = given["text"].strip()
        else:
            step, settles = LADDER[int(chosen)]
        done = f"{done}; {step} {sure_clock(session.now(), session.tz)}".removeprefix("; ")
        await _missed(session, call, done)
        said = Outcome(f"check call {_called(session, call)} missed: {step}{_back()}", "warn")
        if settles:
            return said


async def _missed(session: "Session", call: "CallLine", action: str) -> None:
    await session.write(
        lambda store, by: store.roster.missed_call(call.post, call.due, action, by, officer=call.officer)
    )


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────────────────


async def patrol(app: "App[Any]", session: "Session", line: "PatrolLine") -> Outcome | None:
    """A round: begin it, or end it with the points that were made."""
    record = line.record
    name = f"{record.patrol} {sure_clock(record.due, session.tz)}"
    if record.started is None:
        return await _begin(app, session, line, name)
    fields = [
        Field("points", f"Points made, of {record.points_due}:", check=_points),
        Field("findings", "What was found (may be empty):", needed=False),
    ]
    hint = ""
    while True:
        given: dict[str, str] | None = await app.push_screen_wait(AskDialog(f"Round {name} ends now", fields, hint))
        if given is None:
            return None
        made, found = int(given["points"]), given["findings"]
        try:
            await _ended(session, record, made, found)
        except StoreError as error:
            hint = f"✖ {error}"
            fields = [Field("points", fields[0].label, given["points"], check=_points),
                      Field("findings", fields[1].label, found, needed=False)]  # fmt: skip
            continue
        tone: Tone = "good" if made >= record.points_due else "warn"
        return Outcome(f"round {name}: ended, {made} of {record.points_due} points{_back()}", tone)


async def _ended(session: "Session", record: "PatrolRecord", made: int, found: str) -> None:
    await session.write(
        lambda store, by: store.roster.patrol_ended(record.patrol, record.due, by, points_made=made, findings=found)
    )


async def _begin(app: "App[Any]", session: "Session", line: "PatrolLine", name: str) -> Outcome | None:
    record, shift = line.record, session.shift
    officers = {record.officer: "named for it"} if record.officer else {}
    officers |= {who.officer: "on duty" for who in (shift.on_duty if shift else ()) if who.officer not in officers}
    choices = [Choice(officer, session.officer_name(officer), detail) for officer, detail in officers.items()]
    if not choices:
        choices = [Choice("", "Start it")]
    dialog = ChooseDialog if len(choices) <= 9 else PickDialog
    officer = await app.push_screen_wait(dialog(f"Round {name} starts now, by whom?", choices))
    if officer is None:
        return None
    code, due = record.patrol, record.due
    await session.write(lambda store, by: store.roster.patrol_started(code, due, by, officer=officer))
    return Outcome(f"round {name}: started {sure_clock(session.now(), session.tz)}{_back()}")


def _points(text: str) -> str:
    if not text.strip().isdecimal() or len(text) > 5:
        raise ValueError("a number of points: 0 or more")
    return ""


# ── officers ─────────────────────────────────────────────────────────────────────────────────────────────────


async def book(app: "App[Any]", session: "Session", item: DutyItem | None) -> Outcome | None:
    """Book an officer on, or off again, now."""
    duties = list(item.duties) if item is not None else _to_book(session)
    if not duties:
        return Outcome("nobody is on duty or about to be", "warn")
    duty = duties[0]
    if item is None or len(duties) > 1:
        choices = [
            Choice(str(n), session.officer_name(one.officer), f"{one.post} {_booking(session, one)}")
            for n, one in enumerate(duties)
        ]
        dialog = ChooseDialog if len(choices) <= 9 else PickDialog
        chosen = await app.push_screen_wait(dialog("Book on or off: who?", choices))
        if chosen is None:
            return None
        duty = duties[int(chosen)]
    return await _book(app, session, duty)


def _to_book(session: "Session") -> "list[Duty]":
    """The duties that wait for their officer first, then those that begin soon, then those that may end."""
    shift = session.shift
    if shift is None:
        return []
    here = [duty for who in shift.on_duty for duty in who.duties]
    waiting = sorted((duty for duty in here if duty.booked_on is None), key=lambda d: (d.start, d.officer))
    on = sorted((d for d in here if d.booked_on is not None and d.booked_off is None), key=lambda d: (d.end, d.officer))
    return [*waiting, *shift.coming, *on]


def _booking(session: "Session", duty: "Duty") -> str:
    hours = hours_of((duty,), session.tz)
    if duty.booked_on is None:
        return f"{hours}, book on"
    if duty.booked_off is None:
        return f"{hours}, book off (on since {sure_clock(duty.booked_on, session.tz)})"
    return f"{hours}, booked off {sure_clock(duty.booked_off, session.tz)}"


async def _book(app: "App[Any]", session: "Session", duty: "Duty") -> Outcome | None:
    from sfm_tui.widgets.roster import booking as roster_booking

    word = "on" if duty.booked_on is None else "off"
    title = f"{session.officer_name(duty.officer)} at {duty.post}: book {word}"
    choices = [Choice("now", f"Book {word} now", sure_clock(session.now(), session.tz), letter="n"),
               Choice("at", "At another time …", letter="t")]  # fmt: skip
    chosen = await app.push_screen_wait(ChooseDialog(title, choices))
    if chosen is None:
        return None
    act = getattr(roster_booking, f"book_{word}" if chosen == "now" else f"book_{word}_at")
    done = await act(app, session, duty)
    if done is None:
        return None
    new = done.changes[0].new
    at = new.booked_on if word == "on" else new.booked_off
    who = session.officer_name(duty.officer)
    return Outcome(f"{who} booked {word} at {duty.post} {sure_clock(at, session.tz)}{_back()}")


async def take_back(app: "App[Any]", session: "Session", _item: object) -> Outcome | None:
    """Take back one's own last booking, check call, round or other change of the roster, once it is shown."""
    from sfm_tui.widgets.roster.flows import undo

    return Outcome("taken back, by a new entry") if await undo(app, session) is not None else None
