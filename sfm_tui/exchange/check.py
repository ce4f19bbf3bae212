"""Checking a folder against itself and the store: what is bad, what is new, changed or there already.

Nothing is written here. Rows go by in chunks; what is to be stored is kept in a file of its own until then.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from sfm_tui.clock import local_date, zone
from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.action_tables import ACTIONS
from sfm_tui.exchange.folder import Folder
from sfm_tui.exchange.header import Convert, Header, Problems
from sfm_tui.exchange.ics import CalendarFile
from sfm_tui.exchange.ics_names import Directory
from sfm_tui.exchange.kinds import Context
from sfm_tui.exchange.known import Known
from sfm_tui.exchange.places import Place, misplaced
from sfm_tui.exchange.plan import Plan, TablePlan
from sfm_tui.exchange.plan_rules import PlanRules
from sfm_tui.exchange.read import Row, Source
from sfm_tui.exchange.report import Bad, FileCount, Note, Progress
from sfm_tui.exchange.rows import all_rows, fixed_keys, keys_of, rows_of
from sfm_tui.exchange.seen import Seen, digest, text_key
from sfm_tui.exchange.settings import check_places, check_site
from sfm_tui.exchange.tables import ENTRIES, LOCATIONS, OFFICERS, POSTS, TABLES, Table, Values

_CHUNK_ROWS = 500
_CHUNK_CHARACTERS = 2_000_000


def check(
    connection: Connection, folder: Folder, plan: Plan, *, now: int, day_first: bool, progress: Progress | None
) -> None:
    """Fill the plan of an import: everything that is bad, and everything that would be stored."""
    report = plan.report
    report.notes += folder.notes
    report.bad += folder.bad
    report.unknown += folder.unknown
    plan.site = check_site(connection, folder.site, report)
    seen = Seen()
    try:
        tz = zone(plan.site.timezone) if plan.site.timezone else None
        today = local_date(now, tz or zone("UTC")).isoformat()
        checker = _Checker(connection, plan, seen, Context(tz, day_first), progress, today)
        calendars: list[CalendarFile] = []
        for table in TABLES:
            source = folder.sources.get(table.name)
            if source is not None:
                checker.file(table, source)
            if table is OFFICERS and folder.calendars:
                calendars = checker.calendars(folder, now)
            for calendar in calendars:
                for own, part in calendar.sources():
                    if own.noun == table.noun:
                        checker.file(own, part)
        report.notes += checker.rules.notes()
        check_places(connection, plan.site, checker.known, report)
    finally:
        seen.close()
    order = {count.file: i for i, count in enumerate(report.files)}
    report.bad.sort(key=lambda bad: (order.get(bad.file, -1), bad.line))


class _Good(NamedTuple):
    row: Row
    key: Values
    values: Values


class _Checker:
    """Checks one file after the other; each may name what the ones before it hold."""

    def __init__(
        self, connection: Connection, plan: Plan, seen: Seen, context: Context, progress: Progress | None, today: str
    ) -> None:
        self.known = Known(connection, seen)
        self.rules = PlanRules(connection, self.known, today)
        self._connection = connection
        self._plan = plan
        self._seen = seen
        self._context = context
        self._progress = progress
        self._places: dict[str, tuple[Place, bool]] = {}
        self._directory = Directory()

    def file(self, table: Table, source: Source) -> None:
        """Check one file."""
        report = self._plan.report
        plan = TablePlan(table, source, FileCount(source.file))
        self._plan.tables.append(plan)
        report.files.append(plan.count)
        rows = source.rows()
        first = next(rows, None) or Row(1, [], "it is empty: its first row must name the columns")
        if first.problem:
            report.bad.append(Bad(source.file, first.line, "", first.problem))
            return
        header = Header(table, first.cells)
        plan.header = first.cells
        report.notes += [Note(source.file, text) for text in header.notes]
        if header.problems:
            report.bad += [Bad(source.file, first.line, column, problem) for column, problem in header.problems]
            plan.all_bad = True
            for row in rows:
                plan.widest = max(plan.widest, len(row.cells))
                plan.count.rows += 1
            plan.count.bad = plan.count.rows
            return
        convert = header.converter(self._context)
        for chunk in _chunks(rows):
            self._chunk(plan, convert, chunk)
            if self._progress:
                self._progress(f"checking {source.file}", *source.done())
        if table is ENTRIES:
            self._amendments(plan)
        elif table is LOCATIONS:
            self._inside(plan)

    def calendars(self, folder: Folder, now: int) -> list[CalendarFile]:
        """Read the calendars, once the officers and posts that they name are known."""
        report = self._plan.report
        self._directory.add("officer", ((row[0], row[1:3]) for row in all_rows(self._connection, OFFICERS)))
        self._directory.add("post", ((row[0], row[1:2]) for row in all_rows(self._connection, POSTS)))
        found = []
        for path in folder.calendars:
            if self._progress:
                self._progress(f"reading {path.name}", 0, 0)
            calendar = CalendarFile(path, self._directory, self._context.tz, now)
            if calendar.problem:
                report.bad.append(Bad(path.name, 0, "", calendar.problem))
            report.notes += [Note(path.name, text) for text in calendar.made.notes]
            found.append(calendar)
        return found

    def _chunk(self, plan: TablePlan, convert: Convert, rows: list[Row]) -> None:
        table, count = plan.table, plan.count
        parsed = list(self._parsed(plan, convert, rows))
        keys = [good.key for good in parsed]
        earlier = self._seen.find(table.noun, keys)
        there = rows_of(self._connection, table, keys)
        fixed = fixed_keys(self._connection, table, keys)
        missing = self._missing(table, parsed)
        fresh: list[tuple[_Good, bool]] = []
        claims: dict[Values, tuple[int, bytes, str]] = {}
        for good in parsed:
            if table.over:
                values = table.over(there.get(good.key), good.values)
                if values is None:
                    count.unchanged += 1
                    continue
                good = good._replace(values=values)
            mark = digest(good.values)
            before = claims.get(good.key) or earlier.get(text_key(good.key))
            if before is not None:
                if before[1] == mark:
                    count.unchanged += 1
                else:
                    self._reject(plan, good.row, [self._twice(plan, good.key, before)])
                continue
            old = there.get(good.key)
            if old == good.values:
                count.unchanged += 1
            else:
                held = table.logged or good.key in fixed
                problems = self._conflicts(table, old, good.values) if old is not None and held else []
                problems = problems or self._astray(table, good.values, missing)
                problems = problems or self.rules.problems(table, good.values)
                if problems:
                    self._reject(plan, good.row, problems, good.key)
                    continue
                fresh.append((good, old is not None))
                count.new += old is None
                count.changed += old is not None
                self.rules.keep(table, good.values, plan.source.file, good.row.line)
            claims[good.key] = (good.row.line, mark, plan.source.file)
        self._seen.add(table.noun, plan.source.file, ((key, line, mark) for key, (line, mark, _) in claims.items()))
        if self._plan.keeps:
            plan.kept.put([(good.row.line, good.values, changed) for good, changed in fresh])
        if table is ENTRIES:
            self._await_amended([good for good, _ in fresh])
        elif table is LOCATIONS:
            for good, changed in fresh:
                self._places[good.key[0]] = ((good.row.line, good.values[2]), changed)
        elif table is OFFICERS:
            self._directory.add("officer", ((good.key[0], good.values[1:3]) for good, _ in fresh))
        elif table is POSTS:
            self._directory.add("post", ((good.key[0], good.values[1:2]) for good, _ in fresh))

    def _parsed(self, plan: TablePlan, convert: Convert, rows: list[Row]) -> Iterator[_Good]:
        table = plan.table
        for row in rows:
            plan.count.rows += 1
            if row.problem:
                self._reject(plan, row, [(row.column, row.problem)])
                continue
            values, problems = convert(row.cells)
            if not problems:
                if table.complete:
                    table.complete(values)
                if table.check:
                    problems = list(table.check(tuple(values)))
                if table.check_zoned and not problems:
                    problems = list(table.check_zoned(tuple(values), self._context.tz or zone("UTC")))
            if problems:
                wrong = {column for column, _ in problems}
                whole = "" not in wrong and not any(table.columns[i].name in wrong for i in table.key_places)
                self._reject(plan, row, problems, table.key(values) if whole else None)
            else:
                yield _Good(row, table.key(values), tuple(values))

    def _missing(self, table: Table, rows: list[_Good]) -> dict[str, set[str]]:
        """The records that rows of this chunk name and that are nowhere, by noun."""
        named: dict[str, set[str]] = {}
        for i, column in enumerate(table.columns):
            if column.refers:
                for good in rows:
                    for noun, key in column.refers(good.values[i]):
                        named.setdefault(noun, set()).add(key)
        if table.refers:
            for good in rows:
                for _, noun, key in table.refers(good.values):
                    named.setdefault(noun, set()).add(key)
        found = {noun: self.known.missing(noun, keys) for noun, keys in named.items()}
        return {noun: keys for noun, keys in found.items() if keys}

    def _astray(self, table: Table, values: Values, missing: dict[str, set[str]]) -> Problems:
        if not missing:
            return []
        together = [*table.refers(values)] if table.refers else []
        alone = [
            (column.name, noun, key)
            for column, value in zip(table.columns, values, strict=True)
            if column.refers
            for noun, key in column.refers(value)
        ]
        return [
            (name, self.known.why(noun, key)) for name, noun, key in (*alone, *together) if key in missing.get(noun, ())
        ]

    def _conflicts(self, table: Table, old: Values, new: Values) -> Problems:
        tz = self._context.tz or zone("UTC")
        return [
            (
                column.name,
                f"the store has {_said(column.kind.write(was, tz))}, the file {_said(column.kind.write(now, tz))}:"
                " what is logged is not changed by an import",
            )
            for column, was, now in zip(table.columns, old, new, strict=True)
            if was != now
        ]

    def _twice(self, plan: TablePlan, key: Values, before: tuple[int, bytes, str]) -> tuple[str, str]:
        line, _, file = before
        where = f"line {line}" if file == plan.source.file else f"{file}, line {line},"
        columns = [plan.table.columns[i] for i in plan.table.key_places]
        tz = self._context.tz or zone("UTC")
        shown = " ".join(quoted(column.kind.write(part, tz)) for column, part in zip(columns, key, strict=True))
        return columns[-1].name, f"{shown} stands in {where} with other contents: keep one of them"

    def _reject(self, plan: TablePlan, row: Row, problems: Problems, key: Values | None = None) -> None:
        self._plan.report.bad += [Bad(plan.source.file, row.line, column, problem) for column, problem in problems]
        plan.count.bad += 1
        plan.widest = max(plan.widest, len(row.cells))
        if key is not None and (len(key) == 1 or plan.table is ACTIONS):
            self._seen.rejected.setdefault((plan.table.noun, key[0]), (plan.source.file, row.line))

    # ── what can be told only at the end of a file ────────────────────────────────────────────────────────────

    def _await_amended(self, fresh: list[_Good]) -> None:
        amending = [(good, (good.values[0], good.values[6])) for good in fresh if good.values[6]]
        there = keys_of(self._connection, ENTRIES, [target for _, target in amending])
        self._seen.wait((good.row.line, good.key, target) for good, target in amending if target not in there)

    def _amendments(self, plan: TablePlan) -> None:
        for line, target in self._seen.astray(ENTRIES.noun):
            incident, _, entry = target.partition("\x1f")
            problem = (
                f"incident {quoted(incident)} has no entry {quoted(entry)}, neither in the store nor in a good row"
            )
            self._drop(plan, line, "amends", problem, changed=False)

    def _inside(self, plan: TablePlan) -> None:
        there = {values[0]: values[2] for values in all_rows(self._connection, LOCATIONS)}
        rows = {code: place for code, (place, _) in self._places.items()}
        for code, problem in misplaced(there, rows, lambda key: self.known.why(LOCATIONS.noun, key)).items():
            (line, _), changed = self._places[code]
            self._drop(plan, line, "inside", problem, changed=changed)
            self._seen.drop(LOCATIONS.noun, (code,))
            self._seen.rejected[(LOCATIONS.noun, code)] = (plan.source.file, line)

    def _drop(self, plan: TablePlan, line: int, column: str, problem: str, *, changed: bool) -> None:
        self._plan.report.bad.append(Bad(plan.source.file, line, column, problem))
        plan.dropped.add(line)
        plan.count.bad += 1
        if changed:
            plan.count.changed -= 1
        else:
            plan.count.new -= 1


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    characters = 0
    for row in rows:
        chunk.append(row)
        characters += sum(map(len, row.cells))
        if len(chunk) >= _CHUNK_ROWS or characters > _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _said(cell: str) -> str:
    return quoted(cell) if cell else "nothing"
