"""The catalogue: texts in the public domain that can be downloaded, each pinned to the last byte.

The table is data, in catalogue.toml: where a text lies, and the SHA-256 of each of its files. So it does not
matter who hands a file over, the pinned address or a mirror: what has the hash is the file, and all else is
refused.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from proust_attention.corpus.catalogue import fetching
from proust_attention.corpus.catalogue.fetching import Progress
from proust_attention.errors import InputError
from proust_attention.files import new_folder, read_bytes, refuse_to_overwrite, write_bytes
from proust_attention.settings import unknown_name


@dataclass(frozen=True)
class Entry:
    """A text that can be downloaded."""

    name: str
    title: str
    author: str
    language: str
    licence: str
    about: str
    origin: str  # the address before the names of the files
    bytes: int
    files: Mapping[str, str]  # name: SHA-256, in the order in which they are to be read


@cache
def entries() -> list[Entry]:
    """Return all texts of the catalogue."""
    tables = tomllib.loads((files(__package__) / "catalogue.toml").read_text(encoding="utf-8"))
    return [Entry(name=name, **table) for name, table in tables.items()]


def entry(name: str) -> Entry:
    """Return one text of the catalogue. Raises InputError if none has that name."""
    known = {entry.name: entry for entry in entries()}
    if name not in known:
        raise InputError(unknown_name(name, known, "text"))
    return known[name]


def is_cached(entry: Entry) -> bool:
    """Whether a text can be had without a network: all its files are in the cache, undamaged."""
    return fetching.has_all(fetching.cache_folder(entry.name), entry.files)


def is_there(entry: Entry, folder: str | Path) -> bool:
    """Whether a folder holds all files of a text, undamaged."""
    return fetching.has_all(Path(folder), entry.files)


def download(
    entry: Entry, folder: str | Path, *, mirror: str | None = None, progress: Progress | None = None
) -> Path:
    """Make a folder of a text's files, whole or not at all, fetching those that are not in the cache.

    `mirror` stands for the entry's own address. Raises InputError if the folder is taken or the mirror is not a
    web address, DownloadError if a file cannot be fetched or is not the pinned one, SaveError if the disk is full.
    """
    folder = Path(folder)
    refuse_to_overwrite(folder)
    if mirror is not None and not _is_address(mirror):
        raise InputError(
            f"the mirror {mirror!r} is not a web address (URL); it must begin with http:// or https://"
        )
    cached = fetching.fetch(
        entry.files, mirror or entry.origin, fetching.cache_folder(entry.name), entry.bytes, progress
    )
    with new_folder(folder) as temporary:
        for path in cached:
            write_bytes(temporary / path.name, read_bytes(path))
    return folder


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # the port is not a number
        return False
