"""The optimizer of a run: the gradient clipped, then each weight moved by the method that it is given to.

# Class Notes

Clipping: where the norm of all gradients, taken as one long vector, exceeds a bound, they are scaled down to it;
the direction stays. One bad batch then cannot throw the weights far.

AdamW moves every weight, or, where training.optimizer is "muon", those that Muon does not. Both follow one
schedule, each up to a learning rate of its own: the rates mean different things (adamw.py, muon.py).

The state is one dict of arrays under names that belong to no engine, so that the other engine can go on from it:
"first_moment.NAME" and "second_moment.NAME" of AdamW, "momentum.NAME" of Muon.            Pascanu et al. 2013
"""

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.adamw import AdamW
from proust_attention.optimizer.muon import Muon, is_moved

Arrays = Mapping[str, Float[np.ndarray, "..."]]


class Optimizer:
    """AdamW, and Muon where the settings want it, over named weights, which are changed in place."""

    def __init__(self, weights: Arrays, config: TrainingConfig) -> None:
        self.config = config
        by_muon = {n: w for n, w in weights.items() if config.optimizer == "muon" and is_moved(n, w.shape)}
        self.muon = Muon(by_muon, config)
        self.adamw = AdamW({n: w for n, w in weights.items() if n not in by_muon}, config)

    def step(self, gradients: Arrays, share: float) -> float:
        """Move every weight by its gradient, at a `share` of the peak learning rates.

        Returns the norm of the whole gradient before clipping.
        """
        norm = global_norm(gradients)
        scale = min(1.0, self.config.max_gradient_norm / (norm + 1e-6))
        clipped = {name: scale * gradient for name, gradient in gradients.items()}
        self.muon.step(clipped, share * self.config.muon_learning_rate)
        self.adamw.step(clipped, share * self.config.learning_rate)
        return norm

    def state(self) -> dict[str, Float[np.ndarray, "..."]]:
        """Return copies of all that the optimizer remembers."""
        return {
            f"{kind}.{name}": array.copy() for kind, kept in self._kept().items() for name, array in kept.items()
        }

    def load_state(self, state: Arrays, step: int) -> None:
        """Go on from what `state` returned after `step` steps."""
        for kind, kept in self._kept().items():
            for name, array in kept.items():
                array[...] = state[f"{kind}.{name}"]
        self.adamw.steps_done = step

    def _kept(self) -> dict[str, dict[str, Float[np.ndarray, "..."]]]:
        return {
            "first_moment": self.adamw.first_moment,
            "second_moment": self.adamw.second_moment,
            "momentum": self.muon.momentum,
        }


def global_norm(gradients: Arrays) -> float:
    """Return the length of all gradients laid end to end."""
    return math.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
