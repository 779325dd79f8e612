r"""How much of a text recognition has spoilt, seen without a dictionary.

# Class Notes

What a machine reads on a scanned page has errors that print has not: figures in words (1laves), capitals and signs
within them (encIos, médio.cre), letters that stand alone, words without a vowel, signs that no language here has,
and words that occur once and are one confusion of letters away from a frequent one (corno: como). Novels that were
typed and read again have some 0.1 such places in 1,000 words, the licence of Project Gutenberg put aside; novels
as two programs for recognition left them have 5 to 59. So the rate says whether a text was recognised, and the
tenths of the text where it is worst. It does not find a wrong word that looks like a word, which most errors are.

A line is no text if none of its words is one that the text has elsewhere, and they have fewer than two letters
each.

>>> found = Noise.of("La lámpara de la maestra.\n" * 5 + "La lam1para encIos de la maestra.\nra o,\n")
>>> found.kinds, [why for _, why in found.worst]
({'a figure in a word': 1, 'a capital in a word': 1, 'a line of no words': 1}, ['no words', '2 of 6 words'])
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from proust_attention.corpus.alphabets import DROPPED, Alphabet

PIECES = 10
WORST = 10  # lines that are named
LONGEST_OF_NO_WORDS = 40  # characters of a line
OFTEN = 3  # times that a word stands in the text, to be one
SHORTEST_TWIN, LONGEST_TWIN = 5, 30  # letters of a word that has a near twin
OFTEN_ENOUGH = 10  # times that this one stands in the text

_LETTER = r"[^\W\d_]"
_VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ"
_ROMAN = r"(?:[IVXLCDM]+|[ivxlcdm]+)\b"
_ORDINAL = r"\d{1,4}(?:er|re|ère|i?ème|[aeo]s?|st|nd|rd|th|[drtmv][ao]|h|k?m|kg|[cm]m|fr?|bis)\b"
_ALONE = r"(?<![\w'’.-]){}(?![\w'’.)ªº-])"
KINDS = {
    "a figure in a word": rf"\b(?!{_ORDINAL})(?:{_LETTER}+\d+{_LETTER}+|\d{{1,2}}{_LETTER}{{2,}})\b",
    "a capital in a word": r"\b(?!Ma?c|D[eiu]|L[ea]|Van)[^\W\d_]*[a-zß-ÿ]{2}[A-ZÀ-Þ][^\W\d_]*",
    "a sign in a word": rf"(?<![\w./@]){_LETTER}{{2,}}[.;:!?,]{_LETTER}{{2,}}(?![\w./@])",
    "a word without a vowel": _ALONE.format(
        rf"(?<!\d )(?!{_ROMAN})(?:(?![{_VOWELS}{_VOWELS.upper()}]){_LETTER}){{2,}}"
    ),
    "a letter alone": _ALONE.format(rf"(?![{_VOWELS}{_VOWELS.upper()}hIVXLCDM]){_LETTER}"),
}
STRAY, TWIN, NO_WORDS = "a stray sign", "a word like a frequent one", "a line of no words"
_FOUND = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(KINDS.values())))
_WORD = re.compile(rf"{_LETTER}+")
_NO_TEXT = re.compile(rf"[\s\d*_=~#•·—–…-]+|\W*{_ROMAN}\W*|\W*[\d.]+\W*\d")  # separators, numbers
_SPEECH = re.compile(
    rf"\W*(?:[{_VOWELS}]|(?=[^\W\d_]*[{_VOWELS}]){_LETTER}+)(?:,? {_LETTER}+)*[.!?…][»”\"]?\s*", re.I
)
CONFUSED = ("rn m", "c e", "l i", "h b", "u n", "li h", "cl d", "in m", "ni m", "ii u", "q g")


@dataclass(frozen=True)
class Noise:
    """The places of a text that look spoilt."""

    words: int
    kinds: dict[str, int]  # how many of each, those that there are
    pieces: tuple[float, ...]  # in 1,000 words, of each tenth of the text
    worst: tuple[tuple[int, str], ...]  # where lines begin that hold most of them, and how much of each is spoilt

    @property
    def rate(self) -> float:
        """Return how many of 1,000 words look spoilt."""
        return 1000 * sum(self.kinds.values()) / max(1, self.words)

    @classmethod
    def of(cls, text: str) -> "Noise":
        """Look through a text."""
        lines = text.split("\n")
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        words = Counter(_WORD.findall(text.casefold()))
        of_no_words = {starts[number] for number in _lines_of_no_words(lines, words)}
        seen = (one for one in _found(text, words) if starts[bisect(starts, one[0]) - 1] not in of_no_words)
        found = sorted((*seen, *((start, NO_WORDS) for start in of_no_words)))
        count, size = Counter[int](), dict(zip(starts, (len(line.split()) for line in lines), strict=False))
        for place, _ in found:
            count[starts[bisect(starts, place) - 1]] += 1
        share = {start: 1.0 if start in of_no_words else count[start] / size[start] for start in count}
        worst = sorted(share, key=lambda start: (-share[start], -count[start], start))[:WORST]
        return cls(
            words.total(),
            dict(Counter(kind for _, kind in found)),
            tuple(_rates(text, [place for place, _ in found])),
            tuple((s, "no words" if s in of_no_words else f"{count[s]} of {size[s]} words") for s in worst),
        )


def _found(text: str, words: Counter[str]) -> Iterator[tuple[int, str]]:
    """Yield the places of what looks spoilt, and of which kind it is."""
    kinds = list(KINDS)
    for match in _FOUND.finditer(text):
        yield match.start(), kinds[int((match.lastgroup or "k0")[1:])]
    everything = Alphabet.of_all()
    strange = "".join(sign for sign in set(text) if _is_stray(sign, everything))
    if strange:
        yield from ((match.start(), STRAY) for match in re.finditer(f"[{re.escape(strange)}]+", text))
    twins = {word for word, count in words.items() if count == 1 and _has_twin(word, words)}
    if twins:
        yield from ((m.start(), TWIN) for m in _WORD.finditer(text) if m[0].casefold() in twins)


def _is_stray(sign: str, everything: Alphabet) -> bool:
    known = sign.isspace() or sign.isalnum() or sign in "*_[]{}&%$§@†‡\u00ad\ufeff"
    return not known and everything.fate(sign).kind == DROPPED


def _has_twin(word: str, words: Counter[str]) -> bool:
    """Whether a word is one confusion of letters away from a frequent one."""
    if not SHORTEST_TWIN <= len(word) <= LONGEST_TWIN:
        return False
    pairs = [tuple(pair.split()) for pair in CONFUSED]
    return any(
        words[word[: m.start()] + right + word[m.end() :]] >= OFTEN_ENOUGH
        for one, two in pairs
        for wrong, right in ((one, two), (two, one))
        for m in re.finditer(wrong, word)
    )


def _lines_of_no_words(lines: Sequence[str], words: Counter[str]) -> Iterator[int]:
    for number, line in enumerate(lines):
        if len(line) > LONGEST_OF_NO_WORDS or not line.strip() or _NO_TEXT.fullmatch(line):
            continue
        letters = sum(map(str.isalpha, line))
        known = any(len(word) > 1 and words[word.casefold()] >= OFTEN for word in _WORD.findall(line))
        if not known and letters < 2 * len(line.split()) and not _SPEECH.fullmatch(line):
            yield number


def _rates(text: str, places: list[int]) -> Iterator[float]:
    """Yield the rate in each tenth of a text."""
    for piece in range(PIECES):
        first, last = len(text) * piece // PIECES, len(text) * (piece + 1) // PIECES
        count = bisect(places, last - 1) - bisect(places, first - 1)
        yield 1000 * count / max(1, len(_WORD.findall(text, first, last)))
