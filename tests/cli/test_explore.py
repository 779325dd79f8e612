"""`proust explore`, as a process: it serves a page until it is told to end."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from proust_attention.data import embedded_text
from tests.architecture.test_without_torch import proust_without_torch
from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.explorer.browsing import looking_at
from tests.servers import begun
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAYS = re.compile(r"the explorer is at (http://127\.0\.0\.1:\d+/\S*) \(Ctrl-C ends it\)\n")


@contextmanager
def exploring(*arguments: object, **environment: str) -> "Iterator[tuple[subprocess.Popen[str], str]]":
    """Start the command and wait until it says where the page is; yield it, and the address."""
    with begun("explore", *arguments, says=SAYS, **environment) as (process, found):
        yield process, found[1]


@pytest.mark.parametrize("machine", [None, "novelas-es", "a run", "a run@last"])
def test_a_page_until_ctrl_c(browser: "Browser", trained: Path, machine: str | None) -> None:
    named = [] if machine is None else [machine.replace("a run", str(trained))]
    with exploring(*named, "--no-browser") as (process, address), looking_at(browser, address) as page:
        opened = page.evaluate("fetch('machines/index.json').then(answer => answer.json())")["opened"]
        names = {None: "recherche-fr", "a run": trained.name, "a run@last": f"{trained.name}-last"}
        assert opened == names.get(machine, machine)
        assert page.input_value("#machine") == opened
        process.send_signal(signal.SIGINT)  # with connections of a browser still open
        out, error = process.communicate(timeout=30)
    assert (process.returncode, out, error) == (130, "", "")


def test_it_ends_when_it_is_told_to() -> None:
    with exploring("--no-browser") as (process, _):
        process.terminate()
        out, error = process.communicate(timeout=30)
    assert (process.returncode, out, error) == (-signal.SIGTERM, "", "")


def test_it_opens_the_browser(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    script = tmp_path / "browser.py"
    script.write_text(
        "import os, sys, time\nos.close(1)\nos.close(2)\n"  # nobody waits for what it might still say
        f"with open({str(opened)!r}, 'a') as file:\n    file.write(sys.argv[1])\ntime.sleep(60)"
    )
    named = f"{sys.executable} {script} %s"
    with (
        exploring("--no-browser", BROWSER=named) as (_, first),
        exploring(BROWSER=named) as (process, second),  # its browser comes later than one of the first would
    ):
        until(lambda: opened.exists() and opened.read_text(encoding="utf-8") != "")
        assert opened.read_text(encoding="utf-8") == second != first
        process.send_signal(signal.SIGINT)  # a browser that is still open keeps nobody waiting
        process.wait(30)


def test_a_port(proust: Proust) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(
            proust("explore", "--no-browser", "--port", port),
            f"cannot serve at port {port}: Address already in use",
        )
    with exploring("--no-browser", "--port", port) as (_, address):
        assert address == f"http://127.0.0.1:{port}/"
    refused(proust("explore", "--no-browser", "--port", 70_000), "cannot serve at port 70000")


def test_what_it_refuses(proust: Proust, trained: Path, tmp_path: Path) -> None:
    refused(proust("explore", "nobody"), "there is no run folder nobody, and no machine of that name: there are")
    refused(proust("explore", tmp_path), "is not a whole run: config.json is missing")
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    (run / "model.safetensors").write_bytes(b"weights")
    refused(proust("explore", run), "model.safetensors is damaged, or is not a safetensors file")
    (run / "model.safetensors").unlink()
    refused(proust("explore", run), "is not a whole run: model.safetensors is missing")
    refused(proust("explore", "--export", run), "already holds a run; choose another folder")
    refused(proust("explore", run, "--export", tmp_path / "page"), "model.safetensors is missing")
    refused(proust("explore", "--export", tmp_path / "page", "--port", 80), "leave out --port and --no-browser")
    refused(proust("explore", "--with-text", "--no-browser"), "--with-text is for --export")
    assert sorted(os.listdir(tmp_path)) == ["run"]


def test_the_text_is_served_and_exported_only_where_it_is_wanted(
    proust: Proust, trained: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pydivsufsort")
    with exploring(trained, "--no-browser") as (process, address):
        with urlopen(f"{address}machines/{trained.name}/learned.json") as response:
            text = json.load(response)["text"]
        process.terminate()
        process.wait(30)
    assert text == embedded_text()[: len(text)]
    assert len(text) > 100_000
    for flags, there in ((["--with-text"], True), ([], False)):
        page = tmp_path / f"page{there}"
        assert proust("explore", trained, "--export", page, *flags).returncode == 0
        assert (page / "machines" / trained.name / "learned.bin").exists() == there
    given = Path(shutil.copytree(trained, tmp_path / "given"))
    (given / "tokens.npy").unlink()
    refused(proust("explore", given, "--export", tmp_path / "page", "--with-text"), "is not here")
    assert not (tmp_path / "page").exists()


def test_export_without_torch(trained: Path, tmp_path: Path) -> None:
    result = proust_without_torch("explore", trained, "--export", tmp_path / "page")
    assert (result.returncode, result.stderr) == (0, "")
    assert (
        result.stdout == f"written to {tmp_path / 'page'}, for any web server; opened as a file it does not run\n"
    )
    weights = tmp_path / "page" / "machines" / trained.name / "model.safetensors"
    assert weights.read_bytes() == (trained / "model.safetensors").read_bytes()
