"""The contract review of the invented site: every figure is the one that the command line gives as JSON."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.cli import effect, figures, gaps, measuring, tracing
from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.reports.blocks import BlockPaper, Side, Table
from sfm_tui.reports.gather_review import contract_review
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import document_bytes
from sfm_tui.reports.review_roster import KIND_WORDS
from sfm_tui.reports.review_words import CAUSE_WORDS
from sfm_tui.storage.effects import action_effect
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.store import Store
from sfm_tui.storage.tracing import breaches
from sfm_tui.widgets.figures.cards import cards_of, target_text
from tests.cli.running import Sfm
from tests.reports.pdf import pages_of, squeezed, text_of

LONDON = zone("Europe/London")
OCTOBER = tuple(parse_file_time(f"2026-{month}-01T00:00", LONDON) for month in ("10", "11"))
NOW = parse_file_time("2026-11-21T22:15", LONDON)


@pytest.fixture(scope="module")
def store(northgate: Sfm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The invented site on the last Saturday of its story."""
    path = tmp_path_factory.mktemp("review") / "sfm.db"
    path.write_bytes(Path(northgate.db).read_bytes())
    with Store.open(path, FrozenClock(NOW)) as opened:
        yield opened


@pytest.fixture(scope="module")
def review(store: Store) -> BlockPaper:
    """October's review."""
    return contract_review(store, Asked(window=(OCTOBER[0], OCTOBER[1])), Author("okafor"))


def tables(review: BlockPaper) -> list[Table]:
    found: list[Table] = []
    for block in review.blocks:
        if isinstance(block, Table):
            found.append(block)
        elif isinstance(block, Side):
            found += block.tables
    return found


def table(review: BlockPaper, title: str) -> Table:
    (found,) = [one for one in tables(review) if one.title.startswith(title)]
    return found


def said(review: BlockPaper) -> str:
    """All texts of a review."""
    return "\n".join(_texts(review))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def two(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.2f}"


@pytest.fixture(scope="module")
def kpi(store: Store) -> dict[str, Any]:
    return figures.object_of(kpis(store, (OCTOBER[0], OCTOBER[1])), store)


def test_the_figures_of_the_period(review: BlockPaper, kpi: dict[str, Any]) -> None:
    rows = {row[0]: row for row in table(review, "Figures of the period").rows}
    response = kpi["response"]
    low, high = response["within_interval_95"]
    assert rows["Responses within the limit"][1:] == (
        f"{two(response['within_percent'])} %", f"{two(low)} to {two(high)}", f"{response['n']} responses",
        f"{response['target_percent']:g} %", "✗ missed",
    )  # fmt: skip
    assert rows["Response time, mean"][1].startswith(f"{two(response['mean'])} s (")
    assert rows["Response time, median"][1].startswith(f"{two(response['median'])} s (")
    assert rows["Response time, 90 % within"][1].startswith(f"{response['p90']} s (")
    for name, key in (
        ("Posts filled", "fill_percent"), ("Duty under a valid licence", "licence_percent"),
        ("Check calls in time", "check_call_percent"), ("Training in date", "training_percent"),
        ("Reports closed in 24 h", "report_percent"),
    ):  # fmt: skip
        assert rows[name][1] == f"{two(kpi[key])} %"
    for name, part in (("Late starts", kpi["late_starts"]), ("No-shows", kpi["no_shows"])):
        assert rows[name][1:4:2] == (f"{part} ({two(100 * part / kpi['duties'])} %)", f"{kpi['duties']} duties")
    assert rows["Check calls in time"][3] == f"{kpi['check_calls']['due']} calls"
    head = said(review)
    assert f"In October 2026, {two(response['within_percent'])} % of {response['n']} responses" in head


