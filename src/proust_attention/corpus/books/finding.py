"""The files that are to be opened: one, or those of a folder. A folder that is an unpacked EPUB is one of them."""

import os
from functools import partial
from pathlib import Path

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.unpacked import is_unpacked, pack
from proust_attention.corpus.natural import natural_key
from proust_attention.errors import InputError
from proust_attention.files import read_bytes

OTHER_BOOKS = (".epub", ".mobi", ".azw", ".azw3", ".kfx", ".fb2", ".pdf", ".docx", ".odt", ".rtf", ".zip")
LONGEST_NAME = 200  # characters of a name that are shown


def read_file(path: Path) -> bytes:
    """Read a file, or an unpacked EPUB as one. Raises InputError if it is not there, is empty or is too large."""
    if path.is_dir():
        return _read_unpacked(path)
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


def _read_unpacked(folder: Path) -> bytes:
    """Return the EPUB that a folder is, packed. Raises InputError if it is too large."""
    files = files_of(folder, inside=True)
    try:
        return pack((file.relative_to(folder).as_posix(), partial(_read_inside, file)) for file in files)
    except RefusedError as error:
        raise InputError(f"{folder} {error}") from None


def _read_inside(file: Path) -> bytes:
    """Read a file of an unpacked EPUB, which may be empty."""
    return read_file(file) if file.stat().st_size else b""


def other_books_in(folder: Path) -> list[str]:
    """Return the names of the books that lie in an unpacked EPUB and are none of its pages."""
    files = files_of(folder, inside=True)
    return [file.relative_to(folder).as_posix() for file in files if file.suffix.casefold() in OTHER_BOOKS]


def files_of(folder: Path, *, inside: bool = False) -> list[Path]:
    """Return the files of a folder and the folders in it, in natural order, but hidden ones and links.

    A folder in it that is an unpacked EPUB is returned as if it were a file; with `inside` its files are, the ones
    without content too.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        if not inside and is_unpacked(Path(place)):
            folders.clear()
            found.append(Path(place))
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = (Path(place, name) for name in names if not name.startswith("."))
        plain = (file for file in files if file.is_file() and not file.is_symlink())
        found += [file for file in plain if inside or file.stat().st_size]
        if len(found) > limits.MEMBERS:
            raise InputError(f"{folder} holds more than {limits.MEMBERS:,} files")
    return sorted(found, key=lambda file: natural_key(file.relative_to(folder).as_posix()))


def printable(name: str) -> str:
    """Return the name of a member as it can be shown on one line."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:LONGEST_NAME])
