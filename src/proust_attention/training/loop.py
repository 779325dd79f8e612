"""The training loop: batch, step, and now and then a look at where it stands.

Everything that decides the weights is a function of (settings, seed, step): the batch, the dropout, the
learning rate. So the full state is the weights, the optimizer's moments and one number, and a run that goes
on from it does what it would have done.
"""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.batches import non_overlapping
from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config
from proust_attention.errors import InputError
from proust_attention.evaluation import mean_loss
from proust_attention.generation import Writer
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training.engine import StepResult, open_engine
from proust_attention.training.events import Evaluated, Event, Finished, Sampled, Stepped, Stopped
from proust_attention.training.material import Material
from proust_attention.training.plan import LOG_POINTS, doubling_steps, settle_steps, spread_steps, steps_in


class Training:
    """One run, from wherever it stands to its end. Use `start` or `resume`, then `run`."""

    def __init__(self, run: RunFolder, material: Material, device: str) -> None:
        if run.config.training.steps is None:
            raise InputError(f"{run.path / 'config.json'} is damaged: training.steps is not settled")
        self.run_folder = run
        self.config = run.config
        self.steps = run.config.training.steps
        self.material = material
        self.engine = open_engine(run.config, run.weights(), device)
        self.step = 0
        self.best_loss = np.inf
        self.stopping = False

    @classmethod
    def start(
        cls,
        path: Path,
        config: Config,
        tokenizer: CharacterTokenizer,
        corpus: dict[str, Any],
        ids: np.ndarray,
        device: str = "auto",
        minutes: float | None = None,
    ) -> "Training":
        """Begin a run in a new folder, for the steps of the settings or for a number of minutes.

        `corpus` says what the text is, and becomes corpus.json. What can be wrong is found before anything
        is written. Raises InputError, SaveError, MissingExtraError.
        """
        files.refuse_to_overwrite(path)
        material = Material.of(config, tokenizer, ids)
        if minutes is not None:
            steps = steps_in(minutes, config, tokenizer, material, device)
            config = replace(config, training=replace(config.training, steps=steps))
        config = settle_steps(config, material)
        values = parameters.initial(config.model, config.training.seed)
        open_engine(config, values, device)  # before the folder is made: is there such a device?
        return cls(RunFolder.create(path, config, tokenizer, corpus, ids, values), material, device)

    @classmethod
    def resume(cls, path: Path, device: str = "auto") -> "Training":
        """Go on with a run from its last state, or from step 0 where it has none. Raises InputError."""
        run = RunFolder.open(path)
        training = cls(run, Material.of(run.config, run.tokenizer, run.tokens()), device)
        training._take_up_state()
        return training

    def _take_up_state(self) -> None:
        saved = self.run_folder.load_state()
        if saved is None:
            self.engine.load_weights(parameters.initial(self.config.model, self.config.training.seed))
            self.run_folder.cut_logs(-1)
            return
        state, counters = saved
        try:
            self.step, self.best_loss = int(counters["step"]), counters["best_loss"]
            self.engine.load_state(state, self.step)
        except (KeyError, InputError) as error:
            raise InputError(f"{self.run_folder.path / 'state/state.safetensors'}: {error}") from None
        self.run_folder.cut_logs(self.step)

    @property
    def finished(self) -> bool:
        """Whether all steps are done."""
        return self.step >= self.steps

    def stop(self) -> None:
        """Ask the run to stop after the step in progress; it then saves its state."""
        self.stopping = True

    def run(self) -> Iterator[Event]:
        """Train to the end, or until `stop`; raises SaveError if a file cannot be written."""
        training = self.config.training
        evaluate_at = spread_steps(self.steps, training.evaluations)
        sample_at = doubling_steps(self.steps, training.samples)
        log_at = spread_steps(self.steps, LOG_POINTS)
        losses: list[float] = []
        saved_at = time.monotonic()
        if self.step == 0:
            yield self._evaluate(losses)
            yield self._sample()
        while not self.finished:
            result = self.engine.step(self.material.batches.at(self.step), self.step)
            self.step += 1
            losses.append(result.loss)
            yield Stepped(self.step, result)
            if self.step in log_at:
                self._log_step(result)
            if self.step in evaluate_at:
                yield self._evaluate(losses)
                losses = []
            if self.step in sample_at:
                yield self._sample()
            if self.stopping or time.monotonic() - saved_at > 60 * training.minutes_between_saves:
                self._save()
                saved_at = time.monotonic()
            if self.stopping and not self.finished:
                yield Stopped(self.step)
                return
        self._save()
        yield self._finish()

    def _log_step(self, result: StepResult) -> None:
        self.run_folder.log("metrics", {"kind": "step", "step": self.step, **result._asdict()})

    def _evaluate(self, losses: list[float]) -> Evaluated:
        context_length = self.config.model.context_length
        held_out, windows = self.material.held_out, self.material.held_out_windows
        loss = mean_loss(self.engine.evaluate, held_out, windows, context_length)
        training_loss = float(np.mean(losses)) if losses else None
        evaluated = Evaluated(self.step, training_loss, loss, best=loss < self.best_loss)
        if evaluated.best:
            self.best_loss = loss
            self.run_folder.save_weights(self.engine.weights())
        self.run_folder.log("metrics", {"kind": "evaluation", **asdict(evaluated)})
        return evaluated

    def _sample(self) -> Sampled:
        writer = Writer.of_weights(self.config, self.run_folder.tokenizer, self.engine.weights())
        prompt = self.material.prompt
        text = "".join(writer.stream(prompt, length=self.config.training.sample_length, seed=0))
        sampled = Sampled(self.step, prompt, text)
        self.run_folder.log("samples", asdict(sampled))
        return sampled

    def _save(self) -> None:
        self.run_folder.save_state(self.engine.state(), {"step": self.step, "best_loss": self.best_loss})

    def _finish(self) -> Finished:
        """Read the whole held-out part, once, with the weights that the run leaves behind."""
        held_out, context_length = self.material.held_out, self.config.model.context_length
        self.engine.load_weights(self.run_folder.weights())
        windows = non_overlapping(len(held_out), context_length)
        loss = mean_loss(self.engine.evaluate, held_out, windows, context_length)
        finished = Finished(self.step, loss, len(windows) * context_length)
        self.run_folder.log("metrics", {"kind": "final", **asdict(finished)})
        return finished
