"""What a clean text is made of: its words, sentences and paragraphs, and the shares of its symbols and files.

# Class Notes

Words and sentences are what sentences.py takes for such. Capitals make no difference: Le and le are the same word.
A paragraph is a line. Sentences and paragraphs are both measured in words, so that the one can be held against the
other; what holds none, such as a line of asterisks, is neither. So the words of all sentences are the words of all
paragraphs, and of the text.

The median is the length of one of the sentences, never something between two: the least length that half of them
do not exceed. With nine in ten it is the same.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from proust_attention.corpus.corpus import Corpus
from proust_attention.corpus.sentences import WORD, sentences
from proust_attention.corpus.statistics.histogram import Bin, bins
from proust_attention.errors import InputError
from proust_attention.shown import short_repr

COMMONEST = 50  # words that are named
FIRST_WORDS = 12  # of the longest sentence and of the longest paragraph


@dataclass(frozen=True)
class Share:
    """How often something occurs, and which part of the whole that is."""

    name: str
    count: int
    share: float


@dataclass(frozen=True)
class Words:
    """The words of a text."""

    count: int
    different: int
    once: int  # how many of the different words occur a single time
    mean_length: float  # in characters; a word counts as often as it occurs
    commonest: tuple[Share, ...]


@dataclass(frozen=True)
class Lengths:
    """How long the sentences or the paragraphs of a text are, in words."""

    count: int
    mean: float
    median: int
    nine_in_ten: int  # nine in ten are not longer than this
    longest: int
    longest_begins: str  # the first words of the longest; of the first of them if there are several
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Statistics:
    """What a corpus is made of."""

    characters: int
    words: Words
    sentences: Lengths
    paragraphs: Lengths
    symbols: tuple[Share, ...]  # of all characters; all symbols, the commonest first
    files: tuple[Share, ...]  # of the characters of all files, without the empty lines between them

    __repr__ = short_repr


def statistics(corpus: Corpus) -> Statistics:
    """Count what a corpus is made of. Raises InputError if its manifest does not say how long its files are."""
    words: Counter[str] = Counter()
    all_sentences: list[tuple[int, str]] = []
    all_paragraphs: list[tuple[int, str]] = []
    for line in corpus.text.split("\n"):
        length = 0
        for sentence in sentences(line):
            found = WORD.findall(sentence)
            words.update(map(str.lower, found))
            all_sentences.append((len(found), sentence))
            length += len(found)
        all_paragraphs.append((length, line))
    return Statistics(
        characters=len(corpus.text),
        words=_words(words),
        sentences=_lengths(all_sentences),
        paragraphs=_lengths(all_paragraphs),
        symbols=_shares(Counter(corpus.text).most_common()),
        files=_shares(_files(corpus)),
    )


def _words(counts: Counter[str]) -> Words:
    count = counts.total()
    characters = sum(len(word) * times for word, times in counts.items())
    return Words(
        count=count,
        different=len(counts),
        once=sum(times == 1 for times in counts.values()),
        mean_length=characters / count if count else 0.0,
        commonest=_shares(counts.most_common(COMMONEST), count),
    )


def _lengths(parts: list[tuple[int, str]]) -> Lengths:
    """Sum up (words, text) of every sentence or paragraph; without a word it is none."""
    lengths = sorted(length for length, _ in parts if length)
    if not lengths:
        return Lengths(0, 0.0, 0, 0, 0, "", ())
    longest, text = max(parts, key=lambda part: part[0])
    first_words = list(islice(WORD.finditer(text), FIRST_WORDS))

    def reached_by(part: float) -> int:  # a length that occurs, never one between two
        return lengths[math.ceil(part * len(lengths)) - 1]

    return Lengths(
        count=len(lengths),
        mean=sum(lengths) / len(lengths),
        median=reached_by(0.5),
        nine_in_ten=reached_by(0.9),
        longest=longest,
        longest_begins=text[: first_words[-1].end()].strip() + (" ..." if longest > FIRST_WORDS else ""),
        bins=bins(lengths),
    )


def _files(corpus: Corpus) -> list[tuple[str, int]]:
    try:
        files = [(str(source["name"]), int(source["characters_out"])) for source in corpus.manifest["sources"]]
    except (KeyError, TypeError, ValueError):
        raise InputError("corpus.json does not say how long its files are; prepare the corpus again") from None
    return files


def _shares(counts: Sequence[tuple[str, int]], whole: int | None = None) -> tuple[Share, ...]:
    """Give each count its share of the whole; without one, of all these counts together."""
    whole = sum(count for _, count in counts) if whole is None else whole
    return tuple(Share(name, count, count / whole if whole else 0.0) for name, count in counts)
