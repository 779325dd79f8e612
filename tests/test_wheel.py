"""The wheel: it is complete, and works where there is nothing but what it asks for; PyTorch is not.

It is installed into an environment of its own. What it needs in turn is not fetched anew, but linked there from
this one, package by package, as its metadata asks for it: so what it forgets to ask for is missing.
"""

import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from proust_attention import data
from tests.conftest import ROOT, TINY_FLAGS, missing, pip_of_the_sources, run_proust

SOURCES = ROOT / "src"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources here."""
    out = tmp_path_factory.mktemp("wheel")
    pip_of_the_sources("wheel", "--wheel-dir", str(out))
    (built,) = out.glob("*.whl")
    return built


def needed(name: str) -> set[str]:
    """Return a package and all that it needs in turn, by its metadata, without extras."""
    found, to_ask = set[str](), [name]
    while to_ask:
        one = re.sub(r"[-_.]+", "-", to_ask.pop()).lower()
        if one not in found:
            found.add(one)
            wanted = map(Requirement, requires(one) or [])
            to_ask += [each.name for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    return found


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of the wheel, in an environment of its own."""
    if os.name == "nt":
        missing("symlinks", "on Windows, not everybody may make symbolic links")
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    installing = ["install", "--no-deps", "--quiet", "--no-compile", str(wheel)]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", *installing], check=True, timeout=180
    )
    (site,) = (folder / "lib").glob("python*/site-packages")
    packages = needed("proust-attention") - {"proust-attention"}
    assert "numpy" in packages
    assert "torch" not in packages
    for name in packages:
        there = distribution(name)
        for top in {file.parts[0] for file in there.files or [] if file.parts[0] not in ("..", "__pycache__")}:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(there.locate_file(top))))
    return folder / "bin" / "proust"


def test_every_file_of_the_package_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = SOURCES / "proust_attention"
    expected = {
        path.relative_to(SOURCES).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert not expected - names
    for part in ("explorer/static/index.html", "sharing/remote/modeling_proust.py", "data/CC0.txt"):
        assert f"proust_attention/{part}" in names
    licences = {name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE", "CC0.txt"}


def ran(command: Path, *arguments: object) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words, where = [command, *map(str, arguments)], command.parent
    done = subprocess.run(
        words, env=environment, cwd=where, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_writes_what_we_write(command: Path) -> None:
    asked = ("generate", "La tarde", "--model", "novelas-es", "--length", 30, "--seed", 1)
    assert ran(command, *asked) == run_proust(*asked).stdout
    assert all(folder.name in ran(command, "machines") for folder in data.machine_folders())


def test_it_trains_without_pytorch(command: Path, tmp_path: Path) -> None:
    ran(command, "train", "--engine", "numpy", "--run", tmp_path / "run", "--steps", 2, *TINY_FLAGS)
    assert "La casa" in ran(command, "generate", "La casa", "--model", tmp_path / "run", "--length", 5)


def test_its_page_is_whole(command: Path, tmp_path: Path) -> None:
    ran(command, "explore", "--export", tmp_path / "page")
    here = run_proust("explore", "--export", tmp_path / "here")
    assert here.returncode == 0
    page, expected = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "page", tmp_path / "here")
    )
    assert page == expected
