"""A record of the settings in a form: saved as one act, and looked at again where somebody was faster."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.settings.sections import Scene, Section

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store


class Editing:
    """One record in a form, from opening it to the store's yes.

    Where somebody else changed the record meanwhile, that is told, and saving again puts only what was changed here
    over what is there now.
    """

    def __init__(self, session: Session, section: Section, scene: Scene, item: Any | None) -> None:
        self._session = session
        self._section = section
        self._scene = scene
        self._item = item
        self.fields = section.fields(scene, item)
        self._shown = {field.name: field.value for field in self.fields}
        self._now = dict(self._shown)

    async def save(self, values: dict[str, str]) -> str:
        """Save; gives the line to say."""
        merged = values
        if self._item is not None:
            merged = {name: self._now[name] if text == self._shown[name] else text for name, text in values.items()}
        try:
            if not self._section.in_store:
                return await asyncio.to_thread(self._put, None, None, merged)
            return await self._session.write(lambda store, by: self._put(store, by, merged))
        except Clash as error:
            raise await self._look_again(error) from None

    def _put(self, store: "Store | None", by: "Author | None", values: dict[str, str]) -> str:
        # A section that is not in the store asks for neither store nor author.
        return self._section.save(store, by, self._item, values, self._scene)  # type: ignore[arg-type]

    async def _look_again(self, error: Clash) -> Clash:
        if self._item is None:
            return error
        items = await self._session.read(self._section.read)
        key = self._section.key(self._item)
        fresh = next((item for item in items if self._section.key(item) == key), None)
        if fresh is None:
            return error
        self._item = fresh
        self._scene = replace(self._scene, items=tuple(items))
        fields = self._section.fields(self._scene, fresh)
        self._now = {field.name: field.value for field in fields}
        theirs = [f"{f.label.strip()} is now «{f.value}»" for f in fields if f.value != self._shown[f.name]]
        told = ", ".join(theirs) or "no field of this form"
        return Clash(
            f"somebody changed this meanwhile: {told}. {key_of('form.save', '^S')} again saves what you changed here"
        )
