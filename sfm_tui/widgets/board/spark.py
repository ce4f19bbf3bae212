"""A series as one line of blocks, with the start of an action marked in it."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
START = "┆"


def spark(readings: Sequence[tuple[int, float]], start: int | None, width: int) -> str:
    """The last readings that fit, low to high as blocks; `┆` stands before the first one at or after `start`.

    Where the start is before all of them or after all, the mark stands at that end. Empty without readings or room.
    """
    if not readings or width < 2:
        return ""
    shown = readings[-(width - (start is not None)) :]
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    step = (high - low) / (len(BLOCKS) - 1)
    blocks = [BLOCKS[round((value - low) / step)] if step else BLOCKS[3] for _, value in shown]
    if start is not None:
        blocks.insert(sum(at < start for at, _ in shown), START)
    return "".join(blocks)
