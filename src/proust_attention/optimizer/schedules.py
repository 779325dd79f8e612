"""Schedules: how large a step to take, and when.

# Class Notes

At first the weights are random and AdamW's means know nothing: big steps would go anywhere. So the learning
rate climbs in a straight line from 0 over the warm-up. At the end the machine should settle: half a cosine
takes the rate from its peak down to nearly 0 at the last step (it would be 0 one step later).

    warm-up   η · (step + 1) / W                                       step < W
    cosine    η · (1 + cos(π · (step - W) / (steps - W))) / 2          step ≥ W

A run that is continued beyond its end has a rate of 0, which teaches nothing: from that step on the schedule
begins anew, with a shorter warm-up, for AdamW's means are there already: a tenth of the steps at most.

    η learning_rate   W warmup_steps                        Loshchilov and Hutter 2017 (without restarts)

>>> [round(warmup_cosine(step, 8, 1.0, 4), 3) for step in range(8)]
[0.25, 0.5, 0.75, 1.0, 1.0, 0.854, 0.5, 0.146]
"""

import math

from proust_attention.config import TrainingConfig


def warmup_cosine(step: int, steps: int, peak: float, warmup: int) -> float:
    """Return the learning rate of a step, counted from 0, in a run of `steps`.

    A run that is shorter than its warm-up only climbs.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    return peak * (1 + math.cos(math.pi * progress)) / 2


def learning_rate(step: int, training: TrainingConfig) -> float:
    """Return the learning rate of a step, counted from 0, of a run whose steps are settled."""
    assert training.steps is not None, "training.steps must be settled before training begins"
    first = training.continued_from
    return warmup_cosine(step - first, training.steps - first, training.learning_rate, warmup_steps(training))


def warmup_steps(training: TrainingConfig) -> int:
    """Return over how many steps the learning rate climbs: fewer where a finished run goes on."""
    if training.continued_from == 0 or training.steps is None:
        return training.warmup_steps
    return min(training.warmup_steps, (training.steps - training.continued_from) // 10)
