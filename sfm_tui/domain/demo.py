"""What the ledger says of a demo: that it is one, and how far its clock stands from the computer's."""

from sfm_tui.domain.event import Event, event


@event("demo.begun")
class DemoBegun(Event):
    """The first entry of a demo that has a clock of its own: `ahead` seconds ahead of the computer's, or behind it.

    `before` says that it shows the site as it stood before the change that the demo tells of.
    """

    ahead: int = 0
    before: bool = False


@event("demo.moved")
class DemoMoved(Event):
    """The clock of a demo was put forward; `ahead` is how far it stands from the computer's from now on, in seconds."""

    ahead: int
