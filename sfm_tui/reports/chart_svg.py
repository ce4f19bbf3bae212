"""A chart as SVG text: once, for every format. Pure; texts are escaped by the writer of XML.

Colours stand as attributes, for PDF; classes let a web page set its own. Nothing is told by colour alone: limits are
dashed, the target is dotted, points that are more than chance are diamonds.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH, HEIGHT = 680, 184
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 96, 18, 22
_INK, _SOFT, _RULE, _SHADE, _LINE, _TARGET, _FLAG = (
    "#222222", "#555555", "#cccccc", "#eef2f6", "#1f4e79", "#7a4b00", "#a4161a",
)  # fmt: skip
_FONT = "Libertinus Serif, DejaVu Sans Mono"
_SIZE = 11
_MOST_LABELS = 12


def chart_svg(chart: dict[str, Any]) -> str:
    """The drawing of a chart (`blocks.Chart` as plain data)."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH),
            "height": str(HEIGHT), "font-family": _FONT, "font-size": str(_SIZE), "class": "chart",
        },
    )  # fmt: skip
    _Drawing(chart, root).draw()
    return tostring(root, encoding="unicode")


class _Drawing:
    """The scales of one chart, and what is drawn with them."""

    def __init__(self, chart: dict[str, Any], root: Element) -> None:
        self._chart, self._root = chart, root
        self._values: list[float] = list(chart["values"])
        low, high = _range(chart)
        self._ticks = list(_ticks(low, high, clock=chart["unit"] == "m:ss"))
        self._low, self._high = min(low, self._ticks[0]), max(high, self._ticks[-1])
        n = len(self._values)
        self._step = (WIDTH - _LEFT - _RIGHT) / max(n, 1)

    def draw(self) -> None:
        """All of it, from the back to the front."""
        self._shade()
        self._axes()
        for level in self._chart["levels"]:
            self._level(level)
        self._target()
        self._marks()
        self._points()

    def _x(self, n: float) -> float:
        return round(_LEFT + self._step * (n + 0.5), 2)

    def _y(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 2)

    def _shade(self) -> None:
        inside = self._chart["inside"]
        if inside and inside[0] < inside[1]:
            first, stop = (round(_LEFT + self._step * n, 2) for n in inside)
            self._add("rect", "shade", x=first, y=_TOP, width=round(stop - first, 2), height=HEIGHT - _TOP - _BOTTOM,
                      fill=_SHADE)  # fmt: skip

    def _axes(self) -> None:
        for tick in self._ticks:
            y = self._y(tick)
            self._line("grid", _LEFT, y, WIDTH - _RIGHT, y, _RULE, 0.5)
            self._text("soft", _LEFT - 6, y + 3.5, tick_text(tick, self._chart["unit"]), "end", _SOFT)
        labels = self._chart["labels"]
        every = -(-len(labels) // _MOST_LABELS) or 1
        for n, label in enumerate(labels):
            if n % every == 0:
                self._text("soft", self._x(n), HEIGHT - _BOTTOM + 15, label, "middle", _SOFT)

    def _level(self, level: dict[str, Any]) -> None:
        first, last = _LEFT + self._step * level["first"], _LEFT + self._step * level["stop"]
        ends = level is self._chart["levels"][-1]
        for name, words in (("upper", "upper limit"), ("centre", "mean"), ("lower", "lower limit")):
            value = level[name]
            if value is None:
                continue
            y = self._y(value)
            dash = "" if name == "centre" else "6 3"
            self._line(f"limit {name}", round(first, 2), y, round(last, 2), y, _SOFT, 0.9, dash)
            if ends:
                self._text("soft", WIDTH - _RIGHT + 5, self._clear(y), words, "start", _SOFT)

    def _clear(self, y: float) -> float:
        """Where the label of a line stands: beside it, moved off the target's where they would meet."""
        y += 3.5
        target = self._chart["target"]
        if target is not None and abs(self._y(target) + 3.5 - y) < _SIZE:
            y = self._y(target) + 3.5 + (_SIZE if y >= self._y(target) + 3.5 else -_SIZE)
        return round(y, 2)

    def _target(self) -> None:
        target = self._chart["target"]
        if target is None:
            return
        y = self._y(target)
        self._line("target", _LEFT, y, WIDTH - _RIGHT, y, _TARGET, 1.4, "2 3")
        self._text("target-text", WIDTH - _RIGHT + 5, y + 3.5, self._chart["target_label"], "start", _TARGET)

    def _marks(self) -> None:
        room = 0.0
        for mark in self._chart["marks"]:
            x = round(_LEFT + self._step * mark["at"], 2)
            self._line("mark", x, _TOP, x, HEIGHT - _BOTTOM, _INK, 1.1, "1 2")
            if x >= room:
                label = _short(mark["label"])
                self._text("ink", x, _TOP - 6, label, "middle", _INK)
                room = x + len(label) * _SIZE * 0.55 + 6

    def _points(self) -> None:
        places = [(self._x(n), self._y(value)) for n, value in enumerate(self._values)]
        if len(places) > 1:
            points = " ".join(f"{x:g},{y:g}" for x, y in places)
            self._add("polyline", "line", points=points, fill="none", stroke=_LINE, stroke_width=1.6)
        flagged = set(self._chart["flagged"])
        for n, (x, y) in enumerate(places):
            if n in flagged:
                corners = " ".join(f"{a:g},{b:g}" for a, b in ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)))
                self._add("polygon", "flag", points=corners, fill=_FLAG)
            else:
                self._add("circle", "dot", cx=x, cy=y, r=3.2, fill=_LINE)

    def _line(
        self, css: str, x1: float, y1: float, x2: float, y2: float, colour: str, wide: float, dash: str = ""
    ) -> None:
        extra = {"stroke_dasharray": dash} if dash else {}
        self._add("line", css, x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=wide, **extra)

    def _text(self, css: str, x: float, y: float, words: str, anchor: str, colour: str) -> None:
        self._add("text", css, x=x, y=round(y, 2), text_anchor=anchor, fill=colour).text = words

    def _add(self, tag: str, css: str, **attributes: Any) -> Element:
        plain = {name.replace("_", "-"): f"{value}" for name, value in attributes.items()}
        return SubElement(self._root, tag, {"class": css, **plain})


