"""Fetching: files that are pinned by their hashes, from an address into a cache.

A file gets its name in the cache only when it is whole and its hash is right. So a download that was interrupted
goes on with the files that are there, a file that was damaged since is fetched again, and one that is there needs
no network. The cache is pooch's; what comes over the line is read here.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from proust_attention.errors import DownloadError, SaveError

if TYPE_CHECKING:
    import requests

TIMEOUT = 30.0  # seconds of silence after which a server is given up
RETRIES = 1  # after a second; whoever wants more calls again, and goes on
ABANDONED = 3600.0  # seconds after which nobody writes to half a file any more
CHUNK = 16_384  # bytes
HELP = "try again, what is already here is kept; or name another place that has the files with --mirror"

Progress = Callable[[str, int], None]  # called with the name of a file, and how many bytes of it are here


def cache_folder(name: str) -> Path:
    """Return the folder of one text in the user's cache, or in the folder that PROUST_CACHE names."""
    import pooch  # it loads slowly, and few need it

    return Path(os.environ.get("PROUST_CACHE") or pooch.os_cache("proust-attention")) / name


def has_all(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether all these files, name: SHA-256, are in a folder, undamaged."""
    try:
        return all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == pinned for name, pinned in files.items()
        )
    except OSError:
        return False


def fetch(
    files: Mapping[str, str], address: str, folder: Path, most: int, progress: Progress | None = None
) -> list[Path]:
    """Bring files, name: SHA-256, from an address into a folder of the cache; return their paths.

    No file may have more bytes than `most`, whatever the server sends.

    Raises DownloadError if one cannot be fetched or is not the pinned one, SaveError if it cannot be kept.
    """
    import pooch

    pooch.get_logger().setLevel(logging.CRITICAL)  # it would print what it does
    _remove_abandoned(folder, files)
    cache = pooch.create(folder, address, registry=dict(files), retry_if_failed=RETRIES)
    paths = []
    for name in files:
        with _one_line(cache.get_url(name), folder / name):
            path = Path(cache.fetch(name, downloader=_downloader(name, most, progress)))
        if progress is not None:
            progress(name, path.stat().st_size)
        paths.append(path)
    return paths


def _downloader(name: str, most: int, progress: Progress | None) -> Callable[[str, str, object], None]:
    """Return what pooch calls to fill a temporary file from an address."""

    def download(address: str, temporary: str, cache: object) -> None:
        import requests

        arrived = 0
        with (
            requests.get(address, stream=True, timeout=TIMEOUT) as response,
            Path(temporary).open("wb") as file,
        ):
            response.raise_for_status()
            for chunk in response.iter_content(CHUNK):
                arrived += len(chunk)
                if arrived > most:
                    raise DownloadError(
                        f"{address} is not the file that the catalogue pins: it is too long; {HELP}"
                    )
                file.write(chunk)
                if progress is not None:
                    progress(name, arrived)

    return download


@contextmanager
def _one_line(address: str, path: Path) -> Iterator[None]:
    """Report all that may go wrong with one file in one line."""
    import requests

    try:
        yield
    except requests.RequestException as error:  # first: it is an OSError too, and some are ValueErrors
        raise DownloadError(f"cannot download {address}: {_reason(error)}; {HELP}") from None
    except ValueError as error:
        if " hash " not in str(error):  # so pooch says that it is another one
            raise DownloadError(f"cannot download {address}: {_plain(error)}; {HELP}") from None
        raise DownloadError(
            f"{address} is not the file that the catalogue pins, and is not kept; {HELP}"
        ) from None
    except OSError as error:
        reason = error.strerror or "Permission denied"  # where permission is denied, pooch says it in its own way
        raise SaveError(f"cannot write {path}: {reason}; PROUST_CACHE can name another folder") from None


def _reason(error: "requests.RequestException") -> str:
    """Return in a few words why a file could not be fetched."""
    import requests
    from urllib3.exceptions import ReadTimeoutError

    if isinstance(error, requests.Timeout) or isinstance(next(iter(error.args), None), ReadTimeoutError):
        return f"timed out, nothing came for {TIMEOUT:g} seconds"
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server returned the HTTP status {error.response.status_code}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection was cut off"
    if isinstance(error, requests.exceptions.SSLError):
        return "no secure connection could be made"
    if isinstance(error, requests.ConnectionError):
        return "no connection could be made"
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return "what the server sends is damaged"
    return _plain(error)


def _plain(error: Exception) -> str:
    """Return the words of an exception of others, to stand within a line."""
    return " ".join(str(error).split()).rstrip(".")


def _remove_abandoned(folder: Path, files: Mapping[str, str]) -> None:
    """Remove the halves of files that a killed process left; one that still runs writes more often."""
    for path in set(folder.glob("tmp*")) - {folder / name for name in files}:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()
