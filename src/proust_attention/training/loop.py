"""The training loop: batch, step, and now and then a look at where it stands.

# Class Notes

    for step in range(steps):
        engine.step(batches.at(step), step)          forward, loss, backward, step: engine.py, docs/one_step.md

That is the training; all else here is what a run of hours needs around it. At steps known beforehand (plan.py) the
loop evaluates: it takes the loss on text that is never trained on, and keeps the weights if it is the lowest so
far, since a machine that goes on learning its text by heart becomes worse on any other. At others it lets the
machine write a sample. Now and then it saves its state (saving.py). A loss that is not finite, or hopeless,
stops it (divergence.py). What happens it yields as events, and prints nothing.

Everything that decides the weights is a function of (settings, seed, step): the batch, the dropout, the learning
rate. So the full state is the weights, what the optimizer remembers and a few counters, and a run that goes on
from it does what it would have done.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.batches import evenly_spread, non_overlapping
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.lock import Lock
from proust_attention.config import Config
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError, is_out_of_memory
from proust_attention.evaluation import mean_loss, whole_loss
from proust_attention.generation import Writer
from proust_attention.interventions import check_names
from proust_attention.timetable import Timetable
from proust_attention.tokenizer import Tokenizer
from proust_attention.training import memory
from proust_attention.training.divergence import Watch, is_sound
from proust_attention.training.engine import Engine
from proust_attention.training.engines import open_engine
from proust_attention.training.events import Evaluated, Event, Finished, Noticed, Sampled, Stepped, Stopped
from proust_attention.training.material import Material
from proust_attention.training.pace import Pace
from proust_attention.training.plan import Plan, settle, time_of_a_step
from proust_attention.training.saving import Saves
from proust_attention.training.standing import loss_of_weights, misfits, set_back
from proust_attention.training.tally import Tally
from proust_attention.training.timing import Costs, Timing, next_leg

Listener = Callable[[dict[str, Any]], None]  # is called with every record of the metrics
COUNTERS = ("step", "best_loss", "losses_sum", "losses_count")  # what a state holds beside its arrays


class Training:
    """One run, from wherever it stands to its end. Use `start` or `resume`, then `run`."""

    def __init__(self, run: RunFolder, material: Material, hardware: Hardware, engine: Engine) -> None:
        self.run_folder = run.locked()
        self.config = run.config
        self.steps = run.config.training.steps or material.batches.steps_per_pass
        self.material = material
        self.hardware = hardware
        self.engine = engine
        self.step = 0
        self.best_loss = math.inf
        self.kept_loss = math.inf  # of the weights on the disk: after a kill they may be ahead of the state
        self.tally = Tally()  # of the steps since the last evaluation
        self.stopping = False
        self.watch = Watch(self.run_folder, material)
        self.pace = Pace(run.config, material.characters_a_token)
        self.listeners: list[Listener] = []
        self.notices: list[str] = []  # what whoever opened it found worth a word
        self.timing: Timing | None = None  # of a run of so many minutes
        self.interventions = run.interventions()

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
            training.timing = Timing(minutes, since)
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
            training._take_up_state()
            training._take_up_time()
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
        self.run_folder = self.run_folder.with_config(self.config)
        self.watch = Watch(self.run_folder, self.material)
        self.steps, self.timing = steps, None
        state = self.engine.state()
        self.engine = open_engine(self.hardware, self.config, self.engine.weights(), self.interventions)
        self.engine.load_state(state, self.step)

    def _take_up_state(self) -> None:
        saved = self.run_folder.load_state()
        if saved is None:
            if self.config.training.continued_from or any(
                record.get("kind") == "final" for record in self.run_folder.read_log("metrics")
            ):
                raise InputError(
                    f"{self.run_folder.state_path} is missing, and the run was finished once; begin a new one"
                )
            self.engine.load_weights(self.run_folder.first_weights())
            return
        state, counters = saved
        if missing := set(COUNTERS) - set(counters):
            raise InputError(f"{self.run_folder.state_path} is of another version: {min(missing)} is missing")
        try:
            self.step, self.best_loss = int(counters["step"]), counters["best_loss"]
            self.tally.losses_sum, self.tally.losses_count = counters["losses_sum"], int(counters["losses_count"])
            self.engine.load_state(state, self.step)
        except (KeyError, ValueError, InputError) as error:
            raise InputError(f"{self.run_folder.state_path}: {error}") from None
        if self.step < 0:
            raise InputError(f"{self.run_folder.state_path} is damaged: its step is {self.step}")

    def _take_up_time(self) -> None:
        """Go on with the clock of a run of so many minutes, from the share of them that was over at this step."""
        training = self.config.training
        timetable = Timetable.parse(training.timetable)
        if training.continued_from or (self.step and not timetable.legs):
            return
        minutes = self.run_folder.began().get("minutes")
        if isinstance(minutes, int | float) and 0 < minutes < math.inf:
            self.timing = Timing(minutes, time.monotonic(), timetable.share_at(self.step))
        elif timetable.legs and timetable.share < 1:
            raise InputError(
                f"{self.run_folder.path / 'began.json'} does not say for how many minutes this run is"
            )

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
        plan = Plan.of(self.config.training)
        due_in_logs = {"metrics": plan.log_at | plan.evaluate_at, "samples": plan.sample_at}
        yield from map(Noticed, self._where_it_stands(due_in_logs))
        self.run_folder.forget_after(self.step if self.step else -1)  # only now: what was refused changed nothing
        if self.step == 0:
            yield self._evaluate()
            yield self._sample()
        log = self.run_folder.read_log("metrics")
        self.watch.first_loss = next((loss for _, loss in History.of(log).held_out), 0.0)
        saves = Saves(60 * self.config.training.minutes_between_saves)
        if self.timing:
            self.timing.begin_leg(self.step)
        while self._goes_on():
            if self.undecided and self.step >= Timetable.parse(self.config.training.timetable).steps:
                plan = self._decide_leg()
            with self.pace:
                result = self.material.learn(self.engine, self.step, watch=self.step + 1 in plan.log_at)
                self.step, self.pace.steps = self.step + 1, self.pace.steps + 1
                self.tally.add(result)
                sound = not (plan.pauses(self.step) or saves.due() or self.tally.is_due) or self._read()
            if not sound:
                yield from self._explain()
            yield Stepped(self.step, result)
            if self.step in plan.log_at:
                self.log({"kind": "step", "step": self.step, **result.as_record(), **self.pace.since_last()})
                if self.watch.is_hopeless(result.loss):
                    yield from self._explain()
            # What is to be retraced begins at the last state.
            due = saves.due() and self.watch.is_calm(result.loss)
            pause = due or self.stopping or self.step in plan.evaluate_at or self.step in plan.sample_at
            if pause and not (self._read() and is_sound(self.engine.weights())):
                yield from self._explain()
            if self.step in plan.evaluate_at:
                yield self._evaluate()
            if self.step in plan.sample_at:
                yield self._sample()
            if pause and self.stopping and self._goes_on():  # else what it would save is not read yet
                self.save()
                yield Stopped(self.step)
                return
            if due:
                began = time.monotonic()
                self.save()
                saves.took(time.monotonic() - began)
        self.save()
        yield self._finish()

    @property
    def undecided(self) -> bool:
        """Whether a run of so many minutes has yet to decide how many steps it makes."""
        return self.timing is not None and Timetable.parse(self.config.training.timetable).share < 1

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
        timing = self.timing
        assert timing is not None
        training = self.config.training
        timetable = Timetable.parse(training.timetable)
        took = timing.step_time(self.step) or time_of_a_step(self.engine, self.material, self.step)
        self._know_an_evaluation()
        left = timing.left(self._all_windows(), len(self.material.held_out_windows))
        costs = Costs(took, timing.took["evaluation"])
        steps, share = next_leg(timetable.share, left, costs, training.evaluations)
        timetable = timetable.then(self.step + steps, share)
        self.steps = timetable.steps
        training = replace(training, steps=self.steps, timetable=str(timetable))
        self.config = self.engine.config = replace(self.config, training=training)
        self.run_folder = self.watch.run = self.run_folder.with_config(self.config)
        timing.begin_leg(self.step)
        return Plan.of(training)

    def _part(self, name: str) -> AbstractContextManager[None]:
        return self.timing.part(name) if self.timing else nullcontext()

    def _where_it_stands(self, due: dict[str, Set[int]]) -> list[str]:
        """Compare state, logs and best weights; say what is lost, and what does not belong together."""
        run, said = self.run_folder, list[str]()
        self.kept_loss = loss_of_weights(run, self.best_loss)
        if self.kept_loss > self.best_loss:
            said.append(
                f"the best weights ({self.kept_loss:.3f} nats) are older than the state, which knew better ones "
                f"({self.best_loss:.3f}); they stay until better ones are found"
            )
            self.best_loss = self.kept_loss
        if self.step:
            said += misfits(run, self.step, due)
        return [*said, *set_back(run, self.step, self.best_loss, self.kept_loss)]

    def _read(self) -> bool:
        """Read what the steps reported; return whether it is finite. Those from a bad one on do not count."""
        lost = self.tally.read()
        self.step -= lost
        return not lost

    def _explain(self) -> Iterator[Event]:
        return self.watch.explain(self.step, self.hardware, self.log)

    def log(self, record: dict[str, Any]) -> None:
        """Add a record to the metrics, and call every listener with it."""
        self.run_folder.log("metrics", record)
        for listener in self.listeners:
            listener(record)

    def _held_out_loss(self) -> float:
        context_length = self.config.model.context_length
        held_out, windows = self.material.held_out, self.material.held_out_windows
        with self._part("evaluation"):
            return mean_loss(self.engine.evaluate, held_out, windows, context_length, self.run_folder.tokenizer)[0]

    def _know_an_evaluation(self) -> None:
        """See to it that the clock knows how long an evaluation takes: one that has just gone on does not."""
        if self.timing and not self.timing.took["evaluation"]:
            self._held_out_loss()

    def _evaluate(self) -> Evaluated:
        loss = self._held_out_loss()
        evaluated = Evaluated(self.step, self.tally.mean(), loss, best=loss < self.best_loss)
        if evaluated.best:
            self.best_loss = loss
        if evaluated.best and loss <= self.kept_loss:
            self.kept_loss = loss
            self.run_folder.save_weights(self.engine.weights(), loss)
        self.log({"kind": "evaluation", **asdict(evaluated)})
        return evaluated

    def _sample(self) -> Sampled:
        with self._part("sample"):
            weights = self.engine.weights()
            self.run_folder.save_snapshot(self.step, weights)
            prompt, text = self.material.prompt, ""
            if not self.interventions:  # a writer has none
                writer = Writer.of_weights(self.config, self.run_folder.tokenizer, weights)
                text = "".join(writer.stream(prompt, length=self.config.training.sample_length, seed=0))
        sampled = Sampled(self.step, prompt, text)
        self.run_folder.log("samples", asdict(sampled))
        return sampled

    def save(self) -> None:
        """Put the full state on disk. Raises SaveError; the former state then stays."""
        counted = self.step, self.best_loss, self.tally.losses_sum, self.tally.losses_count
        self.run_folder.save_state(self.engine.state(), dict(zip(COUNTERS, counted, strict=True)))

    def _all_windows(self) -> int:
        """Return how many windows the held-out part has."""
        return len(non_overlapping(len(self.material.held_out), self.config.model.context_length))

    def windows_at_the_end(self) -> tuple[int, int]:
        """Return how many held-out windows are read at the end, all or as many as fit, and how many there are."""
        windows = self._all_windows()
        if self.timing is None:
            return windows, windows
        self._know_an_evaluation()
        return self.timing.readable(windows, len(self.material.held_out_windows)), windows

    def _finish(self) -> Finished:
        """Read the held-out part, once, with the weights that the run leaves behind."""
        held_out, context_length = self.material.held_out, self.config.model.context_length
        best = open_engine(self.hardware, self.config, self.run_folder.weights(), self.interventions)
        tokenizer = self.run_folder.tokenizer
        fit, windows = self.windows_at_the_end()
        if fit == windows:
            loss, characters = whole_loss(best.evaluate, held_out, context_length, tokenizer)
        else:
            starts = evenly_spread(len(held_out), context_length, fit)
            loss, characters = mean_loss(best.evaluate, held_out, starts, context_length, tokenizer)
        finished = Finished(self.step, loss, characters)
        self.log({"kind": "final", **asdict(finished)})
        return finished


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
