"""Named arrays on disk: safetensors, a format that any tool can read and that can run no code.

safetensors notices a file that was cut short, but not a flipped bit. So what is written here carries
a SHA-256 of its names, shapes and numbers in the file's free text, and a file that has one is held against it.
"""

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from proust_attention.errors import InputError
from proust_attention.files import read_bytes, write_bytes

CHECKSUM = "sha256"


def write(path: Path, arrays: Mapping[str, np.ndarray], about: Mapping[str, str] | None = None) -> None:
    """Write arrays, whole or not at all, with `about` in the file's free text. Raises SaveError."""
    write_bytes(path, packed(arrays, about))


def packed(arrays: Mapping[str, np.ndarray], about: Mapping[str, str] | None = None) -> bytes:
    """Return the content of a file of these arrays."""
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    free_text = {**(about or {}), CHECKSUM: _checksum(contiguous)}
    content = save(contiguous, free_text)
    return _in_one_order(content, free_text) if about else content


def write_npy(path: Path, array: np.ndarray) -> None:
    """Write one array in NumPy's own format, which can be mapped into memory; whole or not at all."""
    content = BytesIO()
    np.save(content, array, allow_pickle=False)
    write_bytes(path, content.getvalue())


def read(path: Path) -> dict[str, np.ndarray]:
    """Read every array of a file. Raises InputError if it is not there, damaged, or not safetensors."""
    content = read_bytes(path)
    try:
        arrays = load(content)
        expected = _free_text(content).get(CHECKSUM)
    except (SafetensorError, KeyError, ValueError) as error:
        raise InputError(f"{path} is damaged, or is not a safetensors file ({error})") from None
    if expected is not None and expected != _checksum(arrays):
        raise InputError(f"{path} is damaged: its SHA-256 is not that of what was written")
    return arrays


def about(path: Path) -> dict[str, str]:
    """Return the free text of a file. Raises what `read` raises."""
    read(path)
    return _free_text(read_bytes(path))


def _in_one_order(content: bytes, free_text: dict[str, str]) -> bytes:
    """Return the content with its free text in this order: safetensors writes it in any, each time in another."""
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.dumps({**json.loads(content[8:end]), "__metadata__": free_text}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + content[end:]


def _checksum(arrays: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}\n".encode())
        digest.update(np.ascontiguousarray(arrays[name]).data)
    return digest.hexdigest()


def _free_text(content: bytes) -> dict[str, str]:
    """Return the free text of a safetensors file: its header is JSON, after eight bytes that are its length."""
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    free_text = header.get("__metadata__", {})
    return free_text if isinstance(free_text, dict) else {}
