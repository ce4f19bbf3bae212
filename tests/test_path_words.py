"""A path that somebody named and that cannot be used: what is wrong with it is said, and what would be right."""

import errno
import os
from pathlib import Path

import pytest

from sfm_tui.cli import trouble
from sfm_tui.path_words import NO_NAME, why_not, words
from sfm_tui.storage.errors import StoreError, StoreFull, StoreReadOnly, explain
from sfm_tui.widgets.everywhere.error_words import error_words

OF_A_PATH = (
    errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY,
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EXDEV, errno.EBUSY,
    errno.ETXTBSY, errno.EINVAL, errno.EILSEQ, errno.EIO, errno.EMFILE,
)  # fmt: skip
"""What a path can cause that a person types, or the disk that it leads to."""


def failed(number: int, path: str | None = "/a/b.pdf") -> OSError:
    return OSError(number, os.strerror(number), path)


@pytest.mark.parametrize("number", OF_A_PATH, ids=lambda number: errno.errorcode[number])
def test_no_name_of_the_computers_own_is_said(number: int) -> None:
    error = failed(number)
    said = why_not(error)
    assert os.strerror(number).lower() not in said.lower()
    assert said == said.lower()
    assert number == errno.ENOENT or "; " in said, "it does not say what would be right"
    assert error_words(error) == trouble.words(error) == words(error) == f"/a/b.pdf: {said}"
    assert words(failed(number, None)) == said


def test_what_is_not_known_is_said_as_the_computer_says_it() -> None:
    assert why_not(failed(errno.EHOSTDOWN)) == "host is down"
    assert why_not(OSError("something else")) == "something else"
    assert why_not(OSError()) == "the computer does not say why"


def refusal(path: Path, how: str) -> OSError | ValueError:
    with pytest.raises((OSError, ValueError)) as caught, open(path, how):
        pass
    assert isinstance(caught.value, OSError | ValueError)
    return caught.value


@pytest.mark.parametrize("how", ["rb", "wb"])
def test_what_the_disk_says_of_such_paths(tmp_path: Path, how: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "round").symlink_to("round")
    assert why_not(refusal(tmp_path / ("x" * 300), how)) == "its name is too long; shorten it"
    assert why_not(refusal(tmp_path / "file" / "a", how)).startswith("a part of its path is a file")
    assert why_not(refusal(tmp_path / "round", how)).startswith("it is a link that leads round")
    assert why_not(refusal(tmp_path, how)) == "it is a folder; name a file"
    assert why_not(refusal(tmp_path / "a\0b", how)) == NO_NAME


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, StoreFull, "the disk is full"),
        (errno.EACCES, StoreReadOnly, "cannot be written to"),
        (errno.ENAMETOOLONG, StoreError, "/s.db: its name is too long; shorten it (nothing was saved)"),
    ],
)
def test_the_store_says_it_too(number: int, kind: type[StoreError], said: str) -> None:
    error = explain(failed(number), "/s.db")
    assert type(error) is kind
    assert said in str(error)
    assert "Errno" not in str(error)
