"""What is old enough to go, kind by kind, in SQL: record, when its time began, what it is, and why it may not go yet.

Stretches of the roster (`domain.stretches`) are read as far as a month after `:before`: none that is over has later
rows. What SQL cannot tell comes as JSON in `:known`, see `asked`.

Each gives `record`, `start` (an instant, or the midnight UTC of a day), `day` (ISO, where it is a day), `of` (the
instant or day that the record tells of), `text` and `why`, which is empty where nothing stands against it.
"""

import json
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sfm_tui.domain.assessment import Assessment, profile
from sfm_tui.domain.recurrence import ends_by

_INCIDENT = """
SELECT 'incident:' || i.number AS record, coalesce(i.closed, i.resolved, i.reported) AS start, '' AS day,
    i.reported AS of, substr(i.summary, 1, 160) AS text,
    CASE
    WHEN i.state <> 'closed' AND i.struck = '' THEN 'it is still open'
    WHEN EXISTS (SELECT 1 FROM entry e WHERE e.incident_id = i.id AND e.confirmed = 0)
        THEN 'entries of it wait for a signature'
    ELSE coalesce(
        (SELECT 'action ' || a.action || ' is not closed' FROM link l JOIN action a ON a.stage <> 'closed'
            AND 'action:' || a.action = l.target WHERE l.source = 'incident:' || i.number AND l.struck = '' LIMIT 1),
        (SELECT 'action ' || a.action || ' is not closed' FROM link l JOIN action a ON a.stage <> 'closed'
            AND 'action:' || a.action = l.source WHERE l.target = 'incident:' || i.number AND l.struck = '' LIMIT 1),
        '') END AS why
FROM incident i
"""
_OCCURRENCE = """
SELECT 'occurrence:' || o.occurrence AS record, o.at AS start, '' AS day, o.at AS of, substr(o.text, 1, 160) AS text,
    CASE WHEN o.confirmed = 0 THEN 'it waits for a signature' ELSE '' END AS why
FROM occurrence o WHERE o.incident = '' OR NOT EXISTS (SELECT 1 FROM incident i WHERE i.number = o.incident)
"""
_HANDOVER = """
SELECT 'handover:' || h.handover AS record, h.at AS start, '' AS day, h.at AS of, substr(h.text, 1, 160) AS text,
    CASE WHEN h.at = (SELECT max(o.at) FROM handover o) THEN 'it is the last handover'
    WHEN h.accepted_at IS NULL THEN 'nobody has accepted it' ELSE '' END AS why
FROM handover h
"""
_BRIEFING = """
SELECT 'briefing:' || b.briefing AS record,
    CASE typeof(b.until) WHEN 'text' THEN CAST(strftime('%s', b.until) AS INTEGER) ELSE b.until END AS start,
    CASE typeof(b.until) WHEN 'text' THEN b.until ELSE '' END AS day, b.until AS of, substr(b.text, 1, 160) AS text,
    '' AS why
FROM briefing b WHERE b.until IS NOT NULL
"""
_TALK = """
SELECT 'talk:' || t.talk AS record, coalesce(t.held_at, t.planned_for, l.at) AS start, '' AS day,
    coalesce(t.held_at, t.planned_for, l.at) AS of, t.title AS text,
    CASE WHEN t.state IN ('planned', 'running') THEN 'it is ' || t.state
    WHEN EXISTS (SELECT 1 FROM attendance a JOIN officer o ON o.officer = a.officer AND o.left_on IS NULL
        WHERE a.talk = t.talk AND a.had_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attendance n
        WHERE n.topic = a.topic AND n.officer = a.officer AND n.had_at > a.had_at))
        THEN 'it is the last on its topic for somebody who works here' ELSE '' END AS why
FROM talk t JOIN ledger l ON l.seq = t.seq
"""
_ABSENCE = """
SELECT 'absence:' || b.officer || ':' || b.start AS record, b."end" AS start, '' AS day, b.start AS of,
    b.officer || ' ' || b.reason AS text, '' AS why
FROM absence b
UNION ALL SELECT 'absence:' || c.officer || ':' || c.start, max(coalesce(c."end", c.start)), '', c.start,
    c.officer || ' (taken away)', ''
FROM roster_change c WHERE c.noun = 'absence' AND c.start IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.officer = c.officer AND a.start = c.start)
GROUP BY c.officer, c.start
"""
_OFFICER = """
WITH named AS MATERIALIZED (
    SELECT DISTINCT n.value AS officer FROM ledger l JOIN payload p ON p.seq = l.seq,
        json_each(p.payload, '$.new.officers') n WHERE l.kind = 'incident.changed'
    UNION SELECT DISTINCT n.value FROM ledger l JOIN payload p ON p.seq = l.seq,
        json_each(p.payload, '$.old.officers') n WHERE l.kind = 'incident.changed'
)
SELECT 'officer:' || o.officer AS record, CAST(strftime('%s', o.left_on) AS INTEGER) AS start, o.left_on AS day,
    o.left_on AS of, o.name AS text,
    coalesce(
        (SELECT 'incident ' || i.number || ' names them' FROM stamp s JOIN incident i ON i.id = s.incident_id
            WHERE s.officer = o.officer LIMIT 1),
        (SELECT 'incident ' || i.number || ' names them' FROM incident i
            WHERE instr(' ' || i.officers || ' ', ' ' || o.officer || ' ') LIMIT 1),
        (SELECT 'the log of an incident names them' FROM named WHERE named.officer = o.officer),
        (SELECT 'a duty of theirs is not over' FROM duty d WHERE d.officer = o.officer AND d.start > :today LIMIT 1),
        '') AS why
FROM officer o WHERE o.left_on IS NOT NULL AND o.name <> 'officer erased ' || o.officer
"""
_PERSON = """
SELECT 'person:' || p.person AS record, CAST(strftime('%s', p.left_on) AS INTEGER) AS start, p.left_on AS day,
    p.left_on AS of, p.name AS text,
    coalesce((SELECT 'action ' || a.action || ' is theirs and not closed' FROM action a
        WHERE a.stage <> 'closed' AND a.owner IN (p.person, p.name) LIMIT 1), '') AS why
FROM person p WHERE p.left_on IS NOT NULL AND p.name <> 'person erased ' || p.person
"""

