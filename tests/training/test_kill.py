"""The short form of tools/kill_test.py: real processes, killed with SIGKILL."""

import pytest

pytest.importorskip("resource")  # SIGKILL and tmpfs are POSIX

from tools.kill_test import kill_test


@pytest.mark.parametrize("engine", ["numpy", "torch"])
def test_killed_runs_end_as_if_nothing_had_been(engine: str) -> None:
    told = kill_test(4, [engine], seed=1)
    assert sum(count for what, count in told.items() if what.startswith("killed")) >= 4
    assert told["runs equal to the bit"] >= 1
