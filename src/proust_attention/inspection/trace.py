"""Trace: the whole journey of a text through the machine, and the way back.

Each step is an array with its name, its formula and its shape in the alphabet of axes: B texts, T positions,
S positions looked at, D width, H heads, K width of a head, F hidden width, V symbols. What is shown is what
`numpy_model` computed: the arrays of `saved`, and on the way back the gradients that each part returned.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import ModelConfig
from proust_attention.numpy_model import Transformer, block, cross_entropy
from proust_attention.numpy_model.attention import softmax
from proust_attention.numpy_model.dropout import Array


@dataclass(frozen=True)
class Step:
    """One array on the way."""

    name: str
    formula: str
    axes: str
    array: np.ndarray

    @property
    def norm(self) -> float:
        """The length of the array, all its numbers laid end to end."""
        return float(np.linalg.norm(self.array.astype(np.float64)))

    def values(self, count: int = 3) -> list[float]:
        """Return the first numbers of the last row: of an array over positions, at the last one."""
        last_row = self.array.reshape(-1, self.array.shape[-1])[-1]
        return [float(value) for value in last_row[:count]]


def forward_steps(
    config: ModelConfig, values: Mapping[str, Array], token_ids: Int[np.ndarray, "B T"]
) -> tuple[list[Step], Float[np.ndarray, " V"]]:
    """Return every step from the ids to the logits, and the probabilities of the symbol after the first text."""
    logits, saved = Transformer(config, values).forward(token_ids)
    embedded = "√D·E[id]" if config.positions == "rotary" else "√D·E[id] + PE"
    steps = [
        Step("token ids", "", "B T", token_ids),
        Step("embedding", embedded, "B T D", saved.blocks[0].before),
    ]
    for layer, saved_block in enumerate(saved.blocks):
        steps += _block_steps(f"blocks.{layer}", saved_block, config)
    steps += [
        Step("final_norm", "γ·(x - μ)/√(σ² + ε) + β", "B T D", saved.normed),
        Step("logits", "x·output_projection", "B T V", logits),
    ]
    return steps, softmax(logits[0, -1])


def _block_steps(name: str, saved: block.Saved, config: ModelConfig) -> list[Step]:
    pre = config.norm_placement == "pre"
    bend = "max(z, 0)²" if config.activation == "relu_squared" else "max(z, 0)"
    turned = ", normalised" * config.qk_norm + ", turned" * (config.positions == "rotary")
    attention, feed_forward = saved.attention, saved.feed_forward
    return [
        *([Step(f"{name}.norm_1", "γ·(x - μ)/√(σ² + ε) + β", "B T D", attention.x)] if pre else []),
        Step(f"{name}.attention.query", f"x·W_Q{turned}, /√K", "B H T K", attention.query),
        Step(f"{name}.attention.key", f"x·W_K{turned}", "B H S K", attention.key),
        Step(f"{name}.attention.value", "x·W_V", "B H S K", attention.value),
        Step(f"{name}.attention.weights", "softmax(Q·Kᵀ + mask)", "B H T S", attention.attention_weights),
        Step(f"{name}.attention.joined", "P·V, heads side by side", "B T D", attention.joined),
        Step(f"{name} between", "x + O·W_O" if pre else "norm_1(x + O·W_O)", "B T D", saved.between),
        *([Step(f"{name}.norm_2", "γ·(x - μ)/√(σ² + ε) + β", "B T D", feed_forward.x)] if pre else []),
        Step(f"{name}.feed_forward.hidden", f"{bend}, z = x·W₁ + b₁", "B T F", feed_forward.hidden),
        Step(f"{name} after", "x + h·W₂ + b₂" if pre else "norm_2(x + h·W₂ + b₂)", "B T D", saved.after),
    ]


def backward_steps(
    config: ModelConfig,
    values: Mapping[str, Array],
    inputs: Int[np.ndarray, "B T"],
    targets: Int[np.ndarray, "B T"],
) -> tuple[float, list[Step]]:
    """Return the loss of foretelling the targets, and every gradient on the way back.

    Of each part: the gradients by its weights, then that by what it was given, which goes on to the part before.
    """
    machine = Transformer(config, values)
    logits, saved = machine.forward(inputs)
    loss, saved_loss = cross_entropy.forward(logits, targets)
    d_logits = cross_entropy.backward(saved_loss)
    steps = [Step("logits", "(p - [v = target])/(B·T)", "B T V", d_logits)]
    for part, d_x, d_weights in machine.way_back(saved, d_logits):
        steps += [Step(name, "by this weight", AXES[name.split(".")[-1]], d) for name, d in d_weights.items()]
        if d_x is not None:
            steps.append(Step(part, "by what it was given", "B T D", d_x))
    return loss, steps


AXES = {
    "token_embedding": "V D",
    "output_projection": "D V",
    **dict.fromkeys(("W_Q", "W_K", "W_V", "W_O"), "D D"),
    **dict.fromkeys(("gamma", "beta", "b_2"), "D"),
    "W_1": "D F",
    "b_1": "F",
    "W_2": "F D",
}
