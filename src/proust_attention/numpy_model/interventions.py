"""Interventions: what happens to an array on its way, when somebody reaches in.

# Class Notes

Every part lets each array that it computes pass a hook. A hook does nothing, unless an intervention has the name
of its array; then the machine goes on with what the intervention made of it:

    y = x · m                 a factor m: 0 takes out what it meets, 1 leaves it
    y = v where w, else x     a value v: say, what the array was when the machine read another text ("patching")

What happens to the loss when a part is taken out says what the part is worth (inspection/ablation.py). Training
uses factors, too: dropout's masks (dropout.py).

A head is D/H neighbouring columns of `joined`, the heads side by side: to take it out is to multiply these by 0
before W_O mixes them. An edge (layer, head, query t, key s) is one number of `weights`.

The gradient. Whatever was made of it, here y depends on x number by number, so that with m = dy/dx

    dx = dy · m               a factor: m itself;   a value: 0 where it was put, 1 elsewhere

No gradient passes through a value that was put there: it does not depend on x.

>>> hooks = Hooks("blocks.0.attention", {"blocks.0.attention.joined": np.array([1.0, 0.0])})
>>> hooks("joined", np.array([[3.0, 5.0]])).tolist()          # D = 2, two heads: the second is taken out
[[3.0, 0.0]]
>>> hooks.backward("joined", np.array([[10.0, 20.0]])).tolist()
[[10.0, 0.0]]

                              Vig et al. 2020 (interventions in language models); Meng et al. 2022 (patching)
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float

from proust_attention.interventions import Interventions, Value, misfit, not_numbers

Array = Float[np.ndarray, "..."]
Function = Callable[[Array], tuple[Array, Array | None]]  # of an array: what becomes of it, and dy/dx (None: 1)


class Hooks:
    """The hooks of a part, by the names of its arrays; it remembers dy/dx of each for the backward pass.

    Interventions that have a method `gradient(name, d_x)` are shown the gradient of every array as it arises.
    """

    def __init__(self, part: str, interventions: Interventions | None) -> None:
        self.part, self.interventions = part, interventions
        self.show = getattr(interventions, "gradient", None)
        self.factors: dict[str, Array] = {}

    def __call__(self, name: str, x: Array) -> Array:
        """Return what becomes of an array; the shape stays. Raises InputError if an intervention has another."""
        whole = self.whole(name)
        intervention = None if self.interventions is None else self.interventions.get(whole)
        if intervention is None:
            return x
        y, factor = _function(whole, intervention)(x)
        if y.shape != x.shape:
            raise misfit(whole, y.shape, x.shape)
        if factor is not None:
            self.factors[name] = factor
        return y

    def backward(self, name: str, d_y: Array) -> Array:
        """Return the gradient with respect to the array before the hook."""
        d_x = d_y * self.factors[name] if name in self.factors else d_y  # y = x * factor, or a constant
        if self.show:
            self.show(self.whole(name), d_x)
        return d_x

    def whole(self, name: str) -> str:
        """Return the name under which an array of this part is declared in parts.py."""
        return f"{self.part}.{name}".strip(".")


def _function(name: str, intervention: Any) -> Function:
    """Return an intervention of any kind as a function."""
    if callable(intervention):
        return intervention

    def replaced(x: Array, value: Value) -> tuple[Array, Array]:
        where = _fitted(name, value.where, x.shape, np.dtype(bool))
        return np.where(where, _fitted(name, value.value, x.shape, x.dtype), x), (~where).astype(x.dtype)

    def multiplied(x: Array) -> tuple[Array, Array]:
        factor = _fitted(name, intervention, x.shape, x.dtype)
        return x * factor, factor

    return (lambda x: replaced(x, intervention)) if isinstance(intervention, Value) else multiplied


def _fitted(name: str, given: Any, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    try:
        array = np.asarray(given, dtype)
    except (TypeError, ValueError):
        raise not_numbers(name) from None
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise misfit(name, array.shape, shape) from None
