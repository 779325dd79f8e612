"""Schedules: how large a step to take, and when.

# Class Notes

At first the weights are random and the optimizer's means know nothing: big steps would go anywhere. So the
learning rate climbs in a straight line from 0 over the warm-up. At the end the machine should settle: from its
peak the rate goes down to nearly 0 at the last step (it would be 0 one step later), along half a cosine or in a
straight line.

    warm-up   (step + 1) / W                     step < W
    cosine    (1 + cos(π · p)) / 2               step ≥ W,  p = (step - W) / (steps - W)
    linear    1 - p

A schedule is a factor between 0 and 1, lr_scale, which multiplies the peak: each method has a peak of its own.

A run of so many minutes does not know its steps beforehand, but its timetable says which share u of the time is
over at each (timetable.py). There p is that share, of the time behind the warm-up:

    p = (u(step) - u(W)) / (1 - u(W))

A run that is continued beyond its end would have a rate of 0, and learn nothing: from that step on the schedule
begins anew, with a shorter warm-up, for the optimizer's means are there already: a tenth of the steps at most.

    W warmup_steps       Loshchilov and Hutter 2017 (cosine, without restarts); Defazio et al. 2023 (linear)

>>> [round(lr_scale_at(step, 8, 4, "cosine"), 3) for step in range(8)]
[0.25, 0.5, 0.75, 1.0, 1.0, 0.854, 0.5, 0.146]
>>> [round(lr_scale_at(step, 8, 4, "linear"), 3) for step in range(8)]
[0.25, 0.5, 0.75, 1.0, 1.0, 0.75, 0.5, 0.25]
"""

import math

from proust_attention.config import TrainingConfig
from proust_attention.timetable import Timetable

ALONG = {"cosine": "along a cosine", "linear": "in a straight line"}  # how each decay falls, in words


def lr_scale_at(step: int, steps: int, warmup: int, decay: str) -> float:
    """Return the factor of a step, counted from 0, in a run of `steps`.

    A run that is shorter than its warm-up only climbs.
    """
    if step < warmup:
        return (step + 1) / warmup
    return _fall((step - warmup) / max(1, steps - warmup), decay)


def _fall(progress: float, decay: str) -> float:
    """Return the factor after a part of the way from the warm-up to the end."""
    return 1 - progress if decay == "linear" else (1 + math.cos(math.pi * progress)) / 2


def lr_scale(step: int, training: TrainingConfig) -> float:
    """Return the factor of a step, counted from 0, of a run whose steps are settled."""
    assert training.steps is not None, "training.steps must be settled before training begins"
    if training.timetable and step >= training.warmup_steps:
        timetable = Timetable.parse(training.timetable)
        before = timetable.share_at(training.warmup_steps)
        return _fall((timetable.share_at(step) - before) / max(1e-9, 1 - before), training.decay)
    first = training.continued_from
    return lr_scale_at(step - first, training.steps - first, warmup_steps(training), training.decay)


def warmup_steps(training: TrainingConfig) -> int:
    """Return over how many steps the learning rate climbs: fewer where a finished run goes on."""
    if training.continued_from == 0 or training.steps is None:
        return training.warmup_steps
    return min(training.warmup_steps, (training.steps - training.continued_from) // 10)
