"""`proust serve`, as a process: it serves until it is told to end."""

import json
import re
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.servers import begun
from tests.waiting import PATIENCE

SAYS = re.compile(r"(\S+) is served at (http://127\.0\.0\.1:\d+/(\S*)v1) \(Ctrl-C ends it\)\n")


@pytest.mark.parametrize(("first", "own"), [(signal.SIGINT, True), (signal.SIGHUP, False)])
def test_until_it_is_told_to_end(trained: Path, first: signal.Signals, own: bool) -> None:
    machine = str(trained) if own else "novelas-es"
    with begun("serve", machine, "--max-tokens", 9, says=SAYS) as (process, found):
        name, base, secret = found.groups()
        assert bool(secret) == own  # other users of this computer do not read a machine of one's own
        with urlopen(f"{base}/models", timeout=PATIENCE) as response:
            assert [model["id"] for model in json.load(response)["data"]] == [name] == [Path(machine).name]
        for number in (signal.SIGSTOP, first, signal.SIGTERM, signal.SIGCONT):  # both at once: one of them counts
            process.send_signal(number)
        out, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, error) == (128 + first, "", "")


def test_a_port_that_is_taken(proust: Proust) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(
            proust("serve", "novelas-es", "--port", port), f"cannot serve at port {port}: Address already in use"
        )
