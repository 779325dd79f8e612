"""Damage run folders in a thousand ways, and let the command loose on each, in a process of its own.

    python tools/fuzz_runs.py [--count 5000] [--first 0] [--keep]

Each command must end within 20 seconds of the processor, with an exit status that it promises: 0, or 1 or 2 with
one plain line. A traceback, a warning of Python's, a hang, an end by a signal and what the command calls
unforeseen are failures. So is any harm: nothing outside the folder may change, and a command that only reads may
change nothing in it. What failed is printed, and `--first SEED --count 1 --keep` leaves that folder.

The memory of a child is bounded at 2 GB; no PyTorch is loaded, which would be forked with all its threads.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from proust_attention.cli import main as command

SECONDS = 20
SIZES = ("model.d_model=16", "model.d_ff=24", "model.context_length=32")
FEW = (
    "training.evaluations=3",
    "training.samples=2",
    "training.sample_length=20",
    "training.evaluation_windows=4",
)
SETTINGS = [word for setting in (*SIZES, *FEW) for word in ("--set", setting)]
READING = (
    ("generate", "La ", "--model", "run", "--length", "3", "--seed", "1"),
    ("generate", "La ", "--model", "run@last", "--length", "3", "--seed", "1"),
    ("generate", "La ", "--model", "run@12", "--length", "3", "--seed", "1"),
    ("trace", "La casa.", "--model", "run"),
    ("evaluate", "run", "--engine", "numpy"),
    ("compare", "run", "other"),
)
WRITING = (
    ("report", "run"),
    ("train", "--run", "run", "--resume", "--engine", "numpy"),
    ("train", "--run", "run", "--resume", "--engine", "numpy", "--steps", "14"),
    ("train", "--run", "new", "--from", "run", "--engine", "numpy", "--steps", "2", "--set", "training.samples=1"),
)
VALUES = (
    *(None, True, False, 0, -1, 1, 3, 10**9, 10**30, -(10**30), 0.5, 1e308, -0.0, float("inf"), float("nan")),
    *("", "x", "article", "\0", "é" * 1000, "\ud800", [], [[]], {}, {"a": 1}),
)


def flip(random: random.Random, content: bytes) -> bytes:
    """Turn over some bits."""
    changed = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 20])):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def flip_head(random: random.Random, content: bytes) -> bytes:
    """Turn over bits where formats say what they are."""
    return flip(random, content[:200]) + content[200:]


def truncate(random: random.Random, content: bytes) -> bytes:
    """Leave the beginning."""
    return content[: random.randrange(len(content) + 1)]


def lengthen(random: random.Random, content: bytes) -> bytes:
    """Add something at the end."""
    return content + random.choice([b"\0" * 5000, content, b"{}\n", b"\xff\xfe", b"}\n"])


def blank(random: random.Random, content: bytes) -> bytes:
    """Leave a hole, as a power cut does."""
    begin = random.randrange(len(content) + 1)
    length = min(random.choice([1, 16, 512, 4096]), len(content) - begin)
    return content[:begin] + b"\0" * length + content[begin + length :]


def nest(random: random.Random, content: bytes) -> bytes:
    """Nest JSON, or something like it, without end."""
    sign = random.choice([b"[", b'{"a":', b"(", b'{"model": {"d_model": '])
    return random.choice([b"", content[:100], b"\x93NUMPY\x01\x00\x76\x00"]) + sign * random.choice([50, 100_000])


def digits(random: random.Random, content: bytes) -> bytes:
    """Change a number in a text: that of a setting, a shape, an offset, a record."""
    found = list(re.finditer(rb"-?[0-9][0-9.e+-]*", content[:20_000]))
    if not found:
        return flip(random, content)
    one = random.choice(found)
    new = random.choice(
        [b"0", b"-1", b"1", b"1e999", b"NaN", b"9" * 5000, b"9" * 18, b"1.5", b"null", b'"x"', b"[]"]
    )
    return content[: one.start()] + new + content[one.end() :]


def value(random: random.Random, content: bytes) -> bytes:
    """Give a name in JSON another value, or another name to a value; in a log, in one of its lines."""
    lines = content.split(b"\n")
    place = random.randrange(len(lines))
    lone = lines[place].startswith(b"{") and lines[place].endswith(b"}")
    try:
        table = json.loads(lines[place] if lone else content)
    except ValueError:
        return digits(random, content)
    inner = table
    while isinstance(inner, dict) and (deeper := [one for one in inner.values() if isinstance(one, dict) and one]):
        if random.random() < 0.3:
            break
        inner = random.choice(deeper)
    if not isinstance(inner, dict) or not inner:
        return flip(random, content)
    name = random.choice(list(inner))
    if random.random() < 0.2:
        inner[random.choice(["x", "", "step", "model", name + "_"])] = inner.pop(name)
    else:
        inner[name] = random.choice(VALUES)
    written = json.dumps(table).encode()
    if lone:
        lines[place] = written
        return b"\n".join(lines)
    return written


SELDOM = (truncate, lengthen, blank, nest)
CONTENT = (*2 * (flip, flip_head), *SELDOM, *3 * (digits, value))  # some oftener than others


def another_kind(random: random.Random, path: Path) -> str:
    """Put something else in the place of a file: nothing, another file, a folder, a link, a pipe."""
    way = random.choice(["gone", "empty", "other", "folder", "link", "loop", "pipe", "no_file"])
    run = path.parent if path.parent.name == "run" else path.parent.parent
    other = random.choice([one for one in sorted(run.rglob("*")) if one.is_file()]).read_bytes()
    path.unlink()
    match way:
        case "empty":
            path.write_bytes(b"")
        case "other":
            path.write_bytes(other)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(random.choice(["/etc/passwd", "/dev/null", "/dev/zero", "nowhere", ".."]))
        case "loop":
            path.symlink_to(path.name)
        case "pipe":
            os.mkfifo(path)
        case "no_file":
            names = [
                "step-1.safetensors",
                "step-x.safetensors",
                "step-000000007.safetensors",
                "step-²³.safetensors",
            ]
            path.parent.mkdir(exist_ok=True)
            (path.parent / random.choice(names)).write_bytes(other[:50])
    return way


def damage(seed: int, run: Path) -> str:
    """Damage a run folder in one place or in several, and return how."""
    chance = random.Random(seed)
    ways = []
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        path = chance.choice([one for one in sorted(run.rglob("*")) if one.is_file() and one.stat().st_size])
        if chance.random() < 0.15:
            way = another_kind(chance, path)
        else:
            change = chance.choice(CONTENT)
            path.write_bytes(change(chance, path.read_bytes()))
            way = change.__name__
        ways.append(f"{way} {path.relative_to(run)}")
    return ", ".join(ways)


def in_a_child(arguments: tuple[str, ...], folder: Path) -> tuple[str, str]:
    """Run a command in a child of this process; return what came of it, and what it said on stderr."""
    out, err = (os.open(folder.parent / name, os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("out", "err"))
    child = os.fork()
    if child == 0:
        status = 70
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            signal.alarm(6 * SECONDS)  # for one that sleeps
            os.dup2(out, 1), os.dup2(err, 2)
            os.chdir(folder)
            sys.argv = ["proust", *arguments]
            for stream in (sys.stdout, sys.stderr):
                command._never_lose_a_character(stream)  # as main() does
            status = command._run()
            sys.stdout.flush()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    said = os.pread(err, 100_000, 0).decode(errors="replace")
    os.close(out), os.close(err)
    if os.WIFSIGNALED(ended):
        return f"ended by {signal.Signals(os.WTERMSIG(ended)).name}", said
    return judged(os.WEXITSTATUS(ended), said), said


def judged(status: int, said: str) -> str:
    """Return what an end was: done or refused, which are good; or what is wrong with it."""
    lines = said.splitlines()
    if "Traceback" in said or "Warning" in said or "panicked" in said:
        return "a traceback or a warning"
    if "unforeseen" in said:
        return "unforeseen"
    if status == 0:
        return "done"
    if status not in (1, 2) or not lines or not lines[-1].startswith("proust: "):
        return f"status {status} without its line"
    return "refused" if sum(line.startswith("proust: ") for line in lines) == 1 else "more than one line"


def all_that_lies_in(folder: Path) -> dict[str, Any]:
    """Return what a folder holds: of each entry what it is, of files a hash."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[str(path)] = path.stat().st_mode
    return found


