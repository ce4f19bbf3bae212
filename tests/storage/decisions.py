"""What of all weekly reviews is still to be done."""

from sfm_tui.domain.weekly import Standing
from sfm_tui.storage.store import Store


def still_open(store: Store) -> list[Standing]:
    """The oldest first."""
    return [one for one in store.weekly.before("9999-W52") if one.is_open]
