"""What a person does to a self-assessment: assess, put right, raise an action from a row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sfm_tui.clock import local_date
from sfm_tui.domain.assessment import (
    CONFIDENCE,
    CONSENSUS,
    ENABLERS,
    FLOOR,
    LABELS,
    LEVELS,
    Assessment,
    Check,
    Enabler,
    held,
)
from sfm_tui.domain.rubric import cell
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.assessment.words import Assessed, named
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.long_form import LongForm
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.lists.cells import clip, one_line

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.action_sketch import ActionSketch
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

HOLDS = (("", "not looked at"), ("no", "no, not yet"), ("yes", "yes, it holds"))
_HELP = {
    "evidence": "what shows the level as a whole; empty: the lines of the levels that hold",
    "strengths": "what is done well, and is to stay",
    "gaps": "what is missing for the next level",
    "views": "what the client, tenants and officers say of it, and how they were asked",
}


def checks_in(typed: dict[str, str]) -> tuple[Check, ...]:
    """What the form says of each level. Raises FieldError for evidence without a verdict, and the other way round."""
    found = []
    for level in range(FLOOR + 1, max(LEVELS) + 1):
        holds, by = typed[f"holds{level}"], typed[f"by{level}"].strip()
        if not holds and by:
            raise FieldError(f"holds{level}", f"level {level} has evidence: say whether it holds")
        if holds == "yes" and not by:
            raise FieldError(f"by{level}", f"write what shows that level {level} {LEVELS[level]} holds")
        if holds:
            found.append(Check(level=level, holds=holds == "yes", evidence=by))
    return tuple(found)


def so_far(typed: dict[str, str]) -> str:
    """The level that the answers come to, and which of them do not count."""
    checks = [Check(level=n, holds=typed[f"holds{n}"] == "yes") for n in LEVELS if n > FLOOR and typed[f"holds{n}"]]
    level = held(checks)
    words = f"comes to level {level} {LEVELS[level]}"
    idle = [str(one.level) for one in checks if one.holds and one.level > level]
    if idle:
        verb = "does" if len(idle) == 1 else "do"
        words += f"; {' and '.join(idle)} {verb} not count while {level + 1} does not hold"
    return words


def _level_fields(enabler: Enabler, known: Sequence[Check], last: str, *, old: bool) -> list[FormField]:
    """A verdict and its evidence for each level, under what it looks like; `old` are those of the row itself."""
    fields = []
    for level in range(FLOOR + 1, max(LEVELS) + 1):
        check = next((one for one in known if one.level == level), None)
        holds = ("yes" if check.holds else "no") if check is not None else ""
        by = check.evidence if check is not None else ""
        told = f"last time ({last}): {'held' if holds == 'yes' else 'did not hold'}" if holds and not old else ""
        shown = clip(one_line(f"{told}: {by}" if by and told else told), 130)
        fields += [
            FormField(f"is{level}", f"{level} {LEVELS[level]}", cell(enabler, level), fixed=True, long=True),
            FormField(f"holds{level}", "  Does it hold?", holds if old else "", choices=HOLDS, beside=so_far),
            FormField(f"by{level}", "  By what", by if old else "", long=True, help=shown or "what shows it: name it"),
        ]
    return fields


def _said_fields(row: Assessment | None) -> list[FormField]:
    sure = row.confidence if row is not None else ""
    words = [*CONFIDENCE, *([sure] if sure and sure not in CONFIDENCE else ())]
    return [
        *(FormField(name, LABELS[name], getattr(row, name) if row is not None else "", long=True, help=text)
          for name, text in _HELP.items()),
        FormField("confidence", LABELS["confidence"], sure, choices=(("", "not said"), *((w, w) for w in words)),
                  help="how sure the assessor is"),
    ]  # fmt: skip


async def assess(app: "App[Any]", session: "Session", known: Assessed, enabler: Enabler) -> Outcome | None:
    """Enter what was found of an enabler; what is half typed is kept until it is saved or dropped."""
    today, me = local_date(session.now(), session.tz), session.author.person
    names = known.names
    last = next((row for row in known.of(enabler) if row.assessor == me), known.lead(enabler))
    checks = known.checks.get(last.key, ()) if last is not None else ()
    fields = [
        FormField("assessed_on", LABELS["assessed_on"], "today", needed=True, help="today, 1/12",
                  check=day_check(today)),
        FormField("assessor", LABELS["assessor"], names.get(me, me), needed=True,
                  suggestions=(*names.values(), CONSENSUS),
                  help=f"who assessed; «{CONSENSUS}» is what all agree on afterwards, and stands for the day"),
        *_level_fields(enabler, checks, day(last.assessed_on) if last is not None else "", old=False),
        *_said_fields(None),
    ]  # fmt: skip
    client = uuid4().hex

    async def save(typed: dict[str, str]) -> Assessment:
        found = checks_in(typed)
        if held(found) == FLOOR and not typed["evidence"].strip():
            raise FieldError("evidence", f"write what shows that it is at level {FLOOR} {LEVELS[FLOOR]}")
        said = {name: typed[name].strip() for name in (*_HELP, "confidence")}
        who = typed["assessor"].strip()
        assessor = next((code for code, name in names.items() if who in (code, name)), who)
        on = iso_day(typed["assessed_on"], today)
        return await session.write(
            lambda store, by: store.assessments.assess(
                enabler, found, by, assessed_on=on, assessor=assessor, client_id=client, **said
            )
        )

    title = f"Assess: {ENABLERS[enabler]}"
    key = f"assessment:new:{me}:{enabler}"
    done: Assessment | None = await ask_kept(app, session, key, title, fields, save, make=LongForm)
    return _told(done, "assessed") if done is not None else None


async def put_right(app: "App[Any]", session: "Session", known: Assessed, enabler: Enabler) -> Outcome | None:
    """Change a row of an enabler, with a reason."""
    row = await choose(app, known, enabler, "Put right")
    if row is None:
        return None
    old = known.checks.get(row.key, ())
    fields = [
        *_level_fields(enabler, old, "", old=True),
        *_said_fields(row),
        FormField("why", "Why it is changed", needed=True, help="it stands beside the change in the history"),
    ]
    stood = {one.name: one.value for one in fields}

    async def save(typed: dict[str, str]) -> Assessment:
        levels = [name for name in typed if name.startswith(("holds", "by"))]
        found = checks_in(typed) if any(typed[name] != stood[name] for name in levels) else None
        said = {name: typed[name].strip() for name in (*_HELP, "confidence") if typed[name] != stood[name]}
        return await session.write(
            lambda store, by: store.assessments.change(row, by, checks=found, why=typed["why"], **said)
        )

    key = f"assessment:{row.key}:{session.author.person}"
    title = f"Put right: {ENABLERS[enabler]}, {named(known, row)}"
    done: Assessment | None = await ask_kept(app, session, key, title, fields, save, make=LongForm, shared=True)
    return _told(done, "put right") if done is not None else None


def _told(row: Assessment, verb: str) -> Outcome:
    return Outcome(
        f"{ENABLERS[row.code]} {verb}: level {row.level} {LEVELS[row.level]} "
        f"holds · {key_of('assessment.action', 'a')} raises an action"
    )


async def choose(app: "App[Any]", known: Assessed, enabler: Enabler, what: str) -> Assessment | None:
    """The row that is meant, asked for where there are several."""
    some = known.of(enabler)[:9]
    if not some:
        cast("Program", app).say(
            f"this enabler was not assessed yet: {key_of('assessment.assess', 'n')} assesses it", "warn"
        )
        return None
    if len(some) == 1:
        return some[0]
    title = f"{what}: {ENABLERS[enabler]}, which row?"
    chosen = await app.push_screen_wait(
        ChooseDialog(title, [Choice(row.key, named(known, row), clip(one_line(row.evidence), 60)) for row in some])
    )
    return next((row for row in some if row.key == chosen), None)


def sketch_of_row(row: Assessment) -> "ActionSketch":
    """What an action starts with that is to bring an enabler from the level of a row to the next one."""
    from sfm_tui.domain.action_sketch import ActionSketch

    title = ENABLERS[row.code]
    up = row.level + 1 if row.level < max(LEVELS) else row.level
    goal = f"{title}: from {LEVELS[row.level]} to {LEVELS[up]}" if up > row.level else f"{title}: stay {LEVELS[up]}"
    found = " ".join((row.gaps.strip() or row.evidence).split())
    return ActionSketch(
        area=goal, required_level=f"Level {up}, {LEVELS[up]}: {cell(row.code, up)}",
        gap=f"Level {row.level}, {LEVELS[row.level]}, on {row.assessed_on}: {found}",
        how_measured=f"{title} is assessed again: every level up to {up} confirmed, with evidence",
        sources=(row.ref,),
    )  # fmt: skip


async def raise_answer(app: "App[Any]", session: "Session", known: Assessed, enabler: Enabler) -> Outcome | None:
    """Write an action that answers a row; the form opens with what the row says, and nothing is saved before it is."""
    from sfm_tui.widgets.actions.flows import new_action

    row = await choose(app, known, enabler, "Raise an action")
    if row is None:
        return None
    answers = known.actions.get(row.key, ())
    if answers:
        choices = [Choice(one, f"Go to {one}", clip(known.areas.get(one, ""), 50)) for one in answers[:9]]
        choices.append(Choice("new", "Raise another action all the same", letter="a"))
        chosen = await app.push_screen_wait(ChooseDialog(f"{', '.join(answers[:5])} answers this row already", choices))
        if chosen != "new":
            if chosen is not None:
                app.screen.post_message(PlaceWanted("board", chosen))
            return None
    return await new_action(app, session, sketch=sketch_of_row(row))


async def history(app: "App[Any]", session: "Session", known: Assessed, enabler: Enabler) -> None:
    """Every act on a row, in words."""
    from sfm_tui.widgets.records.history_dialog import HistoryDialog

    row = await choose(app, known, enabler, "History")
    if row is not None:
        acts = await session.read(lambda store: store.assessments.history(row.key))
        title = f"{ENABLERS[enabler]}, {named(known, row)}"
        await app.push_screen_wait(HistoryDialog(session, title, acts, known.names))
