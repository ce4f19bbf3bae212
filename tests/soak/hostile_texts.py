"""Texts that mean something to a terminal, a spreadsheet, a typesetter, a database or a format string."""

TEXTS = (
    "[/x] unbalanced",
    "[@click=app.quit]leave[/]",
    "[bold red]loud[/bold red]",
    "=1+1",
    "@SUM(A1:A9)",
    "%s %(name)s {0} {name!r} ${HOME}",
    "nul\x00 esc\x1b[31m bell\x07 c1\x9b31m del\x7f",
    "\u202eright to left\u202c \u2066isolated",
    "W" + "o" * 4998 + "w",
    "👩‍👩‍👧‍👦 e\u0301\u0301\u0301 ﷽ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "half \ud83d a pair \udc00",
    "'; DROP TABLE incident; --",
    "../../../../etc/passwd",
    "#panic() $x^2$ *b* _u_ `r` <l> @ref // c",
    "line one\nline two\r\n\ttabbed\u2028separated\x0bturned",
    "<script>alert(1)</script>&amp;",
)
HARMLESS = ("", "1", "office")
"""What a field gets where it has refused all else, so that the rest of its form is saved."""
PIN = "1234"
"""Of everybody who has one."""
_DAYS = ("today", "26/10", "2026-11-02")
NAMED: dict[str, tuple[str, ...]] = {
    "again": ("a phrase that is long enough",),
    "at": ("-1", "24/10 2330"),
    "copies": ("1",),
    "day": ("24/10", "0700-1900"),
    "days": ("24/10", "mon-fri"),
    "due": _DAYS,
    "end": ("+12h", "27/10 0700", "22:15"),
    "expires": _DAYS[::-1],
    "file": ("~/plan.capability",),
    "first": _DAYS,
    "folder": ("~/folder",),
    "last": ("30/10",),
    "new": ("long enough",),
    "next": _DAYS[1:],
    "night": ("1900-0700",),
    "number": ("1001", "1234567890123456"),
    "officers": ("1001",),
    "on": _DAYS,
    "passphrase": ("a phrase that is long enough",),
    "path": ("~/note.txt", "~/again.txt", "~"),
    "person": ("x1",),
    "pin": (PIN,),
    "old": (PIN,),
    "post": ("GATE",),
    "record": ("0139", "A-01"),
    "ref": ("0139", "A-01"),
    "reviewed_on": _DAYS,
    "since": ("26/10 0700",),
    "start": ("26/10 0700", "07:30"),
    "target": ("person:okafor", "95"),
    "time": ("-1",),
    "until": ("27/10 0700",),
    "value": ("4",),
}
"""What a field of this name takes."""
