"""The engine in PyTorch."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from proust_attention import parameters
from proust_attention.batches import Batch
from proust_attention.config import Config
from proust_attention.optimizer import schedules
from proust_attention.optimizer.torch_optimizer import Optimizer
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.devices import choose_device, device_memory
from proust_attention.torch_model.dropout import RandomMasks
from proust_attention.training.engine import StepResult, check_state, require_settled
from proust_attention.training.groups import moved


class TorchEngine:
    """Machine, optimizer and schedule: an implementation of the protocol in engine.py."""

    def __init__(self, config: Config, values: Mapping[str, np.ndarray], device: str) -> None:
        require_settled(config.training)
        self.config = config
        self.device = choose_device(device)
        self.load_weights(values)

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Build machine and optimizer anew around these weights."""
        self.machine = Transformer(self.config.model, values).to(self.device)
        self.optimizer = Optimizer(self.machine.named_parameters(), self.config.training)

    def step(self, batch: Batch, step: int, watch: bool = False) -> StepResult:
        """Forward, backward, update."""
        training, rate = self.config.training, self.config.model.dropout
        masks = RandomMasks(self.config.model, training.seed, step, self.device) if rate > 0 else None
        inputs, targets = self._tensors(batch)
        with self._precision():
            loss = cross_entropy.forward(self.machine(inputs, masks), targets)
        loss.backward()
        lr_scale = schedules.lr_scale(step, training)
        weights = self.optimizer.weights if watch else {}
        before = {name: weight.detach().clone() for name, weight in weights.items()}
        gradients = _norms({name: weight.grad for name, weight in weights.items() if weight.grad is not None})
        gradient_norm = self.optimizer.step(lr_scale)
        groups = None
        if watch:
            updates = {name: weights[name].detach() - array for name, array in before.items()}
            groups = moved(gradients, _norms(before), _norms(updates))
        return StepResult(loss.item(), lr_scale * training.learning_rate, gradient_norm, groups)

    @torch.inference_mode()
    def evaluate(self, batch: Batch) -> float:
        """Return the mean loss of a batch, without dropout; in float32, as all figures that are reported."""
        inputs, targets = self._tensors(batch)
        return float(cross_entropy.forward(self.machine(inputs), targets))

    def weights(self) -> dict[str, np.ndarray]:
        """Return a copy of the weights."""
        return self.machine.values()

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of the weights and of what the optimizer remembers."""
        weights = {f"weights.{name}": array for name, array in self.weights().items()}
        return {**weights, **self.optimizer.state()}

    def memory(self) -> int | None:
        """Return how many bytes its device has; None where nobody says."""
        return device_memory(self.device)

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Take the weights and the optimizer's memory from a state."""
        check_state(state, self.state())
        self.load_weights(parameters.under(state, "weights"))
        self.optimizer.load_state(state, step)

    def _precision(self) -> torch.autocast:
        """The precision of a training step: in bfloat16 its products; weights, norms and losses stay float32."""
        wanted = self.config.training.precision == "bfloat16"
        return torch.autocast(self.device.type, torch.bfloat16, enabled=wanted)

    def _tensors(self, batch: Batch) -> tuple[Tensor, Tensor]:
        inputs, targets = (torch.from_numpy(array).to(self.device) for array in batch)
        return inputs, targets


def _norms(arrays: Mapping[str, Tensor]) -> dict[str, float]:
    """Return the norm of each array, all taken in one call."""
    if not arrays:
        return {}
    return dict(zip(arrays, torch.stack(torch._foreach_norm(list(arrays.values()))).tolist(), strict=True))
