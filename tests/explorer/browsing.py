"""A browser: its console and its requests, and the engine in a page of it, whose arrays come as NumPy's."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import Server, site
from proust_attention.explorer.machine_files import Site
from tests.servers import in_the_background

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

TOOLS = """window.unpack = packed => Uint8Array.from(atob(packed), byte => byte.charCodeAt(0)).buffer
window.pack = value => {
  if (ArrayBuffer.isView(value)) {
    let bytes = ""
    for (const byte of new Uint8Array(value.buffer)) bytes += String.fromCharCode(byte)
    return { $array: value.constructor.name, bytes: btoa(bytes) }
  }
  if (Array.isArray(value)) return value.map(pack)
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, pack(one)]))
  }
  return value
}"""
NEW_ENGINE = """async () => {
  const { Client } = await import("/engine/client.js")
  window.engine = new Client()
}"""
REQUEST = """async ([kind, given]) => {
  const { files } = given
  if (files) {
    given.files = Object.fromEntries(Object.entries(files).map(([part, content]) => [part, unpack(content)]))
  }
  try {
    return pack(await engine.request(kind, given))
  } catch (error) {
    return { $error: error.message, name: error.name }
  }
}"""
ENCODE = """async ([table, typed]) => {
  const { asTyped } = await import("/engine/alphabet.js")
  const { fromTable, tokensOf } = await import("/engine/tokenizer.js")
  const tokenizer = fromTable(table)
  const text = asTyped(typed)
  const ids = tokenizer.encode(text)
  return pack({ text, ids, tokens: tokensOf(tokenizer, text), ...tokenizer.alphabet.report(text) })
}"""
DTYPES = {
    "Float32Array": np.float32,
    "Float64Array": np.float64,
    "Int32Array": np.int32,
    "Uint8Array": np.uint8,
}


class Refused(Exception):  # noqa: N818  (it is the engine's error, not ours)
    """The engine refused, with a sentence."""


class Recorded:
    """What a browser printed to its console, and its requests to addresses that are not allowed."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.allowed: set[str] = set()  # beginnings of addresses

    def request(self, request: "Request") -> None:
        if not request.url.startswith(tuple(self.allowed)):
            self.lines.append(request.url)

    def forget(self, ending: str) -> None:
        self.lines[:] = [words for words in self.lines if not words.endswith(ending)]


class Engine:
    """The client in a page."""

    def __init__(self, page: "Page", recorded: list[str]) -> None:
        self.page, self.recorded = page, recorded
        page.evaluate(TOOLS)
        page.evaluate(NEW_ENGINE)

    def request(self, kind: str, **given: Any) -> Any:
        """Return the response; raises Refused with the sentence, and fails where the engine did."""
        response = unpacked(self.page.evaluate(REQUEST, [kind, given]))
        if "$error" in response:
            assert response["name"] == "MachineError", response["$error"]
            raise Refused(response["$error"])
        return response

    def encode(self, table: dict[str, Any], text: str) -> Any:
        """The ids and tokens of a text as it was typed, and what of it is not known."""
        return unpacked(self.page.evaluate(ENCODE, [table, text]))

    def fetch(self) -> Any:
        """Open the machine that the page opens first."""
        name = self.page.evaluate("fetch('/machines/index.json').then(response => response.json())")["opened"]
        return self.request("fetch", address=f"/machines/{name}/")

    def open(self, contents: dict[str, bytes]) -> Any:
        """Open a machine from the contents of its files, as if dropped on the page."""
        packed = {part: base64.b64encode(content).decode() for part, content in contents.items()}
        return self.request("open", files=packed)


def unpacked(value: Any) -> Any:
    match value:
        case {"$array": str(kind), "bytes": str(content)}:
            return np.frombuffer(base64.b64decode(content), DTYPES[kind])
        case dict():
            return {name: unpacked(one) for name, one in value.items()}
        case list():
            return [unpacked(one) for one in value]
    return value


@contextmanager
def serving(machine: str | Path | Site = DEFAULT_MACHINE) -> Iterator[Server]:
    """Serve a machine, or a site that was made already, until the block ends."""
    pages = machine if isinstance(machine, dict) else site.build(machine)
    with Server(pages) as server, in_the_background(server):
        yield server


@contextmanager
def recording(browser: "Browser", **context: Any) -> Iterator[tuple[Recorded, "BrowserContext"]]:
    """Visit with a browser. At the end its consoles are empty, and all requests were to addresses allowed."""
    recorded = Recorded()
    with browser.new_context(**context) as visit:
        visit.on("request", recorded.request)
        visit.on("console", lambda message: recorded.lines.append(f"{message.text} {message.location.get('url')}"))
        visit.on("weberror", lambda error: recorded.lines.append(str(error.error)))
        yield recorded, visit
    assert recorded.lines == [], recorded.lines


@contextmanager
def looking_at(browser: "Browser", address: str) -> Iterator["Page"]:
    """Look at a page that has read a text."""
    with recording(browser) as (recorded, visit):
        recorded.allowed.add(address)
        page = visit.new_page()
        page.goto(address)
        page.locator("#characters > *").first.wait_for()
        page.wait_for_load_state("networkidle")
        yield page


Open = Callable[..., Engine]


@contextmanager
def beginning(browser: "Browser") -> Iterator[Open]:
    """Start engines beside a machine."""
    with ExitStack() as stack:

        def begin(machine: str | Path | Site = DEFAULT_MACHINE) -> Engine:
            server = stack.enter_context(serving(machine))
            recorded, visit = stack.enter_context(recording(browser))
            recorded.allowed.add(server.address)
            stack.callback(recorded.forget, "/favicon.ico")  # a script names no icon, so the browser looks for one
            page = visit.new_page()
            page.goto(server.address + "engine/protocol.js")  # any file: what counts is where it comes from
            return Engine(page, recorded.lines)

        yield begin
