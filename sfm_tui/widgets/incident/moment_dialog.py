"""Who stood on what post when an incident was reported: in a few words on its timeline, and whole in a dialog."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from sfm_tui.clock import full_text
from sfm_tui.domain.roster import GONE
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Rows, Span
from sfm_tui.widgets.shift.words import hours_of, short_number

if TYPE_CHECKING:
    from sfm_tui.domain.moment import Moment, Stand
    from sfm_tui.widgets.everywhere.session import Session

NOBODY, ERASED = "By the roster nobody was on duty then.", f"Nothing is told: {GONE}."
_NAME, _MOST_POSTS, _INDENT = 16, 20, 10


def moment_summary(session: "Session", moment: "Moment") -> list[Span]:
    """`4 on duty · 1 free to respond · two posts: Diaz`; nothing where nobody was on duty."""
    if not moment.stands:
        return []
    ready = len(moment.free_responders) - len(moment.busy_responders)
    spans: list[Span] = [(f"{len(moment.stands)} on duty · ", "muted")]
    spans.append((f"{ready} free" if ready else "✖ nobody free", "muted" if ready else "bad"))
    if moment.overlapping:
        names = ", ".join(session.officer_name(officer) for officer in moment.overlapping)
        spans.append((f" · two posts: {names}", "warn"))
    return spans


def beside(lines: Lines, summary: list[Span], width: int) -> Lines:
    """The lines of a stamp with the summary behind them, or below where it has no room there."""
    used, more = (sum(cell_len(text) for text, _style in spans) for spans in (lines[-1], summary))
    if not summary:
        return lines
    if used + more <= width:
        return [*lines[:-1], [*lines[-1], *summary]]
    return [*lines, [(" " * _INDENT, "plain"), *summary]]


def stand_state(stand: "Stand") -> Span:
    """How an officer stood, in a word or two."""
    if stand.incidents:
        return "busy on " + ", ".join(short_number(number) for number in stand.incidents), "accent"
    if stand.on_two_posts:
        return "on two posts", "bad"
    if not stand.may_stand:
        return "could not stand there", "bad"
    return ("free to respond", "good") if stand.responds else ("", "plain")


class MomentDialog(Modal[bool | None]):
    """Everybody on duty at an instant, and who of them could have gone; gives True where one asks why it was late."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "MomentDialog")
        + """
    MomentDialog > #dialog { width: 96; }
    MomentDialog Rows { height: auto; min-height: 3; max-height: 16; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="moment.back", tooltip="Back to the incident"),
        Binding("w", "dismiss(True)", "Why late", id="moment.why-late", tooltip="Why the response was late: its trace"),
    ]

    def __init__(self, session: "Session", number: str, moment: "Moment", officers: Sequence[str]) -> None:
        """`officers` are those of the incident, the first on scene first."""
        super().__init__()
        self._session = session
        self._number = number
        self._moment = moment
        self._officers = officers
        self._posts = min(_MOST_POSTS, max((len("+".join(stand.posts)) for stand in moment.stands), default=0))

    def compose(self) -> ComposeResult:
        """What it comes to, then everybody."""
        with Vertical(id="dialog") as frame:
            title = f"{self._number}: who stood where, {full_text(self._moment.at, self._session.tz)}"
            frame.border_title = Content(title).markup
            frame.border_subtitle = f"{key_of('moment.why-late', 'w')} why it was late · Esc goes back"
            about = Rows[list[Span]](lambda line, _width: [line], key=str, id="moment-about")
            about.can_focus = False
            yield about
            empty = ERASED if self._moment.gone else NOBODY
            yield Rows["Stand"](self._draw_stand, key=lambda stand: stand.officer, empty=empty, id="moment")

    def on_mount(self) -> None:
        """Show them."""
        lines = self._about()
        about, rows = self.query_one("#moment-about", Rows), self.query_one("#moment", Rows)
        about.styles.height = len(lines)
        about.styles.min_height = 0
        rows.styles.height = max(1, len(self._moment.stands))
        about.show(lines)
        rows.show(self._moment.stands)
        rows.focus()

    def _about(self) -> list[list[Span]]:
        moment = self._moment
        if not moment.stands:
            return []
        free = self._names(moment.free_responders)
        lines: list[list[Span]] = [
            [(fit("on duty", 18), "muted"), (str(len(moment.stands)), "bold")],
            [(fit("free to respond", 18), "muted"), (free or "✖ nobody", "plain" if free else "bad")],
        ]
        if moment.busy_responders:
            lines.append([(fit("of them busy", 18), "muted"), (self._names(moment.busy_responders), "warn")])
        if moment.overlapping:
            lines.append([(fit("on two posts", 18), "muted"), (self._names(moment.overlapping), "bad")])
        return [*lines, []]

    def _names(self, officers: Sequence[str]) -> str:
        return ", ".join(self._session.officer_name(officer) for officer in officers)

    def _draw_stand(self, stand: "Stand", _width: int) -> Lines:
        words, style = stand_state(stand)
        spans: list[Span] = [
            (fit(self._session.officer_name(stand.officer), _NAME) + " ", "bold"),
            (fit("+".join(stand.posts), self._posts) + " ", "plain"),
            (hours_of(stand.duties, self._session.tz) + "  ", "muted"),
            (words, style),
        ]
        if stand.officer in self._officers:
            sent = "  first on scene" if stand.officer == self._officers[0] else "  sent"
            spans.append((sent, "muted"))
        return [spans]
