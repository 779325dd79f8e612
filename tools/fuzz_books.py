"""Open many thousand broken and hostile files as books, each in a process of its own.

    python tools/fuzz_books.py [--count 10000] [--first 0]
    python tools/fuzz_books.py --shape "long names" --shape "many tags"     # those of bombs.py, by name

Each must be opened, or refused with one line that names it, within 10 seconds of the processor and 500 MB of
memory. No exception but the library's own may leave `open_books`; nothing may be written, no connection opened, no
program started: an audit hook of Python's sees to that, and behind it the folder, which must hold what it held.
Exit status 1 if anything failed; what did is printed, and `--first SEED --count 1 --keep` leaves that file to be
looked at.

A child begins with the memory of its parent, and its peak is counted from there. So this is to be a process of its
own: in one that has grown, such as that of the tests, it would measure the parent.
"""

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bombs import SHAPES
from mutations import mutated

from proust_attention.corpus.books import open_books
from proust_attention.errors import InputError

BOOKS = Path(__file__).parent.parent / "tests" / "corpus" / "books" / "files"  # one text in every format
SEEDS = BOOKS.parent / "seeds"  # what has more in it than that text
SECONDS = 10
MEGABYTES = 500
OPENED, REFUSED, RAISED, BAD_LINE, WROTE = range(5)  # exit statuses of a child
WORDS = {
    OPENED: "opened",
    REFUSED: "refused",
    RAISED: "raised an exception that is not the library's",
    BAD_LINE: "refused, but not in one line that names the file",
    WROTE: "wrote, connected or started something",
}
FORBIDDEN = (
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.link",
    "os.symlink",
    "socket.connect",
    "subprocess.Popen",
    "os.system",
)


def forbid_writing() -> None:
    """End this process at once if it writes anything, or leaves itself."""

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        writes = (
            event == "open"
            and isinstance(arguments[2], int)
            and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writes or event in FORBIDDEN:
            os._exit(WROTE)

    sys.addaudithook(look)


def attempt(path: Path) -> int:
    """Open a file, and return what came of it."""
    try:
        books = open_books(path)
    except InputError as error:
        return REFUSED if path.name in str(error) and str(error).isprintable() else BAD_LINE
    except Exception:
        return RAISED
    return OPENED if books else BAD_LINE


def in_a_child(path: Path) -> tuple[str, float, float]:
    """Open a file in a child of this process; return what came of it, its seconds and its megabytes."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))  # to spare this computer
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(6 * SECONDS)  # for one that sleeps
        forbid_writing()
        os._exit(attempt(path))
    _, status, used = os.wait4(child, 0)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024 * 1.048576
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}", seconds, megabytes
    if megabytes > MEGABYTES:
        return f"took more than {MEGABYTES} MB", seconds, megabytes
    return WORDS[os.WEXITSTATUS(status)], seconds, megabytes


Case = tuple[str, str, bytes]  # which one, how it was made, the file


def fuzz(cases: Iterable[Case], folder: Path, keep: bool) -> tuple[Counter[tuple[str, str]], list[str], list[str]]:
    """Try these files; return what came of each way to make them, what failed, and the slowest and largest."""
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []
    slowest = largest = (0.0, "")
    for name, way, content in cases:
        path = folder / "mutated.book"
        path.write_bytes(content)
        outcome, seconds, megabytes = in_a_child(path)
        if [found.name for found in folder.iterdir()] != [path.name]:
            outcome = WORDS[WROTE]
        outcomes[way, outcome] += 1
        slowest = max(slowest, (seconds, f"{way}, {name}"))
        largest = max(largest, (megabytes, f"{way}, {name}"))
        if outcome not in (WORDS[OPENED], WORDS[REFUSED]):
            failures.append(f"{name}, {way}: {outcome}; {seconds:.1f} s, {megabytes:.0f} MB")
        if not keep:
            path.unlink()
    return (
        outcomes,
        failures,
        [f"slowest {slowest[0]:.2f} s ({slowest[1]})", f"largest {largest[0]:.0f} MB ({largest[1]})"],
    )


def cases(arguments: argparse.Namespace) -> Iterable[Case]:
    """The shapes that are named, or what the seeds make."""
    if arguments.shape:
        return ((name, "shape", SHAPES[name]()) for name in arguments.shape)
    files = [path.read_bytes() for path in sorted((*BOOKS.iterdir(), *SEEDS.iterdir()))]
    seeds = range(arguments.first, arguments.first + arguments.count)
    return ((f"seed {seed}", *mutated(seed, files)) for seed in seeds)


def main() -> None:
    """Try as many as are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--shape", action="append", choices=list(SHAPES), metavar="NAME", help="only this shape")
    parser.add_argument("--keep", action="store_true", help="leave the last file")
    arguments = parser.parse_args()
    open_books(BOOKS / "membrillos.epub")  # so that no child has to load anything
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    os.chdir(folder)
    outcomes, failures, extremes = fuzz(cases(arguments), folder, arguments.keep)
    for (way, outcome), count in sorted(outcomes.items()):
        print(f"{way:14} {outcome:40} {count:6,}")
    print("\n".join(extremes))
    print(f"{outcomes.total():,} files in {time.perf_counter() - began:.0f} s; {len(failures)} failed")
    print("\n".join(failures[:50]))
    if arguments.keep:
        print(f"the last file is {folder}/mutated.book")
    else:
        shutil.rmtree(folder)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