def _range(chart: dict[str, Any]) -> tuple[float, float]:
    """The lowest and the highest that is drawn, never one point; a percentage ends at 100."""
    found = [*chart["values"], *([chart["target"]] if chart["target"] is not None else [])]
    for level in chart["levels"]:
        found += [level[name] for name in ("centre", "lower", "upper") if level[name] is not None]
    low, high = min(found, default=0.0), max(found, default=1.0)
    if low == high:
        low, high = low - 1, high + 1
    room = (high - low) * 0.06
    low, high = (low - room if low - room > 0 or low < 0 else 0.0), high + room
    return (low, min(high, 100.0)) if chart["unit"] == "%" and max(found) <= 100 else (low, high)


def _ticks(low: float, high: float, *, clock: bool) -> Iterator[float]:
    """Four to seven round values from below `low` to above or near `high`."""
    span = high - low
    if clock:
        steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400]
        step = float(next((some for some in steps if span / some <= 6), span / 5))
    else:
        size = 1.0
        while size * 10 < span:
            size *= 10
        while size > span:
            size /= 10
        step = next((size * some for some in (0.2, 0.5, 1, 2, 5, 10) if span / (size * some) <= 6), span)
    n = int(low // step)
    while n * step <= high + step * 1e-9:
        yield round(n * step, 6)
        n += 1


def tick_text(value: float, unit: str) -> str:
    """`3:00` where the unit is `m:ss`, else the number as short as it is."""
    if unit == "m:ss":
        minutes, seconds = divmod(round(value), 60)
        return f"{minutes}:{seconds:02}"
    return f"{value:g}"


def _short(label: str) -> str:
    return label if len(label) <= 16 else label[:15] + "…"
