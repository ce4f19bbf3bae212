"""Weekly reviews: what was decided on each figure of a week, and what became of it."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = """
CREATE TABLE weekly (
    weekly TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    began_by TEXT NOT NULL,
    held_at INTEGER,
    held_by TEXT NOT NULL,
    week_over INTEGER NOT NULL,
    figures TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_weekly PRIMARY KEY (weekly),
    CONSTRAINT ck_weekly_flag_week_over CHECK (week_over IN (0, 1)),
    CONSTRAINT fk_weekly_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE weekly_decision (
    weekly TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    figure TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    due TEXT,
    action TEXT NOT NULL,
    shown TEXT NOT NULL,
    struck TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_weekly_decision PRIMARY KEY (weekly, number, version),
    CONSTRAINT ck_weekly_decision_number CHECK (number >= 1),
    CONSTRAINT ck_weekly_decision_version CHECK (version >= 1),
    CONSTRAINT ck_weekly_decision_known_kind CHECK (kind IN ('decision', 'none', 'action')),
    CONSTRAINT fk_weekly_decision_weekly FOREIGN KEY(weekly) REFERENCES weekly (weekly),
    CONSTRAINT fk_weekly_decision_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_weekly_decision_figure ON weekly_decision (figure, weekly);
CREATE TABLE weekly_answer (
    weekly TEXT NOT NULL,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_weekly_answer PRIMARY KEY (weekly, number),
    CONSTRAINT ck_weekly_answer_known_answer CHECK (answer IN ('open', 'done', 'dropped')),
    CONSTRAINT fk_weekly_answer_weekly FOREIGN KEY(weekly) REFERENCES weekly (weekly),
    CONSTRAINT fk_weekly_answer_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
"""


def upgrade() -> None:
    """Add the tables of weekly reviews."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
