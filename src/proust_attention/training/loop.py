"""The training loop: batch, step, and now and then a look at where it stands.

# Class Notes

    for step in range(steps):
        engine.step(batches.at(step), step)          forward, loss, backward, step: engine.py, docs/one_step.md

That is the training; all else here is what a run of hours needs around it: it begins, it goes on, it stops. After
steps that are known beforehand (plan.py), and now and then (saving.py), the loop has its observer evaluate, sample
and save (observer.py). A loss that is not finite, or hopeless, stops it (divergence.py). What happens it yields as
events, and prints nothing.

Everything that decides the weights is a function of (settings, seed, step): the batch, the dropout, the learning
rate. So the full state is the weights, what the optimizer remembers and a few counters, and a run that goes on
from it does what it would have done.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.lock import Lock
from proust_attention.config import Config
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError, is_out_of_memory
from proust_attention.interventions import check_names
from proust_attention.timetable import Timetable
from proust_attention.tokenizer import Tokenizer
from proust_attention.training import memory
from proust_attention.training.divergence import Watch, is_sound
from proust_attention.training.engine import Engine
from proust_attention.training.engines import open_engine
from proust_attention.training.events import Event, Noticed, Stepped, Stopped
from proust_attention.training.material import Material
from proust_attention.training.observer import Observer
from proust_attention.training.pace import Pace
from proust_attention.training.plan import Plan, settle, time_of_a_step
from proust_attention.training.saving import Saves
from proust_attention.training.timing import Costs, Timing, next_leg


class Training:
    """One run, from wherever it stands to its end. Use `start` or `resume`, then `run`."""

    def __init__(self, run: RunFolder, material: Material, hardware: Hardware, engine: Engine) -> None:
        self.config = run.config
        self.steps = run.config.training.steps or material.batches.steps_per_pass
        self.material = material
        self.hardware = hardware
        self.engine = engine
        self.interventions = run.interventions()
        self.observer = Observer(run.locked(), material, self.interventions)
        self.step = 0
        self.stopping = False
        self.watch = Watch(self.run_folder, material)
        self.pace = Pace(run.config, material.characters_a_token)
        self.notices: list[str] = []  # what whoever opened it found worth a word

    @property
    def run_folder(self) -> RunFolder:
        """The folder, with the settings of the moment."""
        return self.observer.run

    @property
    def lock(self) -> Lock:
        """The right to write the run folder."""
        assert self.run_folder.held is not None
        return self.run_folder.held

    @classmethod
    def start(
        cls,
        path: str | Path,
        config: Config,
        tokenizer: Tokenizer,
        corpus: dict[str, Any],
        ids: np.ndarray,
        hardware: Hardware = ANY,
        minutes: float | None = None,
        values: dict[str, np.ndarray] | None = None,
        began_from: str | None = None,
        since: float | None = None,
        interventions: Mapping[str, float] | None = None,
    ) -> "Training":
        """Begin a run in a new folder, for the steps of the settings or for a number of minutes.

        `corpus` says what the text is, and becomes corpus.json; `values` are weights to begin with, where they
        are not to be drawn, and `began_from` says whose. The minutes count from `since` (time.monotonic), or from
        now. `interventions` are factors that hold in every forward of the run; began.json remembers them. What can
        be wrong is found before anything is written.
        Raises InputError, SaveError, MissingExtraError.
        """
        path, since = Path(path), time.monotonic() if since is None else since
        files.refuse_to_overwrite(path)
        memory.require(config)
        material = Material.of(config, tokenizer, ids)
        config = settle(config, material, hardware)
        values = values or _initial(config)
        check_names(interventions, config.model)
        engine = open_engine(hardware, config, values, interventions)
        began: dict[str, Any] = {"engine": hardware.engine_name, "from": began_from}
        began |= {} if minutes is None else {"minutes": minutes}
        began |= {"interventions": dict(interventions)} if interventions else {}
        run = RunFolder.create(path, config, tokenizer, corpus, ids, values, began)
        training = cls(run, material, hardware, engine)
        if minutes is not None:
            training.observer.timing = Timing(minutes, since)
        return training

    @classmethod
    def resume(cls, path: str | Path, hardware: Hardware = ANY, steps: int | None = None) -> "Training":
        """Go on with a run from its last state, or from step 0 where it has none.

        `steps` beyond the end of a finished run continue it, with a schedule that begins anew there. Raises
        InputError, and InUseError if another process is at it.
        """
        run = RunFolder.open(path)
        memory.require(run.config)
        if run.config.training.steps is None or run.config.training.precision == "auto":
            raise InputError(f"{run.path / 'config.json'} is damaged: training.steps or .precision is not settled")
        material = Material.of(run.config, run.tokenizer, run.tokens())
        hardware = hardware.like(run.began().get("engine"))
        engine = open_engine(hardware, run.config, _some_weights(run), run.interventions())
        training = cls(run, material, hardware, engine)
        try:
            training.step = training.observer.load(engine)
            training.observer.timing = Timing.of_resumed(run, training.step)
            if steps not in (None, training.steps):
                training._continue(steps)
        except BaseException:
            training.lock.release()
            raise
        return training

    def _continue(self, steps: int) -> None:
        """Set a new end for a finished run."""
        if not self.finished:
            raise InputError(
                f"{self.run_folder.path} is not finished: {self.step} of {self.steps} steps are done; "
                f"it gets more, {steps}, when it is; leave out --steps"
            )
        if steps < self.steps:
            raise InputError(
                f"{self.run_folder.path} has done {self.steps} steps already; give --steps a higher number"
            )
        training = replace(self.config.training, steps=steps, continued_from=self.step, timetable="")
        self.config = replace(self.config, training=training)
        self.observer.run = self.watch.run = self.run_folder.with_config(self.config)
        self.steps, self.observer.timing = steps, None
        state = self.engine.state()
        self.engine = open_engine(self.hardware, self.config, self.engine.weights(), self.interventions)
        self.engine.load_state(state, self.step)

    @property
    def finished(self) -> bool:
        """Whether all steps are done, and the final figure is taken."""
        return self.step >= self.steps and any(
            record.get("kind") == "final" and record["step"] >= self.steps
            for record in self.run_folder.read_log("metrics")
            if isinstance(record.get("step"), int)
        )

    def stop(self) -> None:
        """Stop the run after the step in progress; it then saves its state."""
        self.stopping = True

    def run(self) -> Iterator[Event]:
        """Train to the end, or until `stop`, and give back the folder's lock.

        Raises SaveError if a file cannot be written, DivergedError if the loss is not finite, or hopeless.
        """
        if not self.lock.is_locked:  # by a run before this one
            self.lock.take()
        try:
            yield from self._run()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            raise memory.exhausted(self.config, self.engine.memory()) from error
        finally:
            self.lock.release()

    def _run(self) -> Iterator[Event]:
        plan, observer = Plan.of(self.config.training), self.observer
        due_in_logs = {"metrics": plan.log_at | plan.evaluate_at, "samples": plan.sample_at}
        yield from map(Noticed, observer.where_it_stands(self.step, due_in_logs))
        self.run_folder.forget_after(self.step if self.step else -1)  # only now: what was refused changed nothing
        if self.step == 0:
            yield observer.evaluate(self.step, self.engine)
            yield observer.sample(self.step, self.engine)
        log = self.run_folder.read_log("metrics")
        self.watch.first_loss = next((loss for _, loss in History.of(log).held_out), 0.0)
        saves = Saves(60 * self.config.training.minutes_between_saves)
        if observer.timing:
            observer.timing.begin_leg(self.step)
        while self._goes_on():
            if self.undecided and self.step >= Timetable.parse(self.config.training.timetable).steps:
                plan = self._decide_leg()
            with self.pace:
                result = self.material.learn(self.engine, self.step, watch=self.step + 1 in plan.log_at)
                self.step, self.pace.steps = self.step + 1, self.pace.steps + 1
                observer.tally.add(result)
                sound = not (plan.pauses(self.step) or saves.due() or observer.tally.is_due) or self._read()
            if not sound:
                yield from self._explain()
            yield Stepped(self.step, result)
            if self.step in plan.log_at:
                observer.log({"kind": "step", "step": self.step, **result.as_record(), **self.pace.since_last()})
                if self.watch.is_hopeless(result.loss):
                    yield from self._explain()
            # What is to be retraced begins at the last state.
            due = saves.due() and self.watch.is_calm(result.loss)
            pause = due or self.stopping or self.step in plan.evaluate_at or self.step in plan.sample_at
            if pause and not (self._read() and is_sound(self.engine.weights())):
                yield from self._explain()
            if self.step in plan.evaluate_at:
                yield observer.evaluate(self.step, self.engine)
            if self.step in plan.sample_at:
                yield observer.sample(self.step, self.engine)
            if pause and self.stopping and self._goes_on():  # else what it would save is not read yet
                observer.save(self.step, self.engine)
                yield Stopped(self.step)
                return
            if due:
                began = time.monotonic()
                observer.save(self.step, self.engine)
                saves.took(time.monotonic() - began)
        observer.save(self.step, self.engine)
        best = open_engine(self.hardware, self.config, self.run_folder.weights(), self.interventions)
        yield observer.finish(self.step, self.engine, best)

    @property
    def undecided(self) -> bool:
        """Whether a run of so many minutes has yet to decide how many steps it makes."""
        return self.observer.timing is not None and Timetable.parse(self.config.training.timetable).share < 1

    @property
    def expected_steps(self) -> int | None:
        """How many steps there will be, as far as that is known; None before a run of minutes has decided any."""
        settings = self.config.training
        return None if self.undecided and not settings.timetable else settings.expected_steps

    def how_far(self) -> str:
        """Say how many steps are done, and of how many."""
        about = "about " if self.undecided else ""
        return f"step {self.step} of {about}{self.expected_steps or self.steps}"

    def _goes_on(self) -> bool:
        return self.step < self.steps or self.undecided

    def _decide_leg(self) -> Plan:
        """Decide how many steps come next in a run of so many minutes, and write it down before they are made."""
        timing = self.observer.timing
        assert timing is not None
        training = self.config.training
        timetable = Timetable.parse(training.timetable)
        took = timing.step_time(self.step) or time_of_a_step(self.engine, self.material, self.step)
        self.observer.know_an_evaluation(self.engine)
        left = timing.left(self.material.n_windows, len(self.material.held_out_windows))
        costs = Costs(took, timing.took["evaluation"])
        steps, share = next_leg(timetable.share, left, costs, training.evaluations)
        timetable = timetable.then(self.step + steps, share)
        self.steps = timetable.steps
        training = replace(training, steps=self.steps, timetable=str(timetable))
        self.config = self.engine.config = replace(self.config, training=training)
        self.observer.run = self.watch.run = self.run_folder.with_config(self.config)
        timing.begin_leg(self.step)
        return Plan.of(training)

    def _read(self) -> bool:
        """Read what the steps reported; return whether it is finite. Those from a bad one on do not count."""
        lost = self.observer.tally.read()
        self.step -= lost
        return not lost

    def _explain(self) -> Iterator[Event]:
        return self.watch.explain(self.step, self.hardware, self.observer.log)


def _some_weights(run: RunFolder) -> dict[str, np.ndarray]:
    """Return weights to open an engine with: of the right shapes, and none that would first have to be drawn."""
    saved = run.load_state()
    if saved is None:
        return run.first_weights()
    values = parameters.under(saved[0], "weights")
    try:
        parameters.check(run.config.model, values)
    except InputError as error:
        raise InputError(f"{run.state_path}: {error}") from None
    return values


def _initial(config: Config) -> dict[str, np.ndarray]:
    return parameters.initial(config.model, config.training.seed, scheme=config.training.initialisation)
