"""Why a file or folder that somebody named cannot be used, in words: what is wrong with it, and what would be right."""

import errno

_FULL = "the disk is full; make room and try again"
_BUSY = "another program has it open; close it there and try again"
_DENIED = "permission is denied; choose another place, or have it granted"
_NAME = 'that disk takes no such name; leave out signs such as : * ? | "'
_WORDS = {
    "ENOENT": "there is no such file or folder",
    "ENAMETOOLONG": "its name is too long; shorten it",
    "ELOOP": "it is a link that leads round in a circle; name what is meant itself",
    "ENOTDIR": "a part of its path is a file, no folder; check the path",
    "EISDIR": "it is a folder; name a file",
    "EEXIST": "something of that name is there already; choose another name",
    "ENOTEMPTY": "the folder is not empty; choose another",
    "EACCES": _DENIED,
    "EPERM": _DENIED,
    "EROFS": "that disk can only be read from; choose another place",
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": "that disk takes no file of this size; choose another place",
    "EXDEV": "it lies on another disk; choose a place on the same one",
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    "EINVAL": _NAME,
    "EILSEQ": _NAME,
    "ENXIO": "nothing answers there; name a file",
    "ENODEV": "nothing answers there; name a file",
    "EIO": "the disk failed; check it and try again",
    "EMFILE": "too many files are open; close other programs and try again",
    "ENFILE": "too many files are open; close other programs and try again",
}
_BY_NUMBER = {getattr(errno, name): words for name, words in _WORDS.items() if hasattr(errno, name)}
NO_NAME = "no file can be called that; type its name anew"


def why_not(error: OSError | ValueError | RuntimeError) -> str:
    """What is wrong with a path, for after `… cannot be read: `. A ValueError here is of a name that none can have."""
    if not isinstance(error, OSError):
        return NO_NAME
    if error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    said = error.strerror or str(error) or "the computer does not say why"
    return f"{said[:1].lower()}{said[1:]}"


def words(error: OSError) -> str:
    """The whole line for an error of the computer: where it is known, which file, and what is wrong with it."""
    return f"{error.filename}: {why_not(error)}" if error.filename else why_not(error)
