"""The machines in the box: that they are whole and what their card says, and how a new one is packed."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import proust_attention as proust
from proust_attention import data, parameters
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.machines import bundled, open_machine, that_know
from proust_attention.errors import InputError
from tests.conftest import Proust
from tools import make_machine

NAMES = [folder.name for folder in data.machine_folders()]


def test_the_default_is_there() -> None:
    assert bundled()[0].name == data.DEFAULT_MACHINE


@pytest.mark.parametrize("name", NAMES)
def test_a_machine_is_what_its_papers_say(name: str) -> None:
    folder = data.HERE / "machines" / name
    about = next(machine for machine in bundled() if machine.name == name)
    machine = open_machine(name)
    assert parameters.count(machine.config.model) == about.parameters
    assert {array.dtype for array in machine.weights().values()} == {np.dtype(np.float32)}
    assert {array.dtype for array in arrays.read(folder / "model.safetensors").values()} == {np.dtype(np.float16)}
    manifest = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    assert manifest["symbols"] == machine.tokenizer.symbols
    assert (manifest["sha256"], manifest["characters"]) == (about.sha256, about.characters)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_100_000
    assert re.search(rf"\*\*Loss\*\*: {about.nats:.4f} nats", (folder / "README.md").read_text(encoding="utf-8"))


def test_the_earlier_moments_of_its_training() -> None:
    """Seven in eight bits, from a training whose loss its papers say; the best is the machine itself."""
    folder = data.HERE / "machines" / data.DEFAULT_MACHINE
    machine = open_machine(data.DEFAULT_MACHINE)
    assert len(machine.snapshots()) == 7
    assert sum(path.stat().st_size for path in (folder / "snapshots").iterdir()) <= 3_200_000
    losses = dict(History.of(machine.read_log("metrics")).held_out)
    moments = [*machine.snapshots(), machine.config.training.steps]
    assert [losses[step] for step in moments] == sorted((losses[step] for step in moments), reverse=True)
    said = {record["step"]: record for record in machine.read_log("samples")}
    assert list(said) == moments
    for step in (0, moments[-2]):
        writer = proust.load(f"{data.DEFAULT_MACHINE}@{step}")
        prompt, text = said[step]["prompt"], said[step]["text"]
        assert writer.generate(prompt, length=20, seed=1) == prompt + text[:20]
    retrained = bundled()[0].retrained
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert retrained["step"] == moments[-2]
    assert f"its loss is\n  {retrained['nats']:.4f} nats a character on the same last tenth" in card


@pytest.mark.parametrize("name", NAMES)
def test_its_figure_can_be_had_again(name: str, corpora: Path, proust: Proust, tmp_path: Path) -> None:
    """From the books, cleaned again: the same text by its hash, the same loss on the whole held-out part."""
    books = sorted((corpora / name).glob("*.txt"))
    prepared = proust("corpus", "prepare", *books, "--language", name[-2:], "--out", tmp_path / "corpus")
    assert prepared.returncode == 0, prepared.stderr
    evaluated = json.loads(proust("evaluate", name, "--corpus", tmp_path / "corpus", "--json").stdout)
    about = next(machine for machine in bundled() if machine.name == name)
    assert evaluated["text"]["own"]
    assert evaluated["nats"] == pytest.approx(about.nats, abs=1e-4)


def test_a_run_is_packed_and_opened_by_its_name(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "HERE", tmp_path)
    make_machine.pack("novelas-es", RunFolder.open(trained), tmp_path / "machines" / "novelas-es")
    (machine,) = bundled()
    assert (machine.name, machine.language) == ("novelas-es", "es")
    packed, run = open_machine("novelas-es"), RunFolder.open(trained)
    state, _ = run.load_state() or ({}, {})
    for name, array in parameters.under(state, "weights").items():
        np.testing.assert_array_equal(packed.weights()[name], array.astype(np.float16).astype(np.float32))
    assert "begins" not in (packed.path / "corpus.json").read_text(encoding="utf-8")
    assert proust.load("novelas-es").generate("La casa", length=5, seed=1).startswith("La casa")
    assert list(that_know("La casa")) == ["novelas-es"]
    assert list(that_know("La 語")) == []
    with pytest.raises(
        InputError, match="no run folder nobody, and no machine of that name: there are novelas-es"
    ):
        open_machine("nobody")


def test_a_folder_comes_before_a_name(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trained.parent)
    trained.rename(trained.parent / data.DEFAULT_MACHINE)
    try:
        assert open_machine(data.DEFAULT_MACHINE).path == Path(data.DEFAULT_MACHINE)
    finally:
        (trained.parent / data.DEFAULT_MACHINE).rename(trained)


def test_a_folder_that_is_no_run_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands there after `proust corpus download recherche-fr`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recherche-fr").mkdir()
    assert open_machine("recherche-fr").path.parent == data.HERE / "machines"
    (tmp_path / "books").mkdir()
    with pytest.raises(InputError, match="books is not a whole run"):
        open_machine("books")


def test_the_command_lists_them_and_writes_with_them(proust: Proust, tmp_path: Path) -> None:
    listed = proust("machines")
    assert listed.returncode == 0
    assert all(name in listed.stdout for name in NAMES)
    assert json.loads(proust("machines", "--json").stdout)[0]["name"] == "recherche-fr"
    written = proust("generate", "Longtemps, je me suis", "--length", 40, "--seed", 1)
    assert (written.returncode, written.stdout.startswith("Longtemps, je me suis")) == (0, True)
    assert "recherche-fr writes" in written.stderr
    result = proust("evaluate", "recherche-fr")
    assert (result.returncode, result.stdout) == (2, "")
    assert "name a prepared one (--corpus)" in result.stderr


def test_a_prompt_that_another_machine_knows(proust: Proust) -> None:
    result = proust("generate", "¿Qué niño?", "--length", 5)
    assert (result.returncode, result.stdout) == (2, "")
    assert "; --replace-unknown puts the nearest known ones; " in result.stderr
    assert "all of the prompt is known to --model novelas-es" in result.stderr


def test_training_goes_on_from_a_name(proust: Proust, tmp_path: Path) -> None:
    run = tmp_path / "run"
    result = proust("train", "--from", "recherche-fr", "--run", run, "--steps", 2, "--set", "training.samples=1")
    assert result.returncode == 0, result.stderr
    assert "from recherche-fr: " in result.stdout
    symbols = RunFolder.open(run).tokenizer.symbols
    machine = open_machine("recherche-fr")
    here, there = symbols.index("e"), machine.tokenizer.symbols.index("e")
    embedding = "embedding.token_embedding"
    began = RunFolder.open(run).first_weights()[embedding]
    np.testing.assert_array_equal(began[here], machine.weights()[embedding][there])
    assert json.loads((run / "began.json").read_text(encoding="utf-8"))["from"] == "recherche-fr"
