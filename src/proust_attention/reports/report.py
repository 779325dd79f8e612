"""A report: one page about a run, whole in itself.

It can be made at any time, also while training goes on: logs are read as far as they are whole, and everything
else in a run folder is replaced whole.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import parameters
from proust_attention.charts.drawing import text
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.errors import InputError
from proust_attention.evaluation import in_words, nats_to_bits, size_in_bytes
from proust_attention.evaluation.yardsticks import Yardstick, yardsticks
from proust_attention.reports import sections as parts
from proust_attention.reports.curves import curves
from proust_attention.reports.diagnosis import diagnose
from proust_attention.reports.finding import Finding
from proust_attention.reports.page import page, paragraph
from proust_attention.shown import short_repr

NEEDED = ("config.json", "tokenizer.json")  # without a log there are no curves, without the text no yardsticks

Parts = tuple[np.ndarray, np.ndarray]  # ids: those that train, those held out
Size = tuple[int, int]  # characters, bytes


@dataclass(frozen=True)
class Report:
    """What there is to say about a run."""

    findings: Sequence[Finding]
    html: str

    __repr__ = short_repr


def report(path: str | Path) -> Report:
    """Look at a run, whatever its state. Raises InputError if it is none."""
    path = Path(path)
    run = RunFolder.open(path, parts=NEEDED)
    history = History.of(run.read_log("metrics"))
    samples = run.read_log("samples")
    parts_of_text = run.split_tokens() if (path / "tokens.npy").is_file() else None
    measured, size = _yardsticks(run, parts_of_text), _size_of_held_out(run, parts_of_text)
    steps = run.config.training.expected_steps or history.last_step
    findings = diagnose(history, steps)
    body = [
        *_head(run, history, steps, size),
        *parts.diagnosis(findings),
        "<h2>Curves</h2>",
        *curves(history, run.config, measured),
        *parts.samples(samples, _author(run, parts_of_text, samples)),
        *parts.yardstick_table(measured, *_loss(history), size),
        *parts.settings(run.config),
        *parts.corpus(_manifest(run)),
    ]
    return Report(findings, page(f"{path.resolve().name}: a report", body))


def _manifest(run: RunFolder) -> dict[str, Any]:
    with suppress(InputError):
        return run.corpus()
    return {}


def _yardsticks(run: RunFolder, parts_of_text: Parts | None) -> list[Yardstick]:
    """Measure them on the characters, whatever the machine's tokens are: so they hold for all tokenizers."""
    if parts_of_text is None or not all(map(len, parts_of_text)):
        return []
    training, held_out = map(run.tokenizer.as_characters, parts_of_text)
    n_symbols = len(run.tokenizer.alphabet.symbols)
    return yardsticks(np.concatenate([training, held_out]), len(training), n_symbols)


def _size_of_held_out(run: RunFolder, parts_of_text: Parts | None) -> Size | None:
    """Return the characters and the bytes of the held-out text that are scored, where it is there."""
    if parts_of_text is None or len(parts_of_text[1]) < 2:
        return None
    read = run.tokenizer.decode(parts_of_text[1][1:])
    return len(read), size_in_bytes(read)


def _in_units(loss: float, size: Size | None) -> str:
    if size is None:
        return f"{loss:.4f} nats a character = {nats_to_bits(loss):.4f} bits a character"
    return in_words(loss, *size)


def _head(run: RunFolder, history: History, steps: int, size_of_held_out: Size | None) -> list[str]:
    names = [str(source.get("name", "")) for source in parts.sources(_manifest(run))]
    learned = f"{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}" if names else "a text"
    size = f"{parameters.count(run.config.model):,} parameters, a vocabulary of {run.config.model.vocab_size}"
    loss, measured = _loss(history)
    figures = "" if loss is None else f" {_in_units(loss, size_of_held_out)}: {measured}."
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


def _author(run: RunFolder, parts_of_text: Parts | None, samples: Sequence[dict[str, Any]]) -> str:
    """Return how the book goes on after the words that the samples begin with."""
    prompt, length = (samples[-1].get("prompt") if samples else None), run.config.training.sample_length
    if parts_of_text is None or not isinstance(prompt, str) or not prompt:
        return ""
    beginning = run.tokenizer.decode(parts_of_text[1][: 1000 + length])
    place = beginning.find(prompt)
    return beginning[place + len(prompt) :][:length] if place >= 0 else ""
