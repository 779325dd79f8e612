"""The small server behind the explorer: it hands out the page's files and those of one machine, and nothing else.

It is heard on this computer only (127.0.0.1). What it serves stands in a table, made once: a path that is not in
the table does not exist, so that none can lead out of the folders. A request must name this very server as its
host: else any page of the web could have its own name point here, and read the machine (DNS rebinding).

The browser is told to load nothing from anywhere else and to run no script but these files (the content security
policy), and to believe the types that are named.
"""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.errors import InputError

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".safetensors": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
HOSTS = ("127.0.0.1", "localhost")


class Server(ThreadingHTTPServer):
    """Serves static/ at / and a machine's three files at /machine/. Call `serve_forever`, then `server_close`."""

    daemon_threads = True

    def __init__(self, machine: Path | None = None, port: int = 0) -> None:
        """Take a port (0: any that is free). Raises InputError if it is taken, or a file is missing."""
        self.table = {f"/{path.relative_to(STATIC).as_posix()}": path for path in _files(STATIC)}
        self.table |= {f"/machine/{part}": machine / part for part in WRITING_PARTS if machine}
        for path in self.table.values():
            if not path.is_file():
                raise InputError(f"{path.parent} is not a whole run: {path.name} is missing")
        try:
            super().__init__(("127.0.0.1", port), Request)
        except (OSError, OverflowError) as error:
            raise InputError(f"cannot serve at port {port}: {getattr(error, 'strerror', None) or error}") from None

    @property
    def address(self) -> str:
        """Where the page is, for a browser on this computer."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in the middle is no error, and a library does not print."""


class Request(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"  # one connection for many files
    timeout = 30  # seconds of silence, after which a client is let go
    server_version, sys_version = "proust", ""

    def do_GET(self) -> None:
        """Answer with a file."""
        if content := self._begin():
            self.wfile.write(content)

    def do_HEAD(self) -> None:
        """Answer with what GET would say before the file."""
        self._begin()

    def _begin(self) -> bytes:
        host = self.headers.get("Host", "").removesuffix(f":{self.server.server_port}")
        if host not in HOSTS:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return b""
        path = unquote(urlsplit(self.path).path)
        file = self.server.table.get(path + "index.html" if path.endswith("/") else path)
        try:
            content = file.read_bytes() if file else None
        except OSError:  # it was there when the table was made
            content = None
        if file is None or content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return b""
        self._head(HTTPStatus.OK, TYPES.get(file.suffix, "application/octet-stream"), len(content))
        return content

    def _head(self, status: HTTPStatus, kind: str, length: int, **more: str) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse in one plain line, with the same headers; another method than GET and HEAD with 405."""
        refused = code == HTTPStatus.NOT_IMPLEMENTED
        status = HTTPStatus.METHOD_NOT_ALLOWED if refused else HTTPStatus(code)
        line = f"{status.value} {status.phrase}\n".encode()
        self.close_connection = True
        more = {"Connection": "close"} | ({"Allow": "GET, HEAD"} if refused else {})
        self._head(status, TYPES[".txt"], len(line), **more)
        if self.command != "HEAD":
            self.wfile.write(line)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in TYPES and path.is_file()]
