"""The short form of tools/fuzz_books.py: broken and hostile files, each in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="limits of processes need POSIX")

TOOLS = Path(__file__).parents[3] / "tools"
QUICK = [  # the shapes that cost the test least
    *("spaces in a declaration", "titles in titles", "long names"),
    *("skeletons of all the text", "many tags", "control bytes", "phrases over each other"),
]


def fuzz(*arguments: str, before: str = "") -> tuple[int, str]:
    """Run the tool, with something done before; return its exit status and what it printed."""
    script = f"import fuzz_books\n{before}\nfuzz_books.main()"
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=TOOLS,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return result.returncode, result.stdout


def test_no_mutated_file_does_harm() -> None:
    status, printed = fuzz("--first", "20000", "--count", "150")
    assert status == 0, printed
    assert set(re.findall(r"(opened|refused) +\d", printed)) == {"opened", "refused"}
    assert "150 files" in printed


def test_no_shape_that_once_did_harm_does_it() -> None:
    status, printed = fuzz(*(f"--shape={shape}" for shape in QUICK))
    assert status == 0, printed
    assert f"{len(QUICK)} files" in printed


@pytest.mark.parametrize(
    ("harm", "reported"),
    [
        ("1 / 0", "raised an exception"),
        ("[]", "refused, but not in one line"),
        ("open('/dev/null', 'w', encoding='utf-8')", "wrote"),
        ("ctypes.CDLL(None).mkdir(bytes(path.with_name('made')), 0o777)", "wrote"),  # which Python does not see
        ("subprocess.Popen(['true'])", "wrote, connected or started"),
        ("bytearray(600 * 2**20)", "took more than 500 MB"),
        ("os.abort()", "ended by SIGABRT"),
    ],
)
def test_the_tool_sees_what_does_harm(harm: str, reported: str) -> None:
    reader = (
        f"import ctypes, os, subprocess\nfuzz_books.open_books = lambda path: path.suffix == '.epub' or {harm}"
    )
    status, printed = fuzz("--count=1", before=reader)
    assert status == 1, printed
    assert re.search(rf"^seed 0, \w+: {reported}", printed, re.MULTILINE), printed
