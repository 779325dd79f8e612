"""The moments of a machine's training that the page can show: its snapshots, and the weights that were opened.

    moments.json    {"at": 24000,                            the step of the weights that were opened
                     "moments": [{"step": 0,
                                  "weights": "snapshots/step-000000000.safetensors",
                                  "loss": 4.62,              held out, nats a character; null: not known
                                  "sample": {"prompt": ..., "text": ...}}, ...],
                     "curve": [[0, 4.62], ...],              the held-out loss, by steps
                     "retrained": {"step": 6000, "nats": 1.19},   or {}: where a retraining was stopped
                     "growing": false}                       whether more may come

Between two evaluations the loss is taken from the straight line between them. What a log lacks is left out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from proust_attention.checkpoint.history import Curve, History
from proust_attention.checkpoint.run_folder import RunFolder

WEIGHTS = "model.safetensors"


def offered(run: RunFolder, live: bool) -> dict[str, Any]:
    """Return what the menu of machines says of the moments; nothing where there is only one, and no more come.

    Raises InputError if the state of a run that is opened by it is damaged.
    """
    if not (snapshots := run.snapshots()):
        return {}
    history = History.of(run.read_log("metrics"))
    at = _step_of(run, history)
    steps, grows = sorted({*snapshots, at}), live and history.final is None
    if len(steps) < 2 and not grows:
        return {}
    return {"moments": steps, "at": at} | ({"grow": True} if grows else {})


def _step_of(run: RunFolder, history: History) -> int:
    """Return after how many steps the weights were that a run stands for; of the best, as far as its log says."""
    if run.which == "last":
        _, counters = run.load_state() or ({}, {"step": 0.0})
        return int(counters.get("step", 0))
    if run.which != "best":
        return int(run.which)
    return history.best[0] if history.best else history.last_step


def moments(run: RunFolder, retrained: Mapping[str, float], live: bool) -> dict[str, Any]:
    """Return what moments.json holds. `live`: whoever asks may ask again, and a run that trains has more then.

    Raises InputError if the state of a run that is opened by it is damaged.
    """
    history = History.of(run.read_log("metrics"))
    at = _step_of(run, history)
    samples = {record.get("step"): record for record in run.read_log("samples")}
    files = {step: path.relative_to(run.path).as_posix() for step, path in run.snapshots().items()}
    files.setdefault(at, WEIGHTS)  # a snapshot stays what it is, while a run may find better weights
    return {
        "at": at,
        "moments": [
            {
                "step": step,
                "weights": file,
                "loss": loss_at(history.held_out, step),
                "sample": _sample(samples, step),
            }
            for step, file in sorted(files.items())
        ],
        "curve": [[step, round(loss, 4)] for step, loss in history.held_out],
        "retrained": dict(retrained),
        "growing": live and history.final is None,
    }


def loss_at(curve: Curve, step: int) -> float | None:
    """Return the loss at a step, on the line between the evaluations around it.

    >>> loss_at(((0, 4.0), (10, 2.0)), 5), loss_at(((0, 4.0),), 5)
    (3.0, None)
    """
    if not curve or not curve[0][0] <= step <= curve[-1][0]:
        return None
    steps, losses = zip(*curve, strict=True)
    return round(float(np.interp(step, steps, losses)), 4)


def _sample(samples: dict[Any, dict[str, Any]], step: int) -> dict[str, str] | None:
    found = samples.get(step, {})
    known = {name: found.get(name) for name in ("prompt", "text")}
    return {name: str(words) for name, words in known.items()} if all(known.values()) else None
