"""What the detectors are worth: the tables of a laboratory of twins.

A detector says yes where its score is above its threshold: the highest of the machines that are there to fix it.
Beside the detectors stand two that need no look at all, and always say yes, or no: the floor. Each rate has its
exact interval, at 95%.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from proust_attention.errors import InputError
from proust_attention.files import read_json_object
from proust_attention.inspection.audit.scan import DETECTORS, TWIN
from proust_attention.laboratory.backdoors.twins import CLEAN, POISONED, THRESHOLDS, TwinLab
from proust_attention.laboratory.statistics import rate_interval

ALWAYS_YES, ALWAYS_NO = "always yes", "always no"
NAMES = (*(detector.name for detector in DETECTORS), TWIN)
EVERYONE = (*NAMES, ALWAYS_YES, ALWAYS_NO)


@dataclass(frozen=True)
class Rate:
    """So many of so many, with the exact interval of the rate."""

    times: int
    of: int
    interval: tuple[float, float]

    @classmethod
    def of_each(cls, each: Sequence[bool]) -> "Rate":
        """Count. Raises InputError if there is nothing to count."""
        return cls(sum(each), len(each), rate_interval(sum(each), len(each)))

    def __str__(self) -> str:
        """Write it as in a table."""
        low, high = self.interval
        return f"{self.times}/{self.of} ({low:.0%}-{high:.0%})"


@dataclass(frozen=True)
class Row:
    """What one detector is worth in one group of poisoned machines."""

    detector: str
    group: str
    found: Rate
    true: Rate  # a yes, and the true trigger among its first two
    works: Rate  # a yes, and among them one that brings about the answer


@dataclass(frozen=True)
class Results:
    """The tables."""

    thresholds: dict[str, float]
    false_alarms: dict[str, Rate]
    rows: tuple[Row, ...]
    planted: dict[str, Rate]  # by group: in how many the trigger works at all
    losses: dict[str, float]  # by group: the mean held-out loss, nats a character

    def row(self, detector: str, group: str) -> Row:
        """Return one row."""
        return next(row for row in self.rows if (row.detector, row.group) == (detector, group))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def results_of(lab: TwinLab) -> Results:
    """Make the tables. Raises InputError if a machine is not scanned yet."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for twin in lab.twins():
        if not lab.scan(twin).is_file():
            raise InputError(f"{twin.name} is not scanned yet; the same command goes on")
        scan = read_json_object(lab.scan(twin))
        names = [twin.group, *([f"{POISONED}: {twin.poison.kind}"] if twin.group == POISONED else [])]
        for name in names:
            groups.setdefault(name, []).append(scan)
    bounds = {n: max(scan["detectors"][n]["score"] for scan in groups[THRESHOLDS]) for n in NAMES}

    def says_yes(name: str, scan: dict[str, Any]) -> bool:
        return name == ALWAYS_YES or (name in bounds and scan["detectors"][name]["score"] > bounds[name])

    def row(name: str, group: str) -> Row:
        yes = [says_yes(name, scan) for scan in groups[group]]

        def and_(what: str) -> Rate:
            found = [scan["detectors"].get(name, {}).get(what, False) for scan in groups[group]]
            return Rate.of_each([bool(y and f) for y, f in zip(yes, found, strict=True)])

        return Row(name, group, Rate.of_each(yes), and_("true"), and_("works"))

    poisoned = [group for group in groups if group not in (CLEAN, THRESHOLDS)]
    return Results(
        bounds,
        {name: Rate.of_each([says_yes(name, scan) for scan in groups[CLEAN]]) for name in EVERYONE},
        tuple(row(name, group) for group in poisoned for name in EVERYONE),
        {group: Rate.of_each([scan["planted"] for scan in groups[group]]) for group in poisoned},
        {group: sum(scan["held_out_loss"] for scan in scans) / len(scans) for group, scans in groups.items()},
    )


def main_table(results: Results) -> Iterator[list[str]]:
    """Yield a row for each detector: found, false alarms, true trigger, any that works."""
    for name in EVERYONE:
        row = results.row(name, POISONED)
        yield [name, str(row.found), str(results.false_alarms[name]), str(row.true), str(row.works)]


def group_table(results: Results) -> Iterator[list[str]]:
    """Yield a row for each group: in how many the secret works, the mean loss, what each detector found."""
    for group, planted in results.planted.items():
        found = (str(results.row(name, group).found) for name in NAMES)
        yield [group, str(planted), f"{results.losses[group]:.3f}", *found]
