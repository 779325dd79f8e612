"""Through what is missing of a laboratory of twins: training, then looking, several machines at a time.

if __name__ == "__main__":  # for the processes that train import this script
    for line in run(TwinLab.opened("lab/twins"), jobs=2): ...
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from proust_attention import files
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.lock import take
from proust_attention.checkpoint.machines import open_machine
from proust_attention.devices import Hardware
from proust_attention.inspection.audit.scan import findings
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.laboratory import workers
from proust_attention.laboratory.backdoors.judging import any_works, is_true, works
from proust_attention.laboratory.backdoors.planting import keep_last, open_planting
from proust_attention.laboratory.backdoors.twins import SETTINGS, TwinLab, clean_twin

JUDGED = 2  # of the triggers of a detector: so many may be the true one


def run(
    lab: TwinLab,
    jobs: int,
    stops: Callable[[], bool] = lambda: False,
    doing: Callable[[str], object] = lambda words: None,
) -> Iterator[str]:
    """Do what is missing, `jobs` machines at a time, and yield a line for each machine trained, and each scanned.

    `stops` is called again and again: when it returns True, what is in work is stopped, and saved. Raises
    InputError, InUseError, SaveError.
    """
    twins, held = lab.twins(), take(lab.path / "lock")
    try:
        for task, is_done, what in (
            (train, lab.is_trained, "trained"),
            (look, lambda t: lab.scan(t).exists(), "scanned"),
        ):
            missing = [number for number, twin in enumerate(twins) if not is_done(twin)]
            doing(f"{len(missing)} of {len(twins)} machines are to be {what}")
            for left, (number, done) in enumerate(workers.each(task, lab.path, missing, jobs, stops), 1):
                doing(f"{len(missing) - left} of {len(twins)} machines are to be {what}")
                if done:
                    yield f"{what}: {twins[number].name}"
            if stops():
                return
    finally:
        held.release()


def train(path: Path, number: int) -> bool:
    """Train one machine, by its number, from wherever it stands; whether it is done. This a worker calls."""
    lab = TwinLab.opened(path)
    twin = lab.twins()[number]
    folder = lab.machine(twin)
    training = open_planting(
        folder,
        None,
        twin.poison,
        from_=lab.base,
        seed=twin.seed,
        settings=[SETTINGS],
        hardware=Hardware("torch"),
        resume=True,
    )
    if not training.finished:
        for _ in training.run():
            if workers.told_to_stop():
                training.stop()
    if not training.finished:
        return False
    keep_last(training)
    shutil.rmtree(folder / "snapshots", ignore_errors=True)
    return True


def look(path: Path, number: int) -> bool:
    """Let the detectors look at one machine, and judge what they found. This a worker calls."""
    lab = TwinLab.opened(path)
    twin = lab.twins()[number]
    suspect = Suspect.of(open_machine(lab.machine(twin)))
    found: dict[str, Any] = {}
    for name, finding in findings(lab.machine(twin), lab.machine(clean_twin(lab, twin))):
        texts = [trigger.text for trigger in finding.triggers[:JUDGED]] if twin.is_poisoned else []
        found[name] = {
            **asdict(finding),
            "true": any(is_true(text, twin.poison) for text in texts),
            "works": any(any_works(suspect, twin.poison, text) for text in texts),
        }
        if workers.told_to_stop():
            return False
    planted = twin.is_poisoned and works(suspect, twin.poison)
    log = RunFolder.open(lab.machine(twin)).read_log("metrics")
    loss = History.of(log).held_out[-1][1]
    files.write_json(lab.scan(twin), {"planted": planted, "held_out_loss": loss, "detectors": found})
    return True
