"""`proust train`: teach a machine a text."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proust_attention.cli.given import MACHINE
from proust_attention.cli.options import with_default
from proust_attention.cli.settings_table import show_settings
from proust_attention.cli.working import working
from proust_attention.config import (
    PRESETS,
    Changes,
    TrainingConfig,
    build,
    change_from_text,
    changes_from_file,
)
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite

if TYPE_CHECKING:
    import numpy as np

    from proust_attention.config import Config
    from proust_attention.corpus import Corpus
    from proust_attention.tokenizer import Tokenizer
    from proust_attention.training import Hardware, Training


def train(
    run: Annotated[Path, typer.Option(help="The folder of the run: a new one, or one to go on with.")],
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the embedded Spanish text]")
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help=f"{' or '.join(PRESETS)}. [modern; with --from: onward]")
    ] = None,
    steps: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "steps"))] = None,
    minutes: Annotated[
        float | None, typer.Option(help="As many steps as fit into this time, all included.")
    ] = None,
    batch_size: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "batch_size"))] = None,
    seed: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "seed"))] = None,
    engine: Annotated[str, typer.Option(help="torch or numpy; auto takes torch where it is installed.")] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    config: Annotated[Path | None, typer.Option(help="Settings from a TOML file, or a run's config.json.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="One setting, as model.n_layers=4; may be repeated.")
    ] = None,
    _list: Annotated[
        bool,
        typer.Option(
            "--list-settings",
            help="Show every setting, its default and what it means.",
            callback=show_settings,
            is_eager=True,
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the run in --run, or begin it if it is not there; with --steps, beyond its end.",
        ),
    ] = False,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help=f"Begin with the weights of this machine, not with none. {MACHINE}"),
    ] = None,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="Write event files for TensorBoard beside the logs.")
    ] = False,
) -> None:
    """Train a machine on a text, and keep all that it becomes in a run folder."""
    began = time.monotonic()  # the minutes are those of whoever waits
    with working("getting ready"):
        from proust_attention.cli.progress import follow
        from proust_attention.training import Hardware, Training, agreement

    hardware = Hardware(engine, device)
    event_files = _event_files() if tensorboard else None  # before anything is written: it may not be installed
    if minutes is not None and not 0 < minutes < float("inf"):
        raise InputError(f"--minutes is {minutes:g}, but it must be above 0")
    flags = {"steps": steps, "batch_size": batch_size, "seed": seed}
    changes = _changes(config, set_ or [], flags)
    if minutes is not None and any(map(_sets_steps, changes[1 if config else 0 :])):
        raise InputError("--minutes and training.steps exclude each other; give one of them")
    if resume and agreement.exists(run):
        text = _text(corpus).manifest["sha256"] if corpus else None
        steps = agreement.require_agreement(run, preset, changes, text, minutes, str(from_) if from_ else None)
        with working("reading the run"):
            training = Training.resume(run, hardware, steps)
    else:
        if resume:
            print(f"there is no run {run} yet: it begins")
        training = _start(run, corpus, _preset(preset, from_), changes, hardware, minutes, from_, began)
    if event_files:
        training.listeners.append(event_files(run, training.step))
    raise typer.Exit(follow(training))


def _preset(given: str | None, from_: Path | None) -> str:
    return given if given is not None else "onward" if from_ else "modern"


def _changes(config: Path | None, settings: list[str], flags: dict[str, Any]) -> list[Changes]:
    """Return the layers of settings over the preset, the later the stronger."""
    from_file = [changes_from_file(config)] if config else []
    from_flags = {"training": {name: value for name, value in flags.items() if value is not None}}
    return [*from_file, *map(change_from_text, settings), from_flags]


def _sets_steps(layer: Changes) -> bool:
    training = layer.get("training")
    return isinstance(training, dict) and "steps" in training


def _start(
    run: Path,
    folder: Path | None,
    preset: str,
    changes: list[Changes],
    hardware: "Hardware",
    minutes: float | None,
    from_: Path | None,
    began: float,
) -> "Training":
    from proust_attention import tokenizer as tokenizers
    from proust_attention.batches import encode_parts
    from proust_attention.training import Training

    refuse_to_overwrite(run)  # before anything that lasts
    with working("reading the text"):
        learned = _text(folder)
        tokenizer = tokenizers.of_text(learned.text)
    settings = build(tokenizer.vocab_size, preset, changes)
    values = None
    if from_ is not None:
        settings, values = _inherited(from_, learned, tokenizer, settings, changes)
    with working("laying out the machine"):
        ids = encode_parts(learned.text, settings.training.held_out_fraction, tokenizer)
        name = str(from_) if from_ else None
        return Training.start(
            run, settings, tokenizer, learned.manifest, ids, hardware, minutes, values, name, began
        )


def _text(folder: Path | None) -> "Corpus":
    from proust_attention import corpus, data

    if folder is not None:
        return corpus.load(folder)
    source = corpus.Source.of_text(data.EMBEDDED_NAME, data.embedded_text())
    return corpus.of_texts([source], data.EMBEDDED_LANGUAGE)


def _inherited(
    source: Path, learned: "Corpus", tokenizer: "Tokenizer", settings: "Config", changes: list[Changes]
) -> "tuple[Config, dict[str, np.ndarray]]":
    """Take shape and weights from another run, and say which tokens it knows."""
    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.cli.account import visible
    from proust_attention.training.inheritance import inherit, may_change
    from proust_attention.training.seen import warning

    run = open_machine(source)
    model = run.config.model
    wanted = {name: value for layer in changes for name, value in layer.get("model", {}).items()}
    others = [name for name, value in wanted.items() if getattr(model, name, None) != value]
    changed = {name: getattr(settings.model, name) for name in may_change(model) if name in wanted}
    others = [name for name in others if name not in changed]
    if others:
        names = ", ".join(f"model.{name}" for name in others)
        raise InputError(f"a machine that goes on from another keeps its shape; leave out {names}")
    inherited = inherit(run, tokenizer, settings.training.seed)
    print(f"from {source}: {len(inherited.shared)} tokens keep what it knows of them", end="")
    for pieces, what in ((inherited.new, "are new to it"), (inherited.left, "are not in this text")):
        if pieces:
            print(f"; {len(pieces)} {what}: {' '.join(map(visible, pieces))}", end="")
    print()
    if warned := warning(run, learned.text, learned.manifest, settings.training.held_out_fraction):
        print(warned)
    model = replace(inherited.model, **{"dropout": settings.model.dropout, **changed})
    return replace(settings, model=model), inherited.values


def _event_files() -> "Callable[[Path, int], Callable[[dict[str, Any]], None]]":
    from proust_attention.errors import needs_extra

    with needs_extra("tensorboard"):
        from proust_attention.training.tensorboard import event_files
    return event_files
