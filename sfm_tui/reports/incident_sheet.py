"""The incident sheet: what it says. Texts are as they were typed; how they are set is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date
from sfm_tui.domain.categories import SEVERITIES
from sfm_tui.domain.incidents import DETAILS, FIELDS, METHANE
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.riddor import possibly_reportable
from sfm_tui.reports.incident_log import LogRow, log_rows
from sfm_tui.reports.incident_times import TimeRow, response, time_rows
from sfm_tui.reports.paper import NOT_GIVEN, UNCONFIRMED, Fact, Foot, Names, Section, stretch
from sfm_tui.storage.incidents import Incident, LogLine, StampView
from sfm_tui.storage.links import Link

_LETTERS = dict(zip(METHANE, ("M", "E", "T", "H", "A", "N", "E"), strict=True))


@dataclass(frozen=True)
class LinkRow:
    """A record that belongs to the incident: what it came from or led to, and why the link was struck if it was."""

    way: str
    ref: str
    about: str
    struck: str


@dataclass(frozen=True)
class IncidentSheet:
    """One incident on paper, at one state of the store."""

    template: ClassVar[str] = "incident_sheet"
    title: str
    number: str
    day: str
    void: str
    facts: tuple[Fact, ...]
    alerts: tuple[str, ...]
    times: tuple[TimeRow, ...]
    sections: tuple[Section, ...]
    log: tuple[LogRow, ...]
    links: tuple[LinkRow, ...]
    foot: Foot


@dataclass(frozen=True)
class Printing:
    """By what terms a sheet is printed, when, and how codes read on it."""

    tz: ZoneInfo
    terms: ResponseTerms
    names: Names
    now: int
    foot: Foot


def build_sheet(
    incident: Incident,
    stamps: Sequence[StampView],
    log: Sequence[LogLine],
    links: Sequence[Link],
    about: Mapping[str, str],
    printing: Printing,
) -> IncidentSheet:
    """The sheet of an incident. `about` says what linked records are, by their name (`occurrence:B2026-00001`)."""
    tz, names = printing.tz, printing.names
    return IncidentSheet(
        title=f"Incident {incident.number}",
        number=incident.number,
        day=stretch(incident.reported, tz),
        void=incident.struck,
        facts=_facts(incident, stamps, printing),
        alerts=_alerts(incident, log, tz),
        times=time_rows(stamps, names, tz),
        sections=_sections(incident),
        log=log_rows(log, names, tz),
        links=tuple(_link(link, f"incident:{incident.number}", about) for link in links),
        foot=printing.foot,
    )


def _facts(incident: Incident, stamps: Sequence[StampView], printing: Printing) -> tuple[Fact, ...]:
    severity = f"{incident.severity} {SEVERITIES.get(incident.severity, '')}".strip()
    facts = [
        Fact("What", incident.summary or NOT_GIVEN),
        Fact("Where", printing.names.place(incident.location) or NOT_GIVEN),
        Fact("Category", _assumed(incident.category, incident.category_guessed, "guessed")),
        Fact("Severity", _assumed(severity, incident.severity_assumed, "assumed")),
        Fact("State", incident.state),
    ]
    if incident.outcome:
        facts.append(Fact("Outcome", incident.outcome))
    text, over = response(incident, printing.terms, printing.now)
    facts.append(Fact("Response", text, alert=over))
    if incident.officers:
        facts.append(Fact("Officers", "\n".join(_officers(incident, stamps, printing.names))))
    if incident.imported:
        facts.append(Fact("Origin", "imported with the times and authors that it came with"))
    return tuple(facts)


def _assumed(value: str, flag: bool, word: str) -> str:
    return f"{value} ({word})" if value and flag else value or NOT_GIVEN


def _officers(incident: Incident, stamps: Sequence[StampView], names: Names) -> list[str]:
    """The officers, one to a line; the first is said to have arrived first where a time vouches for it."""
    arrived = {s.officer for s in stamps if s.stamp == "on scene" and not s.struck}
    lines = [names.officer_in_full(officer) for officer in incident.officers]
    first = incident.officers[0]
    if first in arrived or (incident.imported and incident.on_scene is not None):
        lines[0] += ", first on scene"
    return lines


def _alerts(incident: Incident, log: Sequence[LogLine], tz: ZoneInfo) -> tuple[str, ...]:
    alerts = []
    hurt = possibly_reportable(incident.details, local_date(incident.occurred or incident.reported, tz))
    if hurt:
        alerts.append(hurt)
    unsigned = sum(not line.confirmed for line in log)
    if unsigned:
        alerts.append(f"{UNCONFIRMED.capitalize()} for {unsigned} {'entry' if unsigned == 1 else 'entries'} of the log")
    return tuple(alerts)


def _sections(incident: Incident) -> tuple[Section, ...]:
    values = {"police_ref": incident.police_ref, "evidence": incident.evidence, **incident.details}
    plain = [n for n in ("caller", "witnesses", "police_ref", "evidence", *DETAILS) if n not in METHANE]
    details = [Fact(FIELDS[n], values[n]) for n in dict.fromkeys(plain) if values.get(n)]
    methane = [Fact(f"{_LETTERS[n]}  {FIELDS[n]}", values[n]) for n in METHANE if values.get(n)]
    found = (Section("Details", tuple(details)), Section("M/ETHANE", tuple(methane)))
    return tuple(section for section in found if section.facts)


def _link(link: Link, own: str, about: Mapping[str, str]) -> LinkRow:
    other, way = (link.target, "led to") if link.source == own else (link.source, "came from")
    kind, _, key = other.partition(":")
    return LinkRow(f"{way} ({link.link})" if link.link else way, f"{kind} {key}", about.get(other, ""), link.struck)
