"""Gradients to new parameters."""

from proust_attention.optimizer import schedules as schedules
from proust_attention.optimizer.optimizer import Optimizer as Optimizer
