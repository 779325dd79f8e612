"""The demonstration: train on the embedded text for a minute and a half, write a page, say what to try next."""

import textwrap
from itertools import count
from pathlib import Path

from proust_command import PROUST, proust

WIDTH = 100


def say(text: str) -> None:
    """Print a paragraph."""
    print("\n" + textwrap.fill(" ".join(text.split()), WIDTH), flush=True)


def free_folder(name: str) -> str:
    """Return a name for a new folder: the given one, or with -2, -3 ... where it is taken."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(free for free in names if not Path(free).exists())


def main() -> None:
    """Show the whole way, from a text to written text."""
    run = free_folder("runs/demo")
    say(
        """A transformer of some 400,000 numbers, all of them random, is about to read a Spanish novella of
        128,000 characters, "La casa de los membrillos", letter by letter, for a minute and a half. Of each letter
        it tries to predict the next. The loss is its surprise, in nats a character. Now and then it writes a few
        lines; | marks where its own writing begins."""
    )
    print(flush=True)
    proust("train", "--run", run, "--minutes", "1.5")
    say(
        """It reads so short a text again and again, and begins to know it by heart: its loss on the part that it
        trains on falls below that on the part held out, which it has never seen. Now a page by the machine as it
        was when it predicted that part best:"""
    )
    print(flush=True)
    proust("generate", "La memoria", "--model", run, "--length", "1500", "--seed", "1")
    here = PROUST.relative_to(Path.cwd()) if PROUST.is_relative_to(Path.cwd()) else PROUST
    books, corpus, longer = free_folder("novelas-es"), free_folder("corpora/novelas"), free_folder("runs/novelas")
    say(
        """More minutes on this text would make little of it: the machine would learn it by heart, and predict
        nothing else the better for it (the loss on the part held out stops falling, and then rises). What helps is
        more to read. So first other books, then more minutes:"""
    )
    print(
        f"""
    {here} corpus download novelas-es --out {books}              # eight Spanish novels, 8 MB; or books of your own
    {here} corpus prepare {books} --language es --out {corpus}
    {here} train --corpus {corpus} --run {longer} --minutes 10"""
    )
    say("With the machine that there is now:")
    print(
        f"""
    {here} generate "La tarde" --model {run} --temperature 0.5   # more careful; 1.2 is wilder
    {here} generate "El tren" --model {run} --seed 7             # the same seed, the same text
    {here} explore {run}                                         # all of it, in your browser
"""
    )


if __name__ == "__main__":
    main()
