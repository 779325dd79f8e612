"""Where windows begin: the split of a text, and the orders in which its windows are read.

# Class Notes

A window is context_length tokens to read and, one place further on, as many to predict: T + 1 tokens in
all, and so the last possible beginning in a text of N tokens is N - T - 1.

The text is cut in two, once and without shuffling: the machine trains on the beginning and is tested on the
end. (Shuffled windows would share symbols across the cut, and the test would be of memory.)

Two orders for training:

- every-offset, the article's: a window at every one of the N - T places, shuffled. But for the ends of the
  text each symbol is read T times in a pass, each time at another position of the window.
- random-phase: the text is cut into windows side by side, beginning at a random offset below T, new in each
  pass, and these are shuffled. Each symbol is read at most once in a pass.
"""

import numpy as np
from jaxtyping import Int

from proust_attention.errors import InputError
from proust_attention.tokenizer import Tokenizer

WINDOWS = 1  # sets this use of a seed apart from the others: weights, dropout

Starts = Int[np.ndarray, " windows"]


def cut(n_characters: int, held_out_fraction: float) -> int:
    """Return the place of the first held-out character of a text."""
    return n_characters - round(n_characters * held_out_fraction)


def split(ids: np.ndarray, held_out_fraction: float, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut ids (N,) into the part that trains and the part that is held out, without copying.

    `lengths` (V,) are the characters of each id's piece: every tokenizer cuts a text at the same character. (An id
    on both sides of it is held out; of a text that `encode_parts` encoded, none is.)

    >>> split(np.array([0, 1, 1, 0, 0]), 0.25, lengths=np.array([1, 2]))  # the last two of 7 characters
    (array([0, 1, 1]), array([0, 0]))
    """
    if lengths.max() == 1:
        n_training = cut(len(ids), held_out_fraction)
    else:
        ends = lengths[ids].cumsum()
        place = cut(int(lengths[ids].sum()), held_out_fraction)
        n_training = int(np.searchsorted(ends, place, side="right"))
    return ids[:n_training], ids[n_training:]


def encode_parts(text: str, held_out_fraction: float, tokenizer: Tokenizer) -> np.ndarray:
    """Return the ids (N,) of a text, divided so that none lies across the cut. Raises what `encode` raises."""
    place = cut(len(text), held_out_fraction)
    return np.concatenate([tokenizer.encode(text[:place]), encode_held_out(text[place:], tokenizer)])


def encode_held_out(text: str, tokenizer: Tokenizer) -> np.ndarray:
    """Return the ids (N,) of a held-out text, of which the first is its first character alone.

    Nothing predicts a first token, so that it is not scored: with every tokenizer it is the same character then.
    """
    return np.concatenate([tokenizer.encode(part) for part in (text[:1], text[1:])])


def require_window(part: str, n_ids: int, context_length: int) -> None:
    """Raise InputError if a part of the text does not hold a single window."""
    if n_ids <= context_length:
        raise InputError(
            f"the text is too short: its {part} part, {n_ids} tokens, does not hold one window of "
            f"{context_length} and the token after it; give more text, or set model.context_length lower"
        )


def count_windows(order: str, n_ids: int, context_length: int) -> int:
    """Return how many windows one pass has: the same for every pass, whatever its random phase."""
    n_places = n_ids - context_length
    return n_places if order == "every-offset" else max(1, n_places // context_length)


def in_order(order: str, n_ids: int, context_length: int, seed: int, number: int) -> Starts:
    """Return the beginnings of the windows of pass `number`, shuffled: a function of (seed, number)."""
    n_windows = count_windows(order, n_ids, context_length)
    random = np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(WINDOWS, number))))
    if order == "every-offset":
        return random.permutation(n_windows)
    phase = random.integers(min(context_length, n_ids - context_length))
    return phase + context_length * random.permutation(n_windows)


def evenly_spread(n_ids: int, context_length: int, n_windows: int) -> Starts:
    """Return at most `n_windows` beginnings, evenly over the text and without overlap: always the same."""
    n_windows = max(0, min(n_windows, (n_ids - 1) // context_length))
    return np.linspace(0, n_ids - context_length - 1, n_windows).astype(np.int64)


def non_overlapping(n_ids: int, context_length: int) -> Starts:
    """Return the beginnings of windows side by side over the whole text, the remainder left out."""
    return np.arange(0, n_ids - context_length, context_length)
