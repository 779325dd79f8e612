"""Block: attention, then feed-forward, each added to what was there.

# Class Notes

A block never replaces a vector, it adds to it. The sum that runs through all blocks is the residual stream;
every sub-layer reads it and writes its finding back.

    post (2017)   x = norm(x + sublayer(x))
    pre           x = x + sublayer(norm(x))

    paper: sub-layer, residual connection   Vaswani et al. 2017, section 3.1; pre-norm: Xiong et al. 2020

The gradient. z = x + f(x): x is in z twice, so what arrives at z goes both ways, and adds up where they meet:

    dx = dz + f'(x)ᵀ·dz          f'(x): the table of all ∂f_j/∂x_i, the Jacobian

The first term is the open road: whatever f does, the gradient also passes unchanged. In a pre-norm machine that
road leads from the last block to the embedding without a single factor in between; each block only adds its own
part.

In a post-norm machine the layer norm stands in the road. Its backward multiplies by γ·r, r = 1/deviation, at every
sum and with no way around. At the start γ is 1; if x and f(x) are independent and of variance 1, their sum has
variance 2, and the norm divides the gradient by √2 each time: after L blocks, of two sums each, what comes by the
road is 2^(-L) of what it was. Late layers have large gradients, early ones small. Training is the less stable for
it, above all at its beginning, and the warm-up is there for that (Xiong et al. 2020); with the article's two
blocks the factor is a quarter, and it can be borne.

A worked example: a pre-norm block whose W_O and W_2 are 0 adds nothing, and the gradient passes untouched.

>>> from proust_attention import parameters
>>> config = ModelConfig(vocab_size=3, d_model=2, n_heads=1, n_layers=1, d_ff=3, norm_placement="pre")
>>> weights = under(parameters.initial(config, scheme="scaled"), "blocks.0")
>>> x = np.array([[[1.0, 2.0], [3.0, 5.0]]])
>>> y, saved = forward(x, weights, config, None)
>>> d_x, gradients = backward(saved, np.array([[[10.0, 20.0], [30.0, 40.0]]]))
>>> y.tolist(), d_x.tolist()
([[[1.0, 2.0], [3.0, 5.0]]], [[[10.0, 20.0], [30.0, 40.0]]])
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from proust_attention.config import ModelConfig
from proust_attention.numpy_model import attention, dropout, feed_forward, layer_norm
from proust_attention.numpy_model.attention import Rotation
from proust_attention.numpy_model.dropout import Array, Masks
from proust_attention.parameters import under

Stream = Float[np.ndarray, "B T D"]


@dataclass(frozen=True)
class Saved:
    """What the backward needs."""

    before: Stream  # the residual stream: before the block, between its two sums, after it
    between: Stream
    after: Stream
    norm_placement: str
    attention: attention.Saved
    attention_mask: Array | None
    norm_1: layer_norm.Saved
    feed_forward: feed_forward.Saved
    feed_forward_mask: Array | None
    norm_2: layer_norm.Saved


def forward(
    x: Stream,
    weights: Mapping[str, Array],
    config: ModelConfig,
    rotation: Rotation | None,
    masks: Masks | None = None,
    name: str = "",
) -> tuple[Stream, Saved]:
    """Return the residual stream after this block. `name` is the block's own, "blocks.0", for the masks."""
    norm_1, norm_2 = under(weights, "norm_1"), under(weights, "norm_2")

    def attend(x: Stream) -> tuple[Stream, attention.Saved, Array | None]:
        part = f"{name}.attention"
        gathered, saved = attention.forward(
            x, under(weights, "attention"), config.n_heads, rotation, config.qk_norm, masks, part
        )
        gathered, mask = dropout.forward(gathered, f"{part}.residual", masks)
        return gathered, saved, mask

    def think(x: Stream) -> tuple[Stream, feed_forward.Saved, Array | None]:
        part = f"{name}.feed_forward"
        thought, saved = feed_forward.forward(x, under(weights, "feed_forward"), config.activation, masks, part)
        thought, mask = dropout.forward(thought, f"{part}.residual", masks)
        return thought, saved, mask

    if config.norm_placement == "pre":
        normed, saved_norm_1 = layer_norm.forward(x, norm_1)
        gathered, saved_attention, attention_mask = attend(normed)
        between = x + gathered
        normed, saved_norm_2 = layer_norm.forward(between, norm_2)
        thought, saved_feed_forward, feed_forward_mask = think(normed)
        after = between + thought
    else:
        gathered, saved_attention, attention_mask = attend(x)
        between, saved_norm_1 = layer_norm.forward(x + gathered, norm_1)
        thought, saved_feed_forward, feed_forward_mask = think(between)
        after, saved_norm_2 = layer_norm.forward(between + thought, norm_2)
    return after, Saved(
        x,
        between,
        after,
        config.norm_placement,
        saved_attention,
        attention_mask,
        saved_norm_1,
        saved_feed_forward,
        feed_forward_mask,
        saved_norm_2,
    )


def backward(saved: Saved, d_x: Stream) -> tuple[Stream, dict[str, Array]]:
    """Return the gradients by the stream before this block and by its weights."""

    def attend_backward(d: Stream) -> tuple[Stream, dict[str, Array]]:
        return attention.backward(saved.attention, dropout.backward(saved.attention_mask, d))

    def think_backward(d: Stream) -> tuple[Stream, dict[str, Array]]:
        return feed_forward.backward(saved.feed_forward, dropout.backward(saved.feed_forward_mask, d))

    if saved.norm_placement == "pre":
        d_normed, d_feed_forward = think_backward(d_x)  # after = between + thought
        d_through_norm, d_norm_2 = layer_norm.backward(saved.norm_2, d_normed)  # normed = norm_2(between)
        d_between = d_x + d_through_norm  # between is in after twice: both ways meet
        d_normed, d_attention = attend_backward(d_between)  # between = x + gathered
        d_through_norm, d_norm_1 = layer_norm.backward(saved.norm_1, d_normed)  # normed = norm_1(x)
        d_x = d_between + d_through_norm
    else:
        d_sum, d_norm_2 = layer_norm.backward(saved.norm_2, d_x)  # after = norm_2(between + thought)
        d_thinking, d_feed_forward = think_backward(d_sum)  # thought = think(between)
        d_between = d_sum + d_thinking
        d_sum, d_norm_1 = layer_norm.backward(saved.norm_1, d_between)  # between = norm_1(x + gathered)
        d_attending, d_attention = attend_backward(d_sum)  # gathered = attend(x)
        d_x = d_sum + d_attending
    parts = {"attention": d_attention, "feed_forward": d_feed_forward, "norm_1": d_norm_1, "norm_2": d_norm_2}
    return d_x, {f"{part}.{name}": d for part, gradients in parts.items() for name, d in gradients.items()}
