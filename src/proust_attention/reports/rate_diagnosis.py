"""What shows of a learning rate: too high, too low, or nothing to be said.

# Class Notes

The best learning rate is found by trying several. But a run that was far from it shows that.

- Too high: losses jump, or the machine becomes worse than it was before any training, or than it was at another
  time, and comes back. Usually an update is about
  1/1000 of the weights' size, up to some hundredths at the very beginning, when the weights are small; where it
  was ever a tenth, everything learned before was thrown over.
- Too low: updates stay small, and little has been learned, or much was still being learned at the end.

Layer norms count for nothing here: their weights begin at 1, not near 0, and so their updates are smaller.
The limits were chosen by looking at small runs with learning rates from 1e-5 to 1 (1e-2 was the best of them;
from 3e-2 on it is found too high, up to 1e-4 too low). They are not sharp.
"""

import numpy as np

from proust_attention.checkpoint.history import Curve, History
from proust_attention.reports.finding import CLEAR, LEARNED, Finding

STEEP = 0.04  # what the second half brought, as a share of the loss
SPIKE, SPIKES = 6.0, 3  # how many times the median distance a jump must be; how many of them are no accident
GREAT_UPDATE, SMALL_UPDATE = 0.1, 2e-3  # of the weights' size: once; typically, in the first half
HUMP = 0.05  # a rise of the held-out loss from which it came back, as a share of it
GROWTH = 4.0  # of the gradient, from the first third to the last


def too_high(history: History) -> list[Finding]:
    """Find losses that jump, and updates that throw the weights about."""
    strong, weak = [*_jumps(history)], list[str]()
    step, ratio = max(_typical_updates(history), key=lambda point: point[1], default=(0, 0.0))
    if ratio > GREAT_UPDATE:
        weak.append(f"at step {step:,} a single update was typically {ratio:.0%} of the weights' size")
    early, late = _thirds(history.gradient_norms)
    if early and late > GROWTH * early:
        weak.append(f"the gradient grew from about {early:.2g} to {late:.2g}")
    if not strong and not weak:
        return []
    if strong:
        says, doubt = (
            "The learning rate was probably too high.",
            "A single bad stretch of text can make a jump too.",
        )
    else:
        says, doubt = "The learning rate was perhaps too high.", "Only a run with a lower one can tell."
    return [Finding("too high", says, f"{_sentence([*strong, *weak])} {_highest_rate(history)}", doubt)]


def _jumps(history: History) -> list[str]:
    """Find losses far above their neighbours, evaluations worse than before any training, and humps."""
    found = []
    losses = np.array([loss for _, loss in history.losses])
    usual = np.array([np.median(losses[max(0, i - 5) : i + 6]) for i in range(len(losses))])
    above = (losses - usual)[len(losses) // 10 :]
    if len(above) and (spikes := int((above > SPIKE * np.median(np.abs(above)) + 0.1).sum())) >= SPIKES:
        found.append(f"{spikes} of {len(above)} logged losses stand far above their neighbours")
    (_, first), *others = history.held_out or [(0, 0.0)]
    step, worst = max(others, key=lambda point: point[1], default=(0, 0.0))
    if worst > first * (1 + CLEAR):
        found.append(
            f"at step {step:,} the held-out loss was {worst:.3f}, more than before any training ({first:.3f})"
        )
    since = tuple(point for point in history.held_out if point[0] > history.continued_at)
    if hump := _hump(since):  # where a finished run is continued its rate climbs again, and a hump is no wonder
        (before, low), (top, high) = hump
        found.append(
            f"from step {before:,} to {top:,} the held-out loss rose from {low:.3f} to {high:.3f}, and fell again"
        )
    return found


def _hump(curve: Curve) -> tuple[tuple[int, float], tuple[int, float]] | None:
    """Return the lowest point before the highest rise, and its top, if the curve came back below it later."""
    rises = [
        (low, top)
        for i, top in enumerate(curve)
        for low in [min(curve[: i + 1], key=lambda point: point[1])]
        if top[1] > low[1] * (1 + HUMP) and any(value < low[1] for _, value in curve[i:])
    ]
    return max(rises, key=lambda rise: rise[1][1] / rise[0][1], default=None)


def too_low(history: History) -> list[Finding]:
    """Find updates that hardly move the weights, where much is left to learn."""
    ratios = [ratio for step, ratio in _typical_updates(history) if step <= history.last_step / 2]
    best, first = min(loss for _, loss in history.held_out), history.held_out[0][1]
    fell = history.middle[1] - history.held_out[-1][1]
    little_learned = best > LEARNED * first
    if not ratios or np.median(ratios) > SMALL_UPDATE or not (little_learned or fell > STEEP * best):
        return []
    learned = (
        f"and of the {first:.3f} nats before training {best:.3f} are left"
        if little_learned
        else f"and the second half of the steps still brought {fell:.3f} nats"
    )
    return [
        Finding(
            "too low",
            "The learning rate was probably too low, or the steps too few.",
            f"In the first half an update was typically {np.median(ratios):.1g} of the weights' size, {learned}. "
            + _highest_rate(history),
            "Which of the two it was, only a run with a higher learning rate can tell.",
        )
    ]


def _typical_updates(history: History) -> list[tuple[int, float]]:
    """Return (step, the median of all groups' update ratios, layer norms left out)."""
    by_step: dict[int, list[float]] = {}
    for name, curve in history.update_ratios.items():
        if "norm" not in name:
            for step, ratio in curve:
                by_step.setdefault(step, []).append(ratio)
    return [(step, float(np.median(ratios))) for step, ratios in by_step.items()]


def _thirds(curve: Curve) -> tuple[float, float]:
    """Return the median of the first third (without the very beginning) and of the last; 0 where there is none."""
    values = [value for _, value in curve]
    early, late = values[len(values) // 10 : len(values) // 3], values[-(len(values) // 3) :]
    return (float(np.median(early)), float(np.median(late))) if early and late else (0.0, 0.0)


def _highest_rate(history: History) -> str:
    highest = max((rate for _, rate in history.learning_rates), default=None)
    return "" if highest is None else f"The highest learning rate (AdamW's) was {highest:.2g}."


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
