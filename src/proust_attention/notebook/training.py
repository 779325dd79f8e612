"""`proust.train`: teach a machine a text, from Python.

    run = proust.train("corpora/proust", run="runs/a", preset="modern", minutes=10, model={"n_layers": 4})
    run.machine.generate("Longtemps,")

Names and refusals are those of the command, and so is what becomes of a run that is stopped: Ctrl-C, or the button
that interrupts a cell, lets the step in progress end and saves; then KeyboardInterrupt is raised, so that a script
or the cells below do not go on as if nothing had been. The same call with `resume=True` goes on.
"""

import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from proust_attention.config import Changes, given
from proust_attention.corpus import Corpus
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.notebook.run import Run
from proust_attention.notebook.watching import Watching
from proust_attention.training.events import Event
from proust_attention.training.opening import open_training
from proust_attention.training.signals import stops_in_good_order


def train(
    corpus: str | Path | Corpus | None = None,
    *,
    run: str | Path,
    preset: str | None = None,
    steps: int | None = None,
    minutes: float | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    tokenizer: str | None = None,
    vocab_size: int | None = None,
    model: Mapping[str, Any] | None = None,
    training: Mapping[str, Any] | None = None,
    sampling: Mapping[str, Any] | None = None,
    config: str | Path | None = None,
    engine: str = "auto",
    device: str = "auto",
    accumulate: int = 1,
    resume: bool = False,
    from_: str | Path | None = None,
    show: bool = True,
    on_event: Callable[[Event], object] | None = None,
) -> Run:
    """Train a machine on a text, keep all that it becomes in a run folder, and return that.

    corpus     a folder made by `proust.prepare` or the command, or what `proust.prepare` returned; None: the
               embedded Spanish text
    run        the folder of the run: a new one, or with `resume` one to go on with, if it is there
    preset     modern, article or onward
    steps      of the optimizer; or
    minutes    as many steps as fit into this time
    tokenizer  characters or bpe, and of bpe
    vocab_size tokens, the alphabet among them
    model, training, sampling
               single settings: model={"n_layers": 4}. `proust train --list-settings` lists them
    config     a file of settings, TOML or a run's config.json
    engine     torch or numpy; auto takes torch where it is installed
    device     auto, cpu, cuda or mps
    accumulate a step's batch is computed in so many parts, where memory is short
    from_      a machine with whose weights to begin (the command's --from)
    show       show a bar, in a notebook or a terminal; False: nothing
    on_event   is called with every event of training/events.py, as it comes; what it raises stops the run in
               good order, and is raised then

    Raises InputError, SettingError, MissingExtraError, SaveError, InUseError before the first step; DivergedError;
    KeyboardInterrupt, when the state is saved, if it was interrupted.
    """
    if on_event is not None and not callable(on_event):
        raise InputError(f"on_event is {on_event!r}, but it must be a function of one event")
    run = Path(run).expanduser()
    flags: Changes = {
        "training": {"steps": steps, "batch_size": batch_size, "seed": seed},
        "tokenizer": {"kind": tokenizer, "vocab_size": vocab_size},
    }
    groups = {"model": model, "training": training, "sampling": sampling}
    settings: list[Mapping[str, Mapping[str, Any]]] = [
        {name: group for name, group in groups.items() if group is not None},
        given(flags),
    ]
    with Watching(show) as watching:
        opened = open_training(
            run,
            corpus,
            preset=preset,
            config=config,
            settings=settings,
            minutes=minutes,
            hardware=Hardware(engine, device, accumulate),
            resume=resume,
            from_=from_,
            doing=watching.doing,
        )
        signals: list[int] = []
        failure: BaseException | None = None
        try:
            if not opened.finished:
                watching.follow(opened)
                with stops_in_good_order(opened.stop, watching.say) as signals:
                    for event in opened.run():
                        watching.take(event)
                        try:
                            if on_event is not None and failure is None:
                                on_event(event)
                        except BaseException as error:
                            failure = error
                            opened.stop()  # in good order, for what was learned is not to be lost
        finally:
            opened.lock.release()  # also where it was interrupted before its first step
    if failure is not None:
        raise failure
    if signals:
        signal.raise_signal(signals[0])  # it is saved; now whoever sent it shall have what it asked for
    return Run(run)
