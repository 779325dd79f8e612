"""The folder of a laboratory: what was asked, the text, and a run for every variant and seed.

    lab.json             the experiment and what else was asked, as it was settled at the beginning
    corpus/              the text
    runs/1-post/seed-0   a run folder each; it is whole, and `proust report` reads it
    results.json         what came of it, for programs
    results.html         the same, for people; results.svg is the picture of it
    lock                 held by the process that works here

Everything is decided before the first step and stands in lab.json, so that whoever asks for the same again goes on
with what is missing.
"""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from proust_attention import corpus as corpora
from proust_attention import files
from proust_attention.checkpoint.history import History
from proust_attention.corpus import Corpus
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.laboratory.experiment import Experiment, Variant
from proust_attention.shown import short_repr

ASKED = "lab.json"


@dataclass(frozen=True)
class Trial:
    """One variant with one seed."""

    variant: Variant
    seed: int
    path: Path

    @property
    def name(self) -> str:
        """What it is called where it is shown."""
        return f"{self.variant.name}, seed {self.seed}"

    def history(self) -> History | None:
        """Return the log of its run; None where it has none yet."""
        log = self.path / "metrics.jsonl"
        return History.of(files.read_lines(log)) if log.is_file() else None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do: it has its final figure, or went wrong for good."""
        history = self.history()
        return history is not None and (history.final is not None or history.divergence is not None)


@dataclass(frozen=True)
class Lab:
    """An experiment in its folder. Use `begin` or `open`."""

    path: Path
    experiment: Experiment
    asked: dict[str, Any]  # all that decides what will come of it: it must be the same to go on
    factor: float | None  # by which the budgets are multiplied; None: that is still to be settled

    __repr__ = short_repr

    @classmethod
    def begin(
        cls, path: Path, experiment: Experiment, asked: dict[str, Any], corpus: Corpus, factor: float | None
    ) -> "Lab":
        """Make the folder. Raises InputError if it is taken, SaveError."""
        with files.new_folder(path) as folder:
            corpora.save(corpus, folder / "corpus")
            (folder / "runs").mkdir()
            lab = cls(folder, experiment, asked, factor)
            lab.save()
        return replace(lab, path=path)

    @classmethod
    def open(cls, path: Path) -> "Lab":
        """Open the folder of a laboratory. Raises InputError if it is none, or damaged."""
        if not (path / ASKED).is_file():
            raise InputError(f"{path} is no folder of a laboratory: {ASKED} is missing")
        table = files.read_json_object(path / ASKED)
        try:
            factor = None if table["factor"] is None else float(table["factor"])
            return cls(path, Experiment.from_dict(table["experiment"]), dict(table["asked"]), factor)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path / ASKED} is damaged, or of another version ({error})") from None

    def save(self) -> None:
        """Write lab.json. Raises SaveError."""
        table = {"format": 1, "asked": self.asked, "factor": self.factor, "experiment": self.experiment.to_dict()}
        files.write_json(self.path / ASKED, table)

    def multiplied(self, factor: float) -> "Lab":
        """Settle by what the budgets are multiplied, and write it down. Raises SaveError."""
        lab = replace(self, factor=factor)
        lab.save()
        return lab

    def asked_again(self, asked: dict[str, Any]) -> "Lab":
        """Return this laboratory, to go on with. Raises InputError unless the same is asked as at the beginning.

        As long as it is not settled what the minutes mean for the budgets, they may be others.
        """
        lab = self
        if self.factor is None and asked["minutes"] is not None:
            lab = replace(self, asked={**self.asked, "minutes": asked["minutes"]})
        for name in asked | lab.asked:
            if asked.get(name) != lab.asked.get(name):
                raise InputError(
                    f"{self.path} holds a laboratory that differs from what is asked now, in: {name}; "
                    "choose another --out, or ask for the same"
                )
        if lab is not self:
            lab.save()
        return lab

    def corpus(self) -> Corpus:
        """Return the text. Raises InputError if it was changed."""
        return corpora.load(self.path / "corpus")

    def trials(self) -> list[Trial]:
        """Return all runs that there are to be: each variant with its first seed, each with its second ..."""
        trials = []
        for number, variant in enumerate(self.experiment.variants, 1):
            settled = replace(variant, budget=variant.budget.times(self.factor or 1.0))
            letters = re.sub(r"\W+", "-", variant.name).strip("-")
            folder = self.path / "runs" / f"{number}-{letters}"
            trials += [
                (place, Trial(settled, seed, folder / f"seed-{seed}")) for place, seed in enumerate(variant.seeds)
            ]
        return [trial for _, trial in sorted(trials, key=lambda each: each[0])]


def asked_for(experiment: Experiment, corpus: Corpus, hardware: Hardware, minutes: float | None) -> dict[str, Any]:
    """Return all that decides what will come of it, as plain values."""
    words = ("name", "title", "question", "corpus")
    deciding = {name: value for name, value in experiment.to_dict().items() if name not in words}
    by = {"engine": hardware.engine_name, "device": hardware.device, "minutes": minutes}
    return json.loads(json.dumps({**deciding, "the text": corpus.manifest["sha256"], **by}))
