"""Calendars for the tests, a VEVENT from its lines."""

VTIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Our own
X-LIC-LOCATION:London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")
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
