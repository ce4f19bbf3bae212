"""What a screen asks of the program as a whole."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class IncidentWanted(Message):
    """Somebody wants to see an incident; `field` names where the cursor should stand."""

    number: str
    field: str = ""


@dataclass
class PlaceWanted(Message):
    """Somebody wants to go to a place (`desk`, `log`, `book`, `settings`), there to the record of `key`."""

    place: str
    key: str = ""


@dataclass
class StampWanted(Message):
    """Somebody wants to stamp an incident: `stamp` is dispatched, on scene, ended or resolved."""

    number: str
    stamp: str
