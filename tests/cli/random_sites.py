"""Small site folders by chance, crowded around what is hard: clock changes, new year, midnight, limits and stamps."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

ZONES = (
    ("Europe/London", date(2025, 10, 26)), ("Europe/London", date(2026, 3, 29)), ("Europe/Berlin", date(2026, 1, 1)),
    ("America/New_York", date(2025, 11, 2)), ("America/New_York", date(2026, 3, 8)),
    ("America/St_Johns", date(2026, 3, 8)), ("America/Sao_Paulo", date(2021, 1, 1)),
    ("America/Havana", date(2026, 3, 8)), ("America/Santiago", date(2025, 9, 7)), ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2025, 10, 31)), ("Asia/Beirut", date(2026, 3, 29)), ("Asia/Tokyo", date(2024, 12, 30)),
    ("Asia/Kolkata", date(2026, 2, 28)), ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2025, 10, 5)), ("Pacific/Auckland", date(2026, 4, 5)),
    ("Pacific/Chatham", date(2025, 9, 28)), ("Pacific/Kiritimati", date(2023, 1, 1)), ("UTC", date(2024, 2, 29)),
)  # fmt: skip
SECTORS = ("SG", "DS", "CP", "CCTV-PSS", "CVIT", "KH")
STATES = ("active", "expired", "suspended", "revoked", "withdrawn", "replaced")
HOUR = 3600


class Maker:
    """Makes one folder; `begin` and `end` are the days of the window that is full."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.pick = folder, Random(seed)
        name, pivot = self.pick.choice(ZONES)
        self.zone_name, self.zone = name, ZoneInfo(name)
        self.begin = pivot - timedelta(days=self.pick.randint(0, 6))
        self.end = self.begin + timedelta(days=self.pick.choice((1, 7, 10)))
        self.low, self.high = (int(datetime(d.year, d.month, d.day, tzinfo=self.zone).timestamp())
                               for d in (self.begin, self.end))  # fmt: skip
        days = (self.end - self.begin).days
        self.windows = [
            (self.begin, self.end), (self.begin, self.begin + timedelta(days=1)),
            (pivot, pivot + timedelta(days=1)), (self.begin + timedelta(days=days // 2), self.end + timedelta(days=1)),
        ]  # fmt: skip
        self.windows = [one for one in self.windows if one[0] < one[1]]

    def write(self, name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header.split())
            out.writerows(rows)

    def show(self, at: int) -> str:
        """A time as a file tells it: on the wall where that is plain, else with an offset of some zone."""
        zone = self.pick.choice((self.zone, UTC, self.zone))
        return datetime.fromtimestamp(at, zone).isoformat()

    def some(self, low: int, high: int) -> int:
        """An instant, often on the hour, around midnight or around the window's ends."""
        at = self.pick.randrange(low, high)
        kind = self.pick.random()
        if kind < 0.3:
            at -= at % HOUR
        elif kind < 0.4:
            at = self.pick.choice((self.low, self.high, self.high - 1, self.low - 1))
        return at

    def day(self, spread: int = 4) -> date:
        return self.begin + timedelta(days=self.pick.randint(-spread, (self.end - self.begin).days + spread))

    def make(self) -> "Maker":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._site()
        self._people()
        self._roster()
        self._training()
        self._incidents()
        self._plan()
        return self

    def _site(self) -> None:
        pick = self.pick
        lines = ['code = "X"', f'timezone = "{self.zone_name}"', 'country = "GB"', "[response]"]
        if (starts := pick.choice((None, "reported", "dispatched"))) is not None:
            lines.append(f'clock_starts = "{starts}"')
        lines.append(f"limit_seconds = {pick.choice((60, 180, 360))}")
        lines.append(f"target_percent = {pick.choice((80, 95, 100))}")
        own = pick.sample(range(1, 5), pick.randint(0, 4))
        if own:
            lines.append("[response.limits]")
            lines += [f"{n} = {pick.choice((45, 120, 240, 600))}" for n in own]
        lines += ["[rest]", "daily_hours = 11"]
        lines += ["[[peaks]]", 'name = "p"', 'days = "fri-sun"', 'start = "22:00"', 'end = "02:00"']
        (self.folder / "site.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _people(self) -> None:
        pick = self.pick
        self.officers = [f"A{n}" for n in range(pick.randint(1, 7))]
        self.write("officers", "officer name opt_out inducted_on left_on", (
            (one, f"Officer {one}", "no", self.day() if pick.random() < 0.2 else "",
             self.day() if pick.random() < 0.2 else "")
            for one in self.officers
        ))  # fmt: skip
        self.posts = [f"P{n}" for n in range(pick.randint(1, 4))]
        responders = pick.choice((0.0, 0.5, 1.0, 1.0))
        self.write("posts", "post name activity responder lone special_case", (
            (one, f"Post {one}", pick.choice(("SG", "SG", "DS", "CCTV-PSS", "CVIT", "CP", "none")),
             "yes" if pick.random() < responders else "no", "no", "no")
            for one in self.posts
        ))  # fmt: skip
        seen, rows = set(), []
        for officer in self.officers:
            if pick.random() < 0.7:
                rows += [(officer, one, f"{len(rows):015}{n}", "", date(2031, 1, 1), "active", "")
                         for n, one in enumerate(("CP", "CCTV-PSS", "CVIT"))]  # fmt: skip
            for _ in range(pick.randint(0, 3)):
                sector = pick.choice(("SG", "DS", "CP", *SECTORS))
                expires = self.day() if pick.random() < 0.5 else date(2030, 1, 1)
                if (officer, sector, expires) not in seen:
                    seen.add((officer, sector, expires))
                    starts = self.day() if pick.random() < 0.3 else ""
                    starts = "" if starts and starts > expires else starts
                    state = pick.choice(("active", "active", "active", *STATES))
                    since = self.day() if pick.random() < 0.6 else ""
                    rows.append((officer, sector, f"{len(rows):016}", starts, expires, state, since))
        self.write("licences", "officer sector number starts expires status status_from", rows)

    def _roster(self) -> None:
        pick, low, high = self.pick, self.low - 86_400, self.high + 86_400
        rows = {}
        own = pick.random() < 0.6
        for _ in range(pick.choice((0, 6, 30, 80))):
            start = self.some(low, high)
            end = start + pick.choice((HOUR, 8 * HOUR, 12 * HOUR, 13 * HOUR + 7, 30 * HOUR, 300))
            officer = pick.choice(self.officers)
            post = self.posts[int(officer[1:]) % len(self.posts)] if own else pick.choice(self.posts)
            booked = start + pick.choice((-400, 0, 299, 300, 301, 900)) if pick.random() < 0.7 else None
            status = pick.choice(("", "planned", "worked", "worked", "worked", "planned", "no-show", "cancelled"))
            rows[officer, post, start] = (
                officer, post, self.show(start), self.show(end),
                self.show(booked) if booked and status not in ("no-show", "cancelled") else "", status,
            )  # fmt: skip
        self.write("duties", "officer post start end booked_on status", rows.values())
        absences = {}
        for _ in range(pick.randint(0, 3)):
            officer, start = pick.choice(self.officers), self.some(low, high)
            absences[officer, start] = (officer, self.show(start), self.show(start + pick.randint(600, 99_999)), "sick")
        self.write("absences", "officer start end reason", absences.values())
        cover = {}
        for _ in range(pick.randint(0, 4)):
            post, day = pick.choice(self.posts), self.day(3)
            start = datetime(day.year, day.month, day.day, pick.choice((4, 7, 19, 23)))  # no hour that a change skips
            end = start + timedelta(hours=pick.choice((9, 12, 13, 24)))
            until = (start + timedelta(days=9)).replace(hour=23, minute=59)
            rules = (
                "", "FREQ=DAILY;COUNT=5;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,SA,SU;COUNT=6",
                f"FREQ=DAILY;UNTIL={until:%Y%m%dT%H%M%S}", f"FREQ=DAILY;UNTIL={until:%Y%m%d}",
                f"FREQ=DAILY;UNTIL={start + timedelta(days=3):%Y%m%dT%H%M%SZ}",
            )  # fmt: skip
            rule = pick.choice(rules)
            out = f"{start.date() + timedelta(days=1)} {start.date() + timedelta(days=2)}"
            out = out if rule and pick.random() < 0.4 else ""
            told = (post, start.isoformat(), end.isoformat())
            cover[*told, rule] = (*told, pick.randint(0, 2), rule, out)
        self.write("cover", "post start end headcount repeat except", cover.values())

        calls = {}
        for _ in range(pick.choice((0, 5, 25))):
            post, due = pick.choice(self.posts), self.some(low, high)
            came = pick.choice((None, -3600, -601, -600, -1, 0, 899, 900, 901, 5000))
            calls[post, due] = (post, self.show(due), self.show(due + came) if came is not None else "")
        self.write("checkcalls", "post due received", calls.values())

    def _training(self) -> None:
        pick = self.pick
        topics = [f"t{n}" for n in range(pick.randint(0, 3))]
        self.write("topics", "topic title points refresher_months", (
            (one, f"Topic {one}", "point", pick.choice(("", 1, 6, 12))) for one in topics
        ))  # fmt: skip
        who = ("all", *self.officers, *self.posts)
        needs = {(topic, pick.choice(who)) for topic in topics for _ in range(pick.randint(0, 3))}
        self.write("requirements", "topic who", sorted(needs))
        talks, held = [], []
        for n in range(pick.randint(0, 6) if topics else 0):
            at = self.low + 12 * HOUR - 86_400 * pick.choice((-3, 0, 10, 27, 31, 180, 185, 400))
            talks.append((f"T{n}", pick.choice(topics), self.show(at), 10, "someone", "key"))
            for officer in self.officers:
                if pick.random() < 0.6:
                    result = pick.choice(("attended", "attended", "absent", "catch-up", ""))
                    signed = (
                        self.show(at + (20 * 86_400 if result == "catch-up" else 60))
                        if result not in ("absent", "") and pick.random() < 0.8
                        else ""
                    )
                    held.append((f"T{n}", officer, signed, result))
        self.write("talks", "talk topic held_at minutes presenter key_points", talks)
        self.write("attendance", "talk officer signed_at result", held)

    def _incidents(self) -> None:
        pick = self.pick
        count = pick.choice((0, 1, 4, 5, 19, 20, 60, 120, 120))
        same = pick.choice((None, None, 180, 0))
        clean = pick.random() < 0.4
        rows, stamps = [], set()
        for n in range(count):
            reported = self.some(self.low, self.high)
            if not clean and pick.random() < 0.1:
                reported = self.some(self.low - 86_400, self.high + 86_400)
            first = reported + pick.choice((0, 0, 20, 90))
            taken = same if same is not None else int(pick.expovariate(1 / 150))
            taken = pick.choice((45, 60, 61, 120, 180, 360)) if same is None and pick.random() < 0.2 else taken
            there: int | None = reported + taken
            sent: int | None = min(first, reported + taken) if clean else first
            outcome, struck = pick.choice(("", "resolved", "stood down", "own words")), ""
            if not clean:
                kind = pick.randrange(12)
                sent = None if kind in (0, 1) else sent
                there = None if kind in (1, 2, 3) else there
                there = reported - pick.choice((1, 60)) if kind == 4 else there
                struck = "raised twice" if kind == 5 or pick.random() < 0.03 else ""
            resolved = reported + pick.choice((30, 1800, 4 * HOUR, 20 * HOUR)) if pick.random() < 0.5 else None
            closed = (
                (resolved or reported) + pick.choice((HOUR, 24 * HOUR, 24 * HOUR + 1)) if pick.random() < 0.6 else None
            )
            number = f"X-{n:02}"
            named = pick.sample(self.officers, pick.randint(0, min(3, len(self.officers))))
            for officer in named:
                for kind in ("clear", "stood down", "clear", "on scene"):
                    at = reported + pick.choice((60, 900, 2 * HOUR, 9 * HOUR))
                    if pick.random() < 0.25:
                        stamps.add((number, officer, kind, at))
            told = [self.show(at) if at is not None else "" for at in (reported, sent, there, resolved, closed)]
            state = "closed" if closed is not None or pick.random() < 0.3 else "open"
            what = (state, pick.choice(("Alarm", "Theft")), pick.randint(1, 4), pick.choice(("here", "Yard")))
            rows.append((number, *told, *what, " ".join(named), "what happened", outcome, struck))
        self.write("incidents", "number reported dispatched on_scene resolved closed state category severity location "
                   "officers summary outcome struck", rows)  # fmt: skip
        self.write("stamps", "incident officer kind at written_at struck", (
            (number, officer, kind, self.show(at), self.show(at), "wrong" if pick.random() < 0.2 else "")
            for number, officer, kind, at in sorted(stamps)
        ))  # fmt: skip

    def _plan(self) -> None:
        pick = self.pick
        self.measures = [f"m{n}" for n in range(3)]
        self.write("measures", "measure name unit better target", (
            (one, f"Measure {one}", pick.choice(("%", "s", "each")), pick.choice(("lower", "higher")),
             pick.choice(("", "4", "5.25", "100")))
            for one in self.measures
        ))  # fmt: skip
        readings, phases = [], []
        for one in self.measures:
            level, step = pick.choice((5, 50, 98)), pick.choice((0, 1, 3))
            drift = pick.choice((0, 0, 0, 1, -1))
            for n in range(pick.choice((0, 1, 4, 5, 11, 12, 13, 30, 45))):
                level += drift * 4 * step if pick.random() < 0.7 else pick.choice((0, 0, 0, 1, -1)) * step
                value = min(100, max(0, level + pick.randint(-step * 2, step * 2) + pick.choice((0, 0, 0.5, 0.125))))
                readings.append((one, self.begin + timedelta(days=n), value))
            for n in pick.choice(((), (), (14,), (3, 20))):
                phases.append((one, self.begin + timedelta(days=n), "changed"))
        self.write("readings", "measure at value", readings)
        self.write("phases", "measure from reason", phases)
        self.write("themes", "theme title", [("t", "Theme")])
        self.actions = [f"A-{n}" for n in range(4)]
        rows = []
        for one in self.actions:
            name = pick.choice((*self.measures, "response-time", "response-within"))
            half = (self.end - self.begin).days // 2 if name.startswith("response") else pick.randint(3, 14)
            first = self.begin - timedelta(days=1) if pick.random() < 0.6 else self.begin + timedelta(days=1)
            cut = first + timedelta(days=half)
            after = cut + timedelta(days=pick.randint(0, 2))
            rows.append((one, 1, "check", "t", "area", "level", "gap", "no", "someone", self.begin, after, self.end,
                         name, first, cut, "counted"))  # fmt: skip
        self.write("actions", "action cycle stage theme area required_level gap safety_risk owner agreed_on "
                   "in_effect_on due measure baseline_from baseline_to how_measured", rows)  # fmt: skip
