"""The command, run by a tool as a user would."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PROUST = Path(sys.executable).with_name("proust")


def proust(*arguments: object) -> None:
    """Run the command; what it prints goes to the terminal, and its status ends the tool if it fails."""
    process = subprocess.Popen([PROUST, *map(str, arguments)])
    while process.poll() is None:
        # Ctrl-C reaches the command too, which saves and says how to go on: so wait for it.
        with suppress(KeyboardInterrupt):
            process.wait()
    if process.returncode != 0:
        sys.exit(process.returncode)
