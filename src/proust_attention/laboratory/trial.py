"""One trial: a variant with a seed, trained from wherever its run stands to its end."""

import fnmatch
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from proust_attention import files, parts
from proust_attention.batches import encode_parts
from proust_attention.config import Changes, Config, ModelConfig, build
from proust_attention.corpus import Corpus
from proust_attention.devices import Hardware
from proust_attention.errors import DivergedError, InputError, InUseError, ProustError
from proust_attention.laboratory.experiment import END, Budget, Variant
from proust_attention.laboratory.gradient_norms import gradient_norms
from proust_attention.laboratory.lab import Trial
from proust_attention.laboratory.texts import with_share
from proust_attention.settings import unknown_name
from proust_attention.training import memory
from proust_attention.training.events import Stepped
from proust_attention.training.loop import Training
from proust_attention.training.material import Material
from proust_attention.training.vocabulary import settle_vocabulary

NORMS = "gradient_norms.jsonl"  # in the folder of the run
PATIENCE = 60.0  # seconds


def run_trial(
    trial: Trial,
    norms_at: Collection[int | str],
    corpus: Corpus,
    hardware: Hardware,
    stops: Callable[[], bool],
) -> bool:
    """Train a trial to its end, or until `stops`; return whether it is done.

    After the steps `norms_at` the norms of its gradients are written down. A run that diverges is done: that is
    what came of it. Raises InputError, SaveError, InUseError.
    """
    training = _opened(trial, corpus, hardware)
    try:
        if training.step in norms_at:
            _measure(training, trial.path)
        for event in training.run():
            if isinstance(event, Stepped):
                is_last = event.step == training.steps and not training.undecided
                if event.step in norms_at or (is_last and END in norms_at):
                    _measure(training, trial.path)
            if stops():
                training.stop()
    except DivergedError:
        pass
    return trial.is_done


def _opened(trial: Trial, corpus: Corpus, hardware: Hardware) -> Training:
    if not (trial.path / "config.json").is_file():
        try:
            return begin(trial.path, trial.variant, trial.seed, corpus, hardware)
        except ProustError:
            if not (trial.path / "config.json").is_file():
                raise  # else a worker of a laboratory that was killed was about to begin it
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Training.resume(trial.path, hardware)
        except InUseError:  # by a worker of a laboratory that was killed, which is about to notice
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def begin(path: Path, variant: Variant, seed: int, corpus: Corpus, hardware: Hardware) -> Training:
    """Begin the run of a trial. Raises InputError, SaveError."""
    prepared = prepare(variant, corpus)
    steps = steps_of(variant.budget, prepared.material, prepared.config)
    config = replace(prepared.config, training=replace(prepared.config.training, seed=seed, steps=steps))
    return Training.start(
        path,
        config,
        prepared.material.tokenizer,
        prepared.corpus.manifest,
        prepared.ids,
        hardware,
        minutes=variant.budget.amount if variant.budget.unit == "minutes" else None,
        interventions=named(variant.interventions, config.model),
    )


class Prepared(NamedTuple):
    """What a variant learns from: its text, its settings but for seed and steps, and the text cut up."""

    corpus: Corpus
    config: Config
    ids: np.ndarray  # (N,)
    material: Material


def prepare(variant: Variant, corpus: Corpus) -> Prepared:
    """Return what a variant makes of the text. Raises InputError."""
    held_out = build(2, variant.preset, [variant.settings]).training.held_out_fraction
    corpus, fraction = with_share(corpus, variant.share, held_out)
    changes: list[Changes] = [variant.settings, {"training": {"held_out_fraction": fraction}}]
    config, tokenizer = settle_vocabulary(corpus.text, variant.preset, changes, symbols=corpus.manifest["symbols"])
    ids = encode_parts(corpus.text, fraction, tokenizer)
    return Prepared(corpus, config, ids, Material.of(config, tokenizer, ids))


def require_possible(variant: Variant, corpus: Corpus) -> None:
    """Raise what would end a run of a variant before its first step: InputError, SettingError."""
    prepared = prepare(variant, corpus)
    model = prepared.config.model
    memory.require(prepared.config)
    prepared.material.batches.at(0)
    factors = named(variant.interventions, model)
    dropped = [array.name for array in parts.machine(model).arrays if array.dropped and array.name in factors]
    if dropped and model.dropout:
        raise InputError(f"there is dropout in {dropped[0]}, and an intervention; set model.dropout=0")


def steps_of(budget: Budget, material: Material, config: Config) -> int:
    """Return how many steps a budget is; for minutes, of which the run itself decides, 1."""
    in_a_step = config.training.batch_size * config.model.context_length * material.characters_a_token
    characters = len(material.batches.ids) * material.characters_a_token
    steps = {
        "steps": budget.amount,
        "characters": budget.amount / in_a_step,
        "passes": budget.amount * characters / in_a_step,
        "minutes": 1,
    }
    return max(1, round(steps[budget.unit]))


def named(interventions: Mapping[str, float], config: ModelConfig) -> dict[str, float]:
    """Return the factors of all arrays that the patterns mean. Raises InputError where one means none."""
    arrays, found = [array.name for array in parts.machine(config).arrays], dict[str, float]()
    for pattern, factor in interventions.items():
        meant = [name for name in arrays if fnmatch.fnmatchcase(name, pattern)]
        if not meant:
            raise InputError(unknown_name(pattern, arrays, "array"))
        found |= dict.fromkeys(meant, float(factor))
    return found


def _measure(training: Training, path: Path) -> None:
    """Write down the norms of the gradients, as the machine stands."""
    batch = training.material.batches.at(training.step)
    values = training.engine.weights()
    layers = gradient_norms(training.config.model, values, batch, training.interventions)
    files.append_line(path / NORMS, {"step": training.step, "layers": layers})


def measured(trial: Trial) -> dict[int, list[dict[str, object]]]:
    """Return the norms that were written down, by their steps; a resume may have measured one again."""
    path = trial.path / NORMS
    lines = files.read_lines(path) if path.is_file() else []
    return {line["step"]: line["layers"] for line in lines}
