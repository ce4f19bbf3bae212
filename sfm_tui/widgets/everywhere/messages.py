"""What a screen asks of the program as a whole.

Plain classes, since each dataclass costs the start half a millisecond.
"""

from textual.message import Message


class IncidentWanted(Message):
    """Somebody wants to see an incident; `field` names where the cursor should stand."""

    def __init__(self, number: str, field: str = "") -> None:
        super().__init__()
        self.number = number
        self.field = field


class PlaceWanted(Message):
    """Somebody wants to go to a place (`desk`, `log`, `book`, `settings`), there to the record of `key`."""

    def __init__(self, place: str, key: str = "") -> None:
        super().__init__()
        self.place = place
        self.key = key


class StampWanted(Message):
    """Somebody wants to stamp an incident: `stamp` is dispatched, on scene, ended or resolved."""

    def __init__(self, number: str, stamp: str) -> None:
        super().__init__()
        self.number = number
        self.stamp = stamp
