"""Reading a PDF back, with poppler's tools; a test that needs them is skipped where they are not."""

import re
import shutil
import subprocess

import pytest


def text_of(pdf: bytes) -> str:
    """The text of a PDF as a reader would copy it, pages ending in form feeds."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run([tool, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def squeezed(pdf: bytes) -> str:
    """The text without any white space, since a PDF knows only where letters stand."""
    return re.sub(r"\s+", "", text_of(pdf))


def pages_of(pdf: bytes) -> int:
    """How many pages it has."""
    return text_of(pdf).count("\f")
