"""How links name a finding of the roster: `finding:no-responder:2026-11-26T17:00`, its post or officer after it."""

import re
from typing import TYPE_CHECKING, NamedTuple

from sfm_tui.clock import parse_file_time, to_local

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.findings import Finding

FINDING = "finding:"
"""Before a finding in links."""
_TIME = len("2026-11-26T17:00")
_OFFSET = r"(?:Z|[+-]\d\d:\d\d)"
_KEY = re.compile(rf"([^:]*):(\d{{4}}-\d\d-\d\dT\d\d:\d\d(?:(?::\d\d)?{_OFFSET})?)(?::(.*))?", re.ASCII | re.DOTALL)
"""Seconds only before an offset: without one, `:12` is a post."""


class Named(NamedTuple):
    """What the name of a finding tells: its kind, the instant at which it starts, its post or officer or nothing."""

    kind: str
    at: int
    where: str

    @property
    def row(self) -> str:
        """The post or officer alone; of a pair of posts the first."""
        return self.where.partition("+")[0]


def finding_ref(finding: "Finding", tz: "ZoneInfo") -> str:
    """The name of a finding; its time has an offset where that time of day comes twice."""
    local = to_local(finding.start, tz)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    time = local.isoformat()[:_TIME] + (local.isoformat()[19:] if twice else "")
    return ":".join(filter(None, ("finding", finding.kind, time, finding.post or finding.officer)))


def named_finding(ref: str, tz: "ZoneInfo") -> Named | None:
    """What a name tells, with `finding:` before it or without; None where it is no name of a finding."""
    told = _KEY.fullmatch(ref.removeprefix(FINDING))
    if told is None:
        return None
    try:
        return Named(told[1], parse_file_time(told[2], tz), told[3] or "")
    except ValueError:
        return None
