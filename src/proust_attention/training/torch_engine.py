"""The engine in PyTorch."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from proust_attention import parameters
from proust_attention.batches import Batch, Batches
from proust_attention.config import Config
from proust_attention.files import keep_freed_memory
from proust_attention.interventions import Interventions, Together
from proust_attention.optimizer import schedules
from proust_attention.optimizer.torch_optimizer import Optimizer
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.devices import choose_device, device_memory
from proust_attention.torch_model.dropout import RandomMasks
from proust_attention.training.engine import Figures, StepResult, check_state, require_settled
from proust_attention.training.groups import moved
from proust_attention.training.torch_batches import DeviceBatch, DeviceBatches
from proust_attention.training.torch_figures import Unread
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
        self._source: DeviceBatches | None = None
        self.unread = Unread()
        if self.device.type == "cpu":
            keep_freed_memory()
        self.load_weights(values)

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Build machine and optimizer anew around these weights."""
        self.machine = Transformer(self.config.model, values).to(self.device)
        self.optimizer = Optimizer(self.machine.named_parameters(), self.config.training)

    def source(self, batches: Batches) -> DeviceBatches:
        """Return the batches of a run on the device, where their tokens travel once."""
        if self._source is None or self._source.batches is not batches:
            self._source = DeviceBatches(batches, self.device)
        return self._source

    def step(self, batch: Batch | DeviceBatch, step: int, watch: bool = False) -> StepResult:
        """Forward, backward, update: all of it said to the device, and nothing waited for."""
        training = self.config.training
        loss = self._learn(batch, step)
        lr_scale = schedules.lr_scale(step, training)
        weights = self.optimizer.weights if watch else {}
        before = [weight.detach().clone() for weight in weights.values()]
        gradients = [weight.grad for weight in weights.values() if weight.grad is not None]
        measured = [_norms(before), _norms(gradients)] if watch else []  # now: the update clips the gradients
        gradient_norm = self.optimizer.step(lr_scale)
        if watch:
            updates = [weight.detach() - old for weight, old in zip(weights.values(), before, strict=True)]
            measured.append(_norms(updates))
        numbers = self.unread.later(torch.cat((torch.stack((loss, gradient_norm)), *measured)))

        def read() -> Figures:
            loss, gradient_norm, *norms = numbers()
            n = len(weights)
            old, slopes, changes = (dict(zip(weights, norms[i * n : i * n + n], strict=True)) for i in range(3))
            return Figures(loss, gradient_norm, moved(slopes, old, changes) if watch else None)

        return StepResult(lr_scale * training.learning_rate, read)

    def _learn(self, batch: Batch | DeviceBatch, step: int) -> Tensor:
        """Leave the gradients of a batch with the weights, and return its loss.

        Both are means over its parts, each by its share of the windows; parts of other processes are added.
        """
        model, seed = self.config.model, self.config.training.seed
        mean = torch.zeros_like(self.machine.output_projection[0, 0])
        for rows in self.group.rows(len(batch.inputs)).cut(self.accumulate):
            masks = RandomMasks(model, seed, step, self.device, rows) if model.dropout else None
            inputs, targets = (self._on_device(array[rows.first : rows.end]) for array in batch)
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
        inputs, targets = map(self._on_device, batch)
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

    def _on_device(self, array: np.ndarray | Tensor) -> Tensor:
        return torch.as_tensor(array, device=self.device)


def _norms(arrays: Sequence[Tensor]) -> Tensor:
    """Return the norm of each array, all taken in one call."""
    return torch.stack(torch._foreach_norm(list(arrays)))
