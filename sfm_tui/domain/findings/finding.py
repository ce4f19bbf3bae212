"""One finding of the roster, in the shape in which all kinds are told."""

from operator import itemgetter
from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong with the roster in [start, end), and why in one plain line.

    `short` counts heads for cover and minutes for rest; it, `post` and `officer` are None where rules.md says null.
    """

    kind: str
    post: str | None
    officer: str | None
    start: int
    end: int
    short: int | None
    why: str


order = itemgetter(3, 0, 1, 2, 4)
"""The key of the order in which findings are told: start, kind, post, officer.

All findings of one kind have a post or none has, and so with the officer, so that None never meets a text.
"""
