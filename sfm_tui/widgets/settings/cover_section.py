"""Cover of posts on the settings screen: how many are needed, once or by a rule that is chosen in words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text, local_date, to_local
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.recurrence import check_repeat, occurrences
from sfm_tui.domain.repeat_words import rule_of, words_of
from sfm_tui.domain.roster_records import MOST_HEADS, CoverRecord, excepted_days
from sfm_tui.domain.text import clean_line
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.span_fields import SpanFields
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.settings.roster_section import Item, RosterSection
from sfm_tui.widgets.settings.sections import Scene

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

LINE = silent(clean_line)
_NEXT = 4
_WINDOW = 800 * 86_400


class Cover(RosterSection):
    """How many officers the client asks for at a post."""

    name, title, one, record, holder = "cover", "Cover", "cover row", CoverRecord, "post"
    empty = KeyWords(
        "No cover yet. {settings.new=n} enters how many a post needs, once or repeating; rows that overlap add up."
    )

    def about(self, store: "Store") -> Mapping[str, str]:
        """Posts by name."""
        from sfm_tui.domain.reference import Post

        return {post.post: post.name or post.post for post in store.reference.all(Post)}

    def draw(self, item: Item, width: int) -> Lines:
        """Which post, how many, from when to when, how it repeats."""
        row: CoverRecord = item.record
        start, end = (to_local(at, self._tz) for at in (row.start, row.end))
        name = fit(item.name, max(8, min(20, width - 48)))
        heads = f"{row.headcount} × "
        clocks = f"{start:%H:%M}–{end:%H:%M}"
        if not row.repeat:
            return [
                [
                    (name + " ", "plain"),
                    (heads, "bold"),
                    (f"{clocks} ", "accent"),
                    (f"{day_text(start.date())}, once", "plain"),
                ]
            ]
        days = len(row.excepted.split())
        but = f", but for {days} day{'' if days == 1 else 's'}" if days else ""
        told = f"{words_of(row.repeat)}{but}"
        line = [(name + " ", "plain"), (heads, "bold"), (f"{clocks} ", "accent"), (told, "plain")]
        return [[*line, (f" · since {day_text(start.date())}", "muted")]]

    def fields(self, scene: Scene, item: Item | None) -> list[FormField]:
        """Heads, first time, how it repeats, on which days not."""
        row: CoverRecord | None = item.record if item else None
        times = SpanFields(scene, row)
        start, end = times.fields()

        def next_days(values: dict[str, str]) -> str:
            if not values["start"].strip() or not values["end"].strip():
                return ""
            return _coming(self._rule(values, row, scene), *times.read(values), scene, values["excepted"])

        return [
            self._whose(scene, item),
            FormField("headcount", "Officers", str(row.headcount) if row else "1", needed=True, check=_heads,
                      help="how many are needed"),
            start, end,
            FormField("repeat", "Repeats", words_of(row.repeat) if row else "", beside=next_days,
                      suggestions=("every day", "weekdays", "weekends", "Fri and Sat until 31 Dec"),
                      help="every day, weekdays, Fri and Sat until 31 Dec, or an RRULE; empty: once"),
            FormField("excepted", "But not on", row.excepted if row else "", check=_days, beside=next_days,
                      help="days on which it does not start, such as 2026-12-25, a space between two"),
            FormField("why", "Why", check=LINE, help="kept with the change; may be empty"),
        ]  # fmt: skip

    @staticmethod
    def _rule(values: dict[str, str], old: Any | None, scene: Scene) -> str:
        text = values["repeat"].strip()
        if old is not None and text == words_of(old.repeat):
            return str(old.repeat)
        start, _ = SpanFields(scene, old).read(values)
        return rule_of(text, local_date(start, scene.tz)).upper()

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> CoverRecord:
        """The row that the form means."""
        start, end = SpanFields(scene, old).read(values)
        try:
            rule = self._rule(values, old, scene)
            if rule:
                check_repeat(start, end, rule, scene.tz)
        except FieldError:
            raise
        except ValueError as error:
            raise FieldError("repeat", str(error)) from None
        fields = {**values, "start": start, "end": end, "repeat": rule, "headcount": int(values["headcount"])}
        return CoverRecord.model_validate(fields)


def _heads(text: str) -> str:
    if not (text.strip().isascii() and text.strip().isdigit() and int(text) <= MOST_HEADS):
        raise ValueError(f"{quoted(text.strip())}: whole heads, 0 to {MOST_HEADS}")
    return ""


def _days(text: str) -> str:
    return excepted_days(text)


def _coming(rule: str, start: int, end: int, scene: Scene, excepted: str) -> str:
    """The next days on which a row starts, in words. Raises ValueError for a rule that is none."""
    if not rule:
        return f"once, on {day_text(local_date(start, scene.tz))}"
    check_repeat(start, end, rule, scene.tz)
    since = max(start, scene.now)
    found = occurrences(start, end, rule, excepted_days(excepted).split(), scene.tz, (since, since + _WINDOW))
    if not found:
        return "never again" if start < scene.now else "never"
    walls = [to_local(first, scene.tz) for first, _ in found[:_NEXT]]
    far = walls[-1] - walls[0] > timedelta(days=300)
    shown = [day_text(wall.date()) if far else f"{wall:%a} {wall.day} {wall:%b}" for wall in walls]
    return f"next on {', '.join(shown)}{' …' if len(found) > _NEXT else ', and then no more'}"
