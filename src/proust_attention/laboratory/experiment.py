"""An experiment: designs to compare, on which text, with which seeds, for how long."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from proust_attention.config import Changes

BUDGETS = ("characters", "steps", "passes", "minutes")
HELD_OUT, GAP = FIGURES = ("held-out", "gap")
END = "end"


@dataclass(frozen=True)
class Budget:
    """What a run may spend: so many of a unit."""

    unit: str  # one of BUDGETS
    amount: float

    def times(self, factor: float) -> "Budget":
        """Return so many times as much."""
        return Budget(self.unit, self.amount * factor)

    def __str__(self) -> str:
        return f"{self.amount:,.10g} {self.unit}"


@dataclass(frozen=True)
class Variant:
    """One design."""

    name: str
    preset: str
    settings: Changes  # those of the base among them
    seeds: tuple[int, ...]
    budget: Budget
    share: float  # of the training part
    interventions: Mapping[str, float]  # by patterns of names of arrays


@dataclass(frozen=True)
class Experiment:
    """What is compared with what. Use `read` or `experiment_of` of experiment_file.py."""

    name: str
    title: str
    question: str
    corpus: str | None
    text: int | None
    gradient_norms: tuple[int | str, ...]
    variants: tuple[Variant, ...]
    compare: tuple[tuple[str, str], ...]
    figure: str  # one of FIGURES

    def to_dict(self) -> dict[str, Any]:
        """Return the experiment as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> "Experiment":
        """Make an experiment of what `to_dict` returned. Raises KeyError, TypeError, ValueError."""
        variants = tuple(
            Variant(**{**each, "seeds": tuple(each["seeds"]), "budget": Budget(**each["budget"])})
            for each in table["variants"]
        )
        pairs = tuple((first, second) for first, second in table["compare"])
        at = tuple(table["gradient_norms"])
        return cls(**{**table, "variants": variants, "compare": pairs, "gradient_norms": at})
