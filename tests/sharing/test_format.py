"""docs/format.md: its twenty lines are run as they stand, and what it says of the files is so."""

import hashlib
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open

import proust_attention as proust
from proust_attention.checkpoint.machines import open_machine
from proust_attention.data import HERE
from proust_attention.numpy_model import Transformer
from proust_attention.sharing import hub, onnx_folder
from proust_attention.sharing.known import known
from proust_attention.tokenizer.bpe import WORD
from tests.explorer.piece_machine import TOKENIZER
from tests.sharing.conftest import some_ids

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
MACHINE, WRITING = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_they_are_twenty_lines() -> None:
    lines = [line for line in MACHINE.splitlines() if line.strip() and not re.match("import|from", line)]
    assert len(lines) <= 20
    assert "proust_attention" not in MACHINE + WRITING


def test_they_compute_what_we_do(machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runs").mkdir()
    machine.rename(tmp_path / "runs" / "mine")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(MACHINE, names)
    run = open_machine("runs/mine")
    exact = {name: array.astype(np.float64) for name, array in run.weights().items()}
    ids = some_ids(run.tokenizer.vocab_size, (1, run.config.model.context_length))
    expected, _ = Transformer(run.config.model, exact).forward(ids)
    assert np.abs(names["logits"](ids[0]) - expected[0]).max() < 1e-11


def test_they_write_what_we_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "mine").symlink_to(HERE / "machines" / "novelas-es")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(MACHINE + WRITING, names)
    ours = proust.load("novelas-es").generate("La casa", length=200, temperature=0)
    assert capsys.readouterr().out == f"{ours}\n"


def test_the_ids_of_pieces() -> None:
    table = TOKENIZER.to_dict()
    assert r"` ?[^ \n]{1,100}|[ \n]`" in PAGE
    assert WORD.pattern == r" ?[^ \n]{1,100}|[ \n]"
    pieces = [*table["symbols"], *(left + right for left, right in table["merges"])]
    assert pieces == TOKENIZER.pieces


def test_the_hash_in_a_file_of_weights(trained: Path) -> None:
    with safe_open(trained / "model.safetensors", "numpy") as file:
        said, arrays = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    digest = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype} {array.shape}\n".encode() + array.tobytes())
    assert said["sha256"] == digest.hexdigest()
    assert float(said["held_out_loss"]) > 0


def test_every_file_of_a_folder_is_on_the_page(trained: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    hub.write(known(open_machine(trained)), tmp_path / "hub")
    run = {path.relative_to(trained).parts[0] for path in trained.rglob("*")} - {"report.html"}
    onnx_folder.write(known(open_machine(trained)), tmp_path / "onnx")
    exported = {path.name for kind in ("hub", "onnx") for path in (tmp_path / kind).iterdir()}
    for name in run | exported:
        assert re.search(rf"\b{re.escape(name)}\b", PAGE), name
    for name in open_machine(trained).config.model.to_dict():
        assert f"`{name}`" in PAGE
