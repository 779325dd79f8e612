"""Watching a run from Python: which of its events are shown, and in which words."""

from types import TracebackType

from proust_attention.notebook.places import Notebook, Place, Terminal, in_a_notebook
from proust_attention.training import Training
from proust_attention.training.events import (
    Evaluated,
    Event,
    Finished,
    Noticed,
    Replaying,
    Sampled,
    Stepped,
    Stopped,
)
from proust_attention.training.meter import Meter


class Watching:
    """Shows how a run goes while it is entered, if it is to show anything."""

    def __init__(self, show: bool) -> None:
        shown = Notebook if in_a_notebook() else Terminal
        self._place: Place = shown() if show else Place()

    def __enter__(self) -> "Watching":
        self._place.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._place.end()

    def doing(self, words: str) -> None:
        """Show what is done before the first step."""
        self._place.bar(words, 0, None)

    def say(self, words: str) -> None:
        """Show a sentence that stays."""
        self._place.say(words)

    def follow(self, training: Training) -> None:
        """From now on show how this training goes."""
        self._training, self._meter = training, Meter(training)
        for notice in training.notices:
            self.say(notice)
        if training.step:
            self._place.run(training.run_folder.path)

    def take(self, event: Event) -> None:
        """Show what an event tells."""
        training = self._training
        match event:
            case Stepped(step):
                if self._meter.take(event):
                    expected = training.expected_steps
                    of = "" if expected is None else f" of {expected:,}"
                    self._place.bar(f"step {step:,}{of}, {self._meter}", step, expected)
            case Evaluated():
                self._place.run(training.run_folder.path)
            case Replaying(first, bad):
                self._place.bar(f"the loss of step {bad + 1} is bad; retracing from {first}, to see why", 0, None)
            case Sampled():
                if event.step == training.steps and not training.undecided:
                    self._place.bar("the last reading of what was held out", event.step, training.steps)
            case Noticed(what):
                self.say(what)
            case Stopped(_):
                self._place.run(training.run_folder.path)
                again = f"proust.train(run={str(training.run_folder.path)!r}, resume=True)"
                self.say(f"stopped after {training.how_far()}; the state is saved. To go on: {again}")
            case Finished(_, loss, characters):
                self._place.run(training.run_folder.path)
                self.say(f"finished: {loss:.4f} nats a character on {characters:,} held-out characters")
