"""Training a machine: `Training.start` or `Training.resume`, then `run()`."""

from proust_attention.devices import Hardware as Hardware
from proust_attention.training.loop import Training as Training
