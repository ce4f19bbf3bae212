"""What is pasted, before any field sees it: a terminal obeys control characters, so none of them is drawn."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES, _DELETE, _UNKNOWN = 0x2400, "\u2421", "\ufffd"


def harmless(text: str, *, one_line: bool) -> str:
    """The text with each control character as its picture, ␛ for the escape, so that it is seen and can be taken out.

    Tabs and line breaks stay, or become spaces where the field has `one_line`: no line is lost.
    """
    if one_line:
        text = " ".join(text.splitlines()).replace("\t", " ")
    return _CONTROLS.sub(_picture, text)


def _picture(found: "re.Match[str]") -> str:
    code = ord(found.group())
    return chr(_PICTURES + code) if code < 32 else _DELETE if code == 127 else _UNKNOWN
