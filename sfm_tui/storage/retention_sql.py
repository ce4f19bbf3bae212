"""What is old enough to go, kind by kind, in SQL: record, when its time began, what it is, and why it may not go yet.

Each gives `record`, `start` (an instant, or the midnight UTC of a day), `day` (ISO, where it is a day), `of` (the
instant or day that the record tells of), `text` and `why`, which is empty where nothing stands against it.
"""

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


def found(kind: str) -> str:
    """What of a kind began before the instant `:before`, or on the day `:last` at the latest; `:held` are held."""
    return _FOUND.format(old=OLD[kind])
