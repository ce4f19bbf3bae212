"""A response clock in text: a bar, the time, and how it stands to the limit, in symbol, word and colour."""

from sfm_tui.clock import duration_text
from sfm_tui.domain.response import Pressure, ResponseClock
from sfm_tui.widgets.lists.rows import Span

SYMBOL = {Pressure.CALM: "●", Pressure.CLOSE: "◆", Pressure.OVER: "▲"}
STYLE = {Pressure.CALM: "good", Pressure.CLOSE: "warn", Pressure.OVER: "bad"}


def bar(seconds: int, limit: int, width: int) -> str:
    """How much of the limit is used, in `width` cells."""
    filled = min(width, max(0, seconds) * width // max(1, limit))
    return "█" * filled + "░" * (width - filled)


def response_spans(clock: ResponseClock, *, bar_width: int = 20) -> list[Span]:
    """Bar, time and word of a response."""
    style = STYLE[clock.pressure]
    spans: list[Span] = []
    if bar_width:
        spans.append((bar(clock.seconds, clock.limit, bar_width) + "  ", style))
    if clock.pressure is Pressure.OVER:
        over = duration_text(clock.seconds - clock.limit)
        spans.append((f"{duration_text(clock.seconds)}  OVER by {over}", style))
    else:
        word = "within" if not clock.running else ("close" if clock.pressure is Pressure.CLOSE else "")
        spans.append((f"{duration_text(clock.seconds)} of {duration_text(clock.limit)}", style))
        if word:
            spans.append((f"  {word}{' ✓' if word == 'within' else ''}", style))
    return spans
