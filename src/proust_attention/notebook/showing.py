"""`proust.show`: a machine looked into, below the cell of a notebook.

    proust.show("recherche-fr", "Longtemps, je me suis")
    proust.show("runs/mine", "La memoria", panels=["maps", "arithmetic"], language="es")

It is the explorer's page (explorer/packed.py): the text can be typed on, heads taken out, all of it computed in
the browser. No server is needed, and no network; the notebook keeps it, machine and all, in 1.6 megabytes.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError
from proust_attention.explorer import site
from proust_attention.explorer.packed import packed
from proust_attention.notebook.run import Run

LANGUAGES = ("en", "es")
USUAL = ("text", "next", "maps", "surprise")
LEFT_OUT = {"header", "learn", "time", "beside"}  # what fetches files or modules later than the page


class Shown:
    """What `show` returns: it shows itself at the end of a cell; `page` is its HTML, a whole file by itself."""

    def __init__(self, page: str, height: int) -> None:
        self.page = page
        self._height = height

    def __repr__(self) -> str:
        return f"Shown({len(self.page):,} characters of HTML)"

    def _repr_html_(self) -> str:
        frame = f'title="proust.show" style="width: 100%; height: {self._height}px; border: 0"'
        return f'<iframe {frame} srcdoc="{escape(self.page)}"></iframe>'


def show(
    machine: str | Path | Run = DEFAULT_MACHINE,
    text: str = "",
    *,
    panels: Sequence[str] = USUAL,
    language: str | None = None,
    height: int = 900,
) -> Shown:
    """Show what a machine makes of a text: where its heads look, what it expects next, what surprised it.

    machine    by any of its names: NAME, RUN, RUN@last, RUN@STEP; or a run
    text       that it reads at first; "": one of its own
    panels     of the explorer's page: text, next, maps, parts, surprise, arithmetic, diagram
    language   of the page: en or es; None: the browser's
    height     of the frame below the cell, in pixels

    Raises InputError if there is no such machine, panel or language.
    """
    there = sorted({path.parent.name for path in site.STATIC.glob("page/*/panel.js")} - LEFT_OUT)
    for panel in panels:
        if panel not in there:
            raise InputError(f"there is no panel {panel}; there are {', '.join(there)}")
    if language not in (None, *LANGUAGES):
        raise InputError(f"the page does not speak {language}; it speaks {' and '.join(LANGUAGES)}")
    pages = site.build(machine.path if isinstance(machine, Run) else machine)
    beginning = {"language": language, "text": text}
    return Shown(packed(pages, panels, {name: value for name, value in beginning.items() if value}), height)
