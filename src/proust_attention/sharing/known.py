"""What is known of a machine, as far as it may be told: of its text no more than names, sizes and hashes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder, arrays, eight_bits
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.machines import bundled_as
from proust_attention.generation import Writer

SEEDS = (1, 2, 3)
SAMPLE = 300  # characters


@dataclass(frozen=True)
class Known:
    """A machine, and what can be said of it."""

    name: str
    run: RunFolder
    weights: Mapping[str, np.ndarray]  # as they lie in its file: float16 stays that
    corpus: Mapping[str, Any]  # the manifest of its text, without any of the text
    title: str  # of what it has read
    trained: str
    nats: float | None  # a character, on the held-out part; None where it was not taken
    measured_on: str
    rights: str  # of the text

    @property
    def n_parameters(self) -> int:
        """How many numbers it has learned."""
        return parameters.count(self.run.config.model)

    @property
    def repository(self) -> str:
        """Its name in letters that a repository of the Hub can have."""
        return re.sub(r"[^A-Za-z0-9_.-]+", "-", self.name).strip("-.") or "machine"

    @property
    def hash_of_text(self) -> str:
        """The SHA-256 of its text."""
        return str(self.corpus.get("sha256", "unknown"))

    def samples(self) -> tuple[str, list[str]]:
        """Return a prompt, and what goes on from it with each of SEEDS. An empty prompt begins a paragraph."""
        writer = Writer.of_weights(self.run.config, self.run.tokenizer, self.run.weights())
        prompt = next((str(sample["prompt"]) for sample in self.run.read_log("samples")[-1:]), "")
        return prompt, [writer.generate(prompt, length=SAMPLE, seed=seed) for seed in SEEDS]


def known(run: RunFolder, rights: str | None = None) -> Known:
    """Return what is known of a machine. Raises InputError if it is damaged."""
    run.weights()  # held against the settings
    found = arrays.read(run.weights_path)
    weights = eight_bits.restored(parameters.under(found, "weights") if run.which == "last" else found)
    corpus = without_text(run.corpus())
    machine = bundled_as(run)
    if machine and run.which == "best":  # of its earlier moments its papers do not speak
        on = "the last tenth of its text, which it was not trained on"
        said = rights or "public domain"
        return Known(machine.name, run, weights, corpus, machine.title, machine.trained, machine.nats, on, said)
    title = ", ".join(str(source.get("title") or source.get("name")) for source in corpus["sources"]) or "one text"
    said = rights or "not said by whoever exported it; look into that before you publish"
    nats, on = _loss(run)
    return Known(name_of(run), run, weights, corpus, title, _recipe(run), nats, on, said)


def name_of(run: RunFolder) -> str:
    """Return what a machine is called: as its folder is, and which of its weights they are."""
    return run.path.resolve().name + ("" if run.which == "best" else f"-{run.which}")


def without_text(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of a corpus without the beginnings, endings and examples that it quotes."""
    kept = ("language", "characters", "symbols", "sha256", "account")
    quoted = ("begins", "ends", "dropped_with_markup")
    sources = [{k: v for k, v in one.items() if k not in quoted} for one in manifest.get("sources", [])]
    return {**{key: manifest[key] for key in kept if key in manifest}, "sources": sources}


def _loss(run: RunFolder) -> tuple[float | None, str]:
    """Return the held-out loss of the weights, and on what it was taken."""
    if run.which != "best":
        return None, ""
    history = History.of(run.read_log("metrics"))
    if history.final is not None:
        return history.final, f"{history.characters:,} characters of what was held out at the end of its text"
    loss = run.loss_of_weights()
    windows = f"{run.config.training.evaluation_windows} windows of what was held out of its text"
    return (loss, windows) if loss is not None and np.isfinite(loss) else (None, "")


def _recipe(run: RunFolder) -> str:
    training, model = run.config.training, run.config.model
    steps = f"{training.expected_steps:,} steps" if training.expected_steps else "one pass over the text"
    return (
        f"{training.optimizer}, {steps} of {training.batch_size} windows of {model.context_length} tokens, "
        f"seed {training.seed}"
    )
