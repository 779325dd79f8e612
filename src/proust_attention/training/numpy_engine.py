"""The engine in NumPy: nothing but this library and NumPy between a text and a trained machine."""

from collections.abc import Mapping

import numpy as np

from proust_attention import parameters
from proust_attention.batches import Batch, Batches, Rows
from proust_attention.config import Config
from proust_attention.errors import InputError
from proust_attention.files import keep_freed_memory, memory_of_this_computer
from proust_attention.interventions import Interventions, Together
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.numpy_model.dropout import RandomMasks
from proust_attention.optimizer import schedules
from proust_attention.optimizer.optimizer import Optimizer
from proust_attention.training.engine import Figures, StepResult, check_state, require_settled
from proust_attention.training.groups import moved


class NumpyEngine:
    """Machine, optimizer and schedule: an implementation of the protocol in engine.py."""

    def __init__(
        self,
        config: Config,
        values: Mapping[str, np.ndarray],
        accumulate: int = 1,
        interventions: Interventions | None = None,
    ) -> None:
        require_settled(config.training)
        if config.training.precision != "float32":
            raise InputError(
                "the engine numpy computes in float32, and training.precision is bfloat16: take the engine torch, "
                "or begin with training.precision=float32"
            )
        self.config, self.accumulate, self.interventions = config, accumulate, interventions
        keep_freed_memory()
        self.load_weights(values)

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Build machine and optimizer anew around copies of these weights."""
        self.machine = Transformer(self.config.model, {name: array.copy() for name, array in values.items()})
        self.optimizer = Optimizer(self.machine.values, self.config.training)

    def source(self, batches: Batches) -> Batches:
        """Return the batches of a run: they are where they are wanted."""
        return batches

    @np.errstate(all="ignore")  # the loop checks that the loss is finite
    def step(self, batch: Batch, step: int, watch: bool = False) -> StepResult:
        """Forward, backward, update."""
        training = self.config.training
        loss, gradients = self._learn(batch, step)
        lr_scale = schedules.lr_scale(step, training)
        before = self.weights() if watch else {}
        gradient_norm = self.optimizer.step(gradients, lr_scale)
        groups = None
        if watch:
            updates = {name: _norm(array - before[name]) for name, array in self.machine.values.items()}
            weights = {name: _norm(array) for name, array in before.items()}
            groups = moved({name: _norm(array) for name, array in gradients.items()}, weights, updates)
        figures = Figures(loss, gradient_norm, groups)
        return StepResult(lr_scale * training.learning_rate, lambda: figures)

    def _learn(self, batch: Batch, step: int) -> tuple[float, dict[str, np.ndarray]]:
        """Return the loss of a batch and its gradients: means over its parts, each by its share of the windows."""
        model, seed, n = self.config.model, self.config.training.seed, len(batch.inputs)
        mean, gradients = 0.0, dict[str, np.ndarray]()
        for rows in Rows(0, n, n).cut(self.accumulate):
            masks = RandomMasks(model, seed, step, rows) if model.dropout else None
            inputs, targets = rows.take(batch)
            logits, saved = self.machine.forward(inputs, Together(masks, self.interventions))
            loss, saved_loss = cross_entropy.forward(logits, targets)
            mean += rows.share * loss
            for name, gradient in self.machine.backward(saved, cross_entropy.backward(saved_loss)).items():
                part = gradient * gradient.dtype.type(rows.share)
                gradients[name] = gradients[name] + part if name in gradients else part
        return mean, gradients

    @np.errstate(all="ignore")
    def evaluate(self, batch: Batch) -> float:
        """Return the mean loss of a batch, without dropout."""
        logits, _ = self.machine.forward(batch.inputs, self.interventions)
        return cross_entropy.forward(logits, batch.targets)[0]

    def weights(self) -> dict[str, np.ndarray]:
        """Return a copy of the weights."""
        return {name: array.copy() for name, array in self.machine.values.items()}

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of the weights and of what the optimizer remembers."""
        weights = {f"weights.{name}": array for name, array in self.weights().items()}
        return {**weights, **self.optimizer.state()}

    def memory(self) -> int | None:
        """Return how many bytes this computer has; None where it does not say."""
        return memory_of_this_computer()

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Take the weights and the optimizer's memory from a state."""
        check_state(state, self.state())
        self.load_weights(parameters.under(state, "weights"))
        self.optimizer.load_state(state, step)


def _norm(array: np.ndarray) -> float:
    return float(np.linalg.norm(array))
