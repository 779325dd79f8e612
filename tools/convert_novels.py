"""Whether a text survives being made into a book: plain texts, made into EPUB and MOBI by calibre, prepared again.

    apt-get install --no-install-recommends calibre
    python tools/convert_novels.py FOLDER [--language es] [--formats epub mobi] [--keep MADE]

Each text of the folder is prepared as it is, and as each book that calibre's ebook-convert makes of it; every
paragraph that differs is shown. Calibre is called with the options for paragraphs that end with an empty line and
hold no markup, for left to itself it guesses both. --keep names a folder where the books stay; one that is there
is not made again, since a long MOBI takes calibre a minute. Exit status 1 where something differs.
"""

import argparse
import difflib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from proust_attention import corpus

AS_IT_STANDS = ("--formatting-type=plain", "--paragraph-type=block")
SHOWN = 100  # characters of a paragraph


def converted(converter: str, text: Path, suffix: str, folder: Path) -> Path:
    """Return the book that calibre makes of a text."""
    book = folder / f"{text.stem}.{suffix}"
    if not book.exists():
        command = [converter, str(text), str(book), *AS_IT_STANDS]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return book


def prepared(path: Path, language: str) -> list[str]:
    """Return the paragraphs of a book, prepared by itself."""
    sources = corpus.read_all([path], corpus.Alphabet.of(language))
    return corpus.of_texts(sources, language).text.split("\n\n")


def differences(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Return what stands in the place of what."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (" ⏎ ".join(before[a:b]), " ⏎ ".join(after[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def main() -> int:
    """Show every difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="es")
    parser.add_argument("--formats", nargs="+", default=["epub", "mobi"])
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    converter = shutil.which("ebook-convert")
    if converter is None:
        parser.error("ebook-convert is not installed: apt-get install --no-install-recommends calibre")
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        made = arguments.keep or Path(scratch)
        made.mkdir(parents=True, exist_ok=True)
        for text in corpus.natural_order(arguments.folder.glob("*.txt")):
            before = prepared(text, arguments.language)
            for suffix in arguments.formats:
                after = prepared(converted(converter, text, suffix, made), arguments.language)
                different = differences(before, after)
                found += len(different)
                print(
                    f"{text.stem}.{suffix}: {len(before):,} paragraphs, {len(different)} differences", flush=True
                )
                for one, other in different:
                    print(f"  - {one[:SHOWN]}\n  + {other[:SHOWN]}")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
