"""What the curves of a run say, in plain words, each finding with its evidence and its doubts.

# Class Notes

Nobody can read from a log what other settings would have brought; but some things show.

- The held-out loss has its lowest point at step N and rises from there, while the training loss goes on falling:
  since N the machine learns the training text by heart. If both rise, it is something else.
- Losses fall about evenly with each doubling of the steps, and the learning rate ends at 0, so that every curve
  looks flat in the end. What counts is the second half of the steps: did it still bring something?

What shows of the learning rate is in rate_diagnosis.py.

>>> evaluations = [(0, 4.5, None), (10, 2.5, 2.6), (20, 2.4, 2.2), (30, 2.6, 1.9), (40, 2.9, 1.6)]
>>> history = History.of(
...     {"kind": "evaluation", "step": step, "held_out_loss": held_out, "training_loss": training}
...     for step, held_out, training in evaluations
... )
>>> print(diagnose(history, steps=40)[0].says)
It has been overfitting since about step 20: it learns the training text by heart.
"""

import math

from proust_attention.checkpoint.history import Divergence, History
from proust_attention.reports.finding import CLEAR, LEARNED, Finding
from proust_attention.reports.rate_diagnosis import too_high, too_low

FEW = 4  # evaluations, the one before training included, with fewer of which nothing is said of a curve


def diagnose(history: History, steps: int) -> list[Finding]:
    """Return what there is to say about a run of so many planned steps, the gravest first."""
    if history.divergence is not None:
        return [_diverged(history.divergence), *too_high(history)]
    findings = [] if history.final is not None or history.last_step >= steps else [_unfinished(history, steps)]
    if len(history.held_out) < FEW:
        return [*findings, _early(history)]
    findings += _overfitting(history) or too_high(history) or too_low(history)
    if history.last_step >= steps and not {f.kind for f in findings} & {"overfitting", "worse", "too high"}:
        findings.append(_at_the_end(history))
    return findings


def _diverged(wrong: Divergence) -> Finding:
    how = "grew beyond all bounds" if wrong.bound is None else f"passed {wrong.bound:.1f} nats"
    noticed = (
        f" At step {wrong.noticed:,} it was still so, and the run was stopped."
        if wrong.noticed > wrong.bad_step
        else ""
    )
    return Finding(
        "diverged",
        f"The run went wrong at step {wrong.bad_step:,}: its loss {how}.",
        f"What was found, in {wrong.layer or 'no layer'}: {wrong.what.rstrip('.') or wrong.array or 'nothing'}."
        f"{noticed} The weights before it went wrong are kept in diverged.safetensors.",
        "The cause lies earlier than that, most often in too high a learning rate.",
    )


def _unfinished(history: History, steps: int) -> Finding:
    return Finding(
        "unfinished",
        "The run is not finished.",
        f"The log ends at step {history.last_step:,} of {steps:,}.",
        "What follows may still change; the end of a run, where the learning rate falls, often brings much.",
    )


def _early(history: History) -> Finding:
    return Finding(
        "early",
        "It is too early to say more.",
        f"Evaluations so far: {len(history.held_out)}; a curve needs at least {FEW} of them.",
    )


def _overfitting(history: History) -> list[Finding]:
    """Find a held-out loss that rises again, and a training loss that does not."""
    best_step, best = min(history.held_out, key=lambda point: point[1])
    after = [loss for step, loss in history.held_out if step > best_step]
    training = dict(history.training)
    if len(after) < 2 or min(after[-2:]) < best * (1 + CLEAR) or not training:
        return []
    training.setdefault(best_step, history.training[0][1])  # before the first step there is none
    last_step, last = history.held_out[-1]
    falls = training.get(last_step, training[best_step]) < training[best_step]
    losses = f"since then the held-out loss rose from {best:.3f} to {last:.3f} nats (step {last_step:,})"
    moved = f"the training loss went from {training[best_step]:.3f} to {training.get(last_step, math.nan):.3f}"
    since = f"since about step {best_step:,}" if best_step else "from the beginning"
    if not falls:
        says = f"Since step {best_step:,} it gets worse, on the text that it learns from too."
        return [
            Finding("worse", says, f"{losses.capitalize()}, and {moved}.", "The learning rate may be too high.")
        ]
    return [
        Finding(
            "overfitting",
            f"It has been overfitting {since}: it learns the training text by heart.",
            f"{losses.capitalize()}, while {moved}. The weights of step {best_step:,} are the ones kept.",
            f"The turn lies between the evaluations around step {best_step:,}. More text, fewer steps, more "
            "dropout or a smaller machine would put it off.",
        )
    ]


def _at_the_end(history: History) -> Finding:
    middle, at_middle = history.middle
    best_step, best = min(history.held_out, key=lambda point: point[1])
    first, last = history.held_out[0][1], history.held_out[-1][1]
    went = f"From step {middle:,} to the end the held-out loss went from {at_middle:.3f} to {last:.3f} nats"
    if at_middle - last > CLEAR * best and best_step >= 0.8 * history.last_step:
        return Finding(
            "falling",
            "It was still falling at the end: more steps would help.",
            f"{went}, and its lowest point is at step {best_step:,}.",
            "How much twice the steps would bring cannot be known; seldom more than the second half did.",
        )
    if best > LEARNED * first:
        return Finding(
            "nothing learned",
            "It has hardly learned anything.",
            f"Before training the held-out loss was {first:.3f} nats, at best (step {best_step:,}) {best:.3f}.",
            "Too few steps, too low a learning rate or too high a one look alike here.",
        )
    return Finding(
        "flat",
        "It finished well: the loss has levelled off and does not rise.",
        f"{went}; its lowest point, {best:.3f}, is at step {best_step:,}.",
        "A larger machine, or more text, may go further; more steps alone hardly will.",
    )
