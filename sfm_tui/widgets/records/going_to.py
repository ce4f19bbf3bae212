"""Going to a record that a person named, from wherever they are."""

from functools import partial
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.records import describe
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.records.link_places import way_for

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session


async def open_record(app: "App[Any]", session: "Session", ref: str) -> None:
    """Show a record on its screen; of one that has none, such as an officer, what belongs to it."""
    program: Any = app
    way = await session.read(partial(way_for, ref=ref))
    if isinstance(way, IncidentWanted):
        program.open_incident(way.number, way.field)
    elif isinstance(way, PlaceWanted):
        program.go_to(way.place, way.key)
    else:
        from sfm_tui.widgets.records.record_links import open_links

        found = (await session.read(partial(describe, refs=(ref,)))).get(ref)
        await open_links(app, session, ref, found.called if found is not None else ref)
