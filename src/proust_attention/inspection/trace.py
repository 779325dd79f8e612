"""Trace: every step of a text through the machine, and of the backward pass.

Each step is an array with its name, its formula and its shape in the alphabet of axes: B texts, T positions, S
positions looked at, D width, H heads, K width of a head, F hidden width, V tokens. Which steps there are, each
part declares (parts.py); what is shown are the very arrays that `numpy_model` computed, as they passed its hooks.

In the backward pass the gradients are shown in the order in which they arise, from the loss to the embedding:
those of the weights, as each part returned them; inside attention, those of its weights P and its scores Z,
between that of W_O and those of the three matrices before the scores; and the gradient with respect to what each
part received.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions, check_names
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.numpy_model.attention import softmax
from proust_attention.numpy_model.interventions import Array, Function, Hooks
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Step:
    """One array on the way."""

    name: str
    formula: str
    axes: str
    array: np.ndarray

    __repr__ = short_repr

    @property
    def norm(self) -> float:
        """The length of the array, all its numbers laid end to end."""
        return float(np.linalg.norm(self.array.astype(np.float64)))

    def values(self, count: int = 3) -> list[float]:
        """Return the first numbers of the last row: of an array over positions, at the last one."""
        last_row = self.array.reshape(-1, self.array.shape[-1])[-1]
        return [float(value) for value in last_row[:count]]


class Recorder:
    """Interventions that keep every array and its gradient, and change only what `interventions` change."""

    def __init__(self, interventions: Interventions | None = None) -> None:
        self.hooks = Hooks("", interventions)
        self.arrays: dict[str, Array] = {}
        self.gradients: dict[str, Array] = {}

    def get(self, name: str) -> Function:
        """Return what becomes of the array of this name: it is kept."""

        def kept(x: Array) -> tuple[Array, Array | None]:
            self.arrays[name] = y = self.hooks(name, x)
            return y, self.hooks.factors.get(name)

        return kept

    def gradient(self, name: str, d_x: Array) -> None:
        """Keep the gradient of the array of this name."""
        self.gradients[name] = d_x


def forward_steps(
    config: ModelConfig,
    values: Mapping[str, Array],
    token_ids: Int[np.ndarray, "B T"],
    interventions: Interventions | None = None,
) -> tuple[list[Step], Float[np.ndarray, " V"]]:
    """Return every step from the ids to the logits, and the probabilities of the token after the first text.

    Raises what the machine's forward raises.
    """
    check_names(interventions, config)
    recorder = Recorder(interventions)
    logits, _ = Transformer(config, values).forward(token_ids, recorder)
    steps = [
        Step(array.name, array.formula, array.axes, recorder.arrays[array.name])
        for array in parts.machine(config).arrays
    ]
    return [Step("token_ids", "", "B T", token_ids), *steps], softmax(logits[0, -1])


def backward_steps(
    config: ModelConfig,
    values: Mapping[str, Array],
    inputs: Int[np.ndarray, "B T"],
    targets: Int[np.ndarray, "B T"],
) -> tuple[float, list[Step]]:
    """Return the loss of predicting the targets, and every gradient in the order in which they arise.

    Of each part: the gradients with respect to its weights, then that with respect to its input, which is handed
    to the part before.
    """
    machine = Transformer(config, values)
    recorder = Recorder()
    logits, saved = machine.forward(inputs, recorder)
    loss, saved_loss = cross_entropy.forward(logits, targets)
    d_logits = cross_entropy.backward(saved_loss)
    axes = {weight.name: weight.axes for weight in parts.machine(config).weights}
    steps = [Step("logits", "(p - [v = target])/(B·T)", "B T V", d_logits)]
    for part, d_x, d_weights in machine.backward_parts(saved, d_logits):
        for name, d in d_weights.items():
            steps.append(Step(name, "with respect to this weight", axes[name], d))
            if name.endswith(".attention.W_O"):
                steps += _inside_attention(name.removesuffix(".W_O"), recorder.gradients)
        if d_x is not None:
            steps.append(Step(part, "with respect to its input", "B T D", d_x))
    return loss, steps


def _inside_attention(part: str, gradients: Mapping[str, Array]) -> list[Step]:
    formulas = {"weights": "dP = dO·Vᵀ", "scores": "dZ = P·(dP - Σ dP·P)"}
    return [
        Step(f"{part}.{name}", formula, "B H T S", gradients[f"{part}.{name}"])
        for name, formula in formulas.items()
    ]
