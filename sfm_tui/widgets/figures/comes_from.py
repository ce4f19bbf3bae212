"""Where what a figure is made of is shown."""

from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.trace.key import days_key

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.period import Period

_PLACES = {
    "fill": "roster", "late-starts": "roster", "no-shows": "roster", "licence": "roster", "training": "talks",
    "calls": "book", "reports": "log",
}  # fmt: skip


def comes_from(figure: str, period: "Period", tz: "ZoneInfo") -> PlaceWanted:
    """The message that asks for it: of responses why they were late, of duties the roster of those days, and so on."""
    place = _PLACES.get(figure)
    if place is None:
        return PlaceWanted("trace", days_key(period.days))
    key = {"roster": f"{day_bounds(period.first, tz)[0]}", "talks": "due"}.get(place, "")
    return PlaceWanted(place, key)
