"""Weights in eight bits: how far they are off, and that a machine of such a file is one like any other."""

from pathlib import Path

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder, arrays, eight_bits
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import build
from proust_attention.errors import InputError
from tests.conftest import TINY
from tests.explorer.machines import make_machine, random_weights

CONFIG = build(30, "modern", [{"model": TINY["model"]}])


def test_no_number_is_off_by_more_than_half_a_step() -> None:
    values = random_weights(CONFIG)
    again = eight_bits.restored(eight_bits.rounded(values))
    assert again.keys() == values.keys()
    for name, array in values.items():
        step = np.abs(array).max(axis=-1, keepdims=True) / 127
        limit = 0.5001 * step if array.ndim > 1 else 1e-3 * np.abs(array)
        assert (np.abs(again[name].astype(np.float32) - array) <= limit + 1e-12).all(), name


def test_a_row_of_zeros_stays_one() -> None:
    stored = eight_bits.rounded({"W": np.zeros((2, 3), np.float32)})
    np.testing.assert_array_equal(eight_bits.restored(stored)["W"], np.zeros((2, 3)))


def test_a_snapshot_of_eight_bits_is_opened_by_its_name(tmp_path: Path) -> None:
    values = random_weights(CONFIG)
    make_machine(tmp_path / "run", CONFIG, values)
    (tmp_path / "run" / "snapshots").mkdir()
    snapshot = tmp_path / "run" / "snapshots" / "step-000000007.safetensors"
    arrays.write(snapshot, eight_bits.rounded(values))
    opened = open_machine(f"{tmp_path / 'run'}@7").weights()
    assert {array.dtype for array in opened.values()} == {np.dtype(np.float32)}
    assert snapshot.stat().st_size < 0.5 * (tmp_path / "run" / "model.safetensors").stat().st_size
    for name, array in eight_bits.restored(eight_bits.rounded(values)).items():
        np.testing.assert_array_equal(opened[name], array.astype(np.float32))


@pytest.mark.parametrize("scale", [None, np.ones(1, np.float32), np.ones((2, 1), np.float32), np.ones(2)])
def test_a_scale_that_does_not_fit_is_refused(scale: np.ndarray | None) -> None:
    stored = {"W": np.ones((2, 3), np.int8)} | ({} if scale is None else {"W.scale": scale})
    with pytest.raises(InputError, match="^W has eight bits a number, and no scale for each of its rows$"):
        eight_bits.restored(stored)


def test_what_is_said_of_a_damaged_file(tmp_path: Path) -> None:
    make_machine(tmp_path / "run", CONFIG, random_weights(CONFIG))
    stored = eight_bits.rounded(random_weights(CONFIG))
    del stored["output_projection.scale"]
    arrays.write(tmp_path / "run" / "model.safetensors", stored)
    parts = ("config.json", "tokenizer.json", "model.safetensors")
    with pytest.raises(InputError, match=r"run/model.safetensors: output_projection has eight bits"):
        RunFolder.open(tmp_path / "run", parts).weights()
