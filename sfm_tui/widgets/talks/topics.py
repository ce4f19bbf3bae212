"""Topics of talks: entered and changed, taken from the starting library, and who must have had them."""

from typing import TYPE_CHECKING, Any

from sfm_tui.domain.reference import MOST_MONTHS, Officer, Post, Topic
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.domain.training import EVERYBODY
from sfm_tui.widgets.dialogs.dialogs import Choice
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.points_dialog import PointsDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.records.taking_back import back_words
from sfm_tui.widgets.talks.words import every

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


def months(text: str) -> str:
    """Check the months of a refresher."""
    if not (text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= MOST_MONTHS):
        raise ValueError(f"«{text.strip()[:20]}»: whole months, 1 to {MOST_MONTHS}, or nothing for once")
    return every(int(text))


async def edit(app: "App[Any]", session: "Session", topic: Topic | None) -> Outcome | None:
    """Enter a topic, or change one."""
    fields = [
        FormField("title", "Title", topic.title if topic else "", needed=True, check=silent(clean_line)),
        FormField("topic", "Code", topic.topic if topic else "", "short, for files and links; it stays", needed=True,
                  check=silent(clean_code), fixed=topic is not None,
                  derive=None if topic else lambda values: _code(values["title"])),
        FormField("months", "Refresher, months", str(topic.refresher_months or "") if topic else "",
                  "empty: once is enough", check=months),
    ]  # fmt: skip

    async def save(values: dict[str, str]) -> Topic:
        wanted = values["months"].strip()
        new = Topic(topic=values["topic"].strip(), title=values["title"].strip(), points=values["points"],
                    refresher_months=int(wanted) if wanted else None)  # fmt: skip
        if topic is None and await session.read(lambda store: store.reference.get(Topic, new.topic) is not None):
            raise FieldError("topic", f"there is a topic {new.topic} already: open it to change it")
        await session.write(
            lambda store, by: store.reference.set(new, by, saw=topic, why="" if topic is not None else "new")
        )
        return new

    title = f"Topic {topic.topic}" if topic else "A new topic"
    done: Topic | None = await app.push_screen_wait(
        PointsDialog(title, fields, topic.points if topic else "", save, focus="title")
    )
    if done is None:
        return None
    return Outcome(
        f"topic «{done.title}» saved"
        + (back_words("talks.undo") if topic else f" · {key_of('talks.who', 'w')} says who must have had it")
    )


def _code(title: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in title.casefold()).split()
    return "-".join(words[:3])[:24]


async def library(app: "App[Any]", session: "Session") -> Outcome | None:
    """Take topics from the starting library."""
    from sfm_tui.domain.talk_library import starting_library

    with keys_wait(app):
        there = await session.read(lambda store: {one.topic for one in store.reference.all(Topic)})
    offered = [one for one in starting_library() if one.topic not in there]
    if not offered:
        return Outcome("every topic of the library is here already")
    choices = [Choice(one.topic, one.title, every(one.refresher_months)) for one in offered]
    marked = [] if there else [one.topic for one in offered]
    chosen = await app.push_screen_wait(MarkDialog("Topics to start from", choices, marked, verb="takes them"))
    if not chosen:
        return None
    count = await session.write(lambda store, by: store.talks.take_library(chosen, by))
    return Outcome(
        f"{count} topic{'s' if count != 1 else ''} taken from the "
        f"library · {key_of('talks.who', 'w')} says who must have had them"
    )


async def require(app: "App[Any]", session: "Session", topic: Topic) -> Outcome | None:
    """Set who must have had a topic: everybody, the officers of posts, single officers."""
    with keys_wait(app):
        posts, officers, now = await session.read(_who)
    choices = [Choice(EVERYBODY, "All officers", "everybody who has not left")]
    choices += [Choice(post.post, post.name or post.post, "the officers of this post") for post in posts]
    choices += [Choice(one.officer, one.call_sign or one.name, f"{one.officer} · this officer") for one in officers]
    chosen = await app.push_screen_wait(
        MarkDialog(f"Who must have had «{topic.title}»?", choices, now.get(topic.topic, ()))
    )
    if chosen is None:
        return None
    changed = await session.write(lambda store, by: store.talks.require(topic.topic, chosen, by))
    if not changed:
        return Outcome("it stands so already")
    return Outcome(f"«{topic.title}»: {who_words(chosen, session)}{back_words('talks.undo')}")


def _who(store: "Store") -> "tuple[list[Post], list[Officer], Mapping[str, Sequence[str]]]":
    officers = [one for one in store.reference.all(Officer) if one.left_on is None]
    return store.reference.all(Post), officers, store.talks.requirements()


def who_words(who: "Sequence[str]", session: "Session") -> str:
    """Who must have had a topic, in words."""
    if not who:
        return "nobody must have it"
    if EVERYBODY in who:
        return "all officers"
    return ", ".join(session.officer_name(one) for one in who)
