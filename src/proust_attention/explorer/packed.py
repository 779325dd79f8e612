"""The page with one machine in a single HTML text: nothing is fetched, so it works in a notebook, and offline.

The page's modules, which the formatter keeps in few forms, become functions in a table; one that imports another
calls its function. What depends on where a page lies is handed to them: `fetch` finds what was packed and nothing
else, `location` says what to begin with, a worker is started from the same text. The policy in the text forbids
every request.
"""

import base64
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from proust_attention.explorer.machine_files import Site
from proust_attention.explorer.site import content

PAGE = "page/main.js"
NOWHERE = "https://packed.invalid/"  # what relative addresses are relative to; no request reaches it
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; "
    "style-src 'unsafe-inline'; form-action 'none'"
)

IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "([^"]+)"$', re.MULTILINE)
LATER = re.compile(r'\bawait import\("([^"]+)"\)')
EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
NOTHING = re.compile(r"^export \{\}$", re.MULTILINE)  # of a module that has types alone
WORKER = re.compile(r'new Worker\(new URL\("([^"]+)", import\.meta\.url\), \{ type: "module" \}\)')
COMMENT = re.compile(r"^[ ]*/\*\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)  # before what it is about

SCRIPT = """<script>
const packed = function packed(entry, location) {
  "use strict"
  const FILES = %(files)s
  const MODULES = %(modules)s
  const made = {}
  const need = (name) => {
    if (!(name in made)) MODULES[name]((made[name] = {}), need, fetch, location, history, worker)
    return made[name]
  }
  const fetch = async (address) => {
    const file = FILES[String(address).replace("%(nowhere)s", "")]
    if (file === undefined) return new Response(null, { status: 404 })
    return new Response(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)))
  }
  const history = { replaceState() {} } // a text that lies nowhere has no address that could follow it
  const worker = (name) => {
    const script = `(${packed})(${JSON.stringify(name)}, {})`
    return new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
  }
  need(entry)
}
packed("%(entry)s", %(location)s)
</script>
"""


def packed(site: Site, panels: Iterable[str] = (), beginning: Mapping[str, str] | None = None) -> str:
    """Return the page with the machine that it opens first as an HTML text.

    panels     those that are shown; none: all
    beginning  the state that it begins with, as an address has it behind #: text, language, ...
    """
    offered = json.loads(content(site["machines/index.json"]))
    name = offered["opened"]
    moments = ("moments", "at", "grow")  # of its training: megabytes, which stay where they are
    kept = [
        {key: value for key, value in machine.items() if key not in moments}
        for machine in offered["machines"]
        if machine["name"] == name
    ]
    wanted = (f"machines/{name}/", "notes.json")
    left = (f"machines/{name}/snapshots/", f"machines/{name}/moments.json")
    addresses = [address for address in site if address.startswith(wanted) and not address.startswith(left)]
    files = {address: content(site[address]) for address in addresses}
    files["machines/index.json"] = json.dumps({"machines": kept, "opened": name}).encode()
    location = {
        "search": f"?{urlencode({'embed': ','.join(panels)})}",
        "hash": f"#{urlencode(beginning or {})}",
        "href": NOWHERE,
    }
    script = SCRIPT % {
        "files": json.dumps({address: base64.b64encode(one).decode() for address, one in files.items()}),
        "modules": "{\n" + ",\n".join(_modules(site, PAGE)) + "\n}",
        "nowhere": NOWHERE,
        "entry": PAGE,
        "location": _safe(json.dumps(location)),
    }
    return _page(site, script)


def _modules(site: Site, *entries: str) -> list[str]:
    """Return every module that a script needs, and those of the workers that it starts, as functions."""
    sources: dict[str, str] = {}
    waiting = list(entries)
    while waiting:
        name = waiting.pop()
        if name in sources:
            continue
        source = content(site[name]).decode()
        folder = posixpath.dirname(name)
        paths = {path: posixpath.normpath(posixpath.join(folder, path)) for path in _named(source)}
        sources[name] = _function(source, paths)
        waiting += paths.values()
    return [f"{json.dumps(name)}: {source}" for name, source in sources.items()]


def _named(source: str) -> list[str]:
    return [found[3] for found in IMPORT.finditer(source)] + WORKER.findall(source) + LATER.findall(source)


def _function(source: str, paths: Mapping[str, str]) -> str:
    r"""Return a module as a function that fills `its`, what it exports.

    >>> source = 'import { a, b as c } from "./x.js"\nexport const d = a + c\n'
    >>> print(_function(source, {"./x.js": "page/x.js"}))
    (its, need, fetch, location, history, worker) => {
    const { a, b: c } = need("page/x.js")
    const d = a + c
    <BLANKLINE>
    Object.assign(its, { d })
    }
    """

    def bound(found: re.Match[str]) -> str:
        names = f"{{{found[1].replace(' as ', ': ')}}}" if found[1] else found[2]
        return f"const {names} = need({json.dumps(paths[found[3]])})"

    plain = COMMENT.sub("", source)
    plain = IMPORT.sub(bound, plain)
    plain = LATER.sub(lambda found: f"need({json.dumps(paths[found[1]])})", plain)
    plain = WORKER.sub(lambda found: f"worker({json.dumps(paths[found[1]])})", plain)
    exported = ", ".join(found[2] for found in EXPORT.finditer(plain))
    plain = NOTHING.sub("", EXPORT.sub(r"\1 \2", plain))
    assigned = f"Object.assign(its, {{ {exported} }})"
    return f"(its, need, fetch, location, history, worker) => {{\n{_safe(plain)}\n{assigned}\n}}"


def _safe(script: str) -> str:
    """Return a script so that no HTML ends in it."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--")


def _page(site: Site, script: str) -> str:
    """Return index.html with its style and a script in it, and no address of anything else."""
    page = content(site["index.html"]).decode()
    page = re.sub(r"^ *<(?:link|script) .*\n", "", page, flags=re.MULTILINE)
    page = re.sub(r'(http-equiv="Content-Security-Policy"\s+content=)"[^"]*"', rf'\1"{POLICY}"', page)
    style = f'<base href="{NOWHERE}">\n<style>\n{content(site["style.css"]).decode()}</style>\n</head>'
    return page.replace("</head>", style).replace("</body>", f"{script}</body>")
