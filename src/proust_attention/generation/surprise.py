"""Surprise: how little the machine expected each token of a text.

# Class Notes

    surprise of a token = -log p(token | what the machine sees before it)        in nats; / log 2 in bits

It is the machine's own p, temperature 1 and nothing cut off, whatever a text was written with. 0 is a token that
it was sure of; at log V (4.5 nats for 94 symbols) it had as good as no idea. The sum over a text, divided by its
characters, is its loss; exp of that is the perplexity: so many equally likely characters would leave one as
unsure.

What the machine sees is what it would see if it wrote: at most the context, and when that is full the last half of
it (context.py). Each window that begins so is read once, and predicts all tokens up to the next cut; behind
the first, only the last T/2 + 1 of its T positions are new. In evaluation/ that is a stride of T/2 + 1.
Before the very first token stands nothing, so nothing can be said of it.

    Shannon 1951
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

import numpy as np
from jaxtyping import Float, Int, Integer

from proust_attention.config import ModelConfig
from proust_attention.devices import Hardware
from proust_attention.errors import needs_extra
from proust_attention.generation.context import window_start
from proust_attention.numpy_model import Transformer, cross_entropy

Forward = Callable[[Int[np.ndarray, "B T"]], Float[np.ndarray, "B T V"]]  # from ids to logits


def of_text(
    config: ModelConfig,
    values: Mapping[str, np.ndarray],
    ids: Integer[np.ndarray, " N"],
    engine: str = "numpy",
    device: str = "auto",
) -> Float[np.ndarray, " N"]:
    """Return the surprise of every token but the first, for which it is nan; in nats, float64.

    Raises what `forward_of` raises.
    """
    return np.concatenate([np.full(1, np.nan)[: len(ids)], *in_windows(config, values, ids, engine, device)])


def in_windows(
    config: ModelConfig,
    values: Mapping[str, np.ndarray],
    ids: Integer[np.ndarray, " N"],
    engine: str = "numpy",
    device: str = "auto",
) -> Iterator[Float[np.ndarray, " n"]]:
    """Yield the same, without that of the first token, window by window: whoever has heard enough may leave.

    Raises what `forward_of` raises.
    """
    forward, wide = forward_of(config, values, engine, device), ids.astype(np.int64)[None]
    for begin, first, end in windows(len(ids), config.context_length):
        logits = forward(wide[:, begin : end - 1])  # (1, T, V)
        new = logits[:, first - begin - 1 :].astype(np.float64)
        yield cross_entropy.each(new, wide[:, first:end])[0]


def forward_of(config: ModelConfig, values: Mapping[str, np.ndarray], engine: str, device: str) -> Forward:
    """Return the forward of an engine, on a device. Raises InputError if one is not there; MissingExtraError."""
    hardware = Hardware(engine, device)
    if hardware.engine_name == "numpy":
        machine = Transformer(config, values)
        return lambda ids: machine.forward(ids)[0]
    with needs_extra("torch"):
        from proust_attention.generation.torch_forward import forward_of
    return forward_of(config, values, hardware.device)


def windows(n: int, context_length: int) -> Iterator[tuple[int, int, int]]:
    """Yield (begin, first, end): a window from `begin` predicts the tokens from `first` up to `end`.

    >>> list(windows(12, context_length=6))
    [(0, 1, 7), (4, 7, 11), (8, 11, 12)]
    """
    for begin, places in groupby(range(1, n), lambda place: window_start(place, context_length)):
        first, *_ = together = list(places)
        yield begin, first, together[-1] + 1


def of_drawn(logits: Float[np.ndarray, "N V"], ids: Int[np.ndarray, " N"]) -> Float[np.ndarray, " N"]:
    """Return the surprise of one drawn symbol of each of N texts."""
    return cross_entropy.each(logits[None].astype(np.float64), ids[None])[0]
