"""Improvement: themes, actions with their steps and reviews, measures with their readings."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = """
CREATE TABLE measure (
    measure TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    better TEXT NOT NULL,
    target TEXT NOT NULL,
    CONSTRAINT pk_measure PRIMARY KEY (measure),
    CONSTRAINT ck_measure_known_better CHECK (better IN ('lower', 'higher'))
)
 STRICT;
CREATE TABLE theme (
    theme TEXT NOT NULL,
    title TEXT NOT NULL,
    objective TEXT NOT NULL,
    CONSTRAINT pk_theme PRIMARY KEY (theme)
)
 STRICT;
CREATE TABLE action (
    action TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    stage TEXT NOT NULL,
    theme TEXT NOT NULL,
    area TEXT NOT NULL,
    required_level TEXT NOT NULL,
    gap TEXT NOT NULL,
    safety_risk INTEGER NOT NULL,
    risk_measures TEXT NOT NULL,
    support TEXT NOT NULL,
    owner TEXT NOT NULL,
    consulted TEXT NOT NULL,
    cost TEXT NOT NULL,
    agreed_on TEXT,
    started_on TEXT,
    in_effect_on TEXT,
    due TEXT,
    measure TEXT NOT NULL,
    baseline_from TEXT,
    baseline_to TEXT,
    target TEXT NOT NULL,
    how_measured TEXT NOT NULL,
    cause TEXT NOT NULL,
    objective TEXT NOT NULL,
    review_dates TEXT NOT NULL,
    review_repeat TEXT NOT NULL,
    revised_on TEXT NOT NULL,
    deviations TEXT NOT NULL,
    briefed TEXT NOT NULL,
    side_effects TEXT NOT NULL,
    decision TEXT NOT NULL,
    standardised TEXT NOT NULL,
    recheck_on TEXT,
    lessons TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_action PRIMARY KEY (action, cycle),
    CONSTRAINT ck_action_cycle CHECK (cycle >= 1),
    CONSTRAINT ck_action_known_stage CHECK (stage IN ('plan', 'do', 'check', 'act', 'closed')),
    CONSTRAINT ck_action_known_decision CHECK (decision IN ('', 'adopt', 'adapt', 'drop')),
    CONSTRAINT ck_action_flag_safety_risk CHECK (safety_risk IN (0, 1)),
    CONSTRAINT ck_action_due CHECK (due >= started_on),
    CONSTRAINT fk_action_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_action_open ON action (stage) WHERE stage <> 'closed';
CREATE TABLE consultation (
    seq INTEGER NOT NULL,
    action TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    day TEXT NOT NULL,
    who TEXT NOT NULL,
    notes TEXT NOT NULL,
    CONSTRAINT pk_consultation PRIMARY KEY (seq),
    CONSTRAINT fk_consultation_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_consultation_action ON consultation (action);
CREATE TABLE phase (
    measure TEXT NOT NULL,
    since ANY NOT NULL,
    reason TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_phase PRIMARY KEY (measure, since),
    CONSTRAINT ck_phase_since CHECK (typeof(since) IN ('integer', 'text')),
    CONSTRAINT fk_phase_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE reading (
    measure TEXT NOT NULL,
    at ANY NOT NULL,
    value TEXT NOT NULL,
    n INTEGER,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (measure, at),
    CONSTRAINT ck_reading_at CHECK (typeof(at) IN ('integer', 'text')),
    CONSTRAINT ck_reading_n CHECK (n >= 0),
    CONSTRAINT fk_reading_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE review (
    action TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    reviewed_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    evaluation TEXT NOT NULL,
    next_actions TEXT NOT NULL,
    next_review TEXT,
    reviewer TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_review PRIMARY KEY (action, cycle, reviewed_on),
    CONSTRAINT ck_review_known_outcome CHECK (outcome IN ('met', 'partially met', 'not met')),
    CONSTRAINT fk_review_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE step (
    action TEXT NOT NULL,
    step TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    support TEXT NOT NULL,
    timescale TEXT NOT NULL,
    done_on TEXT,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_step PRIMARY KEY (action, step),
    CONSTRAINT ck_step_known_who CHECK (who IN ('manager', 'officer', 'team')),
    CONSTRAINT fk_step_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
"""


def upgrade() -> None:
    """Add the tables of the improvement plan."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
