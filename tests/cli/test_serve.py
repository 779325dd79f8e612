"""`proust serve`, as a process: it serves until it is told to end."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.waiting import PATIENCE

SAYS = re.compile(r"(\S+) is served at (http://127\.0\.0\.1:\d+/(\S*)v1) \(Ctrl-C ends it\)\n")


@pytest.mark.parametrize(("first", "own"), [(signal.SIGINT, True), (signal.SIGHUP, False)])
def test_until_it_is_told_to_end(trained: Path, first: signal.Signals, own: bool) -> None:
    machine = str(trained) if own else "novelas-es"
    process = subprocess.Popen(
        [sys.executable, "-m", "proust_attention", "serve", machine, "--max-tokens", "9"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = SAYS.fullmatch(line)
        assert found, line or process.communicate(timeout=10)
        name, base, secret = found.groups()
        assert bool(secret) == own  # other users of this computer do not read a machine of one's own
        with urlopen(f"{base}/models", timeout=PATIENCE) as response:
            assert [model["id"] for model in json.load(response)["data"]] == [name] == [Path(machine).name]
        for number in (signal.SIGSTOP, first, signal.SIGTERM, signal.SIGCONT):  # both at once: one of them counts
            process.send_signal(number)
        out, error = process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert (process.returncode, out, error) == (128 + first, "", "")
