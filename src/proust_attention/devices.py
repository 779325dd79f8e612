"""What computes: an engine, on a device, in a precision. "auto" takes what is best of what this computer has."""

from dataclasses import dataclass, replace
from importlib.util import find_spec

from proust_attention.errors import InputError, needs_extra

ENGINES = ("auto", "torch", "numpy")
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True)
class Hardware:
    """An engine and a device; "auto" takes PyTorch where it is installed, and a GPU where there is one.

    Raises InputError if there is no such engine or device.
    """

    engine: str = "auto"
    device: str = "auto"

    def __post_init__(self) -> None:
        for kind, name, known in (("engine", self.engine, ENGINES), ("device", self.device, DEVICES)):
            if name not in known:
                raise InputError(f"there is no {kind} {name}; there are {', '.join(known)}")
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
