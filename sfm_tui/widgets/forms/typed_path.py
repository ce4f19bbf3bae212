"""A path that somebody typed or pasted into a field."""

from pathlib import Path

from sfm_tui.path_words import NO_NAME


def typed_path(text: str) -> Path:
    """The file or folder that is meant: as it stands, with quotes around it, or from a home folder with `~`.

    Raises ValueError, in one line, where nothing is typed, and for what no path can be.
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if not text:
        raise ValueError("type where it lies")
    if "\0" in text:
        raise ValueError(NO_NAME)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        person = text.replace("\\", "/").partition("/")[0]
        raise ValueError(
            f"there is no folder of that person: {person[:60]}; write the path from its beginning"
        ) from None
