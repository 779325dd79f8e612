"""The site: every address of the explorer's page, and what lies there.

    index.html, page/ ...           the page itself, as it lies in static/; with links to its modules
    style.css                       the sheets of the page and of its panels, one after the other
    engine/typography.js            the table of typographic signs that the tokenizer has in Python
    engine/presets.js               the presets of settings
    texts/                          the embedded text, to learn from
    notes.json                      the Class Notes
    engines.json                    which engines compute beside the page: none, unless our server says so
    machines/index.json             which machines there are, and which the page opens first
    machines/NAME/                  the three files of each that the browser computes with; where it is wanted, the
                                    text that it learned (quoting.py)
    machines/NAME/moments.json      the moments of its training that there are (moments.py)
    machines/NAME/snapshots/        their weights

It is a table, made once: what is not in it does not exist, so no address can lead out of the folders. A file is
read at each request (or made: the weights of RUN@last are taken out of its state), and so the page of a run
that still trains gets the weights of that moment. The same table is what our server hands out and what `write`
lays down for any other one. No address begins with a slash: the page may lie at any path of a host.

A run of the reader's own goes by the name of its folder, in letters that every address and every disk can have.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from proust_attention import files
from proust_attention.checkpoint.machines import bundled, bundled_as, open_machine
from proust_attention.checkpoint.run_folder import WRITING_PARTS, RunFolder
from proust_attention.config import PRESETS
from proust_attention.data import DEFAULT_MACHINE, EMBEDDED_NAME, embedded_text, machine_folders
from proust_attention.errors import InputError
from proust_attention.explorer import moments
from proust_attention.explorer.machine_files import Entry, Folder, Site, as_json, files_of
from proust_attention.explorer.modules import imported
from proust_attention.explorer.notes import class_notes
from proust_attention.tokenizer.alphabet import TYPOGRAPHY

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".safetensors": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}

PRELOADED = re.compile(r"^.*<!-- the modules .*-->$", re.MULTILINE)  # the place of their links in index.html
SERVED = {".html", ".js", ".png", ".svg"}  # as they lie in static/
PREVIEW = "preview.png"  # what others show of a link to the page; tools/pictures.py makes it
ENGINES = "engines.json"


def build(opened: str | Path | None = None, live: bool = True) -> Site:
    """Return the page with all bundled machines and `opened`, a machine by any of its names.

    Where none is named, the page opens the one of its reader's language, or else the default. `live`: it is handed
    out from here, so that a run that still trains gets more moments.
    Raises InputError if there is no such machine, or it is damaged.
    """
    run = open_machine(opened or DEFAULT_MACHINE)
    run.weights()  # if they are damaged, better to fail here than on the page
    box = bundled()
    machines: list[dict[str, Any]] = [
        {"name": machine.name, "title": machine.title, "language": machine.language} for machine in box
    ]
    retrained = {machine.name: machine.retrained for machine in box}
    runs = {folder.name: RunFolder.open(folder, WRITING_PARTS) for folder in machine_folders()}
    of_the_box = bundled_as(run)
    if of_the_box:
        name = of_the_box.name
    else:
        title = run.path.resolve().name + ("" if run.which == "best" else f"@{run.which}")
        name = _free_name(title, set(runs))
        machines.append({"name": name, "title": title, **_beginning(run)})
    runs[name] = run
    static = {
        path.relative_to(STATIC).as_posix(): path for path in sorted(STATIC.rglob("*")) if path.suffix in SERVED
    }
    grows = {name} if live and not of_the_box else set[str]()
    parts: Site = {}
    for one, of_it in runs.items():
        parts |= files_of(f"machines/{one}/", of_it, retrained.get(one, {}), one in grows)

    def index() -> bytes:
        offered = [one | moments.offered(runs[one["name"]], one["name"] in grows) for one in machines]
        return as_json({"machines": offered, "opened": name} | _by_language(opened))

    made: Site = {
        "style.css": _style(),
        "engine/typography.js": b"export const TYPOGRAPHY = " + as_json(TYPOGRAPHY),
        "engine/presets.js": b"export const PRESETS = " + as_json(PRESETS),
        f"texts/{EMBEDDED_NAME}": embedded_text().encode(),
        "machines/index.json": index,
        "notes.json": as_json(class_notes()),
        ENGINES: as_json([]),
        "index.html": _page(),
    }
    return {**static, **parts, **made}


def _by_language(opened: str | Path | None) -> dict[str, bool]:
    return {} if opened else {"by_language": True}


def _beginning(run: RunFolder) -> dict[str, str]:
    """Return the language of a run's text, and the words that its samples begin with, as far as they are known."""
    known: dict[str, Any] = {}
    with suppress(InputError):
        known["language"] = run.corpus().get("language")
    for sample in run.read_log("samples")[-1:]:
        known["phrase"] = sample.get("prompt")
    return {"language": "", **{what: words for what, words in known.items() if words and isinstance(words, str)}}


