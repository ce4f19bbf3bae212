"""Time zones as people name them, and the machine's own."""

import os
from functools import lru_cache
from pathlib import Path

from sfm_tui.clock.refusal import quoted
from sfm_tui.clock.zones import zone

_SHOWN = 3


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every zone by name, in order. Reads a folder of files the first time: ask for it in a thread."""
    from zoneinfo import available_timezones

    return tuple(sorted(name for name in available_timezones() if _usable(name)))


def _usable(name: str) -> bool:
    return name != "localtime" and not name.startswith(("right/", "posix/", "posixrules", "Factory"))


def find_zone(text: str) -> str:
    """The zone's proper name for `europe/london` or `london`.

    Raises ValueError, in one line, where none or several are meant, and names some that are near.
    """
    wanted = text.strip().replace(" ", "_").casefold()
    if not wanted:
        raise ValueError("a time zone is needed: write London or Europe/London")
    names = zone_names()
    same = [name for name in names if name.casefold() == wanted]
    cities = same or [name for name in names if name.casefold().rsplit("/", 1)[-1] == wanted and "/" in name]
    if len(cities) == 1:
        zone(cities[0])
        return cities[0]
    near = cities or [name for name in names if any(part.startswith(wanted) for part in name.casefold().split("/"))]
    if near:
        more = ", …" if len(near) > _SHOWN else ""
        raise ValueError(f"{quoted(text.strip())} may be {', '.join(near[:_SHOWN])}{more}: write more of it")
    raise ValueError(f"{quoted(text.strip())} is no time zone: write a city, London, or Europe/London")


def machine_zone(environment: str | None = None, etc: Path = Path("/etc")) -> str:
    """The zone that this machine is set to; empty where that cannot be read here.

    `environment` is what `TZ` says, read from the environment where it is not given.
    """
    said = os.environ.get("TZ", "") if environment is None else environment
    for name in (said.lstrip(":"), _linked(etc / "localtime"), _written(etc / "timezone")):
        if name:
            try:
                zone(name)
            except ValueError:
                continue
            return name
    return ""


def _linked(path: Path) -> str:
    try:
        target = os.readlink(path)
    except OSError:
        return ""
    _before, found, name = target.replace("\\", "/").partition("zoneinfo/")
    return name if found else ""


def _written(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(100).strip()
    except OSError:
        return ""
