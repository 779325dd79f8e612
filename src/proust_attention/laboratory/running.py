"""From a wish to a laboratory, and through what is missing of its trials.

if __name__ == "__main__":  # for the processes that train import this script
    lab = open_lab("lab/norms", read("prenorm"))
    for trial in run(lab, jobs=2): ...
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from proust_attention.checkpoint.lock import take
from proust_attention.corpus import Corpus
from proust_attention.devices import ANY, Hardware, n_processes
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite
from proust_attention.laboratory import workers
from proust_attention.laboratory.costs import Cost, cost_of_a_run, factor_for
from proust_attention.laboratory.experiment import Experiment
from proust_attention.laboratory.lab import ASKED, Lab, Trial, asked_for
from proust_attention.laboratory.texts import beginning
from proust_attention.laboratory.trial import require_possible, run_trial
from proust_attention.training.opening import text_of


def open_lab(
    path: str | Path,
    experiment: Experiment,
    corpus: str | Path | Corpus | None = None,
    *,
    minutes: float | None = None,
    hardware: Hardware = ANY,
) -> Lab:
    """Return the laboratory in a folder: a new one, or one to go on with.

    `corpus` takes the place of the experiment's; `minutes` say how long all of it may take: the budgets are then
    made smaller or larger. What is wrong with a variant is found here, before anything is written. Raises
    InputError, SettingError, SaveError.
    """
    path = Path(path)
    if n_processes() > 1:
        raise InputError("a laboratory has processes of its own; begin it without torchrun")
    if minutes is not None and not 0 < minutes < float("inf"):
        raise InputError(f"--minutes is {minutes:g}, but it must be a number above 0")
    text = beginning(text_of(corpus if corpus is not None else experiment.corpus), experiment.text)
    asked = asked_for(experiment, text, hardware, minutes)
    if (path / ASKED).is_file():
        return Lab.open(path).asked_again(asked)
    refuse_to_overwrite(path)
    for variant in experiment.variants:
        try:
            require_possible(variant, text)
        except InputError as error:
            raise type(error)(f"{variant.name}: {error}") from None
    return Lab.begin(path, experiment, asked, text, factor=1.0 if minutes is None else None)


def run(
    lab: Lab,
    jobs: int,
    stops: Callable[[], bool] = lambda: False,
    doing: Callable[[str], object] = lambda words: None,
) -> Iterator[Trial]:
    """Do what is missing, `jobs` trials at a time, and yield each that is done, at once those that already are.

    `stops` is called again and again: when it returns True the steps in progress end, and all is saved. `doing` is
    called with what is being done. Raises InUseError if another process is at it, InputError, SaveError.
    """
    held = take(lab.path / "lock")
    try:
        if lab.factor is None:
            lab = _settled(lab, jobs, stops, doing)
            if stops():
                return
        trials = lab.trials()
        missing = [number for number, trial in enumerate(trials) if not trial.is_done]
        yield from (trial for number, trial in enumerate(trials) if number not in missing)
        left = len(missing)
        doing(f"training: {left} of {len(trials)} runs to go")
        for number, done in workers.each(train, lab.path, missing, jobs, stops):
            if done:
                left -= 1
                doing(f"training: {left} of {len(trials)} runs to go")
                yield trials[number]
    finally:
        held.release()


def _settled(lab: Lab, jobs: int, stops: Callable[[], bool], doing: Callable[[str], object]) -> Lab:
    """Measure what the variants cost, and settle by what their budgets are multiplied."""
    doing("measuring how fast this computer is")
    variants, costs = lab.experiment.variants, dict[int, Cost]()
    for number, cost in workers.each(measure, lab.path, range(len(variants)), jobs, stops):
        costs[number] = cost
    if stops():
        return lab
    runs = [costs[number] for number, variant in enumerate(variants) for _ in variant.seeds]
    return lab.multiplied(factor_for(lab.asked["minutes"], runs, jobs))


def train(path: Path, number: int) -> bool:
    """Do one trial of a laboratory, by its number; whether it is done. This a worker calls."""
    lab, corpus = workers.opened(path)
    return run_trial(
        lab.trials()[number], lab.experiment.gradient_norms, corpus, _hardware(lab), workers.told_to_stop
    )


def measure(path: Path, number: int) -> Cost:
    """Measure what a variant costs, by its number. This a worker calls."""
    lab, corpus = workers.opened(path)
    return cost_of_a_run(lab.experiment.variants[number], corpus, _hardware(lab))


def _hardware(lab: Lab) -> Hardware:
    return Hardware(lab.asked["engine"], lab.asked["device"])
