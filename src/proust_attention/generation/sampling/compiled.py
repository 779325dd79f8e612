"""Sampling, compiled by Numba: the very functions of rules.py.

# Class Notes

Numba compiles a function together with those that it calls, once it is known (`overload`) what to compile for
each of them. Here that is the function itself, but for two:

- `apply_rules` goes through a list of functions, which have no common type; so the list is unrolled into calls,
  one in the other.
- `kth_highest` is written anew, since Numba takes twenty seconds to compile np.partition: by quickselect. Choose a
  value; go from both ends towards each other and swap what stands on the wrong side of it; then go on with that
  side only in which the place wanted lies. Of V values that takes some 2V to 4V steps, not V·log V.

The settings are a named tuple here, for Numba knows no dataclass; a rule reads them by the same names.

    Hoare 1961 (Algorithm 65: Find)
"""

import inspect
from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from jaxtyping import Float
from numba.extending import overload

from proust_attention.config import SamplingConfig
from proust_attention.generation.readers.compiling import OPTIONS, compiled
from proust_attention.generation.sampling import rules

Settings = namedtuple("Settings", [field.name for field in fields(SamplingConfig)])  # type: ignore[misc]


def as_settings(sampling: SamplingConfig) -> Settings:
    """Return the settings as compiled code takes them."""
    return Settings(**sampling.to_dict())


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


def _compile_as(function: Callable[..., Any], instead: Callable[..., Any]) -> None:
    """Register what to compile where a function is called; the checks that tests put around it are taken off."""
    plain = inspect.unwrap(instead)
    overload(function, jit_options=OPTIONS, strict=False)(lambda *arguments, **named: plain)


def _unrolled(functions: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    """Return one function that calls all of them, one after the other."""
    first, *others = functions
    if not others:
        return first
    rest = _unrolled(others)

    def both(values, window, settings):  # type: ignore[no-untyped-def]
        return rest(first(values, window, settings), window, settings)

    _compile_as(both, both)
    return both


def _register() -> None:
    own = [f for f in vars(rules).values() if callable(f) and getattr(f, "__module__", "") == rules.__name__]
    instead = {rules.apply_rules: _unrolled(rules.RULES), rules.kth_highest: kth_highest}
    for function in own:
        _compile_as(function, instead.get(function, function))


_register()
pick = compiled(rules.pick)
probabilities = compiled(rules.probabilities)
