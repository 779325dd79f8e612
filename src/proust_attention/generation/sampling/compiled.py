"""Sampling, compiled by Numba: the rules of rules.py, written out in loops.

# Class Notes

Numba could compile the rules as they stand. But what they take from NumPy (where, sort, partition, searchsorted)
is made for arrays of any shape and type, and to compile all that takes Numba longer than everything else together.
So each rule is written anew, over an array (V,) and in place; a test holds all of them to rules.py.

- Top-k by quickselect: choose a value; go from both ends towards each other and swap what stands on the wrong side
  of it; then go on with that side only in which the place wanted lies. Of V values that takes some 2V to 4V steps,
  not V·log V.
- Top-p sorts nothing either: the more stay, the greater is their mass, so how many stay is found by halving.

The settings are a named tuple here, for Numba knows no dataclass.

    Hoare 1961 (Algorithm 65: Find)
"""

import math
from collections import namedtuple
from dataclasses import fields

import numpy as np

from proust_attention.config import SamplingConfig
from proust_attention.generation.readers.compiling import compiled
from proust_attention.generation.sampling.rules import NOTHING_BELOW

Settings = namedtuple("Settings", [field.name for field in fields(SamplingConfig)])  # type: ignore[misc]


def as_settings(sampling: SamplingConfig) -> Settings:
    """Return the settings as compiled code takes them."""
    return Settings(**sampling.to_dict())


@compiled
def pick(logits, settings, window, uniform):
    """Return the id of the next token, for a number from [0, 1). The logits must be finite."""
    edges = probabilities(logits, settings, window)
    for i in range(1, len(edges)):
        edges[i] += edges[i - 1]
    i = 0
    while edges[i] <= uniform * edges[-1]:
        i += 1
    return i


@compiled
def probabilities(logits, settings, window):
    """Return the distribution from which the next token is drawn, float64."""
    p = logits.astype(np.float64)
    if settings.repetition_penalty != 1:
        _penalise(p, window, settings.repetition_penalty)
    if 0 < settings.top_k < len(p):
        border = kth_highest(p, settings.top_k)
        for i in range(len(p)):
            if p[i] < border:
                p[i] = -np.inf
    _soften(p, settings.temperature)
    if settings.top_p < 1:
        _keep(p, _last_of_mass(p, settings.top_p))
    if settings.min_p > 0:
        _keep(p, settings.min_p * _highest(p))
    return p


@compiled
def _penalise(z, window, penalty):
    seen = np.zeros(len(z), np.bool_)
    for token in window:
        seen[token] = True
    for i in range(len(z)):
        if seen[i]:
            z[i] = min(z[i] / penalty, z[i] * penalty)


@compiled
def kth_highest(z, k):
    """Return the value that k - 1 others are not below."""
    values, place = z.copy(), len(z) - k
    low, high = 0, len(z) - 1
    while low < high:
        chosen = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < chosen:
                i += 1
            while values[j] > chosen:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if place <= j:
            high = j
        elif place >= i:
            low = i
        else:
            break
    return values[place]


@compiled
def _highest(z):
    highest = z[0]
    for i in range(len(z)):
        highest = max(highest, z[i])
    return highest


@compiled
def _soften(z, temperature):
    """From logits to probabilities; at temperature 0 all on the first of the highest."""
    highest, lowest, found = _highest(z), NOTHING_BELOW * temperature, False
    for i in range(len(z)):
        below = z[i] - highest
        if temperature == 0:
            z[i] = 1.0 if below == 0 and not found else 0.0
            found = found or below == 0
        else:
            z[i] = math.exp(below / temperature) if below > lowest else 0.0
    _keep(z, 0.0)


@compiled
def _last_of_mass(p, mass):
    """Return the lowest of the likeliest symbols that reach a mass together."""
    low, high = 1, len(p)  # how many stay is not below the one, nor above the other
    while low < high:
        middle = (low + high) // 2
        border, total = kth_highest(p, middle), 0.0
        for i in range(len(p)):
            if p[i] >= border:
                total += p[i]
        if total >= mass:
            high = middle
        else:
            low = middle + 1
    return kth_highest(p, low)


@compiled
def _keep(p, border):
    """Put 0 for all that is below a border, and scale what stays to sum to 1."""
    total = 0.0
    for i in range(len(p)):
        if p[i] < border:
            p[i] = 0.0
        total += p[i]
    for i in range(len(p)):
        p[i] /= total
