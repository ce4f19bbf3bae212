"""What an export does not hold, a line for each: nothing is left out unsaid."""

from sqlalchemy import Connection

from sfm_tui.domain.incidents import DETAILS
from sfm_tui.exchange.tables import ERASED_END, ONLY_HERE

_COUNTED = (
    (
        "SELECT count(*) FROM incident WHERE details <> '{}'",
        f"further details of {{n}} incidents, which have no column ({', '.join(DETAILS.values())})",
    ),
    (
        "SELECT count(*) FROM stamp WHERE officer = '' AND struck <> ''",
        "{n} struck times of incidents themselves; those that hold are in incidents.csv",
    ),
    ("SELECT count(*) FROM incident WHERE severity_assumed = 1", "that the severity of {n} incidents was only assumed"),
    ("SELECT count(*) FROM incident WHERE category_guessed = 1", "that the category of {n} incidents was only guessed"),
    (
        "SELECT (SELECT count(*) FROM entry WHERE confirmed = 0)"
        " + (SELECT count(*) FROM occurrence WHERE confirmed = 0)",
        "that {n} entries, made while the desk was locked, wait for a signature",
    ),
    ("SELECT count(*) FROM entry WHERE line IN ('call', 'change') AND entry <> ''", "that {n} log lines tell of calls "
     "and changes: they are in entries.csv as notes"),
    ("SELECT count(*) FROM link WHERE struck <> ''", "{n} struck links"),
    (
        f"SELECT count(*) FROM link l WHERE l.struck = '' AND {ERASED_END}",
        "{n} links to records that were erased under a retention rule",
    ),
    ("SELECT count(*) FROM hold", "{n} legal holds, with those that were lifted"),
    ("SELECT count(*) FROM erased", "that {n} records were erased under a retention rule"),
    (
        "SELECT count(*) FROM (SELECT 1 FROM link WHERE struck = '' GROUP BY source, target HAVING count(*) > 1)",
        "that {n} pairs of records are linked in several ways: links.csv has one row for both, with all the words",
    ),
    (
        f"SELECT count(*) FROM link l WHERE l.struck = '' AND {ONLY_HERE}",
        "{n} links to changes of the roster and to documents that were made: another store has neither",
    ),
    ("SELECT count(*) FROM report", "that {n} documents were made"),
    ("SELECT count(*) FROM compensation", "{n} records of compensatory rest"),
    (
        "SELECT count(*) FROM roster_change",
        "the history of {n} changes to the roster: who was put on or dropped from which duty, by whom and why",
    ),
    ("SELECT count(*) FROM talk WHERE state IN ('planned', 'running')", "{n} talks that are planned or being held"),
    ("SELECT count(*) FROM talk WHERE state = 'cancelled'", "{n} talks that were cancelled"),
    (
        "SELECT count(*) FROM talk WHERE state = 'completed' AND ticked || questions || understanding <> ''",
        "of {n} talks, which points were gone through, the questions and how it was understood",
    ),
    ("SELECT count(*) FROM talk_correction", "{n} corrections beside the registers of talks"),
    (
        "SELECT (SELECT count(*) FROM attendance WHERE off_duty = 1 OR pin = 1)"
        " + (SELECT count(*) FROM acknowledgement WHERE off_duty = 1)",
        "that {n} signatures were given with a PIN, or by somebody who was not on duty",
    ),
    ("SELECT count(*) FROM attendance WHERE catch_up_on <> ''", "the days on which {n} absentees are to catch up"),
    ("SELECT count(*) FROM told", "that briefing points were read out to a shift, {n} times"),
    ("SELECT count(*) FROM briefing WHERE withdrawn <> ''", "why {n} briefing points were withdrawn"),
    (
        "SELECT count(*) FROM action WHERE cause || objective || review_dates || review_repeat || revised_on"
        " || deviations || briefed || side_effects || decision || standardised || lessons <> ''"
        " OR recheck_on IS NOT NULL",
        "of {n} cycles of actions, what has no column: the cause, the owner's objective, planned reviews, days of"
        " revision, deviations, who was told, side effects, the decision and what came of it, lessons",
    ),
    ("SELECT count(*) FROM consultation", "the notes of {n} consultations"),
    (
        "SELECT count(*) FROM step s WHERE s.cycle < (SELECT max(a.cycle) FROM action a WHERE a.action = s.action)",
        "that {n} steps were agreed in an earlier cycle",
    ),
    (
        "SELECT count(*) FROM assessment a WHERE gaps || views <> ''"
        " OR EXISTS (SELECT 1 FROM level_check c WHERE c.assessment = a.assessment"
        " AND (c.evidence <> '' OR c.holds = 0 OR c.level > a.level))",
        "of {n} self-assessments, the gaps, the views of those served and what shows each level",
    ),
    ("SELECT count(DISTINCT reflection) FROM reflection", "{n} reflections with all their versions"),
    ("SELECT count(DISTINCT note) FROM note", "{n} study notes with all their versions"),
    ("SELECT count(*) FROM standard", "{n} standards of the site's own («sfm standard show CODE --toml»)"),
    ("SELECT count(*) FROM tag", "{n} tags of records as evidence for criteria"),
    ("SELECT count(*) FROM attachment", "{n} attached files (sfm backup keeps them)"),
    (
        "SELECT count(*) FROM weekly",
        "{n} weekly reviews of the figures, what was decided in them and what became of it",
    ),
    ("SELECT count(*) FROM pin", "the PINs of {n} people"),
    ("SELECT count(*) FROM draft", "{n} drafts of what is being typed"),
)  # fmt: skip


_LEDGER = "the ledger itself: who entered what and when, and what stood there before (sfm backup keeps it)"


def never_held() -> list[str]:
    """What no export holds, of whatever store: a line for each, without the numbers."""
    return [_LEDGER, *(words.replace(", {n} times", "").replace("{n} ", "") for _, words in _COUNTED)]


def left_out(connection: Connection, *, site_file: bool) -> list[str]:
    """The lines for this store; `site_file` says whether `site.toml` was written."""
    lines = [_LEDGER]
    if not site_file:
        own = connection.exec_driver_sql("SELECT count(*) FROM category").scalar()
        hidden = connection.exec_driver_sql("SELECT count(*) FROM location WHERE hidden = 1").scalar()
        settings = connection.exec_driver_sql("SELECT count(*) FROM site").scalar()
        if own or hidden or settings:
            lines.append("site.toml: the site's settings, its words for categories, the places out of use")
    for sql, words in _COUNTED:
        n = connection.exec_driver_sql(sql).scalar()
        if n:
            lines.append(words.format(n=f"{n:,}"))
    return lines
