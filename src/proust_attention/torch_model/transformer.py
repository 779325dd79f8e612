"""Transformer: the whole machine, from symbols to what may come next.

# Class Notes

    ids (B, T) -> embedding -> block 0 ... block L-1 -> final norm -> output projection -> logits (B, T, V)

The idea: numpy_model/transformer.py. The parts and the weights are the same, under the same names and without a
transpose: `machine.blocks[0].attention.W_Q` is "blocks.0.attention.W_Q". What is missing is the backward. PyTorch
notes down each operation of the forward and, at `loss.backward()`, goes through its notes from the end to the
beginning, as the reference does by hand; what the reference returns as `saved` is kept in those notes.

With the article's 94 symbols and sizes the machine has 419,840 parameters.

    Vaswani et al. 2017; Radford et al. 2018 (decoder only)
"""

from collections.abc import Mapping
from typing import Literal, overload

import numpy as np
from jaxtyping import Float, Integer
from torch import Tensor, nn

from proust_attention import parameters, parts
from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions, check_names
from proust_attention.parameters import under
from proust_attention.torch_model.arrays import as_array, as_parameter
from proust_attention.torch_model.attention import Maps
from proust_attention.torch_model.block import Block
from proust_attention.torch_model.embedding import Embedding
from proust_attention.torch_model.interventions import hook
from proust_attention.torch_model.layer_norm import LayerNorm

Logits = Float[Tensor, "B T V"]


class Transformer(nn.Module):
    """The machine in PyTorch: `machine(token_ids)` -> logits.

    >>> import torch
    >>> config = ModelConfig(vocab_size=94)
    >>> machine = Transformer(config, parameters.initial(config))
    >>> tuple(machine(torch.zeros(3, 7, dtype=torch.int64)).shape)
    (3, 7, 94)
    """

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray], plain: bool = False) -> None:
        """Take the weights `values` (copied). Raises InputError if they do not fit `config`.

        `plain`: every formula as it is written in the notes, slower, and no gradient derived by hand.
        """
        super().__init__()
        parameters.check(config, values)
        self.config = config
        self.embedding = Embedding(config, under(values, "embedding"))
        names = parts.block_names(config)
        self.blocks = nn.ModuleList(Block(config, under(values, name), name, plain) for name in names)
        self.final_norm = LayerNorm(config, under(values, "final_norm"))
        self.output_projection = as_parameter(values["output_projection"])  # (D, V)

    @overload
    def forward(
        self,
        token_ids: Integer[Tensor, "B T"],
        interventions: Interventions | None = None,
        *,
        return_attention: Literal[False] = False,
    ) -> Logits: ...
    @overload
    def forward(
        self,
        token_ids: Integer[Tensor, "B T"],
        interventions: Interventions | None = None,
        *,
        return_attention: Literal[True],
    ) -> tuple[Logits, list[Maps]]: ...
    def forward(
        self,
        token_ids: Integer[Tensor, "B T"],
        interventions: Interventions | None = None,
        *,
        return_attention: bool = False,
    ) -> Logits | tuple[Logits, list[Maps]]:
        """Return the logits (B, T, V) and, where requested, each layer's attention maps (B, H, T, S).

        `interventions` say what becomes of arrays on the way, by their names (interventions.py). Raises InputError
        where T exceeds the context length, or an intervention has the name or the shape of no array.
        """
        check_names(interventions, self.config)
        parameters.check_length(token_ids.shape[1], self.config)
        x = self.embedding(token_ids, interventions)  # (B, T) -> (B, T, D)
        maps = []
        for block in self.blocks:
            x, attention_weights = block(x, interventions, return_attention)  # (B, T, D) -> (B, T, D)
            maps.append(attention_weights)
        normed = hook(self.final_norm(x), "final_norm", interventions)
        logits = normed @ self.output_projection  # (B, T, D) @ (D, V) -> (B, T, V)
        logits = hook(logits, "logits", interventions)
        return (logits, maps) if return_attention else logits

    def values(self) -> dict[str, Float[np.ndarray, "..."]]:
        """Return a copy of the weights as they are now, by name, in the order of `parameters.py`."""
        weights = dict(self.named_parameters())
        return {name: as_array(weights[name]) for name in parameters.shapes(self.config)}
