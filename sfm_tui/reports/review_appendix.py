"""The appendix of a contract review: every late response, all figures in full, the definitions, the ledger."""

from collections.abc import Iterable
from datetime import timedelta

from sfm_tui.clock import full_text, local_date
from sfm_tui.domain.kpi import Figures, limits_of
from sfm_tui.domain.trace import Breach
from sfm_tui.reports.blocks import Block, Bullets, Column, Facts, Heading, Para, Table
from sfm_tui.reports.paper import Fact, limit_words
from sfm_tui.reports.review_changes import (
    MOST_CHANGES,
    MOST_OPEN,
    MOST_TALKS,
    change_table,
    changes,
    effect_blocks,
    open_table,
    talk_lines,
    told_later,
)
from sfm_tui.reports.review_charts import chart_sentences, readings_table, weekly_chart
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_roster import category_figures
from sfm_tui.reports.review_words import (
    CAUSE_WORDS,
    MOST_ROWS,
    NOTHING,
    at_most,
    cut,
    few,
    interval_text,
    number,
    percent_text,
    seconds_text,
    target_text,
)

_NAME = 32
"""Letters of a post or an officer in a narrow column."""
_REASONS = {
    "struck": "void",
    "stood-down": "stood down before anybody arrived",
    "no-clock-start": "the start of the clock is not known",
    "no-arrival": "no arrival is known",
    "out-of-order": "the arrival lies before the start of the clock",
    "erased": "erased under a retention rule: what they were is not known any more",
}
_FIGURES = (
    Column("", 1.3), Column("n", 0.6, right=True), Column("mean, s", 1, right=True), Column("median, s", 1, right=True),
    Column("p90, s", 0.8, right=True), Column("within", 1.1, right=True), Column("95 % interval", 1.5, right=True),
    Column("note", 2.4),
)  # fmt: skip


def appendix(data: ReviewData) -> list[Block]:
    """Everything that the two pages leave out."""
    return [
        Heading("Appendix"),
        Heading("Every response over its limit", 2),
        _breaches(data),
        Heading("Response figures in full", 2),
        _grouped("By week of the report", "week", data.kpis.responses.by_week.items()),
        _grouped(
            "By hour of the report", "hour", ((f"{h:02}:00", some) for h, some in data.kpis.responses.by_hour.items())
        ),
        _left_out(data),
        _check_calls(data),
        Heading("Control charts", 2),
        weekly_chart(data, 1),
        *_charts(data),
        *_rest(data),
        Heading("Incidents by category", 2),
        category_figures(data),
        Heading("How the figures are defined", 2),
        *_definitions(data),
        Heading("How to check this report", 2),
        *_checking(data),
    ]


def _breaches(data: ReviewData) -> Table:
    columns = [
        Column("incident", 1.3), Column("reported", 1.9), Column("response", 1.4, right=True),
        Column("limit", 1, right=True), Column("posts of the first on scene", 1.6), Column("on duty", 0.8, right=True),
        Column("free", 0.75, right=True), Column("of them busy", 0.85, right=True), Column("cause", 2.4),
    ]  # fmt: skip
    if data.name_officers:
        columns.insert(4, Column("first on scene", 1.4))
    shown = data.breaches
    title = "Late responses, by the time of their report"
    if len(shown) > MOST_ROWS:
        longest = sorted(shown, key=lambda one: one.late.limit - one.late.response)[:MOST_ROWS]
        shown = tuple(sorted(longest, key=lambda one: (one.late.reported, one.late.incident)))
        title = f"The {MOST_ROWS} of {len(data.breaches):,} late responses that were the furthest over their limit"
    rows = tuple(_breach(data, one) for one in shown)
    return Table(title, tuple(columns), rows, "No response was over its limit.")


