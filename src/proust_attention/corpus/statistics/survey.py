"""What a text is, before anything is done to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet, guess_language, languages
from proust_attention.corpus.cleaning import begin, doubts, finish
from proust_attention.corpus.document import Document
from proust_attention.corpus.reading import Source, broken_characters
from proust_attention.corpus.rules.margins import measures
from proust_attention.corpus.rules.mojibake import suspects
from proust_attention.corpus.wrong_language import languages_in, warnings_of
from proust_attention.shown import short_repr

SHORT, OFTEN = 60, 4  # a line of fewer characters that stands so often may be a running head
FEWEST_LETTERS = 0.6  # of a line, spaces and the signs of speech counted with them
SIGNS_OF_SPEECH = " .,!?¡¿…—–-«»“”\"'’"
FEWEST_CHARACTERS = 10  # of a line whose letters are counted
SHOWN = 100  # characters of a line

_NO_SEPARATOR = re.compile(r"\w")
_FIGURE_IN_A_WORD = re.compile(r"[^\W\d_]\d+[^\W\d_]{2}|[^\W\d_]{2}\d+[^\W\d_]")


class Suspicion(NamedTuple):
    """A line to look at before the text is learned."""

    line: int
    why: str
    text: str


@dataclass(frozen=True)
class Survey:
    """What was found out about one text."""

    source: Source
    lines: int
    language: str | None  # guessed; None if it is none of those that have an alphabet
    width: int | None  # of the lines, if they are hard-wrapped
    symbols: tuple[tuple[str, int], ...]  # the frequent ones first
    alphabet: Alphabet
    document: Document  # cleaned as it would be
    suspicions: tuple[Suspicion, ...]
    warnings: tuple[str, ...]

    __repr__ = short_repr


def survey(source: Source, language: str | None = None) -> Survey:
    """Look at a text; without a language, with the alphabet of the one that it seems to be in.

    Raises InputError if there is no alphabet for the language.
    """
    document = begin(source.text)
    doubtful = [(place, "a title page or a colophon?", said) for place, said in doubts(document)]
    doubtful += [(place, "mojibake?", around) for place, around in _mojibake(document)]
    shown = languages_in(document)
    guessed = shown.main if shown.main in languages() else guess_language(document.text)
    known = language or guessed
    alphabet = Alphabet.of(known) if known else Alphabet.found_in([document.text])
    finish(document, alphabet)
    text = re.sub("\r\n?", "\n", source.text)
    return Survey(
        source,
        text.count("\n") + (not text.endswith("\n")),
        guessed,
        next((one.width for one in measures(text.split("\n")) if one), None),
        tuple(Counter(source.text).most_common()),
        alphabet,
        document,
        tuple(sorted((*_suspicions(text, document, doubtful), *_prefaces(source)))),
        (*broken_characters(source), *warnings_of(source, shown, document, alphabet)),
    )


def _prefaces(source: Source) -> Iterator[Suspicion]:
    return (Suspicion(line, "a preface: the author's?", heading) for line, heading in source.doubtful)


def _suspicions(text: str, document: Document, doubtful: Iterable[tuple[int, str, str]]) -> Iterator[Suspicion]:
    lines = [line.strip() for line in text.split("\n")]
    often = Counter(line for line in lines if len(line) < SHORT and _NO_SEPARATOR.search(line))
    for number, line in enumerate(lines, 1):
        shown = line[:SHOWN]
        if often[line] >= OFTEN:
            yield Suspicion(number, f"stands {often[line]} times: a running head?", shown)
            often[line] = 0
        if len(line) >= FEWEST_CHARACTERS and _NO_SEPARATOR.search(line):
            letters = sum(symbol.isalpha() or symbol in SIGNS_OF_SPEECH for symbol in line)
            if letters < FEWEST_LETTERS * len(line):
                yield Suspicion(number, "few letters", shown)
        figure = _FIGURE_IN_A_WORD.search(line)
        if figure:
            yield Suspicion(number, "a figure inside a word", line[max(0, figure.start() - 40) :][:SHOWN])
    for place, why, said in doubtful:
        yield Suspicion(document.line(place), why, said[:SHOWN])


def _mojibake(document: Document) -> Iterator[tuple[int, str]]:
    """Yield where a text, as it stands now, may hold mojibake, first in each line, and what is around it."""
    first: dict[int, int] = {}
    for place in suspects(document.text):
        first.setdefault(document.line(int(document.origin[place])), place)
    for place in first.values():
        yield int(document.origin[place]), document.text[max(0, place - 40) : place + 60]
