"""The terminal at the other end of a pty: what it answers, and what its screen shows."""

import re

import pyte

_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
    rb"|\x1b[ -/]+[0-~]"  # character sets
    rb"|\x1b[0-OQ-WYZ\\`-~]"  # two bytes
)
_UNFINISHED = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)\Z",
)
_MOVES_OR_ERASES = re.compile(rb"\x1b(?:\[\??[0-9;]*[@A-HJ-MPXade-hlr`]|[78DEMc])\Z")
_QUERY = re.compile(rb"\x1b\[[>?]?\d*(?:c|n|q|u|t|\$p)|\x1b\]1[01];\?(?:\x07|\x1b\\)")
_MODE_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")
_HOLD, _SHOW = b"\x1b[?2026h", b"\x1b[?2026l"


class _WholeSequences:
    """Keeps back a control sequence that a read has cut in two, until the rest of it comes."""

    def __init__(self) -> None:
        self._kept = b""

    def take(self, data: bytes) -> bytes:
        data = self._kept + data
        cut = _UNFINISHED.search(data)
        end = cut.start() if cut else len(data)
        self._kept = data[end:]
        return data[:end]


class Answers:
    """What a usual terminal of a given size (cells) replies to a program's questions about it."""

    def __init__(self, columns: int, lines: int) -> None:
        self._whole = _WholeSequences()
        attributes, version = b"\x1b[?62;22c", b"\x1b[>1;100;0c"
        self._replies = {
            b"\x1b[c": attributes,
            b"\x1b[0c": attributes,
            b"\x1b[>c": version,
            b"\x1b[>0c": version,
            b"\x1b[5n": b"\x1b[0n",
            b"\x1b[6n": b"\x1b[1;1R",
            b"\x1b[>q": b"\x1bP>|bench 1\x1b\\",
            b"\x1b[>0q": b"\x1bP>|bench 1\x1b\\",
            b"\x1b[?u": b"\x1b[?0u",
            b"\x1b[14t": b"\x1b[4;%d;%dt" % (lines * 16, columns * 8),
            b"\x1b[16t": b"\x1b[6;16;8t",
            b"\x1b[18t": b"\x1b[8;%d;%dt" % (lines, columns),
        }
        for end in (b"\x07", b"\x1b\\"):
            self._replies[b"\x1b]10;?" + end] = b"\x1b]10;rgb:eeee/eeee/eeee" + end
            self._replies[b"\x1b]11;?" + end] = b"\x1b]11;rgb:0000/0000/0000" + end

    def to(self, output: bytes) -> bytes:
        """The bytes to send back for a piece of a program's output; empty if it asked nothing."""
        return b"".join(self._reply(found.group()) for found in _QUERY.finditer(self._whole.take(output)))

    def _reply(self, query: bytes) -> bytes:
        mode = _MODE_QUERY.fullmatch(query)
        if mode:  # 2 is «known, off», 0 «unknown»: held updates are the one mode this terminal knows
            return b"\x1b[?%s;%d$y" % (mode.group(1), 2 if mode.group(1) == b"2026" else 0)
        return self._replies.get(query, b"")


class Screen:
    """The characters that a program's output leaves on a terminal's screen, without their colours."""

    KEEPS = _MOVES_OR_ERASES
    """The sequences that are drawn; all others are passed over, which is quicker."""

    def __init__(self, columns: int, lines: int) -> None:
        self._whole = _WholeSequences()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._held = False

    def feed(self, output: bytes) -> bool:
        """Draw a piece of output; False while a held (synchronised) update is not shown yet."""
        whole, drawn, at = self._whole.take(output), [], 0
        for found in _SEQUENCE.finditer(whole):
            drawn.append(whole[at : found.start()])
            at, sequence = found.end(), found.group()
            if sequence in (_HOLD, _SHOW):
                self._held = sequence == _HOLD
            elif self.KEEPS.match(sequence):
                drawn.append(sequence)
        drawn.append(whole[at:])
        self._stream.feed(b"".join(drawn))
        return not self._held

    @property
    def lines(self) -> list[str]:
        """The screen's lines, from the top, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]
