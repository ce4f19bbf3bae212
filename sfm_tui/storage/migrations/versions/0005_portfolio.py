"""The portfolio: reflections, notes, standards and tags, attachments, self-assessment."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = """
CREATE TABLE assessment (
    assessment TEXT NOT NULL,
    enabler TEXT NOT NULL,
    assessed_on TEXT NOT NULL,
    assessor TEXT NOT NULL,
    level INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    strengths TEXT NOT NULL,
    confidence TEXT NOT NULL,
    gaps TEXT NOT NULL,
    views TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_assessment PRIMARY KEY (assessment),
    CONSTRAINT uq_assessment_enabler_assessed_on_assessor UNIQUE (enabler, assessed_on, assessor),
    CONSTRAINT ck_assessment_level CHECK (level BETWEEN 1 AND 5),
    CONSTRAINT fk_assessment_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE attachment (
    record TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size INTEGER NOT NULL,
    about TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    struck TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (record, hash),
    CONSTRAINT ck_attachment_hash CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_attachment_size CHECK (size > 0),
    CONSTRAINT fk_attachment_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_attachment_hash ON attachment (hash);
CREATE TABLE note (
    note TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT NOT NULL,
    withdrawn TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (note, version),
    CONSTRAINT ck_note_version CHECK (version >= 1),
    CONSTRAINT ck_note_known_kind CHECK (kind IN ('framework', 'case', 'reference', 'note')),
    CONSTRAINT fk_note_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE reflection (
    reflection TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    day TEXT NOT NULL,
    author TEXT NOT NULL,
    did TEXT NOT NULL,
    prompted TEXT NOT NULL,
    worked TEXT NOT NULL,
    hard TEXT NOT NULL,
    learned TEXT NOT NULL,
    mapping TEXT NOT NULL,
    next_steps TEXT NOT NULL,
    withdrawn TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_reflection PRIMARY KEY (reflection, version),
    CONSTRAINT ck_reflection_version CHECK (version >= 1),
    CONSTRAINT fk_reflection_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE standard (
    standard TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_standard PRIMARY KEY (standard),
    CONSTRAINT fk_standard_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE tag (
    record TEXT NOT NULL,
    standard TEXT NOT NULL,
    criterion TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_tag PRIMARY KEY (record, standard, criterion),
    CONSTRAINT fk_tag_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_tag_criterion ON tag (standard, criterion);
CREATE TABLE level_check (
    assessment TEXT NOT NULL,
    level INTEGER NOT NULL,
    holds INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    CONSTRAINT pk_level_check PRIMARY KEY (assessment, level),
    CONSTRAINT ck_level_check_level CHECK (level BETWEEN 2 AND 5),
    CONSTRAINT ck_level_check_flag_holds CHECK (holds IN (0, 1)),
    CONSTRAINT fk_level_check_assessment FOREIGN KEY(assessment) REFERENCES assessment (assessment)
)
 STRICT;
"""


def upgrade() -> None:
    """Add the tables of reflections, standards, attachments and self-assessment."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
