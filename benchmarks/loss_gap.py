"""Why the training loss of a run with dropout stands above its held-out loss.

For a finished run that was trained with dropout: the mean training loss over the whole run, the mean over its last
twentieth, the loss on the training text without dropout, and the held-out loss; and so how much of the difference
is learning, how much dropout, how much the text.

    proust train --corpus CORPUS --run RUN --set model.dropout=0.1 --minutes 4
    python benchmarks/loss_gap.py RUN
"""

import sys
from pathlib import Path

import numpy as np

from proust_attention.batches import evenly_spread
from proust_attention.checkpoint import RunFolder
from proust_attention.devices import Hardware
from proust_attention.evaluation import mean_loss
from proust_attention.training.engines import open_engine

WINDOWS = 2_000  # of the training part, evenly spread


def main() -> None:
    """Print the four figures and the three differences."""
    run = RunFolder.open(Path(sys.argv[1]))
    log = run.read_log("metrics")
    evaluations = [record for record in log if record["kind"] == "evaluation" and record["step"] > 0]
    whole = float(np.mean([record["training_loss"] for record in evaluations]))  # evenly spread over the run
    last = evaluations[-1]["training_loss"]
    held_out = next(record["held_out_loss"] for record in log if record["kind"] == "final")
    trained_on, _ = run.split_tokens()
    context_length = run.config.model.context_length
    engine = open_engine(Hardware(), run.config, run.weights())
    windows = evenly_spread(len(trained_on), context_length, WINDOWS)
    without, _ = mean_loss(engine.evaluate, trained_on, windows, context_length, run.tokenizer)

    rows = [
        ("training, with dropout, mean of the whole run", whole, ""),
        ("training, with dropout, last twentieth", last, f"learning meanwhile {whole - last:+.3f}"),
        ("training text, without dropout, at the end", without, f"dropout {last - without:+.3f}"),
        ("held-out text, without dropout, at the end", held_out, f"another text {without - held_out:+.3f}"),
    ]
    for name, loss, difference in rows:
        print(f"{name:48}{loss:.3f}   {difference}")
    print(f"the whole difference: {whole - held_out:+.3f}")


if __name__ == "__main__":
    main()