def try_one(seed: int, good: Path, folder: Path) -> tuple[str, str, str, str]:
    """Damage a copy of a run, and use it; return command, damage, outcome and what was said."""
    shutil.copytree(good.parent / random.Random(-seed).choice(["finished", "unfinished"]), folder / "run")
    shutil.copytree(good, folder / "other")
    how = damage(seed, folder / "run")
    arguments = random.Random(~seed).choice((*READING, *WRITING))
    before = all_that_lies_in(folder)
    outcome, said = in_a_child(arguments, folder)
    after = all_that_lies_in(folder)
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    may = (str(folder / "run"), str(folder / "new")) if arguments in WRITING else ()
    harmed = [name for name in changed if not name.startswith(may)]
    if harmed and outcome in ("done", "refused"):
        outcome = f"harm: {', '.join(Path(name).name for name in harmed)}"
    return " ".join(arguments[:1]), how, outcome, said


def make_runs(folder: Path) -> Path:
    """Train a finished run and one that was stopped on its way; return the finished one."""
    for name in ("finished", "unfinished"):
        words = ("train", "--run", name, "--steps", "12", "--batch-size", "4", "--engine", "numpy", *SETTINGS)
        outcome, said = in_a_child(words, folder)
        assert outcome == "done", said
    path = folder / "unfinished" / "config.json"  # as if it had been stopped half-way
    path.write_text(path.read_text(encoding="utf-8").replace('"steps": 12', '"steps": 24'), "utf-8")
    return folder / "finished"


def main() -> None:
    """Try as many as are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--keep", action="store_true", help="leave the last folder")
    arguments = parser.parse_args()
    began = time.perf_counter()
    room = Path(tempfile.mkdtemp(prefix="fuzz-runs-"))
    (room / "good").mkdir()
    good = make_runs(room / "good")
    outcomes: Counter[tuple[str, str]] = Counter()
    failures = []
    for seed in range(arguments.first, arguments.first + arguments.count):
        shutil.rmtree(room / "tried", ignore_errors=True)
        (room / "tried").mkdir()
        name, how, outcome, said = try_one(seed, good, room / "tried")
        outcomes[name, outcome] += 1
        if outcome not in ("done", "refused"):
            last = said.strip().splitlines()[-1:] or [""]
            failures.append(f"seed {seed}, {name}, {how}: {outcome}; {last[0][:300]}")
            print(failures[-1], flush=True)
    for (name, outcome), count in sorted(outcomes.items()):
        print(f"{name:10} {outcome:40} {count:6,}")
    print(f"{outcomes.total():,} folders in {time.perf_counter() - began:.0f} s; {len(failures)} failed")
    if arguments.keep:
        print(f"the last folder is {room}/tried")
    else:
        shutil.rmtree(room)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
