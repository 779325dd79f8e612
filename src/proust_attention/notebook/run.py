"""A run as Python has it: what was measured, what it wrote, the machine that came of it.

    run = proust.Run("runs/a")
    pandas.DataFrame(run.history)
    run.machine.generate("Longtemps,")

At the end of a notebook's cell it shows its curve and what it wrote last, at any time: also of a run that another
process trains.
"""

import base64
from functools import cached_property
from pathlib import Path
from typing import Any

from proust_attention import parameters
from proust_attention.charts.drawing import standing_alone, text
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.evaluation import nats_to_bits
from proust_attention.generation import Writer, load
from proust_attention.reports.chart import SMALL, svg
from proust_attention.reports.curves import losses

NEEDED = ("config.json", "tokenizer.json")  # to be shown; a run may be given away without its text


class Run:
    """A run folder. Raises InputError if it is none."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._folder = RunFolder.open(self.path, NEEDED)

    @property
    def history(self) -> list[dict[str, Any]]:
        """The records of its metrics, in their order: a dict each, ready for pandas.DataFrame.

        `kind` says what was measured: step, evaluation, final. Losses are in nats a character.
        """
        return self._folder.read_log("metrics")

    @property
    def samples(self) -> list[dict[str, Any]]:
        """What it wrote on the way: step, prompt and text of each."""
        return self._folder.read_log("samples")

    @cached_property
    def machine(self) -> Writer:
        """Its best weights at the time when first asked for, as `proust.load` returns them."""
        return load(self.path)

    @property
    def finished(self) -> bool:
        """Whether all its steps are done, and the final figure is taken."""
        return History.of(self.history).final is not None

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r}: {self._standing(History.of(self.history))})"

    def _repr_html_(self) -> str:
        """What a notebook shows: where it stands, the curve of its losses, the last sample."""
        history = History.of(self.history)
        shown = [f"<p><b>{text(self.path.name)}</b>: {text(self._standing(history))}</p>"]
        if history.losses or history.held_out:
            picture = standing_alone(svg(losses(history, []), SMALL))
            source = base64.b64encode(picture.encode()).decode()
            shown.append(
                f'<img alt="its losses" style="max-width: 36em" src="data:image/svg+xml;base64,{source}">'
            )
        if samples := self.samples:
            last = samples[-1]
            wrote = f"<b>{text(str(last.get('prompt', '')))}</b>{text(str(last.get('text', '')))}"
            style = "white-space: pre-wrap; font-family: serif; max-width: 40em"
            shown.append(
                f'<p>step {last.get("step", "?")}, it writes:</p><blockquote style="{style}">{wrote}</blockquote>'
            )
        return f"<div>{''.join(shown)}</div>"

    def _standing(self, history: History) -> str:
        """Say in words how far it is, and how good."""
        folder = RunFolder.open(self.path, NEEDED)  # a run of so many minutes decides its steps on the way
        settings, minutes = folder.config.training, folder.began().get("minutes")
        of = f" of {settings.expected_steps:,}"
        if minutes and history.final is None and not settings.continued_from:
            of = (
                f" of about {settings.expected_steps:,}" if settings.timetable else f" of a run of {minutes:g} min"
            )
        saved = folder.load_state() if history.final is None else None  # it may be further than the last line
        step = max(history.last_step, int(saved[1]["step"]) if saved else 0)
        far = f"step {step:,}{of}"
        if history.final is not None:
            far += f", {history.final:.4f} nats ({nats_to_bits(history.final):.4f} bits) a character"
        elif history.best:
            far += f", {history.best[1]:.3f} nats a character at best so far"
        return f"{parameters.count(folder.config.model):,} parameters, {far}"
