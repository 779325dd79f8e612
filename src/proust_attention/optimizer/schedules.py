"""Schedules: how large a step to take, and when.

# Class Notes

At first the weights are random and AdamW's means know nothing: big steps would go anywhere. So the learning
rate climbs in a straight line from 0 over the warm-up. At the end the machine should settle: half a cosine
takes the rate from its peak down to nearly 0 at the last step (it would be 0 one step later).

    warm-up   η · (step + 1) / W                                       step < W
    cosine    η · (1 + cos(π · (step - W) / (steps - W))) / 2          step ≥ W

    η learning_rate   W warmup_steps                        Loshchilov and Hutter 2017 (without restarts)

>>> [round(warmup_cosine(step, 8, 1.0, 4), 3) for step in range(8)]
[0.25, 0.5, 0.75, 1.0, 1.0, 0.854, 0.5, 0.146]
"""

import math


def warmup_cosine(step: int, steps: int, learning_rate: float, warmup_steps: int) -> float:
    """Return the learning rate of a step, counted from 0, in a run of `steps`.

    A run that is shorter than its warm-up only climbs.
    """
    if step < warmup_steps:
        return learning_rate * (step + 1) / warmup_steps
    progress = (step - warmup_steps) / max(1, steps - warmup_steps)
    return learning_rate * (1 + math.cos(math.pi * progress)) / 2
