"""The keys that mean the same on every place, under ids of its own, by which a person can move each of them."""

from collections.abc import Mapping

from textual.binding import Binding

_USUAL = {
    "tab": ("tab", "app.focus_next", "Next pane", "To the next part"),
    "find": ("slash", "app.find", "Find", "Find any text"),
    "new": ("n", "app.new_incident", "New", "Open a new incident"),
    "keys": ("question_mark", "app.help", "Keys", "The keys that are true"),
}


def usual_keys(place: str, *acts: str, **tips: str) -> list[Binding]:
    """The keys of some acts, else of all: `tab`, `find`, `new`, `keys`; `tips` say of an act what it does here.

    A place that has something of its own on a key names the other acts. The footer leaves them out.
    """
    found = []
    for act in acts or _USUAL:
        key, action, verb, tip = _USUAL[act]
        found.append(Binding(key, action, verb, show=False, id=f"{place}.{act}", tooltip=tips.get(act, tip)))
    return found


def view_keys(place: str, views: Mapping[str, str], verb: str = "Show") -> list[Binding]:
    """A digit for each view of a place, in their order; `views` gives the name of each as its line shows it."""
    return [
        Binding(str(n), f"view('{view}')", name, show=False, id=f"{place}.{view}", tooltip=f"{verb}: {name.lower()}")
        for n, (view, name) in enumerate(views.items(), start=1)
    ]
