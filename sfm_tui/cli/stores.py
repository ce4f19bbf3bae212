"""The store that a command works on, and who does it."""

from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.storage.errors import NotAStore

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

NOBODY = "cli"
"""The author of what a command does where nobody is named and nobody has signed on."""


def existing(path: Path) -> Path:
    """The path of a store that is there already. Raises NotAStore where there is none: reading makes no store."""
    if not path.exists():
        raise NotAStore(f"there is no store at {path}: «sfm» or «sfm import» makes one, --db or SFM_DB names another")
    return path


def opened(path: Path) -> "Store":
    """Open a store that is there."""
    from sfm_tui.storage.store import Store

    return Store.open(existing(path))


def author(store: "Store", by: str) -> "Author":
    """Who does this: the person named, else who signed on last, else `cli`."""
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.text import clean_code

    if by:
        try:
            return Author(clean_code(by))
        except ValueError as error:
            raise ValueError(f"--by: {error}") from None
    return Author(store.people.last_at_desk() or NOBODY)
