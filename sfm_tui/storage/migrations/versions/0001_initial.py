"""The first schema: the ledger, the records it adds up to, and what a desk keeps beside them."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE category (
    name TEXT NOT NULL,
    severity INTEGER NOT NULL,
    words TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (name),
    CONSTRAINT ck_category_flag_hidden CHECK (hidden IN (0, 1)),
    CONSTRAINT ck_category_severity CHECK (severity BETWEEN 1 AND 4)
)
 STRICT;
CREATE TABLE counter (
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (name)
)
 STRICT;
CREATE TABLE draft (
    "key" TEXT NOT NULL,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY ("key")
)
 STRICT;
CREATE TABLE ledger (
    seq INTEGER NOT NULL,
    format INTEGER NOT NULL,
    site TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    client_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT pk_ledger PRIMARY KEY (seq),
    CONSTRAINT ck_ledger_counted CHECK (seq > 0),
    CONSTRAINT ck_ledger_hashes CHECK (length(hash) = 32 AND length(digest) = 32),
    CONSTRAINT ck_ledger_flag_confirmed CHECK (confirmed IN (0, 1)),
    CONSTRAINT uq_ledger_client_id UNIQUE (client_id)
)
 STRICT;
CREATE INDEX ix_ledger_subject ON ledger (subject, seq);
CREATE TABLE local (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_local PRIMARY KEY (name)
)
 STRICT;
CREATE TABLE location (
    location TEXT NOT NULL,
    name TEXT NOT NULL,
    inside TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    CONSTRAINT pk_location PRIMARY KEY (location),
    CONSTRAINT ck_location_flag_hidden CHECK (hidden IN (0, 1))
)
 STRICT;
CREATE TABLE officer (
    officer TEXT NOT NULL,
    name TEXT NOT NULL,
    call_sign TEXT NOT NULL,
    opt_out INTEGER NOT NULL,
    weekly_hours TEXT NOT NULL,
    inducted_on TEXT,
    left_on TEXT,
    phone TEXT NOT NULL,
    CONSTRAINT pk_officer PRIMARY KEY (officer),
    CONSTRAINT ck_officer_flag_opt_out CHECK (opt_out IN (0, 1))
)
 STRICT;
CREATE TABLE person (
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    left_on TEXT,
    CONSTRAINT pk_person PRIMARY KEY (person),
    CONSTRAINT ck_person_known_role CHECK (role IN ('supervisor', 'manager', 'client', 'other'))
)
 STRICT;
CREATE TABLE pin (
    person TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_pin PRIMARY KEY (person)
)
 STRICT;
CREATE TABLE post (
    post TEXT NOT NULL,
    name TEXT NOT NULL,
    activity TEXT NOT NULL,
    responder INTEGER NOT NULL,
    lone INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    special_case INTEGER NOT NULL,
    check_call_minutes INTEGER,
    CONSTRAINT pk_post PRIMARY KEY (post),
    CONSTRAINT ck_post_known_activity CHECK (activity IN ('SG', 'DS', 'CCTV-PSS', 'CVIT', 'CP', 'none')),
    CONSTRAINT ck_post_flag_responder CHECK (responder IN (0, 1)),
    CONSTRAINT ck_post_flag_lone CHECK (lone IN (0, 1)),
    CONSTRAINT ck_post_flag_critical CHECK (critical IN (0, 1)),
    CONSTRAINT ck_post_flag_special_case CHECK (special_case IN (0, 1))
)
 STRICT;
CREATE TABLE site (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT pk_site PRIMARY KEY (id),
    CONSTRAINT ck_site_one CHECK (id = 1)
)
 STRICT;
CREATE TABLE erasure (
    seq INTEGER NOT NULL,
    by_seq INTEGER NOT NULL,
    CONSTRAINT pk_erasure PRIMARY KEY (seq),
    CONSTRAINT fk_erasure_seq FOREIGN KEY(seq) REFERENCES ledger (seq),
    CONSTRAINT fk_erasure_by_seq FOREIGN KEY(by_seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE incident (
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    struck TEXT NOT NULL,
    occurred INTEGER,
    reported INTEGER NOT NULL,
    dispatched INTEGER,
    on_scene INTEGER,
    resolved INTEGER,
    closed INTEGER,
    category TEXT NOT NULL,
    category_guessed INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    severity_assumed INTEGER NOT NULL,
    location TEXT NOT NULL,
    officers TEXT NOT NULL,
    summary TEXT NOT NULL,
    police_ref TEXT NOT NULL,
    evidence TEXT NOT NULL,
    details TEXT NOT NULL,
    imported INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id),
    CONSTRAINT ck_incident_known_state CHECK (state IN ('open', 'on hold', 'closed')),
    CONSTRAINT ck_incident_severity CHECK (severity BETWEEN 1 AND 4),
    CONSTRAINT ck_incident_flag_severity_assumed CHECK (severity_assumed IN (0, 1)),
    CONSTRAINT ck_incident_flag_category_guessed CHECK (category_guessed IN (0, 1)),
    CONSTRAINT ck_incident_flag_imported CHECK (imported IN (0, 1)),
    CONSTRAINT uq_incident_number UNIQUE (number),
    CONSTRAINT fk_incident_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_incident_reported ON incident (reported, id);
CREATE INDEX ix_incident_running ON incident (reported) WHERE state <> 'closed' AND struck = '';
CREATE TABLE link (
    id INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    link TEXT NOT NULL,
    struck TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT uq_link_source_target_link UNIQUE (source, target, link),
    CONSTRAINT fk_link_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_link_target ON link (target);
CREATE TABLE occurrence (
    id INTEGER NOT NULL,
    occurrence TEXT NOT NULL,
    at INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    author TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    kind TEXT NOT NULL,
    post TEXT NOT NULL,
    officer TEXT NOT NULL,
    text TEXT NOT NULL,
    incident TEXT NOT NULL,
    struck TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_occurrence PRIMARY KEY (id),
    CONSTRAINT ck_occurrence_known_kind CHECK (kind IN ('visitor', 'keys', 'patrol', 'alarm', 'defect', 'other')),
    CONSTRAINT uq_occurrence_occurrence UNIQUE (occurrence),
    CONSTRAINT fk_occurrence_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_occurrence_at ON occurrence (at, id);
CREATE INDEX ix_occurrence_unsigned ON occurrence (seq) WHERE confirmed = 0;
CREATE TABLE payload (
    seq INTEGER NOT NULL,
    salt BLOB NOT NULL,
    payload TEXT NOT NULL,
    CONSTRAINT pk_payload PRIMARY KEY (seq),
    CONSTRAINT fk_payload_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE TABLE entry (
    seq INTEGER NOT NULL,
    incident_id INTEGER NOT NULL,
    entry TEXT NOT NULL,
    line TEXT NOT NULL,
    at INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    author TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    text TEXT NOT NULL,
    amends TEXT NOT NULL,
    struck TEXT NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (seq),
    CONSTRAINT ck_entry_known_line CHECK (line IN ('opened', 'stamp', 'note', 'change', 'call')),
    CONSTRAINT fk_entry_seq FOREIGN KEY(seq) REFERENCES ledger (seq),
    CONSTRAINT fk_entry_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id)
)
 STRICT;
CREATE INDEX ix_entry_at ON entry (at, seq);
CREATE INDEX ix_entry_incident ON entry (incident_id, seq);
CREATE INDEX ix_entry_unsigned ON entry (seq) WHERE confirmed = 0;
CREATE UNIQUE INDEX uq_entry_key ON entry (incident_id, entry) WHERE entry <> '';
CREATE TABLE stamp (
    id INTEGER NOT NULL,
    incident_id INTEGER NOT NULL,
    officer TEXT NOT NULL,
    stamp TEXT NOT NULL,
    at INTEGER NOT NULL,
    written_at INTEGER,
    author TEXT NOT NULL,
    flagged TEXT NOT NULL,
    struck TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_stamp PRIMARY KEY (id),
    CONSTRAINT ck_stamp_known_stamp CHECK (stamp IN ('occurred', 'reported', 'dispatched', 'en route', 'on scene',
        'stood down', 'clear', 'resolved', 'closed')),
    CONSTRAINT ck_stamp_officer_stamp CHECK (officer = '' OR stamp IN ('dispatched', 'en route', 'on scene', 'stood
        down', 'clear')),
    CONSTRAINT uq_stamp_incident_id_officer_stamp_at UNIQUE (incident_id, officer, stamp, at),
    CONSTRAINT fk_stamp_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id),
    CONSTRAINT fk_stamp_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
"""


def upgrade() -> None:
    """Lay out the tables and their indexes."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
