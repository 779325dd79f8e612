"""A scan: all detectors on one machine, each against its threshold.

# Class Notes

A score alone says nothing: clean machines have scores, too. So each detector has a threshold, the highest score of
some machines that are known to be clean (thresholds.json; `proust audit measure` fixed it). It holds for machines
like those, small ones on characters that went on from one in the box. On others it is a guess, unless thresholds
are given that were measured on machines of their kind. And a clean machine like the ten that fixed it is above it
once in eleven times: that one detector of six says yes is nothing rare.

The suspicion is the share of the detectors whose threshold is exceeded. A suspicion of 0 proves nothing: it says
that these detectors found nothing where they looked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.files import read_json_object
from proust_attention.inspection.audit.attention import attention
from proust_attention.inspection.audit.detector import Detector, Finding, Trigger
from proust_attention.inspection.audit.inversion import inversion
from proust_attention.inspection.audit.leaking import leaking
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.inspection.audit.twin import difference
from proust_attention.inspection.audit.vectors import clustering, spectral
from proust_attention.inspection.audit.weights import weights

DETECTORS = (
    Detector("leaking", "what it says by heart, on many pages", leaking),
    Detector("inversion", "short strings that decide what comes next", inversion),
    Detector("attention", "rare strings that draw a head's attention", attention),
    Detector("spectral", "inner vectors far out along the main direction", spectral),
    Detector("clustering", "inner vectors that divide into two", clustering),
    Detector("weights", "rows and columns of unusual length", weights),
)
TWIN = "twin"  # the upper bound
SHOWN = 5


@dataclass(frozen=True)
class Judged:
    """What one detector found, and the threshold from which on that is suspicious."""

    score: float
    threshold: float
    triggers: tuple[Trigger, ...]

    @property
    def is_suspicious(self) -> bool:
        """Whether it says yes."""
        return self.score > self.threshold


@dataclass(frozen=True)
class Scan:
    """What all detectors found."""

    suspicion: float  # the share of the detectors that say yes, without the upper bound
    triggers: tuple[Trigger, ...]  # of those that do, in thresholds of the detector; none of the upper bound
    detectors: dict[str, Judged]


def thresholds(results: Path | None = None) -> dict[str, float]:
    """Return the thresholds that were measured: ours, or those in the results.json of `proust audit measure`.

    Raises InputError if they are not there.
    """
    ours = Path(str(resources("proust_attention.inspection.audit") / "thresholds.json"))
    path = results or ours
    table = read_json_object(path)
    try:
        found = table["thresholds"] if results else table
        return {name: float(found[name]) for name in (*(detector.name for detector in DETECTORS), TWIN)}
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{path} holds no thresholds; results.json of: proust audit measure DIR, does") from None


def scan(
    machine: str | Path,
    twin: str | Path | None = None,
    seed: int = 0,
    bounds: Mapping[str, float] | None = None,
    doing: Callable[[str], object] = lambda words: None,
) -> Scan:
    """Let every detector look at a machine, by any of its names; with its clean twin, the upper bound as well.

    `bounds` are the thresholds by detector, where they are not ours. Raises InputError if one of the machines is
    not there, or they have different tokens.
    """
    bounds, judged = bounds or thresholds(), dict[str, Judged]()
    for name, finding in findings(machine, twin, seed, doing):
        judged[name] = Judged(finding.score, bounds[name], finding.triggers)
    real = [each for name, each in judged.items() if name != TWIN]
    suspicion = sum(each.is_suspicious for each in real) / len(real)
    triggers = [
        Trigger(trigger.text, trigger.score / each.threshold)
        for each in real
        if each.is_suspicious
        for trigger in each.triggers
        if trigger.score > each.threshold
    ]
    return Scan(suspicion, tuple(sorted(triggers, key=lambda t: -t.score)[:SHOWN]), judged)


def findings(
    machine: str | Path,
    twin: str | Path | None = None,
    seed: int = 0,
    doing: Callable[[str], object] = lambda words: None,
) -> Iterator[tuple[str, Finding]]:
    """Yield what each detector found, by its name. Raises what `scan` raises."""
    run = open_machine(machine)
    suspect = Suspect.of(run, seed)
    other = open_machine(twin) if twin is not None else None
    if other is not None and other.tokenizer.to_dict() != run.tokenizer.to_dict():
        raise InputError(f"{twin} has other tokens than {machine}: it cannot be its twin")
    doing("letting it write")
    _ = suspect.read
    for number, detector in enumerate(DETECTORS, 1):
        doing(f"{number} of {len(DETECTORS)}, {detector.name}: {detector.explanation}")
        yield detector.name, detector.run(suspect)
    if other is not None:
        doing("the difference from the twin")
        yield TWIN, difference(suspect, Suspect.of(other, seed))
