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
from proust_attention.parameters import under
from proust_attention.torch_model.attention import Attention, Maps
from proust_attention.torch_model.dropout import Masks, dropout
from proust_attention.torch_model.feed_forward import FeedForward
from proust_attention.torch_model.layer_norm import LayerNorm


class Block(nn.Module):
    """One layer of the machine. `name` is its own, "blocks.0", for the masks."""

    def __init__(self, config: ModelConfig, values: Mapping[str, np.ndarray], name: str) -> None:
        super().__init__()
        self.name = name
        self.norm_placement = config.norm_placement
        self.attention = Attention(config, under(values, "attention"), f"{name}.attention")
        self.feed_forward = FeedForward(config, under(values, "feed_forward"), f"{name}.feed_forward")
        self.norm_1 = LayerNorm(under(values, "norm_1"))
        self.norm_2 = LayerNorm(under(values, "norm_2"))

    def forward(
        self, x: Float[Tensor, "B T D"], masks: Masks | None = None, return_attention: bool = False
    ) -> tuple[Float[Tensor, "B T D"], Maps | None]:
        """Return the residual stream after this block and, where they are asked for, the attention maps."""
        if self.norm_placement == "pre":
            gathered, maps = self.attention(self.norm_1(x), masks, return_attention)
            x = x + dropout(gathered, f"{self.name}.attention.residual", masks)
            thought = self.feed_forward(self.norm_2(x), masks)
            x = x + dropout(thought, f"{self.name}.feed_forward.residual", masks)
        else:
            gathered, maps = self.attention(x, masks, return_attention)
            x = self.norm_1(x + dropout(gathered, f"{self.name}.attention.residual", masks))
            thought = self.feed_forward(x, masks)
            x = self.norm_2(x + dropout(thought, f"{self.name}.feed_forward.residual", masks))
        return x, maps
