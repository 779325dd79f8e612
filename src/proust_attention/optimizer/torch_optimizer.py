"""The optimizer of a run in PyTorch: optimizer.py, with PyTorch's own AdamW fused into one pass over the weights.

# Class Notes

What is clipped, and which weights are whose: optimizer.py. PyTorch's AdamW does the arithmetic of adamw.py; this
class adds what a run needs, and gives the state the names that the other engine reads. Rounding apart the two are
equal; tests/parity holds them together.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import torch
from torch import Tensor, nn

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.muon import is_moved
from proust_attention.optimizer.torch_muon import Muon


class Optimizer:
    """AdamW, and Muon where the settings want it, over named weights."""

    def __init__(self, weights: Iterable[tuple[str, nn.Parameter]], config: TrainingConfig) -> None:
        self.weights = dict(weights)
        self.config = config
        by_muon = {
            n: w for n, w in self.weights.items() if config.optimizer == "muon" and is_moved(n, tuple(w.shape))
        }
        self.muon = Muon(by_muon, config)
        self.by_adamw = {n: w for n, w in self.weights.items() if n not in by_muon}
        self.adamw = torch.optim.AdamW(
            self.by_adamw.values(),
            betas=(config.beta_1, config.beta_2),
            weight_decay=config.weight_decay,
            fused=True,
        )
        for weight in self.by_adamw.values():  # what PyTorch would make at the first step
            self.adamw.state[weight] = {
                "exp_avg": torch.zeros_like(weight),
                "exp_avg_sq": torch.zeros_like(weight),
                "step": torch.zeros((), device=weight.device),
            }

    def step(self, share: float) -> float:
        """Move every weight by its gradient, at a `share` of the peak learning rates.

        Returns the norm of the whole gradient before clipping.
        """
        norm = nn.utils.clip_grad_norm_(self.weights.values(), self.config.max_gradient_norm)
        self.muon.step(share * self.config.muon_learning_rate)
        for group in self.adamw.param_groups:
            group["lr"] = share * self.config.learning_rate
        self.adamw.step()
        for weight in self.weights.values():
            weight.grad = None
        return float(norm)

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of all that the optimizer remembers."""
        return {
            f"{kind}.{name}": tensor.detach().cpu().numpy().copy()
            for kind, kept in self._kept().items()
            for name, tensor in kept.items()
        }

    @torch.no_grad()
    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from what `state` returned after `step` steps."""
        for kind, kept in self._kept().items():
            for name, tensor in kept.items():
                tensor.copy_(torch.from_numpy(state[f"{kind}.{name}"].copy()))
        for weight in self.by_adamw.values():
            self.adamw.state[weight]["step"].fill_(float(step))

    def _kept(self) -> dict[str, dict[str, Tensor]]:
        remembered = {name: self.adamw.state[weight] for name, weight in self.by_adamw.items()}
        return {
            "first_moment": {name: of_one["exp_avg"] for name, of_one in remembered.items()},
            "second_moment": {name: of_one["exp_avg_sq"] for name, of_one in remembered.items()},
            "momentum": dict(self.muon.momentum),
        }
