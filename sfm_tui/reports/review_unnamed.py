"""The client's copy of a contract review: typed texts name no officer and nobody an incident is about.

Owners of actions and who made the review stay named; so do places, days and the site's own words.
"""

from dataclasses import replace
from typing import Any

from sfm_tui.domain.action import Action
from sfm_tui.domain.pack.unnamed import Unnamed
from sfm_tui.domain.reference import Measure
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.storage.effects import ActionEffect


def unnamed(data: ReviewData, people: Unnamed) -> ReviewData:
    """The same review with every typed text that it prints told without people's names."""
    tell = people.text

    def action(one: Action) -> Action:
        return one.model_copy(update={"area": tell(one.area)})

    def effect(one: ActionEffect) -> ActionEffect:
        measure: Any = one.measure
        if isinstance(one.measure, Measure):
            measure = measure.model_copy(update={"name": tell(measure.name), "unit": tell(measure.unit)})
        return replace(one, action=action(one.action), measure=measure)

    def phases(found: Any) -> Any:
        return replace(found, phases=tuple(replace(some, reason=tell(some.reason)) for some in found.phases))

    return replace(
        data,
        actions=tuple(map(action, data.actions)),
        marked=tuple(map(action, data.marked)),
        open_actions=tuple(replace(one, action=action(one.action)) for one in data.open_actions),
        effects=tuple(map(effect, data.effects)),
        without_effect=tuple((action(one), why) for one, why in data.without_effect),
        points=tuple(
            replace(told, point=told.point.model_copy(update={"text": tell(told.point.text)})) for told in data.points
        ),
        talks=tuple(replace(one, title=tell(one.title)) for one in data.talks),
        categories=tuple(replace(one, category=tell(one.category)) for one in data.categories),
        charts=tuple((some, phases(found)) for some, found in data.charts),
    )
