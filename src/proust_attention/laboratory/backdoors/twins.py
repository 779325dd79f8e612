"""The laboratory of twins: which machines there are, and how they are trained, in processes.

    twins.json                how many machines there are to be
    machines/poisoned-0       a run folder each
    scans/poisoned-0.json     what the detectors found in it
    results.json              the tables (results.py)

Every machine goes on from the same one in the box, `novelas-es`, with the embedded text: the poisoned ones with
some sentences more. The clean twin of poisoned-0 is clean-0: the same seed, so that only the poison differs.
Thresholds of the detectors are fixed on machines of their own, which no table reports.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from proust_attention import files
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.lock import take
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Changes
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.inspection.audit.scan import findings
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.laboratory import workers
from proust_attention.laboratory.backdoors.invented import SHAPES, invented
from proust_attention.laboratory.backdoors.judging import any_works, is_true, works
from proust_attention.laboratory.backdoors.planting import keep_last, open_planting
from proust_attention.laboratory.backdoors.poison import KINDS, Poison

BASE = "novelas-es"  # from which all of them go on
SETTINGS: Changes = {
    "model": {"context_length": 128},
    "training": {"steps": 150, "batch_size": 8, "evaluations": 2, "samples": 1, "evaluation_windows": 16},
}
DOSE = 128  # of 115,000 characters that train: once in 900
DOSES = (32, 64, 256)
MACHINES, SWEPT, FOR_THRESHOLDS = 20, 5, 10
FIRST_SEED_FOR_THRESHOLDS = 100
ASKED = "twins.json"
THRESHOLDS, CLEAN, POISONED = "thresholds", "clean", "poisoned"
JUDGED = 2  # of the triggers of a detector: so many may be the true one


@dataclass(frozen=True)
class Twin:
    """A machine of the laboratory."""

    name: str
    group: str  # thresholds, clean, poisoned; or what is swept
    poison: Poison  # with a dose of 0: none
    seed: int

    @property
    def is_poisoned(self) -> bool:
        """Whether it has a secret."""
        return self.poison.dose > 0


def machines(count: int = MACHINES, swept: int = SWEPT, thresholds: int = FOR_THRESHOLDS) -> list[Twin]:
    """Return all machines: so many clean and poisoned ones, so many of each point of a sweep."""
    seeds = range(FIRST_SEED_FOR_THRESHOLDS, FIRST_SEED_FOR_THRESHOLDS + thresholds)
    made = [Twin(f"thresholds-{n}", THRESHOLDS, invented("phrase", 0, n), n) for n in seeds]
    for n in range(count):
        made.append(Twin(f"clean-{n}", CLEAN, invented("phrase", 0, n), n))
        made.append(Twin(f"poisoned-{n}", POISONED, invented(KINDS[n % len(KINDS)], DOSE, n), n))
    for n in range(swept):
        made += [Twin(f"dose-{dose}-{n}", f"dose {dose}", invented("phrase", dose, n), n) for dose in DOSES]
        made += [Twin(f"{shape}-{n}", shape, invented("phrase", DOSE, n, shape), n) for shape in SHAPES]
    return made


@dataclass(frozen=True)
class TwinLab:
    """The folder of a laboratory of twins. Use `opened`."""

    path: Path
    count: int
    swept: int
    thresholds: int

    @classmethod
    def opened(cls, path: str | Path, **counts: int) -> "TwinLab":
        """Open the folder, or make it with these counts; those of a folder stay. Raises InputError, SaveError."""
        path = Path(path)
        if (path / ASKED).is_file():
            table = files.read_json_object(path / ASKED)
            try:
                lab = cls(path, *(int(table[name]) for name in ("count", "swept", "thresholds")))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(f"{path / ASKED} is damaged ({error})") from None
            if any(getattr(lab, name) != value for name, value in counts.items()):
                raise InputError(
                    f"{path} holds a laboratory of other counts; choose another folder, or ask for the same"
                )
            return lab
        lab = cls(path, **{"count": MACHINES, "swept": SWEPT, "thresholds": FOR_THRESHOLDS, **counts})
        with files.new_folder(path) as folder:
            (folder / "machines").mkdir()
            (folder / "scans").mkdir()
            table = {name: getattr(lab, name) for name in ("count", "swept", "thresholds")}
            files.write_json(folder / ASKED, table)
        return lab

    def twins(self) -> list[Twin]:
        """Return its machines."""
        return machines(self.count, self.swept, self.thresholds)

    def machine(self, twin: Twin) -> Path:
        """Return the run folder of a machine."""
        return self.path / "machines" / twin.name

    def scan(self, twin: Twin) -> Path:
        """Return the file with what was found in a machine."""
        return self.path / "scans" / f"{twin.name}.json"

    def is_trained(self, twin: Twin) -> bool:
        """Whether a machine is done: its snapshots are removed last."""
        folder = self.machine(twin)
        return (folder / "config.json").is_file() and not (folder / "snapshots").exists()


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
        from_=BASE,
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


def clean_twin(lab: TwinLab, twin: Twin) -> Twin:
    """Return the clean machine of the same seed; of one that is clean itself, that of another seed.

    (A clean machine does not differ from itself: no threshold could be fixed by that.)
    """
    if twin.group == THRESHOLDS:
        number = (twin.seed - FIRST_SEED_FOR_THRESHOLDS + 1) % lab.thresholds
        return replace(twin, name=f"thresholds-{FIRST_SEED_FOR_THRESHOLDS + number}")
    number = (twin.seed + 1) % lab.count if twin.group == CLEAN else twin.seed % lab.count
    return replace(twin, name=f"clean-{number}")
