"""A machine as ONNX: onnxruntime computes what we do, with its cache; the examples write what we do."""

import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

import proust_attention as proust
from proust_attention.checkpoint.machines import open_machine
from proust_attention.numpy_model import Transformer
from proust_attention.sharing import onnx_folder
from proust_attention.sharing.known import known
from tests.architecture.test_without_torch import python
from tests.conftest import Proust
from tests.explorer.machines import make_machine, random_weights
from tests.sharing.conftest import TOKENIZER, config_of, some_ids

ONNX = pytest.importorskip("onnx")
RUNTIME = pytest.importorskip("onnxruntime")
TOLERANCE = 1e-5


def exported(machine: str | Path, folder: Path) -> Path:
    onnx_folder.write(known(open_machine(machine)), folder)
    return folder


def test_it_computes_what_we_do(machine: Path, tmp_path: Path) -> None:
    folder, run = exported(machine, tmp_path / "onnx"), open_machine(machine)
    session = RUNTIME.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    model = run.config.model
    ids = some_ids(run.tokenizer.vocab_size, (2, model.context_length))
    expected, _ = Transformer(model, run.weights()).forward(ids)
    nothing = np.zeros((model.n_layers, 2, model.n_heads, 0, model.head_width), np.float32)
    for cuts in ([20], [1] * 20, [7, 1, 12]):  # all at once, one by one, as a prompt that is read on
        keys, values, found, first = nothing, nothing, [], 0
        for cut in cuts:
            given = {"input_ids": ids[:, first : first + cut], "past_keys": keys, "past_values": values}
            logits, keys, values = session.run(["logits", "keys", "values"], given)
            found.append(logits)
            first += cut
        assert keys.shape == values.shape == (model.n_layers, 2, model.n_heads, 20, model.head_width)
        assert np.abs(np.concatenate(found, axis=1) - expected).max() < TOLERANCE


COMMANDS = {"python": [sys.executable, "write.py"], "node": ["node", "write.mjs"]}


def written(folder: Path, language: str, prompt: str, tokens: int, request: pytest.FixtureRequest) -> str:
    """Let the example of a folder write, at temperature 0, as a user calls it."""
    if language == "node":
        (folder / "node_modules").symlink_to(request.getfixturevalue("node_modules"))
    command = [*COMMANDS[language], prompt, str(tokens), "0"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.removesuffix("\n")


@pytest.mark.parametrize("language", COMMANDS)
def test_the_examples_write_what_we_do(tmp_path: Path, language: str, request: pytest.FixtureRequest) -> None:
    folder, prompt = exported("recherche-fr", tmp_path / "onnx"), "Longtemps, je me suis"
    ours = proust.load("recherche-fr").generate(prompt, length=200, temperature=0)
    assert written(folder, language, prompt, 200, request) == ours


@pytest.mark.parametrize("language", COMMANDS)
def test_pieces_beyond_the_context(tmp_path: Path, language: str, request: pytest.FixtureRequest) -> None:
    config = config_of("article", "bpe")
    make_machine(tmp_path / "machine", config, random_weights(config), TOKENIZER.to_dict())
    prompt = "Et de temps en temps, à une heure où la pluie me semblait cesser"  # itself longer than the context
    ours = proust.load(tmp_path / "machine").generate(prompt, length=50, temperature=0)
    folder = exported(tmp_path / "machine", tmp_path / "onnx")
    typed = unicodedata.normalize("NFD", prompt)
    assert written(folder, language, typed, 50, request).startswith(ours)


def test_what_cannot_be_written(tmp_path: Path) -> None:
    folder = exported("novelas-es", tmp_path / "onnx")
    for given, says in (
        (["Ж"], "the machine does not know 'Ж'\n"),
        (["A", "many"], "how many tokens, and the temperature, must be numbers\n"),
    ):
        command = [sys.executable, "write.py", *given]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
        assert (done.returncode, done.stderr) == (1, says)


def test_the_command(proust: Proust, trained: Path, tmp_path: Path) -> None:
    done = proust("export", trained, "--to", tmp_path / "onnx", "--as", "onnx")
    assert done.returncode == 0, done.stderr
    model = ONNX.load(tmp_path / "onnx" / "model.onnx")
    assert {entry.key for entry in model.metadata_props} == {"name", "rights of the text", "sha256 of the text"}
    card = (tmp_path / "onnx" / "README.md").read_text(encoding="utf-8")
    assert "library_name: onnx" in card
    assert "model.onnx" in card
    assert f"python write.py {shlex.quote(open_machine(trained).read_log('samples')[-1]['prompt'])} 200" in card


def test_without_the_package(trained: Path, tmp_path: Path) -> None:
    code = "import sys; sys.modules['onnx'] = None\nfrom proust_attention.cli.main import main; main()"
    done = python(code, "export", trained, "--to", tmp_path / "new", "--as", "onnx")
    assert done.returncode == 1
    assert done.stderr.endswith("not installed: pip install 'proust-attention[onnx]'\n")
    assert not (tmp_path / "new").exists()
