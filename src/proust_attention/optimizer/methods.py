"""The methods of optimization that there are, and which weight is whose.

>>> shapes = {"blocks.0.attention.W_Q": (4, 4), "blocks.0.norm_1.gamma": (4,), "output_projection": (4, 9)}
>>> {name: method.title for name, method in owners(shapes, TrainingConfig(optimizer="muon")).items()}
{'blocks.0.attention.W_Q': 'Muon', 'blocks.0.norm_1.gamma': 'AdamW', 'output_projection': 'AdamW'}
"""

from collections.abc import Mapping

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.adamw import ADAMW
from proust_attention.optimizer.method import Method
from proust_attention.optimizer.muon import MUON

METHODS = {method.name: method for method in (ADAMW, MUON)}  # by the values of training.optimizer


def used(config: TrainingConfig) -> tuple[Method, ...]:
    """Return the method that the settings choose, and AdamW, which takes the weights that it does not own."""
    chosen = METHODS[config.optimizer]
    return (chosen,) if chosen is ADAMW else (chosen, ADAMW)


def owners(shapes: Mapping[str, tuple[int, ...]], config: TrainingConfig) -> dict[str, Method]:
    """Return the method that moves each weight."""
    methods = used(config)
    return {name: next(m for m in methods if m.owns(name, shape)) for name, shape in shapes.items()}
