"""A terminal that is none (a pty), with a command in it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A terminal of 40 columns with a command in it, or a Python program."""

    def __init__(
        self, *arguments: object, command: str = "generate", code: str | None = None, **environment: str
    ) -> None:
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
        program = ["-m", "proust_attention", command] if code is None else ["-c", code]
        inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
        self.process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            stdin=its,
            stdout=its,
            stderr=its,
            env={**inherited, "TERM": "xterm-256color", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C is a signal
        )
        os.close(its)
        self._ours, self._unread, self.all = ours, "", ""

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, awaited: str, seconds: float = 60) -> str:
        """Wait for a text; return what came up to it, and it."""
        end = time.monotonic() + seconds
        while awaited not in self._unread:
            assert time.monotonic() < end, f"{awaited!r} did not come, but {self._unread!r}"
            assert self._read(), f"{awaited!r} did not come, and will not: {self._unread!r}"
        came, _, self._unread = self._unread.partition(awaited)
        return came + awaited

    def rest(self) -> str:
        """Wait for the end of the command; return all that came."""
        while self._read():
            pass
        self.process.wait(60)
        return self.all

    def _read(self) -> bool:
        try:
            new = os.read(self._ours, 4096) if select.select([self._ours], [], [], 60)[0] else b""
        except OSError:  # the other side is closed
            return False
        text = new.decode(errors="replace").replace("\r\n", "\n")
        self._unread += text
        self.all += text
        return bool(new)

    def hang_up(self) -> None:
        """Close the terminal, as whoever closes its window does."""
        os.close(self._ours)
        self._ours = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._ours >= 0:
            os.close(self._ours)


@contextmanager
def terminal(*arguments: object, kind: type[Any] = Terminal, **environment: str) -> Iterator[Any]:
    """Open a terminal, and close it whatever happens."""
    opened = kind(*arguments, **environment)
    try:
        yield opened
    finally:
        opened.close()
