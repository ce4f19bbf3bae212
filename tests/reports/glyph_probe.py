"""Ask typst itself which characters its own fonts can draw; `python -m tests.reports.glyph_probe` prints the table.

Needed anew when typst brings other fonts: the printed constants go into `sfm_tui/reports/glyph_table.py`.
"""

import sys
import unicodedata
from collections.abc import Iterable

import typst

FAMILIES = {"SERIF": "Libertinus Serif", "MONO": "DejaVu Sans Mono"}
_LEAVE_OUT = (
    *("CJK ", "TANGUT", "NUSHU", "EGYPTIAN", "CUNEIFORM", "YI ", "ANATOLIAN", "BAMUM", "KHITAN"),  # none has them
    *("HANGUL", "HALFWIDTH HANGUL", "KHMER", "MONGOLIAN", "VARIATION", "COMBINING GRAPHEME"),  # shown as nothing
)
_SOURCE = b"""
#set document(title: "probe")
#set text(font: sys.inputs.font, fallback: false)
#let them = sys.inputs.them
#them
#strong(them)
"""


class Probe:
    """Compiles a text under PDF/UA, which refuses what has no glyph."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False)

    def draws(self, family: str, text: str) -> bool:
        """Whether the family has every character of the text, upright and bold."""
        inputs = {"font": family, "them": text}
        try:
            typst.compile(_SOURCE, font_paths=self._fonts, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return False
        return True


def candidates() -> list[str]:
    """Every character that is assigned, visible and of a script that such a font may have."""
    return [
        c
        for c in map(chr, range(0x20, 0x20000))
        if unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
        and not unicodedata.name(c, "").startswith(_LEAVE_OUT)
    ]


def ranges(points: Iterable[int]) -> str:
    """`20-7e a0`: code points in hexadecimal, neighbours as one range."""
    found: list[list[int]] = []
    for point in sorted(points):
        if found and point == found[-1][1] + 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in found)


if __name__ == "__main__":
    probe = Probe()
    for name, family in FAMILIES.items():
        covered = [ord(c) for c in candidates() if probe.draws(family, c)]
        sys.stdout.write(f"{name} = {ranges(covered)}\n")
