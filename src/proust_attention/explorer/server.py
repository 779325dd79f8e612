"""The small server behind the explorer: it hands out a site, a table of addresses (site.py).

To one address something can be posted, `witness`: a step of learning that the page has taken apart, of which NumPy
and PyTorch then find the same (witness.py). It must call itself a row of bytes: a page of the web cannot send that
here without asking first, and is not allowed to.

It can be reached from this computer only (127.0.0.1). A request must name this very server as its host: else any
page of the web could have its own name point here, and read the machine (DNS rebinding).

The headers allow the browser to load nothing from anywhere else and to run no script but these files (the content
security policy), and make it take the types as they are named. The page has the policy too, for other servers.

Other users of this computer reach 127.0.0.1 as well. So a machine that is the reader's own lies behind a secret,
the first part of every address, which only whoever started the server is told; and no browser keeps any of it.

What is text comes compressed to a browser that reads gzip: scripts are a quarter of their size then. Weights are
numbers without a pattern, and come as they are.
"""

import gzip
import json
import re
import threading
import time
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote

from proust_attention.errors import InputError
from proust_attention.explorer import witness
from proust_attention.explorer.machine_files import Site
from proust_attention.explorer.site import ENGINES, TYPES, find

POLICY = (  # as index.html says it; WebAssembly is compiled, for the products of matrices (engine/kernel.js)
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",  # this last a page cannot say itself
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
LAST_PORT = 65_535
AS_IT_IS = "application/octet-stream"  # the type of what would not become smaller
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")  # in Accept-Encoding; q=0: anything but that
HOSTS = ("127.0.0.1", "localhost")


class Server(ThreadingHTTPServer):
    """Serves a site. Call `serve_forever`, then `server_close`."""

    daemon_threads = True
    request_queue_size = 128  # of clients that come at once, so many wait for a thread; the usual 5 are soon lost

    def __init__(
        self, site: Site, port: int = 0, secret: str = "", request: "type[Request] | None" = None
    ) -> None:
        """Take a port (0: any that is free). Raises InputError if it is taken, or there is none of that number.

        `request` handles each; without one it is a Request, for the site alone.
        """
        if not 0 <= port <= LAST_PORT:
            raise InputError(f"cannot serve at port {port}: ports are the numbers from 1 to {LAST_PORT}")
        self.root = f"/{secret}/" if secret else "/"
        self.table = {f"{self.root}{address}": lies for address, lies in site.items()}
        self.headers = HEADERS | ({"Cache-Control": "no-store"} if secret else {})
        self.witnessing = threading.Lock()  # one at a time, what is posted too: each may take much memory
        if ENGINES in site:
            self.table[f"{self.root}{ENGINES}"] = json.dumps(witness.engines()).encode()
        try:
            super().__init__(("127.0.0.1", port), request or Request)
        except OSError as error:
            raise InputError(f"cannot serve at port {port}: {error.strerror or error}") from None

    @property
    def address(self) -> str:
        """Where the page is, for a browser on this computer."""
        return f"http://127.0.0.1:{self.server_port}{self.root}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in the middle is no error, and a library does not print."""


class Request(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"  # one connection for many files
    disable_nagle_algorithm = True  # else a small file waits until the browser has thanked for its head: 40 ms
    timeout = 30  # seconds of silence, after which a client is let go
    server_version, sys_version = "proust", ""
    methods = "GET, HEAD"

    def do_GET(self) -> None:
        """Respond with a file."""
        if found := self._begin():
            self.wfile.write(found)

    def do_HEAD(self) -> None:
        """Respond with the headers that GET would send."""
        self._begin()

    def do_POST(self) -> None:
        """Respond with what the engines beside the page find of a step."""
        address, _, query = self.path.partition("?")
        if f"{self.server.root}{ENGINES}" not in self.server.table or address != f"{self.server.root}witness":
            self.send_error(HTTPStatus.NOT_IMPLEMENTED)
            return
        self.close_connection = True
        if not self.is_for_us():
            return
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != TYPES[".safetensors"]:
            self.send_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif len(length) > len(str(witness.LARGEST)) or int(length) > witness.LARGEST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            with self.server.witnessing:
                self._witness(self._posted(int(length)), {name: one[0] for name, one in parse_qs(query).items()})

    def _posted(self, length: int) -> bytes:
        """Return what is posted, or as much of it as comes in time: others wait for their turn."""
        end = time.monotonic() + self.timeout
        posted = bytearray()
        while len(posted) < length and time.monotonic() < end:
            if not (part := self.rfile.read1(length - len(posted))):
                break
            posted += part
        return bytes(posted)

    def _witness(self, posted: bytes, asked: dict[str, str]) -> None:
        status, kind = HTTPStatus.OK, TYPES[".json"]
        try:
            answer = json.dumps(witness.found(posted, asked.get("weight", ""), asked.get("place", ""))).encode()
        except InputError as error:
            status, kind, answer = HTTPStatus.BAD_REQUEST, TYPES[".txt"], f"{error}\n".encode()
        self.head(status, kind, len(answer))
        self.wfile.write(answer)

    def is_for_us(self) -> bool:
        """Return whether the request names this server as its host; refuse it if not."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) > 1:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return False
        if "".join(hosts).removesuffix(f":{self.server.server_port}") not in HOSTS:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return False
        return True

    def _begin(self) -> bytes:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what else comes is no request
        if not self.is_for_us():
            return b""
        path = unquote(self.path.partition("?")[0])
        path += "index.html" if path.endswith("/") else ""
        try:
            found = find(self.server.table, path)
        except (KeyError, OSError, InputError):  # a file can have gone since the table was made
            self.send_error(HTTPStatus.NOT_FOUND)
            return b""
        kind = TYPES[PurePosixPath(path).suffix]
        more = {} if kind == AS_IT_IS else {"Vary": "Accept-Encoding"}
        if more and GZIP.search(", ".join(self.headers.get_all("Accept-Encoding", []))):
            found = packed(found)
            more["Content-Encoding"] = "gzip"
        self.head(HTTPStatus.OK, kind, len(found), **more)
        return found

    def head(self, status: HTTPStatus, kind: str, length: int | None, **more: str) -> None:
        """Send the headers; a length that nobody knows yet ends with the connection."""
        self.send_response(status)
        more |= {"Connection": "close"} if self.close_connection else {}
        for name, value in {**self.server.headers, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse in one plain line, with the same headers; a method that there is not with 405."""
        refused = code == HTTPStatus.NOT_IMPLEMENTED
        status = HTTPStatus.METHOD_NOT_ALLOWED if refused else HTTPStatus(code)
        line = f"{status.value} {status.phrase}\n".encode()
        self.close_connection = True
        more = {"Allow": self.methods} if refused else {}
        self.head(status, "text/plain; charset=utf-8", len(line), **more)
        if self.command != "HEAD":
            self.wfile.write(line)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@lru_cache(maxsize=1024)  # more than a site has files
def packed(content: bytes) -> bytes:
    """Return a file as gzip has it."""
    return gzip.compress(content, mtime=0)
