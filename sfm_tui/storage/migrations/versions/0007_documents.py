"""Documents: what was made of the records, of which state of the ledger."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLE = """
CREATE TABLE report (
    report TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    period TEXT NOT NULL,
    form TEXT NOT NULL,
    digest TEXT NOT NULL,
    head TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (report),
    CONSTRAINT fk_report_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT
"""


def upgrade() -> None:
    """Add the table of documents."""
    op.execute(TABLE.strip())
