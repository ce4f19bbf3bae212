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
HARMLESS = ("", "1", "2026-11-02", "22:15", "X1", "1001", "office", "mon", "5%", "50")
"""What a field gets where it has refused all else, so that the rest of its form is saved."""
