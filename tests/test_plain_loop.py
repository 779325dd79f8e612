"""The plain loop that the benchmark of writing measures ours against does our work: it writes the same text."""

import runpy
from pathlib import Path

import numpy as np

from proust_attention.config import build
from proust_attention.generation import Writer
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer

PLAIN_LOOP = Path(__file__).parents[1] / "benchmarks" / "plain_loop.py"
SMALL = {"model": {"d_model": 24, "n_heads": 2, "d_ff": 40, "context_length": 20, "dropout": 0.0}}


def test_the_same_text_beyond_the_context() -> None:
    config, tokenizer = build(19, "modern", [SMALL]), CharacterTokenizer("abcdefghijklmnopqrs")
    values = random_values(config.model)
    ours = Writer.of_weights(config, tokenizer, values).stream(
        "abba", length=60, seed=3, sampling=config.sampling.replace(temperature=0.9, top_k=7)
    )
    uniforms = np.random.Generator(np.random.Philox(3)).random(60)
    plain = runpy.run_path(str(PLAIN_LOOP))["write"](config.model, values, [0, 1, 1, 0], uniforms, 0.9, 7)
    assert "".join(tokenizer.pieces[token] for token in plain) == "".join(ours)
