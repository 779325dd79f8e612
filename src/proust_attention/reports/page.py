"""A page that needs nothing else: its frame, its tables, and what becomes of text on it.

A run may come from a stranger, and its text, its samples and its files' names with it. So every text is escaped,
what cannot be seen becomes a sign that can, and the page forbids itself, by its own policy, to run any script or
to load anything from anywhere; of styles only the one with the right hash holds.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files as resources
from pathlib import Path

from proust_attention import files
from proust_attention.charts import style as charts
from proust_attention.charts.drawing import text
from proust_attention.errors import InputError

MARK = '<meta name="generator" content="proust-attention">'


def paragraph(words: str, look: str = "") -> str:
    """Return a paragraph, with a class where one is given."""
    return f'<p class="{look}">{text(words)}</p>' if look else f"<p>{text(words)}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()) -> str:
    """Return a table. Columns in `numbers` stand at the right; on a narrow page each row becomes a column."""

    def cell(i: int, value: str) -> str:
        look = ' class="number"' if i in numbers else ""
        named = f' data-head="{text(head[i])}"' if i and head[i] else ""
        return f"<td{look}{named}>{text(value)}</td>"

    heads = "".join(
        f'<th scope="col"{" class=number" if i in numbers else ""}>{text(name)}</th>'
        for i, name in enumerate(head)
    )
    body = "\n".join(f"<tr>{''.join(cell(i, value) for i, value in enumerate(row))}</tr>" for row in rows)
    return f'<table class="stacked"><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table>'


def page(title: str, body: Iterable[str]) -> str:
    """Return a whole page."""
    of_page = (resources("proust_attention.reports") / "page.css").read_text(encoding="utf-8")
    style = charts.for_page() + of_page  # the page's colours are those of its charts; in print it has others
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            MARK,
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<link rel="icon" href="data:,">',
            f"<title>{text(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>\n",
        ]
    )


def require_writable(path: Path) -> None:
    """Raise InputError unless a page may be written to `path`: nothing is there, or an older page of this kind."""
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent} to write {path.name} into")
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file, such as report.html")
    if path.exists() and MARK.encode() not in files.read_bytes(path)[:1000]:
        raise InputError(f"{path} is already there, and no page of this command; choose another name")
