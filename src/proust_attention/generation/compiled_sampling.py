"""Sampling, compiled by Numba: the very functions of sampling.py.

# Class Notes

Numba compiles a function with the names that it finds in its module, and there these are plain Python. So each is
given the compiled ones under the same names, and then compiled itself.

One is written anew, since Numba takes twenty seconds to compile np.partition: the k-th highest, by quickselect.
Choose a value; go from both ends towards each other and swap what stands on the wrong side of it; then go on with
that side only in which the place asked for lies. Of V values that takes some 2V to 4V steps, not V·log V.

    Hoare 1961 (Algorithm 65: Find)
"""

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np
from jaxtyping import Float

from proust_attention.generation import sampling
from proust_attention.generation.compiling import compiled

# Whatever uses another comes after it.
NAMES = (
    *("penalised", "all_on_the_likeliest", "top_k_of", "softmax", "_scaled", "top_p_of", "min_p_of"),
    *("probabilities", "draw", "pick"),
)


def kth_highest(z: Float[np.ndarray, " V"], k: int) -> float:
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


def _all_compiled() -> dict[str, Callable[..., Any]]:
    names = {"kth_highest": compiled(kth_highest)}
    for name in NAMES:
        function = inspect.unwrap(getattr(sampling, name))
        names[name] = compiled(FunctionType(function.__code__, {**vars(sampling), **names}, name))
    return names


_COMPILED = _all_compiled()
pick, probabilities = _COMPILED["pick"], _COMPILED["probabilities"]
