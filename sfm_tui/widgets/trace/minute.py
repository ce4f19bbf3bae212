"""The minute in which a late response was reported: why, who stood where, what else ran, the roster around it."""

from rich.cells import cell_len

from sfm_tui.clock import duration_text, short_clock, zone
from sfm_tui.domain.durations import whole_minutes
from sfm_tui.domain.late_words import cause_sentence, duty_words, way_words, when_words
from sfm_tui.domain.moment import Stand
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.trace import UNEXPLAINED
from sfm_tui.domain.why_late import Running, Scene, Traced
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.incident.moment_dialog import stand_state
from sfm_tui.widgets.lists.cells import clip, fit, one_line
from sfm_tui.widgets.lists.rows import Lines, Rows, Span, wrapped
from sfm_tui.widgets.roster.axis import Axis, hour_marks
from sfm_tui.widgets.shift.words import hours_of

LABEL = 9
MOST_LINES = 8
"""Lines of the strip; further duties are counted."""
LEGEND = "█ free  ▒ two posts  ─ on duty  × may not stand"
_NAME = 12


class Minute(Rows[tuple[int, list[Span]]]):
    """The lines, fitted to the width; the cursor goes through them where they do not all fit."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(lambda item, _width: [item[1]], key=lambda item: item[0], id=id)
        self._about: tuple[Scene, Traced] | None = None

    def tell(self, scene: Scene | None, traced: Traced | None) -> None:
        """Show a scene; none where there is none."""
        self._about = (scene, traced) if scene is not None and traced is not None else None
        self._fill()

    def _fill(self) -> None:
        lines = minute_lines(*self._about, max(20, self.size.width - 1)) if self._about else []
        self.show(list(enumerate(lines)))

    @property
    def meant(self) -> str:
        """The incident that the line under the cursor names: another that ran then, else the late one itself."""
        if self._about is None:
            return ""
        scene, (_, line) = self._about[0], self.current or (0, [])
        others = {one.number for one in scene.running}
        return next((text.strip() for text, _ in line if text.strip() in others), scene.breach.late.incident)

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._fill()
        super().on_resize()


def minute_lines(scene: Scene, traced: Traced, width: int) -> Lines:
    """All that is to be said of it, in the order in which one asks."""
    tz, late = zone(traced.timezone), scene.breach.late
    over = duration_text(late.response - late.limit)
    facts: list[Span] = [
        (f"✖ {duration_text(late.response)} of {duration_text(late.limit)}, {over} over", "bad"),
        (f" · S{scene.severity}" if scene.severity else "", "muted"),
    ]
    way = way_words(scene)
    lines: Lines = [[(f"{late.incident} ", "bold"), (when_words(late.reported, tz), "plain")], facts]
    if way and sum(cell_len(text) for text, _ in facts) + len(way) + 3 <= width:
        facts.append((f" · {way}", "muted"))
    elif way:
        lines.append([(clip(way[:1].upper() + way[1:], width), "muted")])
    told = ", ".join(filter(None, (scene.told.category, scene.told.location)))
    said = ": ".join(filter(None, (told, scene.told.summary)))
    if said:
        lines.append([(clip(one_line(said), width), "muted")])
    tone = "warn" if scene.breach.cause == UNEXPLAINED else "bad"
    sentence = cause_sentence(scene, traced.name, traced.post, traced.responders, tz)
    lines += [[(line, tone)] for line in wrapped(one_line(sentence), width)]
    lines += [[(line, "plain")] for line in wrapped(first_words(scene, traced), width)]
    lines.append([])
    lines += strip_lines(scene, traced, width)
    lines.append([])
    lines += stand_lines(scene, traced)
    lines += running_lines(scene, traced, width)
    if scene.actions:
        lines.append(
            [
                ("→ ", "accent"),
                (f"{', '.join(scene.actions)} came of it: {key_of('trace.board', 'c')} shows the card", "accent"),
            ]
        )
    return lines


def first_words(scene: Scene, traced: Traced) -> str:
    """Who was first on scene, and by which duties."""
    breach = scene.breach
    if not breach.late.officer:
        return "Nobody is named as first on scene."
    if not breach.duties:
        return f"First on scene: {traced.name(breach.late.officer)}, not on duty by the roster."
    held = duty_words(breach.duties, traced.post, zone(traced.timezone))
    return f"First on scene: {traced.name(breach.late.officer)} ({held})."


def stand_lines(scene: Scene, traced: Traced) -> Lines:
    """Everybody on duty at that minute, and how they stood: who was first on scene, those who respond, the others."""
    moment = scene.moment
    if not moment.stands:
        return []
    ready = [who for who in moment.free_responders if who not in moment.busy_responders]
    free = f"{len(moment.free_responders)} free to respond" if moment.free_responders else "✖ nobody free to respond"
    busy = f", {len(moment.busy_responders)} of them out" if moment.busy_responders else ""
    lines: Lines = [[(f"{len(moment.stands)} on duty, ", "bold"), (free + busy, "good" if ready else "bad")]]
    posts = min(16, max(len("+".join(stand.posts)) for stand in moment.stands))
    tz = zone(traced.timezone)
    about, responders = scene.breach.late.officer, set(traced.responders)

    def rank(stand: Stand) -> tuple[object, ...]:
        return stand.officer != about, not responders & set(stand.posts), stand.posts, stand.officer

    for stand in sorted(moment.stands, key=rank):
        words, tone = stand_state(stand)
        first = "▸" if stand.officer == about else " "
        at_posts = fit("+".join(stand.posts), posts)
        lines.append([
            (first, "accent"), (f"{fit(traced.name(stand.officer), _NAME)} ", "plain"), (f"{at_posts} ", "plain"),
            (f"{hours_of(stand.duties, tz)}  ", "muted"), (words, tone),
        ])  # fmt: skip
    return lines


def running_lines(scene: Scene, traced: Traced, width: int) -> Lines:
    """The other incidents that ran then, with whom they kept and for how long they had run."""
    if not scene.running:
        return [[("No other incident ran then.", "muted")]]
    many = len(scene.running)
    lines: Lines = [[(f"{many} other incident{'s' if many > 1 else ''} ran then", "bold")]]
    for one in scene.running:
        lines.append(
            [("  ", "plain"), (f"{one.number} ", "accent"), (clip(_ran(one, scene, traced), width - 14), "plain")]
        )
    return lines


def _ran(one: Running, scene: Scene, traced: Traced) -> str:
    at, tz = scene.moment.at, zone(traced.timezone)
    gone = whole_minutes(at - one.since) if at > one.since else "just begun"
    who = ", ".join(traced.name(officer) for officer in one.officers) or "nobody named"
    what = one_line(one.told.category or one.told.summary)
    end = f", to {short_clock(one.until, tz)}" if one.until is not None else ""
    return ", ".join(filter(None, (who, f"for {gone}{end}", what)))


def strip_lines(scene: Scene, traced: Traced, width: int) -> Lines:
    """The roster of the hours around it: a line for each duty, a mark where it was reported."""
    columns = max(12, min(width - LABEL - 1, 96))
    low, high = scene.window
    step = -(-(high - low) // columns)
    columns = -(-(high - low) // step)
    here = (scene.moment.at - low) // step
    tz = zone(traced.timezone)
    hours = [" "] * columns
    for column, text, _style in hour_marks(Axis(low, step, columns), tz):
        if column + len(text) <= columns:
            hours[column : column + len(text)] = text
    lines: Lines = [
        [(fit("", LABEL), "muted"), ("".join(hours), "muted")],
        [(fit("", LABEL), "muted"), (" " * here + "▼ reported", "accent")],
    ]
    drawn = _chosen(scene, traced)
    before = ""
    for duty in drawn[:MOST_LINES]:
        label = duty.post if duty.post != before else ""
        before = duty.post
        own = [one for one in scene.duties if one.officer == duty.officer]
        cells = [_cell(duty, own, low + n * step + step // 2, scene, traced) for n in range(columns)]
        lines.append(
            [(fit(label, LABEL - 1) + " ", "bold"), *_runs(_with_name(cells, traced.name(duty.officer), here))]
        )
    if len(drawn) > MOST_LINES:
        lines.append(
            [
                (
                    f"and {len(drawn) - MOST_LINES} more duties around that "
                    f"hour: {key_of('trace.roster', 'r')} shows the roster",
                    "muted",
                )
            ]
        )
    if not drawn:
        lines.append([("By the roster nobody was on duty around that hour.", "muted")])
    else:
        lines.append([(clip(LEGEND, width), "muted")])
    return lines


def _chosen(scene: Scene, traced: Traced) -> list[Duty]:
    """The duties around that minute: those of whom it is about first, then the responder posts', then the others."""
    about = scene.breach.late.officer
    own = {duty.post for duty in scene.duties if duty.officer == about}

    def rank(duty: Duty) -> tuple[object, ...]:
        return duty.post not in own, duty.post not in traced.responders, duty.post, duty.start, duty.officer

    return sorted(scene.duties, key=rank)


