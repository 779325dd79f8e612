"""A run that has kept moments of its training, made in an instant: random weights, each moment with its own."""

from pathlib import Path
from typing import Any

import numpy as np

from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config
from proust_attention.inspection import random_values
from proust_attention.tokenizer import Tokenizer
from tests.explorer.machines import Values

STEPS = (0, 4, 16)  # of the snapshots; the best weights are of step 20
BEST = 20


def weights_at(config: Config, step: int) -> Values:
    """The weights of a moment."""
    return {name: array.astype(np.float32) for name, array in random_values(config.model, step).items()}


def loss_at(step: int) -> float:
    """The held-out loss of an evaluation."""
    return 4 - step / 10


def run_with_moments(folder: Path, config: Config, tokenizer: Tokenizer, text: str) -> RunFolder:
    """Make the run; its samples say of which step they are."""
    about: dict[str, Any] = {"language": "fr"}
    run = RunFolder.create(folder, config, tokenizer, about, tokenizer.encode(text), weights_at(config, 0))
    for step in STEPS:
        add_moment(run, step)
    run.save_weights(weights_at(config, BEST), loss_at(BEST))
    evaluate(run, BEST)
    return run


def add_moment(run: RunFolder, step: int) -> None:
    """Do what a training does at such a step."""
    evaluate(run, step)
    run.save_snapshot(step, weights_at(run.config, step))
    run.log("samples", {"step": step, "prompt": "Le soir", "text": f", à l'étape {step}"})


def evaluate(run: RunFolder, step: int) -> None:
    run.log("metrics", {"kind": "evaluation", "step": step, "held_out_loss": loss_at(step)})


def finish(run: RunFolder, step: int) -> None:
    """Take the final figure: nothing more comes."""
    run.log("metrics", {"kind": "final", "step": step, "held_out_loss": loss_at(step), "characters": 100})
