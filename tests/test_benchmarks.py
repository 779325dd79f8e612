"""What the README's lines about benchmarks promise: without its extra each ends with one line."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
WITHOUT = """
import runpy, sys
peers = ["pyppmd", "transformers", "tokenizers", "pydivsufsort"]
sys.modules.update(dict.fromkeys([*peers, "torch", "playwright", "playwright.sync_api"]))
sys.argv = sys.argv[1:]
sys.path.insert(0, {folder!r})
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize(
    ("benchmark", "extras"),
    [
        ("machines.py", "torch,peers"),
        ("bpe.py", "peers"),
        ("novelty.py", "novelty"),
        ("generation.py", "torch,fast,peers"),
        ("training_speed.py", "torch,peers"),
        ("numpy_training.py", "torch"),
        ("time_to_loss.py", "torch"),
        ("explorer.py", "dev"),
        ("scans.py", "dev"),
    ],
)
def test_a_missing_extra_is_one_line(benchmark: str, extras: str, tmp_path: Path) -> None:
    code = WITHOUT.format(folder=str(BENCHMARKS))
    result = subprocess.run(
        [sys.executable, "-c", code, str(BENCHMARKS / benchmark)],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith(f"{benchmark} needs the package ")
    assert result.stderr.endswith(f"pip install -c constraints.txt -e '.[{extras}]'\n")
