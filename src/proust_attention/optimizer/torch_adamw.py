"""AdamW: a step of its own size for every weight.

# Class Notes

Plain gradient descent moves every weight by the same factor times its gradient: too far where the slope is
steep, hardly at all where it is gentle. Adam keeps for each weight a fading mean m of the gradient g and a
fading mean v of its square, and divides one by the root of the other, so that the size of the step depends
on how steadily the gradient points one way, and not on how large it is:

    m ← β₁·m + (1 - β₁)·g             v ← β₂·v + (1 - β₂)·g²
    m̂ = m / (1 - β₁ᵗ)                 v̂ = v / (1 - β₂ᵗ)          they began at 0; this makes up for it
    θ ← θ - η·λ·θ - η · m̂ / (√v̂ + ε)

The W is the term η·λ·θ: each weight decays a little by itself, apart from the gradient. As in the article,
all weights decay, the norms and biases too.

    g gradient   m first_moment   v second_moment   t step, from 1   η learning rate   λ weight_decay
                                       Kingma and Ba 2015; Loshchilov and Hutter 2019 (the decay set apart)

PyTorch's own AdamW does the arithmetic, fused into one pass over the weights. This class adds what a run
needs: the gradient clipped, and the state under names that belong to no engine.

Clipping: where the norm of all gradients taken as one vector exceeds a bound, they are scaled down to it; the
direction stays.                                                                         Pascanu et al. 2013
"""

from collections.abc import Iterable, Mapping

import numpy as np
import torch
from torch import nn

from proust_attention.config import TrainingConfig

MOMENTS = {"first_moment": "exp_avg", "second_moment": "exp_avg_sq"}  # our names: PyTorch's


class AdamW:
    """PyTorch's AdamW over named weights, with clipping and a state that any engine can read."""

    def __init__(self, weights: Iterable[tuple[str, nn.Parameter]], config: TrainingConfig) -> None:
        self.weights = dict(weights)
        self.max_gradient_norm = config.max_gradient_norm
        self.optimizer = torch.optim.AdamW(
            self.weights.values(),
            betas=(config.beta_1, config.beta_2),
            weight_decay=config.weight_decay,
            fused=True,
        )

    def step(self, learning_rate: float) -> float:
        """Move every weight by its gradient; return the norm of the whole gradient before clipping."""
        norm = nn.utils.clip_grad_norm_(self.weights.values(), self.max_gradient_norm)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return float(norm)

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of both moments of every weight: "first_moment.NAME", "second_moment.NAME"."""
        return {
            f"{moment}.{name}": self.optimizer.state[weight][theirs].cpu().numpy().copy()
            for name, weight in self.weights.items()
            for moment, theirs in MOMENTS.items()
            if weight in self.optimizer.state
        }

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from moments that `state` returned after `step` steps."""
        for name, weight in self.weights.items():
            self.optimizer.state[weight] = {
                theirs: torch.from_numpy(state[f"{moment}.{name}"].copy()).to(weight.device)
                for moment, theirs in MOMENTS.items()
            } | {"step": torch.tensor(float(step), device=weight.device)}
