"""Documents to PDF, from the program's side: a child process does the setting, so that it can be ended."""

import contextlib
import dataclasses
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from sfm_tui.clock import SystemClock
from sfm_tui.reports.paper import Document, ReportError
from sfm_tui.reports.whole_file import check_free, write_whole

TIMEOUT = 120.0
"""Seconds after which a PDF is given up; an ordinary sheet takes a fifth of a second."""
_CHILD = (sys.executable, "-P", "-m", "sfm_tui.reports.typst_set")
_LOOK = 0.05


class Cancelled(ReportError):
    """The person did not want the document any more."""


def render_pdf(
    document: Document,
    path: Path | str,
    *,
    overwrite: bool = False,
    timeout: float = TIMEOUT,
    cancel: threading.Event | None = None,
) -> Path:
    """Write a document as PDF and give the path: the whole file or none, over another only with `overwrite`.

    It waits: call it from a worker. Setting `cancel` ends it within a moment with Cancelled. Raises ReportError.
    """
    path = Path(path)
    check_free(path, overwrite=overwrite)
    data = pdf_bytes(document, timeout=timeout, cancel=cancel)
    write_whole(path, data, overwrite=overwrite)
    return path


def pdf_bytes(document: Document, *, timeout: float = TIMEOUT, cancel: threading.Event | None = None) -> bytes:
    """A document as PDF, tagged for screen readers. Raises ReportError, or Cancelled once `cancel` is set."""
    if cancel is not None and cancel.is_set():
        raise Cancelled("the PDF was not made: cancelled")
    return _run(json.dumps(job_of(document)).encode(), timeout, cancel)


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


def _run(job: bytes, timeout: float, cancel: threading.Event | None) -> bytes:
    try:
        child = subprocess.Popen(
            _CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise ReportError(f"the PDF cannot be made: {sys.executable} does not start ({error.strerror})") from error
    with child:
        try:
            out, said = _wait(child, job, timeout, cancel)
        finally:
            with contextlib.suppress(OSError):
                child.kill()
    if child.returncode:
        why = said.decode(errors="replace").strip().splitlines() or [f"status {child.returncode}"]
        raise ReportError(f"the PDF cannot be made: {why[-1][:300]}")
    return out


def _wait(
    child: "subprocess.Popen[bytes]", job: bytes, timeout: float, cancel: threading.Event | None
) -> tuple[bytes, bytes]:
    clock = SystemClock()
    until = clock.monotonic() + timeout
    told: bytes | None = job
    while True:
        try:
            return child.communicate(told, timeout=_LOOK)
        except subprocess.TimeoutExpired:
            told = None  # it is on its way: given again it would be refused
            if cancel is not None and cancel.is_set():
                raise Cancelled("the PDF was not made: cancelled") from None
            if clock.monotonic() > until:
                raise ReportError(f"the PDF was given up after {timeout:g} s: try again, or take the text") from None
