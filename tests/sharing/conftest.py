"""Machines of random weights, of every preset, on characters and on pieces; transformers without a network."""

import os
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from proust_attention.config import PRESETS, Config, build
from proust_attention.sharing import known
from proust_attention.tokenizer import CharacterTokenizer, Tokenizer
from tests.conftest import missing
from tests.explorer.machines import make_machine, random_weights
from tests.explorer.piece_machine import SAMPLE, TOKENIZER

SIZES = {"d_model": 24, "n_heads": 3, "n_layers": 3, "d_ff": 20, "context_length": 20}
TOKENIZERS: dict[str, Tokenizer] = {"characters": CharacterTokenizer.of_text(SAMPLE), "bpe": TOKENIZER}
PROMPT = "une heure où la "
DESIGNS = [preset for preset in PRESETS if preset != "onward"]  # whose machine is that of modern


def config_of(preset: str, kind: str) -> Config:
    changes = {"model": SIZES, "tokenizer": {"kind": kind}}
    return build(TOKENIZERS[kind].vocab_size, preset, [changes])


@pytest.fixture(params=[(preset, kind) for preset in DESIGNS for kind in TOKENIZERS], ids="-".join)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A machine's folder."""
    config = config_of(*request.param)
    make_machine(tmp_path / "machine", config, random_weights(config), TOKENIZERS[request.param[1]].to_dict())
    return tmp_path / "machine"


@pytest.fixture(autouse=True)
def _short_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let model cards made in this process have short samples."""
    monkeypatch.setattr(known, "SAMPLE", 20)


@pytest.fixture(scope="session")
def transformers(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The library, which keeps the code of the folders that it loads in a folder of this session."""
    os.environ |= {"HF_HOME": str(tmp_path_factory.mktemp("hub")), "HF_HUB_OFFLINE": "1"}
    try:
        import transformers
    except ModuleNotFoundError:
        missing("transformers", "transformers is not installed")
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    return transformers


def some_ids(vocab_size: int, shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(1).integers(0, vocab_size, shape)
