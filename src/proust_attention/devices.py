"""What computes: an engine, on a device, in a precision. "auto" takes what is best of what this computer has.

Several processes may share a run (training/processes.py); torchrun numbers them in their environment.
"""

import os
from dataclasses import dataclass, replace
from importlib.util import find_spec

from proust_attention.errors import InputError, needs_extra

ENGINES = ("auto", "torch", "numpy")
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True)
class Hardware:
    """An engine and a device; "auto" takes PyTorch where it is installed, and a GPU where there is one.

    `accumulate` parts of a step's batch are computed one after the other, for batches beyond the memory.

    Raises InputError if there is no such engine or device, or no such number of parts.
    """

    engine: str = "auto"
    device: str = "auto"
    accumulate: int = 1

    def __post_init__(self) -> None:
        for kind, name, known in (("engine", self.engine, ENGINES), ("device", self.device, DEVICES)):
            if name not in known:
                raise InputError(f"there is no {kind} {name}; there are {', '.join(known)}")
        if not (isinstance(self.accumulate, int) and self.accumulate >= 1):
            raise InputError(f"--accumulate is {self.accumulate!r}, but it must be at least 1")
        if self.engine == "numpy" and self.device not in ("auto", "cpu"):
            raise InputError(f"the engine numpy computes on the cpu only, not on {self.device}")

    @property
    def engine_name(self) -> str:
        """The engine that "auto" means on this computer."""
        if self.engine != "auto":
            return self.engine
        return "numpy" if find_spec("torch") is None else "torch"

    def like(self, engine: str | None) -> "Hardware":
        """Return this, with the engine of a run in the place of "auto": another one rounds otherwise."""
        usable = engine in ENGINES and not (engine == "torch" and find_spec("torch") is None)
        return replace(self, engine=str(engine)) if self.engine == "auto" and usable else self

    def precision(self, wanted: str) -> str:
        """Return the precision of training that "auto" means here.

        Raises InputError if the device is not there, MissingExtraError if PyTorch is wanted and not installed.
        """
        if wanted != "auto":
            return wanted
        if self.engine_name == "numpy":
            return "float32"
        with needs_extra("torch"):
            from proust_attention.torch_model.devices import best_precision, choose_device
        return best_precision(choose_device(self.device))


ANY = Hardware()


def n_processes() -> int:
    """Return how many processes share what this one does. Raises InputError for an environment of no torchrun."""
    size, rank = os.environ.get("WORLD_SIZE", "1"), os.environ.get("RANK", "")
    if not size.isdecimal() or (size != "1" and not rank.isdecimal()):
        raise InputError(
            f"WORLD_SIZE is {size!r} and RANK is {rank!r}: set by torchrun both are numbers; unset them"
        )
    return int(size)


def is_helper() -> bool:
    """Whether this process helps another, which leads."""
    return n_processes() > 1 and os.environ.get("RANK") != "0"
