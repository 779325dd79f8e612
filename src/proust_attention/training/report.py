"""A report: one page that tells of a run, whole in itself.

It can be made at any time, also while training goes on: logs are read as far as they are whole, and everything
else in a run folder is replaced whole.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.batches import split
from proust_attention.checkpoint import RunFolder
from proust_attention.errors import InputError
from proust_attention.evaluation import nats_to_bits
from proust_attention.evaluation.yardsticks import Yardstick, yardsticks
from proust_attention.training import report_parts as parts
from proust_attention.training.curves import curves
from proust_attention.training.diagnosis import diagnose
from proust_attention.training.finding import Finding
from proust_attention.training.history import History
from proust_attention.training.page import page, paragraph, text

NEEDED = ("config.json", "tokenizer.json")  # without a log there are no curves, without the text no yardsticks


@dataclass(frozen=True)
class Report:
    """What there is to say about a run."""

    findings: Sequence[Finding]
    html: str


def report(path: Path) -> Report:
    """Look at a run, whatever its state. Raises InputError if it is none."""
    run = RunFolder.open(path, parts=NEEDED)
    history = History.of(run.read_log("metrics"))
    samples = run.read_log("samples")
    ids = run.tokens() if (path / "tokens.npy").is_file() else None
    measured = _yardsticks(run, ids)
    steps = run.config.training.steps or history.last_step
    findings = diagnose(history, steps)
    body = [
        *_head(run, history, steps),
        *parts.diagnosis(findings),
        "<h2>Curves</h2>",
        *curves(history, run.config, measured),
        *parts.samples(samples, _author(run, ids, samples)),
        *parts.yardstick_table(measured, *_loss(history)),
        *parts.settings(run.config),
        *parts.corpus(_manifest(path)),
    ]
    return Report(findings, page(f"{path.resolve().name}: a report", body))


def _manifest(path: Path) -> dict[str, Any]:
    with suppress(InputError):
        manifest = files.read_json(path / "corpus.json")
        return manifest if isinstance(manifest, dict) else {}
    return {}


def _yardsticks(run: RunFolder, ids: np.ndarray | None) -> list[Yardstick]:
    if ids is None:
        return []
    training, held_out = split(ids, run.config.training.held_out_fraction)
    return yardsticks(ids, len(training), run.config.model.vocab_size) if len(training) and len(held_out) else []


def _head(run: RunFolder, history: History, steps: int) -> list[str]:
    names = [str(source.get("name", "")) for source in parts.sources(_manifest(run.path))]
    learned = f"{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}" if names else "a text"
    size = f"{parameters.count(run.config.model):,} parameters, {run.config.model.vocab_size} symbols"
    loss, measured = _loss(history)
    figures = "" if loss is None else f" {loss:.4f} nats ({nats_to_bits(loss):.4f} bits) a character: {measured}."
    far = f"Step {history.last_step:,} of {steps:,}{', finished' if history.final is not None else ''}."
    return [
        f"<h1>{text(run.path.resolve().name)}</h1>",
        paragraph(f"A machine of {size}, on {learned}{_origin(run)}.", "quiet"),
        paragraph(far + figures),
    ]


def _origin(run: RunFolder) -> str:
    with suppress(InputError):
        source = run.began().get("from")
        return f"; it began with the weights of {source}" if source else ""
    return ""


def _loss(history: History) -> tuple[float | None, str]:
    """Return the best figure there is, and what it rests on."""
    if history.final is not None:
        return history.final, f"the best weights, on {history.characters:,} held-out characters"
    if history.held_out:
        step, loss = min(history.held_out, key=lambda point: point[1])
        return loss, f"at step {step:,}, on a part of the held-out text"
    return None, ""


def _author(run: RunFolder, ids: np.ndarray | None, samples: Sequence[dict[str, Any]]) -> str:
    """Return how the book goes on after the words that the samples begin with."""
    prompt, length = (samples[-1].get("prompt") if samples else None), run.config.training.sample_length
    if ids is None or not isinstance(prompt, str) or not prompt:
        return ""
    held_out = split(ids, run.config.training.held_out_fraction)[1]
    beginning = run.tokenizer.decode(held_out[: 1000 + length])
    place = beginning.find(prompt)
    return beginning[place + len(prompt) :][:length] if place >= 0 else ""
