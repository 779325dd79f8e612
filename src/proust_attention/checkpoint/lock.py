"""The right to write a run folder, for one process at a time.

It is a lock of the operating system on the file `lock` of the folder, by filelock: flock, or msvcrt on Windows.
The system takes it from a process that ends, however it ends. The mere existence of a file would not do, for it
stays behind a killed process; so a file system that has no such locks is an error.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from proust_attention.errors import InUseError, SaveError

if TYPE_CHECKING:
    from filelock import BaseFileLock


def take(path: Path) -> "BaseFileLock":
    """Take the lock on a file, which is made where it is missing; `release` frees it.

    Raises InUseError if another process, or another part of this one, has it; SaveError if the system refuses.
    """
    from filelock import FileLock, Timeout  # here: whoever only reads a run need not wait for it

    if not path.parent.is_dir():  # filelock would make it
        raise SaveError(f"cannot lock {path}: there is no folder {path.parent}")
    lock = FileLock(path, blocking=False, thread_local=False, fallback_to_soft=False, preserve_lock_file=True)
    try:
        lock.acquire()
    except Timeout:
        raise InUseError(f"{path.parent} is being written by another process; wait, or stop it") from None
    except OSError as error:
        raise SaveError(f"cannot lock {path}: {error.strerror or error}") from None
    return lock
