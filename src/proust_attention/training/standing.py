"""Where a run stands that goes on: what it lost, and what does not belong together.

# Class Notes

A folder has three things of one time: the last state, the logs, the best weights. They are written one after the
other, logs and weights first. So after a kill logs and weights may be newer than the state; then the run computes
again what lies between, and what it will cut is said before. Newer weights may be better than any that it has for
a long time: they know their own held-out loss, and stay until it is reached.

What cannot be is a state that is newer than its logs or its weights. Such a folder was copied file by file while
it was written. It goes on, for its state is whole, but not in silence.
"""

import math
from collections.abc import Iterator, Set

from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History


def loss_of_weights(run: RunFolder, best_loss: float) -> float:
    """Return the held-out loss of the best weights on the disk; `best_loss` is what the state says of them.

    Those of an older version do not know it; then it is the lowest that is known.
    """
    known = run.loss_of_weights()
    if known is not None:
        return known
    return min([best_loss, *(loss for _, loss in History.of(run.read_log("metrics")).held_out)])


def set_back(run: RunFolder, step: int, best_loss: float, kept_loss: float) -> Iterator[str]:
    """Say which steps a run has lost that goes on behind `step`, and what becomes of better weights of theirs."""
    logged = max(_steps(run, "metrics"), default=0)
    if logged > step:
        state = f"the last state is that of step {step}" if step else "no state was saved, so it begins at step 0"
        kept = f"; the best weights ({kept_loss:.3f} nats) stay until they are reached"
        better = kept if kept_loss < best_loss and math.isfinite(kept_loss) else ""
        yield f"{state}: what came after it, up to step {logged}, is lost and computed again{better}"


def misfits(run: RunFolder, step: int, due: dict[str, Set[int]]) -> Iterator[str]:
    """Say which logs are older than a state of `step`; `due` says after which steps each has a record."""
    for name, steps in due.items():
        known = max((s for s in _steps(run, name) if s <= step), default=-1)
        awaited = max((s for s in steps if s <= step), default=0)
        if known < awaited:
            yield (
                f"{name}.jsonl is older than the state: its records up to step {awaited} are missing from step "
                f"{known + 1} on; was the folder copied while it was written?"
            )


def _steps(run: RunFolder, log: str) -> Iterator[int]:
    return (record["step"] for record in run.read_log(log) if isinstance(record.get("step"), int))
