"""Pages of a pack about incidents, actions and talks."""

from collections import Counter
from typing import TYPE_CHECKING

from sfm_tui.domain.action import Action
from sfm_tui.domain.incidents import DETAILS
from sfm_tui.domain.measure import Computed
from sfm_tui.domain.pack.counts import suppressed, total
from sfm_tui.domain.rounding import Exact, two
from sfm_tui.reports.evidence.telling import Page, Teller, facts, heading, paragraphs, table
from sfm_tui.storage.effects import ActionEffect, action_effect
from sfm_tui.storage.errors import StoreError

if TYPE_CHECKING:
    from sfm_tui.domain.effect import Side
    from sfm_tui.storage.action_reading import Dossier
    from sfm_tui.storage.store import Store

_TEXTS = (
    ("required_level", "Required level of performance"), ("gap", "Identified gap"), ("cause", "Cause and evidence"),
    ("risk_measures", "Measures for the risk"), ("support", "Support required"), ("consulted", "Consulted"),
    ("how_measured", "How improvement is measured"), ("deviations", "What was done otherwise"),
    ("briefed", "Who was briefed"), ("side_effects", "Side effects"), ("standardised", "What was made standard"),
    ("lessons", "Lessons"),
)  # fmt: skip
_RESULTS = {"attended": "attended", "catch-up": "caught up later", "absent": "absent"}


def incident_page(store: "Store", number: str, tell: Teller) -> Page:
    """An incident with its log: hours for times, the steps of its response in seconds. Raises StoreError."""
    incident = store.incidents.get(number)
    name = tell.record("Incident", number)
    steps = [
        (label, f"{at - incident.reported} s after the report")
        for label, at in (
            ("Dispatched", incident.dispatched), ("On scene", incident.on_scene), ("Resolved", incident.resolved),
            ("Closed", incident.closed),
        )
        if at is not None
    ]  # fmt: skip
    officers = ", ".join(map(tell.person, incident.officers))
    text = heading(name) + "\n" + facts(
        [
            ("Void", tell.text(incident.struck)),
            ("Reported", tell.hour(incident.reported)),
            *steps,
            ("Category", tell.text(incident.category)),
            ("Severity", str(incident.severity)),
            ("Where", tell.record("Location", incident.location)),
            ("Officers", officers),
            ("Outcome", tell.text(incident.outcome)),
        ]
    )  # fmt: skip
    text += paragraphs(
        [("What happened", tell.text(incident.summary)), ("Evidence kept", tell.text(incident.evidence))]
    )
    text += paragraphs([(label, tell.text(str(incident.details.get(key, "")))) for key, label in DETAILS.items()])
    lines = [
        f"- {tell.hour(line.at)}: {'(struck) ' if line.struck else ''}{tell.text(line.text)}\n"
        for line in sorted(store.incidents.log(number), key=lambda line: (line.at, line.seq))
    ]
    if lines:
        text += f"\n{heading('Log', 2)}\n" + "".join(lines)
    return Page(_path(name), text, f"incident:{number}")


def talk_page(store: "Store", talk: str, tell: Teller) -> Page:
    """A toolbox talk: what was said, and how many were there; small numbers of people are suppressed."""
    held = store.talks.get(talk)
    name = tell.record("Talk", talk)
    text = heading(f"{name}: {tell.text(held.title)}") + "\n" + facts(
        [
            ("State", held.state),
            ("Held", tell.hour(held.held_at)),
            ("Minutes", str(held.minutes or "")),
            ("Presenter", tell.person(held.presenter)),
        ]
    )  # fmt: skip
    text += paragraphs(
        [
            ("Key points", tell.text(held.key_points)),
            ("Questions", tell.text(held.questions)),
            ("Understanding", tell.text(held.understanding)),
            ("Cancelled", tell.text(held.cancelled)),
        ]
    )
    counts = Counter(_RESULTS.get(row.result, "expected") for row in store.talks.register(talk))
    if counts:
        rows = [*suppressed(counts).items(), ("all", total(list(counts.values())) if min(counts.values()) > 4 else "")]
        text += f"\n{heading('Attendance', 2)}\n" + table(("Result", "Officers"), [row for row in rows if row[1]])
    text += paragraphs(
        [("Corrections", "\n".join(f"- {tell.text(note.text)}" for note in store.talks.corrections(talk)))]
    )
    return Page(_path(name), text, f"talk:{talk}")


