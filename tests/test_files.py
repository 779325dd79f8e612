"""Writing whole or not at all."""

import os
import resource
import stat
from pathlib import Path

import pytest

from proust_attention import files
from proust_attention.errors import InputError, SaveError


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_bytes(path, b"old")
    files.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    files.write_bytes(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))  # the system refuses a file that is larger
    try:
        with pytest.raises(SaveError, match=r"cannot write .*a\.bin: File too large"):
            files.write_bytes(path, b"x" * 1_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.bin"]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="cannot write .*: No such file or directory"):
        files.write_bytes(tmp_path / "nowhere" / "a", b"")


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with files.new_folder(tmp_path / "deep" / "whole") as folder:
        (folder / "part").write_bytes(b"")
        assert not (tmp_path / "deep" / "whole").exists()
    assert os.listdir(tmp_path / "deep" / "whole") == ["part"]

    with pytest.raises(ZeroDivisionError), files.new_folder(tmp_path / "broken") as folder:
        (folder / "part").write_bytes(b"")
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == ["deep"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with files.new_folder(tmp_path / "empty") as folder:
        (folder / "part").write_bytes(b"")
    assert os.listdir(tmp_path / "empty") == ["part"]


@pytest.mark.parametrize(
    ("inside", "says"), [("config.json", "a run"), ("corpus.json", "a corpus"), ("x", "other files")]
)
def test_a_taken_folder_is_refused(tmp_path: Path, inside: str, says: str) -> None:
    (tmp_path / inside).write_bytes(b"")
    with pytest.raises(InputError, match=f"already holds {says}"):
        files.refuse_to_overwrite(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        files.refuse_to_overwrite(tmp_path / inside)


def test_a_log_forgives_a_broken_last_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert files.read_lines(log) == []
    files.append_line(log, {"step": 1, "text": "café\u2028"})
    files.append_line(log, {"step": 2})
    with log.open("a", encoding="utf-8") as file:
        file.write('[1, 2]\n{"step": 3, "lo')
    assert files.read_lines(log) == [{"step": 1, "text": "café\u2028"}, {"step": 2}]


def test_damaged_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"half": ')
    with pytest.raises(InputError, match=r"a\.json is damaged: it is not JSON"):
        files.read_json(tmp_path / "a.json")
    with pytest.raises(InputError, match="cannot read"):
        files.read_json(tmp_path / "b.json")
