"""`sfm trace`: why responses were over their limit, for people and for programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.figures import window_of
from sfm_tui.cli.say import counted, json_text, one_line
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.trace import Breach


def run_trace(path: Path, first: str, before: str, *, as_json: bool) -> int:
    """Tell the breaches of a window of days, with their causes."""
    from sfm_tui.domain.reference import Post
    from sfm_tui.domain.roster import GONE
    from sfm_tui.storage.tracing import breaches, untraced

    with opened(path) as store:
        window = window_of(store, first, before)
        if window is None:
            return BAD_USE
        found, tz = breaches(store, window), store.tz
        if left := untraced(store, window):
            complain(f"{counted(left, 'late response is', 'late responses are')} not traced: {GONE}")
        if as_json:
            print(json_text(object_of(found, tz)))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _lines(found, store.reference.names(), tz))
            if found and not any(post.responder for post in store.reference.all(Post)):
                print("No post is marked as one that responds: nobody counts as free to respond")
    return 0


def object_of(found: "list[Breach]", tz: "ZoneInfo") -> dict[str, Any]:
    """The trace as JSON has it (site-folder, «Figures as JSON»)."""
    from sfm_tui.clock import iso
    from sfm_tui.domain.rounding import two
    from sfm_tui.domain.trace import by_cause, by_hour

    return {
        "breaches": [
            {
                "incident": breach.late.incident,
                "reported": iso(breach.late.reported, tz),
                "response": breach.late.response,
                "limit": breach.late.limit,
                "officer": breach.late.officer or None,
                "duties_at_report": [
                    {"post": duty.post, "start": iso(duty.start, tz), "end": iso(duty.end, tz)}
                    for duty in breach.duties
                ],
                "overlapping": breach.overlapping,
                "on_duty": breach.on_duty,
                "free_responders": breach.free_responders,
                "busy_responders": breach.busy_responders,
                "cause": breach.cause,
            }
            for breach in found
        ],
        "by_cause": by_cause(found),
        "by_hour": [
            {"hour": hour.hour, "breaches": hour.breaches, "free_responders": two(hour.free_responders)}
            for hour in by_hour(found, tz)
        ],
    }


def _lines(found: "list[Breach]", names: dict[str, str], tz: "ZoneInfo") -> "Iterator[str]":
    from sfm_tui.clock import duration_text, minute_text
    from sfm_tui.domain.late_words import CAUSE_TEXT
    from sfm_tui.domain.rounding import two
    from sfm_tui.domain.trace import by_cause, by_hour

    yield counted(len(found), "response over its limit", "responses over their limit")
    for breach in found:
        late = breach.late
        who = one_line(names.get(late.officer, late.officer)) or "nobody named"
        posts = "+".join(duty.post for duty in breach.duties) or "no duty"
        yield "  ".join((
            one_line(late.incident), minute_text(late.reported, tz),
            f"{duration_text(late.response)} of {duration_text(late.limit)}", f"{who} ({one_line(posts)})",
            f"{breach.on_duty} on duty, {breach.free_responders} free, {breach.busy_responders} of them busy",
            breach.cause,
        ))  # fmt: skip
    if found:
        yield "Causes"
        for cause, n in by_cause(found).items():
            if n:
                yield f"  {cause:20}{n:>5}  {CAUSE_TEXT[cause]}"
        yield "By hour of the report, with the responders free then on the mean"
        for hour in by_hour(found, tz):
            yield f"  {hour.hour:02}:00{hour.breaches:>5}  {two(hour.free_responders):.2f} free"
