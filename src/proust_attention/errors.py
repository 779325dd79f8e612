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


class OutOfMemoryError(ProustError):
    """The memory did not suffice."""


class ProcessLostError(ProustError):
    """Of several processes that share a run, one has ended."""

    @classmethod
    def in_a_step(cls, size: int, error: Exception) -> "ProcessLostError":
        """Make the error of `size` processes that share a step, from what PyTorch says."""
        why = str(error).partition("\n")[0]  # it is another thing for every kind of network
        return cls(
            f"the {size} processes of this run can no longer add up their gradients, as when one has "
            f"ended; the same line with --resume goes on from the last state ({why})"
        )


class MissingExtraError(ProustError):
    """A part of the library needs a package that is not installed."""


class BrokenPackageError(ProustError):
    """A package is installed and does not load: something that it needs in turn is missing, say."""


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an exception says that the memory is at its end, in whatever way a library says that.

    PyTorch's is a RuntimeError, of the processor or of a GPU; Rust's, of safetensors, a panic.

    >>> is_out_of_memory(RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB."))
    True
    """
    told = isinstance(error, RuntimeError) or type(error).__name__ == "PanicException"
    return isinstance(error, MemoryError) or (told and any(words in str(error) for words in _OUT_OF_MEMORY))


_OUT_OF_MEMORY = ("out of memory", "allocate memory", "PyObject pointer is null", "CUBLAS_STATUS_ALLOC_FAILED")

PACKAGES = {
    "tensorboard": "tensorboardX",
    "fast": "numba",
    "books": "lxml",
    "pdf": "pypdf",
    "lab": "scipy",
    "novelty": "pydivsufsort",
}


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Turn the failed import of an optional package into a line that says what to install.

    `extra` is its name in pyproject.toml; the package that it brings has the same name, but for PACKAGES. One that
    is installed and does not load is called so. Raises MissingExtraError, BrokenPackageError.
    """
    package = PACKAGES.get(extra, extra)
    try:
        yield
    except Exception as error:  # of a broken package it may be any: ImportError, OSError ...
        if is_out_of_memory(error):
            raise
        if isinstance(error, ModuleNotFoundError) and error.name == package:
            raise MissingExtraError(
                f"this needs the package {package}, which is not installed: "
                f"pip install 'proust-attention[{extra}]'"
            ) from None
        without = "; the engine numpy does without it" if extra in ("torch", "fast") else ""
        raise BrokenPackageError(f"{package} is installed but cannot be loaded ({error}){without}") from error