_MONTH_ON = ":before + 2764800"
_DUTIES = f"""
SELECT 'duties:' || k.officer || ':' || k.month AS record, max(k.ended) AS start, '' AS day, max(k.ended) AS of,
    (SELECT coalesce(nullif(o.call_sign, ''), o.name) || ', ' FROM officer o WHERE o.officer = k.officer)
    || sum(k.one) || CASE sum(k.one) WHEN 1 THEN ' duty' ELSE ' duties' END AS text,
    CASE WHEN max(k.ended) >= :needed THEN 'today''s figures still count it'
    ELSE '' END AS why
FROM (
    SELECT officer, strftime('%Y-%m', start, 'unixepoch') AS month, "end" AS ended, 1 AS one FROM duty
        WHERE start < {_MONTH_ON}
    UNION ALL SELECT officer, strftime('%Y-%m', start, 'unixepoch'), start, 0 FROM compensation
        WHERE start < {_MONTH_ON}
    UNION ALL SELECT officer, strftime('%Y-%m', start, 'unixepoch'), coalesce("end", start), 0 FROM roster_change
        WHERE noun IN ('duty', 'compensation') AND start < {_MONTH_ON}
) k GROUP BY k.officer, k.month
"""
_CALLS = f"""
SELECT 'calls:' || k.date AS record, max(k.due) AS start, '' AS day, max(k.due) AS of,
    sum(k.call) || ' check calls, ' || sum(k.round) || ' rounds' AS text, '' AS why
FROM (
    SELECT date(due, 'unixepoch') AS date, due, 1 AS call, 0 AS round FROM checkcall WHERE due < {_MONTH_ON}
    UNION ALL SELECT date(due, 'unixepoch'), due, 0, 1 FROM patrol WHERE due < {_MONTH_ON}
    UNION ALL SELECT date(start, 'unixepoch'), start, 0, 0 FROM roster_change
        WHERE noun IN ('checkcall', 'patrol') AND start < {_MONTH_ON}
) k GROUP BY k.date
"""
_COVER = f"""
SELECT 'cover:' || k.post || ':' || k.month AS record, max(k.ended) AS start, '' AS day, max(k.ended) AS of,
    (SELECT p.name || ', ' FROM post p WHERE p.post = k.post)
    || sum(k.one) || CASE sum(k.one) WHEN 1 THEN ' row' ELSE ' rows' END AS text, '' AS why
FROM (
    SELECT c.post, strftime('%Y-%m', c.start, 'unixepoch') AS month, 1 AS one,
        CASE c.repeat WHEN '' THEN c."end" ELSE coalesce(u.value, 1 << 60) END AS ended
        FROM cover c LEFT JOIN json_each(:known) u ON u.key = CAST(c.rowid AS TEXT) WHERE c.start < {_MONTH_ON}
    UNION ALL SELECT post, strftime('%Y-%m', start, 'unixepoch'), 0, coalesce("end", start) FROM roster_change
        WHERE noun = 'cover' AND start < {_MONTH_ON}
) k GROUP BY k.post, k.month
"""
_OPEN_ACTION = """
    (SELECT 'action ' || a.action || ' is not closed' FROM link l JOIN action a ON a.stage <> 'closed'
        AND 'action:' || a.action IN (l.source, l.target) WHERE l.struck = '' AND {ref} IN (l.source, l.target) LIMIT 1)
"""
_ACTION = """
SELECT 'action:' || a.action AS record,
    coalesce(nullif(max(
        coalesce((SELECT max(l.at) FROM ledger l WHERE l.subject = 'action:' || a.action AND (l.kind GLOB 'action.*'
            OR l.kind GLOB 'step.*' OR l.kind GLOB 'review.*')), 0),
        coalesce((SELECT max(CAST(strftime('%s', d.day) AS INTEGER)) FROM (
            SELECT max(coalesce(c.started_on, ''), coalesce(c.agreed_on, ''), coalesce(c.in_effect_on, ''),
                coalesce(c.recheck_on, '')) AS day FROM action c WHERE c.action = a.action
            UNION ALL SELECT r.reviewed_on FROM review r WHERE r.action = a.action
            UNION ALL SELECT s.done_on FROM step s WHERE s.action = a.action) d), 0)
    ), 0), (SELECT l.at FROM ledger l WHERE l.seq = a.seq)) AS start, '' AS day,
    (SELECT min(l.at) FROM ledger l WHERE l.seq = a.seq) AS of, substr(a.area, 1, 160) AS text,
    CASE WHEN a.stage <> 'closed' THEN 'it is not closed' ELSE '' END AS why
FROM action a WHERE a.cycle = (SELECT max(o.cycle) FROM action o WHERE o.action = a.action)
"""
_WEEKLY = """
SELECT 'weekly:' || w.weekly AS record, max(coalesce(w.held_at, 0), w.began_at,
        coalesce((SELECT max(d.at) FROM weekly_decision d WHERE d.weekly = w.weekly), 0),
        coalesce((SELECT max(n.at) FROM weekly_answer n WHERE n.weekly = w.weekly), 0)) AS start, '' AS day,
    date(substr(w.weekly, 1, 4) || '-01-04', '-6 days', 'weekday 1',
        '+' || ((CAST(substr(w.weekly, 7) AS INTEGER) - 1) * 7) || ' days') AS of,
    (SELECT count(DISTINCT d.number) FROM weekly_decision d WHERE d.weekly = w.weekly) || ' decided' AS text,
    CASE WHEN EXISTS (SELECT 1 FROM weekly_decision d LEFT JOIN weekly_answer n
            ON n.weekly = d.weekly AND n.number = d.number
            WHERE d.weekly = w.weekly AND d.struck = '' AND d.version = (SELECT max(o.version) FROM weekly_decision o
                WHERE o.weekly = d.weekly AND o.number = d.number)
            AND (d.kind = 'decision' AND coalesce(n.answer, 'open') = 'open' OR d.kind = 'action' AND EXISTS
                (SELECT 1 FROM action a WHERE a.action = d.action AND a.stage <> 'closed' AND a.cycle
                = (SELECT max(c.cycle) FROM action c WHERE c.action = a.action))))
        THEN 'what was decided in it is not done yet'
    WHEN w.weekly = (SELECT max(o.weekly) FROM weekly o) THEN 'it is the last review' ELSE '' END AS why
FROM weekly w
"""
_ASSESSMENT = f"""
SELECT 'assessment:' || s.assessment AS record, CAST(strftime('%s', s.assessed_on) AS INTEGER) AS start,
    s.assessed_on AS day, s.assessed_on AS of, s.enabler || ', level ' || s.level AS text,
    CASE WHEN s.assessment IN (SELECT value FROM json_each(:known)) THEN 'the profile of today is made from it'
    ELSE coalesce({_OPEN_ACTION.format(ref="'assessment:' || s.assessment")}, '') END AS why
FROM assessment s
"""


