"""Places inside places: each must be there, and none may come round to itself."""

from collections.abc import Callable, Mapping

from sfm_tui.clock.refusal import quoted

Place = tuple[int, str]
"""The line of a location's row, and what it is inside."""


def misplaced(there: Mapping[str, str], rows: Mapping[str, Place], missing: Callable[[str], str]) -> dict[str, str]:
    """What is wrong with new or changed locations, by code; `there` says what those of the store are inside.

    `missing` says what is wrong with naming a location that is in neither. A row that falls takes with it those that
    stand on it alone.
    """
    wrong: dict[str, str] = {}
    while True:
        left = {code: place for code, place in rows.items() if code not in wrong}
        inside = {**there, **{code: place[1] for code, place in left.items()}}
        found = {
            code: why
            for code, (_, holder) in left.items()
            if holder and (why := _why(code, holder, inside, rows, missing))
        }
        if not found:
            return wrong
        wrong.update(found)


def _why(
    code: str, holder: str, inside: Mapping[str, str], rows: Mapping[str, Place], missing: Callable[[str], str]
) -> str:
    if holder not in inside:
        if holder in rows:
            return f"location {quoted(holder)} is refused itself, in line {rows[holder][0]}: put that right first"
        return missing(holder)
    way = [code]
    while holder:
        if holder == code:
            return f"it comes round to itself ({' → '.join(quoted(c) for c in [*way, code])}): let one be outside"
        if holder in way:
            return ""  # the ring is further on; its own rows say so
        way.append(holder)
        holder = inside.get(holder, "")
    return ""
