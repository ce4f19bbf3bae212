"""The contract review: what a client reads about a month, two pages and an appendix.

Pure: `ReviewData` in, a document of texts out. Every figure is printed as the command line gives it (`sfm kpi`,
`trace`, `effect`, `measure`, `gaps`), and the sentences are made of these figures by rule: nothing is invented, and
what cannot be said is said so. Officers are not named unless that was asked for; owners of actions are.
"""

from sfm_tui.clock import full_text
from sfm_tui.domain.trace import by_cause, by_hour
from sfm_tui.reports.blocks import Block, BlockPaper, Break, Column, Facts, Heading, Para, Side, Table
from sfm_tui.reports.paper import Fact
from sfm_tui.reports.plain import thousands
from sfm_tui.reports.review_appendix import appendix
from sfm_tui.reports.review_changes import changed, effects_part, open_actions
from sfm_tui.reports.review_charts import weekly_chart
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_kpis import NOTE, kpi_table
from sfm_tui.reports.review_roster import category_table, gap_table
from sfm_tui.reports.review_summary import summary
from sfm_tui.reports.review_words import CAUSE_WORDS, day, days_of, number, period_name

MOST_HOURS = 8
"""More hours of the day than these stand in the appendix."""


def build_review(data: ReviewData) -> BlockPaper:
    """The review on paper."""
    site = data.site
    name = period_name(data.window, data.tz)
    place = (site.name or site.code) if site else "Site not yet named"
    client = f" · for {site.client}" if site and site.client else ""
    return BlockPaper(
        title=f"Contract review, {name}",
        subtitle=f"{place}{client}",
        blocks=(*_head(data), *_main(data), Break(), *appendix(data)),
        foot=data.foot,
    )


def _head(data: ReviewData) -> list[Block]:
    first, last = days_of(data.window, data.tz)
    period = day(first) if first == last else f"{day(first)} to {day(last)}, both days included"
    facts = [
        Fact("Period", period),
        Fact("Made by", f"{data.made_by}, {full_text(data.now, data.tz)}"),
        Fact("Ledger head", data.head),
    ]
    blocks: list[Block] = [Facts(tuple(facts))]
    if data.now < data.window[1]:
        blocks.append(
            Para(
                f"This period is not over: figures are as of {full_text(data.now, data.tz)} and will change."
                " The roster's figures and gaps are of all its days, also those to come.",
                "alert",
            )
        )
    blocks.append(Para(" ".join(summary(data)), "lead"))
    return blocks


def _main(data: ReviewData) -> list[Block]:
    return [
        Heading("Figures against target"),
        kpi_table(data),
        Para(NOTE, "note"),
        weekly_chart(data, 0),
        Heading("What went wrong, and why"),
        *_why(data),
        Heading("What was changed"),
        *changed(data),
        Heading("What that did"),
        *effects_part(data),
        Heading("Cover and incidents"),
        Side((gap_table(data), category_table(data))),
        Heading("Open actions"),
        *open_actions(data),
    ]


def _why(data: ReviewData) -> list[Block]:
    if not data.breaches:
        n = data.kpis.responses.total.n
        return [Para("There were no responses to judge." if not n else "No response was over its limit.")]
    causes = [(CAUSE_WORDS[cause], f"{n:,}") for cause, n in by_cause(data.breaches).items() if n]
    hours = by_hour(data.breaches, data.tz)
    title = "By hour of the report"
    if len(hours) > MOST_HOURS:
        title += f": the {MOST_HOURS} with the most"
        hours = sorted(sorted(hours, key=lambda hour: -hour.breaches)[:MOST_HOURS])
    rows = [(f"{hour.hour:02}:00", f"{hour.breaches:,}", number(hour.free_responders)) for hour in hours]
    return [
        Para(
            f"{thousands(len(data.breaches), 'response')} took longer than the limit. Who was on duty, free or busy at"
            " the report of each gives its cause; the appendix lists them."
        ),
        Side((
            Table("By cause", (Column("cause", 3.2), Column("late", 0.8, right=True)), tuple(causes)),
            Table(
                title,
                (Column("hour", 1), Column("late", 0.7, right=True), Column("free responders, mean", 1.7, right=True)),
                tuple(rows),
            ),
        )),
    ]  # fmt: skip
