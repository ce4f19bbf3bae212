"""Briefing points and who heard them, handovers, toolbox talks and their registers."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = """
CREATE TABLE requirement (
    topic TEXT NOT NULL,
    who TEXT NOT NULL,
    CONSTRAINT pk_requirement PRIMARY KEY (topic, who)
)
 STRICT;
CREATE TABLE topic (
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    points TEXT NOT NULL,
    refresher_months INTEGER,
    CONSTRAINT pk_topic PRIMARY KEY (topic),
    CONSTRAINT ck_topic_refresher CHECK (refresher_months >= 1)
)
 STRICT;
CREATE TABLE briefing (
    briefing TEXT NOT NULL,
    text TEXT NOT NULL,
    priority TEXT NOT NULL,
    since ANY NOT NULL,
    until ANY,
    repeat TEXT NOT NULL,
    owner TEXT NOT NULL,
    withdrawn TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_briefing PRIMARY KEY (briefing),
    CONSTRAINT ck_briefing_since CHECK (typeof(since) IN ('integer', 'text')),
    CONSTRAINT ck_briefing_until CHECK (typeof(until) IN ('integer', 'text', 'null')),
    CONSTRAINT fk_briefing_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE handover (
    handover TEXT NOT NULL,
    at INTEGER NOT NULL,
    giver TEXT NOT NULL,
    receiver TEXT NOT NULL,
    accepted_at INTEGER,
    text TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_handover PRIMARY KEY (handover),
    CONSTRAINT fk_handover_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_handover_at ON handover (at);
CREATE TABLE talk (
    talk TEXT NOT NULL,
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    planned_for INTEGER,
    held_at INTEGER,
    minutes INTEGER,
    presenter TEXT NOT NULL,
    key_points TEXT NOT NULL,
    ticked TEXT NOT NULL,
    questions TEXT NOT NULL,
    understanding TEXT NOT NULL,
    cancelled TEXT NOT NULL,
    locked INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_talk PRIMARY KEY (talk),
    CONSTRAINT ck_talk_known_state CHECK (state IN ('planned', 'running', 'completed', 'cancelled')),
    CONSTRAINT ck_talk_minutes CHECK (minutes BETWEEN 0 AND 1440),
    CONSTRAINT ck_talk_held CHECK (state <> 'completed' OR (held_at IS NOT NULL AND minutes IS NOT NULL)),
    CONSTRAINT ck_talk_flag_locked CHECK (locked IN (0, 1)),
    CONSTRAINT fk_talk_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_talk_held_at ON talk (held_at);
CREATE INDEX ix_talk_open ON talk (state) WHERE state IN ('planned', 'running');
CREATE TABLE acknowledgement (
    briefing TEXT NOT NULL,
    officer TEXT NOT NULL,
    at INTEGER NOT NULL,
    off_duty INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_acknowledgement PRIMARY KEY (briefing, officer, at),
    CONSTRAINT ck_acknowledgement_flag_off_duty CHECK (off_duty IN (0, 1)),
    CONSTRAINT fk_acknowledgement_briefing FOREIGN KEY(briefing) REFERENCES briefing (briefing),
    CONSTRAINT fk_acknowledgement_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE attendance (
    talk TEXT NOT NULL,
    officer TEXT NOT NULL,
    signed_at INTEGER,
    result TEXT NOT NULL,
    topic TEXT NOT NULL,
    had_at INTEGER,
    off_duty INTEGER NOT NULL,
    pin INTEGER NOT NULL,
    catch_up_on TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_attendance PRIMARY KEY (talk, officer),
    CONSTRAINT ck_attendance_known_result CHECK (result IN ('present', 'attended', 'absent', 'catch-up')),
    CONSTRAINT ck_attendance_flag_off_duty CHECK (off_duty IN (0, 1)),
    CONSTRAINT ck_attendance_flag_pin CHECK (pin IN (0, 1)),
    CONSTRAINT fk_attendance_talk FOREIGN KEY(talk) REFERENCES talk (talk),
    CONSTRAINT fk_attendance_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_attendance_absent ON attendance (officer, topic) WHERE result = 'absent';
CREATE INDEX ix_attendance_had ON attendance (topic, officer, had_at) WHERE had_at IS NOT NULL;
CREATE TABLE talk_correction (
    seq INTEGER NOT NULL,
    talk TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_talk_correction PRIMARY KEY (seq),
    CONSTRAINT fk_talk_correction_seq FOREIGN KEY(seq) REFERENCES ledger (seq),
    CONSTRAINT fk_talk_correction_talk FOREIGN KEY(talk) REFERENCES talk (talk)
)
 STRICT;
CREATE INDEX ix_talk_correction_talk ON talk_correction (talk);
CREATE TABLE told (
    briefing TEXT NOT NULL,
    shift INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_told PRIMARY KEY (briefing, shift),
    CONSTRAINT fk_told_briefing FOREIGN KEY(briefing) REFERENCES briefing (briefing),
    CONSTRAINT fk_told_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
"""


def upgrade() -> None:
    """Add the tables of briefing, handover and talks."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
