"""Weights in eight bits: a quarter of float32, for machines that one looks at and does not train on.

    W[i, j] ≈ scale[i] · n[i, j],    n from -127 to 127,    scale[i] = max |W[i]| / 127

So no number is further off than half a scale, a 254th of the largest of its row. In a file a matrix is int8, and
beside it lies its scale, float32, under its name with `.scale` behind it; vectors are few, and stay float16. The
twin in the browser is explorer/static/engine/eight_bits.js.

>>> stored = rounded({"W": np.array([[50.2, -127.0], [0.0, 0.0]], np.float32)})
>>> stored["W"].tolist(), restored(stored)["W"].tolist()
([[50, -127], [0, 0]], [[50.0, -127.0], [0.0, 0.0]])
"""

from collections.abc import Mapping

import numpy as np

from proust_attention.errors import InputError

SCALE = ".scale"
LARGEST = 127


def rounded(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return weights as they are stored: matrices (N, M) as int8 with their scales (N,), vectors as float16."""
    stored = dict[str, np.ndarray]()
    for name, array in values.items():
        if array.ndim == 1:
            stored[name] = array.astype(np.float16)
            continue
        scale = (np.abs(array).max(axis=1) / LARGEST).astype(np.float32)  # (N, M) -> (N,)
        stored[name] = np.rint(array / np.where(scale, scale, 1)[:, None]).astype(np.int8)
        stored[name + SCALE] = scale
    return stored


def restored(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return what was stored, matrices of eight bits as float32; what has more bits as it is.

    Raises InputError if a matrix has no scale, or one of another length.
    """
    eight_bits = {name: array for name, array in arrays.items() if array.dtype == np.int8}
    for name, array in eight_bits.items():
        scale = arrays.get(name + SCALE)
        if scale is None or scale.shape != array.shape[:1] or scale.dtype != np.float32:
            raise InputError(f"{name} has eight bits a number, and no scale for each of its rows")
    scales = {name + SCALE for name in eight_bits}
    others = {name: array for name, array in arrays.items() if name not in scales}
    return {
        name: array * arrays[name + SCALE].reshape(-1, *[1] * (array.ndim - 1)) if name in eight_bits else array
        for name, array in others.items()
    }
