"""What is known of a person as one file for them: a page to read and the same as data, in a zip."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.reports.whole_file import check_free, write_whole
from sfm_tui.storage.subject_access import NOT_IN_IT, OUTSIDER, Known, given, plain, shown

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

_STAMP = (1980, 1, 1, 0, 0, 0)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 15px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff }
table { border-collapse: collapse; width: 100%; margin-bottom: 2em }
th, td { border: 1px solid #777; padding: .3em .5em; text-align: left; vertical-align: top; white-space: pre-wrap }
</style></head><body>
<h1>{{ title }}</h1>
<p>{{ head }}</p><p>{{ masked }}</p><p>{{ not_in_it }}</p>
{% for part in parts %}<h2>{{ part.title }} ({{ part.rows | length }})</h2>
<table><thead><tr>{% for name in part.columns %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in part.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>
{% else %}<p>Nothing is known.</p>{% endfor %}
</body></html>
"""


def page(store: "Store", known: Known, *, unmasked: bool) -> bytes:
    """The page to read, which asks for nothing else; typed text is escaped."""
    from jinja2 import Environment, StrictUndefined

    cell = shown(store)
    site = store.sites.get()
    parts = [
        {"title": part.title,
         "columns": [name.removesuffix("_at").replace("_", " ") for name in part.columns],
         "rows": [[cell(c, v) for c, v in zip(part.columns, row, strict=True)] for row in part.rows]}
        for part in known.parts
    ]  # fmt: skip
    source = Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)
    masked = "Other people are named in it." if unmasked else "Other people's names are replaced by what they are."
    return source.render(
        title=f"What is known of {known.name}",
        head=f"{site.name or site.code if site else ''} · {full_text(store.clock.now(), store.tz)}"
        f" · ledger {store.head().long}",
        masked=masked, not_in_it=NOT_IN_IT, parts=parts,
    ).encode()  # fmt: skip


def packed(store: "Store", known: Known, *, unmasked: bool) -> bytes:
    """The zip: `read-me.html` and `data.json`."""
    out = io.BytesIO()
    data: dict[str, Any] = plain(store, known)
    files = {
        "read-me.html": page(store, known, unmasked=unmasked),
        "data.json": json.dumps(data, ensure_ascii=False, indent=1).encode(),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def hand_over(
    store: "Store", known: Known, path: Path, by: "Author", *, unmasked: bool = False, overwrite: bool = False
) -> Path:
    """Write a person's data to a zip for its owner's eyes alone, and enter in the ledger that it was done.

    `path` is a file, or a folder in which it is named after the person, with a number where several have no code of
    their own. Raises ReportError where it cannot be written,
    Refused while the desk is locked; nothing is written then.
    """
    if path.is_dir():
        safe = "".join(c if c.isalnum() else "-" for c in known.person)
        path = _free(path / f"subject-access-{safe}.zip", of_many=known.person == OUTSIDER and not overwrite)
    check_free(path, overwrite=overwrite)
    data = packed(store, known, unmasked=unmasked)
    write_whole(path, data, overwrite=overwrite, private=True)
    given(store, known, path.name, hashlib.sha256(data).hexdigest(), by, unmasked=unmasked)
    return path


def _free(path: Path, *, of_many: bool) -> Path:
    """The path, with the next free number where it is one `of_many` that are called so."""
    found, n = path, 1
    while of_many and found.exists():
        n += 1
        found = path.with_stem(f"{path.stem}-{n}")
    return found
