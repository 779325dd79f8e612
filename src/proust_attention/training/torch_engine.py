"""The engine in PyTorch."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from proust_attention import parameters
from proust_attention.batches import Batch
from proust_attention.config import Config
from proust_attention.files import keep_freed_memory
from proust_attention.interventions import Interventions, Together
from proust_attention.optimizer import schedules
from proust_attention.optimizer.torch_optimizer import Optimizer
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.devices import choose_device, device_memory
from proust_attention.torch_model.dropout import RandomMasks
from proust_attention.training.engine import StepResult, check_state, require_settled
from proust_attention.training.groups import moved
from proust_attention.training.torch_group import group_of_this_process


class TorchEngine:
    """Machine, optimizer and schedule: an implementation of the protocol in engine.py."""

    def __init__(
        self,
        config: Config,
        values: Mapping[str, np.ndarray],
        device: str,
        accumulate: int = 1,
        interventions: Interventions | None = None,
    ) -> None:
        require_settled(config.training)
        self.interventions = interventions
        self.config, self.accumulate, self.group = config, accumulate, group_of_this_process()
        self.device = choose_device(device)
        if self.device.type == "cpu":
            keep_freed_memory()
        self.load_weights(values)

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Build machine and optimizer anew around these weights."""
        self.machine = Transformer(self.config.model, values).to(self.device)
        self.optimizer = Optimizer(self.machine.named_parameters(), self.config.training)

    def step(self, batch: Batch, step: int, watch: bool = False) -> StepResult:
        """Forward, backward, update."""
        training = self.config.training
        loss = self._learn(batch, step)
        lr_scale = schedules.lr_scale(step, training)
        weights = self.optimizer.weights if watch else {}
        before = {name: weight.detach().clone() for name, weight in weights.items()}
        gradients = _norms({name: weight.grad for name, weight in weights.items() if weight.grad is not None})
        gradient_norm = self.optimizer.step(lr_scale)
        groups = None
        if watch:
            updates = {name: weights[name].detach() - array for name, array in before.items()}
            groups = moved(gradients, _norms(before), _norms(updates))
        figures = torch.stack((loss, gradient_norm)).tolist()  # unless it is watched, a step waits here alone
        return StepResult(figures[0], lr_scale * training.learning_rate, figures[1], groups)

    def _learn(self, batch: Batch, step: int) -> Tensor:
        """Leave the gradients of a batch with the weights, and return its loss.

        Both are means over its parts, each by its share of the windows; parts of other processes are added.
        """
        model, seed = self.config.model, self.config.training.seed
        mean = torch.zeros_like(self.machine.output_projection[0, 0])
        for rows in self.group.rows(len(batch.inputs)).cut(self.accumulate):
            masks = RandomMasks(model, seed, step, self.device, rows) if model.dropout else None
            inputs, targets = self._tensors(rows.take(batch))
            with self._precision():
                loss = (
                    cross_entropy.forward(self.machine(inputs, Together(masks, self.interventions)), targets)
                    * rows.share
                )
            loss.backward()
            mean += loss.detach()
        gradients = [weight.grad for weight in self.optimizer.weights.values() if weight.grad is not None]
        self.group.add_up([mean, *gradients])
        return mean

    @torch.inference_mode()
    def evaluate(self, batch: Batch) -> float:
        """Return the mean loss of a batch, without dropout; in float32, as all figures that are reported."""
        inputs, targets = self._tensors(batch)
        return float(cross_entropy.forward(self.machine(inputs, self.interventions), targets))

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
        inputs, targets = map(torch.from_numpy, batch)
        if self.device.type != "cuda":
            return inputs.to(self.device), targets.to(self.device)
        pinned = inputs.pin_memory(), targets.pin_memory()  # from there a copy need not be waited for
        return pinned[0].to(self.device, non_blocking=True), pinned[1].to(self.device, non_blocking=True)


def _norms(arrays: Mapping[str, Tensor]) -> dict[str, float]:
    """Return the norm of each array, all taken in one call."""
    if not arrays:
        return {}
    return dict(zip(arrays, torch.stack(torch._foreach_norm(list(arrays.values()))).tolist(), strict=True))
