"""A site folder read as text, and who stood where by asking at each instant where anything begins or ends.

Written from the definitions alone. Nothing of the program is imported; time is `zoneinfo`.
"""

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from tests.cli.oracle_numbers import two

Row = dict[str, str]
ACTIVE = {"", "planned", "worked"}
COVERS = {"SG": {"SG"}, "DS": {"DS", "SG"}, "CP": {"CP", "DS", "SG"}, "CCTV-PSS": {"CCTV-PSS"}, "CVIT": {"CVIT"}}
BARRED = {"suspended", "revoked", "withdrawn", "replaced"}


@dataclass(frozen=True)
class Duty:
    """An active duty."""

    officer: str
    post: str
    start: int
    end: int


class Site:
    """One site folder, read whole."""

    def __init__(self, folder: Path) -> None:
        self.site = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
        self.zone = ZoneInfo(self.site["timezone"])
        self.folder = folder
        self.posts = {row["post"]: row for row in self.rows("posts")}
        self.officers = {row["officer"]: row for row in self.rows("officers")}
        self.duties = [
            Duty(row["officer"], row["post"], self.at(row["start"]), self.at(row["end"]))
            for row in self.rows("duties")
            if row["status"] in ACTIVE
        ]
        self.absences = [(row["officer"], self.at(row["start"]), self.at(row["end"])) for row in self.rows("absences")]
        self.licences = self.rows("licences")
        self.incidents = self.rows("incidents")
        self.stamps = self.rows("stamps")
        response = self.site.get("response", {})
        own = response.get("limits", {})
        self.limits = {n: own.get(str(n), response.get("limit_seconds")) for n in range(1, 5)}
        self.starts = response.get("clock_starts", "reported")

    # -- reading -------------------------------------------------------------------------------------------------

    def rows(self, name: str) -> list[Row]:
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def at(self, text: str) -> int:
        """A time of a file: with an offset, or on the wall of the site."""
        read = datetime.fromisoformat(text)
        return int(read.timestamp()) if read.tzinfo else self.wall(read)

    def wall(self, naive: datetime) -> int:
        """A wall time: the first of two, and the instant of the change where it is skipped."""
        seconds = int(naive.replace(tzinfo=self.zone, fold=0).timestamp())
        if datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=None) == naive:
            return seconds
        low, high = seconds - 86_400, seconds + 86_400
        early = datetime.fromtimestamp(low, self.zone).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if datetime.fromtimestamp(middle, self.zone).utcoffset() == early:
                low = middle
            else:
                high = middle
        return high

    def midnight(self, day: date) -> int:
        return self.wall(datetime(day.year, day.month, day.day))

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, self.zone)

    # -- who stands where ----------------------------------------------------------------------------------------

    def licensed(self, officer: str, activity: str, at: int) -> bool:
        if activity == "none":
            return True
        today = self.local(at).date()
        for row in self.licences:
            if row["officer"] != officer or activity not in COVERS.get(row["sector"], set()):
                continue
            if row["starts"] and today < date.fromisoformat(row["starts"]):
                continue
            if today > date.fromisoformat(row["expires"]):
                continue
            if row["status"] in BARRED and (
                not row["status_from"] or at >= self.midnight(date.fromisoformat(row["status_from"]))
            ):
                continue
            return True
        return False

    def may_stand(self, duty: Duty, at: int) -> bool:
        who = self.officers[duty.officer]
        today = self.local(at).date()
        if any(officer == duty.officer and start <= at < end for officer, start, end in self.absences):
            return False
        if who["inducted_on"] and at < self.midnight(date.fromisoformat(who["inducted_on"])):
            return False
        if who["left_on"] and today > date.fromisoformat(who["left_on"]):
            return False
        return self.licensed(duty.officer, self.posts[duty.post]["activity"], at)

    def until(self, rule: str) -> str:
        """A rule whose UNTIL is on the wall: a bare date to the end of that day, `Z` converted."""
        found = re.search(r"UNTIL=([0-9TZ]+)", rule)
        if not found:
            return rule
        said = found[1]
        if said.endswith("Z"):
            said = f"{self.local(int(datetime.fromisoformat(said).timestamp())):%Y%m%dT%H%M%S}"
        return rule.replace(found[1], said if "T" in said else f"{said}T235959")

    def cover(self) -> list[tuple[str, int, int, int]]:
        """Every occurrence of every row of cover."""
        found = []
        for row in self.rows("cover"):
            start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
            starts = [start]
            if row["repeat"]:
                starts = list(rrulestr(self.until(row["repeat"]), dtstart=start))
            out = set(row["except"].split())
            found += [
                (row["post"], self.wall(one), self.wall(one + (end - start)), int(row["headcount"]))
                for one in starts
                if one.date().isoformat() not in out
            ]
        return found

    def _instants(self, first: int, last: int, others: Iterable[int]) -> list[int]:
        """Where anything may change, from first to last, both among them."""
        day = self.local(first).date() - timedelta(days=1)
        midnights = []
        while self.midnight(day) <= last:
            midnights.append(self.midnight(day))
            day += timedelta(days=1)
        edges = {first, last, *midnights, *others}
        for duty in self.duties:
            edges |= {duty.start, duty.end}
        for _, start, end in self.absences:
            edges |= {start, end}
        return sorted(edge for edge in edges if first <= edge <= last)

    def fill(self, first: int, last: int) -> float | None:
        """Σ min(present, required) ÷ Σ required."""
        cover = self.cover()
        edges = self._instants(first, last, (edge for _, start, end, _ in cover for edge in (start, end)))
        have = want = 0
        for at, until in pairwise(edges):
            for post in self.posts:
                required = sum(heads for code, start, end, heads in cover if code == post and start <= at < end)
                if not required:
                    continue
                present = {
                    duty.officer
                    for duty in self.duties
                    if duty.post == post and duty.start <= at < duty.end and self.may_stand(duty, at)
                }
                have += min(len(present), required) * (until - at)
                want += required * (until - at)
        return two(Fraction(100 * have, want)) if want else None

    def licence(self, first: int, last: int) -> float | None:
        """Licensed ÷ all active-duty time at posts that need a licence."""
        edges = self._instants(first, last, ())
        good = every = 0
        for at, until in pairwise(edges):
            for duty in self.duties:
                activity = self.posts[duty.post]["activity"]
                if activity != "none" and duty.start <= at < duty.end:
                    every += until - at
                    good += (until - at) * self.licensed(duty.officer, activity, at)
        return two(Fraction(100 * good, every)) if every else None

    def training(self, end: date) -> float | None:
        """Pairs of officer and topic in date ÷ pairs required, at that midnight."""
        moment = self.midnight(end)
        months = {row["topic"]: row["refresher_months"] for row in self.rows("topics")}
        talks = {row["talk"]: row for row in self.rows("talks")}
        year = self.midnight(end - relativedelta(years=1))
        pairs = set()
        for row in self.rows("requirements"):
            for officer, who in self.officers.items():
                if who["left_on"] and end > date.fromisoformat(who["left_on"]):
                    continue
                there = any(d.officer == officer and d.post == row["who"] and d.start >= year for d in self.duties)
                if row["who"] in ("all", officer) or there:
                    pairs.add((officer, row["topic"]))
        good = 0
        for officer, topic in pairs:
            had = [
                self.at(row["signed_at"] or talks[row["talk"]]["held_at"])
                for row in self.rows("attendance")
                if row["officer"] == officer
                and talks[row["talk"]]["topic"] == topic
                and row["result"] in ("attended", "catch-up")
            ]
            had = [at for at in had if at < moment]
            if had:
                oldest = end - relativedelta(months=int(months[topic] or 0))
                good += not months[topic] or self.local(max(had)).date() >= oldest
        return two(Fraction(100 * good, len(pairs))) if pairs else None
