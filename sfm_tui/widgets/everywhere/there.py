"""Whether what somebody looked at is still there, once something was waited for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


def is_there(widget: "Widget") -> bool:
    """Whether a widget is mounted and not being taken down: `is_mounted` stays true of one that has lost its parts."""
    return widget.is_mounted and widget.is_attached and not widget._pruning
