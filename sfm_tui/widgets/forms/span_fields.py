"""Two fields of a form for when something starts and ends, typed as people type them."""

from typing import Any

from sfm_tui.clock import duration_words, full_text
from sfm_tui.clock.planned import parse_planned, planned_text
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.settings.sections import Scene


class SpanFields:
    """The fields of a record with a start and an end; `old` is the one that is opened, None for a new one."""

    def __init__(self, scene: Scene, old: Any | None) -> None:
        self._scene = scene
        self._old = old

    def fields(self) -> tuple[FormField, FormField]:
        """The two."""
        tz, old = self._scene.tz, self._old
        start, end = (planned_text(at, tz) if old else "" for at in ((old.start, old.end) if old else (0, 0)))
        return (
            FormField(
                "start", "From", start, needed=True, check=self._start_words, help="1900, mon 0700 or 26/11 1900"
            ),
            FormField("end", "Until", end, needed=True, beside=self._end_words, help="0700, +12h or 27/11 0700"),
        )

    def read(self, values: dict[str, str]) -> tuple[int, int]:
        """Start and end. Raises FieldError."""
        try:
            start = self._start(values["start"])
        except ValueError as error:
            raise FieldError("start", str(error)) from None
        try:
            end = self._end(values["end"], start)
        except ValueError as error:
            raise FieldError("end", str(error)) from None
        if end <= start:
            raise FieldError("end", "it is not later than the start: check both")
        return start, end

    def _start(self, text: str) -> int:
        old = self._old
        if old is not None and text.strip() == planned_text(old.start, self._scene.tz):
            return int(old.start)
        near = old.start if old else self._scene.now
        return parse_planned(text, near=near, now=self._scene.now, tz=self._scene.tz)

    def _end(self, text: str, start: int) -> int:
        old = self._old
        if old is not None and text.strip() == planned_text(old.end, self._scene.tz):
            return int(old.end)
        if text.strip().startswith("+"):
            return parse_planned(text, near=start, now=self._scene.now, tz=self._scene.tz)
        return parse_planned(text, near=start, now=self._scene.now, tz=self._scene.tz, after=start)

    def _start_words(self, text: str) -> str:
        return full_text(self._start(text), self._scene.tz)

    def _end_words(self, values: dict[str, str]) -> str:
        if not values["end"].strip() or not values["start"].strip():
            return ""
        start, end = self.read(values)
        return f"{full_text(end, self._scene.tz)}, {duration_words(end - start)}"
