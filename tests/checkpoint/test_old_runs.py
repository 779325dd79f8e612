"""Runs, tokenizers and settings of an older version (538e83b): they open, write and go on as they would have.

They have 2 layers, read the beginning of the embedded text, and were stopped after step 6 of 12; the weights
that they had at their end then stand beside them. The `article` ones train with dropout, in NumPy and in
PyTorch, whose masks must be the same.
"""

import shutil
from pathlib import Path

import numpy as np
import pytest

import proust_attention as proust
from proust_attention import config, data, tokenizer
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.files import read_json
from proust_attention.training import Training
from tests.conftest import Proust

OLD = Path(__file__).with_name("old_runs")
RUNS = ("article", "modern", "article_in_torch")


@pytest.fixture(params=RUNS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of such a run: going on writes into it."""
    return Path(shutil.copytree(OLD / request.param, tmp_path / request.param))


def test_it_goes_on_as_it_would_have(old: Path) -> None:
    training = Training.resume(old)
    assert training.step == 6
    list(training.run())
    state, counters = training.run_folder.load_state() or ({}, {})
    assert counters["step"] == 12
    expected = arrays.read(OLD / f"{old.name}_at_the_end.safetensors")
    began = RunFolder.open(old).first_weights()
    for name, array in expected.items():
        np.testing.assert_allclose(state[f"weights.{name}"], array, atol=2e-5, err_msg=name)
    assert max(np.abs(array - began[name]).max() for name, array in expected.items()) > 0.01


def test_it_writes(old: Path, proust: Proust) -> None:
    written = proust("generate", "La casa", "--model", old, "--length", 20, "--seed", 1)
    assert written.returncode == 0, written.stderr
    assert len(written.stdout) == len("La casa") + 20 + 1


def test_its_text_and_tokens(old: Path) -> None:
    run = RunFolder.open(old)
    assert run.tokenizer.decode(run.tokens()) == data.embedded_text()[:3000]
    assert tokenizer.from_dict(read_json(old / "tokenizer.json")) == run.tokenizer


def test_settings_of_a_file() -> None:
    built = config.build(47, "article", [config.changes_from_file(OLD / "settings.toml")])
    assert (built.model.n_layers, built.model.qk_norm, built.sampling.top_p) == (3, True, 0.9)
    assert proust.parameters.count(built.model) > 0
