"""How long the gradient is in every layer: whether what is learned at the end reaches the beginning.

# Class Notes

The backward pass goes through the layers from the last to the first. What arrives at a layer is the gradient of
the loss with respect to what the layer returned; what it hands on, dx, that with respect to what it received; and
what it learns from, the gradients of its own weights. Of the last two the length (the root of the sum of squares)
is measured.

Of a post-norm layer there is also r = 1/standard deviation of what its norms receive, the factor by which their
backward pass multiplies (numpy_model/block.py). If a sub-layer writes as much as was there, r is 1/√2 = 0.71; if
it writes next to nothing, r is 1/(standard deviation of the stream), and that is 1 behind the first norm.

All of it in float64, by the gradients that were derived by hand, on the batch that the step would read, without
dropout.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from proust_attention.batches import Batch
from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions
from proust_attention.numpy_model import Transformer, cross_entropy


def gradient_norms(
    config: ModelConfig, values: Mapping[str, np.ndarray], batch: Batch, interventions: Interventions | None = None
) -> list[dict[str, Any]]:
    """Return of every layer, from the first, the norms of its gradients, and r of its two norms in a post-norm.

    A norm that is not finite is None.
    """
    machine = Transformer(config, {name: array.astype(np.float64) for name, array in values.items()})
    logits, saved = machine.forward(batch.inputs, interventions)
    _, saved_loss = cross_entropy.forward(logits, batch.targets)
    layers: list[dict[str, Any]] = []
    for part, d_x, d_weights in machine.backward_parts(saved, cross_entropy.backward(saved_loss)):
        if not part.startswith("blocks."):
            continue
        layer = int(part.removeprefix("blocks."))
        assert d_x is not None
        squares = sum(float(np.square(d).sum()) for d in d_weights.values())
        found: dict[str, Any] = {
            "layer": layer,
            "weights": _finite(squares**0.5),
            "input": _finite(float(np.linalg.norm(d_x))),
        }
        if config.norm_placement == "post":
            norms = saved.blocks[layer].norm_1, saved.blocks[layer].norm_2
            found["r"] = [_finite(float(norm.reciprocal.mean())) for norm in norms]
        layers.append(found)
    return layers[::-1]


def _finite(norm: float) -> float | None:
    """Return a norm, None where a machine has diverged: JSON has no other number for it."""
    return norm if math.isfinite(norm) else None
