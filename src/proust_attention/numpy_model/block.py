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

In a post-norm machine the layer norm stands in the road. Its backward multiplies by γ·r, r = 1/standard deviation,
at every sum and with no way around. At the start γ is 1. If x has variance 1 and f(x), independent of it, the
variance v, their sum has variance 1 + v, and r is 1/√(1 + v). So it depends on v, on how much the sub-layers
write, and that on the initial weights. Here is a post-norm machine of eight blocks and the article's sizes, before
training, from the last block to the first: r of norm_2 and of norm_1 (each the mean over the positions), and the
length of the gradient with respect to what the block receives, where that of what the last block returns is 1. The
road is the product of all r.

>>> from proust_attention import parameters
>>> from proust_attention.numpy_model import Transformer, cross_entropy
>>> def table(standard_deviation):                          # of a matrix (in, out), given `in`
...     config, random = ModelConfig(vocab_size=94, n_layers=8, dropout=0.0), np.random.default_rng(0)
...     values = parameters.initial(config, dtype=np.float64)
...     for name, W in values.items():
...         if name.startswith("blocks.") and W.ndim == 2:
...             values[name] = random.normal(0, standard_deviation(len(W)), W.shape)
...     machine, ids = Transformer(config, values), random.integers(0, 94, (4, 65))
...     logits, saved = machine.forward(ids[:, :-1])
...     _, saved_loss = cross_entropy.forward(logits, ids[:, 1:])
...     road, at_the_end = 1.0, 0.0
...     for part, d_x, _ in machine.backward_parts(saved, cross_entropy.backward(saved_loss)):
...         if part == "final_norm":
...             at_the_end = np.linalg.norm(d_x)
...         elif part.startswith("blocks."):
...             block = saved.blocks[int(part[7:])]
...             r_2, r_1 = block.norm_2.reciprocal.mean(), block.norm_1.reciprocal.mean()
...             road *= r_2 * r_1
...             print(f"{part}   r {r_2:.2f} {r_1:.2f}   |dx| {np.linalg.norm(d_x) / at_the_end:.2f}")
...     print(f"the road: {road:.3f}")

With the article's initial weights, of standard deviation 0.02, the sub-layers write next to nothing, and nothing
fades, over eight blocks or over the article's two. (Embedding and positions together have a standard deviation
below 1; so the r of the first norm is above 1.)

>>> table(lambda n_in: 0.02)
blocks.7   r 1.00 1.00   |dx| 1.00
blocks.6   r 1.00 1.00   |dx| 1.00
blocks.5   r 1.00 1.00   |dx| 0.99
blocks.4   r 1.00 1.00   |dx| 0.99
blocks.3   r 1.00 1.00   |dx| 0.99
blocks.2   r 1.00 1.00   |dx| 0.99
blocks.1   r 0.99 1.00   |dx| 0.98
blocks.0   r 0.99 1.58   |dx| 1.55
the road: 1.513

With weights of standard deviation 1/√in a product has the size of what went in, and v is no longer small. The road
alone multiplies by 0.024. (At v = 1 each norm would divide by √2, and L blocks by 2^L: here by 256.)
What arrives by both ways, |dx|, falls no lower than 0.47 and rises again, for f'(x)ᵀ·dz is added at every sum:

>>> table(lambda n_in: n_in**-0.5)
blocks.7   r 0.82 0.74   |dx| 0.77
blocks.6   r 0.81 0.73   |dx| 0.60
blocks.5   r 0.80 0.70   |dx| 0.47
blocks.4   r 0.86 0.71   |dx| 0.48
blocks.3   r 0.77 0.73   |dx| 0.49
blocks.2   r 0.81 0.75   |dx| 0.52
blocks.1   r 0.84 0.72   |dx| 0.60
blocks.0   r 0.80 1.18   |dx| 0.90
the road: 0.024

So what a post-norm machine does to its gradients depends on how much its sub-layers write, at the start and later.
(docs/lab/prenorm.md has r and |dx| of machines that learn, from both kinds of initial weights.)
Xiong et al. (2020), with Xavier's initial weights (for square matrices those of the second table), find large
gradients in the last layers of a post-norm machine at the start, and that it is these that make a warm-up
necessary; in pre-norm they find neither.

A worked example of one block: a pre-norm block whose W_O and W_2 are 0 adds nothing, and the gradient passes
untouched.

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
from proust_attention.interventions import Interventions
from proust_attention.numpy_model import attention, feed_forward, layer_norm
from proust_attention.numpy_model.attention import Rotation
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.parameters import under
from proust_attention.shown import short_repr

