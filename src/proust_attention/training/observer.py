"""What watches a run while the loop steps: its losses on a text that it never learns, its samples, log and state.

# Class Notes

The loop says when; what is done then stands here, and ends on the disk. To evaluate is to take the loss on text
that is never trained on, and to keep the weights if it is the lowest so far, since a machine that goes on learning
its text by heart becomes worse on any other. To sample is to let the machine write. A state is what the engine
remembers and a few counters: all that the run needs to go on from there.

Nothing here makes a step. Of several processes that share a run (processes.py) only the one that leads has an
observer; the others have no more than an engine.
"""

import math
from collections.abc import Callable, Mapping, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import Any

from proust_attention.batches import evenly_spread
from proust_attention.checkpoint import RunFolder
from proust_attention.errors import InputError
from proust_attention.evaluation import mean_loss, whole_loss
from proust_attention.generation import Writer
from proust_attention.training.engine import Engine
from proust_attention.training.events import Evaluated, Finished, Sampled
from proust_attention.training.material import Material
from proust_attention.training.standing import loss_of_weights, misfits, set_back
from proust_attention.training.tally import Tally
from proust_attention.training.timing import Timing

Listener = Callable[[dict[str, Any]], None]  # is called with every record of the metrics
COUNTERS = ("step", "best_loss", "losses_sum", "losses_count")  # what a state holds beside its arrays


class Observer:
    """Watches a run, and writes down what it finds; `step` is always how many steps are done."""

    def __init__(self, run: RunFolder, material: Material, interventions: Mapping[str, float] | None) -> None:
        self.run, self.material, self.interventions = run, material, interventions
        self.tally = Tally()  # of the steps since the last evaluation
        self.best_loss = math.inf
        self.kept_loss = math.inf  # of the weights on the disk: after a kill they may be ahead of the state
        self.listeners: list[Listener] = []
        self.timing: Timing | None = None  # of a run of so many minutes

    def load(self, engine: Engine) -> int:
        """Give an engine the last state, or else the first weights; return its step. Raises InputError."""
        run = self.run
        saved = run.load_state()
        if saved is None:
            if run.config.training.continued_from or any(
                record.get("kind") == "final" for record in run.read_log("metrics")
            ):
                raise InputError(f"{run.state_path} is missing, and the run was finished once; begin a new one")
            engine.load_weights(run.first_weights())
            return 0
        state, counters = saved
        if missing := set(COUNTERS) - set(counters):
            raise InputError(f"{run.state_path} is of another version: {min(missing)} is missing")
        try:
            step, self.best_loss = int(counters["step"]), counters["best_loss"]
            self.tally.losses_sum, self.tally.losses_count = counters["losses_sum"], int(counters["losses_count"])
            engine.load_state(state, step)
        except (KeyError, ValueError, InputError) as error:
            raise InputError(f"{run.state_path}: {error}") from None
        if step < 0:
            raise InputError(f"{run.state_path} is damaged: its step is {step}")
        return step

    def save(self, step: int, engine: Engine) -> None:
        """Put the full state on disk. Raises SaveError; the former state then stays."""
        counted = step, self.best_loss, self.tally.losses_sum, self.tally.losses_count
        self.run.save_state(engine.state(), dict(zip(COUNTERS, counted, strict=True)))

    def where_it_stands(self, step: int, due: dict[str, Set[int]]) -> list[str]:
        """Compare state, logs and best weights; say what is lost, and what does not belong together."""
        said = list[str]()
        self.kept_loss = loss_of_weights(self.run, self.best_loss)
        if self.kept_loss > self.best_loss:
            said.append(
                f"the best weights ({self.kept_loss:.3f} nats) are older than the state, which knew better ones "
                f"({self.best_loss:.3f}); they stay until better ones are found"
            )
            self.best_loss = self.kept_loss
        if step:
            said += misfits(self.run, step, due)
        return [*said, *set_back(self.run, step, self.best_loss, self.kept_loss)]

    def log(self, record: dict[str, Any]) -> None:
        """Add a record to the metrics, and call every listener with it."""
        self.run.log("metrics", record)
        for listener in self.listeners:
            listener(record)

    def evaluate(self, step: int, engine: Engine) -> Evaluated:
        """Take the held-out loss, and keep the weights if it is the lowest so far."""
        loss = self._held_out_loss(engine)
        evaluated = Evaluated(step, self.tally.mean(), loss, best=loss < self.best_loss)
        if evaluated.best:
            self.best_loss = loss
        if evaluated.best and loss <= self.kept_loss:
            self.kept_loss = loss
            self.run.save_weights(engine.weights(), loss)
        self.log({"kind": "evaluation", **asdict(evaluated)})
        return evaluated

    def sample(self, step: int, engine: Engine) -> Sampled:
        """Let the machine write something, and keep its weights of the moment beside that."""
        with self._part("sample"):
            weights, config = engine.weights(), self.run.config
            self.run.save_snapshot(step, weights)
            prompt, text = self.material.prompt, ""
            if not self.interventions:  # a writer has none
                writer = Writer.of_weights(config, self.run.tokenizer, weights)
                text = "".join(writer.stream(prompt, length=config.training.sample_length, seed=0))
        sampled = Sampled(step, prompt, text)
        self.run.log("samples", asdict(sampled))
        return sampled

    def finish(self, step: int, engine: Engine, best: Engine) -> Finished:
        """Read the held-out part, once, with an engine that has the weights that the run leaves behind."""
        held_out, context_length = self.material.held_out, self.run.config.model.context_length
        fit, windows = self.windows_at_the_end(engine)
        if fit == windows:
            loss, characters = whole_loss(best.evaluate, held_out, context_length, self.run.tokenizer)
        else:
            starts = evenly_spread(len(held_out), context_length, fit)
            loss, characters = mean_loss(best.evaluate, held_out, starts, context_length, self.run.tokenizer)
        finished = Finished(step, loss, characters)
        self.log({"kind": "final", **asdict(finished)})
        return finished

    def windows_at_the_end(self, engine: Engine) -> tuple[int, int]:
        """Return how many held-out windows are read at the end, all or as many as fit, and how many there are."""
        windows = self.material.n_windows
        if self.timing is None:
            return windows, windows
        self.know_an_evaluation(engine)
        return self.timing.readable(windows, len(self.material.held_out_windows)), windows

    def know_an_evaluation(self, engine: Engine) -> None:
        """See to it that the clock knows how long an evaluation takes: one that has just gone on does not."""
        if self.timing and not self.timing.took["evaluation"]:
            self._held_out_loss(engine)

    def _held_out_loss(self, engine: Engine) -> float:
        held_out, windows = self.material.held_out, self.material.held_out_windows
        context_length = self.run.config.model.context_length
        with self._part("evaluation"):
            return mean_loss(engine.evaluate, held_out, windows, context_length, self.run.tokenizer)[0]

    def _part(self, name: str) -> AbstractContextManager[None]:
        return self.timing.part(name) if self.timing else nullcontext()
