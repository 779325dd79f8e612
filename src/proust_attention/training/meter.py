"""What is shown of a run while it goes: its loss, smoothed, and how fast it reads since it began."""

import time

from proust_attention.training.engine import StepResult
from proust_attention.training.events import Stepped
from proust_attention.training.loop import Training

SMOOTHING = 0.95
EVERY = 0.3  # seconds: what is shown need not move faster


class Meter:
    """Measures a run from now on."""

    def __init__(self, training: Training) -> None:
        self._training = training
        self._began, self._first_step = time.monotonic(), training.step
        self._taken: list[StepResult] = []
        self._loss: float | None = None
        self._shown = 0.0

    def take(self, event: Stepped) -> bool:
        """Take a step; return whether to show something: it is time, and the loop has read the figures anyway.

        Were they read here, the device would be waited for outside of the time that the loop counts (pace.py).
        """
        self._taken.append(event.result)
        due = event.result.is_read and time.monotonic() - self._shown > EVERY
        if due:
            self._shown = time.monotonic()
        return due

    @property
    def loss(self) -> float | None:
        """The loss of the last steps: of single batches it jumps."""
        for result in self._taken:
            loss = result.loss
            self._loss = loss if self._loss is None else SMOOTHING * self._loss + (1 - SMOOTHING) * loss
        self._taken.clear()
        return self._loss

    @property
    def speed(self) -> int:
        """Characters read a second, all pauses between the steps included."""
        seconds = time.monotonic() - self._began
        steps = self._training.step - self._first_step
        return round(steps * self._training.pace.characters_in_a_step / max(seconds, 1e-9))

    def __str__(self) -> str:
        """Return both in words."""
        return f"loss {self.loss:.3f}, {self.speed:,} characters/s"
