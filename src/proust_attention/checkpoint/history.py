"""The log of a run, read: what was measured when, as far as it can be relied on.

A log grows while it is read, and an older one lacks what a newer one has. So whatever is missing, or is not a
finite number of reasonable size, is left out; nothing here fails.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from proust_attention.shown import short_repr

Record = dict[str, Any]
LARGEST = 2**53  # of whole numbers: up to here each of them is a float, too
BEYOND = 1e200  # no figure of a training: with what is larger an axis cannot be reckoned
Curve = tuple[tuple[int, float], ...]  # (step, value), in the order of the steps; every value is finite


@dataclass(frozen=True)
class Divergence:
    """Where a run went wrong, as its log reports."""

    bad_step: int
    noticed: int  # at which step
    bound: float | None  # nats, which the loss had passed; None where it was not finite
    array: str
    layer: str
    what: str


@dataclass(frozen=True)
class History:
    """The curves of a run. Use `of`."""

    losses: Curve  # of single batches, nats a character
    training: Curve  # the mean loss since the evaluation before
    held_out: Curve
    learning_rates: Curve
    gradient_norms: Curve
    speeds: Curve  # characters a second
    update_ratios: dict[str, Curve]  # by group of weights: how long an update is, measured by the weights
    final: float | None  # nats, of the best weights over the whole held-out part
    characters: int  # how many characters the final figure rests on
    divergence: Divergence | None
    continued_at: int  # the last step at which a finished run was continued; -1: never

    __repr__ = short_repr

    @classmethod
    def of(cls, records: Iterable[Record]) -> "History":
        """Read the records of metrics.jsonl."""
        known = [r for r in records if _whole(r.get("step")) is not None]
        steps = [r for r in known if r.get("kind") == "step"]
        evaluations = [r for r in known if r.get("kind") == "evaluation"]
        finals = [r for r in known if r.get("kind") == "final" and _number(r.get("held_out_loss")) is not None]
        last = max((r["step"] for r in (*steps, *evaluations)), default=0)
        final = finals[-1] if finals and finals[-1]["step"] >= last else None  # a run may have been continued
        return cls(
            losses=_curve(steps, lambda r: r.get("loss")),
            training=_curve(evaluations, lambda r: r.get("training_loss")),
            held_out=_curve(evaluations, lambda r: r.get("held_out_loss")),
            learning_rates=_curve(steps, lambda r: r.get("learning_rate")),
            gradient_norms=_curve(steps, lambda r: r.get("gradient_norm")),
            speeds=_curve(steps, lambda r: r.get("characters_per_second")),
            update_ratios=_by_group(steps, "update_ratio"),
            final=_number(final["held_out_loss"]) if final else None,
            characters=(_whole(final.get("characters")) or 0) if final else 0,
            divergence=_divergence(known, last),
            continued_at=max((r["step"] for r in finals if r["step"] < last), default=-1),
        )

    @property
    def last_step(self) -> int:
        """The last step that the log knows of."""
        return max((curve[-1][0] for curve in (self.losses, self.held_out) if curve), default=0)

    @property
    def best(self) -> tuple[int, float] | None:
        """The step with the lowest held-out loss, and that loss."""
        return min(self.held_out, key=lambda point: point[1], default=None)

    @property
    def middle(self) -> tuple[int, float]:
        """The evaluation nearest to the middle of the run; there must be one."""
        return min(self.held_out, key=lambda point: abs(point[0] - self.last_step / 2))


def _curve(records: Iterable[Record], value_of: Callable[[Record], Any]) -> Curve:
    points = ((r["step"], _number(value_of(r))) for r in records)
    return tuple(sorted({step: value for step, value in points if value is not None}.items()))


def _by_group(records: list[Record], figure: str) -> dict[str, Curve]:
    groups = [r for r in records if isinstance(r.get("groups"), dict)]
    names = dict.fromkeys(name for r in groups for name in r["groups"])

    def value_of(name: str, record: Record) -> Any:
        figures = record["groups"].get(name)
        return figures.get(figure) if isinstance(figures, dict) else None

    curves = {name: _curve(groups, partial(value_of, name)) for name in names}
    return {name: curve for name, curve in curves.items() if curve}


def _divergence(records: list[Record], last: int) -> Divergence | None:
    """Return the last divergence, unless the run has gone past it since."""
    found = next((r for r in reversed(records) if r.get("kind") == "diverged"), {"step": -1})
    bad_step = _whole(found.get("bad_step"))
    if found["step"] < last or not bad_step:
        return None
    array, layer, what = (str(found.get(name, "")) for name in ("array", "layer", "what"))
    return Divergence(bad_step, found["step"], _number(found.get("bound")), array, layer, what)


def _number(value: Any) -> float | None:
    whole = type(value) is int and abs(value) <= LARGEST
    return float(value) if whole or (type(value) is float and abs(value) < BEYOND) else None


def _whole(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= LARGEST else None
