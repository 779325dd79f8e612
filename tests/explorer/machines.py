"""Machines of random weights, their files, and how near to NumPy's their numbers are to be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.checkpoint import arrays
from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.config import Config
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer

Values = dict[str, np.ndarray]
SMALL: Mapping[str, Any] = {"d_model": 18, "n_heads": 3, "n_layers": 3, "d_ff": 13, "context_length": 9}
TOLERANCE = 1e-4  # of the largest value


def symbols_of(vocab_size: int) -> str:
    """So many symbols, a space and a line break among them."""
    return "\n" + "".join(chr(code) for code in range(32, 31 + vocab_size))


def random_weights(config: Config, dtype: Any = np.float32) -> Values:
    return {name: array.astype(dtype) for name, array in random_values(config.model).items()}


def exact(values: Values) -> Values:
    return {name: array.astype(np.float64) for name, array in values.items()}


def ids_of(config: Config, text: str) -> np.ndarray:
    return CharacterTokenizer(symbols_of(config.model.vocab_size)).encode(text).astype(np.int64)


def make_machine(
    folder: Path, config: Config, values: Values, tokenizer: dict[str, Any] | None = None
) -> dict[str, bytes]:
    """Write the three files of a machine (its tokenizer of characters, or by a table); return their contents."""
    parameters.check(config.model, values)
    folder.mkdir(exist_ok=True)
    files.write_json(folder / "config.json", config.to_dict())
    of_characters = CharacterTokenizer(symbols_of(config.model.vocab_size)).to_dict()
    files.write_json(folder / "tokenizer.json", tokenizer or of_characters)
    arrays.write(folder / "model.safetensors", values)
    return {part: (folder / part).read_bytes() for part in WRITING_PARTS}


def assert_near(found: Any, expected: np.ndarray, what: str = "") -> None:
    """Of numbers of the page or its engine: that they are those of NumPy."""
    found = np.array(found, float)
    assert found.shape == expected.shape, what
    assert np.abs(found - expected).max() <= TOLERANCE * np.abs(expected).max(), what
