"""What a supervisor's own evidence is made of: reflections, study notes, standards, tags, attachments, assessments."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from sfm_tui.domain.assessment import FLOOR, TOP
from sfm_tui.domain.reflection import NOTE_KINDS
from sfm_tui.storage.tables.base import STRICT, Base, flag, one_of


class ReflectionRow(Base, table=True):
    """One version of a reflection; the one with the highest number stands."""

    __tablename__ = "reflection"
    __table_args__ = (CheckConstraint("version >= 1", name="version"), STRICT)
    reflection: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    title: str
    day: str
    author: str
    did: str
    prompted: str
    worked: str
    hard: str
    learned: str
    mapping: str
    next_steps: str
    withdrawn: str
    seq: int = Field(foreign_key="ledger.seq")


class NoteRow(Base, table=True):
    """One version of a study note; the one with the highest number stands."""

    __tablename__ = "note"
    __table_args__ = (CheckConstraint("version >= 1", name="version"), one_of("kind", NOTE_KINDS), STRICT)
    note: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    title: str
    day: str
    author: str
    kind: str
    text: str
    source: str
    withdrawn: str
    seq: int = Field(foreign_key="ledger.seq")


class StandardRow(Base, table=True):
    """A standard that the site loaded; `body` is all of it, as canonical JSON."""

    __tablename__ = "standard"
    __table_args__ = (STRICT,)
    standard: str = Field(primary_key=True)
    title: str
    body: str
    seq: int = Field(foreign_key="ledger.seq")


class TagRow(Base, table=True):
    """A record that is evidence for a criterion of a standard."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_criterion", "standard", "criterion"), STRICT)
    record: str = Field(primary_key=True)
    standard: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    seq: int = Field(foreign_key="ledger.seq")


class AttachmentRow(Base, table=True):
    """A file that belongs to a record; its bytes lie beside the store under their SHA-256, `hash` in hex."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'", name="hash"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_attachment_hash", "hash"),
        STRICT,
    )
    record: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)
    name: str
    media: str
    size: int
    about: str
    at: int
    author: str
    struck: str
    seq: int = Field(foreign_key="ledger.seq")


class AssessmentRow(Base, table=True):
    """What one assessor found of one enabler on a day; `enabler` as it was written, `assessment` the three in one."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("enabler", "assessed_on", "assessor"),
        CheckConstraint(f"level BETWEEN {FLOOR} AND {TOP}", name="level"),
        STRICT,
    )
    assessment: str = Field(primary_key=True)
    enabler: str
    assessed_on: str
    assessor: str
    level: int
    evidence: str
    strengths: str
    confidence: str
    gaps: str
    views: str
    seq: int = Field(foreign_key="ledger.seq")


class LevelCheckRow(Base, table=True):
    """Whether one level above the lowest was confirmed in an assessment, and by what."""

    __tablename__ = "level_check"
    __table_args__ = (CheckConstraint(f"level BETWEEN {FLOOR + 1} AND {TOP}", name="level"), flag("holds"), STRICT)
    assessment: str = Field(primary_key=True, foreign_key="assessment.assessment")
    level: int = Field(primary_key=True)
    holds: bool
    evidence: str
