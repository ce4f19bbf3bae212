"""Calendars for the tests, a VEVENT from its lines."""

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n"


def event(*lines: str, uid: str = "") -> str:
    """One VEVENT."""
    uids = (f"UID:{uid}",) if uid else ()
    return "\r\n".join(["BEGIN:VEVENT", *uids, *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> str:
    """A calendar of these events."""
    return f"{HEAD}{head}{''.join(events)}END:VCALENDAR\r\n"


def duty(start: str, end: str, *more: str, post: str = "GATE", uid: str = "") -> str:
    """An event of an officer's calendar, its times in London."""
    zone = "TZID=Europe/London"
    return event(f"DTSTART;{zone}:{start}", f"DTEND;{zone}:{end}", f"LOCATION:{post}", *more, uid=uid)
