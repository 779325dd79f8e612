"""The command in a process of its own that begins with the large libraries loaded.

To load NumPy, PyTorch and the like takes the command a third of a second, or three, and the tests give very many
commands. So a process that has loaded them waits, and forks for each; of the project itself it has loaded
nothing, so that a command that forgot an import still fails. What is left out of this are environments that Python
reads as it begins; those commands, and what is killed or has a terminal, are begun as a user begins them.
"""

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

LOADED = (
    "numpy",
    "numba",
    "torch",
    "typer",
    "rich.console",
    "rich.progress",
    "rich.table",
    "jaxtyping",
    "filelock",
)
LOADED += ("safetensors.numpy", "lxml.etree", "lxml.html", "charset_normalizer", "pooch", "scipy.stats")
READ_AT_THE_BEGINNING = ("PYTHON", "LC_", "LANG", "OMP_", "MKL_", "NUMBA_", "TORCH_")


class Waiting:
    """The process that waits, and what is asked of it."""

    def __init__(self) -> None:
        self.environment = _read_at_the_beginning()
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self.lock = threading.Lock()
        atexit.register(self.process.communicate)

    def run(
        self, arguments: list[str], cwd: Path, given: str, timeout: float
    ) -> "subprocess.CompletedProcess[str]":
        """Run the command; return what subprocess.run returns."""
        with self.lock, tempfile.TemporaryDirectory() as folder:
            streams = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
            streams[0].write_text(given, encoding="utf-8", newline="")
            asked = {"arguments": arguments, "cwd": str(cwd), "environment": dict(os.environ)}
            self._say(json.dumps({**asked, "streams": [str(stream) for stream in streams]}))
            child = self._hear()
            if not select.select([self.process.stdout], [], [], timeout)[0]:
                os.kill(child, signal.SIGKILL)
                self._hear()
                raise subprocess.TimeoutExpired(arguments, timeout)
            status = self._hear()
            out, error = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        return subprocess.CompletedProcess(arguments, status, out, error)

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def _hear(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@functools.cache
def waiting() -> Waiting | None:
    """Return the process that waits, begun when it is first needed; None where processes do not fork."""
    return Waiting() if hasattr(os, "fork") else None


def run(arguments: list[str], cwd: Path, given: str, timeout: float) -> "subprocess.CompletedProcess[str] | None":
    """Run the command in a fork; None where it must be begun as a user begins it."""
    process = waiting()
    if process is None or process.environment != _read_at_the_beginning():
        return None
    return process.run(arguments, cwd, given, timeout)


def _read_at_the_beginning() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(READ_AT_THE_BEGINNING)}


def _serve() -> None:
    """Wait for lines that ask for a command; return when nobody asks any more, and at the end of every fork."""
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # as the command says it before it loads PyTorch
    atexit.register(_leave)  # the first that is registered is the last that is called
    for name in LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # what is loaded stays: a fork that looked for rubbish in it would copy all of it
    requests, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.dup(1)
    for line in requests:
        child = os.fork()
        if not child:
            requests.close()
            os.close(answers)
            _become(json.loads(line))
            return
        os.write(answers, b"%d\n" % child)
        os.write(answers, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _become(asked: dict[str, Any]) -> None:
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, path in enumerate(asked["streams"]):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.path[0] = asked["cwd"]  # as python -m does
    sys.argv[1:] = asked["arguments"]
    try:
        runpy.run_module("proust_attention", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, int):
            _left_with.append(end.code)
        raise


_left_with: list[int] = []


def _leave() -> None:
    """End a fork when all that had to be done at its end is done: to take apart what is loaded lasts a second."""
    if _left_with:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_left_with[0])


if __name__ == "__main__":
    _serve()
