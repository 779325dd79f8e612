"""Going on from another machine: its weights under a new vocabulary.

Two texts seldom have the same symbols. A piece that both tokenizers have keeps what the machine knows of it: its
row of the embedding and its column of the output projection. One that is new begins as all once did. Every other
weight is taken over as it is; the optimizer begins with no memory.

The shape stays, for the weights have it. No weight knows how long the context is: where positions are rotations of
queries and keys, only the distance of two tokens counts, and a longer context is one more thing to learn. With a
table of positions, added to the embedding, places that the machine has never seen would mean nothing to it.
"""

from dataclasses import dataclass, replace

import numpy as np

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.config import ModelConfig
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer

ROWS, COLUMNS = "embedding.token_embedding", "output_projection"  # (V, D), (D, V)


@dataclass(frozen=True)
class Inheritance:
    """Weights to begin with, and the pieces that they know."""

    model: ModelConfig
    values: dict[str, np.ndarray]
    shared: list[str]
    new: list[str]  # to the machine
    left: list[str]  # the machine knew them, the text has none

    __repr__ = short_repr


def may_change(model: ModelConfig) -> tuple[str, ...]:
    """Return the settings of its shape that a machine may change when it goes on."""
    return ("dropout", "context_length") if model.positions == "rotary" else ("dropout",)


def inherit(source: RunFolder, tokenizer: Tokenizer, seed: int) -> Inheritance:
    """Fit the weights of a run to the tokens of another text. Raises InputError if the run is damaged."""
    known, wanted = ({piece: id_ for id_, piece in enumerate(one.pieces)} for one in (source.tokenizer, tokenizer))
    model = replace(source.config.model, vocab_size=len(wanted))
    old = source.weights()
    drawn = parameters.initial(model, seed, scheme=source.config.training.initialisation)
    values = {**old, ROWS: drawn[ROWS], COLUMNS: drawn[COLUMNS]}
    shared = [piece for piece in wanted if piece in known]
    here, there = [wanted[piece] for piece in shared], [known[piece] for piece in shared]
    values[ROWS][here] = old[ROWS][there]
    values[COLUMNS][:, here] = old[COLUMNS][:, there]
    new = [piece for piece in wanted if piece not in known]
    left = [piece for piece in known if piece not in wanted]
    return Inheritance(model, values, shared, new, left)
