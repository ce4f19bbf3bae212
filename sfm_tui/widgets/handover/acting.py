"""What is done with handovers: one is drafted and written, signed, and accepted by whoever takes over."""

from typing import TYPE_CHECKING, Any, cast

from textual import on

from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.handover.words import HandoverWords, Row
from sfm_tui.widgets.handover.writer import HandoverWriter
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.storage.handovers import Handover as Signed
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session


class HandoverActing(RecordsScreen):
    """The acts of the screen; a subclass lists the handovers and shows one."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.writing = False
        self._saw: str | None = None
        self._told: str | None = None
        self._kept = ""
        self._words = HandoverWords({}, session.tz)

    @property
    def rows(self) -> Rows[Row]:
        """The list."""
        return self.query_one("#list", Rows)

    @property
    def writer(self) -> HandoverWriter:
        """Where the handover is written."""
        return self.query_one(HandoverWriter)

    @property
    def _me(self) -> str:
        return self.session.author.person

    def _tell(self) -> None:
        raise NotImplementedError

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _write_on(self, writing: bool) -> None:
        self.writing = writing
        self.set_class(writing, "-writing")
        if not writing:
            self.writer.end()
        (self.writer if writing else self.rows).focus()
        self.refresh_bindings()
        self._tell()

    def action_write(self) -> None:
        """Go on with what was kept, or draft it from the record."""
        if not self.refuses():
            self.act(self._begin(), "draft")

    async def _begin(self) -> None:
        me = self._me
        kept = await self.session.read(lambda store: store.handovers.kept(Author(me)))
        text = kept or await self._drafted()
        self._kept = text
        self.writer.begin(me, text)
        self._write_on(True)
        if kept:
            self.say("taken up where it was left", "warn")
        else:
            self.writer.keep()
            self.say(f"drafted from the record: edit it, then {key_of('handover.sign', '^S')} signs it")

    async def _drafted(self) -> str:
        self.say("drafting from the record …")
        return await self.session.read(lambda store: store.handovers.draft())

    def action_again(self) -> None:
        """Draft it anew; the text editor can take that back."""

        async def work() -> None:
            self.writer.anew(await self._drafted())
            self.say("drafted anew from the record: ^Z brings back what you had")

        self.act(work(), "draft")

    def put_away(self) -> None:
        """Keep what is half written."""
        if self.writing:
            self._kept = self.writer.text
        self.writer.keep()

    # ── two names ────────────────────────────────────────────────────────────────────────────────────────────

    def acted(self) -> None:
        """The list is read anew, also where nobody wrote: a draft may have come or gone."""
        if is_there(self):
            self._seq = -1
            self.data_changed()

    def action_sign(self) -> None:
        """Sign what is written."""
        if not self.session.locked:
            self.put_away()
        self.do(self._sign, "sign")

    async def _sign(self) -> Any:
        from sfm_tui.widgets.handover import flows as handover_flows

        async def write_back(text: str) -> None:
            if text != self.writer.text:
                self.writer.put(text)
                await self.writer.store_draft(text)

        try:
            said = await handover_flows.sign(self.app, self.session, self.writer.text, self._saw or "", write_back)
        except Clash:
            last = await self.session.read(lambda store: store.handovers.last())
            self._saw = self._told = last.handover if last is not None else ""
            raise
        if said is not None:
            self._kept = ""
            self._write_on(False)
        return said

    def action_accept(self) -> None:
        """Whoever takes over accepts the handover that waits; they sign on first."""
        row = self.rows.current
        one = row.one if row is not None else None
        if one is None or not one.waiting:
            one = next((row.one for row in self.rows.items if row.one is not None and row.one.waiting), None)
        if one is None:
            self.say("no handover waits to be accepted")
            return
        app = cast("Program", self.app)
        chosen = one
        if self.session.locked or self.session.person in ("", one.giver):
            app.at_desk(then=lambda: self._accept(chosen, fresh=True))
        else:
            self._accept(chosen, fresh=False)

    def _accept(self, one: "Signed", *, fresh: bool) -> None:
        from sfm_tui.widgets.handover import flows as handover_flows

        who = self._words.named(one.giver)
        self.do(lambda: handover_flows.accept(self.app, self.session, one, who, fresh=fresh), "accept")

    @on(Rows.Chosen, "#list")
    def _chosen(self, event: Rows.Chosen) -> None:
        row: Row = event.item
        if row.one is None:
            self.action_write()
        elif row.one.waiting:
            self.action_accept()
        else:
            self.query_one("#reader").focus()

    def action_paper(self) -> None:
        """Copy the handover under the cursor, or save it."""
        from sfm_tui.widgets.handover import flows as handover_flows

        row = self.rows.current
        if row is not None and row.one is not None:
            number = row.one.handover
            self.do(lambda: handover_flows.paper(self.app, self.session, number), "paper")
