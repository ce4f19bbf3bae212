"""What the screen of self-assessment says: which level holds, by what, what it was before, what comes next."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sfm_tui.domain.assessment import (
    CONSENSUS,
    ENABLERS,
    FLOOR,
    LABELS,
    LEVELS,
    TOP,
    Assessment,
    Check,
    Enabler,
    Standing,
)
from sfm_tui.domain.attachment import size_words
from sfm_tui.domain.rubric import cell
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.reading import Para
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.records.attaching import file_words

if TYPE_CHECKING:
    from sfm_tui.storage.attachments import Attachment
    from sfm_tui.storage.store import Store

PROFILE = "profile"
SIDE_BY_SIDE = 64
"""Cells from which on the level before stands beside that of now, not under it."""


@dataclass(frozen=True)
class Place:
    """A line of the list: a level of an enabler, or the profile, which has none."""

    enabler: Enabler | None = None
    level: int = 0

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.enabler}:{self.level}" if self.enabler else PROFILE


PLACES = (Place(), *(Place(code, level) for code in ENABLERS for level in LEVELS))


@dataclass(frozen=True)
class Assessed:
    """All that the screen shows: where each enabler stands, the checks of its rows, the actions that answer them."""

    standings: dict[Enabler, Standing] = field(default_factory=dict)
    rows: tuple[Assessment, ...] = ()
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)
    actions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    files: "dict[str, list[Attachment]]" = field(default_factory=dict)

    def lead(self, enabler: Enabler) -> Assessment | None:
        """The row that stands for the newest day of an enabler: what they agreed on, else the lowest."""
        some = self.standings[enabler].rows if enabler in self.standings else ()
        agreed = [row for row in some if row.assessor == CONSENSUS]
        return min(agreed or some, key=lambda row: row.level, default=None)

    def of(self, enabler: Enabler) -> list[Assessment]:
        """Every row of an enabler, the newest day first."""
        return [row for row in self.rows if row.code == enabler]

    def check(self, row: Assessment, level: int) -> Check | None:
        """What a row says of a level; None where it was not looked at."""
        return next((one for one in self.checks.get(row.key, ()) if one.level == level), None)

    def answers(self, enabler: Enabler) -> list[str]:
        """The actions that answer the rows of an enabler, each once."""
        return list(dict.fromkeys(action for row in self.of(enabler) for action in self.actions.get(row.key, ())))


def read_assessed(store: "Store") -> Assessed:
    """Read all that the screen shows."""
    some = store.assessments
    rows = tuple(some.all())
    return Assessed(
        standings={one.enabler: one for one in some.profile()},
        rows=rows,
        checks={row.key: some.checks(row.key) for row in rows},
        actions=some.actions(),
        areas={one.action: f"{one.area} ({one.stage})" for one in store.actions.at_work()},
        names=store.reference.people_names(),
        files={row.ref: [one for one in store.attachments.of(row.ref) if not one.struck] for row in rows},
    )


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────


def mark_of(known: Assessed, enabler: Enabler, level: int) -> tuple[str, str, str]:
    """The mark of a level, its style, and the word for it."""
    lead = known.lead(enabler)
    if lead is None:
        return "·", "muted", ""
    check = known.check(lead, level)
    if level <= lead.level:
        return "✓", "good", "now" if level == lead.level else "holds"
    target = " ▶ next" if level == lead.level + 1 else ""
    if check is None:
        return "·", "muted", target.strip() or "not looked at"
    if check.holds:
        return "~", "warn", "does not count"
    return "✖", "muted", f"not yet{target}"


def place_lines(known: Assessed, place: Place, width: int) -> Lines:
    """A line of the list; the first level of an enabler has its name above it."""
    if place.enabler is None:
        return [[("Profile: now and before", "bold")]]
    lines: Lines = []
    if place.level == FLOOR:
        standing = known.standings.get(place.enabler)
        now = "-" if standing is None or standing.now is None else f"{standing.now}{_moved(standing)}"
        title = fit(ENABLERS[place.enabler], max(4, width - len(now) - 2))
        lines.append([(title, "accent"), (f" {now}", "bold")])
    mark, tone, word = mark_of(known, place.enabler, place.level)
    lines.append([(f" {mark} ", tone), (fit(f"{place.level} {LEVELS[place.level]}", 18), "plain"), (word, tone)])
    return lines


def _moved(standing: Standing) -> str:
    change = standing.change
    if change is None:
        return ""
    return f" ▲{change}" if change > 0 else f" ▼{-change}" if change < 0 else " ="


# ── what stands beside it ────────────────────────────────────────────────────────────────────────────────────


def dots(level: int | None) -> str:
    """A level in marks: ●●○○○."""
    return "●" * (level or 0) + "○" * (TOP - (level or 0))


def _level(level: int | None) -> str:
    return "not assessed" if level is None else f"{dots(level)} {level} {LEVELS[level]}"


def change_words(standing: Standing) -> tuple[str, str]:
    """What became of the level since it was assessed before, with the days, and the style."""
    change = standing.change
    if change is None:
        return (
            (f"on {day(standing.now_on)}", "muted")
            if standing.now_on
            else (f"{key_of('assessment.assess', 'n')} assesses it", "muted")
        )
    levels = "one level" if abs(change) == 1 else f"{abs(change)} levels"
    days = f"{day(standing.before_on)} to {day(standing.now_on)}"
    if change:
        return (f"▲ {levels} up, {days}", "good") if change > 0 else (f"▼ {levels} down, {days}", "bad")
    return f"= as before, {days}", "plain"


def profile_paras(known: Assessed, width: int) -> list[Para]:
    """Every enabler now and before, side by side where there is room, with its next level and what answers it."""
    paras = []
    for code, standing in known.standings.items():
        paras.append(Para(ENABLERS[code], "bold"))
        moved, tone = change_words(standing)
        now, before = _level(standing.now), _level(standing.before)
        if width >= SIDE_BY_SIDE and standing.before is not None:
            paras.append(Para(f"{fit(before, 24)}  now {now}", head="  before "))
        else:
            paras.append(Para(now, head="  now    "))
            if standing.before is not None:
                paras.append(Para(before, "muted", head="  before "))
        paras.append(Para(moved, tone, head="         "))
        if standing.spread:
            apart = "one level" if standing.spread == 1 else f"{standing.spread} levels"
            paras.append(Para(f"! assessors are {apart} apart", "warn", head="  "))
        if standing.next is not None:
            paras.append(Para(f"▶ {standing.next} {LEVELS[standing.next]}", head="  next   "))
        paras += [Para(f"{one} {known.areas.get(one, '')}".rstrip(), "accent", "  answer ", f"action:{one}")
                  for one in known.answers(code)]  # fmt: skip
        paras.append(Para())
    return paras


def level_paras(known: Assessed, enabler: Enabler, level: int, _width: int) -> list[Para]:
    """What a level looks like, whether it holds and by what, and the rows of the newest day in full."""
    lead = known.lead(enabler)
    paras = [
        Para(f"{ENABLERS[enabler]}: {level} {LEVELS[level]}", "bold"), Para(cell(enabler, level)), Para(),
        Para(*_verdict(known, lead, enabler, level)),
    ]  # fmt: skip
    standing = known.standings.get(enabler)
    if lead is None or standing is None:
        return paras
    for row in standing.rows:
        check = known.check(row, level) if level > FLOOR else None
        if check is not None:
            word = "holds" if check.holds else "does not hold"
            paras.append(
                Para(f"{word}: {check.evidence or 'by the evidence of the row'}", head=f"{_who(known, row)}: ")
            )
    paras.append(Para())
    if standing.next is not None and standing.next != level:
        paras += [Para(f"▶ Target: {standing.next} {LEVELS[standing.next]}", "bold"),
                  Para(cell(enabler, standing.next), "muted"), Para()]  # fmt: skip
    for row in standing.rows:
        paras += row_paras(known, row)
    older = [row for row in known.of(enabler) if row.assessed_on != standing.now_on]
    if older:
        paras.append(Para("Before", "bold"))
        paras += [Para(f"{dots(row.level)} {row.level}, {_who(known, row)}: {row.evidence}", "muted",
                       f"{day(row.assessed_on)} ") for row in older]  # fmt: skip
    return paras


def row_paras(known: Assessed, row: Assessment) -> list[Para]:
    """A row in full, with the actions that answer it."""
    sure = f", confidence {row.confidence}" if row.confidence else ""
    paras = [Para(f"{day(row.assessed_on)}, {_who(known, row)}: level {row.level}{sure}", "bold")]
    for name in ("evidence", "strengths", "gaps", "views"):
        text = getattr(row, name)
        paras.append(Para(text or "-", "plain" if text else "muted", f"  {LABELS[name]}: "))
    answers = known.actions.get(row.key, ())
    paras += [Para(f"{one} {known.areas.get(one, '')}".rstrip(), "accent", "  Answered by ", f"action:{one}")
              for one in answers]  # fmt: skip
    if not answers:
        paras.append(Para(f"No action answers it yet: {key_of('assessment.action', 'a')} raises one", "muted", "  "))
    paras += [
        Para(f"{file_words(one)}, {size_words(one.size)}", head="  File: ") for one in known.files.get(row.ref, ())
    ]
    return [*paras, Para()]


def _verdict(known: Assessed, lead: Assessment | None, enabler: Enabler, level: int) -> tuple[str, str]:
    if lead is None:
        return f"Not assessed yet: {key_of('assessment.assess', 'n')} assesses this enabler", "warn"
    if level == FLOOR:
        return "✓ Everybody starts here: it needs no proof", "good"
    if level <= lead.level:
        return "✓ Holds, as every level below it does", "good"
    check = known.check(lead, level)
    if check is not None and check.holds:
        return (
            f"~ Confirmed, but it does not count: level {lead.level + 1} {LEVELS[lead.level + 1]} does not hold, and"
            " a level holds only if the lower ones do", "warn",
        )  # fmt: skip
    said = "✖ Does not hold yet" if check is not None else "· Not looked at"
    return said + (" ▶ the next level to work for" if level == lead.level + 1 else ""), "warn" if check else "muted"


def _who(known: Assessed, row: Assessment) -> str:
    return "all agreed" if row.assessor == CONSENSUS else known.names.get(row.assessor, row.assessor)


def named(known: Assessed, row: Assessment) -> str:
    """A row in one line, to choose it."""
    return clip(f"{day(row.assessed_on)}, {_who(known, row)}: level {row.level} {LEVELS[row.level]}", 60)


def ref_words(ref: str) -> str:
    """A row's reference in words: `self-assessment of Leadership, 21 Nov 2026 (okafor)`; another record's as it is."""
    from sfm_tui.domain.assessment import enabler_of

    kind, _, rest = ref.partition(":")
    enabler, _, more = rest.partition(":")
    on, _, assessor = more.partition(":")
    try:
        if kind == "assessment":
            title, when = ENABLERS[enabler_of(enabler)], f", {day(on)}" if on else ""
            return f"self-assessment of {title}{when}" + (f" ({assessor})" if assessor else "")
    except ValueError:
        pass
    return ref.replace(":", " ", 1)
