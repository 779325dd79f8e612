"""The files that are to be opened: one, or those of a folder."""

import os
from pathlib import Path

from proust_attention.corpus.books import limits
from proust_attention.corpus.natural import natural_key
from proust_attention.errors import InputError
from proust_attention.files import read_bytes

LONGEST_NAME = 200  # characters of a name that are shown


def read_file(path: Path) -> bytes:
    """Read a file. Raises InputError if it is not there, is empty or is too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    if size > limits.FILE_BYTES:
        raise InputError(f"{path} is larger than {limits.FILE_BYTES // limits.MEBI} MiB")
    content = read_bytes(path)
    if not content:
        raise InputError(f"{path} is empty")
    return content


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder and the folders in it, in natural order, but hidden ones and links."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = (Path(place, name) for name in names if not name.startswith("."))
        found += [file for file in files if file.is_file() and not file.is_symlink() and file.stat().st_size]
        if len(found) > limits.MEMBERS:
            raise InputError(f"{folder} holds more than {limits.MEMBERS:,} files")
    return sorted(found, key=lambda file: natural_key(file.relative_to(folder).as_posix()))


def printable(name: str) -> str:
    """Return the name of a member as it can be shown on one line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:LONGEST_NAME])