def test_a_target_that_is_usual_is_in_brackets_as_the_dashboard_judges_it(review: BlockPaper, store: Store) -> None:
    rows = {row[0]: row[2:] for row in table(review, "Figures of the period").rows}
    words = {"good": "(✓ met)", "bad": "(✗ missed)", "warn": "(△ may be chance)"}
    cards = cards_of(kpis(store, (OCTOBER[0], OCTOBER[1])))
    for name, key in (
        ("Posts filled", "fill"), ("Late starts", "late-starts"), ("No-shows", "no-shows"),
        ("Duty under a valid licence", "licence"), ("Check calls in time", "calls"), ("Training in date", "training"),
        ("Reports closed in 24 h", "reports"),
    ):  # fmt: skip
        card = cards[key]
        interval, _, target, state = rows[name]
        assert target.replace(" %", "") == target_text(card)
        assert state == words[card.stand]
        assert interval == ("–" if card.interval is None else " to ".join(two(float(end)) for end in card.interval))
    assert len({row[3] for row in rows.values()}) > 3


@pytest.mark.parametrize(
    ("title", "group", "key"), [("By week", "by_week", "week"), ("By hour of the report", "by_hour", "hour")]
)
def test_weeks_and_hours_in_full(review: BlockPaper, kpi: dict[str, Any], title: str, group: str, key: str) -> None:
    (found,) = [one for one in tables(review) if one.title.startswith(title) and len(one.columns) == 8]
    assert len(found.rows) == len(kpi["response"][group])
    for row, some in zip(found.rows, kpi["response"][group], strict=True):
        assert row[0] == (some[key] if key == "week" else f"{some[key]:02}:00")
        assert row[1] == str(some["n"])
        if "values" in some:
            assert row[7] == f"{some['why']}: {', '.join(map(str, some['values']))} s"
        else:
            assert row[2:4] == (two(some["mean"]), two(some["median"]))
            assert row[4:6] == (str(some["p90"]), f"{two(some['within_percent'])} %")


def test_what_is_left_out(review: BlockPaper, kpi: dict[str, Any]) -> None:
    rows = table(review, "Incidents left out").rows
    assert [int(row[1]) for row in rows] == list(kpi["response"]["excluded"].values())


def test_the_trace(review: BlockPaper, store: Store) -> None:
    told = tracing.object_of(breaches(store, (OCTOBER[0], OCTOBER[1])), LONDON)
    late = table(review, "Late responses").rows
    assert len(late) == len(told["breaches"]) == 13
    for row, one in zip(late, told["breaches"], strict=True):
        assert row[0] == one["incident"]
        assert row[2].startswith(f"{one['response']} s (")
        assert row[3] == f"{one['limit']} s"
        assert row[5:8] == tuple(str(one[name]) for name in ("on_duty", "free_responders", "busy_responders"))
        assert row[8] == CAUSE_WORDS[one["cause"]]
    causes = {CAUSE_WORDS[cause]: n for cause, n in told["by_cause"].items() if n}
    assert dict(table(review, "By cause").rows) == {words: str(n) for words, n in causes.items()}
    (hours,) = [
        one for one in tables(review) if one.title.startswith("By hour of the report") and len(one.columns) == 3
    ]
    assert hours.rows == tuple(
        (f"{one['hour']:02}:00", str(one["breaches"]), two(one["free_responders"])) for one in told["by_hour"]
    )


def test_the_effect(review: BlockPaper, store: Store) -> None:
    told = effect.object_of(action_effect(store, "A-07"))
    rows = [row for one in tables(review) if one.title == "Before and after" for row in one.rows]
    before, after = [row for row in rows if row[0] == "A-07"]
    for row, side in ((before, told["baseline"]), (after, told["follow_up"])):
        assert row[3:] == (str(side["n"]), two(side["median"]), two(side["p90"]), f"{two(side['within_percent'])} %")
    low, high = told["interval_95"]
    assert told["verdict"] == "better"
    assert f"✓ better, {two(told['change'])} seconds (95 % interval {two(low)} to {two(high)})" in said(review)
    assert f"the share within went from {two(told['baseline']['within_percent'])} to" in said(review)


