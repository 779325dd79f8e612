"""Groups of weights, and how each of them moves in a step.

# Class Notes

One number for the whole gradient hides which part of the machine is learning. So at some steps three lengths are
taken of each group, all its numbers laid end to end: of its gradient, of its weights, and of what the step changed
in them. The ratio of the last two says by which part of its size a group moves in one step. About 1/1000 is usual
in the middle of a training; a hundred times more, and the group is being thrown about; a hundred times less, and
it stands still.

>>> group_of("blocks.0.attention.W_Q"), group_of("blocks.1.norm_2.beta"), group_of("final_norm.gamma")
('blocks.0.attention', 'blocks.1.norms', 'final_norm')
"""

import math
from collections.abc import Mapping
from typing import TypedDict


class Moved(TypedDict):
    """How one group moved in one step."""

    gradient: float  # its norm, before clipping
    weight: float  # its norm, before the step
    update_ratio: float  # the norm of what the step changed, divided by that of the weights


Groups = dict[str, Moved]


def group_of(name: str) -> str:
    """Return the group that a weight belongs to."""
    part = name.rpartition(".")[0] or name
    return f"{part.rpartition('.')[0]}.norms" if part.endswith(("norm_1", "norm_2")) else part


def moved(gradients: Mapping[str, float], weights: Mapping[str, float], updates: Mapping[str, float]) -> Groups:
    """Put together the norms of all weights, by their groups."""
    groups: dict[str, list[str]] = {}
    for name in weights:
        groups.setdefault(group_of(name), []).append(name)
    return {
        group: Moved(
            gradient=_together(gradients, names),
            weight=_together(weights, names),
            update_ratio=_together(updates, names) / max(_together(weights, names), 1e-30),
        )
        for group, names in groups.items()
    }


def _together(norms: Mapping[str, float], names: list[str]) -> float:
    return math.sqrt(math.fsum(norms[name] ** 2 for name in names))  # the same in whatever order
