"""The small server: what it hands out, how, and what it refuses."""

import socket
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.config import build
from proust_attention.errors import InputError
from proust_attention.explorer import Server
from proust_attention.explorer.server import STATIC
from tests.explorer.conftest import make_machine, random_weights, serving
from tests.explorer.test_engine import SMALL


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine's folder, with what is nobody's business beside it."""
    config = build(7, "article", [{"model": SMALL}])
    make_machine(tmp_path / "run", config, random_weights(config))
    (tmp_path / "run" / "tokens.npy").write_bytes(b"the text")
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    return tmp_path / "run"


def asked(server: Server, path: str, method: str = "GET", host: str | None = None) -> tuple[HTTPResponse, bytes]:
    """Ask with the path just as it stands."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", f"127.0.0.1:{server.server_port}" if host is None else host)
    connection.endheaders()
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_what_it_hands_out(machine: Path) -> None:
    with serving(machine) as server:
        for path in (*STATIC.rglob("*.js"), *(machine / part for part in WRITING_PARTS)):
            folder = machine.parent if path.is_relative_to(machine) else STATIC
            name = "/" + path.relative_to(folder).as_posix().replace("run/", "machine/", 1)
            response, content = asked(server, name)
            assert (response.status, content) == (200, path.read_bytes()), name
            head, nothing = asked(server, name, "HEAD")
            assert (head.status, nothing) == (200, b"")
            assert head.headers["Content-Length"] == str(len(content))
        assert (
            asked(server, "/engine/worker.js?v=1")[0].headers["Content-Type"] == "text/javascript; charset=utf-8"
        )
        assert asked(server, "/machine/config.json")[0].headers["Content-Type"] == "application/json"
        weights = asked(server, "/machine/model.safetensors")[0]
        assert weights.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["/engine/worker.js", "/nothing", "/machine/model.safetensors"])
def test_headers(machine: Path, path: str) -> None:
    with serving(machine) as server:
        headers = asked(server, path)[0].headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert "script-src" not in policy  # 'self', like all else: nothing inline
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"].strip() == "proust"


ESCAPES = [
    "/../server.py",
    "/engine/../../server.py",
    "/%2e%2e/server.py",
    "/%2e%2e%2fserver.py",
    "/..%5cserver.py",
    "/machine/../secret.json",
    "/machine/%2e%2e/secret.json",
    "/machine/tokens.npy",
    "/machine/",
    "/machine",
    "/engine/",
    "/engine",
    "//etc/passwd",
    "/etc/passwd",
    "/engine/worker.js%00",
    "/engine/worker.js/",
    "/ENGINE/worker.js",
    "/%ff",
    "*",
    "http://example.org/",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_what_does_not_exist(machine: Path, path: str) -> None:
    with serving(machine) as server:
        response, content = asked(server, path)
    assert (response.status, content) == (404, b"404 Not Found\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
def test_other_methods(machine: Path, method: str) -> None:
    with serving(machine) as server:
        response, content = asked(server, "/machine/config.json", method)
    assert (response.status, content) == (405, b"405 Method Not Allowed\n")
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("host", ["example.org", "example.org:80", "127.0.0.1.example.org", "", "127.0.0.1:1"])
def test_under_another_name(machine: Path, host: str) -> None:
    with serving(machine) as server:
        assert asked(server, "/machine/config.json", host=host)[0].status == 421
        assert asked(server, "/machine/config.json", host=f"localhost:{server.server_port}")[0].status == 200


def test_on_this_computer_only() -> None:
    with serving() as server:
        assert server.server_address[0] == "127.0.0.1"
        assert server.address == f"http://127.0.0.1:{server.server_port}/"
        assert asked(server, "/machine/config.json")[0].status == 404


def test_what_is_no_http(machine: Path) -> None:
    with serving(machine) as server:
        for words in (b"hello\r\n\r\n", b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n", b"\r\n", b""):
            with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
                connection.sendall(words)
        assert asked(server, "/machine/config.json")[0].status == 200


def test_a_file_that_went_away(machine: Path) -> None:
    with serving(machine) as server:
        (machine / "config.json").unlink()
        assert asked(server, "/machine/config.json")[0].status == 404


def test_what_cannot_be_served(machine: Path) -> None:
    with serving() as server, pytest.raises(InputError, match=f"^cannot serve at port {server.server_port}: "):
        Server(machine, server.server_port)
    with pytest.raises(InputError, match="^cannot serve at port 70000: "):
        Server(machine, 70_000)
    (machine / "tokenizer.json").unlink()
    with pytest.raises(InputError, match=r"run is not a whole run: tokenizer\.json is missing$"):
        Server(machine)
