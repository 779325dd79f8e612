"""`proust corpus list` and `proust corpus download`, used as a user uses them."""

import os
import pty
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import Proust
from tests.servers import serving
from tests.waiting import PATIENCE, until

NAME = "recherche-fr"
FIRST, SECOND = "Proust-01.txt", "Proust-02.txt"
COMMAND = [sys.executable, "-m", "proust_attention"]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROUST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path / "cache" / NAME


@pytest.fixture(scope="module")
def recherche(corpora: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (corpora / NAME).iterdir()}


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def row(proust: Proust) -> str:
    """The line of the list for the Recherche, with single spaces."""
    result = proust("corpus", "list")
    assert (result.returncode, result.stderr) == (0, "")
    heading, *lines = result.stdout.splitlines()
    assert heading.split() == ["name", "author", "title", "language", "bytes", "in", "the", "cache"]
    return next(" ".join(line.split()) for line in lines if line.startswith(NAME))


def test_from_the_list_to_the_files(proust: Proust, recherche: dict[str, bytes], tmp_path: Path) -> None:
    words = f"{NAME} Marcel Proust À la recherche du temps perdu fr 7,693,355"
    assert row(proust) == f"{words} no"
    with serving(recherche) as server:
        result = proust("corpus", "download", NAME, "--mirror", server.address, cwd=tmp_path)
        assert sorted(server.requested) == sorted(recherche)
    assert (result.returncode, result.stderr) == (0, "")
    assert content_of(tmp_path / NAME) == recherche
    assert f"15 files, 7,693,355 bytes, in {NAME}. To go on:\n" in result.stdout
    assert result.stdout.endswith(f"    proust corpus prepare {NAME}/*.txt --language fr --out {NAME}-corpus\n")

    assert row(proust) == f"{words} yes"
    again = proust("corpus", "download", NAME, "--out", tmp_path / "my books" / "Proust's")  # from the cache
    assert (again.returncode, again.stderr) == (0, "")
    assert content_of(tmp_path / "my books" / "Proust's") == recherche
    offered = shlex.split(again.stdout.splitlines()[-1])
    assert offered[3] == f"{tmp_path}/my books/Proust's/*.txt"
    assert offered[-1] == f"{tmp_path}/my books/Proust's-corpus"


def test_a_bar_is_shown_on_a_terminal(recherche: dict[str, bytes], tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with serving(recherche) as server:
        process = subprocess.Popen(
            [*COMMAND, "corpus", "download", NAME, "--mirror", server.address],
            stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path, env=os.environ | {"TERM": "xterm"},
        )  # fmt: skip
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # it comes when nobody writes there any more
            while part := os.read(ours, 65536):
                shown += part
        os.close(ours)
        printed, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"Proust-" in shown
    assert b"7.7/7.7 MB" in shown
    assert b"\x1b" not in printed


def refused(result: "subprocess.CompletedProcess[str]", status: int, says: str) -> None:
    assert result.returncode == status, result
    assert result.stdout == ""
    assert result.stderr.startswith("proust: ")
    assert result.stderr.count("\n") == 1
    assert says in result.stderr


def test_what_cannot_be(proust: Proust, cache: Path, tmp_path: Path) -> None:
    def download(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return proust("corpus", "download", *arguments, cwd=tmp_path)

    refused(download("recherche"), 2, "there is no text recherche; did you mean recherche-fr?")
    refused(download(NAME, "--mirror", "nowhere"), 2, "the mirror 'nowhere' is not a web address")
    (tmp_path / "taken").write_bytes(b"")
    refused(download(NAME, "--out", "taken"), 2, "taken is a file")
    with serving({}) as server:
        pass
    for_nothing = download(NAME, "--mirror", server.address)
    refused(for_nothing, 1, f"cannot download {server.address}/{FIRST}: no connection could be made; try again")
    assert sorted(os.listdir(tmp_path)) == ["cache", "taken"]
    assert os.listdir(cache) == []


def test_other_bytes_are_refused(proust: Proust, cache: Path, tmp_path: Path) -> None:
    with serving({FIRST: b"Longtemps"}) as server:
        result = proust("corpus", "download", NAME, "--mirror", server.address, cwd=tmp_path)
    refused(result, 1, f"{server.address}/{FIRST} is not the file that the catalogue pins, and is not kept; ")
    assert os.listdir(cache) == []
    assert os.listdir(tmp_path) == ["cache"]


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_download_that_is_stopped_goes_on(
    proust: Proust, recherche: dict[str, bytes], cache: Path, tmp_path: Path, how: signal.Signals, status: int
) -> None:
    with serving(recherche, {SECOND: servers.stalls}) as server:
        arguments = ["corpus", "download", NAME, "--mirror", server.address]
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        until(lambda: (cache / FIRST).exists() and any(path.stat().st_size for path in cache.glob("tmp*")))
        process.send_signal(how)
        assert process.communicate(timeout=PATIENCE) == (b"", b"")
        assert process.returncode == status
        assert os.listdir(tmp_path) == ["cache"]
        assert how == signal.SIGKILL or os.listdir(cache) == [FIRST]

        server.behaviours.clear()
        server.requested.clear()
        result = proust(*arguments, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert sorted(server.requested) == sorted(recherche.keys() - {FIRST})
    assert content_of(tmp_path / NAME) == recherche
