"""Writing whole or not at all.

A process can be killed, and a disk can be full, between any two bytes that it writes. So a file that will
be read back is first written under another name beside its place, brought safely to the disk, and only
then renamed: `os.replace` is atomic, so that whoever opens the name finds either all of the old content or
all of the new. A new folder is made the same way. Logs are different: they only grow, a line at a time,
and whoever reads them forgives a broken last line.

What differs between operating systems is here too: the memory of a process, how a shell is given a path, and what
becomes of a stream whose terminal is closed.
"""

import ctypes
import errno
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from proust_attention.errors import InputError, SaveError

if sys.platform != "win32":
    import fcntl
    import resource


@contextmanager
def _saving(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write `path` into one line."""
    try:
        yield
    except OSError as error:
        raise SaveError(f"cannot write {path}: {error.strerror or error}") from None
    except UnicodeEncodeError:
        raise SaveError(f"cannot write {str(path)!r}: a name is not valid UTF-8") from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises SaveError; the old content then stays."""
    with _saving(path):
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
            _sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file, readable by eye, whole or not at all. Raises SaveError."""
    write_bytes(path, as_json(value, indent=2))


def as_json(value: Any, indent: int | None = None) -> bytes:
    r"""Return a value as JSON, and an end of line; half a character, which UTF-8 has not, as JSON writes it.

    >>> as_json("á\ud800")
    b'"\xc3\xa1\\ud800"\n'
    """
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode(errors="backslashreplace")


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises InputError if it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None


def read_json(path: Path) -> Any:
    """Read a JSON file. Raises InputError if it is not there or is not JSON."""
    try:
        return json.loads(read_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError) as error:  # or it is nested without end
        raise InputError(f"{path} is damaged: it is not JSON ({error})") from None


def read_json_object(path: Path) -> dict[str, Any]:
    """Read a JSON file that holds an object. Raises InputError if it does not, or cannot be read."""
    value = read_json(path)
    if not isinstance(value, dict):
        raise InputError(f"{path} is damaged: it does not hold a JSON object")
    return value


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Make a folder whole or not at all: yields a temporary one, which takes the name `path` at the end.

    Raises InputError where `path` is already there with something in it, SaveError if writing fails.
    """
    refuse_to_overwrite(path)
    with _saving(path):
        if path.is_symlink():
            path = path.resolve()  # the folder is made where the link leads
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        held = _held(temporary)
        try:
            temporary.chmod(0o777 & ~_umask())
            yield temporary
            if path.is_dir():
                path.rmdir()  # it is empty; not every system renames onto a folder
            temporary.rename(path)
            _sync_folder(path.parent)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        finally:
            if held is not None:
                os.close(held)


def _held(folder: Path) -> int | None:
    """Lock a folder for this process; return what to close, None where another has it or there are no locks."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_abandoned(path: Path) -> None:
    """Remove what a process left half made that was killed while it made `path`: nobody holds it any more."""
    for folder in path.parent.glob(f".{glob.escape(path.name)}.????????"):
        with suppress(OSError):
            if not folder.is_symlink() and (held := _held(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)


def refuse_to_overwrite(path: Path) -> None:
    """Raise InputError unless `path` is free for a new folder: not there, or an empty folder."""
    if not path.name:
        raise InputError(f"'{path}' names no new folder; give a name such as runs/first")
    if path.is_file():
        raise InputError(f"{path} is a file; give the name of a new folder")
    if taken := next((parent for parent in path.parents if parent.exists() and not parent.is_dir()), None):
        raise InputError(f"{taken} is no folder, and {path} would lie in it")
    if path.is_dir() and any(path.iterdir()):
        held = next((kind for name, kind in _KNOWN_FOLDERS.items() if (path / name).exists()), "other files")
        raise InputError(f"{path} already holds {held}; choose another folder, or remove it first")


_KNOWN_FOLDERS = {"config.json": "a run", "corpus.json": "a corpus", "lab.json": "a laboratory"}


def append_line(path: Path, record: dict[str, Any]) -> None:
    """Add one record to a log of JSON lines. Raises SaveError."""
    with _saving(path), path.open("ab") as file:
        file.write(as_json(record))


def sync(path: Path) -> None:
    """Bring what was added to a log safely to the disk, and its name. No file: nothing. Raises SaveError."""
    if path.exists():
        with _saving(path), path.open("ab") as file:
            os.fsync(file.fileno())
            _sync_folder(path.parent)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a log of JSON lines; a line that is no record is passed over. No file: no records."""
    records: list[dict[str, Any]] = []
    if not path.exists():
        return records
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        with suppress(ValueError, RecursionError):
            record = json.loads(line)
            if isinstance(record, dict):
                records.append(record)
    return records


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that `write_bytes` left in a folder where its process was killed."""
    for path in folder.glob(".*"):
        if _TEMPORARY.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()


_TEMPORARY = re.compile(r"\.[\w-]+\.(?:safetensors|jsonl|json|npy)\.[a-z0-9_]{8}")  # as tempfile names them


def quoted(words: str | Path) -> str:
    """Return a path, or words, as they can be put into a line for the shell."""
    return subprocess.list2cmdline([str(words)]) if os.name == "nt" else shlex.quote(str(words))


def peak_memory() -> float | None:
    """Return the most memory that this process has held so far, in MiB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def memory_of_this_computer() -> int | None:
    """Return how many bytes a process may have at most here; None where the system does not say."""
    if sys.platform == "win32":
        return None
    bounds = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), resource.getrlimit(resource.RLIMIT_AS)[0]]
    with suppress(OSError, ValueError):  # of a container; "max" is none
        bounds.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return min(bound for bound in bounds if bound >= 0)  # an infinite limit is -1


def keep_freed_memory() -> None:
    """Let this process keep what it frees, to its end, where its C library (that of GNU) can be told so.

    A training step takes and frees the same large arrays again and again. Memory that was given back in between
    comes as pages that the system has first to clear.
    """
    if sys.platform != "linux":
        return
    with suppress(AttributeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(-4, 0)  # M_MMAP_MAX: no array is a mapping of its own, which ends with it
        mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD: how much may lie unused at the end


def _sync_folder(folder: Path) -> None:
    """Bring a new name in a folder to the disk; Windows does that by itself, and cannot open folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    """Read what the user takes away from the permissions of new files (it can only be read by setting it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Outliving:
    """A stream that goes on into nothing once the terminal behind it is closed: a run may outlive that."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write a text."""
        self._unless_closed(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Write what is still held back."""
        self._unless_closed(self._stream.flush)

    def _unless_closed(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            forget(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def forget(stream: IO[str]) -> None:
    """Let what is still written to a stream go nowhere: the other side has gone, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