def _page(noun: str) -> str:
    return f"""
SELECT '{noun}:' || r.{noun} AS record, CAST(strftime('%s', r.day) AS INTEGER) AS start, r.day AS day, r.day AS of,
    r.title AS text, '' AS why
FROM {noun} r WHERE r.version = (SELECT max(o.version) FROM {noun} o WHERE o.{noun} = r.{noun})
"""


OLD = {
    "incidents": _INCIDENT,
    "occurrences": _OCCURRENCE,
    "handovers": _HANDOVER,
    "briefings": _BRIEFING,
    "talks": _TALK,
    "absences": _ABSENCE,
    "duties": _DUTIES,
    "calls": _CALLS,
    "cover": _COVER,
    "actions": _ACTION,
    "weekly": _WEEKLY,
    "assessments": _ASSESSMENT,
    "officers": _OFFICER,
    "people": _PERSON,
    "reflections": _page("reflection"),
    "notes": _page("note"),
}
"""The query of each kind of `domain.retention.KINDS`."""

_FOUND = """
SELECT record, start, day, of, text, CASE WHEN h.value IS NULL THEN k.why ELSE 'held' END AS why
FROM ({old}) k LEFT JOIN json_each(:held) h ON h.value = k.record
WHERE start IS NOT NULL AND CASE day WHEN '' THEN start < :before ELSE day <= :last END
"""


def asked(connection: Connection, kind: str, tz: ZoneInfo) -> str:
    """The JSON for `:known`: when cover that repeats is over, by its row; which assessments make today's profile."""
    if kind == "cover":
        rows = connection.exec_driver_sql("SELECT rowid, start, \"end\", repeat FROM cover WHERE repeat <> ''")
        ends = {str(row): ends_by(start, end, repeat, tz) for row, start, end, repeat in rows}
        return json.dumps({row: end for row, end in ends.items() if end is not None})
    if kind == "assessments":
        rows = connection.exec_driver_sql(f"SELECT {', '.join(Assessment.model_fields)} FROM assessment")
        some = [Assessment.model_validate(dict(row._mapping)) for row in rows]
        days = {(one.enabler, day) for one in profile(some) for day in (one.now_on, one.before_on)}
        return json.dumps([one.key for one in some if (one.code, one.assessed_on) in days])
    return "[]"


def found(kind: str) -> str:
    """What of a kind began before the instant `:before`, or on the day `:last` at the latest; `:held` are held."""
    return _FOUND.format(old=OLD[kind])
