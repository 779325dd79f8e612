"""Ablation: what each part of the machine is worth.

# Class Notes

Take a part out, let the machine read the same text once more, and see how much more it costs: the difference of
the two losses, in nats a character, is what the part is worth there. A head is taken out by multiplying its
slice of the joined heads by 0 before W_O mixes them; a feed-forward layer by multiplying its output, b₂
included, by 0. Nothing is trained anew.

Both losses are taken on the same windows, so that what is hard in the text falls on both. What still varies is
how much the part matters from window to window: with dᵢ the difference in window i of n, and s the standard
deviation of the dᵢ, the standard error of their mean is s / √n. A difference of less than two of these may be
chance.

What it does not say: a part whose loss costs nothing may have another that does the same work, and parts taken
out together may cost more than their sum. And 0 is nothing that the parts behind have ever been given in
training: some of what it costs is surprise, not loss of knowledge.

            Michel, Levy and Neubig 2019 (heads taken out one by one); Vig et al. 2020 (interventions)
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float

from proust_attention.batches import evenly_spread, gather
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import ModelConfig
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.evaluation.held_out import HeldOut
from proust_attention.evaluation.loss import WINDOWS_AT_ONCE, size_in_bytes
from proust_attention.evaluation.scoring import Scorer, scorer_of
from proust_attention.interventions import Interventions
from proust_attention.parts import block_names
from proust_attention.tokenizer import Tokenizer

FEWEST_WINDOWS = 2  # one difference has no standard deviation
Watch = Callable[[str, int, int], None]  # receives what is taken out next ("": nothing), how far, of how many


@dataclass(frozen=True)
class Worth:
    """What the machine is without a part; all in nats a character."""

    name: str
    loss: float
    difference: float  # from the whole machine's loss
    standard_error: float  # of the difference, over the windows


@dataclass(frozen=True)
class Ablation:
    """What every part is worth on some windows of a text."""

    base: float  # the loss of the whole machine, nats a character
    windows: int
    characters: int  # of these windows
    bytes: int  # of these characters, in UTF-8
    parts: tuple[Worth, ...]


def removable(config: ModelConfig) -> dict[str, dict[str, Float[np.ndarray, " D"] | float]]:
    """Return the parts that can be taken out, layer by layer, each with the interventions that do it."""
    K = config.head_width
    parts: dict[str, dict[str, Float[np.ndarray, " D"] | float]] = {}
    for block in block_names(config):
        for head in range(config.n_heads):
            others = np.ones(config.d_model)
            others[head * K : (head + 1) * K] = 0
            parts[f"{block}.attention.heads.{head}"] = {f"{block}.attention.joined": others}
        parts[f"{block}.feed_forward"] = {f"{block}.feed_forward.output": 0.0}
    return parts


def ablate(
    machine: str | Path,
    corpus: str | Path | None = None,
    windows: int = 32,
    engine: str = "auto",
    watch: Watch = lambda name, done, of: None,
) -> Ablation:
    """Take out each head and each feed-forward layer one by one, on windows evenly spaced over a held-out text.

    `machine` is a run folder or a bundled machine, by any of its names; `corpus` a corpus folder whose held-out
    part to read (left out: the run's own); `engine` torch or numpy. Raises InputError if one of them is not
    there or the text is too short, UnknownCharacterError, MissingExtraError.
    """
    hardware = Hardware(engine)
    run = open_machine(machine)
    held_out = HeldOut.of(run, corpus).ids
    context_length = run.config.model.context_length
    starts = evenly_spread(len(held_out), context_length, windows)
    if len(starts) < FEWEST_WINDOWS:
        raise InputError(
            f"{FEWEST_WINDOWS} windows of {context_length} tokens are the fewest that can be compared; "
            f"{windows} were wanted, and the held-out text of {len(held_out)} tokens gives {len(starts)}"
        )
    scorer = scorer_of(run.config.model, run.weights(), hardware)
    taken_out = removable(run.config.model)

    def losses(interventions: Interventions | None) -> Float[np.ndarray, " windows"]:
        return _losses(scorer, held_out, starts, context_length, run.tokenizer, interventions)

    watch("", 0, 1 + len(taken_out))
    base, parts = losses(None), []
    for done, (name, interventions) in enumerate(taken_out.items(), 1):
        watch(name, done, 1 + len(taken_out))
        differences = losses(interventions) - base
        standard_error = float(differences.std(ddof=1)) / math.sqrt(len(starts))
        loss, difference = float((base + differences).mean()), float(differences.mean())
        parts.append(Worth(name, loss, difference, standard_error))
    if not np.isfinite([base.mean(), *(part.loss for part in parts)]).all():
        raise InputError(f"{run.weights_path} is damaged: with these weights the loss is not a number")
    read = run.tokenizer.decode(gather(held_out, starts, context_length).targets.ravel())
    return Ablation(float(base.mean()), len(starts), len(read), size_in_bytes(read), tuple(parts))


def _losses(
    scorer: Scorer,
    ids: np.ndarray,
    starts: np.ndarray,
    context_length: int,
    tokenizer: Tokenizer,
    interventions: Interventions | None,
) -> Float[np.ndarray, " windows"]:
    """Return the nats of every window, over the characters of one: so their mean is the loss of the whole.

    (With tokens of several characters a window's own characters vary a little; here each counts as the mean of
    all.)
    """
    nats, characters = [], 0
    for first in range(0, len(starts), WINDOWS_AT_ONCE):
        batch = gather(ids, starts[first : first + WINDOWS_AT_ONCE], context_length)
        with np.errstate(all="ignore"):  # what damaged weights lead to is seen in the result
            nats.append(scorer(batch, interventions).astype(np.float64).sum(axis=1))  # (B, T) -> (B,)
        characters += tokenizer.count(batch.targets)
    return np.concatenate(nats) * (len(starts) / characters)