def is_private(opened: str | Path) -> bool:
    """Return whether a machine is the reader's own, and not in the box. Raises InputError if there is none."""
    return bundled_as(open_machine(opened)) is None


def content(entry: Entry) -> bytes:
    """Return what lies at an address. Raises OSError or InputError if its file has gone, or it is a folder."""
    if isinstance(entry, Path):
        return entry.read_bytes()
    if isinstance(entry, Folder):
        raise InputError("a folder is no file")
    return entry if isinstance(entry, bytes) else entry()


def find(site: Site, address: str) -> bytes:
    """Return what lies at an address, in the table or in a folder of it.

    Raises KeyError if nothing does, and what `content` raises.
    """
    folder, _, name = address.rpartition("/")
    within = site.get(f"{folder}/")
    if address not in site and isinstance(within, Folder):
        return within.read(name)
    return content(site[address])


def at(site: Site, address: str) -> Site:
    """Return the site as it is to lie at an address: a link to it then shows a picture of the page.

    Who shows links asks for the picture's whole address, and that no page knows of itself. Raises InputError if it
    is none.
    """
    if not re.fullmatch(r"https?://[^\s\"'<>?#]+", address):
        raise InputError(f"{address} is no address of a page, such as https://host.example/page/")
    folder = address.rstrip("/") + "/"
    known = {"url": folder, "image": folder + PREVIEW, "image:width": "1200", "image:height": "630"}
    tags = "".join(f'  <meta property="og:{name}" content="{value}">\n' for name, value in known.items())
    page = content(site["index.html"]).decode().replace("</head>", f"{tags}</head>", 1)
    return {**site, "index.html": page.encode()}


def write(site: Site, folder: str | Path) -> None:
    """Write a site as files, whole or not at all. Raises InputError if the folder is taken, SaveError."""
    with files.new_folder(Path(folder)) as new:
        for address, lies in site.items():
            if isinstance(lies, Folder):
                continue
            (new / address).parent.mkdir(parents=True, exist_ok=True)
            files.write_bytes(new / address, content(lies))


def _free_name(folder: str, taken: set[str]) -> str:
    """Return a name for a run that any address and any disk can hold, and that no other machine has.

    >>> _free_name("Proust, à 10 %", set()), _free_name("Recherche-FR", {"recherche-fr"})
    ('Proust-10', 'Recherche-FR-2')
    """
    name = re.sub(r"[^A-Za-z0-9_]+", "-", folder).strip("-")[:50] or "run"
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(free for free in names if free.lower() not in taken)  # some disks take A and a for the same


def _style() -> bytes:
    """Return all style sheets as one: each would be a request, and until the last is there nothing is painted."""
    sheets = sorted(STATIC.glob("page/*/*.css"), key=lambda path: (path.parent.name != "widgets", path))
    return b"\n".join(path.read_bytes() for path in (STATIC / "style.css", *sheets))


def _page() -> bytes:
    """Return the page with a link to each module: so they come at once, not one after the other."""
    preloaded = "\n".join(
        f'  <link rel="modulepreload" href="{path}">' for path in imported(STATIC, "page/main.js")
    )
    return PRELOADED.sub(preloaded, (STATIC / "index.html").read_text(encoding="utf-8"), count=1).encode()
