"""How fast texts are cleaned, and how much memory that takes, beside a plain whitelist pass.

The whitelist pass keeps the characters of the alphabet and drops all others: the least that any cleaning does.
Both are timed from the bytes of the files to the clean text, each in a process of its own that may use one core.
Without files, the embedded text is repeated to 1, 10 and 100 million characters, with typographic signs, no-break
spaces and lines of asterisks, as found texts have them.

    python benchmarks/cleaning.py [--rounds 3] [--language fr FILE...]
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (1, 10, 100)  # millions of characters


def measure(how: str, language: str, files: list[Path]) -> None:
    """Print how many characters were read, the seconds, and the peak memory of this process in MiB."""
    from proust_attention import corpus

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    alphabet = corpus.Alphabet.of(language)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    sources = corpus.read_all(files, alphabet)
    if how == "rules":
        corpus.of_texts(sources, language)
    else:
        for source in sources:
            "".join(symbol for symbol in source.text if symbol in alphabet.symbols)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(sum(len(source.text) for source in sources), seconds, memory)


def compare(name: str, language: str, files: list[Path], rounds: int) -> None:
    """Let the two take turns on the same files, and print medians and their ratio."""
    seconds: dict[str, list[float]] = {"whitelist": [], "rules": []}
    memory: dict[str, list[float]] = {"whitelist": [], "rules": []}
    characters = 0
    for _ in range(rounds):
        for how in seconds:
            command = [sys.executable, __file__, "--measure", how, "--language", language, *map(str, files)]
            result = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            characters = int(result[0])
            seconds[how].append(float(result[1]))
            memory[how].append(float(result[2]))
    middle = {how: statistics.median(times) for how, times in seconds.items()}
    fast = characters / middle["rules"] / 1e6
    peak = 2**20 * statistics.median(memory["rules"]) / characters
    print(
        f"{name}: {characters:,} characters; "
        f"rules {middle['rules']:.2f} s, whitelist {middle['whitelist']:.2f} s, "
        f"ratio {middle['rules'] / middle['whitelist']:.2f}; "
        f"{fast:.2f} million characters a second; at most {peak:.1f} bytes of memory a character",
        flush=True,
    )


def found_text(millions: int) -> str:
    """Repeat the embedded text, as one finds texts."""
    from proust_attention import data

    found = data.embedded_text().replace("'", "’").replace("—", "–").replace(" que ", "\u00a0que ") + "\n* * *\n\n"
    return (found * (millions * 1_000_000 // len(found) + 1))[: millions * 1_000_000]


def main() -> None:
    """Compare on the files given, or on texts of three sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="*", type=Path)
    parser.add_argument("--language", default="es")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", choices=["rules", "whitelist"])
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure, arguments.language, arguments.file)
    elif arguments.file:
        compare(f"{len(arguments.file)} files", arguments.language, arguments.file, arguments.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            for millions in SIZES:
                path = Path(folder) / f"{millions}.txt"
                path.write_text(found_text(millions), encoding="utf-8")
                compare(f"{millions} MB", "es", [path], arguments.rounds)


if __name__ == "__main__":
    main()
