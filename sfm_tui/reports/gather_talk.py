"""From the store to the register of a talk."""

from typing import TYPE_CHECKING

from sfm_tui.domain.desk import Author
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.talk_register import TalkRegister, build_register

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


def talk_register(store: "Store", talk: str, by: Author) -> TalkRegister:
    """The register of one talk as it stands now. Raises StoreError where there is none of that number."""
    head, names, talks = store.head(), names_of(store), store.talks
    foot = foot_of(store, store.sites.get(), names, head, by)
    links = store.links.of(f"talk:{talk}")
    return build_register(
        talks.get(talk), talks.register(talk), talks.corrections(talk), links, names, store.tz, foot
    )  # fmt: skip
