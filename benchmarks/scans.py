"""What a scan costs, and how much of it preparing brings back.

Prose is set as books are: proportional type, justified, words broken at the ends of lines and of pages, and over
each page a running head. Chromium draws the pages and spoils them at three levels (skew, blur, ragged ink, grain,
faded print); tesseract reads them. What it read is compared with what was set, before and after preparing. The
number of a page stands in its head, or alone at its foot; pages come with form feeds between them, or without.
A row says, for 1,000 words, before > after:

    broken   words that are still in two parts
    wrong    words that were read wrong, or not at all
    heads    running heads in the text
    numbers  numbers in the text that are not the author's
    ends     ends of lines or pages inside a paragraph
    joined   ends of paragraphs that are no more
    lost     words that were read right, or were only broken, and now are neither

    python benchmarks/scans.py [--pages 12] [--language es] [--keep FOLDER] [TEXT or FOLDER...]
"""

import argparse
import difflib
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, repeat
from pathlib import Path

from needed import needed

from proust_attention import corpus, data

with needed("dev"):
    from playwright.sync_api import Page, sync_playwright

COLUMNS = ("broken", "wrong", "heads", "numbers", "ends", "joined", "lost")
MODELS = {"es": "spa", "fr": "fra"}  # tesseract's names
HEADS = {"es": ("HOJAS DE OTRO OTOÑO", "PARTE PRIMERA"), "fr": ("FEUILLES D’UN AUTRE AUTOMNE", "PARTIE PREMIÈRE")}
LEVELS = {  # skew in degrees; blur and raggedness in pixels; grain; contrast. Beyond the last nothing is read
    "clean": (0.0, 0.20, 0.3, 0.10, 1.00),
    "worn": (0.4, 0.60, 1.6, 0.60, 0.80),
    "poor": (0.6, 0.62, 1.9, 0.60, 0.72),
}
FIRST = 114  # the number of the first page
LETTERS = 1700  # on a page, or some more
VOWEL = "[aeiouyáéíóúüàâæèêëîïôœùûÿ]"
CONSONANT = "(?:[bcdfgpt][lr]|[cpt]h|gn|ll|rr|qu|(?<!l)l|(?<!r)r|[bcdfghjkmnñpqstvwxzç])"
SYLLABLE = re.compile(rf"(?<=[^\W\d_]{{3}})(?={CONSONANT}{VOWEL}[^\W\d_])")  # where a printer may break a word
HYPHENS = "-\u00ad¬‐‑—–"
WORD = re.compile(rf"[^\W_]+(?:[-‐'’][^\W_]+)*[{HYPHENS}]?")


def drawn(page: Page, text: str, level: str, heads: Sequence[str], at_foot: bool) -> Iterator[bytes]:
    """Yield pictures of the pages that a text fills."""
    paragraphs = [SYLLABLE.sub("\u00ad", paragraph) for paragraph in text.split("\n") if paragraph]
    for number in range(page.evaluate("fill", [paragraphs, *LEVELS[level]])):
        page.evaluate("turn", [number, FIRST + number, heads[number % 2], at_foot])
        yield page.screenshot()


def recognised(picture: bytes, language: str) -> str:
    """Return what tesseract reads on a page."""
    command = ["tesseract", "-", "-", "-l", MODELS[language], "--dpi", "300"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    read = subprocess.run(command, input=picture, capture_output=True, check=True, env=environment)
    return read.stdout.decode().removesuffix("\f")


class Words:
    """The words of a text, and whether a line ends behind each."""

    def __init__(self, text: str) -> None:
        found = list(WORD.finditer(text))
        self.found = [match[0] for match in found]
        self.keys = [word.casefold().replace("’", "'").replace("‐", "-").strip(HYPHENS) for word in self.found]
        starts = [match.start() for match in found[1:]] + [len(text)]
        self.ends = ["\n" in text[match.end() : start] for match, start in zip(found, starts, strict=True)]
        self.numerals = Counter(key for key in self.keys if key.isdecimal())
        self.letters = _letters(text)


def compare(truth: Words, read: Words, heads: Counter[str]) -> tuple[Counter[str], set[int]]:
    """Count what is amiss in a text; return also which words of the truth are right in it, or only broken."""
    counts, places, broken = Counter[str](), dict[int, int](), set[int]()
    matcher = difflib.SequenceMatcher(None, truth.keys, read.keys, autojunk=False)
    for kind, first, last, start, stop in matcher.get_opcodes():
        if kind == "equal":
            places.update(zip(range(first, last), range(start, stop), strict=True))
        elif kind == "replace":
            made = _made(read, range(start, stop))
            broken.update(number for number in range(first, last) if truth.keys[number] in made)
    counts["broken"] = len(broken)
    counts["wrong"] = len(truth.keys) - len(places) - len(broken)
    counts["numbers"] = (read.numerals - truth.numerals).total()
    counts["heads"] = sum(min(number, read.letters.count(head)) for head, number in heads.items())
    for number, place in places.items():
        if places.get(number + 1) == place + 1:
            counts["ends"] += read.ends[place] > truth.ends[number]
            counts["joined"] += read.ends[place] < truth.ends[number]
    return counts, set(places) | broken


def _made(words: Words, places: range) -> set[str]:
    """Return the words that these would be without the hyphens in them and at their ends."""
    made = {words.keys[place].replace("-", "") for place in places if "-" in words.keys[place]}
    for first, second in combinations(places[:60], 2):
        if words.found[first][-1] in HYPHENS:
            made |= {words.keys[first] + hyphen + words.keys[second] for hyphen in ("", "-")}
    return made


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.casefold()))


