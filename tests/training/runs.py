"""Runs of a tiny machine, begun in either engine."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention.config import Config
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training

TORCH, NUMPY = Hardware("torch", "cpu"), Hardware("numpy")
Tiny = tuple[Config, CharacterTokenizer, np.ndarray]


def start(path: Path, tiny: Tiny, hardware: Hardware = NUMPY, **training: Any) -> Training:
    """Begin a run with some of its settings of training changed."""
    config, tokenizer, ids = tiny
    changed = replace(config, training=replace(config.training, **training))
    return Training.start(path, changed, tokenizer, {}, ids, hardware)
