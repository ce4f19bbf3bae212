"""Documents to files, from the program's side: a child process does the setting, so that it can be ended."""

import contextlib
import dataclasses
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sfm_tui.clock import SystemClock
from sfm_tui.reports.paper import Document, ReportError
from sfm_tui.reports.whole_file import check_free, write_whole

TIMEOUT = 120.0
"""Seconds after which a document is given up; an ordinary sheet takes a fifth of a second."""
FORMATS = {
    "pdf": "sfm_tui.reports.typst_set",
    "docx": "sfm_tui.reports.docx_set",
    "html": "sfm_tui.reports.html_set",
    "txt": "sfm_tui.reports.blocks_text",
}
"""What a document can be set as, by the ending of its file, and the module that does it in the child."""
_LOOK = 0.05
_START = "import runpy, sys; sys.path.append(sys.argv.pop()); runpy.run_module(sys.argv.pop(), run_name='__main__')"
"""How the child begins: it finds the program also where that runs from a checkout and is not installed."""


class Cancelled(ReportError):
    """The person did not want the document any more."""


def render(
    document: Document,
    path: Path | str,
    form: str = "pdf",
    *,
    overwrite: bool = False,
    private: bool = False,
    timeout: float = TIMEOUT,
    cancel: threading.Event | None = None,
    waiting: Callable[[], None] | None = None,
) -> Path:
    """Write a document in one of `FORMATS` and give the path: the whole file or none, over another only if asked.

    `private` is for its owner alone. It waits: call it from a worker. Setting `cancel` ends it within a moment with
    Cancelled; `waiting` is called again and again meanwhile. Raises ReportError.
    """
    path = Path(path)
    check_free(path, overwrite=overwrite)
    data = document_bytes(document, form, timeout=timeout, cancel=cancel, waiting=waiting)
    write_whole(path, data, overwrite=overwrite, private=private)
    return path


def document_bytes(
    document: Document,
    form: str = "pdf",
    *,
    timeout: float = TIMEOUT,
    cancel: threading.Event | None = None,
    waiting: Callable[[], None] | None = None,
) -> bytes:
    """A document in one of `FORMATS`. Raises ReportError, or Cancelled once `cancel` is set."""
    if cancel is not None and cancel.is_set():
        raise _cancelled(form)
    if form == "txt" and document.template != "blocks":
        from sfm_tui.reports.text_of import text_of

        return text_of(document).encode()
    return _run(json.dumps(job_of(document)).encode(), form, timeout, cancel, waiting)


def job_of(document: Document) -> dict[str, Any]:
    """What the child is told: plain data, with the texts as they were typed."""
    doc = dataclasses.asdict(document)
    foot = doc.pop("foot")
    return {
        "template": document.template,
        "name": f"{document.title}, {document.foot.site}",
        "made": list(document.foot.made),
        "doc": doc,
        "foot": foot,
    }


def _run(
    job: bytes, form: str, timeout: float, cancel: threading.Event | None, waiting: Callable[[], None] | None
) -> bytes:
    try:
        child = subprocess.Popen(
            _child(form),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise ReportError(f"{_the(form)} cannot be made: {sys.executable} does not start ({error.strerror})") from error
    with child:
        out, said = _wait(child, job, form, timeout, cancel, waiting)
    if child.returncode:
        why = said.decode(errors="replace").strip().splitlines() or [f"status {child.returncode}"]
        raise ReportError(f"{_the(form)} cannot be made: {why[-1][:300]}")
    return out


def _wait(
    child: "subprocess.Popen[bytes]", job: bytes, form: str, timeout: float, cancel: threading.Event | None,
    waiting: Callable[[], None] | None,
) -> tuple[bytes, bytes]:  # fmt: skip
    """What the child wrote and said. However this ends, the child has ended too.

    A thread talks with it: `communicate` with a time limit, called again, does not go on writing a long job.
    """
    told: list[tuple[bytes, bytes]] = []
    talk = threading.Thread(target=lambda: told.append(child.communicate(job)), daemon=True)
    clock = SystemClock()
    until = clock.monotonic() + timeout
    talk.start()
    try:
        while talk.is_alive():
            talk.join(_LOOK)
            if waiting is not None:
                waiting()
            if cancel is not None and cancel.is_set():
                raise _cancelled(form)
            if clock.monotonic() > until and talk.is_alive():
                raise ReportError(f"{_the(form)} was given up after {timeout:g} s: try again, or take another format")
    finally:
        with contextlib.suppress(OSError):
            child.kill()
        talk.join()
    if not told:
        raise ReportError(f"{_the(form)} cannot be made: nothing came back, try again")
    return told[0]


def _child(form: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-c", _START, FORMATS[form], str(Path(__file__).parents[2]))


def _the(form: str) -> str:
    return f"the {form.upper()}"


def _cancelled(form: str) -> Cancelled:
    return Cancelled(f"{_the(form)} was not made: cancelled")
