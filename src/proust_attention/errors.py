"""The library's own exceptions.

Every message is one plain line that says what is wrong and what would be right: the command prints it as
it is. `InputError` means that what was given is wrong (exit status 2); any other `ProustError` that
something failed although it was right (exit status 1).
"""

from collections.abc import Iterator
from contextlib import contextmanager


class ProustError(Exception):
    """The base of every exception that this library raises on purpose."""


class InputError(ProustError):
    """What was given is wrong: a file, a folder, a prompt."""


class SettingError(InputError):
    """A setting has a wrong value, or no setting has that name."""


class UnknownCharacterError(InputError):
    """A text holds a character that the machine has never seen."""


class SaveError(ProustError):
    """A file could not be written: a full disk, a folder without permission."""


class DownloadError(ProustError):
    """A text could not be fetched: no network, a silent server, other bytes than the catalogue pins."""


class InUseError(ProustError):
    """Another process is writing where this one would."""


class DivergedError(ProustError):
    """A training went wrong: its loss is not finite, or beyond all bounds."""


class MissingExtraError(ProustError):
    """A part of the library needs a package that is not installed."""


PACKAGES = {"tensorboard": "tensorboardX", "fast": "numba", "books": "lxml", "pdf": "pypdf"}


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Turn the failed import of an optional package into a line that says what to install.

    `extra` is its name in pyproject.toml; the package that it brings has the same name, but for PACKAGES.
    Raises MissingExtraError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = PACKAGES.get(extra, extra)
        if error.name != package:
            raise
        raise MissingExtraError(
            f"this needs the package {package}, which is not installed: pip install 'proust-attention[{extra}]'"
        ) from None
