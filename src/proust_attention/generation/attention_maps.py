"""The attention maps of a text: for every head, how much of each position goes into each later one.

>>> from proust_attention import parameters
>>> config = ModelConfig(vocab_size=5, d_model=8, n_heads=2, n_layers=1, d_ff=8)
>>> of_text(config, parameters.initial(config), np.array([3, 1, 4])).shape
(1, 2, 3, 3)
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig
from proust_attention.errors import InputError
from proust_attention.numpy_model import Transformer
from proust_attention.parts import block_names


def of_text(
    config: ModelConfig, values: Mapping[str, np.ndarray], ids: Int[np.ndarray, " T"]
) -> Float[np.ndarray, "L H T S"]:
    """Return the attention weights of all layers. Raises InputError for no tokens, or more than the context."""
    if not 0 < len(ids) <= config.context_length:
        raise InputError(
            f"the text has {len(ids)} tokens; give 1 to {config.context_length}, which are seen at once"
        )
    maps = {}

    def kept(name: str) -> object:
        def keep(weights: np.ndarray) -> tuple[np.ndarray, None]:
            maps[name] = weights[0]  # of one text
            return weights, None

        return keep

    names = [f"{block}.attention.weights" for block in block_names(config)]
    Transformer(config, values).forward(ids[None], interventions={name: kept(name) for name in names})
    return np.stack([maps[name] for name in names])
