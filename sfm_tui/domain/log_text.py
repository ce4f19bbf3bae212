"""The words of the log: what a stamp, a change or a strike reads like. Made from records, never parsed again."""

from collections.abc import Callable, Mapping
from typing import Any

from sfm_tui.domain.incidents import FIELDS

SHORT = 400


def stamp_text(stamp: str, officer: str) -> str:
    """`Shaw on scene`, or `Resolved` where the stamp is the incident's own."""
    return f"{officer} {stamp}" if officer else stamp.capitalize()


def stamp_corrected_text(stamp: str, officer: str, was: str, now: str, why: str) -> str:
    """How a corrected time reads; times come as they are to be shown."""
    return f"{stamp_text(stamp, officer)}: {was} → {now} (corrected: {why})"


def stamp_struck_text(stamp: str, officer: str, at: str, why: str) -> str:
    """How a struck stamp reads."""
    return f"{stamp_text(stamp, officer)} {at} struck ({why})"


def change_text(
    old: Mapping[str, Any], new: Mapping[str, Any], why: str, show: Callable[[str, Any], str] | None = None
) -> str:
    """How changed fields read: `Where: Gate 2 → Gate 3 (misheard)`; a field that was empty shows its value alone."""
    parts = []
    for name, label in FIELDS.items():
        if name not in new:
            continue
        was, now = _shown(name, old[name], show), _shown(name, new[name], show)
        if was == now:
            continue
        parts.append(f"{label}: {was} → {now or '(emptied)'}" if was else f"{label}: {now}")
    text = " · ".join(parts)
    return f"{text} ({why})" if why and text else text or why


def _shown(name: str, value: Any, show: Callable[[str, Any], str] | None) -> str:
    if value is None or value == "" or value == []:
        return ""
    if show is not None:
        value = show(name, value)
    text = " ".join(value) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def is_correction(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a change replaces what a person had entered, rather than filling in what was empty or assumed."""
    for name in new:
        if name not in FIELDS or old[name] in (None, "", [], ()):
            continue
        if name == "severity" and old.get("severity_assumed"):
            continue
        if name == "category" and old.get("category_guessed"):
            continue
        if name == "officers":
            continue
        return True
    return False


STATE_WORDS = {"on hold": "Put on hold", "closed": "Closed"}


def state_text(old: str, new: str, why: str) -> str:
    """How a change of state reads."""
    words = STATE_WORDS.get(new) or ("Reopened" if old == "closed" else "Taken up again")
    return f"{words}: {why}" if why else words
