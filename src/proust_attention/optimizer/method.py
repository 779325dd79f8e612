"""What a method of optimization declares: the weights it owns, its learning rate, what it remembers, its update.

# Class Notes

A method turns the gradient of a weight into a new weight. Methods differ in little: for which weights they are
made, which setting is their peak learning rate, which arrays they keep for each weight, and the formula. So each
declares just that, and everything else (clipping, the schedule, the states of a run) is written once, in
optimizer.py.

The formula stands twice, under the same name: `update` of NAME.py moves one weight in NumPy, and is the one to
read; `update` of torch_NAME.py moves all weights of the method in one call, as PyTorch is fastest. Another method
is those two files, a line in methods.py, and its settings in config.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from jaxtyping import Float

from proust_attention.config import TrainingConfig

Array: TypeAlias = Float[np.ndarray, "..."]

# update(weight, gradient, kept, learning_rate, t, config): `kept` are the arrays that the method remembers of this
# weight, by their names in `state`; t counts the steps, from 1. The weight and `kept` are changed in place.
Update: TypeAlias = Callable[[Array, Array, dict[str, Array], float, int, TrainingConfig], None]


@dataclass(frozen=True)
class Method:
    """A method of optimization."""

    name: str  # as training.optimizer has it, and its files: NAME.py, torch_NAME.py
    title: str  # as people write it
    owns: Callable[[str, tuple[int, ...]], bool]  # whether a weight of this name and shape is its business
    of: str  # the same in words
    rate: str  # the setting of TrainingConfig that is its peak learning rate
    state: tuple[str, ...]  # what it remembers of each weight, each an array of the weight's shape, 0 at first
    update: Update
