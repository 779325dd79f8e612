"""Named arrays on disk: safetensors, a format that any tool can read and that can run no code.

safetensors notices a file that was cut short, but not a flipped bit. So what is written here carries
a SHA-256 of its names, shapes and numbers in the file's free text, and a file that has one is held against it.
"""

import hashlib
import json
import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
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
    np.empty(3 * sum(array.nbytes for array in contiguous.values()), np.uint8)  # a MemoryError; Rust would panic
    free_text = {**(about or {}), CHECKSUM: checksum(contiguous)}
    content = save(contiguous, free_text)
    return _in_one_order(content, free_text) if about else content


def write_npy(path: Path, array: np.ndarray) -> None:
    """Write one array in NumPy's own format, which can be mapped into memory; whole or not at all."""
    content = BytesIO()
    np.save(content, array, allow_pickle=False)
    write_bytes(path, content.getvalue())


def read(path: Path) -> dict[str, np.ndarray]:
    """Read every array of a file. Raises InputError if it is not there, damaged, or not safetensors."""
    return _whole(path)[0]


def about(path: Path) -> dict[str, str]:
    """Return the free text of a file. Raises what `read` raises."""
    return _whole(path)[1]


def read_npy(path: Path) -> np.ndarray:
    """Return the array of a file in NumPy's format, mapped from the disk where the file system can do that.

    Raises InputError if it is not there, cannot be read, or is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # that a header is none of this decade's means that it is none
            try:
                return np.load(path, mmap_mode="r", allow_pickle=False)
            except OSError:  # a file system that cannot map files, or a file that cannot be read at all
                return np.load(BytesIO(read_bytes(path)), allow_pickle=False)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # SyntaxError, OverflowError, TokenError ...: whatever the header makes of NumPy
        raise InputError(f"{path} is damaged ({error})") from None


def _whole(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    return unpacked(read_bytes(path), path)


def unpacked(content: bytes, name: object) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Return the arrays of a file's content, held against their checksum, and its free text.

    Raises InputError, which calls it by `name`, if it is damaged, or not safetensors.
    """
    try:
        if "BF16" in _types(content):
            raise InputError(f"{name} holds bfloat16 (BF16), which NumPy has not; save it as F32 or F16")
        np.empty(3 * len(content), np.uint8)  # as in `packed`
        arrays = load(content)
        free_text = _free_text(content)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # there is no telling what a damaged header makes of the library
        raise InputError(f"{name} is damaged, or is not a safetensors file ({error})") from None
    expected = free_text.get(CHECKSUM)
    if expected is not None and expected != checksum(arrays):
        raise InputError(f"{name} is damaged: its SHA-256 is not that of what was written")
    return arrays, free_text


def _in_one_order(content: bytes, free_text: dict[str, str]) -> bytes:
    """Return the content with its free text in this order: safetensors writes it in any, each time in another."""
    header = json.dumps({**_header(content), "__metadata__": free_text}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header + content[_end(content) :]


def checksum(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 of some arrays: of their names, types, shapes and numbers."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}\n".encode())
        digest.update(np.ascontiguousarray(arrays[name]).data)
    return digest.hexdigest()


def _types(content: bytes) -> set[str]:
    """Return the types of the arrays of a safetensors file."""
    return {entry["dtype"] for name, entry in _header(content).items() if name != "__metadata__"}


def _header(content: bytes) -> dict[str, Any]:
    """Return the header of a safetensors file: it is JSON, after eight bytes that are its length."""
    return json.loads(content[8 : _end(content)])


def _end(content: bytes) -> int:
    """Return where the header of a safetensors file ends."""
    return 8 + int.from_bytes(content[:8], "little")


def _free_text(content: bytes) -> dict[str, str]:
    """Return the free text of a safetensors file."""
    free_text = _header(content).get("__metadata__", {})
    return free_text if isinstance(free_text, dict) else {}