def _breach(data: ReviewData, one: Breach) -> tuple[str, ...]:
    late = one.late
    reported = full_text(late.reported, data.tz).rsplit(" ", 1)[0]
    posts = ", ".join(cut(data.names.posts.get(duty.post) or duty.post, _NAME) for duty in one.duties) or "no duty"
    row = [
        late.incident, reported, seconds_text(late.response), f"{late.limit} s", posts, str(one.on_duty),
        str(one.free_responders), str(one.busy_responders), CAUSE_WORDS[one.cause],
    ]  # fmt: skip
    if data.name_officers:
        row.insert(4, cut(data.names.officer(late.officer), _NAME) or "nobody named")
    return tuple(row)


def _grouped(title: str, head: str, some: Iterable[tuple[str, Figures]]) -> Table:
    rows = []
    for name, found in some:
        if found.why:
            rows.append((name, str(found.n), *[NOTHING] * 5, few(found)))
            continue
        rows.append((
            name, f"{found.n:,}", number(found.mean), number(found.median), str(found.p90), percent_text(found.share),
            interval_text(found.interval), "low n" if found.low_n else "",
        ))  # fmt: skip
    shown, title = at_most(tuple(rows), title, newest=True)
    return Table(title, (Column(head, 1.3), *_FIGURES[1:]), shown, "No response counted.")


def _left_out(data: ReviewData) -> Table:
    total = data.kpis.responses.total
    rows = tuple((_REASONS.get(reason, reason), f"{n:,}") for reason, n in data.kpis.responses.excluded.items())
    if data.kpis.roster.why and (untraced := total.n - total.within - len(data.breaches)):
        rows = (*rows, ("late, and counted but not traced: the roster of their time was erased", f"{untraced:,}"))
    return Table(
        "Incidents left out of the response figures", (Column("why", 4), Column("incidents", 1, right=True)), rows
    )


def _check_calls(data: ReviewData) -> Table:
    """How the check calls came."""
    calls = data.kpis.calls
    found = (("in time", calls.in_time), ("late", calls.late), ("early", calls.early), ("missed", calls.missed))
    rows = tuple((name, f"{n:,}") for name, n in (*found, ("due", calls.due)))
    columns = (Column("how they came", 4), Column("calls", 1, right=True))
    return Table("Check calls", columns, rows if calls.due else (), "No check call was due.")


def _charts(data: ReviewData) -> list[Block]:
    blocks: list[Block] = [readings_table(data)]
    for some, found in data.charts:
        if sentences := chart_sentences(some, found):
            blocks += [Para(f"{some.name}, {some.unit}:"), Bullets(tuple(sentences))]
    return blocks


def _rest(data: ReviewData) -> list[Block]:
    """What did not fit into the two pages."""
    blocks: list[Block] = []
    lines = changes(data)
    if len(lines) > MOST_CHANGES:
        blocks += [Heading("Earlier changes", 2), change_table(data, lines[:-MOST_CHANGES], "Changes, in order")]
    if len(talks := talk_lines(data)) > MOST_TALKS:
        blocks += [Heading("Toolbox talks", 2), Bullets(tuple(talks))]
    some, without = told_later(data), data.without_effect
    if some or without:
        blocks.append(Heading("More actions in effect", 2))
        blocks += effect_blocks(some, "Before and after") if some else []
        said = [
            f"{one.action} «{cut(one.area, 90)}»: no effect can be told, {why}." for one, why in without[:MOST_ROWS]
        ]
        if len(without) > MOST_ROWS:
            said.append(f"{len(without) - MOST_ROWS:,} more actions, of which no effect can be told either.")
        blocks += [Bullets(tuple(said))] if said else []
    if len(data.open_actions) > MOST_OPEN:
        blocks += [
            Heading("More open actions", 2),
            open_table(data.open_actions[MOST_OPEN:], "In the order of their days"),
        ]
    return blocks


