"""`proust train`: teach a machine a text."""

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

if TYPE_CHECKING:
    import numpy as np

    from proust_attention.config import Config
    from proust_attention.tokenizer import Tokenizer
    from proust_attention.training import Hardware, Training


def train(
    run: Annotated[Path, typer.Option(help="The folder of the run: a new one, or one to go on with.")],
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the embedded Spanish text]")
    ] = None,
    preset: Annotated[str | None, typer.Option(help=f"{' or '.join(PRESETS)}. [modern]")] = None,
    steps: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "steps"))] = None,
    minutes: Annotated[float | None, typer.Option(help="As many steps as fit into this time.")] = None,
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
        bool, typer.Option("--resume", help="Go on with the run in --run; with --steps, beyond its end.")
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
    options = {
        "--corpus": corpus,
        "--preset": preset,
        "--minutes": minutes,
        "--batch-size": batch_size,
        "--seed": seed,
        "--config": config,
        "--set": set_ or None,
        "--from": from_,
    }
    with working("getting ready"):
        from proust_attention.cli.progress import follow
        from proust_attention.training import Hardware, Training

    hardware = Hardware(engine, device)
    if resume:
        given = [name for name, value in options.items() if value is not None]
        if given:
            raise InputError(f"a resumed run keeps its own settings and text; leave out {', '.join(given)}")
        with working("reading the run"):
            training = Training.resume(run, hardware, steps)
    else:
        if minutes is not None and not 0 < minutes < float("inf"):
            raise InputError(f"--minutes is {minutes:g}, but it must be above 0")
        flags = {"steps": steps, "batch_size": batch_size, "seed": seed}
        changes = _changes(config, set_ or [], flags)
        if minutes is not None and any(map(_sets_steps, changes[1 if config else 0 :])):
            raise InputError("--minutes and training.steps exclude each other; give one of them")
        training = _start(run, corpus, preset or "modern", changes, hardware, minutes, from_)
    if tensorboard:
        training.listeners.append(_event_files(run, training.step))
    raise typer.Exit(follow(training))


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
) -> "Training":
    from proust_attention import corpus, data
    from proust_attention import tokenizer as tokenizers
    from proust_attention.batches import encode_parts
    from proust_attention.training import Training

    with working("reading the text"):
        if folder is None:
            text = data.embedded_text()
            source = corpus.Source.of_text(data.EMBEDDED_NAME, text)
            learned = corpus.of_texts([source], data.EMBEDDED_LANGUAGE)
        else:
            learned = corpus.load(folder)
        tokenizer = tokenizers.of_text(learned.text)
    settings = build(tokenizer.vocab_size, preset, changes)
    values = None
    if from_ is not None:
        settings, values = _inherited(from_, tokenizer, settings, changes)
    with working("laying out the machine" if minutes is None else "measuring how fast this computer is"):
        ids = encode_parts(learned.text, settings.training.held_out_fraction, tokenizer)
        return Training.start(
            *(run, settings, tokenizer, learned.manifest, ids, hardware, minutes, values),
            began_from=str(from_) if from_ else None,
        )


def _inherited(
    source: Path, tokenizer: "Tokenizer", settings: "Config", changes: list[Changes]
) -> "tuple[Config, dict[str, np.ndarray]]":
    """Take shape and weights from another run, and say which tokens it knows."""
    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.cli.account import visible
    from proust_attention.training.inheritance import inherit

    run = open_machine(source)
    wanted = {
        name: value for layer in changes for name, value in layer.get("model", {}).items() if name != "dropout"
    }
    others = [name for name, value in wanted.items() if getattr(run.config.model, name, None) != value]
    if others:
        names = ", ".join(f"model.{name}" for name in others)
        raise InputError(f"a machine that goes on from another keeps its shape; leave out {names}")
    inherited = inherit(run, tokenizer, settings.training.seed)
    print(f"from {source}: {len(inherited.shared)} tokens keep what it knows of them", end="")
    for pieces, what in ((inherited.new, "are new to it"), (inherited.left, "are not in this text")):
        if pieces:
            print(f"; {len(pieces)} {what}: {' '.join(map(visible, pieces))}", end="")
    print()
    model = replace(inherited.model, dropout=settings.model.dropout)
    return replace(settings, model=model), inherited.values


def _event_files(run: Path, step: int) -> "Callable[[dict[str, Any]], None]":
    from proust_attention.errors import needs_extra

    with needs_extra("tensorboard"):
        from proust_attention.training.tensorboard import event_files
    return event_files(run, step)
