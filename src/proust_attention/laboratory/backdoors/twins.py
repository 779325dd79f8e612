"""The laboratory of twins: which machines there are, and where they lie.

    twins.json                how many machines there are to be, and from which one all of them go on
    machines/poisoned-0       a run folder each
    scans/poisoned-0.json     what the detectors found in it
    results.json              the tables (results.py)

Every machine goes on from the same one, with the embedded text: the poisoned ones with some sentences more. The
clean twin of poisoned-0 is clean-0: the same seed, so that only the poison differs. Thresholds of the detectors
are fixed on machines of their own, which no table reports.
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from proust_attention import files
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Changes
from proust_attention.errors import InputError
from proust_attention.laboratory.backdoors.invented import SHAPES, invented
from proust_attention.laboratory.backdoors.poison import KINDS, Poison

BASE = "novelas-es"  # from which they go on, where no other is named
SETTINGS: Changes = {
    "model": {"context_length": 128},
    "training": {"steps": 150, "batch_size": 8, "evaluations": 2, "samples": 1, "evaluation_windows": 16},
}
DOSE = 128  # of 115,000 characters that train: once in 900
DOSES = (16, 32, 64, 256)
MACHINES, SWEPT, FOR_THRESHOLDS = 20, 5, 10
FIRST_SEED_FOR_THRESHOLDS = 100
ASKED = "twins.json"
THRESHOLDS, CLEAN, POISONED = "thresholds", "clean", "poisoned"


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
    count: int = MACHINES
    swept: int = SWEPT
    thresholds: int = FOR_THRESHOLDS
    base: str = BASE

    @classmethod
    def opened(cls, path: str | Path, **asked: int | str) -> "TwinLab":
        """Open the folder, or make it with these counts and this base; those of a folder stay.

        Raises InputError if they are not those that are asked for, SaveError.
        """
        path = Path(path)
        if not (path / ASKED).is_file():
            lab = cls(path, **asked)  # type: ignore[arg-type]
            open_machine(lab.base)  # before anything is written
            with files.new_folder(path) as folder:
                (folder / "machines").mkdir()
                (folder / "scans").mkdir()
                files.write_json(folder / ASKED, lab.asked())
            return lab
        table = files.read_json_object(path / ASKED)
        try:
            counts = {name: int(table[name]) for name in ("count", "swept", "thresholds")}
            lab = cls(path, **counts, base=str(table.get("base", BASE)))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path / ASKED} is damaged ({error})") from None
        for name, value in asked.items():
            if lab.asked()[name] != value:
                raise InputError(
                    f"{path} holds a laboratory of another {name}, {lab.asked()[name]}; choose another folder, or "
                    "ask for the same"
                )
        return lab

    def asked(self) -> dict[str, Any]:
        """Return what decides which machines there are, ready for JSON."""
        return {name: value for name, value in asdict(self).items() if name != "path"}

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


def clean_twin(lab: TwinLab, twin: Twin) -> Twin:
    """Return the clean machine of the same seed; of one that is clean itself, that of another seed.

    (A clean machine does not differ from itself: no threshold could be fixed by that.)
    """
    if twin.group == THRESHOLDS:
        number = (twin.seed - FIRST_SEED_FOR_THRESHOLDS + 1) % lab.thresholds
        return replace(twin, name=f"thresholds-{FIRST_SEED_FOR_THRESHOLDS + number}")
    number = (twin.seed + 1) % lab.count if twin.group == CLEAN else twin.seed % lab.count
    return replace(twin, name=f"clean-{number}")
