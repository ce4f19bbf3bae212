"""Duties from a shift pattern: asked for in a form, shown with what they do to the findings, saved as one act."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, day_text, local_date
from sfm_tui.clock.days import parse_day
from sfm_tui.clock.forms import WEEKDAYS
from sfm_tui.clock.refusal import quoted
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.patterns import (
    PATTERNS,
    PatternPlan,
    check_plan,
    pattern_changes,
    planned_duties,
    read_cycle,
    read_hours,
    weekly_hours,
)
from sfm_tui.domain.roster_records import AbsenceRecord, DutyRecord
from sfm_tui.domain.spans import Span
from sfm_tui.exchange.ics_names import Directory
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.roster.preview import Proposal, propose

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

OWN = ""
MOST_DUTIES = 5_000
MOST_HOLIDAYS = 6
HINT = f"Enter goes on · {key_of('form.save', '^S')} shows what it would do · Esc goes back"
_CYCLES = {pattern.cycle: pattern.name for pattern in PATTERNS}


@dataclass(frozen=True)
class Ground:
    """What the form needs to know of the site."""

    tz: ZoneInfo
    today: date
    posts: Mapping[str, str]
    names: Mapping[str, str]
    officers: Directory
    country: str
    subdivision: str


async def make_pattern(
    app: "App[Any]", session: "Session", *, post: str = "", start: date | None = None
) -> "Done | None":
    """Ask for a pattern, show what its duties would do, and save them as one act; None where it was left.

    `post` and `start` are what the form begins with. Raises StoreError where there is no post or no officer yet.
    """
    ground = await session.read(ground_of)
    if not ground.posts or not ground.names:
        raise StoreError(f"there are no posts or no officers yet: enter them first, {key_of('app.go-to', 'F12')} s")

    async def save(values: dict[str, str]) -> "Done":
        plan = plan_of(values, ground)
        low, high = day_bounds(plan.first, ground.tz)[0], day_bounds(plan.last + timedelta(days=2), ground.tz)[1]
        notes = _holidays(ground, plan.first, plan.last)
        saved = await propose(app, session, (low, high), lambda store: proposal(store, plan, ground, notes))
        if saved is None:
            raise FieldError("", "nothing is saved yet: change what you like, or Esc leaves it all")
        return saved.done

    begin = "pattern" if post in ground.posts else "post"
    dialog = FormDialog("Duties from a pattern", fields(ground, post, start), save, focus=begin, hint=HINT)
    done: Done | None = await app.push_screen_wait(dialog)
    return done


def ground_of(store: "Store") -> Ground:
    """The site's posts and officers, by name, and where its bank holidays are those of."""
    from sfm_tui.domain.reference import Officer, Post

    today = local_date(store.clock.now(), store.tz)
    officers = [one for one in store.reference.all(Officer) if one.left_on is None or one.left_on >= today]
    directory = Directory()
    directory.add("officer", ((one.officer, (one.name, one.call_sign)) for one in officers))
    site = store.sites.get()
    return Ground(
        store.tz, today,
        {post.post: post.name or post.post for post in store.reference.all(Post)},
        {one.officer: one.call_sign or one.name for one in officers}, directory,
        site.country if site else "", site.subdivision if site else "",
    )  # fmt: skip


# ── the form ─────────────────────────────────────────────────────────────────────────────────────────────────


