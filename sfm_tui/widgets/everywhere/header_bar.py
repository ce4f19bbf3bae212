"""The line at the top of every screen: site, screen, local time, who is at the desk, the ledger's head."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.clock import day_text, full_text, local_date
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.lists.cells import fit


class HeaderBar(Widget):
    """Draws itself anew only when its text changes: once a second, for the clock."""

    DEFAULT_CSS = """
    HeaderBar { height: 1; width: 1fr; background: $panel; color: $foreground; text-style: bold; }
    HeaderBar.-calling { background: $background; color: $error; text-style: bold reverse; }
    """

    def __init__(self, session: Session, title: str) -> None:
        super().__init__(id="header-bar")
        self._session = session
        self._title = title
        self._shown = ""
        self.mark = ""

    def tick(self) -> None:
        """Redraw if what is shown has changed; stand out while a limit calls and nobody has taken notice."""
        self.set_class(self._session.flash, "-calling")
        if self.size.width and self.line(self.size.width) != self._shown:
            self.refresh()

    def line(self, width: int) -> str:
        """The text for a width; what matters least gives way first, the time never."""
        session = self._session
        data = session.data
        now = session.now()
        site = data.site.name or data.site.code if data.site else "no site yet"
        time = full_text(now, session.tz)
        if width < 100:
            day = day_text(local_date(now, session.tz))
            time = time.removeprefix(day.rsplit(" ", 1)[0] + " " + day.rsplit(" ", 1)[1] + " ")
        who = f"LOCKED, {session.desk_key} unlocks" if session.locked else session.who
        head = data.head_short if width < 100 else f"head {data.head_short}"
        title = f"{self._title.upper()} {self.mark}".rstrip()
        parts = [title, time, who, head]
        room = width - sum(map(len, parts)) - 3 * len(parts) - 1
        left = fit(site, max(8, room)).rstrip()
        middle = f" {left} │ {title}"
        right = f"{time} │ {who} │ {head} "
        gap = width - len(middle) - len(right)
        return middle + " " * max(1, gap) + right

    async def on_click(self) -> None:
        """A click asks who is at the desk."""
        await self.run_action("app.at_desk")

    def render_line(self, y: int) -> Strip:
        """The line, put down as it is: of all that is drawn once a second it is the longest."""
        width = self.size.width
        self._shown = self.line(width)
        return Strip([Segment(fit(self._shown, width), self.rich_style)], width)
