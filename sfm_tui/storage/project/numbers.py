"""Numbers of the site's own sequences, read back from what was imported."""

MOST_DIGITS = 9


def own_number(number: str) -> tuple[int, int] | None:
    """Year and count of a number of the site's own form (`2026-0142`), None for any other."""
    return _parts(number, 4)


def own_occurrence(key: str) -> tuple[int, int] | None:
    """Year and count of a line's key of the site's own form (`B2026-00142`), None for any other."""
    return _parts(key[1:], 5) if key[:1] == "B" else None


def own_count(key: str, letter: str) -> int:
    """The count of a key of the site's own form (`T-07`, `T-142`), 0 for any other."""
    first, dash, count = key.partition("-")
    if first != letter or not dash or not 2 <= len(count) <= MOST_DIGITS or not (count.isascii() and count.isdigit()):
        return 0
    return int(count) if count_key(letter, int(count)) == key else 0


def count_key(letter: str, count: int) -> str:
    """A key of the site's own form."""
    return f"{letter}-{count:02d}"


def _parts(text: str, width: int) -> tuple[int, int] | None:
    year, dash, count = text.partition("-")
    if not dash or len(year) != 4 or not width <= len(count) <= MOST_DIGITS:
        return None
    if not (year + count).isascii() or not (year + count).isdigit():
        return None
    value = int(count)
    return (int(year), value) if f"{value:0{width}d}" == count else None
