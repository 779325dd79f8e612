"""Pieces of words as tokens: byte pair encoding (BPE), with characters in the place of bytes.

# Class Notes

A token of one character makes a text as long as it can be. What comes again and again, such as que or -mente,
could be one token. Which pieces are worth it, a text says itself (Gage 1994; for words, Sennrich, Haddow and Birch
2016):

    begin with the single characters
    count how often each two neighbours come, inside the words
    let the commonest two become one piece: a merge. And again, until there are as many pieces as were asked for

Why frequent pairs: each merge shortens the text by as many tokens as pairs become one, so that a pair that is
common shortens it much. (Whether another first merge would let later ones do better, nobody looks; it is a greedy
method.) merges.py does the counting.

A word here is what stands between blanks: a space that stands before it belongs to it, as in GPT-2, so that most
spaces cost nothing; any other space, and each line break, is a word of its own. No merge crosses the boundary of a
word. So a word is always divided alike, whatever stands around it, and is divided once for a whole text. (What is
longer than 100 characters is cut there: no language has such words, and a text without spaces would take for
ever.)

To encode a word, the merges are done again, in the order in which they were learned: of the pairs that it has, the
one that was merged first, at its first place.

>>> tokenizer = BpeTokenizer(" aelmnt", (("m", "e"), ("n", "t"), ("me", "nt"), ("ment", "e")))
>>> [tokenizer.pieces[i] for i in tokenizer.encode("lentamente la mente")]
['l', 'e', 'nt', 'a', 'mente', ' ', 'l', 'a', ' ', 'mente']
>>> tokenizer.spans("la mente")
[(0, 1), (1, 2), (2, 3), (3, 8)]
>>> tokenizer.decode(tokenizer.encode("lentamente"))
'lentamente'

Nothing is lost: every piece is made of the characters of the alphabet, and these are pieces themselves. So any
text over the alphabet has ids, however strange it is. Not all ids are those of a text: m + e, the two, are never
encoded as such, for me is one piece; the machine may write them all the same, and then they read as "me".

What it saves: a context of 256 tokens reaches further back, and a step reads more characters. What it costs: a row
of the embedding and a column of the output for each piece, which learn only where it comes; and the machine no
longer sees how a word is spelt. A prompt that ends within a word, or on a space, is divided as it stands there.
After a space the machine then writes a word whose first piece has none, such as a rare one, and seldom a common
one: its piece would have begun with that space.

P. Gage, A new algorithm for data compression, The C Users Journal 12 (2), 1994.
R. Sennrich, B. Haddow and A. Birch, Neural machine translation of rare words with subword units, ACL 2016.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np

from proust_attention.errors import InputError
from proust_attention.tokenizer import merges
from proust_attention.tokenizer.alphabet import Alphabet
from proust_attention.tokenizer.characters import CharacterTokenizer
from proust_attention.tokenizer.protocol import Ids, Tokenizer

WORD = re.compile(r" ?[^ \n]{1,100}|[ \n]")  # one after the other they cover any text
NEVER = 1 << 62  # the place of a pair that is no merge, behind those that are


@dataclass(frozen=True)
class BpeTokenizer(Tokenizer):
    """Symbols, sorted, and merges in the order in which they were learned. Raises InputError if they are none."""

    kind: ClassVar[str] = "bpe"
    symbols: str
    merges: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        Alphabet(self.symbols)
        known = set(self.symbols)
        for left, right in self.merges:
            if left not in known or right not in known:
                raise InputError(f"a merge joins {left!r} and {right!r}, of which one is no piece yet")
            if left + right in known:
                raise InputError(f"a merge joins {left!r} and {right!r} to a piece that is there already")
            known.add(left + right)

    @classmethod
    def learn(cls, symbols: str, text: str, vocab_size: int) -> "BpeTokenizer":
        """Learn from a text over these symbols. Raises InputError if it does not have so many pieces."""
        Alphabet(symbols)
        if vocab_size < len(symbols):
            raise InputError(
                f"tokenizer.vocab_size is {vocab_size}, but the {len(symbols)} characters of the text are among "
                "the pieces; ask for more"
            )
        tokenizer = cls(symbols, tuple(merges.learn(Counter(WORD.findall(text)), symbols, vocab_size)))
        if tokenizer.vocab_size < vocab_size:
            raise InputError(
                f"tokenizer.vocab_size is {vocab_size}, but the text has only {tokenizer.vocab_size} pieces, its "
                "characters and what comes at least twice in its words; ask for fewer, or give more text"
            )
        return tokenizer

    def over(self, symbols: str) -> "BpeTokenizer":
        """Return the tokenizer with another alphabet, and those merges that it can spell."""
        known = set(symbols)
        return BpeTokenizer(symbols, tuple(pair for pair in self.merges if known.issuperset(pair[0] + pair[1])))

    @cached_property
    def alphabet(self) -> Alphabet:
        """The symbols."""
        return Alphabet(self.symbols)

    @cached_property
    def pieces(self) -> list[str]:
        """The symbols, then what the merges make."""
        return [*self.symbols, *(left + right for left, right in self.merges)]

    @cached_property
    def _ids(self) -> dict[str, int]:
        """The id of each piece."""
        return {piece: id_ for id_, piece in enumerate(self.pieces)}

    @cached_property
    def _order(self) -> dict[tuple[int, int], int]:
        """The place of each merge among them, by the ids of its two pieces."""
        return {(self._ids[left], self._ids[right]): place for place, (left, right) in enumerate(self.merges)}

    def encode(self, text: str, replace_unknown: bool = False) -> Ids:
        """Return the ids of a text, (T,), of the type `dtype`; a whole book in a second.

        Raises UnknownCharacterError at the first character that is not in the alphabet; with `replace_unknown` the
        nearest one takes its place, where there is one near.
        """
        numbers = self.alphabet.numbers(text, replace_unknown)
        if replace_unknown:
            text = CharacterTokenizer(self.symbols).decode(numbers)
        words = WORD.findall(text)
        ids = {word: np.array(self._divided(word), self.dtype).tobytes() for word in set(words)}
        return np.frombuffer(bytearray(b"".join([ids[word] for word in words])), self.dtype)

    def _divided(self, word: str) -> list[int]:
        order, ids = self._order, [self._ids[character] for character in word]
        while len(ids) > 1:
            places = [order.get(pair, NEVER) for pair in pairwise(ids)]
            first = min(places)
            if first == NEVER:
                break
            at = places.index(first)
            ids[at : at + 2] = [len(self.symbols) + first]
        return ids

    def to_dict(self) -> dict[str, Any]:
        """Return the tokenizer as plain values, ready for JSON."""
        return {"kind": self.kind, "symbols": self.symbols, "merges": [list(pair) for pair in self.merges]}

    @classmethod
    def from_dict(cls, values: Any) -> "BpeTokenizer":
        """Make a tokenizer from what `to_dict` returned. Raises InputError."""
        match values:
            case {"kind": cls.kind, "symbols": str(symbols), "merges": list(pairs)} if all(map(_is_pair, pairs)):
                return cls(symbols, tuple((left, right) for left, right in pairs))
        raise InputError("this is no tokenizer of pieces: its symbols or its merges are missing")


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(piece, str) for piece in value)
