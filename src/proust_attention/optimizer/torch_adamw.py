"""AdamW in PyTorch: the formula of adamw.py, by PyTorch's own kernel, which moves all weights in one pass.

# Class Notes

What AdamW does and why: adamw.py. Rounding apart the two are equal; tests/parity holds them together.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.optim.adamw import adamw

from proust_attention.config import TrainingConfig
from proust_attention.optimizer.adamw import EPSILON


def update(
    weights: Sequence[Tensor],
    gradients: Sequence[Tensor],
    kept: dict[str, list[Tensor]],
    learning_rate: float,
    t: int,
    config: TrainingConfig,
) -> None:
    """Move all weights by their gradients, in place."""
    steps_before = torch.full((len(weights),), t - 1.0, device=weights[0].device)  # the kernel counts on from it
    adamw(
        list(weights),
        list(gradients),
        exp_avgs=kept["first_moment"],
        exp_avg_sqs=kept["second_moment"],
        max_exp_avg_sqs=[],
        state_steps=list(steps_before.unbind()),
        fused=True,
        amsgrad=False,
        beta1=config.beta_1,
        beta2=config.beta_2,
        lr=learning_rate,
        weight_decay=config.weight_decay,
        eps=EPSILON,
        maximize=False,
    )
