"""A draft of an evidence pack, page by page: the text with its doubts, why each is doubted, which pages may go."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.rows import Lines, Rows, safe

if TYPE_CHECKING:
    from sfm_tui.domain.pack.residue import Doubt
    from sfm_tui.reports.evidence.pack import Chosen, Pack
    from sfm_tui.storage.store import Store


_NOTHING = "Nothing that is known or looks like a name was found. Read it all the same."


class Stopped(Exception):
    """The person went away while a draft was being made."""


@dataclass(frozen=True)
class Look:
    """One thing to look at on a page: the text, why, how often; a file has no place in the text."""

    text: str
    why: str
    times: int = 1
    is_file: bool = False


@dataclass
class Draft:
    """A pack with what is doubted on each page, and the pages that a person said yes to, as they then read."""

    pack: "Pack"
    doubts: "tuple[tuple[Doubt, ...], ...]"
    confirmed: dict[str, str] = field(default_factory=dict)
    at: int = 0

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.pack.pages)

    def has_yes(self, number: int) -> bool:
        """Whether the page has its yes, and still reads as it did then."""
        page = self.pack.pages[number]
        return self.confirmed.get(page.path) == page.text

    @property
    def yeses(self) -> int:
        """How many pages have their yes."""
        return sum(map(self.has_yes, range(self.count)))

    @property
    def done(self) -> bool:
        """Whether every page may go."""
        return self.yeses == self.count

    def confirm(self) -> None:
        """The page that is shown may go; on to the next that has no yes."""
        page = self.pack.pages[self.at]
        self.confirmed[page.path] = page.text
        after = [*range(self.at + 1, self.count), *range(self.at)]
        self.at = next((number for number in after if not self.has_yes(number)), self.at)

    def looks(self) -> list[Look]:
        """What to look at on the page that is shown, files of its records first."""
        page = self.pack.pages[self.at]
        records = page.record.split()
        files = [Look(file.path, file.look, is_file=True)
                 for file in self.pack.files if file.record in records]  # fmt: skip
        counts = Counter((doubt.text, doubt.why) for doubt in self.doubts[self.at])
        return files + [Look(text, why, times) for (text, why), times in counts.items()]


def make_draft(
    store: "Store", chosen: "Chosen", told: Callable[[str], None], going: Callable[[], bool], now: Draft | None = None,
    hide: str = "",
) -> Draft:  # fmt: skip
    """Make a draft, or the one there is anew with further words hidden; `told` hears how far it is.

    Where `going` says no the work ends with Stopped, and nothing of it is left.
    """
    from sfm_tui.reports.evidence.pack import draft

    def progress(made: int, of: int) -> None:
        if not going():
            raise Stopped
        told(f"making the draft: page {made + 1} of {of} …")

    pack = draft(store, chosen, progress=progress) if now is None else now.pack.hiding(store, hide)
    doubts = []
    for number, page in enumerate(pack.pages):
        if not going():
            raise Stopped
        told(f"looking for what is left: page {number + 1} of {len(pack.pages)} …")
        doubts.append(tuple(pack.doubts(page)))
    made = Draft(pack, tuple(doubts))
    if now is not None:
        made.confirmed, made.at = now.confirmed, min(now.at, len(pack.pages) - 1)
    return made


class ReviewView(Container):
    """The page that is shown, and beside or under it what to look at."""

    DEFAULT_CSS = """
    ReviewView { height: 1fr; width: 1fr; layout: vertical; }
    ReviewView #page-scroll { height: 1fr; width: 1fr; padding: 0 1; border-top: solid $panel-lighten-2;
        scrollbar-size-vertical: 1; }
    ReviewView #page-scroll:focus { border-top: solid $primary; }
    ReviewView #looks { height: 6; border-top: solid $panel-lighten-2; border-title-color: $accent; }
    ReviewView #looks:focus { border-top: solid $primary; }
    ReviewView #page-text { width: 1fr; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Which page, its text, the doubts."""
        yield Words(id="page-head")
        with Container(id="page-columns"):
            with VerticalScroll(id="page-scroll", can_focus=True):
                yield Static(id="page-text", markup=False)
            yield Rows[Look](_row, key=lambda look: (look.text, look.why), id="looks", empty=_NOTHING)

    @property
    def looks(self) -> Rows[Look]:
        """The list of doubts."""
        return self.query_one("#looks", Rows)

    def show(self, draft: Draft, *, top: bool = True) -> None:
        """Show the draft's page."""
        page = draft.pack.pages[draft.at]
        state = "✓ may go" if draft.has_yes(draft.at) else "not yet read"
        self.query_one("#page-head", Words).say(
            f"Page {draft.at + 1} of {draft.count}: {page.path} · {state} · {draft.yeses} of {draft.count} may go"
        )
        content = Content("\n".join(visible(line) for line in page.text.split("\n")))
        for doubt in draft.doubts[draft.at]:
            content = content.stylize("bold $warning", doubt.start, doubt.start + len(doubt.text))
        self.query_one("#page-text", Static).update(content)
        looks = draft.looks()
        self.looks.show(looks)
        self.looks.border_title = f"Look at: {len(looks)}" if looks else "Look at"
        if top:
            self.query_one("#page-scroll").scroll_home(animate=False)

    def show_place(self, draft: Draft, look: Look) -> None:
        """Scroll to the first place of a doubt."""
        page = draft.pack.pages[draft.at]
        start = next((doubt.start for doubt in draft.doubts[draft.at] if doubt.text == look.text), None)
        if start is not None:
            width = max(1, self.query_one("#page-text").size.width)
            above = page.text[:start].split("\n")
            lines = sum(max(1, -(-len(line) // width)) for line in above)
            self.query_one("#page-scroll").scroll_to(y=max(0, lines - 4), animate=False)

    def take_keys(self) -> None:
        """The page takes the keys."""
        self.query_one("#page-scroll").focus()


def _row(look: Look, width: int) -> Lines:
    times = f" ×{look.times}" if look.times > 1 else ""
    return [[("! ", "warn"), (safe(look.text), "bold"), (f"{times}  {look.why}", "muted")]]
