"""`sfm briefing`, `sfm talks` and `sfm handover`: what the team is told, for people and for programs."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli.say import cut, one_line, print_json_array
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.training import Need
    from sfm_tui.storage.briefing_rows import Kept
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Talk
    from sfm_tui.storage.training import Absentee

_PAGE = 500


def run_briefing(path: Path, *, today: bool, as_json: bool) -> int:
    """List briefing points as they are read out: today's, or all."""
    with opened(path) as store:
        tz = store.tz
        some = store.briefings.today() if today else store.briefings.all()
        if as_json:
            from sfm_tui.exchange.training_tables import BRIEFINGS
            from sfm_tui.exchange.values import object_of

            print_json_array(object_of(BRIEFINGS, tuple(one.point.row().values()), tz) for one in some)
            return 0
        _print((_point(one, tz) for one in some), "no points today" if today else "no briefing points")
    return 0


def run_talks(path: Path, *, due: bool, as_json: bool) -> int:
    """List talks, the newest first, or who still needs which topic, the most urgent first."""
    with opened(path) as store:
        if due:
            needs, absentees = store.talks.due(), store.talks.absentees()
            if as_json:
                print_json_array(_due_objects(store, needs, absentees))
            else:
                _print(_due_lines(store, needs, absentees), "nothing is due")
        elif as_json:
            from sfm_tui.exchange.training_tables import TALKS
            from sfm_tui.exchange.values import object_of

            names = [column.name for column in TALKS.columns]
            tz = store.tz
            print_json_array(
                object_of(TALKS, tuple(getattr(talk, name) for name in names), tz) for talk in _talks(store)
            )
        else:
            tz = store.tz
            _print((_talk(talk, tz) for talk in _talks(store)), "no talks")
    return 0


def run_handover(path: Path, *, prints: bool, as_json: bool) -> int:
    """List handovers, the newest first, or print the one that the record makes now."""
    with opened(path) as store:
        if prints:
            text = store.handovers.draft()
            print("\n".join(one_line(line) if line.strip() else "" for line in text.splitlines()))
            return 0
        tz = store.tz
        some = store.handovers.newest(1 << 31)
        if as_json:
            from sfm_tui.exchange.training_tables import HANDOVERS
            from sfm_tui.exchange.values import object_of

            fields = [column.field or column.name for column in HANDOVERS.columns]
            print_json_array(object_of(HANDOVERS, tuple(getattr(one, name) for name in fields), tz) for one in some)
            return 0
        _print(
            (
                f"{one.handover}  {_when(one.at, tz)}  {one_line(one.giver)} → {one_line(one.receiver) or '?'}"
                f"  {_when(one.accepted_at, tz) if one.accepted_at is not None else 'not accepted':16}"
                f"  {one_line(one.text)}"
                for one in some
            ),
            "no handovers",
        )
    return 0


def _print(lines: Iterable[str], nothing: str) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    none = True
    for line in lines:
        none = False
        print(cut(line, width))
    if none:
        print(nothing)


def _when(at: int, tz: "ZoneInfo") -> str:
    from sfm_tui.clock import minute_text

    return minute_text(at, tz)


def _point(kept: "Kept", tz: "ZoneInfo") -> str:
    from sfm_tui.domain.repeat_words import words_of

    point = kept.point
    span = [_when(one, tz) if isinstance(one, int) else one for one in (point.since, point.until) if one is not None]
    parts = [
        point.briefing, f"{one_line(point.priority):6}", one_line(point.text),
        f"({' to '.join(span)}{', ' + one_line(words_of(point.repeat)) if point.repeat else ''})",
        one_line(point.owner),
    ]  # fmt: skip
    if kept.withdrawn:
        parts.append(f"withdrawn: {one_line(kept.withdrawn)}")
    return "  ".join(filter(None, parts))


def _talks(store: "Store") -> Iterator["Talk"]:
    """Those that are planned or running, then those that were held, page by page."""
    yield from store.talks.open()
    before = None
    while some := store.talks.held(_PAGE, before=before):
        yield from some
        before = (some[-1].held_at or 0, some[-1].talk)


def _talk(talk: "Talk", tz: "ZoneInfo") -> str:
    at = talk.held_at if talk.held_at is not None else talk.planned_for
    when = _when(at, tz) if at is not None else "no time set yet"
    minutes = f"{talk.minutes} min" if talk.minutes is not None else ""
    return "  ".join(
        filter(
            None, (talk.talk, f"{when:16}", f"{talk.state:9}", one_line(talk.title), one_line(talk.presenter), minutes)
        )
    )


def _due_objects(store: "Store", needs: Iterable["Need"], absentees: Iterable["Absentee"]) -> Iterator[dict[str, Any]]:
    """Who needs which topic: the topic's columns, the officer, how it stands, and the day of a catch-up."""
    from sfm_tui.clock import iso
    from sfm_tui.domain.reference import Topic

    tz = store.tz
    topics = {topic.topic: topic for topic in store.reference.all(Topic)}
    missed = {(one.officer, one.topic): one for one in absentees}
    for need in needs:
        absent = missed.get((need.officer, need.topic))
        yield {
            "topic": need.topic,
            "title": need.title,
            "refresher_months": topics[need.topic].refresher_months,
            "officer": need.officer,
            "state": need.state,
            "last_at": None if need.last is None else iso(need.last, tz),
            "due_on": None if need.due_on is None else need.due_on.isoformat(),
            "missed": absent.talk if absent else None,
            "catch_up_on": absent.catch_up_on or None if absent else None,
            "why": "never had it" if need.last is None else None,
        }


def _due_lines(store: "Store", needs: Iterable["Need"], absentees: Iterable["Absentee"]) -> Iterator[str]:
    names = store.reference.names()
    tz = store.tz
    missed = {(one.officer, one.topic): one for one in absentees}
    for need in needs:
        absent = missed.pop((need.officer, need.topic), None)
        yield "  ".join(
            filter(
                None,
                (
                    f"{need.state:7}", one_line(names.get(need.officer, need.officer)), one_line(need.title),
                    f"last had {_when(need.last, tz)[:10]}" if need.last is not None else "",
                    f"in date until {need.due_on}" if need.due_on else "",
                    _missed(absent) if absent else "",
                ),
            )
        )  # fmt: skip
    for absent in missed.values():
        who = one_line(names.get(absent.officer, absent.officer))
        yield f"{'missed':7}  {who}  {one_line(absent.title)}  {_missed(absent)}"


def _missed(absent: "Absentee") -> str:
    return f"missed {absent.talk}, " + (f"catches up on {absent.catch_up_on}" if absent.catch_up_on else "no day set")