def _definitions(data: ReviewData) -> list[Block]:
    terms, target = data.kpis.terms, data.kpis.terms.today.target_percent
    low, high = data.window
    limits = ", ".join(
        f"severity {s} {seconds} s ({limit_words(seconds)})" for s, seconds in limits_of(terms.at(high - 1)).items()
    )
    starts = "the report" if terms.clock_starts == "reported" else "the dispatch"
    rows = [
        Fact("Response", f"on scene less {starts}, in whole seconds of elapsed time; an officer already there is 0"),
        Fact("Limit", f"{limits}; within is at the limit or sooner"),
        Fact("Target", f"{target_text(target)} of responses within the limit" if target else "this site has set none"),
    ]
    for since, some in terms.segments(low, high)[1:]:
        changed = ", ".join(f"severity {s} {seconds} s" for s, seconds in limits_of(some).items())
        rows.append(Fact("Limit changed", f"{full_text(since, data.tz)}: {changed}"))
    rows += [
        Fact("Interval", "Wilson's 95 % interval of a share; no figures below 5 responses, «low n» below 20"),
        Fact(
            "State",
            "met: at or above the target; missed: all of the interval lies below it; else it may be chance; in"
            " brackets against what is usual in the trade; a dash where there is neither",
        ),
        Fact("90 % within", "the value at rank ceil(0.9 n) of the values in order"),
        Fact("Posts filled", "those present, at most as many as asked for, over those asked for, by time"),
        Fact("Late start", "booked on more than 5 minutes after the start, of the duties that start in the period"),
        Fact("No-show", "marked so by a person, of the duties that start in the period"),
        Fact("Licence", "time on duty under a valid licence over all time at posts that need one"),
        Fact("Check call", "in time from 10 minutes before to 15 after it was due"),
        Fact("Training", "officer-topic pairs in date at the end of the period over those required"),
        Fact("Report", "closed within 24 hours of the incident's report"),
        Fact(
            "Cause", "the first that holds when the incident was reported: the officer first on scene had duties at two"
            " posts; nobody at a response post was free; all of those were on another incident; none of these",
        ),
        Fact(
            "Control chart", "mean ± 2.66 × the mean moving range of the first 12 weeks of a phase; a signal is a point"
            " outside, 7 on one side, 7 rising or falling, or 2 of 3 near a limit",
        ),
        Fact(
            "Effect", "after less before of the same measure: better or worse where the 95 % interval leaves out 0; 20"
            " responses on each side, or 7 readings, else too early; of values the median of all differences after less"
            " before (Hodges-Lehmann), of shares their difference with Newcombe's interval",
        ),
        Fact(
            "Free responders", "those on duty at a response post and at no other who may stand there; by hour the mean"
            " at the late reports of that hour",
        ),
        Fact(
            "Gaps", "one for as long as it stays the same, cut to the period, hours added up; of rest, long duties and"
            " weekly hours none are, since these reach beyond it",
        ),
        Fact("Stage", "plan, do (begun), check (in effect, to be judged), act (judged: adopt, adapt or drop)"),
    ]  # fmt: skip
    return [Facts(tuple(rows))]


def _checking(data: ReviewData) -> list[Block]:
    first, after = (local_date(at, data.tz) for at in data.window)
    days = f"--from {first} --to {after}"
    head = data.head.replace(" ", "")
    return [
        Para(
            "Every figure is made from a ledger in which each entry is chained to the one before: none can be changed"
            " or taken out without this head becoming another. Keep this page; whoever holds the record can show that"
            " it still leads to the same head."
        ),
        Bullets((
            f"sfm verify --head {head} walks the whole ledger and says whether all is as it was entered.",
            f"sfm kpi {days} --json gives the figures, sfm trace {days} --json the late responses,"
            f" sfm gaps {days} --json the gaps; sfm measure and sfm effect the charts and the effects. The day of --to"
            " is not counted in.",
            f"Last day of the period: {after - timedelta(days=1)}. Days are those of the zone {data.tz.key}.",
        )),
    ]  # fmt: skip
