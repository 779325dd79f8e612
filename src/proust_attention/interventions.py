"""Interventions: reaching into a forward pass, at any array that a part declares (parts.py).

    machine.forward(token_ids, interventions={"blocks.0.feed_forward.output": 0})

An intervention belongs to the name of an array, and says what becomes of it:

    a number or an array   a factor: the array is multiplied by it (broadcast to its shape); 0 takes it out
    Value(value, where)    the array is replaced; where `where` is given (booleans), only there
    a function             of the array; in NumPy it returns the new one and dy/dx, in PyTorch the new one

NumPy and PyTorch take the same factors and values. The browser's are {factor} and {value, where}, whose numbers
fill the last axes of the array (explorer/static/engine/interventions.js).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.errors import InputError
from proust_attention.settings import unknown_name
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Value:
    """What takes an array's place; `where`, booleans that broadcast to its shape, says of which of its numbers."""

    value: Any
    where: Any = True

    __repr__ = short_repr


@runtime_checkable
class Interventions(Protocol):
    """A mapping from names of arrays, or what behaves like one."""

    def get(self, name: str, /) -> Any:
        """Return what becomes of the array of this name; None: nothing."""


class Together:
    """Several interventions as one. Raises InputError where two of them are in the same array."""

    def __init__(self, *several: Interventions | None) -> None:
        self.several = [one for one in several if one is not None]

    def get(self, name: str) -> Any:
        """Return what becomes of the array of this name; None: nothing."""
        found = [one for interventions in self.several if (one := interventions.get(name)) is not None]
        if len(found) > 1:
            raise InputError(f"there are two interventions in {name}; dropout is one")
        return found[0] if found else None


def check_names(interventions: Interventions | None, config: ModelConfig) -> None:
    """Raise InputError if a name is that of no array (it would do nothing), or this is no mapping."""
    if interventions is not None and not hasattr(interventions, "get"):
        raise InputError("interventions are a mapping, from names of arrays to what becomes of them")
    if isinstance(interventions, Mapping):
        known = [array.name for array in parts.machine(config).arrays]
        for name in interventions:
            if name not in known:
                raise InputError(unknown_name(str(name), known, kind="array"))


def not_numbers(name: str) -> InputError:
    """Make the error of an intervention that is neither numbers, nor a Value, nor a function."""
    return InputError(f"the intervention in {name} is no factor: give a number, an array of numbers, or a Value")


def misfit(name: str, given: tuple[int, ...], shape: tuple[int, ...]) -> InputError:
    """Make the error of an intervention whose numbers do not broadcast to the array's."""
    return InputError(f"the intervention in {name} has the shape {given}, but the array has {shape}")
