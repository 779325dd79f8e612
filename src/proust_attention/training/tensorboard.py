"""Event files: the metrics of a run once more, in the format that TensorBoard reads.

    tensorboard --logdir runs

The package tensorboardX writes them (the extra `tensorboard` brings it); no PyTorch and no TensorFlow is needed.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tensorboardX import SummaryWriter

KINDS = {"step": "training", "evaluation": "evaluation", "final": "final"}


def event_files(run: Path, step: int) -> Callable[[dict[str, Any]], None]:
    """Return what writes each record of the metrics into the run's folder; what is newer than `step` is void."""
    writer = SummaryWriter(str(run / "tensorboard"), purge_step=step + 1, flush_secs=10)

    def write(record: dict[str, Any]) -> None:
        if record["kind"] in KINDS:
            for name, value in _scalars(KINDS[record["kind"]], record):
                writer.add_scalar(name, value, record["step"])

    return write


def _scalars(name: str, values: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield every number of a record, those of its tables too, under names with strokes between."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _scalars(f"{name}/{key}", value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and key != "step":
            yield f"{name}/{key}", float(value)
