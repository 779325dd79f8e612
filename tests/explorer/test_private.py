"""A machine of the reader's own: behind a secret, kept by nobody, and nothing but its own regular files."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from proust_attention.explorer import Server, site
from tests.explorer.browsing import serving
from tests.explorer.test_server import requested


def explored(machine: object) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "proust_attention", "explore", str(machine), "--no-browser"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_secret_in_the_address(trained: Path) -> None:
    found = []
    for machine in (trained, trained, "novelas-es"):
        with explored(machine) as process:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())[0]  # type: ignore[index]
            root = re.sub(r"(:[0-9]+/).*", r"\1", address)
            with urlopen(f"{address}machines/index.json") as response:
                found.append((address.removeprefix(root), response.headers["Cache-Control"]))
            process.send_signal(signal.SIGINT)
            process.wait(60)
    secrets = [secret for secret, _ in found]
    assert all(len(secret) > 20 for secret in secrets[:2])
    assert secrets[0] != secrets[1]
    assert found[2] == ("", "no-cache")
    assert [kept for _, kept in found[:2]] == ["no-store", "no-store"]


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/machines/tiny/config.json", "/SECRE/", "/secret/", "/SECRET"]
)
def test_nothing_without_the_secret(trained: Path, path: str) -> None:
    with Server(site.build(trained), secret="SECRET") as server:
        assert server.address == f"http://127.0.0.1:{server.server_port}/SECRET/"
        assert path not in server.table
        assert "/SECRET/machines/tiny/config.json" in server.table


def raw(port: int, request: bytes) -> bytes:
    """Send these bytes; return all that comes until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_two_hosts() -> None:
    with serving() as server:
        host = f"Host: 127.0.0.1:{server.server_port}\r\n"
        for hosts in (host + "Host: example.org\r\n", host + host, "Host: example.org\r\nhost: localhost\r\n"):
            response = raw(server.server_port, f"GET /icon.svg HTTP/1.1\r\n{hosts}\r\n".encode())
            assert response.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("head", ["Content-Length: 44", "Transfer-Encoding: chunked", "Content-Length: 0"])
def test_what_comes_behind_a_body(head: str) -> None:
    with serving() as server:
        host = f"Host: 127.0.0.1:{server.server_port}\r\n"
        first = f"GET /icon.svg HTTP/1.1\r\n{host}{head}\r\n\r\n"
        response = raw(server.server_port, f"{first}GET /index.html HTTP/1.1\r\n{host}\r\n".encode())
        assert response.count(b"HTTP/1.1 ") == 1
        assert b"Connection: close\r\n" in response


@pytest.mark.parametrize("part", ["config.json", "model.safetensors"])
@pytest.mark.parametrize("way", ["link", "pipe", "folder"])
def test_only_files_of_the_run(trained: Path, tmp_path: Path, way: str, part: str) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    (tmp_path / "secret.txt").write_text("nobody's business", "utf-8")
    with serving(run) as server:
        address = f"/machines/run/{part}"
        assert requested(server, address)[0].status == 200
        (run / part).rename(run / "kept")
        if way == "link":
            (run / part).symlink_to(tmp_path / "secret.txt")
        elif way == "pipe":
            os.mkfifo(run / part)
        else:
            (run / part).mkdir()
        assert requested(server, address)[0].status == 404
        (run / part).rmdir() if way == "folder" else (run / part).unlink()
        (run / part).symlink_to("kept")  # within the run
        assert requested(server, address)[0].status == 200