def fields(ground: Ground, post: str, start: date | None) -> list[FormField]:
    """Post, pattern, days, officers, hours."""
    first = start if start is not None and start > ground.today else ground.today + timedelta(days=1)

    def last_words(values: dict[str, str]) -> str:
        first, last = _first(values, ground), _last(values, ground)
        if first is None or last is None or last < first:
            return ""
        return f"{day_text(last)}, {(last - first).days + 1} days · {_holidays(ground, first, last)}"

    def cycle_words(values: dict[str, str]) -> str:
        cycle = _cycle(values)
        return f"{_CYCLES.get(cycle, 'own pattern')}, {cycle}: {_hours_words(values, cycle)}" if cycle else ""

    def lines_words(values: dict[str, str]) -> str:
        cycle = _cycle(values)
        if not cycle or not values["officers"].strip():
            return ""
        lines = read_lines(values["officers"], len(cycle), ground)
        return ", ".join(f"{ground.names[officer]} from day {begins + 1}" for officer, begins in lines)

    patterns = [(pattern.cycle, f"{pattern.name}  {pattern.cycle}") for pattern in PATTERNS]
    return [
        FormField("post", "Post", post, choices=tuple(ground.posts.items())),
        FormField("pattern", "Pattern", PATTERNS[2].cycle, choices=(*patterns, (OWN, "own, typed below")),
                  beside=cycle_words),
        FormField("own", "Own pattern", beside=cycle_words,
                  help="a letter for each day: D day, N night, - off, as DDNN----; empty: the one above"),
        FormField("first", "From", first.isoformat(), needed=True, help="the first day: mon, 30/11",
                  check=lambda text: day_text(coming_day(text, ground.today, ground.today))),
        FormField("last", "Until", needed=True, beside=last_words,
                  help="the last day on which a duty starts, 2 years on at the most"),
        FormField("officers", "Officers", needed=True, beside=lines_words,
                  help="staff numbers or call signs with commas, spread over the cycle; «1001 5» begins on its day 5"),
        FormField("day", "Day hours", "0700-1900", needed=True, check=_hours_check, help="by the clock on the wall"),
        FormField("night", "Night hours", "1900-0700", needed=True, check=_hours_check,
                  help="by the clock on the wall: 11 or 13 hours in a clock-change night"),
    ]  # fmt: skip


def _hours_check(text: str) -> str:
    minutes = read_hours(text).minutes
    return f"{minutes // 60} h {minutes % 60:02}"


def _hours_words(values: dict[str, str], cycle: str) -> str:
    mean = weekly_hours(cycle, read_hours(values["day"]), read_hours(values["night"]))
    return f"{mean:.4g} h a week"


def _cycle(values: dict[str, str]) -> str:
    """The cycle that is meant, empty for none yet. Raises ValueError for what is none."""
    text = values["own"].strip() or values["pattern"]
    return read_cycle(text) if text else ""


def _first(values: dict[str, str], ground: Ground) -> date | None:
    text = values["first"].strip()
    return coming_day(text, ground.today, ground.today) if text else None


def _last(values: dict[str, str], ground: Ground) -> date | None:
    text = values["last"].strip()
    return coming_day(text, ground.today, _first(values, ground) or ground.today) if text else None


def coming_day(text: str, today: date, after: date) -> date:
    """The day that a person means who plans: without a year, the first such day from `after` on."""
    words = text.strip().casefold()
    for number, name in enumerate(WEEKDAYS):
        if words in (name, name[:3]):
            return after + timedelta(days=(number - after.weekday()) % 7)
    if words == "tomorrow":
        return today + timedelta(days=1)
    day = parse_day(text, today)
    if day < after and not re.search(r"[0-9]{4}", words) and words not in ("today", "y", "yesterday"):
        later = parse_day(text, after + timedelta(days=365))
        return later if later >= after else day
    return day


