"""The tables. Strict ones: what a column does not allow is refused by SQLite itself.

Nothing is put into them but by `project`, from events that have been checked; so they carry no rules of their own
beyond what SQLite can hold them to. Instants are INTEGER epoch seconds.
"""

from sfm_tui.storage.tables.actions import (
    ActionRow,
    ConsultationRow,
    MeasureRow,
    PhaseRow,
    ReadingRow,
    ReviewRow,
    StepRow,
    ThemeRow,
)
from sfm_tui.storage.tables.base import NAMES, STRICT, Base, DayOrInstant
from sfm_tui.storage.tables.documents import ReportRow
from sfm_tui.storage.tables.keeping import ErasedRow, HoldRow
from sfm_tui.storage.tables.ledger import ErasureRow, LedgerRow, PayloadRow
from sfm_tui.storage.tables.local import CounterRow, DraftRow, LocalRow, PinRow
from sfm_tui.storage.tables.log import EntryRow, IncidentRow, LinkRow, OccurrenceRow, StampRow
from sfm_tui.storage.tables.portfolio import (
    AssessmentRow,
    AttachmentRow,
    LevelCheckRow,
    NoteRow,
    ReflectionRow,
    StandardRow,
    TagRow,
)
from sfm_tui.storage.tables.roster import (
    EFFECTS,
    AbsenceRow,
    CheckCallRow,
    CompensationRow,
    CoverRow,
    DutyRow,
    LicenceRow,
    PatrolRow,
    RosterChangeRow,
)
from sfm_tui.storage.tables.site import CategoryRow, LocationRow, OfficerRow, PersonRow, PostRow, SiteRow
from sfm_tui.storage.tables.training import (
    AcknowledgementRow,
    AttendanceRow,
    BriefingRow,
    HandoverRow,
    RequirementRow,
    TalkCorrectionRow,
    TalkRow,
    ToldRow,
    TopicRow,
)
from sfm_tui.storage.tables.weekly import WeeklyAnswerRow, WeeklyDecisionRow, WeeklyRow

STATE_TABLES = (
    "site", "person", "officer", "post", "location", "category", "incident", "stamp", "entry", "occurrence",
    "link", "counter", "licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation", "roster_change",
    "topic", "requirement", "briefing", "told", "acknowledgement", "handover", "talk", "attendance", "talk_correction",
    "theme", "action", "step", "review", "consultation", "measure", "phase", "reading",
    "reflection", "note", "standard", "tag", "attachment", "assessment", "level_check",
    "weekly", "weekly_decision", "weekly_answer", "report", "hold", "erased",
)  # fmt: skip

__all__ = [
    "EFFECTS",
    "NAMES",
    "STATE_TABLES",
    "STRICT",
    "AbsenceRow",
    "AcknowledgementRow",
    "ActionRow",
    "AssessmentRow",
    "AttachmentRow",
    "AttendanceRow",
    "Base",
    "BriefingRow",
    "CategoryRow",
    "CheckCallRow",
    "CompensationRow",
    "ConsultationRow",
    "CounterRow",
    "CoverRow",
    "DayOrInstant",
    "DraftRow",
    "DutyRow",
    "EntryRow",
    "ErasedRow",
    "ErasureRow",
    "HandoverRow",
    "HoldRow",
    "IncidentRow",
    "LedgerRow",
    "LevelCheckRow",
    "LicenceRow",
    "LinkRow",
    "LocalRow",
    "LocationRow",
    "MeasureRow",
    "NoteRow",
    "OccurrenceRow",
    "OfficerRow",
    "PatrolRow",
    "PayloadRow",
    "PersonRow",
    "PhaseRow",
    "PinRow",
    "PostRow",
    "ReadingRow",
    "ReflectionRow",
    "ReportRow",
    "RequirementRow",
    "ReviewRow",
    "RosterChangeRow",
    "SiteRow",
    "StampRow",
    "StandardRow",
    "StepRow",
    "TagRow",
    "TalkCorrectionRow",
    "TalkRow",
    "ThemeRow",
    "ToldRow",
    "TopicRow",
    "WeeklyAnswerRow",
    "WeeklyDecisionRow",
    "WeeklyRow",
]
