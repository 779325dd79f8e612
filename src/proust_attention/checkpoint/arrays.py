"""Named arrays on disk: safetensors, a format that any tool can read and that can run no code."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from proust_attention.errors import InputError
from proust_attention.files import read_bytes, write_bytes


def write(path: Path, arrays: Mapping[str, np.ndarray], about: Mapping[str, str] | None = None) -> None:
    """Write arrays, whole or not at all; `about` is the file's free text. Raises SaveError."""
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    write_bytes(path, save(contiguous, dict(about or {})))


def write_npy(path: Path, array: np.ndarray) -> None:
    """Write one array in NumPy's own format, which can be mapped into memory; whole or not at all."""
    content = BytesIO()
    np.save(content, array, allow_pickle=False)
    write_bytes(path, content.getvalue())


def read(path: Path) -> dict[str, np.ndarray]:
    """Read every array of a file. Raises InputError if it is not there, cut short or no safetensors."""
    try:
        return load(read_bytes(path))
    except (SafetensorError, KeyError, ValueError) as error:
        raise InputError(f"{path} is damaged, or is no safetensors file ({error})") from None
