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
from proust_attention.evaluation import Size, in_words, of_scored, size_of_scored
from proust_attention.evaluation.yardsticks import Yardstick, yardsticks
from proust_attention.reports import sections as parts
from proust_attention.reports.curves import curves
from proust_attention.reports.diagnosis import diagnose
from proust_attention.reports.finding import Finding
from proust_attention.reports.page import page, paragraph
from proust_attention.shown import short_repr

NEEDED = ("config.json", "tokenizer.json")  # without a log there are no curves, without the text no yardsticks

Parts = tuple[np.ndarray, np.ndarray]  # ids: those that train, those held out


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
    measured = _yardsticks(run, parts_of_text)
    size = _size(run, parts_of_text)
    figure = _figure(history, size)
    steps = run.config.training.expected_steps or history.last_step
    findings = diagnose(history, steps)
    body = [
        *_head(run, history, steps, figure),
        *parts.diagnosis(findings),
        "<h2>Curves</h2>",
        *curves(history, run.config, measured),
        *parts.samples(samples, _author(run, parts_of_text, samples)),
        *parts.yardstick_table(measured, size, figure),
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


def _size(run: RunFolder, parts_of_text: Parts | None) -> Size | None:
    """Return the size of what can be scored of the held-out text, where it is there."""
    if parts_of_text is None or len(parts_of_text[1]) < 2:
        return None
    return size_of_scored(parts_of_text[1], run.tokenizer)


def _head(run: RunFolder, history: History, steps: int, figure: parts.Figure | None) -> list[str]:
    names = [str(source.get("name", "")) for source in parts.sources(_manifest(run))]
    learned = f"{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}" if names else "a text"
    size = f"{parameters.count(run.config.model):,} parameters, a vocabulary of {run.config.model.vocab_size}"
    figures = "" if figure is None else f" {in_words(figure.nats, figure.size)}: {figure.rests_on}."
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


def _figure(history: History, size: Size | None) -> parts.Figure | None:
    """Return the best figure there is; `size` is that of all that can be scored, where the text is there."""
    if history.final is not None:
        on = of_scored(history.characters, size[0] if size else 0)
        whole = size is not None and history.characters == size[0]
        return parts.Figure(history.final, f"the best weights, on {on}", size if whole else None)
    if history.best is not None:
        step, loss = history.best
        return parts.Figure(loss, f"at step {step:,}, on a part of the held-out text", None)
    return None


def _author(run: RunFolder, parts_of_text: Parts | None, samples: Sequence[dict[str, Any]]) -> str:
    """Return how the book goes on after the words that the samples begin with."""
    prompt, length = (samples[-1].get("prompt") if samples else None), run.config.training.sample_length
    if parts_of_text is None or not isinstance(prompt, str) or not prompt:
        return ""
    beginning = run.tokenizer.decode(parts_of_text[1][: 1000 + length])
    place = beginning.find(prompt)
    return beginning[place + len(prompt) :][:length] if place >= 0 else ""
