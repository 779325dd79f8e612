"""What a text is, before anything is done to it."""

import re
from collections import Counter
from dataclasses import dataclass

from proust_attention.corpus.alphabets import Alphabet, guess_language, languages
from proust_attention.corpus.cleaning import begin, finish
from proust_attention.corpus.document import Document
from proust_attention.corpus.reading import Source, broken_characters
from proust_attention.corpus.rules.hard_wraps import hard_wraps
from proust_attention.corpus.rules.margins import measures
from proust_attention.corpus.statistics.noise import Noise
from proust_attention.corpus.statistics.suspicions import Suspicion, suspicions
from proust_attention.corpus.wrong_language import languages_in, warnings_of
from proust_attention.shown import short_repr

_BROKEN = re.compile(r"[^\W\d_]-[^\S\n]*\n\s*(?=[^\W\d_])")


@dataclass(frozen=True)
class Survey:
    """What was found out about one text."""

    source: Source
    lines: int
    language: str | None  # guessed; None if it is none of those that have an alphabet
    width: int | None  # of most of the lines that are hard-wrapped, if there are any
    joined: int  # how many ends of lines would go because of it
    broken: tuple[int, int]  # words at the ends of lines, as found and as they would stay
    noise: Noise
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
    noise = Noise.of(document.text)
    to_look_at = suspicions(source, document, noise)
    shown = languages_in(document)
    guessed = shown.main if shown.main in languages() else guess_language(document.text)
    known = language or guessed
    alphabet = Alphabet.of(known) if known else Alphabet.found_in([document.text])
    finish(document, alphabet)
    text = re.sub("\r\n?", "\n", source.text)
    widths = Counter(one.width for one in measures(text.split("\n")) if one)
    return Survey(
        source,
        text.count("\n") + (not text.endswith("\n")),
        guessed,
        next((width for width, _ in widths.most_common(1)), None),
        sum(tally.count for kind, tally in document.tallies.items() if kind.rule == hard_wraps.__name__),
        (len(_BROKEN.findall(text)), len(_BROKEN.findall(document.text))),
        noise,
        tuple(Counter(source.text).most_common()),
        alphabet,
        document,
        to_look_at,
        (*broken_characters(source), *warnings_of(source, shown, document, alphabet)),
    )
