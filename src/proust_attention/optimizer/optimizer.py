"""The optimizer of a run: the gradient clipped, then each weight moved by the method that owns it.

# Class Notes

Clipping: where the norm of all gradients, taken as one long vector, exceeds a bound, they are scaled down to it;
the direction stays. One bad batch then cannot outweigh all others in the means that a method keeps.

Which method owns which weight: methods.py. All methods follow one schedule, each from a peak learning rate of its
own, since a rate means something else in each of them: at a step all peaks are multiplied by the same `lr_scale`.

The state is one dict of arrays under names that belong to no engine, so that the other engine can go on from it:
"KIND.NAME", such as "first_moment.NAME" of AdamW and "momentum.NAME" of Muon.             Pascanu et al. 2013

>>> weights = {"w": np.array([1.0, 2.0])}
>>> optimizer = Optimizer(weights, TrainingConfig(learning_rate=0.1, weight_decay=0.0))
>>> optimizer.step({"w": np.array([3.0, -4.0])}, lr_scale=0.5)          # the norm, before it is clipped to 1
5.0
>>> weights["w"].round(3).tolist(), sorted(optimizer.state())
([0.95, 2.05], ['first_moment.w', 'second_moment.w'])
"""

import math
from collections.abc import Mapping

import numpy as np

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.method import Array
from proust_attention.optimizer.methods import owners

Arrays = Mapping[str, Array]


class Optimizer:
    """The methods of the settings over named weights, which are changed in place."""

    def __init__(self, weights: Arrays, config: TrainingConfig) -> None:
        self.weights = weights
        self.config = config
        self.owners = owners({name: weight.shape for name, weight in weights.items()}, config)
        self.kept = {
            name: {kind: np.zeros_like(weights[name]) for kind in method.state}
            for name, method in self.owners.items()
        }
        self.steps_done = 0

    def step(self, gradients: Arrays, lr_scale: float) -> float:
        """Move every weight by its gradient, at the peak learning rates times `lr_scale`.

        Returns the norm of the whole gradient before clipping.
        """
        self.steps_done += 1
        norm = global_norm(gradients)
        scale = min(1.0, self.config.max_gradient_norm / (norm + 1e-6))
        for name, method in self.owners.items():
            rate = lr_scale * getattr(self.config, method.rate)
            gradient = scale * gradients[name]
            method.update(self.weights[name], gradient, self.kept[name], rate, self.steps_done, self.config)
        return norm

    def state(self) -> dict[str, Array]:
        """Return copies of all that the methods remember."""
        return {f"{kind}.{name}": a.copy() for name, kept in self.kept.items() for kind, a in kept.items()}

    def load_state(self, state: Arrays, step: int) -> None:
        """Go on from what `state` returned after `step` steps."""
        for name, kept in self.kept.items():
            for kind, array in kept.items():
                array[...] = state[f"{kind}.{name}"]
        self.steps_done = step


def global_norm(gradients: Arrays) -> float:
    """Return the length of all gradients laid end to end."""
    return math.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values()))