Stream = Float[np.ndarray, "B T D"]


@dataclass(frozen=True)
class Saved:
    """What the backward needs: of every part, what that part's backward needs."""

    norm_placement: str
    attention: attention.Saved
    norm_1: layer_norm.Saved
    feed_forward: feed_forward.Saved
    norm_2: layer_norm.Saved
    hooks: Hooks

    __repr__ = short_repr


def forward(
    x: Stream,
    weights: Mapping[str, Array],
    config: ModelConfig,
    rotation: Rotation | None,
    interventions: Interventions | None = None,
    name: str = "",
) -> tuple[Stream, Saved]:
    """Return the residual stream after this block. `name` is the block's own, "blocks.0"."""
    hooks = Hooks(name, interventions)
    norm_1, norm_2 = under(weights, "norm_1"), under(weights, "norm_2")

    def attend(x: Stream) -> tuple[Stream, attention.Saved]:
        own, part = under(weights, "attention"), f"{name}.attention"
        return attention.forward(x, own, config.n_heads, rotation, config.qk_norm, interventions, part)

    def feed(x: Stream) -> tuple[Stream, feed_forward.Saved]:
        own, part = under(weights, "feed_forward"), f"{name}.feed_forward"
        return feed_forward.forward(x, own, config.activation, interventions, part)

    if config.norm_placement == "pre":
        normed, saved_norm_1 = layer_norm.forward(x, norm_1, config)
        gathered, saved_attention = attend(hooks("norm_1", normed))
        between = hooks("between", x + gathered)
        normed, saved_norm_2 = layer_norm.forward(between, norm_2, config)
        fed, saved_feed_forward = feed(hooks("norm_2", normed))
        after = hooks("after", between + fed)
    else:
        gathered, saved_attention = attend(x)
        normed, saved_norm_1 = layer_norm.forward(x + gathered, norm_1, config)
        between = hooks("between", normed)
        fed, saved_feed_forward = feed(between)
        normed, saved_norm_2 = layer_norm.forward(between + fed, norm_2, config)
        after = hooks("after", normed)
    return after, Saved(
        config.norm_placement, saved_attention, saved_norm_1, saved_feed_forward, saved_norm_2, hooks
    )


def backward(saved: Saved, d_after: Stream) -> tuple[Stream, dict[str, Array]]:
    """Return the gradients with respect to the stream before this block and to its weights, as they arise."""
    hooks = saved.hooks
    if saved.norm_placement == "pre":
        d_sum = hooks.backward("after", d_after)  # after = hooks("after", between + fed)
        d_normed, d_feed_forward = feed_forward.backward(saved.feed_forward, d_sum)  # fed = feed(normed)
        d_normed = hooks.backward("norm_2", d_normed)  # hooks("norm_2", normed)
        d_through_norm, d_norm_2 = layer_norm.backward(saved.norm_2, d_normed)  # normed = norm_2(between)
        d_between = d_sum + d_through_norm  # between is in after twice: both ways meet
        d_sum = hooks.backward("between", d_between)  # between = hooks("between", x + gathered)
        d_normed, d_attention = attention.backward(saved.attention, d_sum)  # gathered = attend(normed)
        d_normed = hooks.backward("norm_1", d_normed)  # hooks("norm_1", normed)
        d_through_norm, d_norm_1 = layer_norm.backward(saved.norm_1, d_normed)  # normed = norm_1(x)
        d_x = d_sum + d_through_norm
        parts = {"feed_forward": d_feed_forward, "norm_2": d_norm_2, "attention": d_attention, "norm_1": d_norm_1}
    else:
        d_normed = hooks.backward("after", d_after)  # after = hooks("after", normed)
        d_sum, d_norm_2 = layer_norm.backward(saved.norm_2, d_normed)  # normed = norm_2(between + fed)
        d_fed, d_feed_forward = feed_forward.backward(saved.feed_forward, d_sum)  # fed = feed(between)
        d_between = d_sum + d_fed  # between is in after twice: both ways meet
        d_normed = hooks.backward("between", d_between)  # between = hooks("between", normed)
        d_sum, d_norm_1 = layer_norm.backward(saved.norm_1, d_normed)  # normed = norm_1(x + gathered)
        d_gathered, d_attention = attention.backward(saved.attention, d_sum)  # gathered = attend(x)
        d_x = d_sum + d_gathered
        parts = {"norm_2": d_norm_2, "feed_forward": d_feed_forward, "norm_1": d_norm_1, "attention": d_attention}
    return d_x, {f"{part}.{name}": d for part, gradients in parts.items() for name, d in gradients.items()}
