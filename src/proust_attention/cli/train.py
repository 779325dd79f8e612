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
    TokenizerConfig,
    TrainingConfig,
    change_from_text,
    changes_from_file,
)
from proust_attention.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from proust_attention.config import Config
    from proust_attention.corpus import Corpus
    from proust_attention.tokenizer import Tokenizer
    from proust_attention.training import Hardware, Training

NAMED = 100  # tokens that a machine does not share with the one that it goes on from


def train(
    run: Annotated[Path, typer.Option(help="The folder of the run: a new one, or one to go on with.")],
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the embedded Spanish text]")
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help=f"{' or '.join(PRESETS)}. [modern; with --from: onward]")
    ] = None,
    steps: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "steps"))] = None,
    minutes: Annotated[float | None, typer.Option(help="As many steps as fit into this time.")] = None,
    batch_size: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "batch_size"))] = None,
    seed: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "seed"))] = None,
    tokenizer: Annotated[str | None, typer.Option(help=with_default(TokenizerConfig, "kind"))] = None,
    vocab_size: Annotated[int | None, typer.Option(help=with_default(TokenizerConfig, "vocab_size"))] = None,
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
    with working("getting ready"):
        from proust_attention.cli.progress import follow
        from proust_attention.training import Hardware, Training, agreement

    hardware = Hardware(engine, device)
    event_files = _event_files() if tensorboard else None  # before anything is written: it may not be installed
    if minutes is not None and not 0 < minutes < float("inf"):
        raise InputError(f"--minutes is {minutes:g}, but it must be above 0")
    flags: Changes = {
        "training": {"steps": steps, "batch_size": batch_size, "seed": seed},
        "tokenizer": {"kind": tokenizer, "vocab_size": vocab_size},
    }
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
        training = _start(
            run, corpus, preset or ("onward" if from_ else "modern"), changes, hardware, minutes, from_
        )
    if event_files:
        training.listeners.append(event_files(run, training.step))
    raise typer.Exit(follow(training))


def _changes(config: Path | None, settings: list[str], flags: Changes) -> list[Changes]:
    """Return the layers of settings over the preset, the later the stronger."""
    from_file = [changes_from_file(config)] if config else []
    from_flags = {
        section: {name: value for name, value in values.items() if value is not None}
        for section, values in flags.items()
    }
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
    from proust_attention.batches import encode_parts
    from proust_attention.training import Training
    from proust_attention.training.vocabulary import settle_vocabulary

    with working("reading the text"):
        learned = _text(folder)
    with working("learning what its tokens are"):
        settings, tokenizer = settle_vocabulary(learned.text, preset, changes, from_)
    values = None
    if from_ is not None:
        settings, values = _inherited(from_, learned, tokenizer, settings, changes)
    with working("laying out the machine" if minutes is None else "measuring how fast this computer is"):
        ids = encode_parts(learned.text, settings.training.held_out_fraction, tokenizer)
        name = str(from_) if from_ else None
        return Training.start(
            run, settings, tokenizer, learned.manifest, ids, hardware, minutes, values, began_from=name
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
            more = " ..." if len(pieces) > NAMED else ""
            print(f"; {len(pieces)} {what}: {' '.join(map(visible, pieces[:NAMED]))}{more}", end="")
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
