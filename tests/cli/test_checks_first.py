"""What is missing is found before anything is written; a verdict does not depend on a preset that nobody named."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import proust_attention
from tests.conftest import TINY_FLAGS, Proust

WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "tensorboardX":
            raise ModuleNotFoundError("No module named 'tensorboardX'", name="tensorboardX")

sys.meta_path.insert(0, Missing())
"""


@pytest.mark.parametrize("resumed", [False, True])
def test_a_missing_extra_leaves_nothing(tmp_path: Path, trained: Path, resumed: bool) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT, "utf-8")
    run = tmp_path / "run"
    if resumed:
        shutil.copytree(trained, run)
    before = sorted(run.rglob("*"))
    flags = ["--resume", "--steps", "40"] if resumed else ["--steps", "3", *TINY_FLAGS]
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-m", "proust_attention", "train", "--run", str(run), "--tensorboard", *flags],
            capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        assert (ran.returncode, ran.stdout) == (1, "")
        assert "needs the package tensorboardX, which is not installed" in ran.stderr
        assert sorted(run.rglob("*")) == before


def test_gradcheck_checks_every_preset(proust: Proust) -> None:
    found = json.loads(proust("gradcheck", "--samples", 1, "--json").stdout)
    assert found["passed"]
    assert {name: one["model"]["qk_norm"] for name, one in found["presets"].items()} == {
        "modern": True, "article": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("part", "line", "instead", "wrong"),
    [
        ("attention.py", "d_key = qk_norm.backward(saved.key_norm, d_key)", "pass", "modern"),
        ("feed_forward.py", "d_z = d_z * (2 * saved.positive)", "pass", "modern"),
        ("block.py", "d_x = d_sum + d_gathered", "d_x = d_sum", "article"),
    ],
)
def test_a_gradient_that_one_preset_has_alone(
    tmp_path: Path, part: str, line: str, instead: str, wrong: str
) -> None:
    source = Path(shutil.copytree(Path(proust_attention.__file__).parent, tmp_path / "proust_attention"))
    broken = source / "numpy_model" / part
    text = broken.read_text("utf-8")
    assert line in text
    broken.write_text(text.replace(line, instead), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "proust_attention", "gradcheck", "--samples", "2"],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    verdicts = [row for row in ran.stdout.splitlines() if "every gradient is right" in row or "are WRONG" in row]
    assert ran.returncode == 1, ran.stderr
    assert [row.split(":")[0] for row in verdicts if "WRONG" in row] == [wrong]
    assert len(verdicts) == 2
