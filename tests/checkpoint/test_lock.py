"""The lock of a run folder: who is refused, how, and when it is free again; across processes: test_going_on."""

import os
import threading
from pathlib import Path

import pytest

from proust_attention.checkpoint import lock
from proust_attention.errors import InUseError, SaveError


def test_it_is_held_until_it_is_released_or_forgotten(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "lock")
    with pytest.raises(InUseError, match="is being written by another process; wait, or stop it"):
        lock.take(tmp_path / "lock")
    held.release()
    held.release()  # a second time does nothing
    held = lock.take(tmp_path / "lock")
    del held
    lock.take(tmp_path / "lock").release()
    assert os.listdir(tmp_path) == ["lock"]  # the file stays: what is locked is the file, not the name


def test_another_thread_may_release_it(tmp_path: Path) -> None:
    held = lock.take(tmp_path / "lock")
    thread = threading.Thread(target=held.release)
    thread.start()
    thread.join()
    assert not held.is_locked
    lock.take(tmp_path / "lock").release()


def test_where_the_disk_refuses(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"cannot lock .*lock: there is no folder .*nowhere"):
        lock.take(tmp_path / "nowhere" / "lock")
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "lock").mkdir()
    with pytest.raises(SaveError, match=r"cannot lock .*lock: Is a directory"):
        lock.take(tmp_path / "lock")


def test_a_folder_without_permission(tmp_path: Path) -> None:
    """With the file in it, a lock is all the same; without it, one line says why not."""
    lock.take(tmp_path / "lock").release()
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        lock.take(tmp_path / "lock").release()
        (tmp_path / "lock").chmod(0o400)
        with pytest.raises(SaveError, match="cannot lock .*: Permission denied"):
            lock.take(tmp_path / "lock")
        tmp_path.chmod(0o700)
        (tmp_path / "lock").unlink()
        tmp_path.chmod(0o500)
        with pytest.raises(SaveError, match="cannot lock .*: Permission denied"):
            lock.take(tmp_path / "lock")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_system_without_locks_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(SaveError, match="cannot lock .*: Function not implemented"):
        lock.take(tmp_path / "lock")
