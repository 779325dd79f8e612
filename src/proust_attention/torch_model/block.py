"""Block: attention, then feed-forward, each added to what was there.

# Class Notes

    post (2017)   x = norm(x + sublayer(x))
    pre           x = x + sublayer(norm(x))

What residual connections do to the gradient, and what post-norm does to that: numpy_model/block.py. Where x is
used twice, autograd adds up what comes back on both ways.

    paper: sub-layer, residual connection    Vaswani et al. 2017, section 3.1; pre-norm: Xiong et al. 2020
"""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float
from torch import Tensor, nn

from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.parameters import under
from proust_attention.torch_model.attention import Attention, Maps
from proust_attention.torch_model.feed_forward import FeedForward
from proust_attention.torch_model.interventions import hook
from proust_attention.torch_model.layer_norm import LayerNorm


class Block(nn.Module):
    """One layer of the machine. `name` is its own, "blocks.0", for the interventions."""

    def __init__(
        self, config: ModelConfig, values: Mapping[str, np.ndarray], name: str, plain: bool = False
    ) -> None:
        super().__init__()
        self.name = name
        self.norm_placement = config.norm_placement
        self.attention = Attention(config, under(values, "attention"), f"{name}.attention", plain)
        self.feed_forward = FeedForward(config, under(values, "feed_forward"), f"{name}.feed_forward", plain)
        self.norm_1 = LayerNorm(config, under(values, "norm_1"))
        self.norm_2 = LayerNorm(config, under(values, "norm_2"))

    def forward(
        self, x: Float[Tensor, "B T D"], interventions: Interventions | None = None, return_attention: bool = False
    ) -> tuple[Float[Tensor, "B T D"], Maps | None]:
        """Return the residual stream after this block and, where requested, the attention maps."""
        if self.norm_placement == "pre":
            normed = hook(self.norm_1(x), f"{self.name}.norm_1", interventions)
            gathered, maps = self.attention(normed, interventions, return_attention)
            x = hook(x + gathered, f"{self.name}.between", interventions)
            normed = hook(self.norm_2(x), f"{self.name}.norm_2", interventions)
            x = hook(x + self.feed_forward(normed, interventions), f"{self.name}.after", interventions)
        else:
            gathered, maps = self.attention(x, interventions, return_attention)
            x = hook(self.norm_1(x + gathered), f"{self.name}.between", interventions)
            fed = self.feed_forward(x, interventions)
            x = hook(self.norm_2(x + fed), f"{self.name}.after", interventions)
        return x, maps