def heads_of(pages: Sequence[str], heads: Sequence[str]) -> Counter[str]:
    """Return the letters of the running heads as they were read, and how often they were."""
    counts = Counter[str]()
    for number, page in enumerate(pages):
        line = _letters(page.strip().partition("\n")[0])
        if difflib.SequenceMatcher(None, line, _letters(heads[number % 2])).ratio() > 0.6:
            counts[line] += 1
    return counts


def row(truth: Words, found: str, heads: Counter[str], language: str) -> str:
    """Return the figures of one text as it was read, before and after preparing."""
    before, right = compare(truth, Words(found), heads)
    prepared = corpus.of_texts([corpus.Source.of_text("scan", found)], language)
    after, still = compare(truth, Words(prepared.text), heads)
    after["lost"] = len(right - still)
    rates = ((1000 * counts[name] / len(truth.keys) for counts in (before, after)) for name in COLUMNS)
    return " ".join(f"{was:6.1f} >{now:6.1f}" for was, now in rates)


def excerpt(files: Sequence[Path], language: str, pages: int) -> str:
    """Return prose to fill so many pages: of each file as much, from behind its first tenth."""
    alphabet = corpus.Alphabet.of(language)
    sources = corpus.read_all(files, alphabet) if files else [corpus.Source.of_text("text", data.embedded_text())]
    chosen: list[str] = []
    for source in sources:
        paragraphs = [line for line in corpus.clean(source.text, alphabet).text.split("\n") if line]
        size = 0
        for paragraph in paragraphs[len(paragraphs) // 10 :]:
            if size < pages * LETTERS / len(sources):
                chosen.append(paragraph)
                size += len(paragraph)
    return "\n".join(chosen)


def main() -> None:
    """Set, spoil, read, prepare and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=12, help="of each level and kind, or some more")
    parser.add_argument("--language", default="es", choices=HEADS)
    parser.add_argument("--keep", type=Path, help="a folder for what was set and read; what is there is taken")
    arguments = parser.parse_args()
    language, heads = arguments.language, HEADS[arguments.language]
    if not shutil.which("tesseract") or not shutil.which("chromium"):
        parser.exit(1, f"this needs: apt install chromium tesseract-ocr-{MODELS[language]}\n")
    print(f"{'':16}" + " ".join(f"{name:>14}" for name in COLUMNS))
    with sync_playwright() as playwright, ThreadPoolExecutor() as pool, tempfile.TemporaryDirectory() as temporary:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 520, "height": 800}, device_scale_factor=3)
        page.goto(Path(__file__).with_suffix(".html").resolve().as_uri())
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "as_set.txt").exists():
            text = excerpt(arguments.text, language, arguments.pages)
            (folder / "as_set.txt").write_text(text, encoding="utf-8")
        text = (folder / "as_set.txt").read_text(encoding="utf-8")
        truth = Words(text)
        for level in LEVELS:
            for place in ("head", "foot"):
                file = folder / f"{level}-{place}.txt"
                if not file.exists():
                    pictures = drawn(page, text, level, heads, place == "foot")
                    read = pool.map(recognised, pictures, repeat(language))
                    file.write_text("\f".join(read), encoding="utf-8")
                pages = file.read_text(encoding="utf-8").split("\f")
                for between, name in (("\f", "feeds"), ("\n", "none")):
                    figures = row(truth, between.join(pages), heads_of(pages, heads), language)
                    print(f"{f'{level}-{place}-{name}':16}{figures}", flush=True)


if __name__ == "__main__":
    main()
