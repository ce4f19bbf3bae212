"""What a record finds wrong with its fields, in words for people."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pydantic import ValidationError


class Complaint(NamedTuple):
    """The first thing that is wrong: the way to it, what it is, and pydantic's name for its kind."""

    where: tuple[int | str, ...]
    what: str
    kind: str

    @property
    def names(self) -> list[str]:
        """The names on the way to it, without the places in lists."""
        return [part for part in self.where if isinstance(part, str)]


def first_complaint(error: "ValidationError") -> Complaint:
    """What is wrong first."""
    first = error.errors(include_url=False, include_input=False)[0]
    what = first["msg"].removeprefix("Value error, ").replace("Input should", "it should")
    return Complaint(first["loc"], what, first["type"])
