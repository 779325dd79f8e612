"""Gradcheck: three witnesses for every gradient.

# Class Notes

A gradient derived by hand is easily wrong, and a machine with a wrong gradient still learns something: nothing
breaks, it is only worse. So each weight's gradient is held against two others that know nothing of the
derivation:

- **central differences**, the definition itself: move one number θ of the weight by h up and down, and see what
  the loss does,

      dL/dθ ≈ (L(θ + h) - L(θ - h)) / 2h

  The error falls with h² (the terms in h cancel), but rounding grows with 1/h: at h = 1e-5, in float64, both are
  near 1e-10, which for gradients of the size of 1e-2 leaves some eight digits; so 1e-6 is allowed. A few numbers
  are sampled of each weight. Where the step makes some z of relu(z) change its sign, the difference quotient
  looks at two sides of a corner (of the slope's corner, for the square) and means nothing: that number is drawn
  again, and counted.

- **autograd**, where PyTorch is installed: the same weights in the other engine, which differentiates the plain
  formulas. To train faster, that engine is handed two of our derivations (in its qk_norm.py and feed_forward.py);
  here it does without, or it would only repeat our mistakes.

The error is max|Δ| / max|gradient| over a weight: relative to what the weight's gradient is like, and not to each
single number of it, for some are 0. The weights should be random and of ordinary size: at initial ones, zeros and
ones hide errors.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from proust_attention import parameters, parts
from proust_attention.config import ModelConfig
from proust_attention.errors import MissingExtraError, needs_extra
from proust_attention.interventions import Interventions
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.numpy_model.interventions import Array

STEP = 1e-5
TOLERANCE_OF_DIFFERENCES = 1e-6
TOLERANCE_OF_AUTOGRAD = 1e-10


@dataclass(frozen=True)
class Row:
    """What the witnesses found for one weight."""

    name: str
    largest: float  # max|gradient|, derived by hand
    differences_error: float
    sampled: int
    redrawn: int  # numbers whose step crossed a corner of relu
    autograd_error: float | None  # None: PyTorch is not installed

    @property
    def passed(self) -> bool:
        """Whether every witness agrees."""
        agrees = self.autograd_error is None or self.autograd_error <= TOLERANCE_OF_AUTOGRAD
        return self.differences_error <= TOLERANCE_OF_DIFFERENCES and agrees


def random_values(config: ModelConfig, seed: int = 0) -> dict[str, Float[np.ndarray, "..."]]:
    """Return weights of ordinary size, none of them zero, float64."""
    random = np.random.Generator(np.random.Philox(seed))
    around = {
        weight.name: weight.normal.value if isinstance(weight.normal, parts.Constant) else 0.0
        for weight in parts.machine(config).weights
    }
    return {name: random.normal(around[name], 0.3, shape) for name, shape in parameters.shapes(config).items()}


@dataclass(frozen=True)
class Example:
    """What the gradients are computed on: a batch, and interventions (say, the masks of dropout) or none."""

    inputs: Int[np.ndarray, "B T"]
    targets: Int[np.ndarray, "B T"]
    interventions: Interventions | None = None


def gradcheck(
    config: ModelConfig, values: Mapping[str, Array], example: Example, samples: int = 20, seed: int = 0
) -> list[Row]:
    """Return a row for every weight, in the order of parameters.py. `values` are float64."""
    by_hand = gradients_by_hand(config, values, example)
    by_autograd = gradients_by_autograd(config, values, example)
    random = np.random.Generator(np.random.Philox(seed))
    rows = []
    for name, gradient in by_hand.items():
        largest = float(np.abs(gradient).max())
        scale = largest or 1.0  # no gradient at all: then the error is not relative
        errors: list[float] = []
        redrawn = 0
        for place in random.permutation(gradient.size):
            if len(errors) == samples:
                break
            quotient = central_difference(config, values, name, int(place), example)
            if quotient is None:
                redrawn += 1
            else:
                errors.append(abs(quotient - gradient.flat[place]))
        autograd_error = None
        if by_autograd is not None:
            autograd_error = float(np.abs(by_autograd[name] - gradient).max()) / scale
        worst = float(max(errors, default=math.inf)) / scale  # nothing could be checked: not passed
        rows.append(Row(name, largest, worst, len(errors), redrawn, autograd_error))
    return rows


def gradients_by_hand(
    config: ModelConfig, values: Mapping[str, Array], example: Example
) -> dict[str, Float[np.ndarray, "..."]]:
    """Return the gradient of the loss with respect to every weight, as numpy_model derives it."""
    machine = Transformer(config, values)
    logits, saved = machine.forward(example.inputs, example.interventions)
    _, saved_loss = cross_entropy.forward(logits, example.targets)
    return machine.backward(saved, cross_entropy.backward(saved_loss))


def gradients_by_autograd(
    config: ModelConfig, values: Mapping[str, Array], example: Example
) -> dict[str, Float[np.ndarray, "..."]] | None:
    """Return the same by PyTorch's autograd; None where PyTorch is not installed. Raises BrokenPackageError."""
    try:
        with needs_extra("torch"):
            from proust_attention.inspection.torch_gradients import gradients
    except MissingExtraError:
        return None
    return gradients(config, values, example.inputs, example.targets, example.interventions)


def central_difference(
    config: ModelConfig, values: Mapping[str, Array], name: str, place: int, example: Example
) -> float | None:
    """Return (L(θ + h) - L(θ - h)) / 2h for one number of one weight; None where relu has a corner between."""
    losses, signs = [], []
    for step in (STEP, -STEP):
        moved = values[name].copy()
        moved.flat[place] += step
        machine = Transformer(config, {**values, name: moved})
        logits, saved = machine.forward(example.inputs, example.interventions)
        losses.append(cross_entropy.forward(logits, example.targets)[0])
        signs.append([block.feed_forward.positive > 0 for block in saved.blocks])
    if any(not np.array_equal(up, down) for up, down in zip(*signs, strict=True)):
        return None
    return (losses[0] - losses[1]) / (2 * STEP)
