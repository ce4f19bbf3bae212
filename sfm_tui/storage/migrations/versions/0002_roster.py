"""The roster: licences, cover, duties, absences, check calls, patrols, compensation, and what was changed of them."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE absence (
    officer TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (officer, start),
    CONSTRAINT ck_absence_span CHECK (start < end)
)
 STRICT;
CREATE TABLE checkcall (
    post TEXT NOT NULL,
    due INTEGER NOT NULL,
    officer TEXT NOT NULL,
    received INTEGER,
    action TEXT NOT NULL,
    CONSTRAINT pk_checkcall PRIMARY KEY (post, due)
)
 STRICT;
CREATE INDEX ix_checkcall_due ON checkcall (due);
CREATE TABLE compensation (
    officer TEXT NOT NULL,
    start INTEGER NOT NULL,
    given TEXT NOT NULL,
    why TEXT NOT NULL,
    CONSTRAINT pk_compensation PRIMARY KEY (officer, start)
)
 STRICT;
CREATE TABLE cover (
    post TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    headcount INTEGER NOT NULL,
    repeat TEXT NOT NULL,
    excepted TEXT NOT NULL,
    CONSTRAINT pk_cover PRIMARY KEY (post, start, "end", repeat),
    CONSTRAINT ck_cover_span CHECK (start < end),
    CONSTRAINT ck_cover_headcount CHECK (headcount >= 0)
)
 STRICT;
CREATE TABLE duty (
    officer TEXT NOT NULL,
    post TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    booked_on INTEGER,
    booked_off INTEGER,
    status TEXT NOT NULL,
    CONSTRAINT pk_duty PRIMARY KEY (officer, post, start),
    CONSTRAINT ck_duty_known_status CHECK (status IN ('planned', 'worked', 'no-show', 'cancelled')),
    CONSTRAINT ck_duty_span CHECK (start < end)
)
 STRICT;
CREATE INDEX ix_duty_long ON duty (start) WHERE "end" - start > 604800;
CREATE INDEX ix_duty_officer_start ON duty (officer, start);
CREATE INDEX ix_duty_post_start ON duty (post, start);
CREATE INDEX ix_duty_start ON duty (start);
CREATE TABLE licence (
    officer TEXT NOT NULL,
    sector TEXT NOT NULL,
    number TEXT NOT NULL,
    starts TEXT,
    expires TEXT NOT NULL,
    status TEXT NOT NULL,
    status_from TEXT,
    checked_on TEXT,
    CONSTRAINT pk_licence PRIMARY KEY (officer, sector, expires),
    CONSTRAINT ck_licence_known_sector CHECK (sector IN ('SG', 'DS', 'CP', 'CCTV-PSS', 'CVIT', 'KH')),
    CONSTRAINT ck_licence_known_status CHECK (status IN ('active', 'expired', 'suspended', 'revoked', 'withdrawn',
        'replaced')),
    CONSTRAINT ck_licence_number CHECK (length(number) = 16 AND number NOT GLOB '*[^0-9]*')
)
 STRICT;
CREATE TABLE patrol (
    patrol TEXT NOT NULL,
    due INTEGER NOT NULL,
    officer TEXT NOT NULL,
    started INTEGER,
    ended INTEGER,
    points_due INTEGER NOT NULL,
    points_made INTEGER NOT NULL,
    findings TEXT NOT NULL,
    CONSTRAINT pk_patrol PRIMARY KEY (patrol, due),
    CONSTRAINT ck_patrol_points CHECK (points_due >= 0 AND points_made >= 0)
)
 STRICT;
CREATE INDEX ix_patrol_due ON patrol (due);
CREATE TABLE roster_change (
    seq INTEGER NOT NULL,
    n INTEGER NOT NULL,
    verb TEXT NOT NULL,
    noun TEXT NOT NULL,
    effect TEXT NOT NULL,
    officer TEXT NOT NULL,
    post TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    CONSTRAINT pk_roster_change PRIMARY KEY (seq, n),
    CONSTRAINT ck_roster_change_known_effect CHECK (effect IN ('made', 'changed', 'dropped', 'removed')),
    CONSTRAINT fk_roster_change_seq FOREIGN KEY(seq) REFERENCES ledger (seq)
)
 STRICT;
CREATE INDEX ix_roster_change_officer ON roster_change (officer, start);
CREATE INDEX ix_roster_change_post ON roster_change (post, start);
CREATE INDEX ix_roster_change_start ON roster_change (start);
"""


def upgrade() -> None:
    """Add the tables of the roster."""
    for statement in TABLES.split(";"):
        if statement.strip():
            op.execute(statement.strip())
