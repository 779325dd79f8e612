"""Servers on this machine: the command's, and one that serves files well, or as badly as a test wants it."""

import gzip
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer

from tests.waiting import PATIENCE

Behaviour = Callable[["Request", bytes], None]
PAUSE = 4.0  # seconds of silence of a server that then goes on


class Server(ThreadingHTTPServer):
    """Serves files from memory, each with its behaviour, and remembers what was requested."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], behaviours: Mapping[str, Behaviour]) -> None:
        self.files, self.behaviours = files, dict(behaviours)
        self.requested: list[str] = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Request)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/texts"


class Request(BaseHTTPRequestHandler):
    """One request; a client that goes away in the middle is no error."""

    server: Server

    def do_GET(self) -> None:
        name = self.path.removeprefix("/texts/")
        self.server.requested.append(name)
        behaviour = self.server.behaviours.get(name, well) if name in self.server.files else missing
        with suppress(ConnectionError):
            behaviour(self, self.server.files.get(name, b""))

    def begin(self, length: int, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def well(request: Request, content: bytes) -> None:
    request.begin(len(content))
    request.wfile.write(content)


def packed(request: Request, content: bytes) -> None:
    """As the pinned address does it."""
    small = gzip.compress(content)
    request.begin(len(small), Content_Encoding="gzip")
    request.wfile.write(small)


def lies(request: Request, content: bytes) -> None:
    well(request, content[::-1])


def stalls(request: Request, content: bytes) -> None:
    request.begin(len(content))
    request.wfile.write(content[: len(content) // 2])
    request.server.over.wait(PATIENCE)


def dawdles(request: Request, content: bytes) -> None:
    request.server.over.wait(PAUSE)
    well(request, content)


def cuts_off(request: Request, content: bytes) -> None:
    request.begin(len(content))
    request.wfile.write(content[: len(content) // 2])


def packs_badly(request: Request, content: bytes) -> None:
    request.begin(len(content), Content_Encoding="gzip")
    request.wfile.write(content)


def redirects_for_ever(request: Request, content: bytes) -> None:
    request.send_response(302)
    request.send_header("Location", request.path)
    request.end_headers()


def speaks_no_http(request: Request, content: bytes) -> None:
    request.wfile.write(b"what is it?\r\n\r\n")


def missing(request: Request, content: bytes) -> None:
    request.send_error(404)


def first(behaviour: Behaviour, then: Behaviour) -> Behaviour:
    """Do it in one behaviour once, and in another one from then on."""
    behaviours = iter([behaviour])
    return lambda request, content: next(behaviours, then)(request, content)


@contextmanager
def begun(
    *words: object, says: re.Pattern[str], **environment: str
) -> "Iterator[tuple[subprocess.Popen[str], re.Match[str]]]":
    """Begin a command that serves, and wait until it says where; yield it, and what it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "proust_attention", *map(str, words)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = says.fullmatch(line)
        assert found, line or process.communicate(timeout=10)
        yield process, found
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@contextmanager
def in_the_background(server: BaseServer) -> Iterator[None]:
    """Let a server serve in a thread, until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def serving(files: Mapping[str, bytes], behaviours: Mapping[str, Behaviour] | None = None) -> Iterator[Server]:
    """Serve files until the block ends; nobody listens at the address any more then."""
    with Server(files, behaviours or {}) as server, in_the_background(server):
        try:
            yield server
        finally:
            server.over.set()
