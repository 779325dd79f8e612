"""How a text is divided into pieces, and whether pieces end where the parts of words do.

# Class Notes

A grammar divides lentamente into a stem and an ending, lenta-mente. Pieces know no grammar, but one may begin at
the same place. Of all words that have an ending and something before it:

    one piece        the ending is a piece of its own:                  lenta|mente
    some pieces      a piece begins where it does, and ends within it:  lenta|men|te
    across           a piece lies on both sides of that place:          lent|amente

A piece may begin there by chance. So beside these stands how often one begins between any two letters of a word:
what is divided off no more often than that, the pieces do not know.

Pieces are no morphology. The commonest pair knows neither stem nor ending: " de" and "ien" are pieces, too. They
come near it where an ending is common and follows many stems, since then its letters come together more often
than with what stands before them. Of 512 pieces of the Recherche one is -aient, and in the tenth that they were
not learned from, each word in -aient has it. More pieces come no nearer: among 1,024 there are " étaient" and
" avaient", and 74% of these words still have the ending as a piece. `proust tokenizer` shows this for any text.

>>> from proust_attention.tokenizer.bpe import BpeTokenizer
>>> tokenizer = BpeTokenizer(" aelmnt", (("m", "e"), ("n", "t"), ("me", "nt"), ("ment", "e")))
>>> divided = divide(tokenizer, "mente lentamente lentamente")
>>> [(ending.name, ending.words, ending.one_piece, ending.examples) for ending in divided.endings]
[('mente', 2, 2, ('l|e|nt|a|mente',))]
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Bool

from proust_attention.tokenizer.protocol import Tokenizer

ENDINGS = ("mente", "ción", "ment", "aient")  # two Spanish ones, two French
BETWEEN = "|"
EXAMPLES = 3
LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Ending:
    """How words with an ending, and something before it, are divided; each counts as often as it comes."""

    name: str
    words: int
    one_piece: int
    some_pieces: int
    across: int
    examples: tuple[str, ...]  # the commonest of them, divided


@dataclass(frozen=True)
class Division:
    """A text and its pieces."""

    characters: int
    tokens: int
    vocab_size: int
    used: int  # pieces of the vocabulary that come in the text
    counts: tuple[tuple[str, int], ...]  # of each piece that comes, the commonest first
    inside_words: float  # the part of the places between two letters at which a piece ends
    endings: tuple[Ending, ...]  # that the text has

    @property
    def characters_a_token(self) -> float:
        """How many characters a token stands for, on average."""
        return self.characters / self.tokens


def divide(tokenizer: Tokenizer, text: str) -> Division:
    """Divide a text that has at least one token. Raises UnknownCharacterError."""
    ids = tokenizer.encode(text)
    begins = np.zeros(len(text) + 1, bool)  # whether a piece begins at a character
    begins[0], begins[tokenizer.lengths[ids].cumsum()] = True, True
    counts = np.bincount(ids, minlength=tokenizer.vocab_size).tolist()
    common = sorted(zip(tokenizer.pieces, counts, strict=True), key=lambda item: -item[1])
    used = tuple((piece, count) for piece, count in common if count)
    letters = np.array([character.isalpha() for character in text])
    inside = begins[1:-1][letters[1:] & letters[:-1]]
    return Division(
        characters=len(text),
        tokens=len(ids),
        vocab_size=tokenizer.vocab_size,
        used=len(used),
        counts=used,
        inside_words=float(inside.mean()) if inside.size else 0.0,
        endings=tuple(_endings(text, begins)),
    )


def _marked(text: str, begins: Bool[np.ndarray, " places"], start: int, end: int) -> str:
    """Return some characters of a text, with a mark where a piece begins among them."""
    places = [start, *(start + 1 + np.flatnonzero(begins[start + 1 : end])).tolist(), end]
    return BETWEEN.join(text[one:other] for one, other in pairwise(places))


def _endings(text: str, begins: Bool[np.ndarray, " places"]) -> Iterator[Ending]:
    for name in ENDINGS:
        one_piece, some_pieces, across = 0, 0, 0
        examples = Counter[str]()
        for word in re.finditer(rf"(?<!{LETTER}){LETTER}+{name}(?!{LETTER})", text):
            place, end = word.end() - len(name), word.end()
            if not begins[place]:
                across += 1
            elif begins[place + 1 : end].any():
                some_pieces += 1
            else:
                one_piece += 1
            examples[_marked(text, begins, word.start(), end)] += 1
        if words := one_piece + some_pieces + across:
            commonest = tuple(word for word, _ in examples.most_common(EXAMPLES))
            yield Ending(name, words, one_piece, some_pieces, across, commonest)