def _cell(duty: Duty, own: list[Duty], at: int, scene: Scene, traced: Traced) -> Span:
    """A duty at an instant, `own` being all of its officer's around it."""
    if not duty.start <= at < duty.end:
        return " ", "plain"
    if len({one.post for one in own if one.start <= at < one.end}) > 1:
        return "▒", "bad"
    if duty.post not in traced.responders:
        return "─", "plain"
    free = any(low <= at < high for low, high in scene.free.get(duty.officer, ()))
    return ("█", "good") if free else ("×", "warn")


def _with_name(cells: list[Span], name: str, here: int) -> list[Span]:
    """The cells with the officer's name where their duty begins, and the mark of the minute."""
    first = next((n for n, (sign, _) in enumerate(cells) if sign != " "), None)
    found = list(cells)
    if first is not None:
        room = next((n for n in range(first, len(cells)) if cells[n][0] == " "), len(cells)) - first
        if first <= here < first + cell_len(name) + 2 and room > here - first + cell_len(name) + 3:
            room -= here + 1 - first
            first = here + 1
        label = clip(name, min(room - 1, 14))
        if label and cell_len(label) == len(label):
            for n, letter in enumerate(label):
                found[first + n] = letter, cells[first + n][1]
    if found[here][0] in "▒─█×":
        found[here] = "│", "accent"
    return found


def _runs(cells: list[Span]) -> list[Span]:
    runs: list[Span] = []
    for sign, tone in cells:
        if runs and runs[-1][1] == tone:
            runs[-1] = runs[-1][0] + sign, tone
        else:
            runs.append((sign, tone))
    return runs
