"""The witness beside the page: one number of a gradient, by NumPy and, where it is installed, by PyTorch.

The page takes a step of learning apart (static/page/gradient/). What it was computed from, the weights and the
batch, comes as one safetensors file, as static/engine/backward.js packs it; in its free text lies the batch:

    {"model": {...}, "inputs": [...], "targets": [...], "T": 64, "dropped": {"seed": 0, "step": 12} or null}

So nothing has to be known here of the page, nothing is kept, and a run that lives in the browser alone has the
same witnesses as a machine of a folder. All is computed in float64. What comes is believed in nothing: names,
shapes, ids and sizes are checked first.
"""

import json
import math
import operator
from importlib.util import find_spec
from typing import Any

import numpy as np

from proust_attention import parameters
from proust_attention.checkpoint import arrays
from proust_attention.config import ModelConfig
from proust_attention.errors import InputError
from proust_attention.inspection import Example
from proust_attention.inspection.gradcheck import gradients_by_autograd, gradients_by_hand
from proust_attention.numpy_model.dropout import RandomMasks

LARGEST = 64 << 20  # bytes that are read
MOST_NUMBERS = 60_000_000  # on the way through the machine, half a gigabyte
POSTED = "what was posted"


def engines() -> list[str]:
    """Return which engines there are."""
    return ["numpy", *(["torch"] if find_spec("torch") else [])]


def found(content: bytes, weight: str, place: str) -> dict[str, float | None]:
    """Return what each engine finds for a number of a weight, row behind row; None: not installed, or not finite.

    Raises InputError if there is no such number, or what was posted is damaged or too large.
    """
    values, about = arrays.unpacked(content, POSTED)
    model, example = _batch(about.get("batch", ""))
    parameters.check(model, values)
    size = values[weight].size if weight in values else 0
    if not place.isdecimal() or len(place) > 12 or int(place) >= size:
        raise InputError(f"there is no number {place[:12]!r} of a weight {weight[:80]!r}")
    exact = {name: array.astype(np.float64) for name, array in values.items()}
    with np.errstate(all="ignore"):  # what is not finite is None
        by_hand = gradients_by_hand(model, exact, example)
    by_autograd = gradients_by_autograd(model, exact, example)
    return {
        "numpy": _number(by_hand[weight].flat[int(place)]),
        "torch": None if by_autograd is None else _number(by_autograd[weight].flat[int(place)]),
    }


def _batch(text: str) -> tuple[ModelConfig, Example]:
    """Return the machine's settings and what it is to learn from."""
    try:
        batch: dict[str, Any] = json.loads(text)
        model = ModelConfig.from_dict(batch["model"])
        T, dropped = batch["T"], batch["dropped"]
        inputs, targets = (np.array(batch[name], np.int64).reshape(-1, T) for name in ("inputs", "targets"))
        masks = _masks(model, dropped["seed"], dropped["step"]) if dropped and model.dropout else None
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise InputError(f"{POSTED} is no batch of a step") from None
    if not 0 < T <= model.context_length or inputs.shape != targets.shape or not inputs.size:
        raise InputError(f"{POSTED} is no batch of a step: its windows do not fit the machine")
    if not all(((ids >= 0) & (ids < model.vocab_size)).all() for ids in (inputs, targets)):
        raise InputError(f"{POSTED} holds ids that are none of this machine's")
    if _numbers(model, *inputs.shape) > MOST_NUMBERS:
        raise InputError(f"{POSTED} is too large a step to be computed beside the page")
    return model, Example(inputs, targets, masks)


def _masks(model: ModelConfig, seed: Any, step: Any) -> RandomMasks:
    """Return the masks of a step. Raises TypeError or ValueError where these are no numbers of a run."""
    for number in (seed, step):
        if not 0 <= operator.index(number) < 1 << 63:
            raise ValueError(f"{number} is no seed, and no step")
    return RandomMasks(model, seed, step)


def _numbers(model: ModelConfig, B: int, T: int) -> int:
    """Return about how many numbers there are on the way of a batch."""
    row = 12 * model.d_model + 2 * model.d_ff + 3 * model.n_heads * T
    return B * T * (model.n_layers * row + 3 * model.vocab_size)


def _number(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None