def test_the_charts(review: BlockPaper, store: Store) -> None:
    rows = table(review, "The figures of the two charts").rows
    alts = [block.alt for block in review.blocks if getattr(block, "kind", "") == "chart"]
    assert len(alts) == 2
    for n, name in enumerate(("response-time", "response-within")):
        some = measuring.series(store, name)
        found = measuring.chart(
            some.dots, some.breaks, bounds=measuring.bounds_of(some.unit), target=some.target, better=some.better
        )
        told = measuring.object_of(some, found)
        assert [row[2 + 2 * n] for row in rows] == [two(point["value"]) for point in told["points"]]
        assert [row[3 + 2 * n] for row in rows] == [", ".join(point["signals"]) for point in told["points"]]
        assert f"limits {two(told['lower'])} to {two(told['upper'])}" in said(review)
        for point in told["points"]:
            assert f" {two(point['value'])}" in alts[n]


def test_the_gaps(review: BlockPaper, store: Store) -> None:
    window = (OCTOBER[0], OCTOBER[1])
    found = findings(store.roster.load(window), window, store.roster.rules())
    counts = Counter(gaps.object_of(one, LONDON)["kind"] for one in found)
    assert {row[0]: row[1] for row in table(review, "Gaps and cover").rows} == {
        KIND_WORDS[kind]: str(n) for kind, n in counts.items()
    }


def leaves(value: Any) -> Iterator[float | int]:
    """Every number of a piece of JSON."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def test_every_number_of_the_json_stands_in_the_pdf(review: BlockPaper, store: Store, kpi: dict[str, Any]) -> None:
    printed = text_of(document_bytes(review))
    numbers = {found.replace(",", "") for found in re.findall(r"-?\d[\d,]*\.?\d*", printed)}
    told = tracing.object_of(breaches(store, (OCTOBER[0], OCTOBER[1])), LONDON)
    for source in (kpi, told, effect.object_of(action_effect(store, "A-07"))):
        for value in leaves(source):
            ways = {f"{value:.2f}"} if isinstance(value, float) else {str(value), f"{value:02}"}
            assert ways & numbers or (isinstance(value, float) and value == int(value) and str(int(value)) in numbers)


def test_two_pages_then_the_appendix(review: BlockPaper) -> None:
    pages = text_of(document_bytes(review)).split("\f")
    assert "Open actions" in pages[1]
    assert "Appendix" in pages[2]
    assert f"page 2 of {len(pages) - 1}" in pages[1]


def test_officers_are_not_named_unless_that_is_asked_for(store: Store, review: BlockPaper) -> None:
    named = contract_review(store, Asked(window=(OCTOBER[0], OCTOBER[1]), names=True), Author("okafor"))
    assert {row[4] for row in table(named, "Late responses").rows} >= {"Romeo 1", "Papa 2"}
    plain = "\n".join(_texts(tuple(one for one in tables(review) if not one.title.startswith("Open on"))))
    assert "Romeo" not in plain
    assert "Papa" not in plain


def test_every_format_says_the_same(review: BlockPaper) -> None:
    cells = {
        re.sub(r"\s+", "", cell) for one in tables(review) for row in (*one.rows,) for cell in row if cell
    }  # fmt: skip
    assert len(cells) > 200
    pdf = document_bytes(review)
    assert pages_of(pdf) < 9
    printed = squeezed(pdf)
    assert [cell for cell in cells if cell not in printed and not _in_lines(cell, printed)] == []
    page = document_bytes(review, "html").decode()
    with zipfile.ZipFile(io.BytesIO(document_bytes(review, "docx"))) as package:
        body = package.read("word/document.xml").decode()
    for markup in (page, body):
        shown = re.sub(r"\s+", "", _bare(markup))
        assert [cell for cell in cells if cell not in shown] == []


def _bare(markup: str) -> str:
    """The text of HTML or XML without its tags."""
    from html import unescape

    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", markup, flags=re.DOTALL))


def _in_lines(cell: str, printed: str) -> bool:
    """A cell of several lines stands in a PDF's text line by line with its neighbours': its words are all there."""
    return all(word in printed for word in re.findall(r"[\w.:%-]+", cell))
