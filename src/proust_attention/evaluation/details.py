"""Where the loss of a text sits: by position in the window, by kind of symbol, at the beginning of words.

# Class Notes

The mean of a whole text hides what a machine can and cannot do. Here are three ways of dividing it. Each gives
every scored character to just one group, so that the means of the groups, weighted by their sizes, make the whole:

- by how many characters of the window stand before it, in bins that double: 1, 2-3, 4-7 and so on. The loss falls
  along the window as far as the machine makes use of what it has read; where it stays level, reading more does not
  help it. Of overlapping windows only the first has early positions, and the first bins are all but empty.
- by kind of symbol. A letter without case, as ª, counts as lower; what is none of the others, as punctuation.
- by place in the word. Most of what is uncertain is which word comes next; once its first letter stands there,
  the others follow. A word is what corpus/sentences.py takes for one: l'été begins once.

Where a token is more than a character, its loss is shared equally among its characters: the sums stay what they
are.

Bits a byte are the bits of the whole divided by the length of the scored text in UTF-8: the measure for machines
of different alphabets, since bytes do not depend on what a machine takes for a symbol.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from proust_attention.evaluation.loss import bits_a_byte, nats_to_bits
from proust_attention.evaluation.scoring import Scored
from proust_attention.tokenizer import Tokenizer

LOWER, UPPER, DIGIT, SPACE, LINE_BREAK, PUNCTUATION = range(6)
KINDS = ("letter, lower", "letter, upper", "digit", "space", "line break", "punctuation")

FIRST, LATER, NO_LETTER = range(3)
PLACES = ("first letter of a word", "other letter", "no letter")
INSIDE_WORDS = "'’-"  # one of these between two letters divides no word


@dataclass(frozen=True)
class Group:
    """Some of the scored characters."""

    name: str
    characters: int
    nats: float  # a character
    bits: float  # a character
    share: float  # of the loss of all scored characters together


@dataclass(frozen=True)
class Details:
    """How good a machine is on a text. Groups without a character are left out."""

    characters: int  # of the text
    scored: int
    bytes: int  # of the scored characters, in UTF-8
    nats: float  # a character
    bits: float  # a character
    bits_a_byte: float
    by_position: tuple[Group, ...]
    by_kind: tuple[Group, ...]
    by_place: tuple[Group, ...]


def details(scored: Scored, ids: np.ndarray, tokenizer: Tokenizer) -> Details:
    """Sum up the scored characters of the text whose ids (N,) these are."""
    read = ids[: 1 + len(scored.losses)]  # (M + 1,), the first of which is not scored
    lengths = tokenizer.lengths[read]
    first, lengths_scored = lengths[0], lengths[1:]
    losses = np.repeat(scored.losses / lengths_scored, lengths_scored)  # of every scored character
    text, symbols = tokenizer.as_characters(read), tokenizer.alphabet.symbols
    kinds = np.array([_kind(symbol) for symbol in symbols])[text]
    inside = np.array([symbol in INSIDE_WORDS for symbol in symbols])[text]
    in_bytes = np.array([len(symbol.encode("utf-8", "surrogatepass")) for symbol in symbols])
    n_bytes = int(in_bytes[text[first:]].sum())
    nats = float(losses.mean())
    return Details(
        characters=tokenizer.count(ids),
        scored=len(losses),
        bytes=n_bytes,
        nats=nats,
        bits=nats_to_bits(nats),
        bits_a_byte=bits_a_byte(nats, len(losses), n_bytes),
        by_position=_by_position(_characters_before(scored, lengths), losses),
        by_kind=_groups(KINDS, kinds[first:], losses),
        by_place=_groups(PLACES, _places(kinds <= UPPER, inside)[first - 1 :], losses),
    )


def _characters_before(scored: Scored, lengths: Int[np.ndarray, " read"]) -> Int[np.ndarray, " N"]:
    """Return how many characters of its window stand before each scored character."""
    ends = lengths.cumsum()
    starts = ends - lengths
    tokens = np.arange(1, len(lengths))  # those that are scored
    begins = starts[tokens - scored.positions]  # of the window of each
    return np.arange(lengths[0], ends[-1]) - np.repeat(begins, lengths[1:])


def _groups(
    names: Sequence[str], numbers: Int[np.ndarray, " M"], losses: Float[np.ndarray, " M"]
) -> tuple[Group, ...]:
    """Divide the losses by the number of each one's group."""
    counts = np.bincount(numbers, minlength=len(names)).tolist()
    sums = np.bincount(numbers, losses, minlength=len(names)).tolist()
    whole = sum(sums) or 1.0  # a machine that is never surprised has nothing to share out
    return tuple(
        Group(name, count, nats / count, nats_to_bits(nats / count), nats / whole)
        for name, count, nats in zip(names, counts, sums, strict=True)
        if count
    )


def _by_position(before: Int[np.ndarray, " N"], losses: Float[np.ndarray, " N"]) -> tuple[Group, ...]:
    longest = int(before.max())
    lows = [1 << doubling for doubling in range(longest.bit_length())]
    highs = [min(2 * low - 1, longest) for low in lows]
    names = [f"{low}-{high}" if low < high else str(low) for low, high in zip(lows, highs, strict=True)]
    return _groups(names, np.searchsorted(lows, before, side="right") - 1, losses)


def _kind(symbol: str) -> int:
    if symbol in "\r\n":
        return LINE_BREAK
    if symbol.isspace():
        return SPACE
    category = unicodedata.category(symbol)
    if category[0] == "N":
        return DIGIT
    if category[0] in "LM":  # an accent that stands alone belongs to the letter before it
        return UPPER if category in ("Lu", "Lt") else LOWER
    return PUNCTUATION


def _places(letters: Bool[np.ndarray, " N"], inside: Bool[np.ndarray, " N"]) -> Int[np.ndarray, " M"]:
    """Return the place in its word of every character but the very first."""
    goes_on = letters[:-1].copy()  # a letter stands right before it ...
    goes_on[1:] |= inside[1:-1] & letters[:-2]  # ... or a letter and an apostrophe
    return np.where(letters[1:], np.where(goes_on, LATER, FIRST), NO_LETTER)
