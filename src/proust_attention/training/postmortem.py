"""After a divergence: which array was the first to hold NaN or infinity, or else which weights moved too far.

A loss that is infinite, or NaN, or beyond all bounds, says that something went wrong, not where. With the weights
from before the bad step the machine computes that step once more, in NumPy, where every array can be looked at:
the weights, those of the forward pass from part to part, the loss, the gradients of the backward pass. (Without
interventions, and without dropout, whose masks belong to the engine: they seldom make the difference.) Where all
of them are finite, the step before is to blame: the group of weights is named that it moved most.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from proust_attention.batches import Batch
from proust_attention.config import ModelConfig
from proust_attention.inspection.trace import backward_steps, forward_steps
from proust_attention.training.groups import Groups


class Cause(NamedTuple):
    """The first array that went wrong, or the group of weights that did."""

    array: str
    layer: str  # in words
    what: str  # a sentence


def find_cause(config: ModelConfig, weights: Mapping[str, np.ndarray], batch: Batch, groups: Groups) -> Cause:
    """Say what went wrong in a step; `weights` are those before it, `groups` says how they got there."""
    return _first_bad_array(config, weights, batch) or _most_moved(groups, config.n_layers)


def _first_bad_array(config: ModelConfig, weights: Mapping[str, np.ndarray], batch: Batch) -> Cause | None:
    """Return the first array of a step that holds NaN or infinity, or None if all of them are finite."""
    with np.errstate(all="ignore"):
        for name, kind, array in _arrays(config, weights, batch):
            bad = array.size - int(np.isfinite(array).sum())
            if bad:
                of_them = "infinite" if np.isinf(array).any() else "NaN"
                what = f"{kind} {name}: {bad:,} of its {array.size:,} values are {of_them}"
                return Cause(name, layer_of(name, config.n_layers), what)
    return None


def _most_moved(groups: Groups, n_layers: int) -> Cause:
    """Return the group of weights that a step moved most."""
    if not groups:
        return Cause("", "", "every array was finite, and of the step before it nothing is known")
    name = max(groups, key=lambda group: groups[group]["update_ratio"])
    ratio = groups[name]["update_ratio"]
    what = f"every array was finite, but in the step before it {name} moved most, by {ratio:.0%} of its size"
    return Cause(name, layer_of(name, n_layers), what)


def _arrays(
    config: ModelConfig, weights: Mapping[str, np.ndarray], batch: Batch
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield name, kind and values of every array, in the order in which a step makes them."""
    for name, array in weights.items():
        yield name, "the weight", array
    for step in forward_steps(config, weights, batch.inputs)[0]:
        yield step.name, "in the forward pass,", step.array
    loss, gradients = backward_steps(config, weights, batch.inputs, batch.targets)
    yield "loss", "the mean of", np.array([loss])
    for step in gradients:
        yield step.name, "the gradient with respect to", step.array


def layer_of(name: str, n_layers: int) -> str:
    """Say in words where an array belongs.

    >>> layer_of("blocks.1.attention.query", 2)
    'layer 1 of 0 to 1'
    >>> layer_of("output_projection", 2)
    'the output, after the last layer'
    """
    if name.startswith("blocks."):
        return f"layer {name.split('.')[1]} of 0 to {n_layers - 1}"
    before = name.startswith("embedding") or name == "token_ids"
    return "the embedding, before the first layer" if before else "the output, after the last layer"