def read_lines(text: str, cycle_days: int, ground: Ground) -> list[tuple[str, int]]:
    """The officers that a text names, each with the day of the cycle (0 first) on which they begin.

    Those without a number are spread over the cycle. Raises ValueError, in one line.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    lines = []
    for n, part in enumerate(parts):
        found = ground.officers.find("officer", part)
        begins = n * cycle_days // len(parts)
        numbered = re.fullmatch(r"(.+?)[\s:@]+(?:day\s+)?([0-9]{1,2})", part)
        if not found and numbered:
            found, begins = ground.officers.find("officer", numbered[1]), int(numbered[2]) - 1
        if len(found) != 1:
            why = f"may be {' or '.join(sorted(found))}" if found else "is no officer who is here"
            raise ValueError(f"{quoted(part)} {why}: write a staff number or a call sign, with commas between")
        lines.append((found.pop(), begins))
    return lines


def plan_of(values: dict[str, str], ground: Ground) -> PatternPlan:
    """The plan that the form means. Raises FieldError for what is wrong with it."""
    made: dict[str, Any] = {}
    for name, read in (
        ("own", lambda: _cycle(values) or _none("write the pattern, such as DDNN----")),
        ("first", lambda: _first(values, ground)),
        ("last", lambda: _last(values, ground)),
        ("officers", lambda: read_lines(values["officers"], len(made["own"]), ground)),
        ("day", lambda: read_hours(values["day"])),
        ("night", lambda: read_hours(values["night"])),
    ):
        try:
            made[name] = read()
        except ValueError as error:
            raise FieldError(name, str(error)) from None
    plan = PatternPlan(
        values["post"], made["own"], made["first"], made["last"], made["officers"], made["day"], made["night"]
    )
    try:
        check_plan(plan)
    except ValueError as error:
        raise FieldError(_field_of(str(error)), str(error)) from None
    return plan


def _none(problem: str) -> str:
    raise ValueError(problem)


def _field_of(problem: str) -> str:
    """Which field a problem of the whole plan is best put right in."""
    words = {"before it begins": "last", "2 years": "last", "hours": "day"}
    return next((name for word, name in words.items() if word in problem), "officers")


# ── what it would do ─────────────────────────────────────────────────────────────────────────────────────────


def proposal(store: "Store", plan: PatternPlan, ground: Ground, holidays: str = "") -> Proposal:
    """The act that a plan makes of the roster as it stands.

    A duty that is there already, or whose officer is on another one or absent then, is left out, and that is said.
    Raises StoreError where nothing is left.
    """
    planned = planned_duties(plan, ground.tz)
    if len(planned) > MOST_DUTIES:
        raise StoreError(f"{len(planned):,} duties are too many for one act, {MOST_DUTIES:,} at the most: end earlier")
    if not planned:
        raise StoreError("no duty falls between these days: choose a later last day")
    window = (min(duty.start for duty in planned), max(duty.end for duty in planned))
    there = store.roster.records(DutyRecord, window=window)
    changes, known = pattern_changes(planned, there)
    busy = _busy(there, store.roster.records(AbsenceRecord, window=window))
    free = tuple(change for change in changes if not _meets(busy, change.new))
    if not free:
        raise StoreError("nothing is left to make: these duties are there already, or the officers are not free")
    left = [f"{known} are there already"] if known else []
    if len(changes) > len(free):
        left.append(f"{len(changes) - len(free)} left out, on another duty or absent then")
    each = f"{weekly_hours(plan.cycle, plan.day, plan.night):.4g} h a week each"
    heads = f"{len(plan.lines)} officer{'' if len(plan.lines) == 1 else 's'}"
    note = " · ".join([f"{heads}, {each}", *left, *([holidays] if holidays else [])])
    name = _CYCLES.get(plan.cycle, plan.cycle)
    title = f"{len(free):,} duties at {ground.posts[plan.post]}, {name}"
    return Proposal(title, "pattern", free, note=note)


def _busy(duties: Sequence[DutyRecord], absences: Sequence[AbsenceRecord]) -> dict[str, list[Span]]:
    busy: dict[str, list[Span]] = {}
    for duty in duties:
        if duty.active:
            busy.setdefault(duty.officer, []).append((duty.start, duty.end))
    for absence in absences:
        busy.setdefault(absence.officer, []).append((absence.start, absence.end))
    return busy


def _meets(busy: dict[str, list[Span]], record: Any) -> bool:
    return any(start < record.end and record.start < end for start, end in busy.get(record.officer, ()))


def _holidays(ground: Ground, first: date, last: date) -> str:
    """The bank holidays between two days, in words."""
    from sfm_tui.domain.bank_holidays import bank_holidays

    if not ground.country:
        return "bank holidays: no country is set"
    try:
        found = list(bank_holidays(ground.country, ground.subdivision, first, last).items())
    except ValueError as error:
        return str(error)
    if not found:
        return "no bank holidays"
    shown = [f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {name}" for day, name in found[:MOST_HOLIDAYS]]
    more = f" and {len(found) - MOST_HOLIDAYS} more" if len(found) > MOST_HOLIDAYS else ""
    return f"bank holidays: {', '.join(shown)}{more}"
