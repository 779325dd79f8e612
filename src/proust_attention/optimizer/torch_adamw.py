"""AdamW in PyTorch: the formula of adamw.py, fused into one pass over the weights.

# Class Notes

What AdamW does and why: adamw.py. PyTorch's own does the same arithmetic; this class adds what a run needs: the
gradient clipped, and the state under names that belong to no engine, so that the other engine can go on from it.
Rounding apart the two are equal; tests/parity holds them together.
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
            f"{moment}.{name}": self._moment(weight, theirs)
            for name, weight in self.weights.items()
            for moment, theirs in MOMENTS.items()
        }

    def _moment(self, weight: nn.Parameter, name: str) -> np.ndarray:
        there = self.optimizer.state.get(weight, {}).get(name)  # nothing before the first step
        return np.zeros(tuple(weight.shape), np.float32) if there is None else there.cpu().numpy().copy()

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from moments that `state` returned after `step` steps."""
        for name, weight in self.weights.items():
            self.optimizer.state[weight] = {
                theirs: torch.from_numpy(state[f"{moment}.{name}"].copy()).to(weight.device)
                for moment, theirs in MOMENTS.items()
            } | {"step": torch.tensor(float(step), device=weight.device)}
