"""The demonstration: train on the embedded text for a minute and a half, write a page, say what to try next."""

import subprocess
import sys
import textwrap
from pathlib import Path

PROUST = Path(sys.executable).with_name("proust")
WIDTH = 100


def say(text: str) -> None:
    """Print a paragraph."""
    print("\n" + textwrap.fill(" ".join(text.split()), WIDTH), flush=True)


def proust(*arguments: str) -> None:
    """Run the command; what it prints goes to the terminal, and its status ends the demonstration if it fails."""
    status = subprocess.run([PROUST, *arguments], check=False).returncode
    if status != 0:
        sys.exit(status)


def free_folder() -> Path:
    """Return a name for a new run: runs/demo, or runs/demo-2 where there is one."""
    folder, number = Path("runs/demo"), 1
    while folder.exists():
        number += 1
        folder = Path(f"runs/demo-{number}")
    return folder


def main() -> None:
    """Show the whole way, from a text to written text."""
    run = free_folder()
    say(
        """A transformer of some 400,000 numbers, all of them random, is about to read a Spanish novella of
        128,000 characters, "La casa de los membrillos", letter by letter, for a minute and a half. Of each letter
        it tries to foretell the next. The loss is its surprise, in nats a character. Now and then it writes a few
        lines; | marks where its own writing begins."""
    )
    print(flush=True)
    proust("train", "--run", str(run), "--preset", "quick", "--minutes", "1.5")
    say(
        """On so short a text it will soon know much by heart: its loss on the part that it trains on falls below
        that on the part held out, which it has never seen. Now a page by the machine as it was when it foretold
        that part best:"""
    )
    print(flush=True)
    proust("generate", "La memoria", "--model", str(run), "--length", "1500", "--seed", "1")
    here = PROUST.relative_to(Path.cwd()) if PROUST.is_relative_to(Path.cwd()) else PROUST
    text = "src/proust_attention/data/la-casa-de-los-membrillos.txt"
    say("What to try next:")
    print(
        f"""
    {here} generate "La tarde" --model {run} --temperature 0.5        # bolder; 1.2 is wilder
    {here} generate "El tren" --model {run} --seed 7                  # the same seed, the same text
    {here} corpus prepare {text} --language es --out corpora/mine   # or a book of your own
    {here} train --corpus corpora/mine --run runs/mine --minutes 10   # the longer, the better
"""
    )


if __name__ == "__main__":
    main()
