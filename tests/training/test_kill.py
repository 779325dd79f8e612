"""The short form of tools/kill_test.py: real processes, killed with SIGKILL."""

import pytest

pytest.importorskip("resource")  # SIGKILL and tmpfs are POSIX

from tools.kill_test import kill_test


@pytest.mark.parametrize(("engine", "optimizer", "kills"), [("numpy", "adamw", 4), ("torch", "muon", 2)])
def test_killed_runs_end_as_if_nothing_had_been(engine: str, optimizer: str, kills: int) -> None:
    told = kill_test(kills, [engine], [optimizer], seed=1)
    assert told["kills"] == sum(told[f"killed while {aim}"] for aim in ("starting", "learning", "saving")) >= kills
    assert 1 <= told["killed in a continued run"] < told["kills"]
    assert told["state cut short"] + told["bit turned over"] >= told["victims"] >= 1
    assert told["ends equal to the bit"] == 2 * told["victims"]  # at its end, and where it was continued
