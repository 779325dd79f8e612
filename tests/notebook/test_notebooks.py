"""The notebooks that people open: both languages have one source; each runs from end to end, from the wheel."""

import os
import warnings
from pathlib import Path

import pytest
from nbclient import NotebookClient

from tests.conftest import pip_of_the_sources
from tests.waiting import PATIENCE
from tools import notebooks


@pytest.mark.parametrize("language", notebooks.LANGUAGES)
@pytest.mark.parametrize("name", notebooks.NAMES)
def test_a_notebook_is_what_its_source_makes(name: str, language: str) -> None:
    path = notebooks.FOLDER / f"{name}.{language}.ipynb"
    assert path.read_bytes() == notebooks.content(name, language), "make it anew: python tools/notebooks.py"


@pytest.mark.parametrize("name", notebooks.NAMES)
def test_both_languages_say_as_much(name: str) -> None:
    kinds = [kind for kind, _ in notebooks.cells(name)]
    assert set(kinds) <= {"en", "es", "code", "install", "parameters", "small"}
    assert kinds.count("install") == kinds.count("parameters") == kinds.count("small") == 1
    for place in range(len(kinds)):
        if kinds[place] == "en":
            assert kinds[place + 1] == "es"
    assert kinds.count("en") == kinds.count("es")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    folder = tmp_path_factory.mktemp("installed")
    pip_of_the_sources("install", "--target", str(folder))
    return folder


@pytest.mark.parametrize("name", notebooks.NAMES)
def test_it_runs_from_end_to_end(
    installed: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(installed))
    monkeypatch.setenv("MPLCONFIGDIR", os.environ.get("MPLCONFIGDIR", str(tmp_path)))
    made = notebooks.notebook(name, "en", small=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client's own
        client = NotebookClient(
            made, kernel_name="python3", timeout=PATIENCE, resources={"metadata": {"path": str(tmp_path)}}
        )
        client.execute()  # raises where a cell does
    shown = [kind for cell in made.cells for output in cell.get("outputs", []) for kind in output.get("data", {})]
    assert "image/png" in shown or "image/svg+xml" in shown
