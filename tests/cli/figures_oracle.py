"""The figures of a site folder, recomputed from its files: what `sfm kpi`, `trace`, `measure` and `effect` must give.

Written from the definitions alone; nothing of the program is imported.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.cli.oracle_numbers import Figures, chart, median, newcombe, p90, shift, two, wilson
from tests.cli.oracle_site import ACTIVE, Row, Site

REASONS = ("struck", "stood-down", "no-clock-start", "no-arrival", "out-of-order")
SPLITS: dict[str, Callable[[Row, datetime], Any]] = {
    "hour": lambda _row, local: local.hour,
    "weekday": lambda _row, local: local.isoweekday(),
    "week": lambda _row, local: f"{local.isocalendar()[0]}-W{local.isocalendar()[1]:02}",
    "month": lambda _row, local: f"{local:%Y-%m}",
    "category": lambda row, _local: row["category"],
    "severity": lambda row, _local: int(row["severity"]),
    "location": lambda row, _local: row["location"],
    "officer": lambda row, _local: row["officers"].partition(" ")[0],
}


class Oracle(Site):
    """One site folder with its figures."""

    # -- responses -----------------------------------------------------------------------------------------------

    def responses(self, first: int, last: int) -> tuple[list[tuple[Row, int]], Counter[str]]:
        """The responses of a window, and what is left out by its reason."""
        kept, out = [], Counter(dict.fromkeys(REASONS, 0))
        for row in self.incidents:
            if not first <= self.at(row["reported"]) < last:
                continue
            start = row["reported"] if self.starts == "reported" else row["dispatched"]
            if row["struck"]:
                out["struck"] += 1
            elif row["outcome"] == "stood down" and not row["on_scene"]:
                out["stood-down"] += 1
            elif not start:
                out["no-clock-start"] += 1
            elif not row["on_scene"]:
                out["no-arrival"] += 1
            elif self.at(row["on_scene"]) < self.at(start):
                out["out-of-order"] += 1
            else:
                kept.append((row, self.at(row["on_scene"]) - self.at(start)))
        return kept, out

    def of(self, kept: list[tuple[Row, int]]) -> Figures:
        """The figures of some responses."""
        values = [Fraction(seconds) for _, seconds in kept]
        n = len(values)
        found: Figures = {"n": n, "low_n": n < 20}
        if n < 5:
            return found | {
                "mean": None, "median": None, "p90": None, "within_percent": None, "within_interval_95": None,
                "values": sorted(int(one) for one in values),
            }  # fmt: skip
        hits = sum(seconds <= self.limits[int(row["severity"])] for row, seconds in kept)
        return found | {
            "mean": two(sum(values, Fraction(0)) / n), "median": two(median(values)), "p90": int(p90(values)),
            "within_percent": two(Fraction(100 * hits, n)),
            "within_interval_95": [two(100 * bound) for bound in wilson(hits, n)],
        }  # fmt: skip

    def grouped(self, kept: list[tuple[Row, int]], by: Callable[[Row, datetime], Any]) -> dict[Any, Figures]:
        groups: dict[Any, list[tuple[Row, int]]] = {}
        for row, seconds in kept:
            groups.setdefault(by(row, self.local(self.at(row["reported"]))), []).append((row, seconds))
        return {None if key == "" else key: self.of(groups[key]) for key in sorted(groups)}

    def kpi(self, begin: date, end: date) -> Figures:
        first, last = self.midnight(begin), self.midnight(end)
        kept, out = self.responses(first, last)
        late, shows = self.not_on_time(first, last)
        return {
            "response": self.of(kept),
            "excluded": dict(out),
            "limits": {str(n): limit for n, limit in self.limits.items()},
            "by": {name: self.grouped(kept, by) for name, by in SPLITS.items()},
            "check_call_percent": self.check_calls(first, last),
            "report_percent": self.reports(first, last),
            "fill_percent": self.fill(first, last),
            "late_starts": late,
            "no_shows": shows,
            "licence_percent": self.licence(first, last),
            "training_percent": self.training(end),
        }

    def check_calls(self, first: int, last: int) -> float | None:
        """Those received from 10 minutes before to 15 after they were due, of all that were due and are past."""
        due = [row for row in self.rows("checkcalls") if first <= self.at(row["due"]) < last]
        good = [row for row in due if row["received"] and -600 <= self.at(row["received"]) - self.at(row["due"]) <= 900]
        return two(Fraction(100 * len(good), len(due))) if due else None

    def reports(self, first: int, last: int) -> float | None:
        """Incidents closed within 24 hours of their report, of all whose close is known; all of them lie long back."""
        due = [row for row in self.incidents if first <= self.at(row["reported"]) < last and not row["struck"]]
        due = [row for row in due if row["closed"] or row["state"] != "closed"]
        good = [row for row in due if row["closed"] and self.at(row["closed"]) - self.at(row["reported"]) <= 86_400]
        return two(Fraction(100 * len(good), len(due))) if due else None

    def not_on_time(self, first: int, last: int) -> tuple[int, int]:
        """Late starts and no-shows among the duties that start in a window."""
        late = shows = 0
        for row in self.rows("duties"):
            start = self.at(row["start"])
            if first <= start < last:
                shows += row["status"] == "no-show"
                late += bool(row["status"] in ACTIVE and row["booked_on"] and self.at(row["booked_on"]) - start > 300)
        return late, shows

    # -- trace ---------------------------------------------------------------------------------------------------

    def _busy(self, officer: str, number: str, at: int) -> bool:
        for row in self.incidents:
            if row["number"] == number or row["struck"] or officer not in row["officers"].split():
                continue
            start = self.at(row["dispatched"] or row["reported"])
            ends = [
                self.at(stamp["at"])
                for stamp in self.stamps
                if stamp["incident"] == row["number"] and stamp["officer"] == officer and not stamp["struck"]
                and stamp["kind"] in ("clear", "stood down")
            ]  # fmt: skip
            if ends:
                end = max(ends)
            elif row["resolved"] or row["closed"]:
                end = self.at(row["resolved"] or row["closed"])
            else:
                end = self.at(row["reported"]) + 12 * 3600
            if start <= at < end:
                return True
        return False

    def trace(self, begin: date, end: date) -> Figures:
        kept, _ = self.responses(self.midnight(begin), self.midnight(end))
        breaches = []
        for row, seconds in sorted(kept, key=lambda one: (self.at(one[0]["reported"]), one[0]["number"])):
            limit = self.limits[int(row["severity"])]
            if seconds <= limit:
                continue
            at = self.at(row["reported"])
            now = [duty for duty in self.duties if duty.start <= at < duty.end]
            first = (row["officers"].split() or [None])[0]
            own = [duty for duty in now if duty.officer == first]
            free = {
                duty.officer
                for duty in now
                if self.posts[duty.post]["responder"] == "yes"
                and self.may_stand(duty, at)
                and not any(other.officer == duty.officer and other.post != duty.post for other in now)
            }
            busy = {officer for officer in free if self._busy(officer, row["number"], at)}
            overlapping = len({duty.post for duty in own}) > 1
            cause = (
                "overlapping-duties" if overlapping
                else "no-free-responder" if not free
                else "responders-busy" if busy == free
                else "unexplained"
            )  # fmt: skip
            breaches.append({
                "incident": row["number"], "reported": at, "response": seconds, "limit": limit, "officer": first,
                "duties_at_report": sorted((duty.post, duty.start, duty.end) for duty in own),
                "overlapping": overlapping, "on_duty": len({duty.officer for duty in now}),
                "free_responders": len(free), "busy_responders": len(busy), "cause": cause,
            })  # fmt: skip
        hours: dict[int, list[int]] = {}
        for one in breaches:
            hours.setdefault(self.local(one["reported"]).hour, []).append(one["free_responders"])
        return {
            "breaches": breaches,
            "by_cause": dict(Counter(one["cause"] for one in breaches)),
            "by_hour": [
                {"hour": hour, "breaches": len(free), "free_responders": two(Fraction(sum(free), len(free)))}
                for hour, free in sorted(hours.items())
            ],
        }

    # -- control chart -------------------------------------------------------------------------------------------

    def measure(self, code: str, *, baseline: int | None = 12, screen: bool = False) -> Figures:
        """The chart of a measure of the team's own."""
        (about,) = (row for row in self.rows("measures") if row["measure"] == code)
        read = sorted((row["at"], Fraction(row["value"])) for row in self.rows("readings") if row["measure"] == code)
        breaks = sorted(row["from"] for row in self.rows("phases") if row["measure"] == code)
        parts: list[list[tuple[str, Fraction]]] = [[] for _ in range(len(breaks) + 1)]
        for at, value in read:
            parts[sum(one <= at for one in breaks)].append((at, value))
        floor_at = Fraction(0) if about["unit"] in ("%", "s") else None
        roof = Fraction(100) if about["unit"] == "%" else None
        points, phases = [], []
        for part in parts:
            if part:
                made, phase = chart([value for _, value in part], baseline, screen, floor_at, roof)
                points += [{"at": at} | one for (at, _), one in zip(part, made, strict=True)]
                phases.append(phase)
        last = phases[-1] if phases else {"centre": None, "lower": None, "upper": None}
        target = Fraction(about["target"]) if about["target"] else None
        assurance = None
        if target is not None and last["lower"] is not None:
            low, high = sorted((last["exact_lower"] - target, last["exact_upper"] - target))
            met, missed = (high <= 0, low > 0) if about["better"] == "lower" else (low >= 0, high < 0)
            assurance = "consistently met" if met else "consistently missed" if missed else "hit or miss"
        return {"points": points, "phases": phases, "assurance": assurance} | {
            name: last[name] for name in ("centre", "lower", "upper")
        }

    def weekly(self, name: str, now: int) -> list[tuple[str, float | None]]:
        """A measure that is computed for each ISO week that is over: its Monday and its value; responses from 5 on."""
        roster = name in ("shift-fill", "late-starts", "no-shows")
        begins = [
            self.at(row["start" if roster else "reported"]) for row in self.rows("duties" if roster else "incidents")
        ]
        if not begins:
            return []
        day = self.local(min(begins)).date()
        day -= timedelta(days=day.weekday())
        found = []
        while (after := day + timedelta(days=7)) and self.midnight(after) <= now:
            value: float | None
            if name == "shift-fill":
                value = self.fill(self.midnight(day), self.midnight(after))
            elif roster:
                late, shows = self.not_on_time(self.midnight(day), self.midnight(after))
                value = late if name == "late-starts" else shows
            else:
                some = self.of(self.responses(self.midnight(day), self.midnight(after))[0])
                value = some["mean"] if name == "response-time" else some["within_percent"]
            if value is not None:
                found.append((day.isoformat(), value))
            day = after
        return found

    # -- effect --------------------------------------------------------------------------------------------------

    def effect(self, action: str) -> Figures:
        """Both sides of an action's measure, and the verdict."""
        row = max((row for row in self.rows("actions") if row["action"] == action), key=lambda one: int(one["cycle"]))
        days = [date.fromisoformat(row[name]) for name in ("baseline_from", "baseline_to", "in_effect_on")]
        name = row["measure"]
        if name.startswith("response-"):
            kept, _ = self.responses(0, 1 << 40)

            def side(first: date, last: date | None) -> list[tuple[Fraction, bool]]:
                begin = self.midnight(first)
                end = self.midnight(last + timedelta(days=1)) if last else 1 << 40
                return [
                    (Fraction(seconds), seconds <= self.limits[int(one["severity"])])
                    for one, seconds in kept
                    if begin <= self.at(one["reported"]) < end
                ]

            better, enough, rated = "lower", 20, True
        else:
            (about,) = (one for one in self.rows("measures") if one["measure"] == name)
            target = Fraction(about["target"]) if about["target"] else None
            better, enough, rated = about["better"], 7, target is not None

            def side(first: date, last: date | None) -> list[tuple[Fraction, bool]]:
                found = []
                for one in self.rows("readings"):
                    day = date.fromisoformat(one["at"])
                    if one["measure"] == name and first <= day and (last is None or day <= last):
                        value = Fraction(one["value"])
                        good = target is not None and (value <= target if better == "lower" else value >= target)
                        found.append((value, good))
                return found

        before, after = side(days[0], days[1]), side(days[2], None)
        found: Figures = {
            "baseline": _side(before, rated), "follow_up": _side(after, rated), "change": None, "interval_95": None,
            "verdict": "too early",
        }  # fmt: skip
        if min(len(before), len(after)) < enough:
            return found
        if name == "response-within":
            change, low, high = newcombe(before, after)
            better = "higher"
        else:
            change, low, high = shift([value for value, _ in before], [value for value, _ in after])
        worse = low > 0 if better == "lower" else high < 0
        good = high < 0 if better == "lower" else low > 0
        verdict = "better" if good else "worse" if worse else "no clear change"
        return found | {"change": two(change), "interval_95": [two(low), two(high)], "verdict": verdict}


def _side(cases: list[tuple[Fraction, bool]], rated: bool) -> Figures:
    n = len(cases)
    if n < 5:
        return {"n": n, "median": None, "p90": None, "within_percent": None}
    values = [value for value, _ in cases]
    share = two(Fraction(100 * sum(good for _, good in cases), n)) if rated else None
    return {"n": n, "median": two(median(values)), "p90": two(p90(values)), "within_percent": share}


def seconds(text: str) -> int:
    """The instant of a time of JSON, which carries an offset."""
    read = datetime.fromisoformat(text)
    assert read.tzinfo is not None, text
    return int(read.astimezone(UTC).timestamp())
