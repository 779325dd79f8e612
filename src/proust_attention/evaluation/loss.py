"""The loss of a machine on a text that it did not train on.

The honest protocol: windows side by side over the whole held-out part, the last of them shorter, every character
scored once (but the very first, which nothing stands before: with every tokenizer it is a token of its own). The
first tokens of a window are predicted from hardly anything, and count all the same. During training a fixed,
evenly spread set of windows is enough: always the same ones, so that two figures can be compared.

Tokens are of no use as a measure: two tokenizers divide a text into more or fewer. So what is reported is of
characters or bytes, of which a text has as many whatever the tokens are.

    nats a character = the nats of all tokens / the characters that they stand for
    bits a character = nats a character / ln 2
    bits a byte      = bits a character * characters / bytes in UTF-8, of which é has two
"""

import math
from collections.abc import Callable

import numpy as np

from proust_attention.batches import Batch, gather, non_overlapping
from proust_attention.tokenizer import Tokenizer

WINDOWS_AT_ONCE = 32

Size = tuple[int, int]  # of a text: its characters, and its bytes in UTF-8


def mean_loss(
    evaluate: Callable[[Batch], float],
    ids: np.ndarray,
    starts: np.ndarray,
    context_length: int,
    tokenizer: Tokenizer,
) -> tuple[float, int]:
    """Return the mean loss, nats a character, over the windows of ids (N,) that begin at `starts`.

    `evaluate` gives the mean loss of one batch, nats a token. Return, too, how many characters were scored.
    """
    total, characters = 0.0, 0
    for first in range(0, len(starts), WINDOWS_AT_ONCE):
        batch = gather(ids, starts[first : first + WINDOWS_AT_ONCE], context_length)
        total += len(batch.targets) * evaluate(batch)
        characters += tokenizer.count(batch.targets)
    return per_character(total / len(starts), len(starts) * context_length, characters), characters


def whole_loss(
    evaluate: Callable[[Batch], float], ids: np.ndarray, context_length: int, tokenizer: Tokenizer
) -> tuple[float, int]:
    """Return the loss of a whole text (N,), nats a character, and how many characters were scored.

    They are all but those of the first token: what is left at the end is a window that is shorter.
    """
    starts = non_overlapping(len(ids), context_length)
    loss, characters = mean_loss(evaluate, ids, starts, context_length, tokenizer)
    end = len(starts) * context_length
    rest = len(ids) - 1 - end
    if rest == 0:
        return loss, characters
    batch = gather(ids, np.array([end]), rest)
    more = tokenizer.count(batch.targets)
    return (loss * characters + rest * evaluate(batch)) / (characters + more), characters + more


def per_character(nats: float, tokens: int, characters: int) -> float:
    """Convert a loss from nats a token to nats a character, where so many tokens are so many characters.

    >>> per_character(2.0, tokens=100, characters=160)
    1.25
    """
    return nats * (tokens / characters)


def nats_to_bits(nats: float) -> float:
    """Convert a loss from nats to bits.

    >>> nats_to_bits(math.log(2))
    1.0
    """
    return nats / math.log(2)


def bits_a_byte(nats: float, characters: int, n_bytes: int) -> float:
    """Convert a loss from nats a character to bits a byte, of a text of so many characters and bytes."""
    return nats_to_bits(nats) * characters / n_bytes


def in_words(nats: float, size: Size | None) -> str:
    """Write a loss in nats a character, bits a character and bits a byte of the text that was scored.

    Where nobody knows the size of that text, there are no bytes.

    >>> in_words(1.1, size=(100, 104))
    '1.1000 nats a character = 1.5870 bits a character = 1.5259 bits a byte'
    """
    words = f"{nats:.4f} nats a character = {nats_to_bits(nats):.4f} bits a character"
    return words if size is None else f"{words} = {bits_a_byte(nats, *size):.4f} bits a byte"


def size_in_bytes(text: str) -> int:
    """Return how many bytes a text has in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def size_of_scored(ids: np.ndarray, tokenizer: Tokenizer) -> Size:
    """Return the size of what can be scored of a text (N,): all but its first token."""
    text = tokenizer.decode(ids[1:])
    return len(text), size_in_bytes(text)


def of_scored(characters: int, of: int) -> str:
    """Say how much of a held-out text was scored, of so many characters that can be.

    >>> of_scored(1000, of=1000), of_scored(960, of=1000)
    ('1,000 held-out characters', '960 of the 1,000 held-out characters')
    """
    return f"{characters:,}{f' of the {of:,}' if characters < of else ''} held-out characters"