def action_page(store: "Store", action: str, tell: Teller) -> Page:
    """An improvement action with every cycle, its steps and reviews, and what the change did. Raises StoreError."""
    dossier = store.actions.dossier(action)
    name = tell.record("Action", action)
    text = heading(f"{name}: {tell.text(dossier.action.area)}")
    for cycle in dossier.cycles:
        level = 2
        if len(dossier.cycles) > 1:
            text += f"\n{heading(f'Cycle {cycle.cycle}', 2)}"
            level = 3
        text += "\n" + _cycle(store, cycle, dossier, tell, level)
    notes = [f"- {tell.person(one.who)}: {tell.text(one.notes)}" for one in dossier.consultations]
    text += paragraphs([("Notes of consultations", "\n".join(notes))])
    return Page(_path(name), text, f"action:{action}")


def _cycle(store: "Store", cycle: Action, dossier: "Dossier", tell: Teller, level: int) -> str:
    themes = {theme.theme: theme.title for theme in store.actions.themes()}
    text = facts(
        [
            ("Stage", cycle.stage.capitalize()),
            ("Theme", tell.text(themes.get(cycle.theme, cycle.theme))),
            ("Owner", tell.person(cycle.owner) if cycle.owner else ""),
            ("Safety or security risk", "yes" if cycle.safety_risk else "no"),
            ("Agreed", tell.day(cycle.agreed_on)),
            ("Started", tell.day(cycle.started_on)),
            ("In effect", tell.day(cycle.in_effect_on)),
            ("Due", tell.day(cycle.due)),
            ("Cost", tell.text(cycle.cost)),
            ("Target", tell.text(cycle.target)),
        ]
    )
    text += paragraphs([(label, tell.text(getattr(cycle, field))) for field, label in _TEXTS], level)
    steps = [
        (step.who, tell.text(step.text), tell.text(step.support), tell.text(step.timescale), tell.day(step.done_on))
        for step in dossier.steps(cycle.cycle)
    ]
    if steps:
        heads = ("By", "Agreed action", "Support", "Timescale", "Done")
        text += f"\n{heading('Agreed actions', level)}\n" + table(heads, steps)
    reviews = [
        (tell.day(review.reviewed_on), review.outcome, tell.text(review.evaluation), tell.text(review.next_actions),
         tell.person(review.reviewer))
        for review in dossier.reviews(cycle.cycle)
    ]  # fmt: skip
    if reviews:
        heads = ("Review", "Required level", "Evaluation", "Agreed actions", "Reviewer")
        text += f"\n{heading('Reviews', level)}\n" + table(heads, reviews)
    return text + _effect(store, cycle, tell, level)


def _effect(store: "Store", cycle: Action, tell: Teller, level: int) -> str:
    try:
        found = action_effect(store, cycle.action, cycle.cycle)
    except StoreError:
        return ""
    sides = [("Baseline", found.found.baseline), ("Follow-up", found.found.follow_up)]
    if not any(side.n for _, side in sides):
        return ""
    heads = ("", "n", "Median", "p90", "Within (%)")
    measure = found.measure
    unit = "seconds" if isinstance(measure, Computed) and found.needed > 7 else ""
    text = f"\n{heading('Effect', level)}\n" + facts(
        [
            ("Measure", tell.text(measure.name)),
            ("Values in", unit),
            ("Verdict", found.found.verdict),
            ("Why", found.found.why.replace("in_effect_on", "a day on which it took effect").replace("_", " ")),
        ]
    )
    return text + "\n" + table(heads, [(label, *_side(side)) for label, side in sides]) + _change(found)


def _change(found: ActionEffect) -> str:
    change, interval = found.found.change, found.found.interval
    if change is None or interval is None:
        return ""
    return f"\nFollow-up − baseline: {_told(change)} (95 % interval {_told(interval[0])} to {_told(interval[1])})\n"


def _side(side: "Side") -> tuple[str, str, str, str]:
    return (str(side.n), _told(side.median), _told(side.p90), _told(side.share))


def _told(value: Exact | None) -> str:
    figure = two(value)
    return "" if figure is None else f"{figure:g}"


def _path(name: str) -> str:
    return f"evidence/{name.lower().replace(' ', '-')}.md"
