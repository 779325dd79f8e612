"""What is shown of a run while it goes: its loss, smoothed, and how fast it reads since it began."""

import time

from proust_attention.training.events import Stepped
from proust_attention.training.loop import Training

SMOOTHING = 0.95


class Meter:
    """Measures a run from now on."""

    def __init__(self, training: Training) -> None:
        self._training = training
        self._began, self._first_step = time.monotonic(), training.step
        self.loss: float | None = None  # of the last steps; of single batches it jumps

    def take(self, event: Stepped) -> None:
        """Take the loss of a step."""
        loss = event.result.loss
        self.loss = loss if self.loss is None else SMOOTHING * self.loss + (1 - SMOOTHING) * loss

    @property
    def speed(self) -> int:
        """Characters read a second, all pauses between the steps included."""
        seconds = time.monotonic() - self._began
        steps = self._training.step - self._first_step
        return round(steps * self._training.pace.characters_in_a_step / max(seconds, 1e-9))

    def __str__(self) -> str:
        """Return both in words."""
        return f"loss {self.loss:.3f}, {self.speed:,} characters/s"
