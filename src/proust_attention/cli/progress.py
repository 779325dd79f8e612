"""Following a run: a bar in a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from typing import IO, cast

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from proust_attention import parameters
from proust_attention.cli.terminal import DONE, Printer, number
from proust_attention.errors import ProustError
from proust_attention.evaluation import in_words, of_scored, size_of_scored
from proust_attention.files import Outliving, quoted
from proust_attention.optimizer import schedules
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
from proust_attention.training.signals import stops_in_good_order


def follow(training: Training, again: str | None = None) -> int:
    """Run a training to its end, showing how it goes; return the exit status.

    `again` is how to go on with one that was stopped, where that is not `proust train`.
    """
    console = Printer()
    path = quoted(training.run_folder.path)
    again = again or f"proust train --run {path} --resume"
    for notice in training.notices:
        console.print(notice, soft_wrap=True)
    if training.finished:
        console.print(f"{path} is finished: all {number(training.steps)} steps are done", soft_wrap=True)
        return DONE
    console.print(_opening(training), soft_wrap=True)
    if training.step == training.config.training.continued_from > 0:
        console.print(_continuation(training), soft_wrap=True)
    settings = training.config.training
    planned = training.steps - settings.continued_from
    if not training.undecided and planned <= schedules.warmup_steps(settings):
        console.print(f"all {number(planned)} steps are warm-up: it will hardly have begun; give it more")
    meter = Meter(training)
    words = TextColumn("{task.description} {task.fields[figures]}")
    columns = SpinnerColumn(), words, BarColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    closed: OSError | None = None  # why nobody can listen any more
    with bar, stops_in_good_order(training.stop, _say_at_once) as signals:
        doing = "measuring how fast this computer is" if training.undecided and not training.step else "training"
        task = bar.add_task(doing, total=training.expected_steps, completed=training.step, figures="")
        for event in training.run():
            if isinstance(event, Stepped):
                if meter.take(event):
                    bar.update(
                        task,
                        description="training",
                        completed=event.step,
                        total=training.expected_steps,
                        figures=str(meter),
                    )
                if event.step == training.steps and not training.undecided:
                    bar.update(task, description="the last reading", figures="")
            elif closed is None:
                closed = _say(console, _lines(event, training, meter.speed, again))
                if closed is not None:
                    training.stop()  # after its step, in good order
    if isinstance(closed, BrokenPipeError) and isinstance(event, Stopped):
        raise ProustError(f"stopped after {training.how_far()}: nobody reads what it prints any more")
    if closed is not None:
        raise closed
    return 128 + signals[0] if isinstance(event, Stopped) else DONE


def _say(console: Printer, lines: Iterator[str]) -> OSError | None:
    """Print lines; return why it was not possible: a pipe that is closed, a full disk."""
    try:
        for line in lines:
            console.print(line, soft_wrap=True)
    except OSError as error:
        return error
    return None


def _say_at_once(words: str) -> None:
    print(words, file=cast(IO[str], Outliving(sys.stderr)))


def _opening(training: Training) -> str:
    model, text = training.config.model, training.material
    size = f"{number(parameters.count(model))} parameters"
    parts = [number(text.tokenizer.count(ids)) for ids in (text.batches.ids, text.held_out)]
    learned = f"{parts[0]} characters to learn, {parts[1]} held out"
    length = text.characters_a_token
    tokens = f"a vocabulary of {model.vocab_size}" + (f", {length:.2f} characters a token" if length > 1 else "")
    timing = training.observer.timing
    if timing and training.undecided:
        return f"{size}, {tokens}; {learned}; {timing.minutes:g} min"
    return f"{size}, {tokens}; {learned}; {number(training.steps)} steps"


def _continuation(training: Training) -> str:
    """Say aloud which schedule a finished run goes on with."""
    settings, added = training.config.training, training.steps - training.step
    climb = schedules.warmup_steps(settings)
    return (
        f"it had finished at step {number(training.step)}, and goes on for {number(added)} steps: the learning "
        f"rate climbs again to {settings.learning_rate:g} in {number(climb)} steps, then falls to 0 "
        f"{schedules.ALONG[settings.decay]}"
    )


def _lines(event: Event, training: Training, speed: int, again: str) -> Iterator[str]:
    path = quoted(training.run_folder.path)
    match event:
        case Noticed(what):
            yield what
        case Evaluated(step, None, held_out_loss):
            yield f"step {step:>6}  held-out {held_out_loss:.3f} nats a character, at the beginning"
        case Evaluated(step, training_loss, held_out_loss, best):
            mark = "  best so far" if best else ""
            yield (
                f"step {step:>6}  training {training_loss:.3f}  held-out {held_out_loss:.3f}"
                f"  {number(speed)} characters/s{mark}"
            )
        case Sampled(step, prompt, text):
            yield f"step {step:>6}  it writes:"
            yield f"    {prompt}|{text}".replace("\n", "\n    ")
            if step == training.steps and not training.undecided:
                yield f"all steps are done; now it reads once {_to_read(training)} that were held out"
        case Replaying(first_step, bad_step):
            what = "the loss is not finite, or beyond all bounds"
            yield f"step {bad_step + 1}: {what}; retracing from {first_step}, to see why"
        case Stopped(_):
            yield f"stopped after {training.how_far()}; the state is saved. To go on:"
            yield f"    {again}"
            if training.run_folder.began().get("from"):
                yield from _never_better(training, path)
        case Finished(_, loss, characters):
            size = size_of_scored(training.material.held_out, training.material.tokenizer)
            yield (
                f"finished: {in_words(loss, size if characters == size[0] else None)}, "
                f"on {of_scored(characters, size[0])}, with the best weights"
            )
            if training.config.training.timetable and training.steps <= training.config.training.warmup_steps:
                yield f"all {number(training.steps)} steps were warm-up: it has hardly begun; give it more time"
            yield f"in {path}"
            yield from _never_better(training, path)
        case _:
            pass


def _to_read(training: Training) -> str:
    """Say how much is read at the end."""
    read, windows = training.observer.windows_at_the_end(training.engine)
    if read == windows:
        return f"all {number(training.material.tokenizer.count(training.material.held_out))} characters"
    return f"{number(read)} of the {number(windows)} windows, as many as there is time for,"


def _never_better(training: Training, path: str) -> Iterator[str]:
    """Say so if the best weights are still those of step 0."""
    best_loss = training.observer.best_loss
    if best_loss == training.watch.first_loss:
        yield (
            f"the held-out loss never fell below the {best_loss:.3f} nats at the beginning: "
            f"{path} writes with the weights that it began with"
        )
        yield f"{path}@last writes with those of the last step"
