"""Going on from another machine: its weights under a new alphabet.

Two texts seldom have the same symbols. A symbol that both have keeps what the machine knows of it: its row of the
embedding and its column of the output projection. One that is new begins as all symbols once did. Every other
weight is taken over as it is; the optimizer begins with no memory.
"""

from dataclasses import dataclass, replace

import numpy as np

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.config import ModelConfig
from proust_attention.tokenizer import CharacterTokenizer

ROWS, COLUMNS = "embedding.token_embedding", "output_projection"  # (V, D), (D, V)


@dataclass(frozen=True)
class Inheritance:
    """Weights to begin with, and the symbols that they know."""

    model: ModelConfig
    values: dict[str, np.ndarray]
    shared: str
    new: str  # to the machine
    left: str  # the machine knew them, the text has none


def inherit(source: RunFolder, tokenizer: CharacterTokenizer, seed: int) -> Inheritance:
    """Fit the weights of a run to the symbols of another text. Raises InputError if the run is damaged."""
    known, wanted = source.tokenizer.symbols, tokenizer.symbols
    model = replace(source.config.model, vocab_size=len(wanted))
    old = source.weights()
    drawn = parameters.initial(model, seed, scheme=source.config.training.initialisation)
    values = {**old, ROWS: drawn[ROWS], COLUMNS: drawn[COLUMNS]}
    shared = [symbol for symbol in wanted if symbol in known]
    here = [wanted.index(symbol) for symbol in shared]
    there = [known.index(symbol) for symbol in shared]
    values[ROWS][here] = old[ROWS][there]
    values[COLUMNS][:, here] = old[COLUMNS][:, there]
    new = "".join(symbol for symbol in wanted if symbol not in known)
    left = "".join(symbol for symbol in known if symbol not in wanted)
    return Inheritance(model, values, "".join(shared), new, left)
