"""What is typed narrows a list."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def narrowed(some: Iterable[T], typed: str, text: Callable[[T], str]) -> list[T]:
    """Those whose text has each word that was typed in it, whatever the case."""
    words = typed.casefold().split()
    return [one for one in some if all(word in text(one).casefold() for word in words)]
