"""The JavaScript of the page without a browser: its linter, and the unit tests that run in node."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from proust_attention.explorer.site import STATIC

ROOT = STATIC.parents[3]
UNITS = "tests/explorer/node"
TYPES = "tests/explorer/types"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, node_modules: Path) -> Path:
    """The scripts, and what checks them."""
    folder = tmp_path_factory.mktemp("scripts")
    for name in ("package.json", "biome.json"):
        shutil.copy(ROOT / name, folder)
    for path in (STATIC, ROOT / UNITS, ROOT / TYPES):
        shutil.copytree(path, folder / path.relative_to(ROOT))
    (folder / "node_modules").symlink_to(node_modules)
    return folder


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False)


def test_lint(copy: Path) -> None:
    result = run(copy, "npm", "run", "lint")
    assert result.returncode == 0, result.stdout + result.stderr
    (copy / UNITS / "wrong.js").write_text("debugger\n", encoding="utf-8")
    assert run(copy, "npm", "run", "lint").returncode != 0  # the check itself sees a fault
    (copy / UNITS / "wrong.js").unlink()


def test_units(copy: Path) -> None:
    result = run(copy, "npm", "test")
    assert result.returncode == 0, result.stdout
    assert int(re.findall(r"pass (\d+)", result.stdout)[0]) > 10


def test_the_linter_is_pinned() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]["@biomejs/biome"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", wanted)
    assert lock["node_modules/@biomejs/biome"]["version"] == wanted
