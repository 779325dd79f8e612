"""The short form of tools/kill_test.py: real processes, real signals."""

import pytest

pytest.importorskip("resource")  # SIGKILL and tmpfs are POSIX

from tools.kill_test import kill_test


@pytest.mark.parametrize(("engine", "optimizer", "kills"), [("numpy", "adamw", 4), ("torch", "muon", 2)])
def test_killed_runs_end_as_if_nothing_had_been(engine: str, optimizer: str, kills: int) -> None:
    counts = kill_test(kills, [engine], [optimizer], seed=1)
    assert (
        counts["kills"]
        == sum(counts[f"killed while {aim}"] for aim in ("starting", "learning", "saving"))
        >= kills
    )
    assert counts["kills"] == sum(counts[f"killed by SIG{name}"] for name in ("KILL", "TERM", "HUP", "INT"))
    assert 1 <= counts["killed in a continued run"] < counts["kills"]
    assert counts["state cut short"] + counts["bit turned over"] >= counts["victims"] >= 1
    assert counts["ends equal to the bit"] == 2 * counts["victims"]  # at its end, and where it was continued
