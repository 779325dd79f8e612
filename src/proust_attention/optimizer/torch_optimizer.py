"""The optimizer of a run in PyTorch: optimizer.py, each method moving all its weights in one call.

# Class Notes

What is clipped, which weight is whose, and how the state is named: optimizer.py. `update` of torch_NAME.py does
the arithmetic of the method NAME. Rounding apart both engines are equal; tests/parity holds them together.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor, nn

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.method import Method
from proust_attention.optimizer.methods import owners, used

# update(weights, gradients, kept, learning_rate, t, config): as method.Update, but over lists of all weights
TorchUpdate: TypeAlias = Callable[
    [list[nn.Parameter], list[Tensor], dict[str, list[Tensor]], float, int, TrainingConfig], None
]


def update_of(method: Method) -> TorchUpdate:
    """Return the update of a method in PyTorch: that of the file torch_NAME.py."""
    update: TorchUpdate = import_module(f"proust_attention.optimizer.torch_{method.name}").update
    return update


class Optimizer:
    """The methods of the settings over named weights, which are changed in place."""

    def __init__(self, weights: Iterable[tuple[str, nn.Parameter]], config: TrainingConfig) -> None:
        self.weights = dict(weights)
        self.config = config
        owner = owners({name: tuple(weight.shape) for name, weight in self.weights.items()}, config)
        self.names = {m: [name for name in self.weights if owner[name] is m] for m in used(config)}
        self.kept = {
            method: {kind: [torch.zeros_like(self.weights[name]) for name in names] for kind in method.state}
            for method, names in self.names.items()
        }
        self.steps_done = 0

    @torch.no_grad()
    def step(self, lr_scale: float) -> Tensor:
        """Move every weight by its gradient, at the peak learning rates times `lr_scale`.

        Returns the norm of the whole gradient before clipping, on its device: nothing here waits for that.
        """
        self.steps_done += 1
        norm = nn.utils.clip_grad_norm_(self.weights.values(), self.config.max_gradient_norm)
        for method, names in self.names.items():
            weights = [self.weights[name] for name in names]
            gradients = [
                weight.grad if weight.grad is not None else torch.zeros_like(weight) for weight in weights
            ]
            rate = lr_scale * getattr(self.config, method.rate)
            if weights:
                update_of(method)(weights, gradients, self.kept[method], rate, self.steps_done, self.config)
        for weight in self.weights.values():
            weight.grad = None
        return norm

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of all that the methods remember."""
        return {name: tensor.cpu().numpy().copy() for name, tensor in self._named()}

    @torch.no_grad()
    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from what `state` returned after `step` steps."""
        for name, tensor in self._named():
            tensor.copy_(torch.from_numpy(state[name].copy()))
        self.steps_done = step

    def _named(self) -> Iterable[tuple[str, Tensor]]:
        for method, names in self.names.items():
            for kind, tensors in self.kept[method].items():
                yield from ((f"{kind}.{name}", tensor) for name, tensor in zip(names, tensors, strict=True))
