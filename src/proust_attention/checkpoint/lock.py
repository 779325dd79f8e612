"""The right to write a run folder, for one process at a time.

It is a lock of the operating system on the file `lock` of the folder, by filelock: flock, or msvcrt on Windows.
The system takes it from a process that ends, however it ends. The mere existence of a file would not do, for it
stays behind a killed process; so a file system that has no such locks is an error.

The lock is on the file and not on its name: whoever moves the folder away, and begins another in its place, has
the name, and this process still has its lock. So before each write `check` looks whether both are the same still.
"""

from pathlib import Path

from proust_attention.errors import InUseError, SaveError


class Lock:
    """The lock on a file, which is made where it is missing; `release` frees it, and it may be taken again."""

    def __init__(self, path: Path) -> None:
        from filelock import FileLock  # here: whoever only reads a run need not wait for it

        self.path = path
        self._lock = FileLock(
            path, blocking=False, thread_local=False, fallback_to_soft=False, preserve_lock_file=True
        )

    @property
    def is_locked(self) -> bool:
        """Whether this has the right to write."""
        return self._lock.is_locked

    def take(self) -> None:
        """Take the lock. Raises what the function `take` raises."""
        from filelock import Timeout

        if not self.path.parent.is_dir():  # filelock would make it
            raise SaveError(f"cannot lock {self.path}: there is no folder {self.path.parent}")
        try:
            self._lock.acquire()
        except Timeout:
            raise InUseError(f"{self.path.parent} is being written by another process; wait, or stop it") from None
        except OSError as error:
            raise SaveError(f"cannot lock {self.path}: {error.strerror or error}") from None
        self._file = self._found()

    def release(self) -> None:
        """Give the right to write back."""
        self._lock.release()

    def check(self) -> None:
        """Raise SaveError unless the folder is still the one whose lock was taken."""
        if self._found() != self._file:
            raise SaveError(
                f"{self.path.parent} is no longer the folder that this process writes: it was moved, removed or "
                "replaced meanwhile; nothing more is written there"
            )

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def take(path: Path) -> Lock:
    """Take the lock on a file.

    Raises InUseError if another process, or another part of this one, has it; SaveError if the system refuses.
    """
    lock = Lock(path)
    lock.take()
    return lock
