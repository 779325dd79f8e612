"""The logs are on the disk before the state that belongs to them takes the place of the former one."""

import os
from pathlib import Path

import pytest

from proust_attention.training.events import Stepped
from tests.training.runs import Tiny, start


def test_logs_reach_the_disk_before_the_state(tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut keeps what was brought to the disk; the calls that do it are real, and noted in their order."""
    training = start(tmp_path / "run", tiny)
    done: list[tuple[str, int]] = []  # which file, and how long it was
    fsync, replace = os.fsync, Path.replace
    logs = {name: tmp_path / "run" / f"{name}.jsonl" for name in ("metrics", "samples")}

    def noting_fsync(descriptor: int) -> None:
        fsync(descriptor)
        found = os.fstat(descriptor)
        done.extend((name, found.st_size) for name, log in logs.items() if os.path.samestat(found, log.stat()))

    def noting_replace(path: Path, target: Path) -> Path:
        if target.name == "state.safetensors":
            done.append(("state", 0))
        return replace(path, target)

    for event in training.run():
        if isinstance(event, Stepped) and event.step == 5:
            monkeypatch.setattr(os, "fsync", noting_fsync)
            monkeypatch.setattr(Path, "replace", noting_replace)
            training.stop()
    assert done == [*((name, log.stat().st_size) for name, log in logs.items()), ("state", 0)]
