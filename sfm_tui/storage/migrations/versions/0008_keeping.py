"""Keeping: legal holds, and what is left of records that were erased under a retention rule."""

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = """
CREATE TABLE hold (
    seq INTEGER NOT NULL,
    target TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    lifted_at INTEGER,
    lifted_by TEXT NOT NULL,
    lifted_why TEXT NOT NULL,
    CONSTRAINT pk_hold PRIMARY KEY (seq),
    CONSTRAINT fk_hold_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE UNIQUE INDEX ix_hold_standing ON hold (target) WHERE lifted_at IS NULL;
CREATE TABLE erased (
    record TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    rule TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_erased PRIMARY KEY (record),
    CONSTRAINT fk_erased_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_erased_kind ON erased (kind, day)
"""


def upgrade() -> None:
    """Add the tables of holds and erasures."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
