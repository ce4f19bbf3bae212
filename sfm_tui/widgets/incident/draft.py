"""What is typed of an incident and not saved yet: held here at once, and kept in the store as soon as that can be."""

from typing import TYPE_CHECKING

from sfm_tui.widgets.everywhere.session import NOBODY

if TYPE_CHECKING:
    from sfm_tui.storage.drafts import Draft
    from sfm_tui.widgets.everywhere.session import Session

TYPING = 120
"""Seconds for which what somebody else left half written is taken for being typed at another terminal."""


class IncidentDraft:
    """The half-written fields of one incident. They outlive its screen, and a store that cannot be written to."""

    def __init__(self, session: "Session", number: str) -> None:
        self._session = session
        self.key = f"incident:{number}"
        self._in_store = False

    @property
    def body(self) -> dict[str, str]:
        """What is held, by field."""
        return self._session.half_written.get(self.key, {})

    def hold(self, body: dict[str, str]) -> None:
        """Hold this and nothing else."""
        if body:
            self._session.half_written[self.key] = dict(body)
        else:
            self._session.half_written.pop(self.key, None)

    async def keep(self) -> None:
        """Bring the store up to what is held. Raises StoreError; what is held stays."""
        body = dict(self.body)
        if not body and not self._in_store:
            return
        await self._session.write(lambda store, by: store.drafts.keep(self.key, by.person, body))
        self._in_store = bool(body)

    async def saved(self, name: str, text: str) -> None:
        """A field has been saved: it is no longer half written, unless something else was typed since."""
        if self.body.get(name) == text:
            self.hold({field: value for field, value in self.body.items() if field != name})
        await self.keep()

    def taken_up(self, stored: "Draft | None") -> dict[str, str]:
        """What to go on with: what is held here, else what the store kept; not what another desk is typing now."""
        if self.body:
            self._in_store = stored is not None
            return dict(self.body)
        if stored is None:
            return {}
        if busy_with(self._session, stored):
            return {}
        self._in_store = True
        self.hold({name: str(text) for name, text in stored.body.items()})
        return dict(self.body)


def busy_with(session: "Session", draft: "Draft") -> bool:
    """Whether somebody else is typing this just now, at another terminal."""
    return draft.person not in ("", NOBODY, session.author.person) and session.now() - draft.at < TYPING
