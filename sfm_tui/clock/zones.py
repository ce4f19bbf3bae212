"""Time zones by name, and instants as a zone's local time."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock.refusal import quoted

Instant = int
"""Epoch seconds, UTC."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (a wall time, of no zone yet)
_KEY = r"[A-Z][A-Za-z0-9_+-]{0,31}(/[A-Z][A-Za-z0-9_+-]{0,31}){0,2}"


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises ValueError, in one line, for anything else.

    Names outside the shape of the database's own are refused unread, and so are the machine's
    `localtime` and the leap-second tables `right/...`, which would mean another time elsewhere.
    """
    if name != "Factory" and re.fullmatch(_KEY, name):
        try:
            return ZoneInfo(name)
        except Exception:  # a folder, a damaged or missing file: all the same to the person
            pass
    raise ValueError(f"{quoted(name)} is no time zone: use an IANA name such as Europe/London")


def to_local(at: int, tz: ZoneInfo) -> datetime:
    """The zone's local time at an instant, aware. Raises ValueError outside the years 1 to 9999."""
    try:
        return tz.fromutc(_EPOCH.replace(tzinfo=tz) + timedelta(seconds=at))
    except OverflowError:
        raise ValueError(f"the instant {at} lies outside the calendar: years go from 1 to 9999") from None


def local_date(at: int, tz: ZoneInfo) -> date:
    """The zone's calendar day at an instant."""
    return to_local(at, tz).date()
