"""A zone's offset over a stretch of time, for what counts local hours by whole numbers."""

from zoneinfo import ZoneInfo

from sfm_tui.clock.zones import to_local

_STEP = 86_400


def offsets(low: int, high: int, tz: ZoneInfo) -> list[tuple[int, int]]:
    """From which instant on, from `low` to before `high`, local time is how many seconds ahead of UTC."""
    found = [(low, _offset(low, tz))]
    at = low
    while at < high - 1:
        nxt = min(at + _STEP, high - 1)
        if _offset(nxt, tz) != found[-1][1]:
            below, above = at, nxt
            while above - below > 1:
                middle = (below + above) // 2
                if _offset(middle, tz) == found[-1][1]:
                    below = middle
                else:
                    above = middle
            found.append((above, _offset(above, tz)))
            at = above
        else:
            at = nxt
    return found


def _offset(at: int, tz: ZoneInfo) -> int:
    delta = to_local(at, tz).utcoffset()
    return delta.days * 86_400 + delta.seconds if delta is not None else 0
