"""What came of a laboratory: figures of every variant, and what may be said of the pairs that are compared.

The loss of a trial is that of its best weights on all that is held out, each character once, as `proust train`
gives it at the end. Where all machines know the same characters it is in nats a character, else in bits a byte
(reports/comparison.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from proust_attention import parameters
from proust_attention.laboratory.experiment import HELD_OUT, Variant
from proust_attention.laboratory.lab import Lab, Trial
from proust_attention.laboratory.statistics import FEWEST_SEEDS, LEVEL, Difference, holm, paired
from proust_attention.laboratory.trial import measured
from proust_attention.reports.comparison import Measure, Run, measure_of
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Outcome:
    """What came of one variant; losses and curves in the unit of the results, in the order of the seeds."""

    variant: Variant
    figures: tuple[float | None, ...]  # what is compared: the held-out losses, or the gaps; None: it diverged
    losses: tuple[float | None, ...]  # held-out
    # Means over the steps since the last evaluation but one, with dropout.
    training_losses: tuple[float | None, ...]
    curves: tuple[tuple[tuple[float, float], ...], ...]  # (characters read, held-out loss)
    parameters: int
    characters_a_token: float
    characters_a_step: int
    steps: tuple[int, ...]
    seconds: tuple[float, ...]  # of the steps alone, one after the other; by the clock
    sample: tuple[str, str] | None  # what it wrote at the end with its first seed: the beginning, the rest
    gradient_norms: Mapping[int, Sequence[Mapping[str, Any]]]  # by step, with its first seed

    __repr__ = short_repr

    @property
    def characters_read(self) -> float:
        """How many characters a run read, on average over the seeds."""
        return float(np.mean(self.steps)) * self.characters_a_step

    @property
    def seconds_a_run(self) -> float:
        """How long the steps of a run took, on average."""
        return float(np.mean(self.seconds))

    @property
    def characters_per_second(self) -> float | None:
        """How fast a run read; None where its log does not say."""
        return self.characters_read / self.seconds_a_run if self.seconds_a_run else None

    @property
    def mean(self) -> float | None:
        """The mean of the figures of those that did not diverge."""
        return mean_of(self.figures)

    @property
    def spread(self) -> float | None:
        """Their standard deviation over the seeds."""
        known = [figure for figure in self.figures if figure is not None]
        return float(np.std(known, ddof=1)) if len(known) > 1 else None


@dataclass(frozen=True)
class Compared:
    """What one pair came to: `difference` is what `second` loses more than `first`."""

    first: str
    second: str
    difference: Difference | None  # None: no pair of runs both of which have a loss
    p_corrected: float | None  # by Holm, over all pairs that are compared
    real: bool | None  # at p < LEVEL; None: too few seeds for a verdict


@dataclass(frozen=True)
class Results:
    """All of it."""

    lab: Lab
    measure: Measure
    outcomes: tuple[Outcome, ...]
    compared: tuple[Compared, ...]

    __repr__ = short_repr

    @property
    def questions(self) -> int:
        """How many pairs have a p: for so many Holm corrects."""
        return sum(each.p_corrected is not None for each in self.compared)

    @property
    def pairs(self) -> list[tuple[Outcome, Outcome]]:
        """What came of the two of each pair that is compared."""
        return [(self.outcome(each.first), self.outcome(each.second)) for each in self.compared]

    def outcome(self, name: str) -> Outcome:
        """Return that of a variant."""
        return next(outcome for outcome in self.outcomes if outcome.variant.name == name)


def results_of(lab: Lab) -> Results:
    """Read what came of a laboratory whose trials are all done. Raises InputError if they cannot be compared."""
    trials = lab.trials()
    read = {trial.path: Run.of(trial.path, trial.name) for trial in trials}
    measure = measure_of(list(read.values()))
    by_variant = {
        v.name: [trial for trial in trials if trial.variant.name == v.name] for v in lab.experiment.variants
    }
    outcomes = tuple(
        _outcome(own, [read[trial.path][0] for trial in own], measure, lab.experiment.figure)
        for own in by_variant.values()
    )
    figures = {outcome.variant.name: outcome.figures for outcome in outcomes}
    return Results(lab, measure, outcomes, compare(figures, lab.experiment.compare))


def mean_of(figures: Sequence[float | None]) -> float | None:
    """Return the mean of those that are known."""
    known = [figure for figure in figures if figure is not None]
    return float(np.mean(known)) if known else None


def compare(
    figures: Mapping[str, Sequence[float | None]], pairs: Sequence[tuple[str, str]]
) -> tuple[Compared, ...]:
    """Compare variants by their figures, paired by their places; one correction is for all pairs together."""
    differences: list[Difference | None] = []
    for first, second in pairs:
        both = [(a, b) for a, b in zip(figures[first], figures[second], strict=True) if None not in (a, b)]
        differences.append(paired(*zip(*both, strict=True)) if both else None)
    p_values = {place: each.p for place, each in enumerate(differences) if each is not None and each.p is not None}
    corrected = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return tuple(
        Compared(first, second, difference, corrected.get(place), _is_real(difference, corrected.get(place)))
        for place, ((first, second), difference) in enumerate(zip(pairs, differences, strict=True))
    )


def _is_real(difference: Difference | None, p: float | None) -> bool | None:
    if difference is None or p is None or difference.pairs < FEWEST_SEEDS:
        return None
    return p < LEVEL


def _outcome(trials: Sequence[Trial], runs: Sequence[Run], measure: Measure, figure: str) -> Outcome:
    first = runs[0]
    losses = [_of(measure, run.history.final) for run in runs]
    training = [
        _of(measure, run.history.training[-1][1] if run.history.training and loss is not None else None)
        for run, loss in zip(runs, losses, strict=True)
    ]
    gaps = [None if a is None or b is None else a - b for a, b in zip(losses, training, strict=True)]
    samples = first.folder.read_log("samples")
    return Outcome(
        variant=trials[0].variant,
        figures=tuple(losses if figure == HELD_OUT else gaps),
        losses=tuple(losses),
        training_losses=tuple(training),
        curves=tuple(
            tuple((float(step * run.characters_a_step), measure.of(loss)) for step, loss in run.history.held_out)
            for run in runs
        ),
        parameters=parameters.count(first.folder.config.model),
        characters_a_token=first.characters_a_token,
        characters_a_step=first.characters_a_step,
        steps=tuple(run.history.last_step for run in runs),
        seconds=tuple(map(_seconds, runs)),
        sample=(samples[-1]["prompt"], samples[-1]["text"]) if samples and samples[-1]["text"] else None,
        gradient_norms=measured(trials[0]),
    )


def _of(measure: Measure, nats: float | None) -> float | None:
    return None if nats is None else measure.of(nats)


def _seconds(run: Run) -> float:
    """Return how long the steps of a run took, as its log says it: so many characters at such a pace."""
    steps = [(0, 0.0), *run.history.speeds]
    return sum((b - a) * run.characters_a_step / speed for (a, _), (b, speed) in pairwise(steps) if speed > 0)
